"""The noise of one person's ratings: an Ornstein-Uhlenbeck process plus white noise.

With variance 1 in all, the process u has variance `rho` and correlation ``exp(-dt / tau_hours)``
between two times; the white part has variance ``1 - rho``. The process is Markov, so the one-step
filter whitens a column in O(n) (Kalman 1960) and needs no n x n matrix. Prediction errors use the
past only: what they hold is independent of everything that came before, food chosen because of
yesterday's pain included.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg.lapack import dtbtrs

from gutline.stats.kernels import FloatArray

TAU_GRID_HOURS = (6.0, 14.0, 30.0, 60.0, 120.0, 260.0)
RHO_GRID = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)


@dataclass(frozen=True)
class NoiseModel:
    """Parameters of the noise.

    Attributes
    ----------
    tau_hours : float
        Correlation time of the slow part in hours.
    rho : float
        Share of the variance that is slow, 0 <= rho < 1.
    variance : float
        Total variance, points squared.
    """

    tau_hours: float
    rho: float
    variance: float


@dataclass(frozen=True)
class Whitener:
    """The one-step filter of one noise model at one set of times.

    Attributes
    ----------
    carry, gain : ndarray, shape (n - 1,)
        The next prediction is ``carry * prediction + gain * value``.
    scale : ndarray, shape (n,)
        Standard deviation of the prediction errors for unit variance.
    """

    carry: FloatArray
    gain: FloatArray
    scale: FloatArray

    @cached_property
    def _band(self) -> FloatArray:
        """The filter as a lower triangular band of width two, shape (2, n)."""
        band = np.ones((2, self.scale.size), order="F")
        band[1, :-1] = -self.carry
        return band

    def apply(self, columns: FloatArray) -> FloatArray:
        """Return one-step prediction errors of each column, scaled to equal variance.

        Parameters
        ----------
        columns : ndarray, shape (n,) or (n, p)

        Returns
        -------
        ndarray
            Same shape, Fortran order when two-dimensional.
        """
        if not columns.size:  # LAPACK must not be asked to solve for no column at all
            return columns.copy()
        values = columns.reshape(columns.shape[0], -1)
        driven = np.empty(values.shape, order="F")
        driven[0] = 0.0
        np.multiply(values[:-1], self.gain[:, None], out=driven[1:])
        predicted, info = dtbtrs(self._band, driven, uplo="L", diag="U", overwrite_b=1)
        if info != 0:  # pragma: no cover - a unit diagonal cannot be singular
            message = f"the filter could not be solved (LAPACK dtbtrs said {info})"
            raise ArithmeticError(message)
        errors = np.subtract(values, predicted, out=predicted)
        errors /= self.scale[:, None]
        return np.asarray(errors.reshape(columns.shape, order="F"))


def make_whiteners(at_hours: FloatArray, tau_hours: FloatArray, rho: FloatArray) -> list[Whitener]:
    """Return the one-step filter of each of T noise models.

    Parameters
    ----------
    at_hours : ndarray, shape (n,)
        Times in hours, not decreasing.
    tau_hours, rho : ndarray, shape (T,)
    """
    n, models = at_hours.size, tau_hours.size
    decay = np.exp(-np.diff(at_hours)[:, None] / tau_hours[None, :])
    carry, gain = np.zeros((n - 1, models)), np.zeros((n - 1, models))
    spread = np.zeros((n, models))
    white = 1.0 - rho
    ahead = rho.copy()
    for i in range(n):
        spread[i] = ahead + white
        if i == n - 1:
            break
        weight = ahead / spread[i]
        kept = decay[i] * (1.0 - weight)
        carry[i], gain[i] = kept, decay[i] * weight
        ahead = decay[i] * kept * ahead + rho * (1.0 - decay[i] ** 2)
    scale = np.sqrt(spread)
    return [
        Whitener(carry[:, t].copy(), gain[:, t].copy(), scale[:, t].copy()) for t in range(models)
    ]


def noise_grid() -> tuple[FloatArray, FloatArray]:
    """Return the grid of (tau_hours, rho) pairs searched by `fit_noise`; rho = 0 stands once."""
    pairs = [(TAU_GRID_HOURS[0], 0.0)]
    pairs += [(tau, rho) for rho in RHO_GRID if rho > 0 for tau in TAU_GRID_HOURS]
    tau, rho = np.array(pairs).T
    return tau, rho


@dataclass(frozen=True)
class NoiseGrid:
    """The filters of a whole grid at one set of times, made once and used for every refit.

    Attributes
    ----------
    tau_hours, rho : ndarray, shape (T,)
    whiteners : list of Whitener
    """

    tau_hours: FloatArray
    rho: FloatArray
    whiteners: list[Whitener]

    @classmethod
    def at(cls, at_hours: FloatArray) -> NoiseGrid:
        """Make the filters of `noise_grid` at times `at_hours`, shape (n,), in hours."""
        tau, rho = noise_grid()
        return cls(tau, rho, make_whiteners(at_hours, tau, rho))


def fit_noise(
    grid: NoiseGrid, outcomes: FloatArray, covariates: FloatArray, precision: FloatArray
) -> tuple[list[int], FloatArray]:
    """Choose each outcome's noise model by restricted maximum likelihood (REML) on a grid.

    Covariates have independent normal priors given as precisions relative to the noise variance,
    so a precision of 0 is a free coefficient; the likelihood has them integrated out.

    Parameters
    ----------
    grid : NoiseGrid
        T filters at the n times.
    outcomes : ndarray, shape (n, M)
    covariates : ndarray, shape (n, q)
    precision : ndarray, shape (q,)

    Returns
    -------
    chosen : list of int
        Index into the grid for each outcome.
    variance : ndarray, shape (M,)
        REML variance under the chosen model, points squared.

    References
    ----------
    Harville (1977), Maximum likelihood approaches to variance component estimation, JASA 72.
    """
    scores, variances = grid_scores(grid, outcomes, covariates, precision)
    chosen = [int(i) for i in np.argmax(scores, axis=0)]
    return chosen, variances[chosen, np.arange(outcomes.shape[1])]


def grid_scores(
    grid: NoiseGrid, outcomes: FloatArray, covariates: FloatArray, precision: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the restricted log-likelihood and the variance under every model of a grid.

    Parameters
    ----------
    grid, outcomes, covariates, precision
        As for `fit_noise`.

    Returns
    -------
    scores, variances : ndarray, shape (T, M)
        Log-likelihoods up to a constant that is the same for all models and any covariates.
    """
    n, m = outcomes.shape
    both = np.column_stack([covariates, outcomes])
    scores = np.empty((len(grid.whiteners), m))
    variances = np.empty_like(scores)
    proper = precision > 0
    freedom = n - int(np.count_nonzero(~proper))
    known = float(np.log(precision[proper]).sum())
    for t, whitener in enumerate(grid.whiteners):
        white = whitener.apply(both)
        z, y = white[:, :-m], white[:, -m:]
        lower = np.linalg.cholesky(z.T @ z + np.diag(precision + 1e-9))
        part = np.linalg.solve(lower, z.T @ y)
        rss = np.maximum((y**2).sum(axis=0) - (part**2).sum(axis=0), 1e-12)
        fixed = 2 * (np.log(whitener.scale).sum() + np.log(np.diag(lower)).sum())
        scores[t] = -0.5 * (fixed - known + freedom * np.log(rss))
        variances[t] = rss / freedom
    return scores, variances
