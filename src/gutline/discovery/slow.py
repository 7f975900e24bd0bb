"""Slow exposures: a habit kept for weeks looks like slow noise, so the two are weighed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from gutline.discovery.rating_group import RatingGroup
from gutline.stats.kernels import FloatArray
from gutline.stats.regression import Projection

_NOISE_SHARE = 0.7
_PRIOR_SD = 0.6
_PRECISION = _NOISE_SHARE / _PRIOR_SD**2


@dataclass(frozen=True)
class SlowEffect:
    """One slow exposure's evidence for one outcome.

    Attributes
    ----------
    evidence : float
        Log Bayes factor against none, averaged over noise models and slow kernels.
    part : ndarray, shape (n,)
        Fitted points at each rating under the likeliest of both.
    """

    evidence: float
    part: FloatArray


def slow_effects(group: RatingGroup, values: FloatArray) -> list[dict[int, SlowEffect]]:
    """Weigh every slow exposure against slow noise.

    A filter tuned without the exposure takes a change of weeks for slow noise and hides it. Here
    the noise is integrated over its grid with and without the exposure.

    Parameters
    ----------
    group : RatingGroup
    values : ndarray, shape (n, M)
        Ratings less what else was found.

    Returns
    -------
    list of dict of int to SlowEffect
        One dict an outcome, keyed by exposure.
    """
    found: list[dict[int, SlowEffect]] = [{} for _ in range(values.shape[1])]
    candidates = group.candidates
    slow = np.array([k.slow for k in candidates.kernels])[candidates.kernel]
    if not slow.any():
        return found
    without, _ = group.likelihood.scores(values)
    base = logsumexp(without, axis=0)
    for j in np.unique(candidates.owner[slow]):
        columns = np.flatnonzero(slow & (candidates.owner == j))
        each = [_with(group, values, int(c)) for c in columns]
        for m in range(values.shape[1]):
            scores = np.array([e[:, m] for e in each])
            evidence = float(logsumexp(scores) - np.log(len(each)) - base[m])
            kernel, model = np.unravel_index(int(np.argmax(scores)), scores.shape)
            part = _part(group, values[:, m], int(columns[kernel]), int(model))
            found[m][int(j)] = SlowEffect(evidence, part)
    return found


def _slow_column(group: RatingGroup, column: int) -> FloatArray:
    raw = group.candidates.columns[:, column]
    return np.asarray(raw - raw.mean())


def _with(group: RatingGroup, values: FloatArray, column: int) -> FloatArray:
    return group.likelihood.scores_with(_slow_column(group, column), _PRECISION, values)


def _part(group: RatingGroup, values: FloatArray, column: int, model: int) -> FloatArray:
    matrix = np.column_stack([group.covariates.matrix, _slow_column(group, column)])
    precision = np.append(group.covariates.precision, _PRECISION)
    whitener = group.grid.whiteners[model]
    projection = Projection.of(whitener.apply(matrix), precision)
    coefficient = projection.coefficients(whitener.apply(values))[-1]
    return np.asarray(matrix[:, -1] * coefficient)
