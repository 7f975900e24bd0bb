"""Keeping one thing by one tap, marks of a day, and taking the last thing back."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gutline.diary.entries import NONE, shown
from gutline.diary.texts import same_name
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError
from gutline.store.services import log as services
from gutline.web.diaries import open_person
from gutline.web.pages.form_fields import read_draft, read_id
from gutline.web.pages.moments import local_day, read_day, read_time, read_when
from gutline.web.pages.safety_words import safety_said
from gutline.web.pages.said import VERBS, read_keys, say
from gutline.web.present import present

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, QueryDict

    from gutline.store.records import PersonRecord, Record

CHANGED_MIND = timedelta(minutes=2)
"""A rating pressed again within this time corrects the one before."""
_RATED = frozenset({"symptom", "mood", "stress"})
_MARKS = {
    "nothing": ("symptom", NONE),
    "bad": ("note", "bad day"),
    "complete": ("complete", "all"),
}


def back_to_page(form: QueryDict) -> HttpResponse:
    """Return the way back to the day and time a form was on; today when it names none."""
    day = form.get("back", "")
    if not day:
        return HttpResponseRedirect(reverse("today"))
    url = reverse("today-day", args=[read_day(day).isoformat()])
    clock = read_time(form.get("back_time", ""))
    return HttpResponseRedirect(f"{url}?time={clock:%H:%M}" if clock else url)


@require_POST
def log(request: HttpRequest) -> HttpResponse:
    """Keep one thing, now or at the time the form says."""
    person, now, way_back = open_person(request), present(), back_to_page(request.POST)
    draft = read_draft(request.POST, person.zone)
    before = _just_rated(person, draft, now)
    if before is not None:
        logged = services.edit(person.key, before.key, {"value": draft.value}, now)
        return say(way_back, "changed", logged.records)
    logged = services.log_entry(person.key, draft, now)
    told = safety_said(person, logged.records, now)
    return say(way_back, "kept", logged.records, (*told, *logged.warnings))


def _just_rated(person: PersonRecord, draft: Draft, now: datetime) -> Record | None:
    """Return the rating of the same thing made a moment ago: a second tap corrects the first."""
    at = draft.at or now
    if at.tzinfo is None or abs(now - at) > CHANGED_MIND or draft.day_only:
        return None
    if draft.kind not in _RATED or draft.detail or draft.note:
        return None
    for record in reversed(queries.day_page(person.key, local_day(now, person.zone)).records):
        entry = record.entry
        alike = entry.kind == draft.kind and same_name(entry.name) == same_name(draft.name)
        if alike and record.version == 0 and entry.id != draft.id:
            recent = now - record.created_at < CHANGED_MIND
            return record if recent and abs(now - entry.at) < CHANGED_MIND else None
    return None


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Say something of a whole day: nothing was wrong, it was bad, all of it is logged."""
    person, now, way_back = open_person(request), present(), back_to_page(request.POST)
    kind, name = _MARKS.get(request.POST.get("mark", ""), ("", ""))
    if not kind:
        raise EntryRefusedError(
            "mark", shown(request.POST.get("mark", "")), "press a button of the page"
        )
    day = request.POST.get("back", "") or local_day(now, person.zone).isoformat()
    there = _find_mark(person, day, kind, name)
    if there is not None:
        gone = services.delete(person.key, there.key, now)
        return say(way_back, "removed", [gone])
    when = read_when(day, person.zone)
    ident = read_id(request.POST, when) and f"{read_id(request.POST, when)}-{request.POST['mark']}"
    draft = Draft(
        kind, name, when.at, zone=person.zone, id=ident, day_only=True
    )  # fmt: skip
    logged = services.log_entry(person.key, draft, now)
    return say(way_back, "kept", logged.records, logged.warnings)


def _find_mark(person: PersonRecord, day: str, kind: str, name: str) -> Record | None:
    records = queries.day_page(person.key, read_day(day)).records
    found = (r for r in records if r.entry.kind == kind and r.entry.name == name)
    return next(found, None)


def is_marked(records: tuple[Record, ...], name: str) -> bool:
    """Return whether a day has a mark."""
    wanted = _MARKS[name]
    return any((r.entry.kind, r.entry.name) == wanted for r in records)


@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Take back what was just done, whatever it was."""
    person, now, way_back = open_person(request), present(), back_to_page(request.POST)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise EntryRefusedError("verb", shown(verb), "press the button of the page")
    ways = {
        "kept": functools.partial(services.delete, person.key),
        "changed": functools.partial(services.undo, person.key),
        "removed": functools.partial(services.restore, person.key),
    }
    done = [ways[verb](key, now) for key in read_keys(request.POST.get("keys", ""))]
    after = {"kept": "removed", "changed": "changed", "removed": "kept"}[verb]
    return say(way_back, after, done)
