"""What a person usually logs at this time of day: the row of things to tap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gutline.catalog import load_kinds
from gutline.diary.entries import NONE
from gutline.diary.texts import same_name
from gutline.diary.zones import zone_named
from gutline.store.models import Entry
from gutline.store.queries.people import person

LOOKED_BACK_DAYS = 60
HALF_LIFE_DAYS = 14.0
NEAR_HOURS = 2.0
NEAR_WEIGHT = 3.0
MOST = 12
_DAY_HOURS = 24.0
# Never offered: they are pressed where they belong, or say something else each time.
_OWN_PLACE = frozenset({"complete", "note"})

Row = tuple[str, str, float | None, str, str, bool]


@dataclass(frozen=True, slots=True)
class Usual:
    """Something a person logs often.

    Attributes
    ----------
    kind, name : str
        What it is, as it was last spelled.
    value, unit
        How much of it, most often; None and "" where nothing was said. A rating has none: it is
        asked for each time.
    times : int
        How often it was logged in the days looked at.
    last_day : date
        When it was last logged.
    """

    kind: str
    name: str
    value: float | None
    unit: str
    times: int
    last_day: date


@dataclass
class _Tally:
    weight: float = 0.0
    times: int = 0
    name: str = ""
    last_day: date = date.min
    amounts: Counter[tuple[float | None, str]] = field(default_factory=Counter)


def usual_things(
    key: int, now: datetime, *, kinds: Iterable[str] | None = None, most: int = MOST
) -> tuple[Usual, ...]:
    """Return what a person logs most, weighed by how recent and how near to this hour it was.

    Parameters
    ----------
    key : int
        The person.
    now : datetime
        The present, aware.
    kinds : iterable of str, optional
        Only these kinds; by default all that have a name worth offering.
    most : int
        How many are returned.
    """
    here = now.astimezone(zone_named(person(key).zone))
    wanted = set(kinds) if kinds is not None else set(load_kinds()) - _OWN_PLACE
    first = here.date() - timedelta(days=LOOKED_BACK_DAYS)
    rows = (
        Entry.objects.filter(person_id=key, deleted_at=None, day__gte=first, day__lte=here.date())
        .order_by("day", "at", "pk")
        .values_list("kind", "name", "value", "unit", "wall", "day_only")
    )
    tallies: dict[tuple[str, str], _Tally] = {}
    for row in rows.iterator():
        if row[0] in wanted and row[1] != NONE:
            _count(tallies.setdefault((row[0], same_name(row[1])), _Tally()), row, here)
    ranked = sorted(tallies.items(), key=lambda item: (-item[1].weight, item[0]))
    return tuple(_usual(kind, tally) for (kind, _), tally in ranked[:most])


def _count(tally: _Tally, row: Row, here: datetime) -> None:
    _, name, value, unit, wall, day_only = row
    at = datetime.fromisoformat(wall)
    age_days = max((here.date() - at.date()).days, 0)
    near = not day_only and _hours_apart(at, here) <= NEAR_HOURS
    tally.weight += 0.5 ** (age_days / HALF_LIFE_DAYS) * (NEAR_WEIGHT if near else 1.0)
    tally.times += 1
    tally.name, tally.last_day = name, at.date()
    tally.amounts[value, unit] += 1


def _hours_apart(one: datetime, other: datetime) -> float:
    """Return how far apart two times of day are, midnight lying between 23:00 and 01:00."""
    apart = abs((one.hour + one.minute / 60) - (other.hour + other.minute / 60))
    return min(apart, _DAY_HOURS - apart)


def _usual(kind: str, tally: _Tally) -> Usual:
    # Nobody means to tap "coffee, 0 g" again.
    some = Counter({amount: n for amount, n in tally.amounts.items() if amount[0] != 0})
    value, unit = some.most_common(1)[0][0] if some else (None, "")
    if "outcome" in load_kinds()[kind].roles:
        value, unit = None, ""
    return Usual(kind, tally.name, value, unit, tally.times, tally.last_day)
