"""What a trial of some length can find with one person's noise, quickly enough to compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtrit

from gutline.stats.assignment_test import Grams, TrialColumns
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid, NoiseModel, make_whiteners
from gutline.stats.randomisation import MOST_EXACT, AssignmentSet

_SCHEDULES = 24
_DRAWS = 4_000
# The noise is not known but fitted in the trial itself; measured against simulated trials.
_FITTED = 1.05


@dataclass(frozen=True)
class Precision:
    """How precisely a trial of one length measures an effect.

    Attributes
    ----------
    error : float
        Standard error in points.
    freedom : float
        Degrees of freedom that the randomisation leaves.
    alpha : float
        Largest error rate up to the one asked for that the set of schedules allows; 0 when none.
    """

    error: float
    freedom: float
    alpha: float


@dataclass(frozen=True)
class Chances:
    """How a trial may end if the effect is some size.

    Attributes
    ----------
    found : float
        Chance of p <= alpha.
    helps, harms, no_meaningful_difference : float
        Chance of each conclusive decision, an effect below 0 being a benefit.
    """

    found: float
    helps: float
    harms: float
    no_meaningful_difference: float

    @property
    def conclusive(self) -> float:
        """Chance of any conclusive decision."""
        return self.helps + self.harms + self.no_meaningful_difference


def trial_precision(
    columns: TrialColumns,
    assignments: AssignmentSet,
    noise: NoiseModel,
    alpha: float,
    rng: np.random.Generator,
) -> Precision:
    """Return the precision of a trial that is still to come.

    Parameters
    ----------
    columns : TrialColumns
        At the times at which ratings are expected; the outcomes' values do not matter.
    assignments : AssignmentSet
    noise : NoiseModel
        Of the person's diary.
    alpha : float
        Error rate, such as 0.05.
    rng : Generator
        Draws some of the schedules.
    """
    tau, rho = np.array([noise.tau_hours]), np.array([noise.rho])
    grid = NoiseGrid(tau, rho, make_whiteners(columns.at_hours, tau, rho))
    gram = Grams.of(columns, grid).units[0]
    drawn = assignments.assigned(assignments.coins.draws(_SCHEDULES, rng)).astype(np.float64)
    energy = ((drawn @ gram) * drawn).sum(axis=1)
    error = float(np.sqrt(noise.variance / np.median(energy))) * _FITTED
    return Precision(
        error, max(assignments.coins.length - 1.0, 1.0), _reachable(assignments, alpha)
    )


def _reachable(assignments: AssignmentSet, alpha: float) -> float:
    """Return the largest p-value up to alpha that a two-sided exact test can give."""
    size = assignments.count()
    if size > MOST_EXACT:
        return alpha
    return 2.0 * int(alpha * size / 2.0 + 1e-9) / float(size)


def chances(
    precision: Precision,
    effect: float,
    smallest: float,
    prior: tuple[float, float],
    sure: float,
    rng: np.random.Generator,
) -> Chances:
    """Return how a trial may end if the effect is `effect` points.

    Parameters
    ----------
    precision : Precision
    effect : float
    smallest : float
        Smallest important difference in points.
    prior : (float, float)
        Mean and standard deviation of the effect.
    sure : float
        Probability from which on "no meaningful difference" is said, and below which it stands
        in the way of the other two.
    rng : Generator
    """
    z = rng.standard_normal(_DRAWS)
    spread = np.sqrt(rng.chisquare(precision.freedom, _DRAWS) / precision.freedom)
    estimate, error = effect + precision.error * z, precision.error * spread
    found = np.zeros(_DRAWS, dtype=bool)
    if precision.alpha > 0:
        limit = stdtrit(precision.freedom, 1.0 - precision.alpha / 2.0)
        found = np.abs(estimate) > limit * error
    alike = within_probability(estimate, error, smallest, prior) >= sure
    return Chances(
        float(found.mean()),
        float((found & ~alike & (estimate < 0)).mean()),
        float((found & ~alike & (estimate > 0)).mean()),
        float(alike.mean()),
    )


def within_probability(
    estimate: FloatArray, error: FloatArray, smallest: float, prior: tuple[float, float]
) -> FloatArray:
    """Return the posterior probability of an effect within plus and minus `smallest`."""
    precision = 1.0 / error**2 + 1.0 / prior[1] ** 2
    mean = (estimate / error**2 + prior[0] / prior[1] ** 2) / precision
    sd = 1.0 / np.sqrt(precision)
    return np.asarray(ndtr((smallest - mean) / sd) - ndtr((-smallest - mean) / sd))
