"""When a cue comes: on one day, in one zone, by what is known of that day and of other days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from statistics import median

from gutline.diary import Entry
from gutline.diary.entries import NONE
from gutline.diary.zones import located
from gutline.routine.items import Item

DEFAULT_AT: Mapping[str, time] = {"waking": time(7), "lunch": time(13), "last_meal": time(19, 30)}
WINDOW = timedelta(hours=1)
AFTER_EVENT = timedelta(minutes=90)
LEAST_TIMES = 4
"""So many times are needed before a usual time is learnt."""
LOOKED_BACK = 14
_LUNCH = (time(11), time(15, 30))
_EVENING = time(16, 30)
_EATEN = frozenset({"food", "drink"})


@dataclass(frozen=True, slots=True)
class Habits:
    """Usual times of day, learnt from the last two weeks.

    Attributes
    ----------
    events : Mapping of str to time
        By event: "waking", "lunch", "last_meal"; an event of which too little is known is missing.
    items : Mapping of str to time
        By id of an item: when it is usually done.
    """

    events: Mapping[str, time] = field(default_factory=dict)
    items: Mapping[str, time] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """When an item is meant on one day, both ends aware, the first before the second.

    Attributes
    ----------
    start, end : datetime
    shift : {"", "gap", "fold"}
        Whether a clock change skipped its beginning, or showed it twice.
    """

    start: datetime
    end: datetime
    shift: str = ""


def events_of(entries: Iterable[Entry]) -> dict[str, datetime]:
    """Return when one day's events were, as far as its entries tell; all of one local day.

    Waking is the first thing that was logged with a time between 3 and 12 o'clock; lunch the first
    food from 11:00 to 15:30; the last meal the last food from 16:30 on.
    """
    found: dict[str, datetime] = {}
    for entry in sorted((e for e in entries if not e.day_only), key=lambda e: e.at):
        clock = entry.at.time()
        if time(3) <= clock < time(12):
            found.setdefault("waking", entry.at)
        if entry.kind == "food" and entry.name != NONE:
            if _LUNCH[0] <= clock <= _LUNCH[1]:
                found.setdefault("lunch", entry.at)
            if clock >= _EVENING:
                found["last_meal"] = entry.at
    return found


def usual_clock(times: Iterable[datetime]) -> time | None:
    """Return the median local time of day of the last two weeks' times; None when too few."""
    minutes = [at.hour * 60 + at.minute for at in times][-LOOKED_BACK:]
    if len(minutes) < LEAST_TIMES:
        return None
    middle = round(median(minutes))
    return time(middle // 60, middle % 60)


def habits_of(
    days: Iterable[Mapping[str, datetime]], done: Mapping[str, Iterable[datetime]]
) -> Habits:
    """Return the usual times that earlier days show.

    Parameters
    ----------
    days : iterable of Mapping
        The events of each day, oldest first.
    done : Mapping of str to iterable of datetime
        When each item was done, oldest first, on the clock of the place.
    """
    known = list(days)
    events = {name: usual_clock(day[name] for day in known if name in day) for name in DEFAULT_AT}
    items = {ident: usual_clock(times) for ident, times in done.items()}
    return Habits(
        {name: at for name, at in events.items() if at is not None},
        {ident: at for ident, at in items.items() if at is not None},
    )


def window_on(
    item: Item,
    day: date,
    zone: tzinfo,
    habits: Habits = Habits(),
    events: Mapping[str, datetime] | None = None,
) -> Window:
    """Return when an item is meant on a day.

    A time that the clocks skip on that day is moved on by the length of the gap; of one that they
    show twice the first is meant. After an event it is the event itself where it was logged, else
    its usual time, else the time the item names.

    Parameters
    ----------
    item : Item
    day : date
    zone : tzinfo
        Where the person is.
    habits : Habits
    events : Mapping of str to datetime, optional
        What was logged of this day's events.
    """
    cue = item.cue
    if not cue.event:
        return _clock_window(item, day, zone)
    actual = (events or {}).get(cue.event)
    if actual is not None:
        start = actual + timedelta(minutes=cue.minutes_after)
        return Window(start, start + AFTER_EVENT)
    at = habits.events.get(cue.event) or cue.at or DEFAULT_AT[cue.event]
    first, shift = located(datetime.combine(day, at), zone)
    start = first + timedelta(minutes=cue.minutes_after)
    return Window(start, start + AFTER_EVENT, shift)


def _clock_window(item: Item, day: date, zone: tzinfo) -> Window:
    at = item.cue.at or time(12)
    start, shift = located(datetime.combine(day, at), zone)
    if item.what == "meal":
        slack = timedelta(minutes=item.tolerance_min)
        return Window(start - slack, start + slack, shift)
    if item.cue.until is None:
        return Window(start, start + WINDOW, shift)
    end, _ = located(datetime.combine(day, item.cue.until), zone)
    return Window(start, max(end, start + timedelta(minutes=1)), shift)
