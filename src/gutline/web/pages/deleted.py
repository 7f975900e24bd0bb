"""What was deleted lately, and bringing it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gutline.diary.entries import shown
from gutline.diary.zones import zone_named
from gutline.store import queries
from gutline.store.errors import EntryRefusedError
from gutline.store.services import log as services
from gutline.web.diaries import open_person
from gutline.web.pages.entry_words import EntryLine, entry_line
from gutline.web.pages.said import forget, read_said, say
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gutline.store.records import Record

LONGEST_KEY = 19


@dataclass(frozen=True, slots=True)
class DeletedLine:
    """One deleted entry: what it said, of which day, and when it was deleted (local time)."""

    line: EntryLine
    day: date
    deleted_at: datetime


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """List what can be brought back, what was deleted last first."""
    person = open_person(request)
    records = queries.recently_deleted(person.key)
    told = {
        "lines": _lines(records, person.zone),
        "said": read_said(request, person.key, records),
    }
    response = render(request, "today/deleted.html", told)
    forget(response)
    return response


def _lines(records: Iterable[Record], zone: str) -> list[DeletedLine]:
    here = zone_named(zone)
    return [
        DeletedLine(entry_line(record), record.day, _wall(record.deleted_at, here))
        for record in records
        if record.deleted_at is not None
    ]


def _wall(at: datetime, zone: tzinfo) -> datetime:
    """Return what the clock showed; templates would turn an aware time into UTC."""
    return at.astimezone(zone).replace(tzinfo=None)


@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """Put a deleted entry back into the diary as it was."""
    text = request.POST.get("entry", "")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY):
        raise EntryRefusedError("entry", shown(text), "press a button of the page")
    back = services.restore(open_person(request).key, int(text), present())
    return say(redirect("recently-deleted"), "kept", [back])
