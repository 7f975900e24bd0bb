"""What the Today page shows, put together from a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

from gutline.diary.entries import NONE
from gutline.diary.measures import number_text
from gutline.diary.texts import same_name
from gutline.diary.zones import zone_named
from gutline.store import queries
from gutline.store.queries import DayPage, Usual
from gutline.store.queries.days import timeline
from gutline.store.records import PersonRecord, Record
from gutline.web.pages.entry_words import EntryLine, amount, entry_line, listed
from gutline.web.pages.meal_reading import EATEN

SCALE = tuple(range(11))
MOST_QUICK = 8
MOST_ROWS = 6
MOST_MEALS = 3
MEALS_LOOKED_BACK = timedelta(days=14)
_QUICK = frozenset({"food", "drink", "supplement", "medicine", "practice", "movement"})
_USUAL_ASKED_FOR = 60
_NEAR_HOURS = 3.0


@dataclass(frozen=True, slots=True)
class Quick:
    """Something to be logged by one tap."""

    kind: str
    name: str
    value: str
    unit: str
    amount: str


@dataclass(frozen=True, slots=True)
class MealAgain:
    """A meal of an earlier day that can be logged once more."""

    wall: str
    foods: str


@dataclass(frozen=True, slots=True)
class SymptomRow:
    """One symptom with its scale, and what was said of it last on this day."""

    name: str
    last: str
    last_at: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything on the page.

    Attributes
    ----------
    day : date
        Which day.
    is_today : bool
        Whether it is the person's today.
    before, after : date
        The days beside it; `after` is None on today.
    clock : str
        The time of day that is logged at, "08:00"; "" for now.
    at : str
        What forms say of the time: "" for now, else a date or a date and a time.
    quick, meals, rows, more, lines
        What can be tapped, and what is logged.
    """

    day: date
    is_today: bool
    before: date
    after: date | None
    clock: str
    at: str
    quick: tuple[Quick, ...]
    meals: tuple[MealAgain, ...]
    rows: tuple[SymptomRow, ...]
    more: tuple[SymptomRow, ...]
    lines: tuple[EntryLine, ...]
    records: tuple[Record, ...]

    @property
    def title(self) -> str:
        """The day in words."""
        return _("Today") if self.is_today else str(dated(self.day, "l"))

    @property
    def back(self) -> str:
        """Where forms lead back to: "" for today as it is now."""
        return "" if self.is_today and not self.clock else self.day.isoformat()


def today_page(
    person: PersonRecord,
    now: datetime,
    chosen: Mapping[str, object],
    *,
    day: date | None = None,
    clock: time | None = None,
) -> TodayPage:
    """Return what the page of a day shows.

    Parameters
    ----------
    person : PersonRecord
    now : datetime
        The present, aware.
    chosen : Mapping
        What the person has set.
    day : date, optional
        By default their today.
    clock : time, optional
        The time of day to log at; by default now, and on other days none.
    """
    zone = zone_named(person.zone)
    today = now.astimezone(zone).date()
    shown = day or today
    page, earlier = _days(person.key, shown)
    hour = now if clock is None else datetime.combine(shown, clock, zone)
    usual = queries.usual_things(person.key, min(hour, now), most=_USUAL_ASKED_FOR)
    rows = _rows(page.records, _symptoms(chosen, usual, page.records))
    return TodayPage(
        day=shown, is_today=shown == today, before=shown - timedelta(days=1),
        after=shown + timedelta(days=1) if shown < today else None,
        clock=f"{clock:%H:%M}" if clock else "", at=_at(shown, today, clock),
        quick=_quick(usual), meals=_meals(earlier, hour.astimezone(zone)),
        rows=rows[:MOST_ROWS], more=rows[MOST_ROWS:],
        lines=tuple(entry_line(record) for record in page.records), records=page.records,
    )  # fmt: skip


def _at(shown: date, today: date, clock: time | None) -> str:
    if clock is not None:
        return f"{shown.isoformat()}T{clock:%H:%M}"
    return "" if shown == today else shown.isoformat()


def _days(person: int, shown: date) -> tuple[DayPage, tuple[DayPage, ...]]:
    """Return a day, and the days before it that meals are looked for in, by one query."""
    days = timeline(person, shown - MEALS_LOOKED_BACK, shown)
    page = next((d for d in days if d.day == shown), DayPage(shown, ()))
    return page, tuple(d for d in days if d.day < shown)


def _quick(usual: Iterable[Usual]) -> tuple[Quick, ...]:
    offered = [thing for thing in usual if thing.kind in _QUICK][:MOST_QUICK]
    return tuple(
        Quick(t.kind, t.name, number_text(t.value), t.unit, amount(t.value, t.unit))
        for t in offered
    )


def _meals(days: Sequence[DayPage], hour: datetime) -> tuple[MealAgain, ...]:
    """Return the latest meals of several foods eaten near this hour, each set of foods once."""
    found: dict[frozenset[str], MealAgain] = {}
    for day in reversed(days):
        for wall, names in _eaten_together(day).items():
            if len(names) > 1 and _near(datetime.fromisoformat(wall), hour):
                found.setdefault(frozenset(map(same_name, names)), MealAgain(wall, listed(names)))
    return tuple(found.values())[:MOST_MEALS]


def _eaten_together(day: DayPage) -> dict[str, list[str]]:
    meals: dict[str, list[str]] = {}
    for record in day.records:
        entry = record.entry
        if entry.kind in EATEN and not entry.day_only and entry.name != NONE:
            meals.setdefault(record.content.wall, []).append(entry.name)
    return meals


def _near(one: datetime, other: datetime) -> bool:
    apart = abs((one.hour + one.minute / 60) - (other.hour + other.minute / 60))
    return min(apart, 24 - apart) <= _NEAR_HOURS


def _symptoms(
    chosen: Mapping[str, object], usual: Iterable[Usual], records: Iterable[Record]
) -> tuple[str, ...]:
    """Return the names of the rows: those chosen, those logged today, those logged often."""
    set_by_hand = chosen.get("symptoms")
    names = [str(name) for name in set_by_hand] if isinstance(set_by_hand, list) else []
    names += [r.entry.name for r in records if r.entry.kind == "symptom"]
    names += [thing.name for thing in usual if thing.kind == "symptom"]
    once: dict[str, str] = {}
    for name in names:
        if name and name != NONE:
            once.setdefault(same_name(name), name)
    return tuple(once.values())


def _rows(records: Iterable[Record], names: Iterable[str]) -> tuple[SymptomRow, ...]:
    last = {same_name(r.entry.name): r.entry for r in records if r.entry.kind == "symptom"}
    rows = []
    for name in names:
        entry = last.get(same_name(name))
        said = number_text(entry.value) if entry else ""
        at = f"{entry.at:%H:%M}" if entry and not entry.day_only else ""
        rows.append(SymptomRow(name, said, at))
    return tuple(rows)
