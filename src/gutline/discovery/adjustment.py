"""What is adjusted for: drift, time of day, weekday, and what the person logged about the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.discovery.series import Ratings, State
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray

DRIFT_DAYS = 50.0
_NOISE_SHARE = 0.7
_PRIOR_SD = {"drift": 0.7, "clock": 0.5, "weekday": 0.25, "state": 0.5, "gap": 0.3}


@dataclass(frozen=True)
class Covariates:
    """The columns that are adjusted for, at one set of rating times.

    Attributes
    ----------
    matrix : ndarray, shape (n, q)
        Columns scaled to unit standard deviation; the first is the intercept.
    precision : ndarray, shape (q,)
        Prior precision of each coefficient relative to the noise variance; 0 for the intercept.
    owner : ndarray of int, shape (q,)
        Index of the state a column belongs to, -1 for none.
    """

    matrix: FloatArray
    precision: FloatArray
    owner: IntArray

    def without(self, state: int) -> Covariates:
        """Return the covariates less the columns of one state."""
        kept = self.owner != state
        return Covariates(self.matrix[:, kept], self.precision[kept], self.owner[kept])


def adjust_for(ratings: Ratings, length: int, states: list[State], gaps: FloatArray) -> Covariates:
    """Build the covariates of one set of rating times.

    Parameters
    ----------
    ratings : Ratings
    length : int
        Days of the diary.
    states : list of State
        Each gives two columns: the local day's value and the day before's.
    gaps : ndarray, shape (n,)
        Share of the recent past for which food was not logged.

    Returns
    -------
    Covariates
    """
    parts: list[tuple[str, int, FloatArray]] = []
    parts += [("drift", -1, c) for c in _drift(ratings.at_hours / 24.0, length).T]
    parts += [("clock", -1, c) for c in _clock(ratings.clock_hours).T]
    parts += [("weekday", -1, c) for c in _weekday(ratings.day).T]
    parts.append(("gap", -1, gaps))
    for index, state in enumerate(states):
        parts += [("state", index, c) for c in state_columns(state, ratings.day).T]
    columns, precision, owner = [np.ones(ratings.at_hours.size)], [0.0], [-1]
    for group, index, column in parts:
        sd = column.std()
        if sd > 1e-9:
            columns.append((column - column.mean()) / sd)
            precision.append(_NOISE_SHARE / _PRIOR_SD[group] ** 2)
            owner.append(index)
    return Covariates(np.column_stack(columns), np.array(precision), np.array(owner))


def _drift(days: FloatArray, length: int) -> FloatArray:
    """Return overlapping raised-cosine bumps, one per `DRIFT_DAYS`."""
    count = max(1, round(length / DRIFT_DAYS))
    centres = np.linspace(0.0, max(length, 1), count + 1)
    width = centres[1] - centres[0]
    z = np.clip((days[:, None] - centres[None, :]) / width, -1.0, 1.0)
    return np.asarray(0.5 * (1.0 + np.cos(np.pi * z)))


def _clock(hours: FloatArray) -> FloatArray:
    angle = 2 * np.pi * hours / 24.0
    return np.column_stack([f(k * angle) for k in (1, 2) for f in (np.sin, np.cos)])


def _weekday(day: IntArray) -> FloatArray:
    return np.eye(7)[day % 7]


def state_columns(state: State, day: IntArray) -> FloatArray:
    """Return a state's value on the local day and on the day before, missing ones at the mean.

    Parameters
    ----------
    state : State
    day : ndarray of int, shape (n,)

    Returns
    -------
    ndarray, shape (n, 2)
    """
    known = state.daily[np.isfinite(state.daily)]
    daily = np.where(np.isfinite(state.daily), state.daily, known.mean() if known.size else 0.0)
    before = np.concatenate([[daily.mean()], daily[:-1]])
    return np.column_stack([daily[day], before[day]])
