"""A trial's result as text: the answer, every period with its ratings, and what was checked."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gutline.trials.result import PeriodSummary, TrialResult

_BAR = 20


def render_trial_text(result: TrialResult, width: int = 80) -> str:
    """Return the result as lines of at most `width` characters."""
    lines: list[str] = []
    for line in result.text.splitlines():
        lines += textwrap.wrap(line, width) or [""]
    lines += ["", *_periods(result, width), ""]
    for check in result.checks:
        mark = {True: "ok  ", False: "note", None: "    "}[check.passed]
        lines += textwrap.wrap(f"{mark}  {check.text}", width, subsequent_indent="      ")
    return "\n".join(lines).rstrip() + "\n"


def _periods(result: TrialResult, width: int) -> list[str]:
    means = [p.mean for p in result.periods if p.mean is not None]
    if not means:
        return []
    low, high = min(means), max(means)
    room = max(width - 50, 0)
    return [_period(period, low, high, min(room, _BAR)) for period in result.periods]


def _period(period: PeriodSummary, low: float, high: float, room: int) -> str:
    head = f"{period.start:%Y-%m-%d}  {period.condition[:22]:<22}"
    if period.mean is None:
        return f"{head}  no ratings"
    filled = round(room * (period.mean - low) / (high - low)) if high > low else 0
    return f"{head}  {period.mean:6.2f}  ({period.ratings:>2})  {'#' * filled}".rstrip()
