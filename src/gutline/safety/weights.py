"""Weight that falls, seen through single weighings that may be slips of the fingers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from gutline.diary import Diary

HALF_YEAR_DAYS = 183
_RECENT_DAYS = 28
_KG_A_LB = 0.45359237


def weight_loss_percent(diary: Diary, today: date, since: date | None = None) -> float | None:
    """Return how much of the body's weight was lost, in per cent; None where it is not known.

    Two weighings in a row must agree at both ends: the higher of the last two, against the highest
    weight that two neighbouring weighings before both reach.

    Parameters
    ----------
    diary : Diary
    today : date
    since : date, optional
        First day that counts; half a year ago when left out.
    """
    first = since or today - timedelta(days=HALF_YEAR_DAYS)
    weighed = _weights(diary, first, today)
    if len(weighed) < 4 or today - weighed[-1][0] > timedelta(days=_RECENT_DAYS):
        return None
    now = max(kg for _, kg in weighed[-2:])
    before = max(min(one, other) for (_, one), (_, other) in pairwise(weighed[:-2]))
    return max(0.0, 100.0 * (before - now) / before)


def _weights(diary: Diary, first: date, last: date) -> Sequence[tuple[date, float]]:
    return [
        (diary.day_of(entry), entry.value * (_KG_A_LB if entry.unit == "lb" else 1.0))
        for entry in diary.of_kind("weight")
        if entry.value is not None and first <= diary.day_of(entry) <= last
    ]
