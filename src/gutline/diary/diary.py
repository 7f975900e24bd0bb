"""The diary: every entry in order of time, with its zone, its tags and what could not be read."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from types import MappingProxyType

from gutline.diary.contents import Contents, contents_text, tidy_contents
from gutline.diary.csv_layout import csv_text
from gutline.diary.entries import NONE, DayState, DiaryError, Entry, Problem
from gutline.diary.intake import Intake
from gutline.diary.tagging import Tags, tidy_tags
from gutline.diary.zones import noon_of, zone_named

_SUBJECTS = {"food": ("food", "drink"), "symptoms": ("symptom",)}


@dataclass(frozen=True)
class Diary:
    """Everything one person logged, in order of time. Frozen; equal when its contents are.

    Attributes
    ----------
    entries : tuple of Entry
        Sorted by instant, then kind, name and id.
    zone : str
        IANA name of the diary's time zone, or a fixed offset such as "+02:00".
    tags : Mapping of str to tuple of str
        Tags of foods and drinks: {"milk": ("dairy", "lactose")}.
    problems : tuple of Problem
        What was wrong with the file, in order of line. Not compared.
    contents : Mapping of str to Contents
        What one serving of a food holds, by the name of its entries; empty until the foods were
        looked up. Files do not keep it.
    """

    entries: tuple[Entry, ...]
    zone: str = "UTC"
    tags: Tags = field(default_factory=dict)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    contents: Mapping[str, Contents] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the entries and freeze the tags and contents."""
        zone_named(self.zone)
        tags = {name: tuple(own) for name, own in self.tags.items()}
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=_order)))
        object.__setattr__(self, "tags", MappingProxyType(tags))
        object.__setattr__(self, "contents", MappingProxyType(dict(self.contents)))

    @classmethod
    def from_entries(
        cls,
        entries: Iterable[Entry],
        *,
        zone: str = "UTC",
        tags: Mapping[str, Iterable[str]] | None = None,
        contents: Mapping[str, Contents] | None = None,
    ) -> Diary:
        """Build a diary from entries that a program made, after checking every one.

        Names are tidied and spelled alike, units get their ids, an entry that is the same in
        everything as an earlier one is dropped and told of in `problems`.

        Raises
        ------
        DiaryError
            When a time has no zone, a kind is unknown, or a value is impossible.
        """
        intake = Intake(zone)
        for entry in entries:
            intake.add_entry(entry)
        return cls.from_intake(intake, tags or {}, contents or {})

    @classmethod
    def from_intake(
        cls,
        intake: Intake,
        tags: Mapping[str, Iterable[str]],
        contents: Mapping[str, Contents] | None = None,
    ) -> Diary:
        """Build the diary of all that was taken in."""
        names = [entry.name for entry in intake.entries]
        problems = sorted(intake.problems, key=lambda problem: problem.line or 0)
        return cls(
            tuple(intake.entries),
            intake.zone,
            tidy_tags(tags, names),
            tuple(problems),
            tidy_contents(contents or {}, names),
        )

    @property
    def tz(self) -> tzinfo:
        """The diary's time zone."""
        return zone_named(self.zone)

    @functools.cached_property
    def days(self) -> tuple[date, ...]:
        """Every local date from the first entry to the last, logged or not.

        A date that the zone's clocks skipped (Samoa, 30 December 2011) is left out.
        """
        if not self.entries:
            return ()
        logged = {self.day_of(entry) for entry in self.entries}
        first, last = min(logged), max(logged)
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in every if day in logged or self._exists(day))

    def _exists(self, day: date) -> bool:
        return noon_of(day, self.tz)[0].date() == day

    def day_of(self, entry: Entry) -> date:
        """Return the local date of an entry: the one its own clock showed."""
        return entry.at.date()

    @functools.cached_property
    def _by_kind(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def of_kind(self, *kinds: str) -> tuple[Entry, ...]:
        """Return the entries of these kinds, in order of time."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        wanted = set(kinds)
        return tuple(entry for entry in self.entries if entry.kind in wanted)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names logged under a kind, in alphabetical order, without "none"."""
        return tuple(sorted({entry.name for entry in self.of_kind(kind)} - {NONE}))

    def day_states(self, subject: str) -> dict[date, DayState]:
        """Return what is known of each day's "food" or "symptoms".

        Raises
        ------
        DiaryError
            When the subject is neither.
        """
        if subject not in _SUBJECTS:
            raise DiaryError(f"{subject!r} has no day states; ask for 'food' or 'symptoms'")
        states = dict.fromkeys(self.days, DayState.UNLOGGED)
        for entry in self.of_kind(*_SUBJECTS[subject]):
            day = self.day_of(entry)
            if entry.name != NONE:
                states[day] = DayState.LOGGED
            elif states[day] is DayState.UNLOGGED:
                states[day] = DayState.NONE
        for entry in self.of_kind("complete"):
            if entry.name in {subject, "all"}:
                states[self.day_of(entry)] = DayState.COMPLETE
        return states

    def restrict(self, first: date | None = None, last: date | None = None) -> Diary:
        """Return the diary of the local dates from first to last, both included."""
        return Diary(
            tuple(
                entry
                for entry in self.entries
                if (first is None or self.day_of(entry) >= first)
                and (last is None or self.day_of(entry) <= last)
            ),
            self.zone,
            self.tags,
            contents=self.contents,
        )

    @functools.cached_property
    def _digest(self) -> str:
        text = csv_text(self.entries, self.zone, self.tags) + contents_text(self.contents)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def digest(self) -> str:
        """Return the SHA-256 of the diary's canonical CSV and its contents, for provenance."""
        return self._digest

    @property
    def refused(self) -> int:
        """Number of rows that were left out."""
        return sum(problem.severity == "refused" for problem in self.problems)

    def __hash__(self) -> int:
        """Return a hash that equal diaries share."""
        return hash((self.zone, len(self.entries), self.entries[:1], self.entries[-1:]))

    def __reduce__(self) -> tuple[object, ...]:
        """Support pickling, so that diaries can be sent to other processes."""
        tags, contents = dict(self.tags), dict(self.contents)
        return Diary, (self.entries, self.zone, tags, self.problems, contents)


def _order(entry: Entry) -> tuple[object, ...]:
    try:
        return (
            entry.at.timestamp(), entry.kind, entry.name, entry.id, entry.unit, entry.value or -1.0,
            entry.note, entry.source, entry.day_only,
        )  # fmt: skip
    except (AttributeError, OverflowError):
        raise DiaryError(f"{entry!r} has no time that can be put in order") from None
