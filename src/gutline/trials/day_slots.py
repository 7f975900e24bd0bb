"""The days of a plan, before it is known on which dates they fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gutline.trials.plan import Plan

Part = Literal["run_in", "unit", "washout"]


@dataclass(frozen=True, slots=True)
class DaySlot:
    """One day of a plan.

    Attributes
    ----------
    part : {"run_in", "unit", "washout"}
    unit : int
        Number of the period from 0; -1 outside.
    number : int
        Day of its part, from 1.
    length : int
        Days of its part.
    """

    part: Part
    unit: int
    number: int
    length: int


def stretch(part: Part, unit: int, days: int) -> tuple[DaySlot, ...]:
    """Return the days of one part."""
    return tuple(DaySlot(part, unit, number, days) for number in range(1, days + 1))


def run_in_then_units(plan: Plan) -> tuple[DaySlot, ...]:
    """Return a run-in, then every unit, with a washout before each but the first."""
    days = list(stretch("run_in", -1, plan.run_in_days))
    for unit in range(2 * plan.pairs):
        if unit:
            days += stretch("washout", -1, plan.washout_days)
        days += stretch("unit", unit, plan.period_days)
    return tuple(days)
