"""Periods of a trial and the schedule they make, checked before anything is computed from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from gutline.diary.zones import located
from gutline.stats.coin_sequences import MOST_TOSSES, RandomisationError
from gutline.stats.randomisation import AssignmentSet, Layout
from gutline.trials.errors import TrialError

_REFERENCE_WORDS = frozenset({
    "a", "control", "placebo", "sham", "off", "without", "no", "none", "baseline", "usual", "0",
    "avoid", "out", "reference", "inactive", "not", "false",
})  # fmt: skip
_REFERENCE_STARTS = ("no ", "without ", "off ", "sham ", "placebo ", "not ", "non-", "no-")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time under one condition.

    Attributes
    ----------
    start, end : datetime
        Aware; the end is the first moment that is no longer in it.
    condition : str
    pair : str
        Name of the pair it belongs to; empty where there are none.
    """

    start: datetime
    end: datetime
    condition: str
    pair: str = ""


@dataclass(frozen=True)
class Schedule:
    """Periods in order of time, and how they were randomised.

    Attributes
    ----------
    periods : tuple of Period
    layout : {"pairs", "complete", "alternating", "days"}
    reference, active : str
        The two conditions; effects are of the active one against the reference.
    longest_run : int, optional
        The limit that was set on equal ones in a row when it was drawn.
    planned : int
        Periods that were planned, where the trial ended before the last; else 0.
    """

    periods: tuple[Period, ...]
    layout: Layout
    reference: str
    active: str
    longest_run: int | None = None
    planned: int = 0

    @property
    def assignment(self) -> tuple[int, ...]:
        """1 for each active period, else 0."""
        return tuple(int(p.condition == self.active) for p in self.periods)

    @property
    def assignments(self) -> AssignmentSet:
        """The set it was drawn from.

        Raises
        ------
        TrialError
            When it cannot have been drawn so.
        """
        own = self.assignment
        if self.layout != "alternating":
            self._check_coins(len(own))
        try:
            drawn = self._drawn_from(len(own), sum(own))
            drawn.tosses(own)
        except RandomisationError as error:
            raise TrialError(str(error)) from None
        return drawn

    def _check_coins(self, units: int) -> None:
        """Refuse more coins than can be analysed: the work grows with their square and more."""
        coins = units // 2 if self.layout == "pairs" else units
        if coins > MOST_TOSSES:
            what = {"pairs": "pairs", "days": "days"}.get(self.layout, "periods")
            raise TrialError(
                f"the schedule has {coins:,} {what}, each with a coin of its own, and at most "
                f"{MOST_TOSSES} can be analysed at once; give it in parts, such as year by year"
            )

    def _drawn_from(self, units: int, ones: int) -> AssignmentSet:
        if self.planned <= units:
            return AssignmentSet.of(self.layout, units, ones, self.longest_run)
        half = self.planned // 2
        return AssignmentSet.of(self.layout, self.planned, half, self.longest_run, units)


def make_schedule(
    periods: Iterable[Period],
    layout: Layout = "pairs",
    *,
    reference: str = "",
    longest_run: int | None = None,
) -> Schedule:
    """Put periods in order and check that they make a trial.

    Parameters
    ----------
    periods : iterable of Period
    layout : str
        How they were randomised.
    reference : str
        The condition that the other is compared with; guessed from the words unless given.
    longest_run : int, optional

    Raises
    ------
    TrialError
        When periods overlap or end before they start, when there are not two conditions, or when
        pairs are not pairs.
    """
    ordered = tuple(sorted(periods, key=lambda p: (p.start, p.end)))
    _check_times(ordered)
    conditions = tuple(dict.fromkeys(p.condition for p in ordered))
    base = _reference(conditions, reference)
    active = next(c for c in conditions if c != base)
    if layout == "pairs":
        _check_pairs(ordered)
    elif layout == "days":
        ordered = tuple(day for period in ordered for day in _days_of(period))
    schedule = Schedule(ordered, layout, base, active, longest_run)
    _ = schedule.assignments
    return schedule


def _check_times(periods: Sequence[Period]) -> None:
    if not periods:
        raise TrialError("the schedule has no periods; give it a row for each")
    for period in periods:
        if period.end <= period.start:
            raise TrialError(
                f"the period that starts at {_shown(period.start)} ends before or when it starts; "
                "correct its end"
            )
        if not period.condition.strip():
            raise TrialError(
                f"the period that starts at {_shown(period.start)} has no condition; name it"
            )
    for first, second in pairwise(periods):
        if second.start < first.end:
            raise TrialError(
                f"the periods that start at {_shown(first.start)} and {_shown(second.start)} "
                f"overlap: the first ends at {_shown(first.end)}; correct one of them"
            )


def _reference(conditions: Sequence[str], asked: str) -> str:
    """Return the condition that is compared with."""
    names = ", ".join(repr(c[:40]) for c in conditions[:6])
    if len(conditions) < 2:
        raise TrialError(f"a trial compares two conditions; the schedule has only {names}")
    if len(conditions) > 2:
        raise TrialError(
            f"the schedule has {len(conditions)} conditions ({names}); a trial compares two: check "
            "the spelling, or leave out the periods of the others"
        )
    if asked:
        wanted = asked.strip().casefold()
        for condition in conditions:
            if condition.casefold() == wanted:
                return condition
        raise TrialError(f"there is no condition {asked!r}; the schedule has {names}")
    telling = [c for c in conditions if _is_reference(c)]
    return telling[0] if len(telling) == 1 else min(conditions, key=str.casefold)


def _is_reference(condition: str) -> bool:
    word = condition.casefold()
    return word in _REFERENCE_WORDS or word.startswith(_REFERENCE_STARTS)


def _check_pairs(periods: Sequence[Period]) -> None:
    if len(periods) % 2:
        raise TrialError(
            f"{len(periods)} periods do not make pairs; add the missing one, or say how else the "
            "trial was randomised"
        )
    for name, number in Counter(p.pair for p in periods if p.pair).items():
        if number > 2:
            raise TrialError(
                f"the pair {name[:40]!r} has {number} periods; a pair has two: number the pairs, "
                "or leave their column empty"
            )
    for first, second in zip(periods[::2], periods[1::2], strict=True):
        where = f"the periods that start at {_shown(first.start)} and {_shown(second.start)}"
        if first.pair != second.pair:
            raise TrialError(f"{where} stand together but are not of one pair; correct the pairs")
        if first.condition == second.condition:
            raise TrialError(
                f"{where} are a pair of the same condition; correct one, or say how else the "
                "trial was randomised"
            )


def _days_of(period: Period) -> list[Period]:
    """Return a period cut into its days.

    They change at local midnight, unless the period itself keeps to another hour at both ends: a
    day from eight to eight is one day with one coin, not two halves with a coin each.
    """
    turns = time() if time() in {period.start.time(), period.end.time()} else period.start.time()
    parts, start = [], period.start
    while start < period.end:
        end = min(_next_turn(start, turns), period.end)
        parts.append(replace(period, start=start, end=end))
        start = end
    return parts


def _next_turn(start: datetime, turns: time) -> datetime:
    """Return when the next day begins, on the local clock."""
    zone = start.tzinfo or UTC
    for ahead in (0, 1):
        turn = located(datetime.combine(start.date() + timedelta(days=ahead), turns), zone)[0]
        if turn > start:
            return turn
    return start + timedelta(days=1)


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
