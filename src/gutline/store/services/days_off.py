"""Several days off at once, a holiday ahead for one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gutline.store.errors import EntryRefusedError
from gutline.store.queries.routine import present_zone
from gutline.store.services.plan_days import set_day_off
from gutline.store.writing import changing

MOST_DAYS_OFF = 60
"""Days that may be told at once."""
_FURTHEST = timedelta(days=366)


@changing
def set_days_off(person: int, first: date, last: date, why: str, now: datetime) -> int:
    """Say that days are off ("sick", "holiday"), or with "" that they are not; all or none of them.

    Parameters
    ----------
    person : int
    first, last : date
        Both included.
    why : str
    now : datetime

    Returns
    -------
    int
        How many days they are.

    Raises
    ------
    EntryRefusedError
        When the days cannot be, or the word is not known.
    """
    _check_days(first, last, now.astimezone(present_zone(person, now)).date())
    count = (last - first).days + 1
    for number in range(count):
        set_day_off(person, first + timedelta(days=number), why, now)
    return count


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise EntryRefusedError("until", last.isoformat(), "lies before the first; swap the two")
    if (last - first).days >= MOST_DAYS_OFF:
        reason = f"makes more than {MOST_DAYS_OFF} days off at once; say it in two parts"
        raise EntryRefusedError("until", last.isoformat(), reason)
    for field, day in (("day", first), ("until", last)):
        if abs(day - today) > _FURTHEST:
            reason = "is more than a year away; look at the year again"
            raise EntryRefusedError(field, day.isoformat(), reason)
