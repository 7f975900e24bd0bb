"""What the store hands out: frozen records, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from gutline.diary.entries import Entry
from gutline.diary.zones import settled, zone_named


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person: a number, a name, and the zone they live in.

    `revision` grows with every change to their diary, so that what was worked out from it can tell
    whether it still holds.
    """

    key: int
    name: str
    zone: str
    revision: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """What an entry says: the diary's own record, the zone in force, and its detail."""

    entry: Entry
    zone: str
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The local date its own clock showed."""
        return self.entry.at.date()

    @property
    def wall(self) -> str:
        """The local time as seen, with its offset, ISO 8601."""
        return self.entry.at.isoformat()

    def state(self) -> dict[str, object]:
        """Return the content as plain data that `content_of` reads back."""
        entry = self.entry
        return {
            "wall": self.wall,
            "zone": self.zone,
            "day_only": entry.day_only,
            "kind": entry.kind,
            "name": entry.name,
            "value": entry.value,
            "unit": entry.unit,
            "note": entry.note,
            "source": entry.source,
            "id": entry.id,
            "detail": dict(self.detail),
        }


def content_of(state: Mapping[str, object]) -> Content:
    """Return the content that `Content.state` wrote down."""
    zone = str(state["zone"])
    at = settled(datetime.fromisoformat(str(state["wall"])), zone_named(zone))
    value = state["value"]
    detail = state["detail"]
    entry = Entry(
        at=at,
        kind=str(state["kind"]),
        name=str(state["name"]),
        value=float(value) if isinstance(value, (int, float)) else None,
        unit=str(state["unit"]),
        note=str(state["note"]),
        source=str(state["source"]),
        id=str(state["id"]),
        day_only=bool(state["day_only"]),
    )
    return Content(entry, zone, dict(detail) if isinstance(detail, Mapping) else {})


@dataclass(frozen=True, slots=True)
class Record:
    """One kept entry.

    Attributes
    ----------
    key : int
        Its number in the store.
    content : Content
        What it says.
    version : int
        How often it was changed; 0 as first logged.
    created_at, edited_at, deleted_at : datetime
        When it was logged, last changed and deleted, UTC; None where it was not.
    """

    key: int
    content: Content
    version: int
    created_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None

    @property
    def entry(self) -> Entry:
        """The diary's own record."""
        return self.content.entry

    @property
    def day(self) -> date:
        """The local date its own clock showed."""
        return self.content.day

    def data(self) -> dict[str, object]:
        """Return the record as plain data that `record_of` reads back."""
        return {
            "key": self.key,
            **self.content.state(),
            "version": self.version,
            "created_at": self.created_at.isoformat(),
            "edited_at": _iso(self.edited_at),
            "deleted_at": _iso(self.deleted_at),
        }


def record_of(data: Mapping[str, object]) -> Record:
    """Return the record that `Record.data` wrote down."""
    return Record(
        key=int(str(data["key"])),
        content=content_of(data),
        version=int(str(data["version"])),
        created_at=datetime.fromisoformat(str(data["created_at"])),
        edited_at=_from_iso(data["edited_at"]),
        deleted_at=_from_iso(data["deleted_at"]),
    )


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One kept document.

    Attributes
    ----------
    kind, key : str
        What it is, and by which name of the person's.
    body : Mapping
        What it says, as plain data.
    version : int
        How often it was changed; 0 as first kept.
    created_at, changed_at, deleted_at : datetime
        UTC; `deleted_at` is None while it is there.
    """

    kind: str
    key: str
    body: Mapping[str, Any]
    version: int
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EarlierDocument:
    """What a document said before it was changed."""

    number: int
    body: Mapping[str, Any]
    replaced_at: datetime
    was_dropped: bool = False


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _from_iso(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said before a change, and which change it was."""

    number: int
    change: str
    content: Content
    replaced_at: datetime
    was_deleted: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """The answer to something logged.

    Attributes
    ----------
    records : tuple of Record
        What is kept, in the order in which it was given.
    replayed : bool
        True when all of it had been kept before, and nothing was added.
    warnings : tuple of str
        What was odd about it, in sentences.
    """

    records: tuple[Record, ...]
    replayed: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def record(self) -> Record:
        """The only record."""
        (only,) = self.records
        return only

    def data(self) -> dict[str, object]:
        """Return the answer as plain data."""
        return {"records": [r.data() for r in self.records], "warnings": list(self.warnings)}


def replayed(answer: Logged) -> Logged:
    """Return an answer that is given a second time."""
    return replace(answer, replayed=True)
