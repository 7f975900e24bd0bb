"""Whitened regression columns with the covariates projected out, without an n x n matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg.lapack import dtrtrs

from gutline.stats.kernels import FloatArray
from gutline.stats.noise import Whitener

_CELLS_AT_ONCE = 131_072


@dataclass(frozen=True)
class Projection:
    """Removes covariates with normal priors from whitened columns.

    With whitened covariates Z and prior precisions D relative to the noise variance it stands for
    ``M = I - Z (Z'Z + D)^-1 Z'``, the covariance structure left when the coefficients are
    integrated out.

    Attributes
    ----------
    covariates : ndarray, shape (n, q)
        Whitened covariates.
    lower : ndarray, shape (q, q)
        Cholesky factor of ``Z'Z + D``.
    """

    covariates: FloatArray
    lower: FloatArray

    @classmethod
    def of(cls, covariates: FloatArray, precision: FloatArray) -> Projection:
        """Make the projection from whitened covariates (n, q) and prior precisions (q,)."""
        gram = covariates.T @ covariates + np.diag(precision + 1e-9)
        return cls(covariates, np.asfortranarray(np.linalg.cholesky(gram)))

    def restricted(self, kept: np.ndarray, precision: FloatArray) -> Projection:
        """Return the projection on some of the covariates, with their prior precisions.

        Parameters
        ----------
        kept : ndarray of bool, shape (q,)
        precision : ndarray, shape (kept.sum(),)
        """
        return Projection.of(self.covariates[:, kept], precision)

    @property
    def effective_number(self) -> float:
        """Effective number of covariates: the trace of ``Z (Z'Z + D)^-1 Z'``."""
        return float((self.unit**2).sum())

    @cached_property
    def unit(self) -> FloatArray:
        """``Z L^-T``, shape (n, q): M is the identity less its outer product with itself."""
        return np.ascontiguousarray(_solved(self.lower, self.covariates.T).T)

    def half(self, columns: FloatArray) -> FloatArray:
        """Return ``L^-1 Z' columns``: inner products through it are what M takes away."""
        return np.asarray(self.unit.T @ columns)

    def residuals(self, columns: FloatArray) -> FloatArray:
        """Return ``columns - Z (Z'Z + D)^-1 Z' columns``, shape as given."""
        return np.asarray(columns - self.unit @ self.half(columns))

    def coefficients(self, column: FloatArray) -> FloatArray:
        """Return the covariates' posterior mean coefficients for one whitened outcome, (q,)."""
        return _solved(self.lower, self.half(column), transposed=True)


def _solved(lower: FloatArray, right: FloatArray, *, transposed: bool = False) -> FloatArray:
    """Solve a lower triangular system by LAPACK itself: the checks around it cost more than it."""
    if not right.size:  # LAPACK must not be asked to solve for no column at all
        return right.copy()
    solution, info = dtrtrs(lower, right, lower=1, trans=int(transposed))
    if info != 0:
        message = f"the covariates are not independent (LAPACK dtrtrs said {info})"
        raise ArithmeticError(message)
    return np.asarray(solution.reshape(right.shape))


@dataclass(frozen=True)
class Design:
    """Candidate columns and covariates of one set of rating times, whitened by one noise model.

    Attributes
    ----------
    columns : ndarray, shape (n, p), Fortran order
        Whitened candidate columns.
    projection : Projection
        Of the covariates, whitened and weighted.
    root : ndarray, shape (n,), or None
        Square roots of the rows' weights, 1 unless given. The columns are as large as the diary
        and shared by outcomes of other weights, so they are never weighted themselves.
    """

    columns: FloatArray
    projection: Projection
    root: FloatArray | None = None

    @classmethod
    def whiten(
        cls, columns: FloatArray, covariates: FloatArray, precision: FloatArray, by: Whitener
    ) -> Design:
        """Whiten raw columns (n, p) and covariates (n, q) by one filter."""
        return cls(by.apply(columns), Projection.of(by.apply(covariates), precision))

    def _weighted(self, rows: FloatArray) -> FloatArray:
        """Weight rows (n,) or (n, m)."""
        if self.root is None:
            return rows
        return rows * (self.root if rows.ndim == 1 else self.root[:, None])

    @cached_property
    def half(self) -> FloatArray:
        """``L^-1 Z'X``, shape (q, p)."""
        return np.asarray(self._weighted(self.projection.unit).T @ self.columns)

    @cached_property
    def energy(self) -> FloatArray:
        """Diagonal of ``X'MX``, shape (p,): the information on each coefficient."""
        whole = np.empty(self.columns.shape[1])
        width = max(_CELLS_AT_ONCE // max(self.columns.shape[0], 1), 1)
        for first in range(0, whole.size, width):
            some = self._weighted(self.columns[:, first : first + width])
            np.einsum("ij,ij->j", some, some, out=whole[first : first + width])
        taken = np.einsum("ij,ij->j", self.half, self.half)
        return np.asarray(np.maximum(whole - taken, 0.0))

    def between(self, rows: FloatArray, half: FloatArray) -> FloatArray:
        """Return ``X'M y`` from weighted y (n,) or (n, m) and its ``L^-1 Z'y``."""
        return np.asarray(self.columns.T @ self._weighted(rows) - self.half.T @ half)

    def inner(self, outcomes: FloatArray) -> FloatArray:
        """Return ``X'M y`` for whitened, weighted outcomes (n,) or (n, m)."""
        return self.between(outcomes, self.projection.half(outcomes))

    def gram(self, index: np.ndarray) -> FloatArray:
        """Return the columns `index` of ``X'MX``, shape (p, len(index))."""
        return self.between(self._weighted(self.columns[:, index]), self.half[:, index])

    def squares(self, outcome: FloatArray) -> float:
        """Return ``y'My`` for one whitened, weighted outcome (n,)."""
        part = self.projection.half(outcome)
        return float(outcome @ outcome - part @ part)
