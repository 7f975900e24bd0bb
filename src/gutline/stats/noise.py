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

# Columns are filtered some at a time, so that they stay near at hand between its steps.
_CELLS_AT_ONCE = 131_072


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
        errors = np.empty(values.shape, order="F")
        width = max(_CELLS_AT_ONCE // values.shape[0], 1)
        for first in range(0, values.shape[1], width):
            some = slice(first, first + width)
            self._filter(values[:, some], errors[:, some])
        return np.asarray(errors.reshape(columns.shape, order="F"))

    def adjoint(self, errors: FloatArray) -> FloatArray:
        """Return the transposed filter times columns (n, p): what `apply` does, run backwards.

        ``x' adjoint(apply(y))`` is the inner product of `apply` of x and of y.
        """
        driven = np.asfortranarray(errors * self._inverse_scale)
        solved, _ = dtbtrs(self._band, driven.copy(order="F"), uplo="L", diag="U", trans="T")
        driven[:-1] -= self.gain[:, None] * solved[1:]
        return driven

    def _filter(self, values: FloatArray, errors: FloatArray) -> None:
        """Write the scaled prediction errors of some columns, few enough to stay near at hand."""
        errors[0] = 0.0
        np.multiply(values[:-1], self.gain[:, None], out=errors[1:])
        predicted, info = dtbtrs(self._band, errors, uplo="L", diag="U", overwrite_b=1)
        if info != 0:  # pragma: no cover - a unit diagonal cannot be singular
            message = f"the filter could not be solved (LAPACK dtbtrs said {info})"
            raise ArithmeticError(message)
        np.subtract(values, predicted, out=errors)
        np.multiply(errors, self._inverse_scale, out=errors)

    @cached_property
    def _inverse_scale(self) -> FloatArray:
        return np.asarray(1.0 / self.scale[:, None])


def make_whiteners(at_hours: FloatArray, tau_hours: FloatArray, rho: FloatArray) -> list[Whitener]:
    """Return the one-step filter of each of T noise models.

    Parameters
    ----------
    at_hours : ndarray, shape (n,)
        Times in hours, not decreasing.
    tau_hours, rho : ndarray, shape (T,)
    """
    decay = np.exp(-np.diff(at_hours)[:, None] / tau_hours[None, :])
    white = 1.0 - rho
    kept, fresh = decay**2 * white, rho * (1.0 - decay**2)
    ahead = np.empty((at_hours.size, tau_hours.size))
    ahead[0] = now = rho
    for i in range(at_hours.size - 1):
        now = kept[i] * now / (now + white) + fresh[i]
        ahead[i + 1] = now
    spread = ahead + white
    weight = (ahead / spread)[:-1]
    carry, gain = (decay * (1.0 - weight)).T, (decay * weight).T
    each = zip(carry.copy(), gain.copy(), np.sqrt(spread).T.copy(), strict=True)
    return [Whitener(*filtered) for filtered in each]


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


@dataclass(frozen=True)
class GridLikelihood:
    """What the restricted likelihood needs of the covariates under every model of a grid.

    Made once for the covariates; any outcomes at the same times are then scored by two passes of
    the filter over the outcomes alone, whatever the number of covariates.

    Attributes
    ----------
    grid : NoiseGrid
        T filters at the n times.
    covariates : ndarray, shape (n, q)
    inverse : ndarray, shape (T, q, q)
        Inverse Cholesky factors of ``Z'S^-1 Z + D``, S being a model's covariance.
    fixed : ndarray, shape (T,)
        Twice the logarithms of the determinants, less the prior's.
    freedom : int
        Ratings less the covariates without a prior.
    """

    grid: NoiseGrid
    covariates: FloatArray
    inverse: FloatArray
    fixed: FloatArray
    freedom: int

    @classmethod
    def of(cls, grid: NoiseGrid, covariates: FloatArray, precision: FloatArray) -> GridLikelihood:
        """Prepare covariates with independent normal priors.

        Parameters
        ----------
        grid : NoiseGrid
        covariates : ndarray, shape (n, q)
        precision : ndarray, shape (q,)
            Prior precision of each coefficient relative to the noise variance, so 0 for a free
            one; the likelihood has the coefficients integrated out.
        """
        grams = np.empty((len(grid.whiteners), *2 * precision.shape))
        for gram, whitener in zip(grams, grid.whiteners, strict=True):
            white = whitener.apply(covariates)
            np.matmul(white.T, white, out=gram)
        lower = np.linalg.cholesky(grams + np.diag(precision + 1e-9))
        scales = np.array([np.log(whitener.scale).sum() for whitener in grid.whiteners])
        diagonals = np.log(np.einsum("tii->ti", lower)).sum(axis=1)
        proper = precision > 0
        fixed = 2.0 * (scales + diagonals) - float(np.log(precision[proper]).sum())
        freedom = covariates.shape[0] - int(np.count_nonzero(~proper))
        return cls(grid, covariates, np.linalg.inv(lower), fixed, freedom)

    def scores(self, outcomes: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the restricted log-likelihood and the variance under every model.

        Parameters
        ----------
        outcomes : ndarray, shape (n, M)

        Returns
        -------
        scores, variances : ndarray, shape (T, M)
            Log-likelihoods up to a constant that is the same for all models and any covariates.

        References
        ----------
        Harville (1977), Maximum likelihood approaches to variance component estimation, JASA 72.
        """
        squares = np.einsum("tmm->tm", self._left(outcomes))
        return self._log_likelihood(squares, self.fixed)

    def choose(self, outcomes: FloatArray) -> tuple[list[int], FloatArray]:
        """Return the likeliest model of each outcome, (M,), and its variance, shape (M,)."""
        scores, variances = self.scores(outcomes)
        chosen = [int(i) for i in np.argmax(scores, axis=0)]
        return chosen, variances[chosen, np.arange(outcomes.shape[1])]

    def scores_with(self, column: FloatArray, precision: float, outcomes: FloatArray) -> FloatArray:
        """Return the log-likelihoods with one more covariate, shape (T, M).

        Parameters
        ----------
        column : ndarray, shape (n,)
        precision : float
            Prior precision of its coefficient, more than 0.
        outcomes : ndarray, shape (n, M)
        """
        left = self._left(np.column_stack([column, outcomes]))
        energy = left[:, :1, 0] + precision + 1e-9
        squares = np.einsum("tmm->tm", left)[:, 1:] - left[:, 0, 1:] ** 2 / energy
        fixed = self.fixed + np.log(energy[:, 0]) - np.log(precision)
        return self._log_likelihood(squares, fixed)[0]

    def _log_likelihood(
        self, squares: FloatArray, fixed: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        squares = np.maximum(squares, 1e-12)
        return -0.5 * (fixed[:, None] + self.freedom * np.log(squares)), squares / self.freedom

    def _left(self, columns: FloatArray) -> FloatArray:
        """Return inner products of columns (n, A) with the covariates taken out, (T, A, A)."""
        count = columns.shape[1]
        products = np.empty((len(self.grid.whiteners), count, count))
        crossed = np.empty((len(self.grid.whiteners), self.covariates.shape[1], count))
        for t, whitener in enumerate(self.grid.whiteners):
            white = whitener.apply(columns)
            np.matmul(white.T, white, out=products[t])
            np.matmul(self.covariates.T, whitener.adjoint(white), out=crossed[t])
        half = self.inverse @ crossed
        return np.asarray(products - half.transpose(0, 2, 1) @ half)


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
    return GridLikelihood.of(grid, covariates, precision).choose(outcomes)
