"""The generalised-least-squares t of every assignment of a trial, from one set of Gram matrices.

Everything is computed on one-step prediction errors of each noise model of a grid. For one
assignment the models are weighted by their restricted likelihood *with that assignment's column
in the regression*, so the statistic is one function of outcomes and assignment, the same for every
assignment of the set: that makes the randomisation test exact whatever the noise is really like.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid
from gutline.stats.randomisation import Reference
from gutline.stats.regression import Projection

_BISECTIONS = 16
_FARTHEST_ERRORS = 60.0
# A column with less than this share of its own square left cannot be told from the covariates.
_GONE = 1e-7


@dataclass(frozen=True)
class TrialColumns:
    """The ratings of a trial and what they are explained by.

    Attributes
    ----------
    at_hours : ndarray, shape (n,)
        Times of the ratings, not decreasing.
    outcomes : ndarray, shape (n, m)
        The ratings, then columns along which they may be shifted (see `AssignmentTest.fits`).
    units : ndarray, shape (n, U)
        How much each unit adds to the exposure at each rating, were it active; 1 when sustained.
    covariates : ndarray, shape (n, q)
    precision : ndarray, shape (q,)
        Prior precisions of the covariates relative to the noise variance; 0 is a free one.
    """

    at_hours: FloatArray
    outcomes: FloatArray
    units: FloatArray
    covariates: FloatArray
    precision: FloatArray

    @property
    def freedom(self) -> int:
        """Ratings less free covariates."""
        return self.at_hours.size - int(np.count_nonzero(self.precision == 0))


@dataclass(frozen=True)
class Grams:
    """Inner products of outcomes and units under each of T noise models, covariates taken out.

    Attributes
    ----------
    fixed : ndarray, shape (T,)
        Log-determinants of the noise and the covariates.
    outcomes : ndarray, shape (T, m, m)
    crossed : ndarray, shape (T, U, m)
    units : ndarray, shape (T, U, U)
    freedom : int
    """

    fixed: FloatArray
    outcomes: FloatArray
    crossed: FloatArray
    units: FloatArray
    freedom: int

    @classmethod
    def of(cls, columns: TrialColumns, grid: NoiseGrid) -> Grams:
        """Whiten all columns by every filter of a grid made at the same times."""
        m = columns.outcomes.shape[1]
        both = np.column_stack([columns.outcomes, columns.units])
        fixed, grams = np.empty(len(grid.whiteners)), []
        for t, whitener in enumerate(grid.whiteners):
            white = whitener.apply(both)
            projection = Projection.of(whitener.apply(columns.covariates), columns.precision)
            half = projection.half(white)
            grams.append(white.T @ white - half.T @ half)
            scale = np.log(whitener.scale).sum()
            fixed[t] = 2.0 * (scale + np.log(np.diag(projection.lower)).sum())
        gram = np.array(grams)
        return cls(fixed, gram[:, :m, :m], gram[:, m:, :m], gram[:, m:, m:], columns.freedom)


@dataclass(frozen=True)
class Fits:
    """Effect, standard error and t of each of S assignments.

    Attributes
    ----------
    effect, error, t : ndarray, shape (S,)
    """

    effect: FloatArray
    error: FloatArray

    @property
    def t(self) -> FloatArray:
        """Effects over their standard errors; 0 where an assignment says nothing."""
        known = np.isfinite(self.error) & (self.error > 0)
        return np.where(known, self.effect / np.where(known, self.error, 1.0), 0.0)


@dataclass(frozen=True)
class AssignmentTest:
    """A randomisation test of one trial.

    Attributes
    ----------
    grams : Grams
    reference : Reference
    """

    grams: Grams
    reference: Reference

    @classmethod
    def of(
        cls, columns: TrialColumns, reference: Reference, grid: NoiseGrid | None = None
    ) -> AssignmentTest:
        """Prepare the test; the exposure as assigned is added to the outcomes as the last column.

        Outcomes are centred, which changes nothing but rounding errors.

        Parameters
        ----------
        columns : TrialColumns
        reference : Reference
        grid : NoiseGrid, optional
            Filters at the times of the ratings, where they are made already.
        """
        own = columns.units @ reference.assignments[reference.observed].astype(np.float64)
        whole = TrialColumns(
            columns.at_hours,
            np.column_stack([columns.outcomes - columns.outcomes.mean(axis=0), own]),
            columns.units,
            columns.covariates,
            columns.precision,
        )
        return cls(Grams.of(whole, grid or NoiseGrid.at(columns.at_hours)), reference)

    @cached_property
    def _assignments(self) -> FloatArray:
        return self.reference.assignments.astype(np.float64)

    @cached_property
    def _energy(self) -> FloatArray:
        """``x'Mx`` of every assignment under every model, shape (S, T)."""
        a = self._assignments
        energy = np.stack([((a @ gram) * a).sum(axis=1) for gram in self.grams.units], axis=1)
        whole = np.maximum(energy.max(axis=0), 1e-300)
        return np.where(energy > _GONE * whole, energy, 0.0)

    @cached_property
    def _crossed(self) -> FloatArray:
        """``x'M outcomes``, shape (S, T, m)."""
        return np.stack([self._assignments @ crossed for crossed in self.grams.crossed], axis=1)

    def fits(self, weights: FloatArray) -> Fits:
        """Fit every assignment to a weighted sum of the outcome columns.

        Parameters
        ----------
        weights : ndarray, shape (m,)
            1 for the ratings; minus d for the exposure column tests an effect of d points.
        """
        squares = np.einsum("i,tij,j->t", weights, self.grams.outcomes, weights)
        inner = self._crossed @ weights
        energy = self._energy
        usable = energy > 0
        safe = np.where(usable, energy, 1.0)
        effect = inner / safe
        freedom = self.grams.freedom - 1
        rest = np.maximum(squares[None, :] - inner * effect, 1e-12)
        score = -0.5 * (self.grams.fixed + np.log(safe) + freedom * np.log(rest))
        score = np.where(usable, score, -np.inf)
        top = score.max(axis=1, keepdims=True)
        weight = np.exp(score - np.where(np.isfinite(top), top, 0.0))
        total = weight.sum(axis=1, keepdims=True)
        weight /= np.where(total > 0, total, 1.0)
        mean = (weight * effect).sum(axis=1)
        second = (weight * (rest / freedom / safe + effect**2)).sum(axis=1)
        error = np.sqrt(np.maximum(second - mean**2, 0.0))
        return Fits(mean, np.where(total[:, 0] > 0, error, np.inf))

    def weights(self, shift: float = 0.0, along: int = -1) -> FloatArray:
        """Return the weights of the ratings less `shift` times one of the outcome columns."""
        weights = np.zeros(self.grams.outcomes.shape[1])
        weights[0] = 1.0
        weights[along] -= shift
        return weights

    def observed(self, weights: FloatArray | None = None) -> tuple[float, float]:
        """Return effect and standard error of the assignment that was carried out."""
        fits = self.fits(self.weights() if weights is None else weights)
        return float(fits.effect[self.reference.observed]), float(
            fits.error[self.reference.observed]
        )

    def p_value(self, shift: float = 0.0, along: int = -1) -> float:
        """Return the p-value of the hypothesis that the effect is exactly `shift` points."""
        return self.reference.p_value(self.fits(self.weights(shift, along)).t)

    def interval(
        self, level: float, along: int = -1, centre: float | None = None
    ) -> tuple[float, float, float] | None:
        """Return the effects that the test does not reject, and the level that this stands for.

        Parameters
        ----------
        level : float
            Such as 0.95; a lower one is used where the set is too small for it.
        along : int
            Outcome column of the exposure: as assigned (the last) or as it really was.
        centre : float, optional
            Where to start; the estimate unless given.

        Returns
        -------
        tuple of float (low, high, level), or None
            None where every effect is compatible with the trial.
        """
        alpha = max(1.0 - level, self.reference.smallest_p)
        estimate, error = self.observed()
        centre = estimate if centre is None else centre
        if alpha >= 1.0 or not np.isfinite(error) or error <= 0:
            return None
        ends = [self._end(centre, side * error, alpha, along) for side in (-1.0, 1.0)]
        if any(end is None for end in ends):
            return None
        return float(ends[0] or 0.0), float(ends[1] or 0.0), 1.0 - alpha

    def _end(self, centre: float, step: float, alpha: float, along: int) -> float | None:
        """Return the last effect that is not rejected, going from the centre in one direction."""
        slack = alpha * (1.0 + _GONE)
        inside, size = centre, step
        while self.p_value(centre + size, along) > slack:
            inside = centre + size
            size *= 1.5
            if abs(size) > _FARTHEST_ERRORS * abs(step):
                return None
        outside = centre + size
        for _ in range(_BISECTIONS):
            middle = 0.5 * (inside + outside)
            if self.p_value(middle, along) > slack:
                inside = middle
            else:
                outside = middle
        return outside
