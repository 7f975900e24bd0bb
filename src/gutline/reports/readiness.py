"""What a diary already allows to be known, before any analysis: for `gutline check`."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from gutline.diary import completeness
from gutline.discovery import forecast
from gutline.discovery.settings import DEFAULT_SETTINGS
from gutline.reports.sentences import diary_span, no_ratings, refused_rows
from gutline.reports.verdicts import in_ascii
from gutline.reports.wording import NEVER_DAYS, listing, needed, plain, plural, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gutline.diary import Completeness, DayCounts, Diary
    from gutline.discovery import ExposureForecast, Needs, OutcomeForecast

_NAMED = 8
_GAPS_NAMED = 3
_HEAD = 24


def render_readiness(diary: Diary, width: int = 80, *, ascii_only: bool = False) -> str:
    """Return, as text, whether a diary is complete and what it still needs to be tested.

    Parameters
    ----------
    diary : Diary
    width : int
        Columns of the terminal.
    ascii_only : bool
        Whether to keep to ASCII in all that Gutline itself says.
    """
    whole = completeness(diary)
    lines = [*_span(diary, whole), ""]
    if whole.days:
        known = forecast(diary)
        lines += [*_days(whole), "", *_outcomes(known.outcomes)]
        lines += ["", *_exposures(known.exposures)]
    else:
        lines.append(no_ratings())
    text = "\n".join(_wrapped(line, width) for line in lines).rstrip() + "\n"
    return in_ascii(text) if ascii_only else text


def _wrapped(line: str, width: int) -> str:
    indent = " " * (_HEAD if line[:_HEAD].endswith("  ") else 2)
    return textwrap.fill(line, width, subsequent_indent=indent, drop_whitespace=True)


def _span(diary: Diary, whole: Completeness) -> Iterator[str]:
    about: dict[str, object] = {
        "days": whole.days,
        "entries": whole.entries,
        "first_day": whole.first_day,
        "last_day": whole.last_day,
    }
    yield f"Your diary: {diary_span(about)}, times in {plain(diary.zone)}"
    yield refused_rows(diary.refused)


def _days(whole: Completeness) -> Iterator[str]:
    yield _counts("Food", whole.food)
    yield _counts("Symptoms", whole.symptoms)
    if not whole.gaps:
        yield f"{'Gaps':<{_HEAD}}none: something was logged on every day"
        return
    longest = sorted(whole.gaps, key=lambda gap: -gap.days)[:_GAPS_NAMED]
    named = [f"{plural(gap.days, 'day')} from {gap.first_day}" for gap in longest]
    words = f"{plural(len(whole.gaps), 'gap')}, the longest {listing(named)}"
    yield f"{'Gaps':<{_HEAD}}{words}"


def _counts(name: str, counts: DayCounts) -> str:
    parts = (
        (counts.complete, "marked complete"),
        (counts.logged, "logged"),
        (counts.none, "said to be none"),
        (counts.unlogged, "unknown"),
    )
    words = ", ".join(f"{plural(count, 'day')} {word}" for count, word in parts if count)
    return f"{name:<{_HEAD}}{words}"


def _outcomes(outcomes: Iterable[OutcomeForecast]) -> Iterator[str]:
    lines = [_outcome(outcome) for outcome in outcomes]
    yield from lines or [no_ratings()]


def _outcome(outcome: OutcomeForecast) -> str:
    rated = f"{plural(outcome.ratings, 'rating')} on {plural(outcome.days, 'day')}"
    words = "enough to look for suspects"
    if outcome.needs:
        words = f"nothing to say yet; {needed(outcome.needs)}"
    elif outcome.why:
        words = f"nothing to say yet, because {plain(outcome.why)}"
    return f"{short(outcome.name, _HEAD - 2):<{_HEAD}}{rated}: {words}"


def _exposures(exposures: Sequence[ExposureForecast]) -> Iterator[str]:
    least = DEFAULT_SETTINGS.least_count
    ready = sum(exposure.testable for exposure in exposures)
    things = f"{plural(ready, 'thing')} you logged" if ready else "Nothing you logged"
    verb = "have" if ready > 1 else "has"
    yield f"{things} {verb} the {least} times it takes to be tested."
    waiting = sorted((e for e in exposures if not e.testable), key=_soonest)
    for item in waiting[:_NAMED]:
        words = f"{plural(item.count, 'time')}; {needed(_days_only(item.needs))}"
        yield f"{short(item.name, _HEAD - 2):<{_HEAD}}{words}"
    if len(waiting) > _NAMED:
        yield f"and {len(waiting) - _NAMED:,} more, logged less often"


def _soonest(exposure: ExposureForecast) -> tuple[int, str]:
    days = exposure.needs.days if exposure.needs else None
    return (NEVER_DAYS if days is None else days, plain(exposure.name))


def _days_only(needs: Needs | None) -> Needs | None:
    return needs and replace(needs, exposures=None)
