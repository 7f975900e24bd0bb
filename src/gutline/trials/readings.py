"""The ratings of one outcome, from a diary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import fmean

import numpy as np

from gutline.catalog import load_kinds
from gutline.diary import DayState, Diary, Entry
from gutline.diary.entries import NONE
from gutline.diary.zones import noon_of
from gutline.stats.kernels import FloatArray
from gutline.trials.errors import TrialError
from gutline.trials.units import factor, unit_words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RATED = frozenset({"outcome", "mediator", "covariate"})
# More is better for these; for every other outcome less is.
_BETTER_HIGH = frozenset({"mood", "sleep", "practice", "movement"})
# Of these it depends on the person.
_EITHER_WAY = frozenset({"measurement", "stool"})


@dataclass(frozen=True)
class Readings:
    """Ratings in order of time.

    Attributes
    ----------
    name : str
        As the diary spells it.
    at : tuple of datetime
        Aware.
    values : ndarray, shape (n,)
    unit : str
    higher_is_better : bool
        What the kind of the outcome suggests.
    direction_known : bool
        Whether it suggests anything: more or less may be better of what a device
        measured, and of the form of stools.
    """

    name: str
    at: tuple[datetime, ...]
    values: FloatArray
    unit: str = ""
    higher_is_better: bool = False
    direction_known: bool = True

    @property
    def hours(self) -> FloatArray:
        """Hours since 1970 of every rating, shape (n,)."""
        return np.array([hours_of(at) for at in self.at], dtype=np.float64)

    @property
    def clock_hours(self) -> FloatArray:
        """Local time of day of every rating in hours, shape (n,)."""
        return np.array([at.hour + at.minute / 60.0 for at in self.at], dtype=np.float64)

    def only(self, kept: np.ndarray) -> Readings:
        """Return some of the ratings.

        Parameters
        ----------
        kept : ndarray of bool, shape (n,)
        """
        at = tuple(a for a, use in zip(self.at, kept, strict=True) if use)
        return replace(self, at=at, values=self.values[kept])


def hours_of(at: datetime) -> float:
    """Return hours since 1970."""
    return (at - _EPOCH) / timedelta(hours=1)


def read_readings(
    diary: Diary, outcome: str, *, measured: bool = False, unit: str = ""
) -> Readings:
    """Return the ratings of an outcome; a symptom that was said to be absent counts as 0.

    Ratings of the same moment, such as two of a day whose hours nobody noted, count as one: their
    mean.

    Parameters
    ----------
    diary : Diary
    outcome : str
    measured : bool
        Whether what a device measured may be an outcome too.
    unit : str
        What they are wanted in, where that is known; else what the first of them is in.

    Raises
    ------
    TrialError
        When the diary holds none, or some measure something else than the others.
    """
    for kind, entries in _candidates(diary, outcome, measured=measured):
        own = _unit_of(entries, unit)
        points = _by_moment(entries, own)
        if not points:
            continue
        if kind == "symptom":
            points = _absences(diary, entries) | points
        at = tuple(sorted(points))
        values = np.array([points[a] for a in at], dtype=np.float64)
        return Readings(
            entries[0].name, at, values, own, kind in _BETTER_HIGH, kind not in _EITHER_WAY
        )  # fmt: skip
    known = ", ".join(repr(n) for n in diary.names("symptom")[:6]) or "none"
    raise TrialError(
        f"the diary holds no ratings of {outcome[:60]!r}; the symptoms it holds are: {known}"
    )


def holds_readings(diary: Diary, outcome: str) -> bool:
    """Return whether a diary holds any rating of an outcome, or a device's measurement of it."""
    found = _candidates(diary, outcome, measured=True)
    return any(entry.value is not None for _, entries in found for entry in entries)


def usual_unit(outcome: str) -> str:
    """Return the unit of what is called by the name of its kind, such as sleep; else none."""
    kinds = (load_kinds()[kind] for kind in _rated_kinds(measured=False))
    named = (
        kind.unit for kind in kinds if kind.default_name and kind.default_name == _key(outcome)
    )
    return next(named, "")


def _rated_kinds(*, measured: bool) -> list[str]:
    kinds = [k for k, kind in load_kinds().items() if _RATED & set(kind.roles)]
    kinds.sort(key=lambda k: (k != "symptom", k))
    return kinds + (["measurement"] if measured else [])


def _candidates(diary: Diary, outcome: str, *, measured: bool) -> Iterator[tuple[str, list[Entry]]]:
    """Return what an outcome's name may stand for, kind by kind."""
    wanted = _key(outcome)
    for kind in _rated_kinds(measured=measured):
        yield kind, [e for e in diary.of_kind(kind) if _key(e.name) == wanted]


def _unit_of(entries: list[Entry], wanted: str) -> str:
    """Return the unit that entries are told in."""
    first = next((e.unit for e in entries if e.value is not None and e.unit), "")
    return wanted if factor(first, wanted) is not None else first


def _in_unit(entry: Entry, unit: str) -> float:
    """Return what an entry says in another unit.

    Raises
    ------
    TrialError
        When it measures something else.
    """
    times = factor(entry.unit or unit, unit)
    if times is None:
        raise TrialError(
            f"{entry.name!r} is told in {unit_words(unit)} and, at {entry.at:%Y-%m-%d %H:%M}, in "
            f"{unit_words(entry.unit)}; these cannot be compared: give one of them another name"
        )
    return float(entry.value or 0.0) * times


def _by_moment(entries: list[Entry], unit: str) -> dict[datetime, float]:
    """Return the mean of the ratings of every moment."""
    found: dict[datetime, list[float]] = {}
    for entry in entries:
        if entry.value is not None:
            found.setdefault(entry.at, []).append(_in_unit(entry, unit))
    return {at: fmean(values) for at, values in found.items()}


def _absences(diary: Diary, entries: list[Entry]) -> dict[datetime, float]:
    """Return when the symptom was surely absent: said so, or a complete day without it."""
    said = {e.at: 0.0 for e in diary.of_kind("symptom") if _key(e.name) == NONE}
    rated = {e.at.date() for e in entries} | {at.date() for at in said}
    for day, state in diary.day_states("symptoms").items():
        if state is DayState.COMPLETE and day not in rated:
            said[noon_of(day, diary.tz)[0]] = 0.0
    return said


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
