"""What was done of a plan: done, partly, skipped and unknown are four different things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Literal, TypeAlias

from gutline.catalog.practice_names import SESSION, logged_as
from gutline.diary import Entry
from gutline.diary.entries import NONE
from gutline.diary.texts import same_name
from gutline.routine.cues import window_on
from gutline.routine.errors import RoutineError
from gutline.routine.items import Item
from gutline.routine.plan import Plan

State: TypeAlias = Literal["done", "partly", "skipped", "unknown"]
STATES: tuple[State, ...] = ("done", "partly", "skipped", "unknown")
REASONS = ("forgot", "no time", "not at hand", "felt worse", "did not want to", "other")
OFF = ("sick", "holiday")
SHARE: Mapping[State, float] = {"done": 1.0, "partly": 0.5, "skipped": 0.0}
"""How much of an item was kept; of what is unknown nothing is said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody said of one item on one day.

    Attributes
    ----------
    state : {"done", "partly", "skipped"}
    reason : str
        Why it was skipped, one of `REASONS`; may be empty.
    at : datetime or None
        When it was marked, on the clock of the place.
    entry : str
        Id of the diary entry it made; empty for none.
    """

    state: State
    reason: str = ""
    at: datetime | None = None
    entry: str = ""


def check_mark(mark: Mark) -> Mark:
    """Return a mark that can be.

    Raises
    ------
    RoutineError
        When its state or reason is not known.
    """
    if mark.state not in SHARE:
        raise RoutineError("state", f"{mark.state[:40]!r} is not known; use {', '.join(SHARE)}")
    if mark.reason and (mark.state != "skipped" or mark.reason not in REASONS):
        raise RoutineError("reason", f"goes with skipped, and is one of: {', '.join(REASONS)}")
    return mark


@dataclass(frozen=True, slots=True)
class DayMarks:
    """All that was said of one day.

    Attributes
    ----------
    day : date
    marks : Mapping of str to Mark
        By id of the item.
    off : {"", "sick", "holiday"}
        A day that is not counted, and on which nothing reminds.
    """

    day: date
    marks: Mapping[str, Mark] = field(default_factory=dict)
    off: str = ""


@dataclass(frozen=True, slots=True)
class DayKept:
    """What is known of a plan on one day.

    Attributes
    ----------
    day : date
    states : Mapping of str to str
        Of everything planned, by id.
    reasons : Mapping of str to str
        Of what was skipped with a reason.
    off : str
        "sick" or "holiday"; the day then counts for nothing.
    """

    day: date
    states: Mapping[str, State]
    reasons: Mapping[str, str] = field(default_factory=dict)
    off: str = ""

    @property
    def known(self) -> tuple[State, ...]:
        """The states that are known; none on a day off."""
        if self.off:
            return ()
        return tuple(state for state in self.states.values() if state != "unknown")

    @property
    def share(self) -> float | None:
        """How much of what is known was kept, 0 to 1; None where nothing is known."""
        known = self.known
        return sum(SHARE[state] for state in known) / len(known) if known else None


def day_kept(
    plan: Plan, marks: DayMarks, entries: Iterable[Entry] = (), zone: tzinfo | None = None
) -> DayKept:
    """Return what is known of a plan on one day.

    What was marked stands. What was not marked but logged in the diary counts as done, or partly
    where it was less than planned. On a day that is marked as complete what is not there was not
    done; on any other day it is unknown.

    Parameters
    ----------
    plan : Plan
        As it held on that day.
    marks : DayMarks
    entries : iterable of Entry
        Everything logged of that local day.
    zone : tzinfo, optional
        Where the person was; needed for meal times.
    """
    logged = tuple(entries)
    complete = any(entry.kind == "complete" and entry.name == "all" for entry in logged)
    states: dict[str, State] = {}
    for item in plan.on(marks.day):
        mark = marks.marks.get(item.id)
        seen = mark.state if mark else seen_in(item, marks.day, logged, zone)
        states[item.id] = "skipped" if seen == "unknown" and complete else seen
    reasons = {
        ident: mark.reason for ident, mark in marks.marks.items() if mark.reason and ident in states
    }
    return DayKept(marks.day, states, reasons, marks.off)


def seen_in(item: Item, day: date, entries: Sequence[Entry], zone: tzinfo | None = None) -> State:
    """Return what the diary alone says of an item: done, partly or unknown."""
    if item.what == "meal":
        return _meal_seen(item, day, entries, zone)
    names = names_of(item)
    own = [e for e in entries if (e.kind, same_name(e.name)) in names]
    if not own:
        return "unknown"
    amounts = [e.value for e in own if e.value is not None and e.unit == item.unit]
    less = item.amount is not None and bool(amounts) and sum(amounts) < 0.75 * item.amount
    return "partly" if less else "done"


def names_of(item: Item) -> frozenset[tuple[str, str]]:
    """Return kinds and names, as `same_name` has them, under which an item stands in a diary.

    What is practised along a guide goes by the guide's name as well as by the item's own.
    """
    guided = logged_as(item.ref or (SESSION if item.what == SESSION else ""))
    own = {(item.kind, same_name(item.name))} if item.kind else set()
    return frozenset(own | ({(guided.kind, same_name(guided.name))} if guided else set()))


def _meal_seen(item: Item, day: date, entries: Sequence[Entry], zone: tzinfo | None) -> State:
    if zone is None:
        return "unknown"
    window = window_on(item, day, zone)
    eaten = [e.at for e in entries if e.kind == "food" and e.name != NONE and not e.day_only]
    return "done" if any(window.start <= at <= window.end for at in eaten) else "unknown"


@dataclass(frozen=True, slots=True)
class Counts:
    """Days of one item by what is known of them; days off are in none of the first four."""

    done: int = 0
    partly: int = 0
    skipped: int = 0
    unknown: int = 0
    off: int = 0

    @property
    def counting(self) -> int:
        """Days that count: done, also in the smallest version."""
        return self.done + self.partly

    @property
    def known(self) -> int:
        """Days of which something is known."""
        return self.done + self.partly + self.skipped

    @property
    def planned(self) -> int:
        """Days on which it was planned, days off left out."""
        return self.known + self.unknown


def counts_of(days: Iterable[DayKept], ident: str) -> Counts:
    """Return the days of one item."""
    tally = dict.fromkeys((*STATES, "off"), 0)
    for day in days:
        if ident in day.states:
            tally["off" if day.off else day.states[ident]] += 1
    return Counts(**tally)


def by_week(days: Iterable[DayKept], ident: str) -> dict[date, Counts]:
    """Return the days of one item by week; a week is named by its Monday."""
    weeks: dict[date, list[DayKept]] = {}
    for day in days:
        monday = date.fromordinal(day.day.toordinal() - day.day.weekday())
        weeks.setdefault(monday, []).append(day)
    return {monday: counts_of(own, ident) for monday, own in sorted(weeks.items())}
