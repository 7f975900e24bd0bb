"""Heavy tails: Student-t weights for whitened residuals, so that one wild day proves nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from gutline.stats.kernels import FloatArray

FREEDOM_GRID = (3.0, 4.0, 6.0, 9.0, 15.0)
_ROUNDS = 15


@dataclass(frozen=True)
class Tails:
    """A Student-t fit to residuals.

    Attributes
    ----------
    freedom : float
        Degrees of freedom; infinity where the normal distribution fits as well.
    scale : float
        Scale of the residuals.
    """

    freedom: float
    scale: float

    def weights(self, residuals: FloatArray) -> FloatArray:
        """Return the weight of each residual; 1 on average, less for wild ones, shape (n,)."""
        if not np.isfinite(self.freedom):
            return np.ones_like(residuals)
        ratio = residuals / self.scale
        return np.asarray((self.freedom + 1.0) / (self.freedom + ratio**2))

    @property
    def information_variance(self) -> float:
        """Variance that gives weighted least squares its Fisher information.

        A location estimate from t residuals has information ``(v + 1) / (v + 3) / scale**2`` a
        row, less than the mean weight over ``scale**2`` (Lange, Little and Taylor 1989, JASA 84).
        """
        if not np.isfinite(self.freedom):
            return self.scale**2
        return self.scale**2 * (self.freedom + 3.0) / (self.freedom + 1.0)


def fit_tails(residuals: FloatArray) -> Tails:
    """Fit degrees of freedom and scale by maximum likelihood on a grid.

    Parameters
    ----------
    residuals : ndarray, shape (n,)

    Returns
    -------
    Tails
        The normal distribution unless a t is better by more than one unit of log-likelihood.
    """
    normal_scale = float(np.sqrt((residuals**2).mean()))
    if normal_scale == 0.0:
        return Tails(np.inf, 0.0)
    best = (_normal(residuals, normal_scale) + 1.0, Tails(np.inf, normal_scale))
    for freedom in FREEDOM_GRID:
        squared = normal_scale**2
        for _ in range(_ROUNDS):
            weight = (freedom + 1.0) / (freedom + residuals**2 / squared)
            squared = float((weight * residuals**2).mean())
        best = max(
            best,
            (_student(residuals, freedom, squared), Tails(freedom, float(np.sqrt(squared)))),
            key=lambda pair: pair[0],
        )
    return best[1]


def _normal(residuals: FloatArray, scale: float) -> float:
    return float(-0.5 * residuals.size * (np.log(2 * np.pi * scale**2) + 1.0))


def _student(residuals: FloatArray, freedom: float, squared: float) -> float:
    constant = gammaln((freedom + 1) / 2) - gammaln(freedom / 2)
    constant -= 0.5 * np.log(np.pi * freedom * squared)
    spread = np.log1p(residuals**2 / (freedom * squared)).sum()
    return float(residuals.size * constant - 0.5 * (freedom + 1) * spread)
