"""Giving reminders, each at most once; giving back those that certainly reached nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from gutline.routine.reminders import Reminder, due
from gutline.store.queries.reminders import is_silenced
from gutline.store.queries.routine import day_notes, learnt_habits, present_zone, routine_day
from gutline.store.services.changes import locked_person
from gutline.store.services.plan_days import keep_notes
from gutline.store.writing import changing


@changing
def claim_reminders(person: int, now: datetime) -> tuple[Reminder, ...]:
    """Return the reminders to be given now, having noted first that they were.

    Whoever asks next, in this process or another, gets the ones that are due then and none of
    these again. Beside advice that is an emergency or a crisis there are none, and none is used up.
    """
    # On PostgreSQL two programs may read at once; what was given must be read by one at a time.
    locked_person(person)
    zone = present_zone(person, now)
    today = now.astimezone(zone).date()
    if is_silenced(person, today):
        return ()
    # What was put off late, or follows a late meal, comes after midnight and is of the day before.
    return tuple(
        one
        for day in (today - timedelta(days=1), today)
        for one in _claimed_of(person, day, zone, now)
    )


def _claimed_of(person: int, day: date, zone: tzinfo, now: datetime) -> tuple[Reminder, ...]:
    then = routine_day(person, day, zone)
    if then is None:
        return ()
    habits, _ = learnt_habits(person, then.plan, day)
    found = due(then.plan, then.known, zone, now, then.notes.given, habits)
    if found:
        given = then.notes.given | {one.key for one in found}
        keep_notes(person, replace(then.notes, given=given), now)
    return found


@changing
def give_back_reminders(person: int, reminders: Iterable[Reminder], now: datetime) -> None:
    """Note that reminders were not given after all: who asks next, in their time, gets them.

    Only for what `claim_reminders` handed out and what certainly was not shown to anybody. What
    else is kept of those days stays as it is.

    Raises
    ------
    NotThereError
        When there is no such person.
    """
    locked_person(person)
    by_day: dict[date, set[str]] = defaultdict(set)
    for one in reminders:
        by_day[one.day].add(one.key)
    for day, keys in by_day.items():
        notes, _ = day_notes(person, day)
        if notes.given & keys:
            keep_notes(person, replace(notes, given=notes.given - keys), now)
