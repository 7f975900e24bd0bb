"""Ratings that are not there: whether bad days go unrated, and what they would have to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from gutline.discovery.series import Exposure, Ratings
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray

NOTICEABLE = 0.10
LIKELY_BELOW = 0.01


@dataclass(frozen=True)
class MissingRatings:
    """How the missing days differ from the rated ones.

    Attributes
    ----------
    share : float
        Share of the days between the first and last rating that have none.
    difference : float
        Mean of the last rating before a missing day less that before a rated day, points.
    p_value : float
        Two-sided, normal approximation.
    """

    share: float
    difference: float
    p_value: float

    @property
    def informative(self) -> bool:
        """Whether days go unrated more after bad (or good) ratings than chance allows."""
        return self.share > NOTICEABLE and self.p_value < LIKELY_BELOW


def missing_ratings(ratings: Ratings) -> MissingRatings:
    """Compare what came before missing days with what came before rated ones."""
    means = daily_means(ratings)
    rated = np.isfinite(means)
    share = float(1.0 - rated.mean())
    last = _carried(means)[:-1]
    gone, kept = last[~rated[1:]], last[rated[1:]]
    if gone.size < 5 or kept.size < 5:
        return MissingRatings(share, 0.0, 1.0)
    difference = float(gone.mean() - kept.mean())
    error = float(np.sqrt(gone.var() / gone.size + kept.var() / kept.size))
    p_value = float(2 * ndtr(-abs(difference) / max(error, 1e-9)))
    return MissingRatings(share, difference, p_value)


def daily_means(ratings: Ratings) -> FloatArray:
    """Return the mean rating of each day from the first rated day to the last, NaN for none."""
    day = ratings.day - ratings.day[0]
    count = np.bincount(day)
    total = np.bincount(day, weights=ratings.value)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _carried(means: FloatArray) -> FloatArray:
    """Carry the last known value forward; the first day always has one."""
    index: IntArray = np.where(np.isfinite(means), np.arange(means.size), 0)
    return np.asarray(means[np.maximum.accumulate(index)])


def tipping_point(ratings: Ratings, exposure: Exposure, effect: float) -> float | None:
    """Return how far the missing ratings after an exposure would have to differ to undo it.

    With m exposed days unrated out of n, an effect of b points a dose vanishes when the missing
    ratings lie ``b n / m`` points on the other side of what the rated ones show. None when no
    exposed day is unrated.

    Parameters
    ----------
    ratings : Ratings
    exposure : Exposure
    effect : float
        Points a dose.
    """
    rated = set((ratings.day).tolist())
    exposed = set(exposure.days.tolist()) | set((exposure.days + 1).tolist())
    inside = {d for d in exposed if ratings.day[0] <= d <= ratings.day[-1]}
    missing = len(inside - rated)
    if not missing:
        return None
    return -effect * len(inside) / missing
