"""Items, plans and days that the tests of the routine share."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from gutline.diary import Entry
from gutline.diary.zones import zone_named
from gutline.routine.adherence import DayKept
from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan

BERLIN = zone_named("Europe/Berlin")
MONDAY = date(2026, 3, 2)
WIND_DOWN = Item("wind-down", "wind-down", "wind_down", Cue(time(21), time(22, 30)), 30, "min",
                 smallest="ten minutes", smallest_amount=10)  # fmt: skip
WALK = Item("walk", "walk after lunch", "walk", Cue(event="lunch", minutes_after=15), 10, "min")
LUNCH = Item("lunch", "lunch at one", "meal", Cue(time(13)))
PLAN = Plan((WIND_DOWN, WALK))


def at(day: date, clock: str) -> datetime:
    """A time of a day in Berlin."""
    return datetime.combine(day, time.fromisoformat(clock), BERLIN)


def ate(day: date, clock: str, name: str = "soup") -> Entry:
    return Entry(at(day, clock), "food", name)


def did(day: date, clock: str, name: str, minutes: float | None = None) -> Entry:
    return Entry(at(day, clock), "practice", name, minutes, "min" if minutes else "")


def days(states: str, ident: str = "wind-down", first: date = MONDAY) -> list[DayKept]:
    """Days of one item in letters: d done, p partly, s skipped, u unknown, o off, - not planned."""
    names = {"d": "done", "p": "partly", "s": "skipped", "u": "unknown", "o": "done"}
    found = []
    for n, letter in enumerate(states):
        said = {} if letter == "-" else {ident: names[letter]}
        off = "sick" if letter == "o" else ""
        found.append(DayKept(first + timedelta(days=n), said, off=off))
    return found


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)
