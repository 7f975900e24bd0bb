"""Challenges: weeks without, then days of challenge, real and sham in any order, days off after."""

from __future__ import annotations

from gutline.trials.day_slots import DaySlot, run_in_then_units
from gutline.trials.layouts import Layout
from gutline.trials.plan import Plan

LAYOUT: Layout = "complete"


def lay_out(plan: Plan) -> tuple[DaySlot, ...]:
    """Return the days of a plan in order, as if nothing were ever missed."""
    return run_in_then_units(plan)
