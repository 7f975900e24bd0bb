"""Whether fewer and fewer different foods are eaten, with the effort of logging taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from math import comb

from gutline.diary import DayState, Diary
from gutline.diary.entries import NONE

WEEKS = 4
SHRUNK_TO = 0.7
"""Share of the first week's variety that the last week must be at or below."""
_LEAST_DAYS = 5
_LEAST_ENTRIES = 15


def is_shrinking(diary: Diary, today: date) -> bool | None:
    """Return whether variety fell in each of the last weeks, and by much; None: not known.

    Weeks are compared at the same number of entries (rarefaction), so that logging less is not
    taken for eating less.
    """
    weeks = [_week(diary, today - timedelta(days=7 * back)) for back in range(WEEKS - 1, -1, -1)]
    known = [foods for foods in weeks if foods is not None]
    if len(known) < WEEKS:
        return None
    size = min(foods.total() for foods in known)
    variety = [expected_variety(foods, size) for foods in known]
    falls = all(later < before for before, later in pairwise(variety))
    return falls and variety[-1] <= SHRUNK_TO * variety[0]


def _week(diary: Diary, last: date) -> Counter[str] | None:
    first = last - timedelta(days=6)
    states = diary.day_states("food")
    logged = {DayState.LOGGED, DayState.COMPLETE}
    days = {day for day, state in states.items() if first <= day <= last and state in logged}
    foods = Counter(
        entry.name
        for entry in diary.of_kind("food")
        if entry.name != NONE and diary.day_of(entry) in days
    )
    enough = len(days) >= _LEAST_DAYS and foods.total() >= _LEAST_ENTRIES
    return foods if enough else None


def expected_variety(counts: Mapping[str, int], size: int) -> float:
    """Return how many different foods `size` entries would show on average (Hurlbert 1971).

    Parameters
    ----------
    counts : Mapping of str to int
        How often each food was logged.
    size : int
        Number of entries, at most all of them.
    """
    total = sum(counts.values())
    ways = comb(total, size)
    return sum(1.0 - comb(total - count, size) / ways for count in counts.values())
