"""What a trial of some length can find with one person's noise, quickly enough to compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, ndtr, ndtri, stdtrit

from gutline.stats.assignment_test import Grams, TrialColumns
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid, NoiseModel, make_whiteners
from gutline.stats.randomisation import MOST_EXACT, AssignmentSet

_SCHEDULES = 24
# Quantiles of the estimate and of its standard error that stand for all of them.
_ESTIMATES, _SPREADS = 120, 40
# The noise is fitted in the trial itself, from all prediction errors: nearly as good as known.
_FITTED = 1.02
# Where the test rejects for one schedule and its mirror only, an effect must be larger by so much
# than Student's t says to be found as often; with more of them by less, as this power of theirs.
_COARSE, _FADES = 0.13, 1.25


@dataclass(frozen=True)
class Precision:
    """How precisely a trial of one length measures an effect.

    Attributes
    ----------
    error : float
        Standard error.
    freedom : float
        Degrees of freedom that the randomisation leaves.
    alpha : float
        Largest error rate up to the one asked for that the set of schedules allows; 0 when none.
    coarse : float
        How many times larger an effect must be, since the schedules are few, than Student's t
        says.
    """

    error: float
    freedom: float
    alpha: float
    coarse: float = 1.0


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
    reachable = _reachable(assignments, alpha)
    return Precision(error, _freedom(assignments), reachable, _coarse(assignments, reachable))


def _freedom(assignments: AssignmentSet) -> float:
    """Return the degrees of freedom of a test that compares schedules, the noise being known.

    Under the schedules that were not drawn an effect adds to the spread of the statistic, exactly
    as it adds to the sum of squares of a t-test on the units that the coins decide.
    """
    lost = 1 if assignments.coins.ones is None else 2
    return max(assignments.coins.length - float(lost), 1.0)


def _coarse(assignments: AssignmentSet, alpha: float) -> float:
    """Return by how much few schedules make it harder to find an effect.

    Where just one schedule and its mirror reject, the drawn one has to beat every other: with six
    pairs each of them has to show the effect. Student's t knows nothing of that.
    """
    if alpha <= 0.0 or assignments.count() > MOST_EXACT:
        return 1.0
    rejecting = 0.5 * alpha * assignments.count()
    return float(1.0 + _COARSE * rejecting**-_FADES)


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
) -> Chances:
    """Return how a trial may end if the effect is `effect`, without any draw.

    Parameters
    ----------
    precision : Precision
    effect : float
    smallest : float
        Smallest important difference.
    prior : (float, float)
        Mean and standard deviation of the effect.
    sure : float
        Probability from which on "no meaningful difference" is said, and below which it stands
        in the way of the other two.
    """
    freedom = precision.freedom
    z = ndtri((np.arange(_ESTIMATES) + 0.5) / _ESTIMATES)[:, None]
    shares = (np.arange(_SPREADS) + 0.5) / _SPREADS
    spread = np.sqrt(chdtri(freedom, 1.0 - shares) / freedom)[None, :]
    estimate, error = effect + precision.error * z, precision.error * spread
    found = np.zeros((_ESTIMATES, _SPREADS), dtype=bool)
    if precision.alpha > 0:
        limit = stdtrit(freedom, 1.0 - precision.alpha / 2.0)
        felt = effect / precision.coarse + precision.error * z
        found = np.abs(felt) > limit * error
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
