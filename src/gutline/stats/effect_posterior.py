"""The posterior of one effect: a normal prior times Student-t likelihoods of many noise models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.stats.assignment_test import Grams
from gutline.stats.kernels import FloatArray

_POINTS = 2_001
_REACH_SDS = 9.0


@dataclass(frozen=True)
class EffectPosterior:
    """A posterior density on a grid.

    Attributes
    ----------
    points : ndarray, shape (G,)
        Effects, evenly spaced.
    mass : ndarray, shape (G,)
        Probability at each; sums to 1.
    """

    points: FloatArray
    mass: FloatArray

    @property
    def mean(self) -> float:
        """Posterior mean."""
        return float(self.points @ self.mass)

    @property
    def sd(self) -> float:
        """Posterior standard deviation."""
        return float(np.sqrt((self.points - self.mean) ** 2 @ self.mass))

    def below(self, value: float) -> float:
        """Return the probability of an effect below `value`."""
        step = float(self.points[1] - self.points[0])
        edges = np.append(self.points - 0.5 * step, self.points[-1] + 0.5 * step)
        reached = np.concatenate([[0.0], np.cumsum(self.mass)])
        return float(np.interp(value, edges, np.minimum(reached, 1.0)))

    def within(self, size: float) -> float:
        """Return the probability of an effect between minus and plus `size`."""
        return self.below(size) - self.below(-size)

    def quantile(self, probability: float) -> float:
        """Return the effect below which lies this much probability."""
        reached = np.cumsum(self.mass) - 0.5 * self.mass
        return float(np.interp(probability, reached, self.points))


def effect_posterior(
    grams: Grams, assignment: FloatArray, prior_mean: float, prior_sd: float
) -> EffectPosterior:
    """Return the posterior of the effect of the assignment that was carried out.

    Given a noise model and its variance integrated out, the likelihood of an effect is a Student-t
    kernel; models are averaged by their restricted likelihood, and the product with the normal
    prior is normalised on a grid.

    Parameters
    ----------
    grams : Grams
        The first outcome column is the rating.
    assignment : ndarray, shape (U,)
    prior_mean, prior_sd : float
        Of the effect, in points.
    """
    energy = np.einsum("u,tuv,v->t", assignment, grams.units, assignment)
    inner = grams.crossed[:, :, 0] @ assignment
    squares = grams.outcomes[:, 0, 0]
    centre = inner / energy
    rest = np.maximum(squares - inner * centre, 1e-12)
    sd = np.sqrt(rest / max(grams.freedom - 1, 1) / energy)
    points = _grid(centre, sd, prior_mean, prior_sd)
    miss = rest[:, None] + energy[:, None] * (points[None, :] - centre[:, None]) ** 2
    score = -0.5 * (grams.fixed[:, None] + grams.freedom * np.log(miss))
    log_mass = np.logaddexp.reduce(score, axis=0)
    log_mass -= 0.5 * ((points - prior_mean) / prior_sd) ** 2
    mass = np.exp(log_mass - log_mass.max())
    return EffectPosterior(points, mass / mass.sum())


def _grid(centre: FloatArray, sd: FloatArray, prior_mean: float, prior_sd: float) -> FloatArray:
    """Return effects that reach wherever prior times likelihood can be."""
    precision = 1.0 / sd**2 + 1.0 / prior_sd**2
    middle = (centre / sd**2 + prior_mean / prior_sd**2) / precision
    reach = _REACH_SDS / np.sqrt(precision)
    return np.linspace(float((middle - reach).min()), float((middle + reach).max()), _POINTS)
