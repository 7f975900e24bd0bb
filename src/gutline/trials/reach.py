"""What one plan can find and what not, in plain sentences, before it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gutline.stats.noise import NoiseModel
from gutline.trials.plan import Plan
from gutline.trials.planner import GOOD_POWER, Form, Outlook, foresee
from gutline.trials.proposing import MOST_DAYS_OUT
from gutline.trials.safety_plans import days_out
from gutline.trials.wording import in_points

# Below this share of the planned error rate the test gives away much of its power.
_MUCH_LEFT = 0.8


def reach_sentences(
    plan: Plan, outlook: Outlook, forms: Sequence[Form], noise: NoiseModel, rating_times: int
) -> tuple[str, ...]:
    """Return what a plan finds, what its few schedules cost, and whether it may be longer.

    Parameters
    ----------
    plan : Plan
    outlook : Outlook
        Of the plan.
    forms : sequence of Form
    noise : NoiseModel
    rating_times : int
        Ratings a day, 1 to 4.
    """
    parts = (_finds(outlook), _too_long(plan, forms), _few(plan, outlook, noise, rating_times))
    return tuple(part for part in parts if part)


def _finds(outlook: Outlook) -> str:
    if outlook.surely_found is None:
        return ""
    return (
        f"This plan of {outlook.days} days finds a difference of {outlook.surely_found:.1f} points "
        f"or more with a chance of {_percent(GOOD_POWER, 0)}."
    )


def _too_long(plan: Plan, forms: Sequence[Form]) -> str:
    """Say so where whatever is long enough keeps the thing out for longer than the gates allow."""
    if not plan.eliminates:
        return ""
    enough = [one for form in forms for one in form.outlooks if one.power >= GOOD_POWER]
    out = [days_out(replace(plan, pairs=o.pairs, period_days=o.period_days)) for o in enough]
    if out and min(out) <= MOST_DAYS_OUT:
        return ""
    return (
        f"A trial long enough to find {in_points(plan.smallest_difference)} would keep "
        f"{plan.exposure} out for more than the {MOST_DAYS_OUT} days in all that are allowed."
    )


def _few(plan: Plan, outlook: Outlook, noise: NoiseModel, rating_times: int) -> str:
    """Say what few schedules cost the test, and what one pair more would give."""
    if outlook.alpha >= _MUCH_LEFT * plan.alpha:
        return ""
    more = replace(plan, pairs=plan.pairs + 1)
    after = foresee(more, noise, rating_times, np.random.default_rng(0))
    lead = (
        f"{plan.pairs} pairs have so few possible schedules that the test can use an error rate of "
        f"{_percent(outlook.alpha)} only, not {_percent(plan.alpha, 0)}"
    )
    if outlook.alpha == 0.0:
        lead = (
            f"{plan.pairs} pairs have so few possible schedules that no p at or below "
            f"{plan.alpha:g} exists"
        )
    return f"{lead}; {more.pairs} pairs can use {_percent(after.alpha)}."


def _percent(share: float, digits: int = 1) -> str:
    return f"{100.0 * share:.{digits}f} %"
