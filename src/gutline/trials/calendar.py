"""Which day of a trial falls on which date: pauses and slides move days on, and re-draw nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gutline.catalog.designs import load_designs
from gutline.trials.day_slots import DaySlot
from gutline.trials.designs import find_logic
from gutline.trials.errors import TrialError
from gutline.trials.events import Event
from gutline.trials.trial import Trial

_STRONG = {"moderate", "severe"}
_LONGEST_DAYS = 3_000

State = Literal["running", "paused", "stopped"]


@dataclass(frozen=True, slots=True)
class TrialDay:
    """One date of a trial.

    Attributes
    ----------
    day : date
    slot : DaySlot or None
        None on a day that is paused.
    void : bool
        Whether its ratings do not count: void, sick or paused.
    condition : int or None
        1 active, 0 reference; None while the schedule is sealed, and on paused days.
    """

    day: date
    slot: DaySlot | None
    void: bool
    condition: int | None


def lay_days(trial: Trial, today: date) -> tuple[TrialDay, ...]:
    """Return every date of a trial, as far as it is known today.

    A paused day, and the day of a slide, is put between the days of the plan; all later ones move
    on by one, in the order that was drawn. A day that is void or sick counts as passed. After a
    moderate or severe reaction the next washout is lengthened.

    Parameters
    ----------
    trial : Trial
    today : date
        A pause that was not ended lasts until this day.

    Raises
    ------
    TrialError
        When the design is not known.
    """
    void = {e.day for e in trial.events if e.what in {"void", "sick"}}
    paused = _paused(trial.events, today)
    days, day = [], trial.plan.start
    for slot in _slots(trial, today):
        while day in paused:
            days.append(TrialDay(day, None, True, None))
            day += timedelta(days=1)
        if trial.stopped is not None and day >= trial.stopped:
            break
        days.append(TrialDay(day, slot, day in void, _condition(trial, slot)))
        day += timedelta(days=1)
    return tuple(days)


def _slots(trial: Trial, today: date) -> Iterator[DaySlot]:
    """Yield the days of the plan, washouts lengthened after strong reactions."""
    design = load_designs().get(trial.plan.design)
    if design is None:
        raise TrialError(f"there is no design {trial.plan.design!r} in this version")
    longer = design.severe_washout_days - trial.plan.washout_days
    slots = find_logic(design.logic).lay_out(trial.plan)
    strong = _strong_units(trial, slots, today) if longer > 0 else frozenset()
    last = -1
    for slot in slots:
        yield slot
        last = slot.unit if slot.part == "unit" else last
        if slot.part == "washout" and slot.number == slot.length and last in strong:
            for number in range(1, longer + 1):
                yield DaySlot("washout", -1, slot.length + number, slot.length + longer)


def _strong_units(trial: Trial, slots: Iterable[DaySlot], today: date) -> frozenset[int]:
    """Return the units in or after which a strong reaction was logged."""
    found: set[int] = set()
    for event in sorted((e for e in trial.events if e.what == "reaction"), key=lambda e: e.day):
        if event.value in _STRONG:
            unit = _unit_on(trial, slots, event.day, today, found)
            if unit >= 0:
                found.add(unit)
    return frozenset(found)


def _unit_on(
    trial: Trial, slots: Iterable[DaySlot], wanted: date, today: date, strong: set[int]
) -> int:
    """Return the unit that ran on a day or ended last before it, -1 before the first."""
    paused = _paused(trial.events, today)
    design = load_designs()[trial.plan.design]
    longer = design.severe_washout_days - trial.plan.washout_days
    day, last = trial.plan.start, -1
    for slot in slots:
        while day in paused:
            day += timedelta(days=1)
        if day > wanted:
            break
        last = slot.unit if slot.part == "unit" else last
        day += timedelta(days=1)
        if slot.part == "washout" and slot.number == slot.length and last in strong:
            day += timedelta(days=longer)
    return last


def _paused(events: Iterable[Event], today: date) -> frozenset[date]:
    days: set[date] = set()
    since: date | None = None
    for event in sorted(events, key=lambda e: (e.day, e.at)):
        if event.what == "slide":
            days.add(event.day)
        elif event.what == "pause" and since is None:
            since = event.day
        elif event.what in {"resume", "stop", "safety_stop"} and since is not None:
            days |= set(_each_day(since, event.day))
            since = None
    if since is not None:
        days |= set(_each_day(since, max(today, since) + timedelta(days=1)))
    return frozenset(days)


def _each_day(first: date, end: date) -> Iterator[date]:
    for number in range(min((end - first).days, _LONGEST_DAYS)):
        yield first + timedelta(days=number)


def _condition(trial: Trial, slot: DaySlot) -> int | None:
    if slot.part != "unit":
        return 0
    return None if trial.allocation is None else trial.allocation.assignment[slot.unit]
