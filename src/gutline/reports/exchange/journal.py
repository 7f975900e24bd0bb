"""What is handed to the makers of files: the diary, where it hurt, and answered questionnaires."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from gutline.diary.diary import Diary
from gutline.diary.entries import Entry

_IDS = uuid.UUID("6b1f6f0e-6b1c-5d0c-9a52-2f1c3b7a4d10")


@dataclass(frozen=True, slots=True)
class Answered:
    """One questionnaire as it was answered.

    Attributes
    ----------
    questionnaire : str
        Id of the questionnaire in the catalog.
    day : date
        The local day.
    answers : Mapping of str to object
        Answers by the id of the question: numbers, texts, yes and no. What was not answered is
        left out.
    score : float or None
        What they come to; None where too few were answered.
    """

    questionnaire: str
    day: date
    answers: Mapping[str, object]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything of a person that other programs can use.

    Attributes
    ----------
    diary : Diary
        The entries.
    made_at : datetime
        When the file is made, aware.
    owner : str
        A text that tells this person from others, so that ids never meet; it is not written.
    details : Mapping of str to Mapping
        Body sites and such, by the id of the entry.
    answered : tuple of Answered
        Questionnaires, in order of time.
    zones : Mapping of str to str
        Zones in force when entries were logged, by the id of the entry; of those that are not in
        it, the clock of their time tells.
    """

    diary: Diary
    made_at: datetime
    owner: str = ""
    details: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    answered: tuple[Answered, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)

    def ids(self) -> dict[Entry, str]:
        """Return a UUID for each entry: the same in every export of the same entry."""
        found: dict[Entry, str] = {}
        for number, entry in enumerate(self.diary.entries):
            found[entry] = self.id_of("entry", entry.id or f"at {number}")
        return found

    def id_of(self, *parts: str) -> str:
        """Return the UUID of something of this person."""
        return str(uuid.uuid5(_IDS, "\x1f".join((self.owner, *parts))))

    def detail(self, entry: Entry) -> Mapping[str, object]:
        """Return what an entry says beyond its name and value."""
        return self.details.get(entry.id, {}) if entry.id else {}

    def zone_of(self, entry: Entry) -> str:
        """Return the zone that an entry was logged in; empty where only its offset is known."""
        clock = entry.at.tzinfo
        own = clock.key if isinstance(clock, ZoneInfo) else ""
        return self.zones.get(entry.id, own) if entry.id else own


def iso_time(at: datetime) -> str:
    """Return a time as FHIR and Open mHealth write it: with seconds and an offset of minutes."""
    offset = at.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        # Offsets with seconds, as Liberia had until 1972, are not allowed in either format.
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds")
