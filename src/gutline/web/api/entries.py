"""Entries: log one or many, read the days, change, delete and undo."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Annotated, Any, TypeAlias

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Path, Query, Router, Status

from gutline.diary.zones import zone_named
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError
from gutline.store.queries.days import timeline
from gutline.store.records import Record
from gutline.store.services import log
from gutline.web.api.answers import READING, WRITING
from gutline.web.api.callers import Allows, caller_of
from gutline.web.api.shapes import (
    BulkIn,
    DayField,
    EntriesOut,
    EntryChange,
    EntryIn,
    EntryOut,
    Key,
    LoggedOut,
    fields_from,
    told_logged,
    told_record,
)
from gutline.web.pages.safety_words import safety_said
from gutline.web.present import present

MOST_DAYS = 366
MOST_MINDED = 20
REPLAYED = "Idempotency-Replayed"
router = Router(tags=["entries"])

IdempotencyKey: TypeAlias = Annotated[
    str,
    Header(
        default="",
        alias="Idempotency-Key",
        description="Required. Unique to this request, such as a UUID: sent again, it is kept once "
        "and gets the first answer.",
    ),
]
Version: TypeAlias = Annotated[
    int | None,
    Query(default=None, ge=0, le=2**31, description="The version you saw; refused if it changed."),
]


@router.post(
    "/entries",
    auth=Allows("log"),
    response={201: LoggedOut, **WRITING},
    summary="Log one thing",
)
def add_entry(
    request: HttpRequest, response: HttpResponse, said: Body[EntryIn], key: IdempotencyKey
) -> Status[Any]:
    """Keep one entry."""
    return _logged(request, response, key, [said])


@router.post(
    "/entries/bulk",
    auth=Allows("log"),
    response={201: LoggedOut, **WRITING},
    summary="Log several things",
)
def add_entries(
    request: HttpRequest, response: HttpResponse, said: Body[BulkIn], key: IdempotencyKey
) -> Status[Any]:
    """Keep several entries, all or none."""
    return _logged(request, response, key, said.entries)


def _logged(
    request: HttpRequest, response: HttpResponse, key: str, said: list[EntryIn]
) -> Status[Any]:
    drafts = [Draft(**fields_from(one, index)) for index, one in enumerate(said)]
    person, now = caller_of(request).person, present()
    logged = log.log_once(person, key, drafts, now)
    if logged.replayed:
        response[REPLAYED] = "true"
    few = len(logged.records) <= MOST_MINDED
    mind = safety_said(queries.person(person), logged.records, now) if few else ()
    return Status(201, told_logged(logged, mind))


@router.get(
    "/entries",
    auth=Allows("read"),
    response={200: EntriesOut, **READING},
    summary="Read the entries of some days",
)
def read_entries(
    request: HttpRequest,
    first: Annotated[DayField | None, Query(default=None, alias="from")],
    last: Annotated[DayField | None, Query(default=None, alias="to")],
) -> HttpResponse:
    """Return the entries of local days, both ends included; without any, those of today."""
    person = caller_of(request).person
    start, end = _span(person, first, last)
    pages = timeline(person, start, end)
    told = [told_record(record) for page in pages for record in page.records]
    # As it is: checking thousands of rows of our own once more would take longer than reading them.
    return _as_json({"first": start.isoformat(), "last": end.isoformat(), "entries": told})


def _span(person: int, first: date | None, last: date | None) -> tuple[date, date]:
    zone = zone_named(queries.person(person).zone)
    end = last or max(present().astimezone(zone).date(), first or date.min)
    start = first or end
    if start > end:
        raise EntryRefusedError("from", start.isoformat(), "lies after `to`; swap them")
    if end - start >= timedelta(days=MOST_DAYS):
        reason = f"ask for {MOST_DAYS} days at most; GET /api/diary.csv gives all of them"
        raise EntryRefusedError("from", start.isoformat(), reason)
    return start, end


def _as_json(told: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json")


@router.get(
    "/entries/{key}",
    auth=Allows("read"),
    response={200: EntryOut, **READING},
    summary="Read one entry",
)
def read_entry(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """Return one entry, deleted or not."""
    return told_record(queries.entry_record(caller_of(request).person, key))


@router.patch(
    "/entries/{key}",
    auth=Allows("change"),
    response={200: LoggedOut, **WRITING},
    summary="Change an entry",
)
def change_entry(request: HttpRequest, key: Path[Key], said: Body[EntryChange]) -> dict[str, Any]:
    """Change what is sent and nothing else; what was said before is kept."""
    changed = fields_from(said)
    person, now = caller_of(request).person, present()
    return told_logged(log.edit(person, key, changed, now, seen=said.version))


@router.delete(
    "/entries/{key}",
    auth=Allows("change"),
    response={200: EntryOut, **WRITING},
    summary="Delete an entry",
)
def delete_entry(request: HttpRequest, key: Path[Key], version: Version) -> dict[str, Any]:
    """Take an entry out of the diary; it can be brought back."""
    person = caller_of(request).person
    return told_record(log.delete(person, key, present(), seen=version))


@router.post(
    "/entries/{key}/undo",
    auth=Allows("change"),
    response={200: EntryOut, **WRITING},
    summary="Undo the last change of an entry",
)
def undo_entry(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """Undo the last change that was not undone yet, deleting included."""
    undone: Record = log.undo(caller_of(request).person, key, present())
    return told_record(undone)
