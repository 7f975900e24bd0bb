"""Changing a plan, marking what was done of it, and giving reminders: each at most once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from gutline.catalog import load_kinds
from gutline.diary.entries import KINDS_WITH_NONE, NONE, RowError, shown
from gutline.diary.measures import check_measure
from gutline.diary.texts import same_name
from gutline.diary.zones import noon_of, zone_named
from gutline.routine.adherence import OFF, Mark, State, check_mark, seen_in
from gutline.routine.errors import RoutineError
from gutline.routine.items import Item
from gutline.routine.plan import Plan, check_plan, with_item, without_item
from gutline.routine.plan_data import plan_as_data
from gutline.routine.reminders import MOST_SNOOZES, SNOOZE_MIN, Reminder, due
from gutline.safety.gates import Decision, may_start
from gutline.safety.gates import Plan as SafetyPlan
from gutline.store.documents.adherence import DayNotes, body_of
from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError, NotThereError
from gutline.store.models import Entry
from gutline.store.queries.days import day_page
from gutline.store.queries.diaries import read_diary
from gutline.store.queries.people import person as person_of
from gutline.store.queries.reminders import is_silenced
from gutline.store.queries.routine import (
    ADHERENCE,
    FEED,
    KEY,
    PLAN,
    KeptPlan,
    day_notes,
    feed_digest,
    kept_plan,
    learnt_habits,
    present_zone,
    routine_day,
)
from gutline.store.queries.safety import profile_of
from gutline.store.services.changes import locked_person
from gutline.store.services.documents import drop_document, keep_document
from gutline.store.services.edits import delete
from gutline.store.services.log import log_entry
from gutline.store.writing import changing

SOURCE = "plan"
_SECRET_BYTES = 32
_FURTHEST_BACK = timedelta(days=366)


class SupplementHeldError(EntryRefusedError):
    """A supplement may not go on the plan, or not before some questions are answered.

    Attributes
    ----------
    decision : Decision
        Why not, what to do first, and which questions are open.
    """

    def __init__(self, name: str, decision: Decision) -> None:
        first = decision.what_first[0] if decision.what_first else "Ask a pharmacist first."
        super().__init__("what", shown(name), f"cannot go on the plan yet. {first}")
        self.decision = decision


@contextmanager
def _told() -> Iterator[None]:
    """Have what the room of the routine refuses said in the store's own terms."""
    try:
        yield
    except RoutineError as error:
        raise EntryRefusedError(error.field or "plan", "", error.reason) from None


@changing
def keep_plan(person: int, plan: Plan, now: datetime, *, expected: int | None = None) -> KeptPlan:
    """Keep a plan; what it was before stays known with its dates.

    Raises
    ------
    EntryRefusedError
        When it cannot be: an item that cannot be, or more of them than anybody can keep.
    ConflictError
        When it was changed since it was read.
    """
    with _told():
        data = plan_as_data(check_plan(plan))
    kept = keep_document(person, PLAN, KEY, data, now, expected=expected)
    return KeptPlan(plan, kept.version)


@changing
def keep_item(person: int, item: Item, now: datetime, *, expected: int | None = None) -> KeptPlan:
    """Add an item to the plan, or change the one of the same id.

    Raises
    ------
    SupplementHeldError
        When it is a supplement that the safety room does not let pass.
    EntryRefusedError, ConflictError
        As for `keep_plan`.
    """
    locked_person(person)
    before = kept_plan(person).plan
    with _told():
        plan = with_item(before, item)
    _check_loggable(item)
    if item.what == "supplement" and not _is_no_more(item, before):
        _ask_safety(person, item, now)
    return keep_plan(person, plan, now, expected=expected)


@changing
def remove_item(person: int, ident: str, now: datetime) -> KeptPlan:
    """Take an item off the plan; what was done of it stays in the diary.

    Raises
    ------
    NotThereError
        When there is none of this id.
    """
    locked_person(person)
    try:
        plan = without_item(kept_plan(person).plan, ident)
    except RoutineError as error:
        raise NotThereError(str(error)) from None
    return keep_plan(person, plan, now)


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
    with _told():
        mark = check_mark(Mark(state, reason))
    notes, version = day_notes(person, day)
    before = notes.marks.marks.get(ident)
    if before is not None and (before.state, before.reason) == (state, reason):
        return notes
    _take_back(person, before, now)
    entry = _logged(person, item, day, mark, f"plan-{day}-{ident}-{version + 1}", now)
    here = now.astimezone(present_zone(person, now)).replace(microsecond=0)
    marks = {**notes.marks.marks, ident: replace(mark, at=here, entry=entry)}
    return _keep_notes(person, replace(notes, marks=replace(notes.marks, marks=marks)), now)


@changing
def unmark_item(person: int, ident: str, day: date, now: datetime) -> DayNotes:
    """Take back what was said of an item on a day, with the entry it made: unknown again."""
    locked_person(person)
    notes, _ = day_notes(person, day)
    _take_back(person, notes.marks.marks.get(ident), now)
    marks = {other: mark for other, mark in notes.marks.marks.items() if other != ident}
    return _keep_notes(person, replace(notes, marks=replace(notes.marks, marks=marks)), now)


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
    return _keep_notes(person, replace(notes, marks=replace(notes.marks, off=why)), now)


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
    return _keep_notes(
        person, replace(notes, put_off={**notes.put_off, ident: (*times, later)}), now
    )


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
        _keep_notes(person, replace(then.notes, given=given), now)
    return found


@changing
def new_feed(person: int, now: datetime) -> str:
    """Return the secret part of a new address for calendar programs; the old one is worthless."""
    secret = f"{person}-{secrets.token_urlsafe(_SECRET_BYTES)}"
    keep_document(person, FEED, KEY, {"digest": feed_digest(secret)}, now)
    return secret


@changing
def end_feed(person: int, now: datetime) -> None:
    """Make the address for calendar programs worthless.

    Raises
    ------
    NotThereError
        When there is none.
    """
    drop_document(person, FEED, KEY, now)


def _is_no_more(item: Item, plan: Plan) -> bool:
    """Return whether this very supplement is on the plan already, in no smaller amount."""
    for own in plan.items:
        if own.id == item.id and same_name(own.name) == same_name(item.name):
            same_unit = own.unit == item.unit
            return own.what == item.what and same_unit and (item.amount or 1) <= (own.amount or 1)
    return False


def _check_loggable(item: Item) -> None:
    """Refuse what could be planned but never be kept in the diary when it is done.

    Raises
    ------
    EntryRefusedError
        When its name, its unit or one of its amounts fits no entry of its kind.
    """
    if not item.kind:
        return
    kind = load_kinds()[item.kind]
    if same_name(item.name) == NONE and item.kind in KINDS_WITH_NONE:
        reason = f"means that there was no {item.kind}; call it something else"
        raise EntryRefusedError("name", shown(item.name), reason)
    for field, amount in (("amount", item.amount), ("smallest_amount", _partly(item))):
        try:
            check_measure(kind, item.name, amount, item.unit)
        except RowError as error:
            of = "unit" if error.field == "unit" else field
            raise EntryRefusedError(of, shown(error.value), error.reason) from None


def _ask_safety(person: int, item: Item, now: datetime) -> None:
    today = now.astimezone(present_zone(person, now)).date()
    wanted = SafetyPlan("supplement", (item.name,), dose=item.amount, dose_unit=item.unit)
    decision = may_start(wanted, profile_of(person, today), read_diary(person), today=today)
    if not decision.allowed:
        raise SupplementHeldError(item.name, decision)


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
    amount = item.amount if mark.state == "done" else _partly(item)
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


def _partly(item: Item) -> float | None:
    if item.smallest_amount is not None:
        return item.smallest_amount
    return None if item.amount is None else item.amount / 2


def _keep_notes(person: int, notes: DayNotes, now: datetime) -> DayNotes:
    keep_document(person, ADHERENCE, notes.marks.day.isoformat(), body_of(notes), now)
    return notes
