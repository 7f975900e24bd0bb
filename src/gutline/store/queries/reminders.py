"""The reminders of the coming days, and whether anything may remind at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from gutline.routine.adherence import DayKept
from gutline.routine.reminders import Known, Reminder, reminders_on, silencing
from gutline.store.errors import NotThereError
from gutline.store.home import mail_place
from gutline.store.queries.people import only_person
from gutline.store.queries.routine import (
    days_off,
    kept_plan,
    learnt_habits,
    present_zone,
    routine_day,
)
from gutline.store.queries.safety import standing_advice
from gutline.store.settings import current_home

DAYS_AHEAD = 14
Mailing = Literal["", "possible", "set up"]


def is_silenced(person: int, today: date) -> bool:
    """Return whether nothing of the plan reminds, since something that cannot wait comes first."""
    return silencing(standing_advice(person, today))


def mailing_of(person: int) -> Mailing:
    """Return whether reminders can be mailed to a person, or are; "" where nobody is mailed.

    Nobody is where several people keep their diaries in one place, nor the made-up one of a demo.
    """
    try:
        only = only_person()
    except NotThereError:
        return ""
    if only is None or only.key != person:
        return ""
    return "set up" if mail_place(current_home(), person).is_file() else "possible"


def coming_reminders(person: int, now: datetime, days: int = DAYS_AHEAD) -> list[Reminder]:
    """Return the reminders of the coming days, today's included, day by day in order of time.

    What is done is not among them, nor is a day off; beside an emergency there are none.
    """
    zone = present_zone(person, now)
    first = now.astimezone(zone).date()
    if is_silenced(person, first):
        return []
    plan = kept_plan(person).plan
    habits, _ = learnt_habits(person, plan, first)
    today = routine_day(person, first, zone)
    found = list(reminders_on(plan, today.known, zone, habits)) if today else []
    off = days_off(person, first, first + timedelta(days=days))
    for ahead in range(1, days):
        day = first + timedelta(days=ahead)
        kept = DayKept(day, {}, off=off.get(day, ""))
        found += reminders_on(plan, Known(kept), zone, habits)
    return found
