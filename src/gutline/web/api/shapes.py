"""What goes in and comes out, field by field; from these the API describes itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError
from gutline.store.records import Logged, Record

MOST_IN_BULK = 5_000
LONGEST_TEXT = 100_000
_DAY_LENGTH = len("2026-03-01")
_OF_DRAFT = frozenset(field.name for field in fields(Draft))


def _day(said: object) -> date:
    try:
        if isinstance(said, str) and len(said) == _DAY_LENGTH:
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise ValueError("not a date; write it as 2026-03-01")


DayField = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1, description="The entry's number.")]


class Strict(BaseModel):
    """A table in which every field is known and of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class EntryFields(Strict):
    """What an entry may say."""

    name: Text = Field("", description="What: “rye bread”, “back pain”.", examples=["rye bread"])
    value: float | None = Field(None, description="How much, in `unit`.", examples=[1])
    unit: Text = Field("", description="Unit of the value; the kind's own when empty.")
    at: Text | None = Field(
        None,
        description="When: ISO 8601 with an offset, or a local time without one; a date alone when "
        "the time of day is not known. Left out: now.",
        examples=["2026-03-01T08:00:00+01:00"],
    )
    zone: Text = Field("", description="The zone in force, if not your own: Europe/Berlin.")
    note: Text = ""
    source: Text = Field("", description="Which program says so.")
    detail: dict[str, Any] = Field(
        default_factory=dict, description="More, by kind: `sites`, `stiffness_min`."
    )


class EntryIn(EntryFields):
    """One thing to be logged."""

    kind: Text = Field(description="Id of a kind; GET /api/kinds lists them.", examples=["food"])
    id: Text = Field("", description="Your own id; sent again under it, the entry is kept once.")


class BulkIn(Strict):
    """Several things to be logged, all or none."""

    entries: list[EntryIn] = Field(min_length=1, max_length=MOST_IN_BULK)


class EntryChange(EntryFields):
    """What is to be changed of an entry; what is left out stays as it is."""

    kind: Text = ""
    version: int | None = Field(
        None, ge=0, le=2**31, description="The version you saw; refused if it is another by now."
    )


class EntryOut(BaseModel):
    """One kept entry."""

    key: int
    id: str
    kind: str
    name: str
    value: float | None
    unit: str
    at: datetime = Field(description="The local time as its own clock showed it, with offset.")
    zone: str
    day: date = Field(description="The local date.")
    day_only: bool = Field(description="True when the time of day is not known.")
    note: str
    source: str
    detail: dict[str, Any]
    version: int = Field(description="How often it was changed.")
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class LoggedOut(BaseModel):
    """What is kept now, what was odd about it, and what to mind with it."""

    entries: list[EntryOut]
    warnings: list[str]
    mind: list[str] = Field(
        default=[],
        description="Cautions with supplements and medicines, and what a note says that cannot "
        "wait, as things stand now; of more than 20 entries at once the advice says it later.",
    )


class EntriesOut(BaseModel):
    """The entries of some days, in order of time."""

    first: date
    last: date
    entries: list[EntryOut]


class KindOut(BaseModel):
    """One kind of entry."""

    id: str
    name: str
    description: str
    value: str = Field(description="Whether an entry has a value: required, optional, none.")
    unit: str
    units: list[str]
    lowest: dict[str, float] = Field(description="The lowest possible value in each unit.")
    highest: dict[str, float]


class CallerOut(BaseModel):
    """Who is calling, and what they may do."""

    person: int
    zone: str
    scopes: list[str]


def fields_from(said: EntryFields, index: int = 0) -> dict[str, Any]:
    """Return the fields of a draft that were sent, with the time read.

    Raises
    ------
    EntryRefusedError
        When the time is none.
    """
    wanted = said.model_fields_set & _OF_DRAFT
    told = said.model_dump(include=wanted)
    at = told.pop("at", None)
    if at is not None:
        told["at"], told["day_only"] = _moment_of(at, index)
    return told


def _moment_of(said: str, index: int) -> tuple[datetime, bool]:
    """Return a time as sent, and whether only its day is known."""
    try:
        if len(said) == _DAY_LENGTH:
            return datetime.combine(date.fromisoformat(said), time(12)), True
        return datetime.fromisoformat(said), False
    except (ValueError, OverflowError):
        reason = "not a time; write it as 2026-03-01T08:00, with an offset such as +01:00 if known"
        raise EntryRefusedError("at", said[:40], reason, index) from None


def told_record(record: Record) -> dict[str, Any]:
    """Return an entry in the form of `EntryOut`."""
    entry = record.entry
    return {
        "key": record.key,
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name,
        "value": entry.value,
        "unit": entry.unit,
        "at": entry.at.isoformat(),
        "zone": record.content.zone,
        "day": record.day.isoformat(),
        "day_only": entry.day_only,
        "note": entry.note,
        "source": entry.source,
        "detail": dict(record.content.detail),
        "version": record.version,
        "created_at": record.created_at.isoformat(),
        "edited_at": record.edited_at and record.edited_at.isoformat(),
        "deleted_at": record.deleted_at and record.deleted_at.isoformat(),
    }


def told_logged(logged: Logged, mind: Sequence[str] = ()) -> dict[str, Any]:
    """Return what was kept in the form of `LoggedOut`."""
    told = [told_record(record) for record in logged.records]
    return {"entries": told, "warnings": list(logged.warnings), "mind": list(mind)}
