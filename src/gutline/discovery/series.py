"""From a diary to arrays: ratings, exposure events and daily states on one time axis."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache

import numpy as np

from gutline.catalog import EntryKind, load_kinds
from gutline.diary import DayState, Diary, Entry
from gutline.diary.zones import noon_of
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray

NONE = "none"
# Levels of what foods hold and of how they were eaten, beside the foods themselves.
WITHIN = frozenset({"tag", "nutrient", "meal"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MEAL_HOURS = (8.0, 13.0, 19.0)


@dataclass(frozen=True)
class Axis:
    """The diary's days and clock.

    Attributes
    ----------
    first : date
        Local date of the first entry.
    start_hours : float
        Hours since the epoch of that date's local midnight: the zero of all times below.
    length : int
        Local days from the first to the last entry.
    """

    first: date
    start_hours: float
    length: int

    def hours(self, at: datetime) -> float:
        """Return hours since the start of the first day."""
        return (at - _EPOCH).total_seconds() / 3600.0 - self.start_hours


@dataclass(frozen=True)
class Ratings:
    """One outcome's ratings in time order.

    Attributes
    ----------
    name : str
    at_hours, value, clock_hours : ndarray, shape (n,)
        Hours since the start, the rating, and the local time of day in hours.
    day : ndarray of int, shape (n,)
        Local day, 0 for the first of the diary.
    """

    name: str
    at_hours: FloatArray
    value: FloatArray
    clock_hours: FloatArray
    day: IntArray


@dataclass(frozen=True)
class Exposure:
    """One thing a person is exposed to, and every time it was.

    Attributes
    ----------
    name, level : str
    at_hours, dose : ndarray, shape (m,)
        Times and doses; a dose of 1 is the person's usual one.
    days : ndarray of int, shape (m,)
        Local day of each.
    dose_words : str
        What a dose of 1 is, in words.
    lags : str
        "fast", "slow" or "both".
    members : tuple of str
        For a tag or nutrient, the foods that hold it.
    spread : ndarray of bool, shape (m,)
        True where the time of day is unknown.
    """

    name: str
    level: str
    at_hours: FloatArray
    dose: FloatArray
    days: IntArray
    dose_words: str
    lags: str
    spread: np.ndarray
    members: tuple[str, ...] = ()

    @cached_property
    def day_count(self) -> int:
        """On how many local days it was logged."""
        return int(np.unique(self.days).size)


@dataclass(frozen=True)
class State:
    """Something that has a value every day: stress, sleep, movement, illness.

    Attributes
    ----------
    name, level : str
    daily : ndarray, shape (D,)
        Value on each local day; NaN where nothing was logged.
    roles : frozenset of str
    unit : str
    count : int
    """

    name: str
    level: str
    daily: FloatArray
    roles: frozenset[str]
    unit: str
    count: int


def make_axis(diary: Diary) -> Axis:
    """Return the time axis of a diary that has at least one entry."""
    first, last = diary.days[0], diary.days[-1]
    midnight = datetime(first.year, first.month, first.day, tzinfo=diary.tz)
    start = (midnight - _EPOCH).total_seconds() / 3600.0
    return Axis(first, start, (last - first).days + 1)


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """Return the form under which names are the same: case and runs of space do not matter."""
    return " ".join(name.split()).casefold()


@dataclass
class Shelf:
    """Entries of a diary sorted by (kind, name), with the name as most often written."""

    entries: dict[tuple[str, str], list[Entry]]
    shown: dict[tuple[str, str], str]

    @classmethod
    def of(cls, diary: Diary) -> Shelf:
        """Sort a diary's entries; `none` and day marks are left out."""
        entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for entry in diary.entries:
            key = (entry.kind, key_of(entry.name))
            if key[1] == NONE or entry.kind in {"complete", "note"}:
                continue
            entries[key].append(entry)
            written[key][entry.name] += 1
        shown = {
            key: min((-times, name) for name, times in count.items())[1]
            for key, count in written.items()
        }
        return cls(dict(entries), shown)

    def with_role(self, role: str) -> list[tuple[EntryKind, tuple[str, str]]]:
        """Return the (kind, key) pairs whose kind has a role, in a fixed order."""
        kinds = load_kinds()
        return [(kinds[key[0]], key) for key in sorted(self.entries) if role in kinds[key[0]].roles]


def read_ratings(diary: Diary, axis: Axis, shelf: Shelf, wanted: tuple[str, ...]) -> list[Ratings]:
    """Return the ratings of each wanted outcome; `none` counts as 0 for every symptom.

    Parameters
    ----------
    wanted : tuple of str
        Outcome names; each may be a symptom or anything else with a value.
    """
    absent = Absences.of(diary)
    found = []
    for name in {key_of(name): name for name in wanted}.values():
        keys = [k for k in shelf.entries if k[1] == key_of(name) and _rated(k[0])]
        keys.sort(key=lambda k: (k[0] != "symptom", k[0]))
        if not keys:
            continue
        rated = [e for e in shelf.entries[keys[0]] if e.value is not None]
        points = {e.at: float(e.value) for e in rated if e.value is not None}
        if keys[0][0] == "symptom":
            points = dict.fromkeys(absent.times(shelf.entries[keys[0]]), 0.0) | points
        found.append(_ratings(shelf.shown[keys[0]], points, axis))
    return found


@dataclass(frozen=True)
class Absences:
    """When no symptom was there: said at a time, or by a day that is complete without one."""

    said: tuple[datetime, ...]
    complete: Mapping[date, datetime]

    @classmethod
    def of(cls, diary: Diary) -> Absences:
        """Read them from a diary."""
        said = tuple(e.at for e in diary.of_kind("symptom") if key_of(e.name) == NONE)
        states = diary.day_states("symptoms")
        days = {at.date() for at in said}
        complete = [d for d, s in states.items() if s is DayState.COMPLETE and d not in days]
        return cls(said, {day: noon_of(day, diary.tz)[0] for day in complete})

    def times(self, entries: list[Entry]) -> list[datetime]:
        """Return when the symptom of these entries was surely absent: a complete day's noon."""
        logged = {e.at.date() for e in entries}
        return [*self.said, *(at for day, at in self.complete.items() if day not in logged)]


def _rated(kind: str) -> bool:
    roles = load_kinds()[kind].roles
    return "outcome" in roles or "mediator" in roles or "covariate" in roles


def _ratings(name: str, points: dict[datetime, float], axis: Axis) -> Ratings:
    times = sorted(points)
    return Ratings(
        name,
        np.array([axis.hours(at) for at in times], dtype=np.float64),
        np.array([points[at] for at in times], dtype=np.float64),
        np.array([at.hour + at.minute / 60.0 for at in times], dtype=np.float64),
        np.array([(at.date() - axis.first).days for at in times], dtype=np.int64),
    )


def default_outcomes(shelf: Shelf) -> tuple[str, ...]:
    """Return the symptoms of a diary, by name."""
    return tuple(shelf.shown[key] for _, key in shelf.with_role("outcome"))
