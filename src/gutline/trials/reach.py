"""What one plan can find and what not, in plain sentences, before it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gutline.stats.noise import NoiseModel
from gutline.trials.days_out import MOST_DAYS_OUT, days_out
from gutline.trials.plan import Plan
from gutline.trials.planner import GOOD_POWER, Form, Outlook, foresee
from gutline.trials.units import amount, decimals, unit_words

# Below this share of the planned error rate the test gives away much of its power.
_MUCH_LEFT = 0.8
_MOST_MORE = 6


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
    parts = (
        _finds(plan, outlook),
        _too_long(plan, forms),
        _few(plan, outlook, noise, rating_times),
    )
    return tuple(part for part in parts if part)


def _finds(plan: Plan, outlook: Outlook) -> str:
    if outlook.surely_found is None:
        return ""
    size = f"{outlook.surely_found:,.{decimals(outlook.surely_found, plan.unit, 1)}f}"
    return (
        f"This plan of {outlook.days} days finds a difference of {size} "
        f"{unit_words(plan.unit)} or more with a chance of {_percent(GOOD_POWER, 0)}."
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
        f"A trial long enough to find {amount(plan.smallest_difference, plan.unit)} would keep "
        f"{plan.exposure} out for more than the {MOST_DAYS_OUT} days in all that are allowed."
    )


def _few(plan: Plan, outlook: Outlook, noise: NoiseModel, rating_times: int) -> str:
    """Say what few schedules cost the test, and what a few pairs more would give."""
    if outlook.alpha >= _MUCH_LEFT * plan.alpha:
        return ""
    more, after = _next_better(plan, outlook, noise, rating_times)
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


def _next_better(
    plan: Plan, outlook: Outlook, noise: NoiseModel, rating_times: int
) -> tuple[Plan, Outlook]:
    """Return the plan with the fewest pairs more whose test can use a larger error rate."""
    more, after = plan, outlook
    for pairs in range(plan.pairs + 1, plan.pairs + _MOST_MORE + 1):
        more = replace(plan, pairs=pairs)
        after = foresee(more, noise, rating_times, np.random.default_rng(0))
        if after.alpha > outlook.alpha:
            break
    return more, after


def _percent(share: float, digits: int = 1) -> str:
    return f"{100.0 * share:.{digits}f} %"
