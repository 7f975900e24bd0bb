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
_ROUNDS = 60
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
    design = np.column_stack([offset - offset.mean(), column - column.mean()])
    theta, information, converged = _climb(_start(design, category), design, category)
    inverse = np.linalg.pinv(information)
    error = float(np.sqrt(max(inverse[1, 1], 0.0)))
    return OrdinalFit(float(theta[1]), error, converged)


def _start(design: FloatArray, category: IntArray) -> FloatArray:
    """Return where the climb begins: least squares on the categories' normal scores."""
    share = np.cumsum(np.bincount(category)) / category.size
    middle = np.clip(share - 0.5 * np.diff(share, prepend=0.0), 1e-4, 1 - 1e-4)
    score = ndtri(middle)[category]
    score -= score.mean()
    slopes = np.linalg.lstsq(design, score, rcond=None)[0]
    unit = max(float((score - design @ slopes).std()), _LEAST_SPREAD)
    cuts = ndtri(np.clip(share[:-1], 1e-4, 1 - 1e-4)) / unit
    gaps = np.log(np.maximum(np.diff(cuts), 1e-3))
    return np.concatenate([slopes / unit, cuts[:1], gaps])


def _categories(outcome: FloatArray) -> IntArray:
    """Return the number of each rating's category, from 0; many categories are joined to eleven."""
    levels, category = np.unique(outcome, return_inverse=True)
    if levels.size > _MOST_LEVELS:
        edges = np.unique(np.quantile(outcome, np.linspace(0, 1, _MOST_LEVELS + 1)[1:-1]))
        category = np.unique(np.searchsorted(edges, outcome, side="left"), return_inverse=True)[1]
    return np.asarray(category, dtype=np.int64)


def _climb(
    theta: FloatArray, design: FloatArray, category: IntArray
) -> tuple[FloatArray, FloatArray, bool]:
    """Maximise the likelihood by steps along the outer product of the rows' scores (BHHH)."""
    level, rows = _rows(theta, design, category)
    information = _information(rows)
    for _ in range(_ROUNDS):
        slope = rows.sum(axis=0)
        step = np.linalg.solve(information, slope)
        if float(slope @ step) < _CLOSE:
            return theta, information, True
        for halvings in range(_HALVINGS):
            tried = theta + step / 2.0**halvings
            tried_level, tried_rows = _rows(tried, design, category)
            if tried_level > level:
                break
        else:
            return theta, information, False
        theta, level, rows = tried, tried_level, tried_rows
        information = _information(rows)
    return theta, information, False


def _information(rows: FloatArray) -> FloatArray:
    return np.asarray(rows.T @ rows + 1e-6 * np.eye(rows.shape[1]))


def _rows(theta: FloatArray, design: FloatArray, category: IntArray) -> tuple[float, FloatArray]:
    """Return the log-likelihood and each row's gradient, shape (n, parameters).

    Parameters are the two slopes, the first cut point and the logarithms of the gaps.
    """
    steps = np.exp(np.clip(theta[3:], -20.0, 20.0))
    cuts = theta[2] + np.concatenate([[0.0], np.cumsum(steps)])
    edges = np.concatenate([[-np.inf], cuts, [np.inf]])
    mean = design @ theta[:2]
    upper, lower = edges[category + 1] - mean, edges[category] - mean
    chance = np.maximum(ndtr(upper) - ndtr(lower), _TINY)
    up, low = _density(upper) / chance, _density(lower) / chance
    by_cut = np.zeros((mean.size, cuts.size + 1))
    each = np.arange(mean.size)
    by_cut[each, category] += up
    inside = category > 0
    by_cut[each[inside], category[inside] - 1] -= low[inside]
    later = np.cumsum(by_cut[:, -2::-1], axis=1)[:, ::-1]
    slopes = -design * (up - low)[:, None]
    rows = np.column_stack([slopes, later[:, :1], later[:, 1:] * steps])
    return float(np.log(chance).sum()), rows


def _density(z: FloatArray) -> FloatArray:
    inside = np.where(np.isfinite(z), z, 0.0)
    height = np.exp(-0.5 * inside**2) / np.sqrt(2 * np.pi)
    return np.asarray(np.where(np.isfinite(z), height, 0.0))
