"""Logging a practice, an exercise or a session that was done; a rating after it joins its entry."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gutline.catalog.practice_names import SESSION, LoggedAs, logged_as
from gutline.diary.entries import shown
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import ConflictError, EntryRefusedError
from gutline.store.services import log as services
from gutline.web.diaries import open_person
from gutline.web.pages.form_fields import read_id, read_number
from gutline.web.pages.moments import local_day, read_when
from gutline.web.pages.practice_kept import rating_note, ratings_in
from gutline.web.pages.said import forget, say
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from gutline.store.records import Logged, PersonRecord, Record

MOST_RATING = 10


@require_POST
def done(request: HttpRequest, practice: str) -> HttpResponse:
    """Keep that a practice or an exercise was done."""
    known = logged_as(practice)
    if known is None or practice == SESSION:
        raise Http404
    return _kept(request, known, reverse("practice", args=[practice]))


@require_POST
def session_done(request: HttpRequest) -> HttpResponse:
    """Keep that a session of movement was done."""
    return _kept(request, cast("LoggedAs", logged_as(SESSION)), reverse("session"))


def _kept(request: HttpRequest, known: LoggedAs, back: str) -> HttpResponse:
    person, now = open_person(request), present()
    draft = _draft(request.POST, person, known)
    try:
        logged, verb = services.log_entry(person.key, draft, now), "kept"
    except ConflictError:
        # The same practice again under its id: it was rated afterwards.
        logged, verb = _joined(person, draft, now), "changed"
    response = HttpResponseRedirect(f"{back}?kept={logged.record.key}#kept")
    if verb == "changed":
        forget(response)
        return response
    return say(response, verb, logged.records, logged.warnings)


def _draft(form: QueryDict, person: PersonRecord, known: LoggedAs) -> Draft:
    when = read_when(form.get("at", ""), person.zone)
    minutes = read_number("value", form.get("value", ""))
    note = rating_note(known.rates, _rating(form, "before"), _rating(form, "after"))
    return Draft(
        known.kind, known.name, when.at, minutes, "min" if minutes is not None else "",
        form.get("zone", "") or (person.zone if when.at is not None else ""),
        note, id=read_id(form, when), day_only=when.day_only,
    )  # fmt: skip


def _rating(form: QueryDict, field: str) -> int | None:
    number = read_number(field, form.get(field, ""))
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= MOST_RATING:
        raise EntryRefusedError(field, shown(form.get(field, "")), "is no rating from 0 to 10")
    return int(number)


def _joined(person: PersonRecord, draft: Draft, now: datetime) -> Logged:
    """Put a later rating into the entry that has this id.

    Raises
    ------
    ConflictError
        When the id stands for something else.
    """
    record = _with_id(person, draft, now)
    if record is None or (record.entry.kind, record.entry.name) != (draft.kind, draft.name):
        raise ConflictError("this form was used for something else; open the page again")
    what, before, after = ratings_in(draft.note)
    _, known_before, known_after = ratings_in(record.entry.note)
    note = rating_note(
        what or "tension",
        known_before if before is None else before,
        known_after if after is None else after,
    )
    changed: dict[str, object] = {"note": note}
    if draft.value is not None:
        changed["value"] = draft.value
    return services.edit(person.key, record.key, changed, now, seen=record.version)


def _with_id(person: PersonRecord, draft: Draft, now: datetime) -> Record | None:
    at = draft.at or now
    day = at.date() if at.tzinfo is None else local_day(at, person.zone)
    records = queries.day_page(person.key, day).records
    return next((r for r in records if r.entry.id == draft.id), None)
