"""The times of a simulated life: meals, ratings, and what each day is like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutline.simulator.noise import HOURS_A_DAY, daily_chain

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Usual hour and spread of breakfast, lunch, snack and dinner; two spreads away at most.
MEAL_HOURS = ((7.5, 0.5), (12.9, 0.5), (16.0, 0.8), (19.0, 0.5))
MORNING, NOON, EVENING = 8.3, 14.5, 21.2
RATING_SPREAD = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """When meals and ratings happen, and both together in order.

    Attributes
    ----------
    days : int
    meals : ndarray of shape (4 * days,)
        Hours of the slots, day by day, rising.
    ratings : ndarray of shape (ratings,)
        Hours of the ratings that are made, rising.
    """

    days: int
    meals: FloatArray
    ratings: FloatArray

    @property
    def moments(self) -> FloatArray:
        """Return all meals and ratings in order."""
        return np.unique(np.concatenate([self.meals, self.ratings]))

    def meal_rows(self) -> IntArray:
        """Return where in `moments` the meals are."""
        return np.searchsorted(self.moments, self.meals)

    def rating_rows(self) -> IntArray:
        """Return where in `moments` the ratings are."""
        return np.searchsorted(self.moments, self.ratings)


def draw_clock(days: int, missed: float, rng: np.random.Generator) -> Clock:
    """Draw meal and rating times of a person who rates two or three times a day.

    Parameters
    ----------
    days : int
    missed : float
        Share of ratings that are not made.
    rng : numpy.random.Generator
    """
    midnight = HOURS_A_DAY * np.arange(days)[:, None]
    usual = np.array(MEAL_HOURS)
    away = np.clip(rng.standard_normal((days, len(MEAL_HOURS))), -2.0, 2.0)
    meals = (midnight + usual[:, 0] + rng.normal(0, 0.2) + away * usual[:, 1]).ravel()
    hours = [MORNING, NOON, EVENING] if rng.random() < 0.35 else [MORNING, EVENING]
    at = (
        midnight
        + np.array(hours)
        + np.clip(rng.normal(0.0, RATING_SPREAD, (days, len(hours))), -1.5, 1.5)
    )
    made = rng.random(at.shape) >= missed
    return Clock(days, meals, at[made])


def draw_daily(days: int, rng: np.random.Generator) -> dict[str, FloatArray]:
    """Draw what each day is like: true stress (0-10), sleep and sitting (h), movement (min)."""
    stress = rng.uniform(3.0, 5.0) + rng.uniform(1.3, 2.0) * daily_chain(
        days, rng.uniform(0.2, 0.55), rng
    )
    sleep = rng.uniform(6.7, 7.6) + rng.uniform(0.7, 1.1) * daily_chain(days, 0.2, rng)
    movement = np.exp(np.log(40.0) + 0.5 * daily_chain(days, 0.15, rng))
    sitting = rng.uniform(6.0, 8.5) + 1.5 * daily_chain(days, 0.2, rng)
    return {
        "stress": np.clip(stress, 0.0, 10.0),
        "sleep": np.clip(sleep, 2.0, 12.0),
        "movement": np.clip(movement, 0.0, 240.0),
        "sitting": np.clip(sitting, 1.0, 15.0),
    }
