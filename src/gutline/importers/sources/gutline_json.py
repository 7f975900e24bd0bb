"""Gutline's own JSON export: its entries and answers, into a diary that holds others already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from gutline.diary.entries import DiaryError, Entry, RowError
from gutline.diary.zones import settled, zone_named
from gutline.importers.answer_check import answered_day
from gutline.importers.entry_making import reported
from gutline.importers.json_fields import items, part, text
from gutline.importers.json_stream import json_items
from gutline.importers.source import (
    Answered,
    Head,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    Read,
)

ID = "gutline_json"
NAME = "Gutline's own JSON"
EXPERIMENTAL = False
OWN_SOURCES = True

_Given = Mapping[str, bool | float]
_FORMAT = '"gutline-export"'
_TEXTS = ("wall", "zone", "kind", "name", "unit", "note", "source", "id")


def score(head: Head) -> float:
    """Return how sure it is that the file is an export of Gutline."""
    start = head.text[:400].lstrip()
    return 1.0 if start.startswith("{") and '"format"' in start and _FORMAT in start else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield the entries of an export, with the ids they had, and questionnaires that were answered.

    Deleted ones are left out.
    """
    del settings
    with file.open() as stream:
        for number, told in enumerate(json_items(stream, file.name, "entries"), 1):
            yield from _read_one(number, told)
    with file.open() as stream:
        for number, told in enumerate(json_items(stream, file.name, "documents"), 1):
            yield from reported(number, _document(told))


def _read_one(number: int, told: object) -> Iterator[Read]:
    if not isinstance(told, dict):
        yield Problem(number, "entry", str(told), "not an entry; export the diary again")
        return
    if told.get("deleted_at"):
        yield LeftOut("deleted entries")
        return
    try:
        yield _placed(told)
    except (DiaryError, LookupError, TypeError, ValueError, RecursionError) as error:
        reason = f"the entry is damaged ({error}); export the diary again"
        yield Problem(number, "entry", str(told.get("name", "")), reason)
    earlier = told.get("versions")
    if isinstance(earlier, list) and earlier:
        yield LeftOut("earlier versions of entries", len(earlier))


def _document(told: object) -> Iterator[Read]:
    if text(part(told), "kind") != "questionnaire":
        yield LeftOut("answers, plans and trials, which only an empty diary can take")
        return
    if part(told).get("deleted_at"):
        yield LeftOut("answered questionnaires that were deleted")
        return
    body = part(told, "body")
    given = {name: value for name, value in part(body, "answers").items() if value is not None}
    if not all(isinstance(value, (bool, int, float)) for value in given.values()):
        raise RowError("answers", "", "an answer is neither yes, no nor a number; export it again")
    yield Answered(
        text(body, "questionnaire"), answered_day(text(body, "day")), cast("_Given", given)
    )
    earlier = items(told, "versions")
    if earlier:
        yield LeftOut("earlier versions of answered questionnaires", len(earlier))


def _placed(told: Mapping[str, Any]) -> Placed:
    for field in _TEXTS:
        if not isinstance(told[field], str):
            raise TypeError(f"{field} is no text")
    value = told["value"]
    if isinstance(value, bool) or not isinstance(value, (int, float, type(None))):
        raise TypeError("value is no number")
    if not isinstance(told["day_only"], bool):
        raise TypeError("day_only is neither true nor false")
    detail = told.get("detail", {})
    if not isinstance(detail, dict):
        raise TypeError("detail is not made of named fields")
    wall = datetime.fromisoformat(told["wall"])
    if wall.tzinfo is None:
        raise ValueError("wall has no offset from UTC")
    at = settled(wall, zone_named(told["zone"]))
    entry = Entry(
        at=at,
        kind=told["kind"],
        name=told["name"],
        value=None if value is None else float(value),
        unit=told["unit"],
        note=told["note"],
        source=told["source"],
        id=told["id"],
        day_only=told["day_only"],
    )
    return Placed(entry, told["zone"], detail, own=True)
