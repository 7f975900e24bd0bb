"""The weekly review: a minute of looking back that ends in at most one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gutline.routine.adherence import Counts, DayKept, counts_of
from gutline.routine.items import Item
from gutline.routine.plan import Plan

WEEK_DAYS = 7
LEAST_KNOWN = 3
"""Days of an item that must be known before anything is proposed about it."""
SELDOM, MOSTLY = 0.5, 0.8
FEW_ITEMS = 4

ChangeKind = Literal["smaller", "other cue", "prepare", "set aside", "add", "keep"]


@dataclass(frozen=True, slots=True)
class Row:
    """One item in the review.

    Attributes
    ----------
    item : Item
    week, before : Counts
        The last seven days, and the three weeks before them.
    reason : str
        The commonest reason for skipping it; may be empty.
    """

    item: Item
    week: Counts
    before: Counts
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The one change that is proposed.

    Attributes
    ----------
    kind : {"smaller", "other cue", "prepare", "set aside", "add", "keep"}
    item : str
        Id of the item it is about; empty for none.
    words : str
        For people.
    """

    kind: ChangeKind
    item: str
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """A week looked back on.

    Attributes
    ----------
    first, last : date
        The seven days.
    rows : tuple of Row
        In the order of the plan.
    change : Change
        Exactly one; "keep" changes nothing.
    days_off : int
    """

    first: date
    last: date
    rows: tuple[Row, ...]
    change: Change
    days_off: int


def weekly_review(
    plan: Plan, days: Sequence[DayKept], last: date, changed: date | None = None
) -> Review:
    """Return the review of the seven days that end with a day.

    Parameters
    ----------
    plan : Plan
        As it is now.
    days : sequence of DayKept
        Four weeks of them are looked at; missing ones are not known.
    last : date
    changed : date, optional
        The day on which the plan changed last: one change at a time is enough.
    """
    first = last - timedelta(days=WEEK_DAYS - 1)
    week = [day for day in days if first <= day.day <= last]
    before = [day for day in days if first - timedelta(days=21) <= day.day < first]
    rows = tuple(
        Row(i, counts_of(week, i.id), counts_of(before, i.id), _reason([*before, *week], i.id))
        for i in plan.items
    )
    off = sum(bool(day.off) for day in week)
    change = _change(rows, off)
    if rows and changed == last and change.kind != "keep":
        change = _JUST_CHANGED
    return Review(first, last, rows, change, off)


_JUST_CHANGED = Change("keep", "", "The plan changed today. That is enough for this week.")


def _reason(days: Sequence[DayKept], ident: str) -> str:
    told = Counter(day.reasons[ident] for day in days if ident in day.reasons)
    return told.most_common(1)[0][0] if told else ""


def _change(rows: Sequence[Row], days_off: int) -> Change:
    """Return the change with the most to gain; when in doubt none."""
    if not rows:
        return Change("add", "", "There is nothing on the plan yet. Add one small thing.")
    known = [row for row in rows if row.week.known >= LEAST_KNOWN]
    if not known:
        why = " You had days off." if days_off else ""
        return Change("keep", "", f"Too little is known of this week to change anything.{why}")
    hardest = min(known, key=lambda row: (_kept(row.week), row.item.id))
    if _kept(hardest.week) < SELDOM:
        return _easier(hardest)
    if len(known) == len(rows) < FEW_ITEMS and all(_kept(r.week) >= MOSTLY for r in rows):
        words = "Everything on the plan holds. If you like, add one small thing; else leave it."
        return Change("add", "", words)
    return Change("keep", "", "This holds well enough. Leave it as it is for another week.")


def _kept(counts: Counts) -> float:
    return counts.counting / counts.known if counts.known else 1.0


def _easier(row: Row) -> Change:
    name, ident = row.item.name, row.item.id
    if row.reason == "felt worse":
        words = f"You felt worse with “{name}”. Set it aside for now, and see whether that helps."
        return Change("set aside", ident, words)
    if row.reason == "forgot":
        words = f"“{name}” was forgotten most. Tie it to something you do anyway."
        return Change("other cue", ident, words)
    if row.reason == "not at hand":
        words = f"What “{name}” needs was not at hand. Put it out the evening before."
        return Change("prepare", ident, words)
    if row.reason == "did not want to":
        words = f"You did not want to do “{name}”. It may go from the plan; that is a result too."
        return Change("set aside", ident, words)
    small = row.item.smallest or "half of it"
    words = f"“{name}” did not fit into most days. Plan the smallest version: {small}."
    return Change("smaller", ident, words)
