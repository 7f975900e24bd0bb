"""Keeping to the plan as something the engine can look at, like any other practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from statistics import fmean

from gutline.diary import Entry
from gutline.diary.zones import located
from gutline.routine.adherence import DayKept

ADHERENCE = "keeping to the plan"
"""The name under which adherence is an exposure; one dose is a day on which all was kept."""
WHOLE_DAY_MIN = 60.0
"""Stands for a day on which all of it was kept; only the proportion to it means anything."""
SOURCE = "plan"


def adherence_entries(days: Sequence[DayKept], zone: tzinfo) -> tuple[Entry, ...]:
    """Return one entry a day that says how much of the plan was kept.

    Days between known ones of which nothing is known stand at the person's mean: missing is never
    zero. A day on which nothing was kept has no entry, as for any practice that was not done.
    Nothing is returned while the known days are all alike, for then nothing can be told.

    Parameters
    ----------
    days : sequence of DayKept
        In order, without gaps in the dates wanted.
    zone : tzinfo
    """
    known = [share for day in days if (share := day.share) is not None]
    if len(set(known)) < 2:
        return ()
    mean = fmean(known)
    first = next(n for n, day in enumerate(days) if day.share is not None)
    last = max(n for n, day in enumerate(days) if day.share is not None)
    entries = []
    for day in days[first : last + 1]:
        share = mean if day.share is None else day.share
        if share > 0:
            entries.append(_entry(day, share, zone))
    return tuple(entries)


def _entry(day: DayKept, share: float, zone: tzinfo) -> Entry:
    at, _ = located(datetime.combine(day.day, time(12)), zone)
    value = round(share * WHOLE_DAY_MIN, 1)
    ident = f"plan-kept-{day.day.isoformat()}"
    return Entry(at, "practice", ADHERENCE, value, "min", source=SOURCE, id=ident, day_only=True)


def every_day(days: Sequence[DayKept]) -> list[DayKept]:
    """Return the days in order with those in between of which nothing was planned or known."""
    if not days:
        return []
    by_day = {day.day: day for day in days}
    first, last = min(by_day), max(by_day)
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [by_day.get(day, DayKept(day, {})) for day in span]
