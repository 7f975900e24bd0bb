"""What a trial's analysis adjusts for: slow drift and the time of day."""

from __future__ import annotations

import numpy as np

from gutline.stats.kernels import FloatArray

DRIFT_DAYS = 50.0
# Prior standard deviations relative to the noise, as where suspects are looked for, but a drift may
# be twice as large: the randomisation makes room for it.
_DRIFT_SD, _CLOCK_SD, _STATE_SD = 1.4, 0.5, 0.5
_LEAST_SD = 1e-9


def trial_covariates(
    at_hours: FloatArray, clock_hours: FloatArray, states: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return the covariates of a trial and their prior precisions.

    Parameters
    ----------
    at_hours : ndarray, shape (n,)
        Times of the ratings, not decreasing.
    clock_hours : ndarray, shape (n,)
        Local time of day of each, in hours.
    states : ndarray, shape (n, k), optional
        What else the plan names, such as stress; missing values are NaN and stand at the mean.

    Returns
    -------
    matrix : ndarray, shape (n, q)
        The intercept first, then columns of mean 0 and standard deviation 1.
    precision : ndarray, shape (q,)
        Relative to the noise variance; 0 for the intercept.
    """
    parts = [(_drift(at_hours / 24.0), _DRIFT_SD), (_clock(clock_hours), _CLOCK_SD)]
    if states is not None:
        parts.append((_filled(states), _STATE_SD))
    columns, precision = [np.ones(at_hours.size)], [0.0]
    for block, prior_sd in parts:
        for column in block.T:
            sd = float(column.std())
            if sd > _LEAST_SD:
                columns.append((column - column.mean()) / sd)
                precision.append(1.0 / prior_sd**2)
    return np.column_stack(columns), np.array(precision)


def _drift(days: FloatArray) -> FloatArray:
    """Return a straight line and overlapping raised-cosine bumps, one per `DRIFT_DAYS`."""
    start, length = float(days[0]), max(float(days[-1] - days[0]), 1.0)
    centres = np.linspace(0.0, length, max(1, round(length / DRIFT_DAYS)) + 1)
    z = np.clip((days[:, None] - start - centres) / (centres[1] - centres[0]), -1.0, 1.0)
    return np.column_stack([days, 0.5 * (1.0 + np.cos(np.pi * z))])


def _clock(hours: FloatArray) -> FloatArray:
    angle = 2.0 * np.pi * hours / 24.0
    return np.column_stack([np.sin(angle), np.cos(angle)])


def _filled(states: FloatArray) -> FloatArray:
    filled = states.copy()
    for column in filled.T:
        known = np.isfinite(column)
        column[~known] = column[known].mean() if known.any() else 0.0
    return filled
