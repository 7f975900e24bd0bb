"""One thing of a plan: what it is, its cue, how much, the smallest version, and why it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, TypeAlias

from gutline.routine.errors import RoutineError

What: TypeAlias = Literal[
    "practice", "session", "food", "drink", "supplement", "walk", "wind_down", "posture_break",
    "meal",
]  # fmt: skip
Event: TypeAlias = Literal["waking", "lunch", "last_meal"]
WHAT: tuple[What, ...] = (
    "practice", "session", "food", "drink", "supplement", "walk", "wind_down", "posture_break",
    "meal",
)  # fmt: skip
EVENTS: tuple[Event, ...] = ("waking", "lunch", "last_meal")
WHY = ("finding", "trial", "evidence", "wish")
EVERY_DAY = frozenset(range(7))
MEAL_TOLERANCE_MIN = 45
LONGEST_AFTER_MIN = 12 * 60
LONGEST_NAME, LONGEST_WORDS = 80, 200
_KINDS = {"food": "food", "drink": "drink", "supplement": "supplement"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cue:
    """When something is to be done.

    Attributes
    ----------
    at : time or None
        The usual time of day; for a clock window its beginning. For an event the time to go by
        while nothing is known of the event.
    until : time or None
        The end of a clock window; None is an hour after `at`.
    event : {"waking", "lunch", "last_meal", ""}
        What it follows; empty for a clock window.
    minutes_after : int
        How long after the event.
    """

    at: time | None = None
    until: time | None = None
    event: Event | Literal[""] = ""
    minutes_after: int = 0


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is on the plan.

    Attributes
    ----------
    kind : {"finding", "trial", "evidence", "wish"}
    ref : str
        The evidence card, the trial, or what the finding is about; empty for a wish.
    words : str
        For people.
    """

    kind: str = "wish"
    ref: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a plan.

    Attributes
    ----------
    id : str
        Short and lasting: "wind-down".
    name : str
        What it is called, and what its entries are called in the diary.
    what : str
        One of `WHAT`.
    cue : Cue
    amount : float or None
        How much, in `unit`; None where that is not said.
    unit : str
    weekdays : frozenset of int
        0 Monday to 6 Sunday.
    smallest : str
        What counts on a bad day, in words: "two minutes".
    smallest_amount : float or None
        The same in `unit`.
    why : Why
    tolerance_min : int
        For a meal: how far from its time it still counts.
    ref : str
        The guided practice or exercise it opens; empty for none.
    remind : bool
    """

    id: str
    name: str
    what: What
    cue: Cue
    amount: float | None = None
    unit: str = ""
    weekdays: frozenset[int] = EVERY_DAY
    smallest: str = ""
    smallest_amount: float | None = None
    why: Why = Why()
    tolerance_min: int = MEAL_TOLERANCE_MIN
    ref: str = ""
    remind: bool = True

    @property
    def kind(self) -> str:
        """The kind of entry that doing it makes; empty for a meal, which is logged as food."""
        return "" if self.what == "meal" else _KINDS.get(self.what, "practice")

    @property
    def part(self) -> float | None:
        """How much a part of it is: the smallest version, else half; None where it is not said."""
        if self.smallest_amount is not None:
            return self.smallest_amount
        return None if self.amount is None else self.amount / 2

    def is_on(self, day: date) -> bool:
        """Return whether it is planned for this day of the week."""
        return day.weekday() in self.weekdays


def check_item(item: Item, where: str = "") -> Item:
    """Return an item that can be.

    Parameters
    ----------
    item : Item
    where : str
        Put before the names of fields in messages: "items.2.".

    Raises
    ------
    RoutineError
        When it cannot.
    """
    for field, reason in _problems(item):
        raise RoutineError(f"{where}{field}", reason)
    return item


def _problems(item: Item) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not _ID.fullmatch(item.id):
        found.append(("id", f"{item.id[:40]!r} cannot name an item; use small letters and -"))
    name = item.name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        found.append(("name", f"say what it is, in 1 to {LONGEST_NAME} letters on one line"))
    if item.what not in WHAT:
        found.append(("what", f"{item.what[:40]!r} is not known; use one of {', '.join(WHAT)}"))
    if not item.weekdays or not item.weekdays <= EVERY_DAY:
        found.append(("weekdays", "choose at least one day of the week, 0 Monday to 6 Sunday"))
    if item.why.kind not in WHY:
        found.append(("why", f"{item.why.kind[:40]!r} is not known; use one of {', '.join(WHY)}"))
    if not 5 <= item.tolerance_min <= 180:
        found.append(("tolerance_min", "give 5 to 180 minutes"))
    return [*found, *_cue_problems(item.cue), *_amount_problems(item), *_word_problems(item)]


def _cue_problems(cue: Cue) -> list[tuple[str, str]]:
    if cue.event and cue.event not in EVENTS:
        return [("event", f"{cue.event[:40]!r} is not known; use one of {', '.join(EVENTS)}")]
    if not 0 <= cue.minutes_after <= LONGEST_AFTER_MIN:
        return [("minutes_after", f"give 0 to {LONGEST_AFTER_MIN} minutes")]
    if not cue.event and cue.at is None:
        return [("at", "this cue would never come; give a time of day, or what it follows")]
    if cue.at is not None and cue.until is not None and cue.until <= cue.at:
        reason = "the window ends before it begins, so this cue would never come; swap the two"
        return [("until", reason)]
    return []


def _amount_problems(item: Item) -> list[tuple[str, str]]:
    for field in ("amount", "smallest_amount"):
        value = getattr(item, field)
        if value is not None and not 0 < value <= 100_000:
            return [(field, "give a number above 0, or leave it out")]
    if item.amount and item.smallest_amount and item.smallest_amount > item.amount:
        return [("smallest_amount", "the smallest version is more than the whole; make it less")]
    return []


def _word_problems(item: Item) -> list[tuple[str, str]]:
    texts = {"smallest": item.smallest, "why": item.why.words, "unit": item.unit, "ref": item.ref}
    return [
        (field, f"keep it on one line of {LONGEST_WORDS} letters at most")
        for field, text in texts.items()
        if len(text) > LONGEST_WORDS or (text and not text.isprintable())
    ]


def free_id(name: str, taken: frozenset[str] | set[str]) -> str:
    """Return an id made of a name that no other item has."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40].strip("-") or "item"
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, 10_000) if f"{stem}-{n}" not in taken)
