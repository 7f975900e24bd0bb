"""What a trial of some length can find with this person's noise: power against days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
from scipy.special import chdtri, ndtr, stdtrit

from gutline.stats.assignment_test import TrialColumns
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid, NoiseModel, fit_noise
from gutline.stats.power import Chances, Precision, chances, trial_precision
from gutline.trials.carry_over import exposure_column, planned_carry_over
from gutline.trials.covariates import trial_covariates
from gutline.trials.day_slots import DaySlot
from gutline.trials.deciding import SURE
from gutline.trials.designs import find_logic
from gutline.trials.plan import Plan
from gutline.trials.randomising import schedule_set
from gutline.trials.readings import Readings
from gutline.trials.units import amount, is_rating

# A person of whom nothing is known yet: standard deviation in points, correlation time, slow share.
USUAL_NOISE = NoiseModel(tau_hours=35.0, rho=0.8, variance=4.0)
GOOD_POWER = 0.8
LOOK_BACK_DAYS = 120
_LEAST_RATINGS = 20
_CLOCKS = {1: (20.0,), 2: (9.0, 21.0), 3: (8.0, 14.0, 21.0), 4: (8.0, 12.0, 17.0, 21.0)}
_QUANTILES, _BISECTIONS, _FARTHEST_ERRORS = 400, 30, 60.0
_STEPS = (4, 6, 8, 10, 12, 14, 17, 20, 24, 30)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a trial of one length can find.

    Attributes
    ----------
    pairs, period_days, days : int
    error : float
        Standard error of the effect, in the unit of the outcome.
    power : float
        Chance of finding the smallest important difference.
    clearing : float
        Chance of saying "no meaningful difference" if there is no effect.
    conclusive : float
        Chance of any conclusive answer, an effect of that size and none being equally likely.
    alpha : float
        Error rate that the test really uses: the largest its schedules allow up to the planned one.
    surely_found : float or None
        Effect that is found with a chance of `GOOD_POWER`; None where none ever is.
    """

    pairs: int
    period_days: int
    days: int
    error: float
    power: float
    clearing: float
    conclusive: float
    alpha: float
    surely_found: float | None


@dataclass(frozen=True)
class Form:
    """One length of period, from few pairs to many."""

    period_days: int
    outlooks: tuple[Outlook, ...]

    def days_needed(self, power: float = GOOD_POWER) -> float | None:
        """Return the days after which the power is reached; None when not even the longest does."""
        if self.outlooks and self.outlooks[0].power >= power:
            return float(self.outlooks[0].days)
        for before, after in pairwise(self.outlooks):
            if before.power < power <= after.power:
                part = (power - before.power) / (after.power - before.power)
                return before.days + part * (after.days - before.days)
        return None


def fit_own_noise(readings: Readings) -> NoiseModel:
    """Return the noise of the last months of a diary; a usual one where ratings are few.

    Parameters
    ----------
    readings : Readings
    """
    if not readings.at:
        return USUAL_NOISE
    recent = np.array(
        [at >= readings.at[-1] - timedelta(days=LOOK_BACK_DAYS) for at in readings.at]
    )
    last = readings.only(recent)
    if last.values.size < _LEAST_RATINGS or float(last.values.std()) < 1e-6:
        return USUAL_NOISE
    at = last.hours - float(last.hours[0])
    grid = NoiseGrid.at(at)
    covariates, precision = trial_covariates(at, last.clock_hours)
    (chosen,), variance = fit_noise(grid, last.values[:, None], covariates, precision)
    return NoiseModel(float(grid.tau_hours[chosen]), float(grid.rho[chosen]), float(variance[0]))


def ratings_a_day(readings: Readings) -> int:
    """Return how often a person usually rates on a day with ratings, 1 to 4."""
    days = [at.date() for at in readings.at]
    return int(np.clip(round(len(days) / max(len(set(days)), 1)), 1, 4))


def foresee(plan: Plan, noise: NoiseModel, rating_times: int, rng: np.random.Generator) -> Outlook:
    """Return what one plan can find.

    Parameters
    ----------
    plan : Plan
    noise : NoiseModel
    rating_times : int
        Ratings a day, 1 to 4.
    rng : Generator
    """
    assignments = schedule_set(plan)
    columns = _columns(plan, rating_times)
    precision = trial_precision(columns, assignments, noise, plan.alpha, rng)
    smallest, prior = plan.smallest_difference, (plan.prior_mean, plan.prior_sd)
    real = chances(precision, smallest, smallest, prior, SURE)
    none = chances(precision, 0.0, smallest, prior, SURE)
    return Outlook(
        plan.pairs, plan.period_days, plan.days, precision.error, real.found,
        none.no_meaningful_difference, _conclusive(real, none), precision.alpha,
        surely_found(precision),
    )  # fmt: skip


def _conclusive(real: Chances, none: Chances) -> float:
    return 0.5 * (real.conclusive + none.conclusive)


def surely_found(precision: Precision, power: float = GOOD_POWER) -> float | None:
    """Return the effect that is found with this chance; None where none can be.

    Parameters
    ----------
    precision : Precision
    power : float
    """
    if precision.alpha <= 0.0:
        return None
    freedom = precision.freedom
    shares = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    limit = stdtrit(freedom, 1.0 - precision.alpha / 2.0) * np.sqrt(
        chdtri(freedom, 1.0 - shares) / freedom
    )
    low, high = 0.0, _FARTHEST_ERRORS
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        found = float((ndtr(middle - limit) + ndtr(-middle - limit)).mean())
        low, high = (middle, high) if found < power else (low, middle)
    return high * precision.error * precision.coarse


def _columns(plan: Plan, rating_times: int) -> TrialColumns:
    """Return the arrays of a trial that is still to come, rated as usual."""
    logic = "challenges" if plan.layout == "complete" else "pairs"
    slots = find_logic(logic).lay_out(plan)
    clock = np.tile(_CLOCKS[rating_times], len(slots))
    at = np.repeat(24.0 * np.arange(len(slots)), rating_times) + clock
    units = [_unit(slots, unit, plan, at) for unit in range(2 * plan.pairs)]
    covariates, precision = trial_covariates(at, clock)
    empty = np.zeros((at.size, 1))
    return TrialColumns(at, empty, np.column_stack(units), covariates, precision)


def _unit(slots: Sequence[DaySlot], unit: int, plan: Plan, at: FloatArray) -> FloatArray:
    days = [number for number, slot in enumerate(slots) if slot.unit == unit]
    return exposure_column(at, [(24.0 * days[0], 24.0 * (days[-1] + 1))], planned_carry_over(plan))


def compare_forms(
    plan: Plan, noise: NoiseModel, rating_times: int, rng: np.random.Generator
) -> tuple[Form, Form]:
    """Return the planned length of period and another one, side by side, from few pairs to many.

    The other one is about twice as long, or half as long where twice would be more than four weeks.
    """
    other = 2 * plan.period_days if plan.period_days <= 14 else plan.period_days // 2
    return tuple(_form(plan, days, noise, rating_times, rng) for days in (plan.period_days, other))  # type: ignore[return-value]


def _form(
    plan: Plan, period_days: int, noise: NoiseModel, rating_times: int, rng: np.random.Generator
) -> Form:
    longest = 420
    plans = [replace(plan, pairs=pairs, period_days=period_days) for pairs in _STEPS]
    kept = [p for p in plans if p.days <= longest] or plans[:1]
    return Form(period_days, tuple(foresee(p, noise, rating_times, rng) for p in kept))


def honest_sentence(plan: Plan, forms: Sequence[Form]) -> str:
    """Return the plain line about how long it takes."""
    size = f"an effect of {amount(plan.smallest_difference, plan.unit)}"
    if is_rating(plan.unit):
        size = f"a {plan.smallest_difference:g}-point effect"
    needed = [(form.days_needed(), form) for form in forms]
    possible = [(days, form) for days, form in needed if days is not None]
    if not possible:
        return (
            f"With your diary's noise {size} cannot be found reliably within "
            f"{max(f.outlooks[-1].days for f in forms)} days; a trial is worth it for larger "
            "effects only."
        )
    days, form = min(possible, key=lambda pair: pair[0])
    return (
        f"With your diary's noise {size} needs about {round(days)} days, in periods of "
        f"{form.period_days} days, to be found with a chance of 80 %."
    )
