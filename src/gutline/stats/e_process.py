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
    sums = _RunningSums(columns, grid or NoiseGrid.at(columns.at_hours))
    total = np.zeros(sizes.size)
    values = []
    for k, count in enumerate(rows):
        before = tosses[:k]
        chance = assignments.coins.chance(before)
        sides = np.stack([_exposure(assignments, before, side) for side in (0, 1)])
        exposed = sums.reach(count, sides)
        if count >= _LEAST_ROWS and 0.0 < chance < 1.0:
            nought, one = sums.log_likelihoods(exposed, sizes)
            either = np.logaddexp(np.log(chance) + one, np.log1p(-chance) + nought)
            total = total + (one if tosses[k] else nought) - either
        sums.toss(sides, tosses[k])
        values.append(float(np.exp(np.logaddexp.reduce(total) - np.log(sizes.size))))
    return EProcess(np.array(values))


class _RunningSums:
    """Inner products of the first ratings, up to one toss's end after another, under T models.

    Whitening runs forward in time, so the first whitened rows are the first rows whitened alone,
    and the sums up to a toss are those up to the toss before and a few rows more. Only what the
    tosses so far add up to is carried along, so that the room needed grows with the units and not
    with their cube: a coin a day for a year is 400 of them.

    Parameters
    ----------
    columns : TrialColumns
    grid : NoiseGrid
    """

    def __init__(self, columns: TrialColumns, grid: NoiseGrid) -> None:
        outcome = columns.outcomes[:, :1] - columns.outcomes[:, :1].mean()
        fixed = np.column_stack([columns.covariates, outcome])
        self._fixed = np.stack([whitener.apply(fixed) for whitener in grid.whiteners])
        self._units = np.stack([whitener.apply(columns.units) for whitener in grid.whiteners])
        self._log_scale = np.log(np.stack([whitener.scale for whitener in grid.whiteners]))
        self._precision = columns.precision
        self._free = int(np.count_nonzero(columns.precision == 0))
        self._exposed: FloatArray = np.zeros(self._fixed.shape[:2])
        self._past = np.zeros(columns.units.shape[1])
        self._gram = np.zeros((len(grid.whiteners), fixed.shape[1], fixed.shape[1]))
        self._rows = 0

    def reach(self, rows: int, sides: FloatArray) -> FloatArray:
        """Take in the ratings up to a toss's end; return its exposure there, (T, rows, 2)."""
        part = self._fixed[:, self._rows : rows]
        self._gram += np.swapaxes(part, 1, 2) @ part
        self._rows = rows
        return self._exposure(sides, rows)

    def toss(self, sides: FloatArray, side: int) -> None:
        """Keep to one side of a toss from here on."""
        whole = self._exposed.shape[1]
        self._exposed = self._exposure(sides[side : side + 1], whole)[:, :, 0]
        self._past = sides[side]

    def _exposure(self, sides: FloatArray, rows: int) -> FloatArray:
        """Return the whitened exposure of these units, from that of the tosses before."""
        more = sides - self._past
        new = np.flatnonzero(more.any(axis=0))
        added = self._units[:, :rows, new] @ more[:, new].T
        return np.asarray(self._exposed[:, :rows, None] + added)

    def log_likelihoods(self, exposed: FloatArray, sizes: FloatArray) -> FloatArray:
        """Return the log-likelihood of the ratings taken in, (2, sizes), models averaged.

        Parameters
        ----------
        exposed : ndarray, shape (T, rows, 2)
            Exposure were the toss 0 and were it 1.
        sizes : ndarray
            Effects in points.
        """
        q, gram = self._precision.size, self._gram
        lower = np.linalg.cholesky(gram[:, :q, :q] + np.diag(self._precision + _RIDGE))
        with_sides = np.swapaxes(self._fixed[:, : self._rows], 1, 2) @ exposed
        y = np.linalg.solve(lower, gram[:, :q, q:])
        x = np.linalg.solve(lower, with_sides[:, :q])
        own = ((exposed**2).sum(axis=1) - (x**2).sum(axis=1))[:, :, None]
        crossed = (with_sides[:, q] - (y * x).sum(axis=1))[:, :, None]
        left = (gram[:, q, q] - (y**2).sum(axis=(1, 2)))[:, None, None]
        rest = left - 2.0 * crossed * sizes + own * sizes**2
        log_scale = self._log_scale[:, : self._rows].sum(axis=1)
        fixed = log_scale + np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
        freedom = max(float(self._rows - self._free), 1.0)
        score = -fixed[:, None, None] - 0.5 * freedom * np.log(np.maximum(rest, 1e-12))
        return np.asarray(np.logaddexp.reduce(score, axis=0))


def _exposure(assignments: AssignmentSet, before: Sequence[int], side: int) -> FloatArray:
    """Return the units of these tosses; those to come have not touched any rating yet."""
    rest = assignments.coins.length - len(before) - 1
    tosses = np.array([(*before, side, *([0] * rest))], dtype=np.int8)
    units = np.array(assignments.assigned(tosses)[0], dtype=np.float64)
    units[(len(before) + 1) * assignments.units_a_toss :] = 0.0
    return units
