"""A filled plan for a suspect, a helper, or anything a person wants to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from gutline.catalog.designs import Design, load_designs
from gutline.trials.carry_over import CarryOver
from gutline.trials.days_out import MOST_DAYS_IN_A_ROW, MOST_DAYS_OUT, PUT_BACK_DAYS
from gutline.trials.designs import find_logic
from gutline.trials.errors import TrialError
from gutline.trials.plan import Plan, estimand_in, stopping_in
from gutline.trials.units import is_rating

_MOST_PERIOD_DAYS = 28
_SETTLED = 3.0
USUAL_PRIOR_SD = 1.0
"""Spread of the prior of an effect in points, before anything is known."""


@dataclass(frozen=True)
class Wish:
    """What a person wants to know, and what is known of it already.

    Attributes
    ----------
    exposure, outcome : str
    kind : str
        Entry kind of the exposure, such as "food".
    lag_curve : tuple of (float, float)
        Lags in hours with effects, from the findings; empty when not known.
    trial_days, washout_days : int or None
        What the evidence says of a period and of the time after it.
    """

    exposure: str
    outcome: str
    kind: str = "food"
    lag_curve: tuple[tuple[float, float], ...] = ()
    trial_days: int | None = None
    washout_days: int | None = None


def propose_design(kind: str, *, helper: bool = False, left_out: bool = False) -> Design:
    """Return the design for a kind of thing.

    Parameters
    ----------
    kind : str
        Entry kind.
    helper : bool
        Whether it is something new that may help.
    left_out : bool
        Whether it is left out now and to be brought back.
    """
    designs = load_designs()
    if left_out:
        return designs["challenges"]
    if helper:
        return designs["adding_a_helper"]
    fitting = [d for d in designs.values() if kind in d.kinds and d.logic == "pairs"]
    fitting.sort(key=lambda d: (d.run_in_days, d.id))
    return fitting[0] if fitting else designs["paired_crossover"]


def propose_plan(wish: Wish, design: Design, start: date, zone: str, **settings: object) -> Plan:
    """Return the plan a design gives for a wish; any field may be set instead.

    Parameters
    ----------
    wish : Wish
    design : Design
    start : date
    zone : str
    settings : object
        Fields of `Plan` that the person wants otherwise; None leaves a field as proposed.

    Raises
    ------
    TrialError
        When the pairs are fewer than the design allows, or a field cannot be used.
    """
    lags, effects = zip(*wish.lag_curve, strict=True) if wish.lag_curve else ((), ())
    hours = _carry_over_hours(wish, design, lags, effects)
    values: dict[str, object] = {
        "reference": design.reference_words.format(exposure=wish.exposure),
        "active": design.active_words.format(exposure=wish.exposure),
        "period_days": _period_days(wish, design, hours),
        "washout_days": design.washout_days,
        "run_in_days": design.run_in_days,
        "layout": find_logic(design.logic).LAYOUT,
        "carry_over_hours": hours,
        "lag_curve": wish.lag_curve,
        "portions": design.portions,
        "eliminates": design.eliminates,
        "kind": wish.kind,
    }
    values |= {name: value for name, value in settings.items() if value is not None}
    values |= _told_in(str(values.get("unit", "")))
    values.setdefault("pairs", _pairs(design, values))
    values.setdefault("longest_run", _longest_run(values))
    least = values.get("smallest_difference")
    if "prior_sd" not in values and isinstance(least, int | float) and least > USUAL_PRIOR_SD:
        # Under a narrower prior nothing that matters could be, before anything was seen.
        values["prior_sd"] = float(least)
    plan = Plan(design.id, wish.exposure, wish.outcome, start=start, zone=zone, **values)  # type: ignore[arg-type]
    _check_pairs(plan, design)
    if plan.eliminates and plan.put_back is None:
        end = start + timedelta(days=plan.days + PUT_BACK_DAYS)
        values["put_back"] = end
        plan = Plan(design.id, wish.exposure, wish.outcome, start=start, zone=zone, **values)  # type: ignore[arg-type]
    return plan


def _told_in(unit: str) -> dict[str, object]:
    """Return the words of a plan for an outcome of this unit."""
    if is_rating(unit):
        return {}
    return {"estimand": estimand_in(unit), "stopping_rule": stopping_in(unit)}


def _carry_over_hours(
    wish: Wish, design: Design, lags: Sequence[float], effects: Sequence[float]
) -> float:
    """Return the mean carry-over: the lag curve's, else the evidence's, else the design's."""
    if lags:
        return round(CarryOver.of_curve(lags, effects).mean_hours, 1)
    if wish.washout_days is not None:
        # What is to be gone after the washout has gone by nineteen parts in twenty.
        return round(24.0 * wish.washout_days / _SETTLED, 1)
    return design.carry_over_hours


def _period_days(wish: Wish, design: Design, hours: float) -> int:
    """Return the days of a period: long enough for the effect to be there half of them or more."""
    if _SETTLED * hours <= 0.5 * 24.0 * design.period_days:
        return design.period_days
    if wish.trial_days is not None:
        most = design.slow_period_days if design.eliminates else _MOST_PERIOD_DAYS
        return max(design.period_days, min(wish.trial_days, most))
    return design.slow_period_days


def _pairs(design: Design, values: Mapping[str, object]) -> int:
    """Return the pairs that are advised; fewer where something would be out for too long."""
    length = [values[name] for name in ("period_days", "washout_days", "run_in_days")]
    if not values["eliminates"] or not all(isinstance(n, int) and n >= 0 for n in length):
        return design.advised_pairs
    period, between, before = cast("list[int]", length)
    fitting = (MOST_DAYS_OUT - before + between) // max(period + 2 * between, 1)
    return max(design.minimum_pairs, min(design.advised_pairs, fitting))


def _longest_run(values: Mapping[str, object]) -> int | None:
    """Return how many periods without it may follow each other, where any order can be drawn.

    None where no order keeps it out for longer than the gates allow, or every one does.
    """
    length = [values[name] for name in ("pairs", "period_days", "washout_days", "run_in_days")]
    if values["layout"] != "complete" or not values["eliminates"]:
        return None
    if not all(isinstance(n, int) and n >= 0 for n in length):
        return None
    pairs, period, between, before = cast("list[int]", length)
    fitting = (MOST_DAYS_IN_A_ROW - before) // max(period + between, 1)
    return fitting if 1 <= fitting < pairs else None


def _check_pairs(plan: Plan, design: Design) -> None:
    if plan.pairs < design.minimum_pairs:
        raise TrialError(
            f"{plan.pairs} pairs are too few for {design.name.lower()}: it needs "
            f"{design.minimum_pairs} or more to answer anything"
        )
