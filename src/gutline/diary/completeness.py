"""How complete a diary is: which days are known, which are partly known, and where it has holes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from gutline.diary.entries import NONE, DayState

if TYPE_CHECKING:
    from gutline.diary.diary import Diary


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Days by what is known of them; the four add up to the days of the diary."""

    complete: int
    none: int
    logged: int
    unlogged: int

    @property
    def known(self) -> int:
        """Days of which anything is known."""
        return self.complete + self.none + self.logged


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row, both ends included, on which nothing at all was logged."""

    first_day: date
    last_day: date
    days: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a diary holds and what it lacks.

    Attributes
    ----------
    first_day, last_day : date or None
        The span; None for an empty diary.
    days, entries : int
        Local days in the span, and entries in all.
    food, symptoms : DayCounts
        Days by what is known of them.
    ratings, rating_days : Mapping of str to int
        Ratings of each symptom, and the days that have one. "None" is not counted as a rating.
    gaps : tuple of Gap
        Days on which nothing at all was logged, in order.
    """

    first_day: date | None
    last_day: date | None
    days: int
    entries: int
    food: DayCounts
    symptoms: DayCounts
    ratings: Mapping[str, int]
    rating_days: Mapping[str, int]
    gaps: tuple[Gap, ...]

    @property
    def longest_gap(self) -> int:
        """Days of the longest gap; 0 without one."""
        return max((gap.days for gap in self.gaps), default=0)


def completeness(diary: Diary) -> Completeness:
    """Return how complete a diary is."""
    rated = [entry for entry in diary.of_kind("symptom") if entry.name != NONE]
    days = diary.days
    return Completeness(
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        days=len(days),
        entries=len(diary.entries),
        food=_day_counts(diary, "food"),
        symptoms=_day_counts(diary, "symptoms"),
        ratings=_counted(entry.name for entry in rated),
        rating_days=_counted(name for name, _ in {(e.name, diary.day_of(e)) for e in rated}),
        gaps=tuple(_gaps(days, {diary.day_of(entry) for entry in diary.entries})),
    )


def _counted(names: Iterable[str]) -> Mapping[str, int]:
    return MappingProxyType(dict(sorted(Counter(names).items())))


def _day_counts(diary: Diary, subject: str) -> DayCounts:
    counts = Counter(diary.day_states(subject).values())
    return DayCounts(*(counts[state] for state in DayState))


def _gaps(days: tuple[date, ...], logged: set[date]) -> Iterable[Gap]:
    run: list[date] = []
    for day in days:
        if day not in logged:
            run.append(day)
        elif run:
            yield Gap(run[0], run[-1], len(run))
            run = []
