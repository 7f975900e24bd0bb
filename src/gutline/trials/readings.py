"""The ratings of one outcome, from a diary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean

import numpy as np

from gutline.catalog import load_kinds
from gutline.diary import DayState, Diary, Entry
from gutline.diary.entries import NONE
from gutline.diary.zones import noon_of
from gutline.stats.kernels import FloatArray
from gutline.trials.errors import TrialError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RATED = frozenset({"outcome", "mediator", "covariate"})
# More is better for these; for every other outcome less is.
_BETTER_HIGH = frozenset({"mood", "sleep", "practice", "movement"})


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
    """

    name: str
    at: tuple[datetime, ...]
    values: FloatArray
    unit: str = ""
    higher_is_better: bool = False

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
        return Readings(self.name, at, self.values[kept], self.unit, self.higher_is_better)


def hours_of(at: datetime) -> float:
    """Return hours since 1970."""
    return (at - _EPOCH) / timedelta(hours=1)


def read_readings(diary: Diary, outcome: str, *, measured: bool = False) -> Readings:
    """Return the ratings of an outcome; a symptom that was said to be absent counts as 0.

    Ratings of the same moment, such as two of a day whose hours nobody noted, count as one: their
    mean.

    Parameters
    ----------
    diary : Diary
    outcome : str
    measured : bool
        Whether what a device measured may be an outcome too.

    Raises
    ------
    TrialError
        When the diary holds none.
    """
    wanted = _key(outcome)
    kinds = [k for k, kind in load_kinds().items() if _RATED & set(kind.roles)]
    kinds.sort(key=lambda k: (k != "symptom", k))
    kinds += ["measurement"] if measured else []
    for kind in kinds:
        entries = [e for e in diary.of_kind(kind) if _key(e.name) == wanted]
        points = _by_moment(entries)
        if not points:
            continue
        if kind == "symptom":
            points = _absences(diary, entries) | points
        at = tuple(sorted(points))
        values = np.array([points[a] for a in at], dtype=np.float64)
        unit = next((e.unit for e in entries if e.unit), "")
        return Readings(entries[0].name, at, values, unit, kind in _BETTER_HIGH)
    known = ", ".join(repr(n) for n in diary.names("symptom")[:6]) or "none"
    raise TrialError(
        f"the diary holds no ratings of {outcome[:60]!r}; the symptoms it holds are: {known}"
    )


def _by_moment(entries: list[Entry]) -> dict[datetime, float]:
    """Return the mean of the ratings of every moment."""
    found: dict[datetime, list[float]] = {}
    for entry in entries:
        if entry.value is not None:
            found.setdefault(entry.at, []).append(float(entry.value))
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
