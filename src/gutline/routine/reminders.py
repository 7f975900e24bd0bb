"""Reminders: which are due now and which will come. Each at most once, whatever the clock does.

A reminder is named by the item, the local day and how often it was put off. Who gives one notes its
name first, so that nothing is given twice: not when a clock goes back, not when a traveller lives
the same day again, not when two programs ask at once. What was slept through is not made up for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from gutline.diary.zones import located
from gutline.routine.adherence import DayKept
from gutline.routine.cues import Habits, Window, window_on
from gutline.routine.items import Item
from gutline.routine.plan import Plan
from gutline.safety.advice import Advice

MOST_SNOOZES = 3
SNOOZE_MIN = (10, 30, 60, 120)
NOTHING_SAID = "Something from your plan"
"""What a reminder says until it may say more."""
_CRISIS = "crisis_card"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one item on one day.

    Attributes
    ----------
    key : str
        Its name: "2026-03-01.wind-down.0"; given once.
    item : str
        Id of the item.
    day : date
        The local day it belongs to.
    at, until : datetime
        When it comes, and from when on it is too late.
    words : str
        What may be shown.
    """

    key: str
    item: str
    day: date
    at: datetime
    until: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one day when reminders are looked for.

    Attributes
    ----------
    kept : DayKept
        What was done, and whether the day is off.
    events : Mapping of str to datetime
        Of this day, as far as logged.
    put_off : Mapping of str to tuple of datetime
        By item: until when, each time it was put off.
    """

    kept: DayKept
    events: Mapping[str, datetime] = field(default_factory=dict)
    put_off: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)


def reminders_on(
    plan: Plan,
    known: Known,
    zone: tzinfo,
    habits: Habits = Habits(),  # noqa: B008 - frozen
) -> tuple[Reminder, ...]:
    """Return the reminders of one local day, in order of time; none for what is done.

    Parameters
    ----------
    plan : Plan
    known : Known
    zone : tzinfo
        Where the person is on that day.
    habits : Habits
    """
    kept = known.kept
    if kept.off:
        return ()
    found = []
    for item in plan.on(kept.day):
        if item.remind and kept.states.get(item.id, "unknown") == "unknown":
            one = _reminder(plan, item, known, zone, habits)
            if one is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: (one.at, one.item)))


def due(
    plan: Plan,
    known: Known,
    zone: tzinfo,
    now: datetime,
    given: frozenset[str],
    habits: Habits = Habits(),  # noqa: B008 - frozen
) -> tuple[Reminder, ...]:
    """Return the reminders of one day to be given now; the caller notes their keys before.

    Parameters
    ----------
    plan, known, zone, habits
        As for `reminders_on`; `known` is of the local day of `now` or the day before.
    now : datetime
        The present, aware.
    given : frozenset of str
        Keys of all reminders that were ever given.
    """
    if is_quiet(plan, now.astimezone(zone).time()):
        return ()
    of_day = reminders_on(plan, known, zone, habits)
    return tuple(one for one in of_day if one.at <= now < one.until and one.key not in given)


def _reminder(
    plan: Plan, item: Item, known: Known, zone: tzinfo, habits: Habits
) -> Reminder | None:
    day = known.kept.day
    window = window_on(item, day, zone, habits, known.events)
    put_off = known.put_off.get(item.id, ())[:MOST_SNOOZES]
    if put_off:
        at, until = put_off[-1], max(window.end, put_off[-1] + timedelta(hours=1))
    else:
        at, until = _usual_start(item, day, window, zone, habits), window.end
    at = _after_quiet(plan, at, zone)
    if at >= until:
        return None
    words = item.name if plan.names_in_reminders else NOTHING_SAID
    return Reminder(f"{day}.{item.id}.{len(put_off)}", item.id, day, at, until, words)


def _usual_start(item: Item, day: date, window: Window, zone: tzinfo, habits: Habits) -> datetime:
    """Return the time it is usually done, where that lies in its window; a meal's own time."""
    if item.what == "meal":
        return window.start + timedelta(minutes=item.tolerance_min)
    usual = habits.items.get(item.id)
    if usual is None:
        return window.start
    at, _ = located(datetime.combine(day, usual), zone)
    return at if window.start <= at < window.end else window.start


def silencing(advice: Iterable[Advice]) -> bool:
    """Return whether advice stands beside which nobody should be reminded of a walk."""
    return any(one.stops_everything or _CRISIS in one.does for one in advice)


def is_quiet(plan: Plan, clock: time) -> bool:
    """Return whether a time of day lies in the quiet hours."""
    start, end = plan.quiet_from, plan.quiet_until
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def _after_quiet(plan: Plan, at: datetime, zone: tzinfo) -> datetime:
    here = at.astimezone(zone)
    if not is_quiet(plan, here.time()):
        return at
    past_midnight = plan.quiet_from > plan.quiet_until and here.time() >= plan.quiet_from
    day = here.date() + timedelta(days=1) if past_midnight else here.date()
    return located(datetime.combine(day, plan.quiet_until), zone)[0]
