"""A running trial, day by day: what today is, what to buy for, what is still to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gutline.diary.zones import zone_named
from gutline.trials.calendar import TrialDay, lay_days
from gutline.trials.days_out import check_put_back
from gutline.trials.errors import TrialError
from gutline.trials.trial import Trial

NOTICE_DAYS = 2
_PAUSED = "The trial is paused. Eat and live as you like; nothing counts."


@dataclass(frozen=True)
class Today:
    """What a person is told today.

    Attributes
    ----------
    state : str
        "before", "running", "paused", "stopped" or "finished".
    day_number, days : int
        Day of the trial, 0 before and after it, and days in all as known now.
    condition : str
        What holds today; "as in your sealed schedule" while it is sealed; empty without any.
    portion : str
        What to take, on an active day.
    lines : tuple of str
        Plain sentences: what it means for meals and shopping, and what comes.
    asks : tuple of str
        What is still to be answered: "expect", "guess", "kept".
    """

    state: str
    day_number: int
    days: int
    condition: str
    portion: str
    lines: tuple[str, ...]
    asks: tuple[str, ...]


def look_at_today(trial: Trial, today: date) -> Today:
    """Return what holds today.

    Parameters
    ----------
    trial : Trial
    today : date
        The person's local date.
    """
    days = lay_days(trial, today)
    state, place = _state(trial, days, today)
    put_back = _put_back(trial, today, over=place is None)
    if place is None:
        return Today(state, 0, len(days), "", "", (*_outside(trial, days, state), *put_back), ())
    here = days[place]
    if here.slot is None:
        return Today(state, place + 1, len(days), "", "", (_PAUSED, *put_back), ())
    condition, portion = condition_words(trial, here), _portion(trial, here)
    lines = (*_meaning(trial, here, condition, portion), *notices(trial, days, today), *put_back)
    return Today(state, place + 1, len(days), condition, portion, lines, _asks(trial, days, place))


def _state(trial: Trial, days: Sequence[TrialDay], today: date) -> tuple[str, int | None]:
    if trial.stopped is not None and today >= trial.stopped:
        return "stopped", None
    if today < trial.plan.start:
        return "before", None
    place = next((i for i, d in enumerate(days) if d.day == today), None)
    if place is None:
        return "finished", None
    return ("paused" if days[place].slot is None else "running"), place


def is_over(trial: Trial, today: date) -> bool:
    """Return whether nothing of a trial is still to come."""
    if trial.stopped is not None:
        return today >= trial.stopped
    days = lay_days(trial, today)
    return not days or days[-1].day < today


def condition_words(trial: Trial, day: TrialDay) -> str:
    """Return what holds on a day, in the words of the plan."""
    if day.slot is not None and day.slot.part != "unit":
        return f"without {trial.plan.exposure}"
    if day.condition is None:
        return "as in your sealed schedule"
    return trial.plan.active if day.condition else trial.plan.reference


def _portion(trial: Trial, day: TrialDay) -> str:
    portions = trial.plan.portions
    if day.slot is None or day.slot.part != "unit" or not portions or day.condition == 0:
        return ""
    return portions[min(day.slot.number, len(portions)) - 1]


def _meaning(trial: Trial, day: TrialDay, condition: str, portion: str) -> list[str]:
    slot = day.slot
    if slot is None:
        return []
    part = {"run_in": "run-in", "unit": "period", "washout": "washout"}[slot.part]
    which = f" {slot.unit + 1} of {2 * trial.plan.pairs}" if slot.part == "unit" else ""
    lines = [f"Today: {condition} (day {slot.number} of {slot.length}, {part}{which})."]
    if portion:
        lines.append(f"Portion on active days: {portion}.")
    if slot.part == "washout":
        lines.append("These days let the last period fade; rate as always.")
    return lines


def notices(trial: Trial, days: Sequence[TrialDay], today: date) -> list[str]:
    """Return what changes within two days, in time for shopping."""
    by_day = {d.day: d for d in days}
    lines = []
    before = by_day.get(today)
    for ahead in range(1, NOTICE_DAYS + 1):
        coming = by_day.get(today + timedelta(days=ahead))
        if coming is not None and before is not None and _changes(trial, before, coming):
            when = "Tomorrow" if ahead == 1 else f"{coming.day:%A}"
            words = condition_words(trial, coming)
            lines.append(f"{when} begins: {words}. Plan meals and shopping for it now.")
        before = coming or before
    last = days[-1].day if days else today
    if today < last <= today + timedelta(days=NOTICE_DAYS):
        lines.append(f"The last day is {last:%A}.")
    return lines


def _changes(trial: Trial, before: TrialDay, after: TrialDay) -> bool:
    if after.slot is None or before.slot is None:
        return False
    if after.condition is None and after.slot.number == 1:
        return True
    return condition_words(trial, after) != condition_words(trial, before)


def _outside(trial: Trial, days: Sequence[TrialDay], state: str) -> list[str]:
    if state == "before":
        return [f"Day 1 is {trial.plan.start:%A %d %B %Y}. The hash is {trial.commitment[:16]}."]
    if state == "stopped":
        return ["The trial was stopped. What was rated until then can be analysed."]
    last = days[-1].day if days else trial.plan.start
    return [f"The last day was {last}. Analyse it with `gutline trial analyse {trial.id}`."]


def _put_back(trial: Trial, today: date, *, over: bool) -> list[str]:
    """Say that a thing should be back; days put in can move a trial past that date."""
    when = trial.plan.put_back
    if when is None or today < when:
        return []
    said = f"{trial.plan.exposure} was to be put back by {when:%-d %B}"
    if over:
        return [f"{said}: eat it again as you used to."]
    ways = "Stop it and eat as you used to, or change the date with a reason."
    return [f"{said}, and the trial was moved past that day. {ways}"]


def _asks(trial: Trial, days: Sequence[TrialDay], place: int) -> tuple[str, ...]:
    """Return what is still to be answered on a day."""
    here = days[place]
    if here.slot is None or here.slot.part != "unit":
        return ()
    said = {(e.what, unit_on(days, e.day)) for e in trial.events if e.what in {"expect", "guess"}}
    asks = []
    if ("expect", here.slot.unit) not in said:
        asks.append("expect")
    if not any(e.what in {"kept", "void", "sick"} and e.day == here.day for e in trial.events):
        asks.append("kept")
    if here.slot.number == here.slot.length and ("guess", here.slot.unit) not in said:
        asks.append("guess")
    return tuple(asks)


def unit_on(days: Sequence[TrialDay], day: date) -> int:
    """Return the unit of a day, or the last one before it; -1 before the first."""
    unit = -1
    for one in days:
        if one.day > day:
            break
        if one.slot is not None and one.slot.part == "unit":
            unit = one.slot.unit
    return unit


def check_only_elimination(eliminates: bool, others: Iterable[Trial], today: date) -> None:  # noqa: FBT001
    """Refuse a second trial that leaves something out while another one does.

    Raises
    ------
    TrialError
    """
    if not eliminates:
        return
    for trial in others:
        if not trial.plan.eliminates or is_over(trial, today):
            continue
        raise TrialError(
            f"{trial.plan.exposure!r} is being left out in the trial {trial.id!r} until "
            f"{lay_days(trial, today)[-1].day}; leaving out two things at once makes meals poor "
            "and neither answer clear. Wait, or stop that one first"
        )


def amend_plan(trial: Trial, changes: Mapping[str, object], reason: str, at: datetime) -> Trial:
    """Return a trial with one more version of its plan, while there is something to come.

    Parameters
    ----------
    trial : Trial
    changes : mapping
        Fields of the plan.
    reason : str
    at : datetime
        The present, aware.

    Raises
    ------
    TrialError
        When the trial is over, there is no reason, a field may not be changed, or what is left out
        would be put back before the end or too late.
    """
    today = at.astimezone(zone_named(trial.plan.zone)).date()
    if is_over(trial, today):
        raise TrialError(
            f"the trial {trial.id!r} is over; its plan stays as it was, so that nobody decides "
            "afterwards what would have counted"
        )
    changed = trial.amended(changes, reason, at)
    if changed.plan.put_back != trial.plan.put_back:
        check_put_back(changed, today)
    return changed
