"""What is about to be logged, and the gate it goes through: the diary room's own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from gutline.diary.entries import DiaryError, Entry, RowError, shown
from gutline.diary.intake import Intake
from gutline.diary.zones import check_year, located, zone_named
from gutline.store.details import checked_detail
from gutline.store.errors import EntryRefusedError
from gutline.store.records import Content

FURTHEST_AHEAD = timedelta(days=2)
"""How far in the future an entry may lie: two clocks may disagree by a day."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing to be logged.

    Attributes
    ----------
    kind, name, value, unit, note, source, id, day_only
        As in `gutline.diary.Entry`. An entry sent again under the same id is kept once.
    at : datetime, optional
        When. Without a zone it is a wall time in `zone`, `fold=1` meaning the second of two; in
        UTC it is shown on the clock of `zone`; with another offset it is kept as it is. By default
        now.
    zone : str
        The zone in force; by default that of `at`, else the person's.
    detail : Mapping
        Body sites and such, by `catalog/data/entry_details.toml`.
    """

    kind: str
    name: str = ""
    at: datetime | None = None
    value: float | None = None
    unit: str = ""
    zone: str = ""
    note: str = ""
    source: str = ""
    id: str = ""
    day_only: bool = False
    detail: Mapping[str, object] = field(default_factory=dict)


def draft_of(content: Content) -> Draft:
    """Return a draft that says what a content says."""
    entry = content.entry
    return Draft(
        kind=entry.kind, name=entry.name, at=entry.at, value=entry.value, unit=entry.unit,
        zone=content.zone, note=entry.note, source=entry.source, id=entry.id,
        day_only=entry.day_only, detail=content.detail,
    )  # fmt: skip


def fingerprint(drafts: Sequence[Draft]) -> str:
    """Return the SHA-256 of what some drafts say."""
    said = [{**asdict(draft), "at": draft.at and draft.at.isoformat()} for draft in drafts]
    text = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Gate:
    """Checks drafts for one person, and remembers what was odd about them.

    Parameters
    ----------
    zone : str
        The person's zone.
    now : datetime
        The present, aware.
    """

    def __init__(self, zone: str, now: datetime) -> None:
        self.warnings: list[str] = []
        self._zone = zone
        self._now = now

    def checked(self, draft: Draft, index: int = 0) -> Content:
        """Return what the draft says in the form in which it is kept.

        Raises
        ------
        EntryRefusedError
            When it cannot be kept.
        """
        try:
            return self._checked(draft)
        except RowError as error:
            field = "at" if error.field == "time" else error.field
            raise EntryRefusedError(field, shown(error.value), error.reason, index) from None

    def _checked(self, draft: Draft) -> Content:
        at, zone = self._placed(draft)
        entry = Entry(
            at, draft.kind, draft.name, draft.value, draft.unit, draft.note, draft.source,
            draft.id, draft.day_only,
        )  # fmt: skip
        kept = _passed(entry, zone)
        if kept.at > self._now + FURTHEST_AHEAD:
            raise RowError("at", f"{kept.at:%Y-%m-%d %H:%M}", "lies in the future; check the date")
        return Content(kept, zone, checked_detail(kept.kind, draft.detail))

    def _placed(self, draft: Draft) -> tuple[datetime, str]:
        """Return when a draft was, and the zone on whose clock."""
        at = self._now.replace(microsecond=0) if draft.at is None else draft.at
        if not isinstance(at, datetime):
            raise RowError("at", str(at), "not a time; write it as 2026-03-01 08:00")
        check_year(at)
        zone = draft.zone or (draft.at and _zone_of(draft.at)) or self._zone
        tz = _zone_named(zone)
        if at.tzinfo is None:
            return self._located(at, tz), zone
        if draft.at is None or at.tzinfo is UTC:
            return at.astimezone(tz), zone
        return at, zone

    def _located(self, wall: datetime, tz: tzinfo) -> datetime:
        at, shift = located(wall.replace(fold=0), tz)
        if shift == "gap":
            self.warnings.append(f"the clocks skip {wall:%H:%M} on that day; kept as {at:%H:%M}")
        elif shift == "fold" and wall.fold:
            return wall.replace(tzinfo=tz)
        elif shift == "fold":
            self.warnings.append(f"the clocks show {wall:%H:%M} twice; kept as the first of them")
        return at


def _passed(entry: Entry, zone: str) -> Entry:
    """Send an entry through the diary's own gate."""
    intake = Intake(zone)
    try:
        intake.add_entry(entry)
    except DiaryError as error:
        # The gate tells a person in one sentence; a form needs to know the field.
        if isinstance(error.__context__, RowError):
            raise error.__context__ from None
        raise RowError("entry", entry.name, str(error)) from None
    return intake.entries[0]


def _zone_of(at: datetime) -> str:
    return (at.tzinfo.key or "") if isinstance(at.tzinfo, ZoneInfo) else ""


def _zone_named(zone: object) -> tzinfo:
    if not isinstance(zone, str):
        raise RowError("zone", str(zone), "not a text; write it as Europe/Berlin")
    try:
        return zone_named(zone)
    except DiaryError as error:
        raise RowError("zone", zone, str(error)) from None
