"""A person's plan, what was done of it, and what follows from both, without any arithmetic."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from gutline.catalog.foods import load_foods
from gutline.diary.entries import Entry
from gutline.diary.texts import same_name
from gutline.diary.zones import zone_named
from gutline.routine.adherence import DayKept, DayMarks, day_kept, names_of
from gutline.routine.cues import Habits, events_of, habits_of
from gutline.routine.plan import Plan, PlanVersion, plan_on
from gutline.routine.plan_data import plan_from_data
from gutline.routine.reminders import Known
from gutline.store.documents.adherence import DayNotes, notes_from
from gutline.store.models import Document
from gutline.store.queries.days import day_page, timeline
from gutline.store.queries.documents import document_history, documents
from gutline.store.queries.people import person as person_of
from gutline.store.records import DocumentRecord

PLAN, FEED, ADHERENCE, RULE = "plan", "plan_feed", "adherence", "rule"
KEY = "plan"
"""The key of the one plan and of the one address a person has."""
LEARNT_DAYS = 14
_SECRET = re.compile(r"([0-9]{1,18})-[A-Za-z0-9_-]{43}", re.ASCII)
_RECENT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it is kept; `version` is -1 before the first."""

    plan: Plan
    version: int


def kept_plan(person: int) -> KeptPlan:
    """Return a person's plan; an empty one where there is none."""
    row = Document.objects.filter(person_id=person, kind=PLAN, key=KEY, deleted_at=None).first()
    return KeptPlan(Plan(), -1) if row is None else KeptPlan(plan_from_data(row.body), row.version)


def day_notes(person: int, day: date) -> tuple[DayNotes, int]:
    """Return what is kept of one day of the plan, and its version; -1 where there is nothing."""
    key = day.isoformat()
    row = Document.objects.filter(
        person_id=person, kind=ADHERENCE, key=key, deleted_at=None
    ).first()
    return (
        (DayNotes(DayMarks(day)), -1) if row is None else (notes_from(day, row.body), row.version)
    )


def days_off(person: int, first: date, last: date) -> dict[date, str]:
    """Return which days are off, and why: "sick" or "holiday"."""
    rows = Document.objects.filter(
        person_id=person, kind=ADHERENCE, deleted_at=None,
        key__gte=first.isoformat(), key__lte=last.isoformat(),
    )  # fmt: skip
    found = {date.fromisoformat(row.key): str(row.body["off"]) for row in rows}
    return {day: why for day, why in found.items() if why}


@dataclass(frozen=True, slots=True)
class RoutineDay:
    """A person's plan on one day.

    Attributes
    ----------
    plan : Plan
        As it is now.
    notes : DayNotes
    kept : DayKept
        What is known, the diary's own entries included.
    entries : tuple of Entry
        Everything logged of that day.
    """

    plan: Plan
    notes: DayNotes
    kept: DayKept
    entries: tuple[Entry, ...]

    @property
    def known(self) -> Known:
        """What reminders go by."""
        return Known(self.kept, events_of(self.entries), self.notes.put_off)


def routine_day(person: int, day: date, zone: tzinfo) -> RoutineDay | None:
    """Return a person's plan on one day, by two queries; None where they have no plan."""
    wanted = {PLAN: KEY, ADHERENCE: day.isoformat()}
    rows = Document.objects.filter(
        person_id=person, kind__in=wanted, key__in=wanted.values(), deleted_at=None
    )
    bodies = {row.kind: row.body for row in rows if wanted[row.kind] == row.key}
    plan = plan_from_data(bodies[PLAN]) if PLAN in bodies else Plan()
    if not plan.items:
        return None
    none = DayNotes(DayMarks(day))
    notes = notes_from(day, bodies[ADHERENCE]) if ADHERENCE in bodies else none
    entries = tuple(record.entry for record in day_page(person, day).records)
    return RoutineDay(plan, notes, day_kept(plan, notes.marks, entries, zone), entries)


def plan_versions(person: int, zone: tzinfo) -> tuple[PlanVersion, ...]:
    """Return every version of a plan with the local day since which it held, the first first.

    Of several versions of one day the last one counts.
    """
    row = Document.objects.filter(person_id=person, kind=PLAN, key=KEY).first()
    if row is None:
        return ()
    found: dict[date, Plan] = {}
    since = row.created_at
    for earlier in document_history(person, PLAN, KEY):
        held = Plan() if earlier.was_dropped else plan_from_data(earlier.body)
        found[since.astimezone(zone).date()] = held
        since = earlier.replaced_at
    found[since.astimezone(zone).date()] = Plan() if row.deleted_at else plan_from_data(row.body)
    return tuple(PlanVersion(day, plan) for day, plan in sorted(found.items()))


def kept_days(person: int, first: date, last: date, zone: tzinfo) -> tuple[DayKept, ...]:
    """Return what is known of the plan on each day on which anything was planned, in order."""
    versions = plan_versions(person, zone)
    if not versions:
        return ()
    start = max(first, versions[0].since)
    rows = Document.objects.filter(
        person_id=person, kind=ADHERENCE, deleted_at=None,
        key__gte=start.isoformat(), key__lte=last.isoformat(),
    )  # fmt: skip
    notes = {row.key: row.body for row in rows}
    logged = {page.day: page.records for page in timeline(person, start, last)}
    found = []
    for number in range((last - start).days + 1):
        day = start + timedelta(days=number)
        plan = plan_on(versions, day)
        if plan.items:
            body = notes.get(day.isoformat())
            marks = notes_from(day, body).marks if body else DayMarks(day)
            entries = [record.entry for record in logged.get(day, ())]
            found.append(day_kept(plan, marks, entries, zone))
    return tuple(found)


def learnt_habits(person: int, plan: Plan, today: date) -> tuple[Habits, frozenset[str]]:
    """Return the usual times of the last two weeks, and the events never seen in them.

    Returns
    -------
    Habits
    frozenset of str
        Events not seen once; empty while too few days are logged to say so.
    """
    first = today - timedelta(days=LEARNT_DAYS)
    pages = timeline(person, first, today - timedelta(days=1))
    events = [events_of(record.entry for record in page.records) for page in pages]
    done: dict[str, list[datetime]] = {}
    names = {name: item.id for item in plan.items for name in names_of(item)}
    for page in pages:
        for record in page.records:
            ident = names.get((record.entry.kind, same_name(record.entry.name)))
            if ident and not record.entry.day_only:
                done.setdefault(ident, []).append(record.entry.at)
    seen = {name for day in events for name in day}
    enough = len(pages) >= LEARNT_DAYS // 2
    unseen = frozenset({"waking", "lunch", "last_meal"} - seen) if enough else frozenset()
    return habits_of(events, done), unseen


def present_zone(person: int, now: datetime) -> tzinfo:
    """Return the zone a person is in: that of their last entry of two days, else their own."""
    home = person_of(person).zone
    pages = timeline(person, (now - _RECENT).date(), (now + timedelta(days=1)).date())
    records = [r for page in pages for r in page.records if not r.entry.day_only]
    recent = [r for r in records if now - _RECENT <= r.entry.at <= now]
    latest = max(recent, key=lambda record: record.created_at, default=None)
    return zone_named(latest.content.zone if latest else home)


def known_supplements(own: Mapping[str, object] | None = None) -> frozenset[str]:
    """Return all names of supplements that are known, in the form of `same_name`."""
    found = {same_name(name) for name in own or {}}
    for food in load_foods().values():
        if food.kind == "supplement":
            found |= {same_name(food.name), *(same_name(alias) for alias in food.aliases)}
    return frozenset(found)


def rules(person: int) -> tuple[DocumentRecord, ...]:
    """Return the rules that finished trials left behind, the oldest first."""
    return documents(person, RULE)


def feed_digest(secret: str) -> str:
    """Return what is kept of the secret part of an address."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def has_feed(person: int) -> bool:
    """Return whether a calendar program may fetch a person's reminders."""
    rows = Document.objects.filter(person_id=person, kind=FEED, key=KEY, deleted_at=None)
    return rows.exists()


def person_of_feed(secret: str) -> int | None:
    """Return whose reminders an address opens; None for an address that opens nothing."""
    form = _SECRET.fullmatch(secret)
    if form is None:
        return None
    row = Document.objects.filter(
        person_id=int(form[1]), kind=FEED, key=KEY, deleted_at=None
    ).first()
    if row is None or not hmac.compare_digest(row.body["digest"], feed_digest(secret)):
        return None
    return int(form[1])
