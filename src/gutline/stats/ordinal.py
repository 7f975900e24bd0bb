"""Cumulative probit: the size of an effect when ratings are ordered steps with a floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray

_TINY = 1e-12
_LEAST_SPREAD = 0.1
_MOST_LEVELS = 11
_ROUNDS = 40
# Twice the log-likelihood still to be gained: the estimate is within a thirtieth of its error.
_CLOSE = 1e-3
_HALVINGS = 14


@dataclass(frozen=True)
class OrdinalFit:
    """The coefficient of interest on the latent scale.

    Attributes
    ----------
    estimate : float
        In latent standard deviations per unit of the column.
    standard_error : float
    converged : bool
    """

    estimate: float
    standard_error: float
    converged: bool

    @property
    def z(self) -> float:
        """Estimate over standard error."""
        return self.estimate / self.standard_error if self.standard_error > 0 else 0.0


def fit_cumulative_probit(
    outcome: FloatArray, column: FloatArray, offset: FloatArray
) -> OrdinalFit:
    """Fit ordered categories by a normal latent variable (McCullagh 1980, JRSS B 42).

    The latent mean is ``a * offset + b * column``; the floor and every other step are cut points,
    so nothing is assumed about the distance between 0 and 1.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Ratings; distinct values are the categories.
    column : ndarray, shape (n,)
        The exposure of interest.
    offset : ndarray, shape (n,)
        What everything else predicts for each rating, in points.

    Returns
    -------
    OrdinalFit

    Raises
    ------
    ValueError
        When there are fewer than two categories.
    """
    category = _categories(outcome)
    if category.max() < 1:
        raise ValueError("an ordinal fit needs ratings of at least two different values")
    order = np.argsort(category, kind="stable")
    design = np.vstack([offset - offset.mean(), column - column.mean()])[:, order]
    rows = _Rows(np.ascontiguousarray(design), category[order])
    theta, information, converged = _climb(_start(rows), rows)
    variance = float(np.linalg.solve(information, np.eye(theta.size)[1])[1])
    error = float(np.sqrt(max(variance, 0.0)))
    return OrdinalFit(float(theta[1]), error, converged)


def _categories(outcome: FloatArray) -> IntArray:
    """Return the number of each rating's category, from 0; many categories are joined to eleven."""
    levels, category = np.unique(outcome, return_inverse=True)
    if levels.size > _MOST_LEVELS:
        edges = np.unique(np.quantile(outcome, np.linspace(0, 1, _MOST_LEVELS + 1)[1:-1]))
        category = np.unique(np.searchsorted(edges, outcome, side="left"), return_inverse=True)[1]
    return np.asarray(category, dtype=np.int64)


class _Rows:
    """The ratings sorted by category, so that sums over a category are sums over a stretch.

    Parameters
    ----------
    design : ndarray, shape (2, n)
        The offset and the column, each with mean 0.
    category : ndarray of int, shape (n,)
        Not decreasing; every category is there.
    """

    def __init__(self, design: FloatArray, category: IntArray) -> None:
        self.design = design
        self.category = category
        self.count = np.bincount(category)
        self._starts = np.cumsum(self.count) - self.count

    def by_category(self, values: FloatArray) -> FloatArray:
        """Sum rows of values, shape (k, n), over each category, (k, categories)."""
        return np.asarray(np.add.reduceat(values, self._starts, axis=1))


@dataclass(frozen=True)
class _Point:
    """The log-likelihood at one place and what its derivatives need.

    `upper` and `lower` are each row's edges in latent standard deviations from its mean, `up` and
    `low` the densities there over the row's chance.
    """

    level: float
    upper: FloatArray
    lower: FloatArray
    up: FloatArray
    low: FloatArray


def _start(rows: _Rows) -> FloatArray:
    """Return where the climb begins: least squares on the categories' normal scores."""
    share = np.cumsum(rows.count) / rows.category.size
    middle = np.clip(share - 0.5 * np.diff(share, prepend=0.0), 1e-4, 1 - 1e-4)
    score = ndtri(middle)[rows.category]
    score -= score.mean()
    gram = rows.design @ rows.design.T + 1e-9 * np.eye(2)
    slopes = np.linalg.solve(gram, rows.design @ score)
    unit = max(float((score - slopes @ rows.design).std()), _LEAST_SPREAD)
    cuts = ndtri(np.clip(share[:-1], 1e-4, 1 - 1e-4)) / unit
    apart = np.maximum(np.diff(cuts, prepend=cuts[0]), 1e-3)
    return np.concatenate([slopes / unit, cuts[0] + np.cumsum(apart) - apart[0]])


def _climb(theta: FloatArray, rows: _Rows) -> tuple[FloatArray, FloatArray, bool]:
    """Maximise the likelihood by Newton steps, halved where they overshoot.

    It has one summit: it is log-concave in slopes and cut points together (Pratt 1981, JASA 76).
    """
    here = _point(theta, rows)
    for _ in range(_ROUNDS):
        slope, information = _derivatives(here, rows)
        step = np.linalg.solve(information, slope)
        if float(slope @ step) < _CLOSE:
            return theta, information, True
        for halvings in range(_HALVINGS):
            tried = theta + step / 2.0**halvings
            there = _point(tried, rows)
            if there.level > here.level:
                break
        else:
            return theta, information, False
        theta, here = tried, there
    return theta, _derivatives(here, rows)[1], False


def _point(theta: FloatArray, rows: _Rows) -> _Point:
    """Return the log-likelihood at the two slopes and the cut points, in one vector."""
    cuts = theta[2:]
    mean = theta[:2] @ rows.design
    upper = np.append(cuts, np.inf)[rows.category] - mean
    lower = np.append(-np.inf, cuts)[rows.category] - mean
    above = upper + lower > 0  # the smaller tail keeps its digits
    chance = np.where(above, ndtr(-lower) - ndtr(-upper), ndtr(upper) - ndtr(lower))
    chance = np.maximum(chance, _TINY)
    level = float(np.log(chance).sum()) if np.all(np.diff(cuts) > 0) else -np.inf
    return _Point(level, upper, lower, _density(upper) / chance, _density(lower) / chance)


def _derivatives(point: _Point, rows: _Rows) -> tuple[FloatArray, FloatArray]:
    """Return the gradient and minus the second derivatives, the latter kept from being singular."""
    up, low = point.up, point.low
    both = up * low
    upper = -up * (np.where(np.isfinite(point.upper), point.upper, 0.0) + up)
    lower = low * (np.where(np.isfinite(point.lower), point.lower, 0.0) - low)
    bent = rows.design * (upper + both)
    sunk = rows.design * (lower + both)
    sums = rows.by_category(np.vstack([up, low, upper, lower, both, bent, sunk]))
    gradient = np.concatenate([-rows.design @ (up - low), sums[0, :-1] - sums[1, 1:]])
    size = gradient.size
    second = np.zeros((size, size))
    second[:2, :2] = (bent + sunk) @ rows.design.T
    second[:2, 2:] = -(sums[5:7, :-1] + sums[7:9, 1:])
    second[2:, :2] = second[:2, 2:].T
    cut = np.arange(2, size)
    second[cut, cut] = sums[2, :-1] + sums[3, 1:]
    second[cut[:-1], cut[1:]] = second[cut[1:], cut[:-1]] = sums[4, 1:-1]
    return gradient, 1e-6 * np.eye(size) - second


def _density(z: FloatArray) -> FloatArray:
    """Return the standard normal density, 0 at infinity."""
    return np.asarray(np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi))
