"""Giving back reminders that certainly reached nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from gutline.routine.reminders import Reminder
from gutline.store.documents.adherence import body_of
from gutline.store.queries.routine import ADHERENCE, day_notes
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import keep_document
from gutline.store.writing import changing


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
        body = body_of(replace(notes, given=notes.given - keys))
        if notes.given & keys:
            keep_document(person, ADHERENCE, day.isoformat(), body, now)
