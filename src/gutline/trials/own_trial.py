"""From a person's own trial and diary to what the analysis takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

import numpy as np

from gutline.diary import Diary
from gutline.diary.zones import located, zone_named
from gutline.trials.analysing import Circumstances, analyse
from gutline.trials.answers import Answers
from gutline.trials.calendar import TrialDay, lay_days
from gutline.trials.carry_over import planned_carry_over
from gutline.trials.errors import TrialError
from gutline.trials.events import KEPT
from gutline.trials.periods import Period, Schedule
from gutline.trials.plan import Plan
from gutline.trials.readings import read_readings
from gutline.trials.result import Adherence, Check, TrialResult
from gutline.trials.running import unit_on
from gutline.trials.timeline import Span, Timeline
from gutline.trials.trial import Trial
from gutline.trials.trial_data import TrialData
from gutline.trials.units import amount, unit_words


def analyse_trial(trial: Trial, diary: Diary, today: date) -> TrialResult:
    """Analyse a person's own trial, of which the periods up to today count.

    Parameters
    ----------
    trial : Trial
        With its schedule; a sealed one is opened first.
    diary : Diary
    today : date
        Periods that are not over yet are left out.

    Raises
    ------
    TrialError
        When the schedule is sealed, no pair is over, or the diary holds no ratings of it.
    """
    if trial.allocation is None:
        raise TrialError(
            f"the schedule of {trial.id!r} is sealed; give its file, which your partner keeps"
        )
    days = lay_days(trial, today)
    units = _finished_units(trial, days, today)
    plan = trial.plan
    schedule = _schedule(trial, days, units)
    timeline = _timeline(trial, days, units)
    readings = read_readings(diary, plan.outcome, measured=True, unit=plan.unit)
    data = TrialData.of(schedule, readings, timeline, planned_carry_over(plan))
    early = units < 2 * plan.pairs
    around = Circumstances(
        _adherence(trial, days), _answers(trial, days), early, plan.blinded,
        _provenance(trial, diary),
    )  # fmt: skip
    rng = np.random.default_rng(int(trial.commitment[:16], 16))
    result = analyse(data, plan.rule, rng, around)
    result = replace(result, checks=(*result.checks, *_units(plan, result)))
    return _told_of_changes(result, trial)


def _units(plan: Plan, result: TrialResult) -> Iterator[Check]:
    """Say so where the plan was made for another unit than what was rated."""
    if plan.unit == result.unit:
        return
    yield Check(
        "unit", False,
        f"The plan was made for {unit_words(plan.unit)} and the diary tells {plan.outcome} in "
        f"{unit_words(result.unit)}: its smallest difference counted as "
        f"{amount(plan.smallest_difference, result.unit)}.",
    )  # fmt: skip


def _finished_units(trial: Trial, days: Sequence[TrialDay], today: date) -> int:
    """Return how many units are over, whole pairs only."""
    over = {
        d.slot.unit
        for d in days
        if d.slot is not None and d.slot.part == "unit" and d.slot.number == d.slot.length
        and d.day < today
    }  # fmt: skip
    count = len(over)
    whole = count if trial.plan.layout == "complete" else count - count % 2
    if whole < 2:
        raise TrialError(
            f"no pair of the trial {trial.id!r} is over yet; there is nothing to compare"
        )
    return whole


def _schedule(trial: Trial, days: Sequence[TrialDay], units: int) -> Schedule:
    plan, allocation = trial.plan, trial.allocation
    zone = zone_named(plan.zone)
    periods = []
    for unit in range(units):
        own = [d.day for d in days if d.slot is not None and d.slot.unit == unit]
        active = allocation is not None and allocation.assignment[unit]
        periods.append(
            Period(
                midnight(own[0], zone), midnight(own[-1] + timedelta(days=1), zone),
                plan.active if active else plan.reference,
                str(unit // 2 + 1) if plan.layout == "pairs" else "",
            )
        )  # fmt: skip
    return Schedule(
        tuple(periods), plan.layout, plan.reference, plan.active, plan.longest_run, 2 * plan.pairs
    )


def _timeline(trial: Trial, days: Sequence[TrialDay], units: int) -> Timeline:
    zone = zone_named(trial.plan.zone)
    last = max(d.day for d in days if d.slot is not None and 0 <= d.slot.unit < units)
    passed = [d for d in days if d.day <= last]
    spans: list[list[Span]] = [[] for _ in range(units)]
    for day in passed:
        if day.slot is not None and 0 <= day.slot.unit < units:
            spans[day.slot.unit].append(_span(day.day, zone))
    counted = [_span(d.day, zone) for d in passed if not d.void]
    return Timeline(
        tuple(tuple(_joined(s)) for s in spans), tuple(_joined(counted)),
        _actual(trial, passed, zone), tuple(d.day for d in passed if d.void),
    )  # fmt: skip


def _actual(
    trial: Trial, days: Sequence[TrialDay], zone: tzinfo
) -> tuple[tuple[datetime, datetime, float], ...]:
    """Return the exposure that really was; a day without a word counts as kept."""
    said = {e.day: KEPT[e.value] for e in trial.events if e.what == "kept"}
    if not said:
        return ()
    found = []
    for day in days:
        kept = said.get(day.day, 1.0)
        share = kept if day.condition else 1.0 - kept
        if share > 0.0 and day.slot is not None:
            found.append((*_span(day.day, zone), share))
    return tuple(found)


def _adherence(trial: Trial, days: Sequence[TrialDay]) -> Adherence | None:
    own = {d.day for d in days if d.slot is not None and d.slot.part == "unit"}
    said = {e.day: KEPT[e.value] for e in trial.events if e.what == "kept" and e.day in own}
    if not said:
        return None
    return Adherence(sum(said.values()) / len(said), len(said), len(own))


def _answers(trial: Trial, days: Sequence[TrialDay]) -> Answers:
    codes = {"active": 1, "reference": 0, "unsure": -1}
    expected = {unit_on(days, e.day): float(e.value) for e in trial.events if e.what == "expect"}
    guessed = {unit_on(days, e.day): codes[e.value] for e in trial.events if e.what == "guess"}
    return Answers(expected, guessed)


def _provenance(trial: Trial, diary: Diary) -> dict[str, object]:
    return {
        "trial": trial.id,
        "commitment": trial.commitment,
        "plan": trial.plan.digest(),
        "plan_versions": len(trial.versions),
        "diary": diary.digest(),
    }


def _told_of_changes(result: TrialResult, trial: Trial) -> TrialResult:
    """Add to the text what was changed after day 1, and how the trial ended."""
    lines = [result.text]
    lines += [
        f"The plan was changed on {v.locked_at:%Y-%m-%d}: {v.reason}." for v in trial.versions[1:]
    ]
    if trial.stopped is not None:
        reasons = [e.reason for e in trial.events if e.what in {"stop", "safety_stop"} and e.reason]
        lines.append(
            f"It was stopped on {trial.stopped}" + "".join(f": {r}" for r in reasons) + "."
        )
    return replace(result, text="\n".join(lines))


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the first moment of a local day."""
    return located(datetime.combine(day, time()), zone)[0]


def _span(day: date, zone: tzinfo) -> Span:
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
