"""The results of a trial in the order of CENT 2015: items 13 to 22."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.wording import number, signed
from gutline.trials.calendar import lay_days
from gutline.trials.units import decimals, unit_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gutline.trials.result import TrialResult
    from gutline.trials.trial import Trial

Row = tuple[str, str, str, str]
_STOPS = {"stop": "stopped", "safety_stop": "stopped for safety"}


def result_items(trial: Trial, result: TrialResult | None, today: date) -> list[Row]:
    """Return items 13 to 22: number, section, title and text.

    Parameters
    ----------
    trial : Trial
    result : TrialResult, optional
    today : date
    """
    if result is None:
        return [("13", "Results", "Periods", "Nothing to analyse yet.")]
    return [
        ("13a", "Results", "Periods completed", _completed(trial, result)),
        ("13b", "Results", "Days lost", _lost(trial)),
        ("14a", "Results", "Dates", _dates(trial, result, today)),
        ("14b", "Results", "Whether it was stopped early", _stopped(trial)),
        ("15", "Results", "Baseline", f"Run-in of {trial.plan.run_in_days} days."),
        ("16", "Results", "Numbers analysed", _analysed(result)),
        ("17a.1", "Results", "Outcome of every period", _periods(result)),
        ("17a.2", "Results", "Effect and its precision", _effect(result)),
        ("18", "Results", "Further analyses", _checks(result, _FURTHER)),
        ("19", "Results", "Harms", _harms(trial)),
        ("20", "Discussion", "Limitations", _checks(result, _LIMITS) or "None noted."),
        ("21", "Discussion", "Generalisability", "To this person only."),
        ("22", "Discussion", "Interpretation", " ".join(result.text.split("\n"))),
    ]


_FURTHER = frozenset({"adherence", "tipping point", "carry-over", "stopping", "missing ratings"})
_LIMITS = frozenset({"blinding", "expectation", "schedules", "interval level", "ratings outside"})


def _completed(trial: Trial, result: TrialResult) -> str:
    order = ", ".join(period.condition for period in result.periods)
    slid = sum(event.what in {"slide", "pause"} for event in trial.events)
    times = "once" if slid == 1 else f"{slid} times"
    changed = f"; moved on {times} by a slide or a pause, never drawn again" if slid else ""
    return f"{len(result.periods)} of {2 * trial.plan.pairs}, in this order: {order}{changed}."


def _lost(trial: Trial) -> str:
    by_day = {e.day: e for e in trial.events if e.what in {"void", "sick"}}
    if not by_day:
        return "None."
    lost = [event for _, event in sorted(by_day.items())]
    shown = "; ".join(_said(event.day, event.what, event.reason) for event in lost)
    return f"{len(lost)} {'day' if len(lost) == 1 else 'days'} left out: {shown}."


def _said(day: date, what: str, reason: str) -> str:
    return f"{day} {what}" + (f" ({reason})" if reason else "")


def _dates(trial: Trial, result: TrialResult, today: date) -> str:
    days = lay_days(trial, today)
    last = min(days[-1].day, today) if days else today
    ends = result.periods[-1].end
    return f"{trial.plan.start} to {last}; the last period analysed ended on {ends:%Y-%m-%d}."


def _stopped(trial: Trial) -> str:
    for event in trial.events:
        if event.what in _STOPS:
            return _said(event.day, _STOPS[event.what], event.reason) + "."
    return "No."


def _analysed(result: TrialResult) -> str:
    counted: dict[str, list[int]] = {}
    for period in result.periods:
        counted.setdefault(period.condition, []).append(period.ratings)
    shown = (f"{name}: {len(n)} periods, {sum(n)} ratings" for name, n in counted.items())
    return "; ".join(shown) + "."


def _periods(result: TrialResult) -> str:
    shown = (
        f"{period.start:%Y-%m-%d} {period.condition}: "
        + (f"{number(period.mean, 2)} (n = {period.ratings})" if period.ratings else "no ratings")
        for period in result.periods
    )
    return "; ".join(shown) + "."


def _effect(result: TrialResult) -> str:
    if result.effect is None:
        return f"Not conclusive, because {result.because}."
    low, high = result.interval or (None, None)
    unit, places = result.unit, decimals(result.effect, result.unit)
    size = f"{signed(result.effect, places)} {unit_words(unit)}"
    parts = [f"{size} ({result.active} less {result.reference})"]
    if result.interval is not None and result.interval_level is not None:
        parts.append(
            f"{100 * result.interval_level:.4g} % interval {signed(low, places)} to "
            f"{signed(high, places)}"
        )
    parts.append(f"randomisation p = {result.p_randomisation:.3g} over {result.schedules:,}")
    return ", ".join(parts) + "."


def _checks(result: TrialResult, wanted: Iterable[str]) -> str:
    return " ".join(check.text for check in result.checks if check.name in wanted)


def _harms(trial: Trial) -> str:
    felt = [e for e in trial.events if e.what == "reaction" and e.value != "none"]
    felt += [e for e in trial.events if e.what == "safety_stop"]
    if not felt:
        return "None logged."
    return "; ".join(_said(e.day, f"{e.what} {e.value}".strip(), e.reason) for e in felt) + "."
