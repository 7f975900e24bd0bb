"""Imported entries on their way into the table: set aside in a private file, then kept at once."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Self
from zoneinfo import ZoneInfo

from django.db import connection

from gutline.diary.zones import noon_of, settled, zone_named
from gutline.importers.source import Placed
from gutline.store.details import checked_detail
from gutline.store.models import Entry

CHUNK = 5_000
_ASKED = 500
_FIELDS = ("kind", "name", "value", "unit", "at", "zone", "wall", "day", "day_only", "detail",
           "note", "source", "client_id")  # fmt: skip
_ALSO = ("person", "batch", "version", "created_at")
_AT, _DAY, _DETAIL = (_FIELDS.index(name) for name in ("at", "day", "detail"))
IDENT = _FIELDS.index("client_id")

Row = tuple[Any, ...]


class RowMaker:
    """Makes rows of entries, on the clock of one zone where they have its offset."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._tz = zone_named(zone)

    def row(self, placed: Placed) -> Row:
        """Return one entry as the cells of a row.

        Raises
        ------
        RowError
            When its detail is not a possible one.
        """
        entry = placed.entry
        at = entry.at
        zone = placed.zone or (at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else "")
        if zone in {"", "UTC"} or zone == self._zone:
            zone = self._zone
            at = at.astimezone(self._tz) if at.tzinfo is UTC else settled(at, self._tz)
        if entry.day_only:
            at = noon_of(at.date(), zone_named(zone))[0]
        detail = checked_detail(entry.kind, placed.detail) if placed.detail else {}
        return (
            entry.kind, entry.name, entry.value, entry.unit, at.astimezone(UTC), zone,
            at.isoformat(), at.date(), entry.day_only, detail, entry.note, entry.source, entry.id,
        )  # fmt: skip


class Stage:
    """Rows in a file that nobody else can open and that is gone when it is closed.

    Parameters
    ----------
    folder : Path
        A folder of the person's own.
    """

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix=".import-")  # noqa: SIM115
        self._waiting: list[Row] = []
        self.count = 0

    def add(self, row: Row) -> None:
        """Set one row aside."""
        self._waiting.append(row)
        self.count += 1
        if len(self._waiting) >= CHUNK:
            self._write()

    def _write(self) -> None:
        pickle.dump(self._waiting, self._file, pickle.HIGHEST_PROTOCOL)
        self._waiting = []

    def chunks(self) -> Iterator[list[Row]]:
        """Yield all rows in the order in which they came, some thousand at a time."""
        if self._waiting:
            self._write()
        self._file.seek(0)
        while self._file.read(1):
            self._file.seek(-1, 1)
            # Nobody but this process has ever written to this file.
            yield pickle.load(self._file)  # noqa: S301

    def close(self) -> None:
        """Remove the file."""
        self._file.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the file."""
        self.close()


def insert_new(person: int, batch: str, now: datetime, rows: Sequence[Row]) -> int:
    """Keep those of some rows whose ids the person does not have; return how many."""
    also = (person, batch, 0, connection.ops.adapt_datetimefield_value(now))
    with connection.cursor() as cursor:
        cursor.executemany(_insertion(), [(*_adapted(row), *also) for row in rows])
        return max(int(cursor.rowcount), 0)


def count_known(person: int, idents: Sequence[str]) -> int:
    """Return how many of some ids the person has, deleted entries among them."""
    found = 0
    for start in range(0, len(idents), _ASKED):
        some = idents[start : start + _ASKED]
        found += Entry.objects.filter(person_id=person, client_id__in=some).count()
    return found


def _insertion() -> str:
    table = Entry._meta  # noqa: SLF001 - Django's public way to the names of columns
    columns = {field.name: field.column for field in table.concrete_fields}
    names = [table.db_table, *(str(columns[name]) for name in (*_FIELDS, *_ALSO))]
    quoted = [connection.ops.quote_name(name) for name in names]
    marks = ", ".join(["%s"] * len(quoted[1:]))
    # Only our own names of columns stand in it.
    return (
        f"INSERT INTO {quoted[0]} ({', '.join(quoted[1:])}) VALUES ({marks}) "  # noqa: S608
        "ON CONFLICT DO NOTHING"
    )


def _adapted(row: Row) -> Row:
    ops = connection.ops
    cells = list(row)
    cells[_AT] = ops.adapt_datetimefield_value(row[_AT])
    cells[_DAY] = ops.adapt_datefield_value(row[_DAY])
    cells[_DETAIL] = ops.adapt_json_value(row[_DETAIL], None)
    return tuple(cells)
