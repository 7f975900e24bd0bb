"""An e-process from the coins of a trial: evidence that may be looked at after every toss.

Under the hypothesis of no effect the ratings are what they are whatever the coin shows, so nothing
can guess the coin better than its own chances. For an effect of d points, the ratings up to a
toss's end give the two sides likelihoods ``L1`` and ``L0``; with an even coin the toss multiplies
the evidence by ``exp(h) / cosh(h)``, ``h = (log L1 - log L0) / 2`` where 1 was tossed and its
negative where 0 was. Its mean under no effect is 1 whatever the autocorrelation, the trend or the
shape of the ratings, so that the product exceeds 20 in at most one trial in twenty, however often
it is looked at (Ville 1939). Products for several d are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gutline.stats.assignment_test import TrialColumns
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid
from gutline.stats.randomisation import AssignmentSet

# Effects looked for, in standard deviations of the prior, in both directions.
SIZES = (0.4, 0.8, 1.4, 2.2)
ENOUGH = 20.0
_LEAST_ROWS = 4
# As where covariates are projected out: a free intercept keeps its normal equations regular.
_RIDGE = 1e-9


@dataclass(frozen=True)
class EProcess:
    """Evidence against no effect after every toss.

    Attributes
    ----------
    values : ndarray, shape (tosses,)
        The e-value after each toss.
    """

    values: FloatArray

    @property
    def last(self) -> float:
        """The e-value now; 1 before the first toss."""
        return float(self.values[-1]) if self.values.size else 1.0

    @property
    def reached(self) -> int | None:
        """The first toss after which the evidence was enough, from 0; None when it never was."""
        enough = np.flatnonzero(self.values >= ENOUGH)
        return int(enough[0]) if enough.size else None


def e_process(
    columns: TrialColumns,
    rows: Sequence[int],
    assignments: AssignmentSet,
    assignment: Sequence[int],
    scale: float,
    grid: NoiseGrid | None = None,
) -> EProcess:
    """Return the e-process of a trial.

    Parameters
    ----------
    columns : TrialColumns
        The first outcome column is the rating.
    rows : sequence of int
        For each toss, the number of ratings up to the end of its units.
    assignments : AssignmentSet
    assignment : sequence of int
        The one that was carried out.
    scale : float
        Standard deviation of the prior in points: the unit of `SIZES`.
    grid : NoiseGrid, optional
        Filters at the times of the ratings, where they are made already.
    """
    tosses = assignments.tosses(assignment)
    sizes = np.array([side * size * scale for size in SIZES for side in (-1.0, 1.0)])
    sums = _PrefixSums.of(columns, rows, grid or NoiseGrid.at(columns.at_hours))
    total = np.zeros(sizes.size)
    values = []
    for k, count in enumerate(rows):
        before = tosses[:k]
        chance = assignments.coins.chance(before)
        if count >= _LEAST_ROWS and 0.0 < chance < 1.0:
            sides = np.stack([_exposure(assignments, before, side) for side in (0, 1)])
            nought, one = sums.log_likelihoods(k, sides, sizes)
            either = np.logaddexp(np.log(chance) + one, np.log1p(-chance) + nought)
            total = total + (one if tosses[k] else nought) - either
        values.append(float(np.exp(np.logaddexp.reduce(total) - np.log(sizes.size))))
    return EProcess(np.array(values))


@dataclass(frozen=True)
class _PrefixSums:
    """Inner products of the first ratings, up to each toss's end, under each of T noise models.

    Whitening runs forward in time, so the first whitened rows are the first rows whitened alone,
    and the sums up to a toss are those up to the toss before and a few rows more.

    Attributes
    ----------
    grams : ndarray, shape (tosses, T, m, m)
        Of covariates, ratings and units, in this order.
    log_scale : ndarray, shape (tosses, T)
        Logarithm of the whitened rows' scale, summed.
    freedom : ndarray, shape (tosses,)
    precision : ndarray, shape (q,)
    """

    grams: FloatArray
    log_scale: FloatArray
    freedom: FloatArray
    precision: FloatArray

    @classmethod
    def of(cls, columns: TrialColumns, rows: Sequence[int], grid: NoiseGrid) -> _PrefixSums:
        outcome = columns.outcomes[:, :1] - columns.outcomes[:, :1].mean()
        both = np.column_stack([columns.covariates, outcome, columns.units])
        white = np.stack([whitener.apply(both) for whitener in grid.whiteners])
        scale = np.log(np.stack([whitener.scale for whitener in grid.whiteners]))
        edges = [0, *rows]
        parts = [white[:, a:b] for a, b in pairwise(edges)]
        grams = np.cumsum([np.swapaxes(p, 1, 2) @ p for p in parts], axis=0)
        log_scale = np.cumsum([scale[:, a:b].sum(axis=1) for a, b in pairwise(edges)], axis=0)
        free = int(np.count_nonzero(columns.precision == 0))
        freedom = np.maximum(np.array(rows, dtype=np.float64) - free, 1.0)
        return cls(grams, log_scale, freedom, columns.precision)

    def log_likelihoods(self, toss: int, sides: FloatArray, sizes: FloatArray) -> FloatArray:
        """Return the log-likelihood of the ratings up to a toss, (2, sizes), models averaged.

        Parameters
        ----------
        toss : int
        sides : ndarray, shape (2, U)
            The units, were the toss 0 and were it 1.
        sizes : ndarray
            Effects in points.
        """
        q, gram = self.precision.size, self.grams[toss]
        lower = np.linalg.cholesky(gram[:, :q, :q] + np.diag(self.precision + _RIDGE))
        half = np.linalg.solve(lower, gram[:, :q, q:])
        left = gram[:, q:, q:] - np.swapaxes(half, 1, 2) @ half
        own = np.einsum("su,tuv,sv->ts", sides, left[:, 1:, 1:], sides)[:, :, None]
        crossed = (left[:, 0, 1:] @ sides.T)[:, :, None]
        rest = left[:, 0, 0][:, None, None] - 2.0 * crossed * sizes + own * sizes**2
        fixed = self.log_scale[toss] + np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
        score = -fixed[:, None, None] - 0.5 * self.freedom[toss] * np.log(np.maximum(rest, 1e-12))
        return np.asarray(np.logaddexp.reduce(score, axis=0))


def _exposure(assignments: AssignmentSet, before: Sequence[int], side: int) -> FloatArray:
    """Return the units of these tosses; those to come have not touched any rating yet."""
    rest = assignments.coins.length - len(before) - 1
    tosses = np.array([(*before, side, *([0] * rest))], dtype=np.int8)
    return np.asarray(assignments.assigned(tosses)[0], dtype=np.float64)
