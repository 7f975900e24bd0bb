"""Everything a person logged, as files that any program can read, and back again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError

from gutline.diary.csv_layout import COLUMNS, cells_of
from gutline.diary.zones import settled, zone_named
from gutline.store import queries
from gutline.store.drafts import Gate, draft_of
from gutline.store.errors import NotEmptyError, StoreError
from gutline.store.models import Document, Entry, EntryVersion, Person
from gutline.store.records import content_of
from gutline.store.rows import columns_of, record_of_row
from gutline.store.services.changes import locked_person, note_change
from gutline.store.services.document_exports import (
    aware_time,
    bring_documents,
    read_time,
    told_documents,
)
from gutline.store.services.people import choose
from gutline.store.tokens import KEY_PREFIX
from gutline.store.writing import changing

FORMAT, FORMAT_VERSION = "gutline-export", 2
# What the diary's own format has no column for stands between the amount and the notes.
_OWN = len(COLUMNS) - 3
HEADER = (*COLUMNS[:_OWN], "zone", "detail", *COLUMNS[_OWN:])
_BATCH = 500
_PAGE = 2_000
# What a file that nobody checked can make of us: wrong types, numbers no column holds, ids twice.
_DAMAGED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, IntegrityError,
            DataError)  # fmt: skip
# A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_csv(person: int, *, for_spreadsheet: bool = False) -> str:
    """Return a person's diary as CSV: what `gutline.read` reads, and zone and detail.

    Parameters
    ----------
    person : int
        Whose diary.
    for_spreadsheet : bool
        Put an apostrophe before texts that a spreadsheet would run as formulas. Such a file shows
        the same and does not read back exactly.

    Raises
    ------
    NotThereError
        When there is no such person.
    """
    zone = queries.person(person).zone
    written = io.StringIO()
    written.write(f"# zone: {zone}\n")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEADER)
    clock = zone_named(zone)
    for row in _live(person):
        content = record_of_row(row).content
        detail = json.dumps(dict(content.detail), ensure_ascii=False) if content.detail else ""
        entry = replace(content.entry, at=settled(content.entry.at, clock))
        own = cells_of(entry, clock)
        cells = (*own[:_OWN], content.zone, detail, *own[_OWN:])
        writer.writerow(map(_harmless, cells) if for_spreadsheet else cells)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _live(person: int) -> Iterator[Entry]:
    rows = Entry.objects.filter(person_id=person, deleted_at=None)
    return rows.order_by("day", "at", "pk").iterator(_PAGE)


def export_json(person: int) -> str:
    """Return everything kept of a person as JSON: entries, deleted ones and earlier versions too.

    Raises
    ------
    NotThereError
        When there is no such person.
    """
    owner = queries.person(person)
    told = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "person": {
            "name": owner.name,
            "zone": owner.zone,
            "created_at": owner.created_at.isoformat(),
        },
        "choices": queries.choices(person),
        "entries": list(_told_entries(person)),
        "documents": list(told_documents(person)),
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)


def _told_entries(person: int) -> Iterator[dict[str, object]]:
    versions: dict[int, list[dict[str, object]]] = {}
    for version in EntryVersion.objects.filter(entry__person_id=person).order_by("entry", "number"):
        versions.setdefault(version.entry_id, []).append(
            {
                "number": version.number,
                "change": version.change,
                "state": version.state,
                "undone": version.undone,
                "replaced_at": version.replaced_at.isoformat(),
            }
        )
    rows = Entry.objects.filter(person_id=person).order_by("at", "pk")
    for row in rows.iterator(_PAGE):
        told = record_of_row(row).data()
        told.pop("key")
        yield {**told, "batch": row.batch, "versions": versions.get(row.pk, [])}


@changing
def import_json(person: int, text: str, now: datetime) -> int:
    """Bring an export back for a person who has logged nothing yet; return how many entries.

    Raises
    ------
    NotEmptyError
        When the person has entries already.
    StoreError
        When the text is not an export of Gutline; nothing is kept of it then.
    """
    owner = locked_person(person)
    if Entry.objects.filter(person=owner).exists():
        raise NotEmptyError("there are entries here already; bring an export into an empty diary")
    if Document.objects.filter(person=owner).exists():
        raise NotEmptyError(
            "there are answers, plans or trials here already; bring an export into an empty diary"
        )
    told = _read_export(text)
    try:
        count = _keep_export(owner, told, now)
    except _DAMAGED as error:
        raise StoreError(f"the export is damaged ({error!r}); use another copy") from None
    note_change(owner)
    return count


def _read_export(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise StoreError("the export is not JSON; choose a file that Gutline exported") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise StoreError("this is no export of Gutline; choose a file that Gutline exported")
    if not isinstance(told.get("version"), int) or told["version"] > FORMAT_VERSION:
        raise StoreError("the export was written by a newer Gutline; install that version")
    return told


def _keep_export(owner: Person, told: Mapping[str, Any], now: datetime) -> int:
    gate = Gate(owner.zone, now)
    for key, value in told["choices"].items():
        if key.startswith(KEY_PREFIX):
            raise StoreError("the export holds a token, which none of ours does; use another copy")
        choose(owner.pk, key, value, now)
    for start in range(0, len(told["entries"]), _BATCH):
        some = told["entries"][start : start + _BATCH]
        rows = [_row_of(owner, gate, start + n, one) for n, one in enumerate(some)]
        Entry.objects.bulk_create(rows)
        EntryVersion.objects.bulk_create(
            version
            for row, one in zip(rows, some, strict=True)
            for version in _versions(gate, row, one)
        )
    bring_documents(owner, told.get("documents", []))
    return len(told["entries"])


def _row_of(owner: Person, gate: Gate, index: int, told: Mapping[str, Any]) -> Entry:
    content = gate.checked(draft_of(content_of(told)), index)
    return Entry(
        person=owner,
        version=int(told["version"]),
        created_at=aware_time(told["created_at"]),
        edited_at=read_time(told["edited_at"]),
        deleted_at=read_time(told["deleted_at"]),
        batch=str(told.get("batch", "")),
        **columns_of(content),
    )


def _versions(gate: Gate, row: Entry, told: Mapping[str, Any]) -> Iterator[EntryVersion]:
    """Yield what an entry said before; an undo brings it back, so it passes the gate as well."""
    if [version["number"] for version in told["versions"]] != list(range(row.version)):
        raise ValueError(f"the versions of {row.client_id!r} are not those before {row.version}")
    for version in told["versions"]:
        content = gate.checked(draft_of(content_of(version["state"])))
        deleted_at = read_time(version["state"]["deleted_at"])
        yield EntryVersion(
            entry=row,
            number=int(version["number"]),
            change=str(version["change"])[:20],
            state={**content.state(), "deleted_at": deleted_at and deleted_at.isoformat()},
            undone=bool(version["undone"]),
            replaced_at=aware_time(version["replaced_at"]),
        )
