"""Saying what was done of a plan on a day, that a day is off, that something comes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from gutline.diary.entries import shown
from gutline.diary.zones import noon_of, zone_named
from gutline.routine.adherence import OFF, Mark, State, check_mark, seen_in
from gutline.routine.errors import RoutineError
from gutline.routine.items import Item
from gutline.routine.reminders import MOST_SNOOZES, SNOOZE_MIN
from gutline.store.documents.adherence import DayNotes, body_of
from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError, NotThereError
from gutline.store.models import Entry
from gutline.store.queries.days import day_page
from gutline.store.queries.people import person as person_of
from gutline.store.queries.routine import ADHERENCE, day_notes, kept_plan, present_zone
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import keep_document
from gutline.store.services.edits import delete
from gutline.store.services.log import log_entry
from gutline.store.services.plan import routine_refusals
from gutline.store.writing import changing

SOURCE = "plan"
_FURTHEST_BACK = timedelta(days=366)


@changing
def mark_item(
    person: int, ident: str, day: date, state: State, now: datetime, *, reason: str = ""
) -> DayNotes:
    """Say of one item on one day that it was done, partly done or skipped.

    Done and partly make an entry in the diary, unless it is there already; another word for the
    same item takes the entry of the first back. Said twice, it is kept once.

    Raises
    ------
    NotThereError
        When there is no such item on the plan.
    EntryRefusedError
        When the state, the reason or the day cannot be.
    """
    locked_person(person)
    item = _item(person, ident)
    _check_day(person, day, now)
    with routine_refusals():
        mark = check_mark(Mark(state, reason))
    notes, version = day_notes(person, day)
    before = notes.marks.marks.get(ident)
    if before is not None and (before.state, before.reason) == (state, reason):
        return notes
    _take_back(person, before, now)
    entry = _logged(person, item, day, mark, f"plan-{day}-{ident}-{version + 1}", now)
    here = now.astimezone(present_zone(person, now)).replace(microsecond=0)
    marks = {**notes.marks.marks, ident: replace(mark, at=here, entry=entry)}
    return keep_notes(person, replace(notes, marks=replace(notes.marks, marks=marks)), now)


@changing
def unmark_item(person: int, ident: str, day: date, now: datetime) -> DayNotes:
    """Take back what was said of an item on a day, with the entry it made: unknown again."""
    locked_person(person)
    notes, _ = day_notes(person, day)
    _take_back(person, notes.marks.marks.get(ident), now)
    marks = {other: mark for other, mark in notes.marks.marks.items() if other != ident}
    return keep_notes(person, replace(notes, marks=replace(notes.marks, marks=marks)), now)


@changing
def set_day_off(person: int, day: date, why: str, now: datetime) -> DayNotes:
    """Say that a day is off ("sick", "holiday"), or with "" that it is not.

    Raises
    ------
    EntryRefusedError
        When the word is not known.
    """
    if why not in {"", *OFF}:
        raise EntryRefusedError("off", shown(why), f"use one of {', '.join(OFF)}, or nothing")
    locked_person(person)
    notes, _ = day_notes(person, day)
    return keep_notes(person, replace(notes, marks=replace(notes.marks, off=why)), now)


@changing
def put_off(person: int, ident: str, minutes: int, now: datetime) -> DayNotes:
    """Have an item come again in some minutes, three times a day at most.

    Raises
    ------
    EntryRefusedError
        When that is no length it can be put off by, or it was put off often enough.
    NotThereError
        When there is no such item.
    """
    locked_person(person)
    _item(person, ident)
    if minutes not in SNOOZE_MIN:
        choices = ", ".join(map(str, SNOOZE_MIN))
        raise EntryRefusedError("minutes", str(minutes)[:20], f"choose one of {choices}")
    day = now.astimezone(present_zone(person, now)).date()
    notes, _ = day_notes(person, day)
    times = notes.put_off.get(ident, ())
    if len(times) >= MOST_SNOOZES:
        raise EntryRefusedError("minutes", "", "put off three times today; skip it, or do a little")
    later = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return keep_notes(
        person, replace(notes, put_off={**notes.put_off, ident: (*times, later)}), now
    )


def keep_notes(person: int, notes: DayNotes, now: datetime) -> DayNotes:
    """Keep what is known of a day of the plan; for a change that has the person's row."""
    keep_document(person, ADHERENCE, notes.marks.day.isoformat(), body_of(notes), now)
    return notes


def _item(person: int, ident: str) -> Item:
    try:
        return kept_plan(person).plan.item(ident)
    except RoutineError as error:
        raise NotThereError(str(error)) from None


def _check_day(person: int, day: date, now: datetime) -> None:
    # Who travelled west is still on yesterday's date there, and sees today's plan of home.
    zones = (present_zone(person, now), zone_named(person_of(person).zone))
    today = max(now.astimezone(zone).date() for zone in zones)
    if day > today:
        raise EntryRefusedError("day", day.isoformat(), "has not come yet; mark it when it has")
    if day < today - _FURTHEST_BACK:
        raise EntryRefusedError("day", day.isoformat(), "is more than a year ago; choose another")


def _take_back(person: int, mark: Mark | None, now: datetime) -> None:
    if mark is None or not mark.entry:
        return
    rows = Entry.objects.filter(person_id=person, client_id=mark.entry, deleted_at=None)
    for key in rows.values_list("pk", flat=True):
        delete(person, key, now)


def _logged(person: int, item: Item, day: date, mark: Mark, ident: str, now: datetime) -> str:
    """Log what doing an item means; return the id of the entry, "" where none was needed."""
    if mark.state == "skipped" or not item.kind:
        return ""
    there = [record.entry for record in day_page(person, day).records]
    if seen_in(item, day, there) != "unknown":
        return ""
    zone = present_zone(person, now)
    is_today = day >= now.astimezone(zone).date()
    amount = item.amount if mark.state == "done" else item.part
    noon = noon_of(day, zone_named(person_of(person).zone))[0]
    draft = Draft(
        kind=item.kind,
        name=item.name,
        at=None if is_today else noon,
        value=amount,
        unit="" if amount is None else item.unit,
        zone=getattr(zone, "key", "") if is_today else "",
        source=SOURCE,
        id=ident,
        day_only=not is_today,
    )
    return log_entry(person, draft, now).record.entry.id
