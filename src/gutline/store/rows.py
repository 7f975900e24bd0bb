"""Between rows and records, both ways; the only place that knows what a column means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from gutline.diary.entries import Entry as DiaryEntry
from gutline.diary.texts import same_name
from gutline.diary.zones import NOON, noon_of, settled, zone_named
from gutline.store.models import Entry, Person
from gutline.store.records import Content, PersonRecord, Record, content_of

DIARY_COLUMNS = ("wall", "kind", "name", "value", "unit", "note", "source", "client_id")
"""What `DiaryRows` reads, followed by whether only the day is known."""
_AROUND = (-86_400, 0, 86_400)
# Where the offset begins in an ISO time without fractions of a second.
_TO_SECONDS = len("2026-03-01T08:00:00")


def person_record(row: Person) -> PersonRecord:
    """Return a person's row as a record."""
    return PersonRecord(row.pk, row.name, row.zone, row.revision, row.created_at)


def columns_of(content: Content) -> dict[str, object]:
    """Return a content as the columns of a row."""
    entry = content.entry
    return {
        "kind": entry.kind,
        "name": entry.name,
        "value": entry.value,
        "unit": entry.unit,
        "at": entry.at.astimezone(UTC),
        "zone": content.zone,
        "wall": content.wall,
        "day": content.day,
        "day_only": entry.day_only,
        "detail": dict(content.detail),
        "note": entry.note,
        "source": entry.source,
        "client_id": entry.id,
    }


def state_of(row: Entry) -> dict[str, object]:
    """Return what a row says as plain data."""
    return {
        "wall": row.wall,
        "zone": row.zone,
        "day_only": row.day_only,
        "kind": row.kind,
        "name": row.name,
        "value": row.value,
        "unit": row.unit,
        "note": row.note,
        "source": row.source,
        "id": row.client_id,
        "detail": row.detail,
    }


def record_of_row(row: Entry) -> Record:
    """Return a row as a record."""
    return Record(
        key=row.pk,
        content=content_of(state_of(row)),
        version=row.version,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
    )


class DiaryRows:
    """Turns rows of `DIARY_COLUMNS` into entries of one diary.

    Names are spelled as they first were, as in a diary read from a file. A time whose offset is
    that of the diary's zone is on the zone's clock, another one keeps its own.
    """

    def __init__(self, zone: str) -> None:
        self._zone = zone_named(zone)
        self._clocks: dict[str, tzinfo | None] = {}
        self._spellings: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def entries(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[DiaryEntry]:
        """Yield one entry a row."""
        read, names, clocks = datetime.fromisoformat, self._names, self._clocks
        for wall, kind, name, value, unit, note, source, client_id, day_only in rows:
            day = wall[:10] + wall[_TO_SECONDS:]
            clock = clocks[day] if day in clocks else self._clock_of(day, wall)
            if clock is not None:
                at = read(wall[:_TO_SECONDS]).replace(tzinfo=clock)
            else:
                at = self._settled(read(wall), day_only=day_only)
            spelled = names.get(name) or self._spelled(name)
            yield DiaryEntry(
                at, kind, spelled, value, unit, note, source, client_id, bool(day_only)
            )

    def _settled(self, at: datetime, *, day_only: int) -> datetime:
        return noon_of(at.date(), self._zone)[0] if day_only else settled(at, self._zone)

    def _clock_of(self, day: str, wall: str) -> tzinfo | None:
        """Return the diary's clock, if its offset is the same on this day and beside it."""
        at = datetime.fromisoformat(wall)
        noon = datetime.combine(at.date(), NOON, self._zone).timestamp()
        around = {datetime.fromtimestamp(noon + s, self._zone).utcoffset() for s in _AROUND}
        plain = around == {at.utcoffset()} and not at.microsecond
        self._clocks[day] = self._zone if plain else None
        return self._clocks[day]

    def _spelled(self, name: str) -> str:
        first = self._spellings.setdefault(same_name(name), name)
        self._names[name] = first
        return first
