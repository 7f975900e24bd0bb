"""Sessions of movement, put together by rule: what comes after what, how long, and when not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gutline.catalog.exercises import PLACES, Exercise
from gutline.catalog.sessions import SessionRule
from gutline.safety.advice import Advice, strictest_first

LONGEST_STRETCH = 1.5
"""An exercise may be done so much longer than its usual set to fill the time."""
_STOPPING = frozenset({"emergency", "urgent"})
_STEP_S = 5


@dataclass(frozen=True, slots=True)
class SessionItem:
    """One exercise of a session.

    Attributes
    ----------
    exercise : Exercise
    seconds : int
        How long it is done.
    change_s : int
        Seconds to get ready for it.
    """

    exercise: Exercise
    seconds: int
    change_s: int

    @property
    def whole_s(self) -> int:
        """Seconds with getting ready."""
        return self.seconds + self.change_s


@dataclass(frozen=True, slots=True)
class Session:
    """Exercises in the order in which they are done."""

    minutes: int
    items: tuple[SessionItem, ...]

    @property
    def seconds(self) -> int:
        """How long all of it takes."""
        return sum(item.whole_s for item in self.items)


def stopping(advice: Iterable[Advice]) -> Advice | None:
    """Return the strictest advice under which nobody should be led through movement, or None."""
    held = [one for one in advice if one.urgency in _STOPPING]
    return strictest_first(held)[0] if held else None


def fitting(
    exercises: Iterable[Exercise], *, bloated: bool = False, places: Iterable[str] = PLACES
) -> list[Exercise]:
    """Return the exercises that fit: what presses the belly is left out when it is bloated."""
    wanted = set(places)
    return [e for e in exercises if e.place in wanted and not (bloated and e.presses)]


def put_together(
    rule: SessionRule,
    exercises: Mapping[str, Exercise],
    *,
    bloated: bool = False,
    places: Iterable[str] = (),
    turn: int = 0,
) -> Session:
    """Return a session by a rule.

    Parameters
    ----------
    rule : SessionRule
    exercises : Mapping of str to Exercise
    bloated : bool
        Leave out whatever presses the belly.
    places : iterable of str
        Where it can be done: standing, chair, floor; those of the rule when left out.
    turn : int
        Another number gives another choice; the same number gives the same session.

    Returns
    -------
    Session
        Never longer than the rule says; shorter only when no more exercises fit.
    """
    usable = fitting(exercises.values(), bloated=bloated, places=tuple(places) or rule.places)
    wanted = {share.part for share in rule.parts}
    usable = [e for e in usable if e.part in wanted]
    whole = rule.minutes * 60
    chosen: list[Exercise] = []
    due = 0.0
    for share in rule.parts:
        due += whole * share.share
        part = [e for e in usable if e.part == share.part]
        chosen += _taken(_turned(part, turn), due - _cost(chosen, rule), rule.change_s)
    rest = [e for e in _turned(usable, turn) if e not in chosen]
    chosen += _taken(rest, whole - _cost(chosen, rule), rule.change_s)
    items = [SessionItem(e, e.seconds, rule.change_s) for e in _in_order(chosen, rule)]
    return Session(rule.minutes, tuple(_lengthened(items, whole)))


def _turned(exercises: Iterable[Exercise], turn: int) -> list[Exercise]:
    """Return exercises in another order for each turn, the same one every time for the same."""
    return sorted(
        exercises, key=lambda e: hashlib.sha256(f"{turn}:{e.id}".encode("ascii")).digest()
    )


def _taken(exercises: Iterable[Exercise], seconds: float, change_s: int) -> list[Exercise]:
    taken = []
    for exercise in exercises:
        if exercise.seconds + change_s <= seconds:
            taken.append(exercise)
            seconds -= exercise.seconds + change_s
    return taken


def _cost(chosen: Sequence[Exercise], rule: SessionRule) -> int:
    return sum(e.seconds + rule.change_s for e in chosen)


def _in_order(chosen: Sequence[Exercise], rule: SessionRule) -> list[Exercise]:
    """Return exercises part by part; in each, those in one place together, to and fro like a saw.

    Who has lain down stays down for the next part, and gets up once.
    """
    parts = [share.part for share in rule.parts]
    order = sorted(chosen, key=lambda e: parts.index(e.part))
    found: list[Exercise] = []
    for _, group in groupby(order, key=lambda e: e.part):
        ahead = sorted(group, key=lambda e: list(PLACES).index(e.place))
        last = found[-1].place if found else "standing"
        backwards = ahead[-1].place == last and ahead[0].place != last
        found += reversed(ahead) if backwards else ahead
    return found


def _lengthened(items: Sequence[SessionItem], whole: int) -> list[SessionItem]:
    """Give the seconds that are left to the exercises, in steps, as far as each can take them."""
    made = list(items)
    left = whole - sum(item.whole_s for item in made)
    grown = True
    while grown and left >= _STEP_S:
        grown = False
        for index, item in enumerate(made):
            longer = item.seconds + _STEP_S
            if left >= _STEP_S and longer <= item.exercise.seconds * LONGEST_STRETCH:
                made[index] = replace(item, seconds=longer)
                left -= _STEP_S
                grown = True
    return made
