"""Days off one thing of the plan, and what followed such spells before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from gutline.routine.adherence import DayKept, State
from gutline.routine.drift_evidence import FloatArray, Series, Size, regression_size

SPELL_DAYS = 3
LEAST_SPELLS = 4
"""Earlier spells that are needed before anything is said of what follows them."""
LATER_DAYS = (0, 1, 2, 3)
LEVEL = 0.05
"""Chance that anything is said where nothing follows, over all items and delays."""
_NINETY = NormalDist().inv_cdf(0.95)


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell off one item, and what followed earlier ones.

    Attributes
    ----------
    item : str
        Id of the item.
    days : int
        Planned days in a row on which it was skipped, up to now.
    later_days : int
        After how many days the symptom changed most.
    size : Size
        By how much, with a 90 % interval.
    earlier : int
        Spells before this one.
    """

    item: str
    days: int
    later_days: int
    size: Size
    earlier: int


def find_spell(kept: Sequence[DayKept], symptom: Series, first_day: int) -> Spell | None:
    """Return the spell that goes on now and after which the symptom was worse before.

    Parameters
    ----------
    kept : sequence of DayKept
        In order, one a day without gaps.
    symptom : Series
        On the same days, 0 being `first_day`.
    first_day : int
        Ordinal of day 0.

    Returns
    -------
    Spell or None
        The one with most behind it; None where none is sure enough.
    """
    runs = _runs(kept)
    going = {ident: run for ident, run in runs.items() if run and run[-1] >= SPELL_DAYS}
    tests = max(len(runs), 1) * len(LATER_DAYS)
    sure = NormalDist().inv_cdf(1.0 - LEVEL / tests)
    found = []
    for ident, run in going.items():
        days = np.array([day.day.toordinal() - first_day for day in kept])
        best = _strongest(symptom, days, np.array(run), ident)
        if best is not None and best[0] >= sure:
            found.append(best)
    return max(found, key=lambda one: one[0])[1] if found else None


def _runs(kept: Sequence[DayKept]) -> Mapping[str, list[int]]:
    """Return for each item how many planned days in a row it was skipped, day by day.

    A day on which it was not planned, and a day off, leave the run as it is; one that is unknown
    ends it, since it may have been done.
    """
    idents = sorted({ident for day in kept for ident in day.states})
    found: dict[str, list[int]] = {ident: [] for ident in idents}
    for day in kept:
        for ident, run in found.items():
            before = run[-1] if run else 0
            run.append(_next(before, None if day.off else day.states.get(ident)))
    return found


def _next(before: int, state: State | None) -> int:
    if state is None:
        return before
    return before + 1 if state == "skipped" else 0


def _strongest(
    symptom: Series, days: FloatArray, run: FloatArray, ident: str
) -> tuple[float, Spell] | None:
    inside = run >= SPELL_DAYS
    earlier = int(np.count_nonzero(inside[1:] & ~inside[:-1]) + inside[0]) - 1
    if earlier < LEAST_SPELLS:
        return None
    best: tuple[float, Spell] | None = None
    for later in LATER_DAYS:
        column = np.isin(symptom.day - later, days[inside]).astype(np.float64)
        if not 0.0 < column.mean() < 1.0:
            continue
        size = regression_size(symptom, column)
        sureness = size.points / max((size.high - size.points) / _NINETY, 1e-9)
        if best is None or sureness > best[0]:
            best = (sureness, Spell(ident, int(run[-1]), later, size, earlier))
    return best
