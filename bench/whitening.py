"""Maximum likelihood for regression with Ornstein-Uhlenbeck plus white noise at any times.

Written apart from the engine, so that the bench does not trust what it measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import norm

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Generalised least squares at the likeliest noise: a value for each column."""

    estimate: FloatArray
    error: FloatArray

    @property
    def p_values(self) -> FloatArray:
        """Return two-sided p-values of each estimate against zero."""
        p: FloatArray = 2.0 * norm.sf(np.abs(self.estimate / self.error))
        return p


def fit_known(hours: FloatArray, values: FloatArray, columns: FloatArray) -> Fit:
    """Fit values on columns (rows are ratings) with the noise's decay and share by likelihood.

    Parameters
    ----------
    hours : ndarray of shape (n,)
        Rising times.
    values : ndarray of shape (n,)
    columns : ndarray of shape (n, k)
        Must hold a constant.
    """
    stacked = np.column_stack([columns, values])

    def minus_log_likelihood(knobs: FloatArray) -> float:
        white, log_scale = _whiten(hours, stacked, *_natural(knobs))
        rest = _rest(white)
        return 0.5 * hours.size * float(np.log(rest @ rest)) + log_scale

    best = minimize(
        minus_log_likelihood,
        np.array([np.log(24.0), 0.0]),
        method="Nelder-Mead",
        options={"xatol": 0.05, "fatol": 0.02, "maxfev": 80},
    )
    white, _ = _whiten(hours, stacked, *_natural(best.x))
    gram = white[:, :-1].T @ white[:, :-1]
    rest = _rest(white)
    inverse = np.linalg.pinv(gram)
    estimate = inverse @ (white[:, :-1].T @ white[:, -1])
    freedom = max(hours.size - columns.shape[1], 1)
    error = np.sqrt(np.maximum(np.diag(inverse), 1e-12) * (rest @ rest) / freedom)
    return Fit(estimate, error)


def _natural(knobs: FloatArray) -> tuple[float, float]:
    """Return decay in hours and share of the process, from an unbounded scale."""
    decay = float(np.exp(np.clip(knobs[0], np.log(1.0), np.log(2000.0))))
    return decay, float(0.01 + 0.98 / (1.0 + np.exp(-np.clip(knobs[1], -20.0, 20.0))))


def _rest(white: FloatArray) -> FloatArray:
    estimate, *_ = np.linalg.lstsq(white[:, :-1], white[:, -1], rcond=None)
    rest: FloatArray = white[:, -1] - white[:, :-1] @ estimate
    return rest


def _whiten(
    hours: FloatArray, stacked: FloatArray, decay_hours: float, share: float
) -> tuple[FloatArray, float]:
    """Return one-step prediction errors of each column over their spread, and its log sum."""
    keep = np.exp(-np.diff(hours, prepend=hours[0]) / decay_hours).tolist()
    state = np.zeros(stacked.shape[1])
    spread = share
    white = np.empty_like(stacked)
    log_scale = 0.0
    for row, kept in enumerate(keep):
        state = kept * state
        spread = kept * kept * spread + share * (1.0 - kept * kept)
        total = spread + 1.0 - share
        error = stacked[row] - state
        white[row] = error / total**0.5
        log_scale += 0.5 * float(np.log(total))
        gain = spread / total
        state = state + gain * error
        spread *= 1.0 - gain
    return white, log_scale
