"""A plan: its items, when reminders keep quiet, and which version held on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from gutline.routine.errors import RoutineError, TooManyError
from gutline.routine.items import Item, check_item

MOST_ITEMS = 20
"""More than this cannot be kept; the person is asked to choose."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to do, day by day.

    Attributes
    ----------
    items : tuple of Item
        In the order in which they were added.
    quiet_from, quiet_until : time
        Reminders keep quiet between them; over midnight when the first is later.
    names_in_reminders : bool
        Whether a reminder may say what it is about. Until allowed it says nothing of health.
    refused : frozenset of str
        Proposals the person did not want; they are not made again.
    """

    items: tuple[Item, ...] = ()
    quiet_from: time = time(22)
    quiet_until: time = time(7)
    names_in_reminders: bool = False
    refused: frozenset[str] = frozenset()

    def item(self, ident: str) -> Item:
        """Return one item.

        Raises
        ------
        RoutineError
            When there is none of this id.
        """
        for item in self.items:
            if item.id == ident:
                return item
        raise RoutineError("item", f"there is no {ident[:60]!r} on the plan; it may be off it now")

    def on(self, day: date) -> tuple[Item, ...]:
        """Return what is planned for a day, in order of its usual time."""
        return tuple(sorted((i for i in self.items if i.is_on(day)), key=_usual_order))


def _usual_order(item: Item) -> tuple[int, str]:
    at = item.cue.at
    rank = {"waking": 7, "lunch": 13, "last_meal": 19, "": 12}[item.cue.event] * 60
    return (at.hour * 60 + at.minute if at else rank + item.cue.minutes_after, item.id)


def check_plan(plan: Plan) -> Plan:
    """Return a plan that can be.

    Raises
    ------
    TooManyError
        When it has more items than can be kept.
    RoutineError
        When an item cannot be, or two share an id.
    """
    if len(plan.items) > MOST_ITEMS:
        raise TooManyError(
            "items",
            f"{len(plan.items)} things are too many to keep; choose the {MOST_ITEMS} that matter"
            " most - three to begin with is better still",
        )
    seen: set[str] = set()
    for number, item in enumerate(plan.items):
        check_item(item, f"items.{number}.")
        if item.id in seen:
            raise RoutineError(f"items.{number}.id", f"{item.id!r} is there twice; rename one")
        seen.add(item.id)
    return plan


def with_item(plan: Plan, item: Item) -> Plan:
    """Return the plan with an item added, or in place of the one of the same id.

    Raises
    ------
    RoutineError
        When the item cannot be, with its own field, or there are too many.
    """
    check_item(item)
    there = [own.id for own in plan.items]
    if item.id in there:
        items = tuple(item if own.id == item.id else own for own in plan.items)
    else:
        items = (*plan.items, item)
    return check_plan(replace(plan, items=items))


def without_item(plan: Plan, ident: str) -> Plan:
    """Return the plan without an item; nothing that was done of it is lost.

    Raises
    ------
    RoutineError
        When there is none of this id.
    """
    plan.item(ident)
    return replace(plan, items=tuple(own for own in plan.items if own.id != ident))


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A plan as it stood from a day on.

    Attributes
    ----------
    since : date
        The first local day on which it held.
    plan : Plan
    """

    since: date
    plan: Plan


def plan_on(versions: Sequence[PlanVersion], day: date) -> Plan:
    """Return the plan that held at the end of a day; an empty one before the first version."""
    held = [version for version in versions if version.since <= day]
    return held[-1].plan if held else Plan()


def changed_on(versions: Sequence[PlanVersion]) -> date | None:
    """Return the day on which what is planned changed last; None before the first version.

    Quiet hours, and what was refused, are no change of it.
    """
    found, before = None, Plan()
    for version in versions:
        if version.plan.items != before.items:
            found = version.since
        before = version.plan
    return found
