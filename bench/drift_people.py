"""Simulated people for the drift alarm: quiet days, a shift, a routine that slips before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.routine.drift_evidence import Series

USUAL = 4.0
"""The level of the symptom before a shift, points."""
WANDER_DAYS = 90.0


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of simulated person.

    Attributes
    ----------
    drag : float
        Autocorrelation of the symptom's days.
    sd : float
        Standard deviation of the days, points.
    shift : float
        Points by which the symptom gets worse.
    slips : bool
        Whether the routine slips a day before: from 85 to 30 in a hundred things kept.
    plan : bool
        Whether there is a plan of four things at all.
    missing : float
        Share of days without a rating, and of days of which nothing of the plan is known.
    tails : bool
        Whether odd days are frequent: Student's t with 3 degrees of freedom, the same spread.
    step : float
        Ratings are rounded to so many points.
    weekend, wander : float
        Points by which two days of the week are worse, and by which the level swings to and fro in
        90 days.
    """

    drag: float
    sd: float = 0.8
    shift: float = 1.5
    slips: bool = False
    plan: bool = True
    missing: float = 0.12
    tails: bool = False
    step: float = 0.5
    weekend: float = 0.0
    wander: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """The days of one simulated person."""

    symptom: Series
    kept: Series | None
    days: int


def draw(scene: Scene, days: int, shift_at: int | None, rng: np.random.Generator) -> Person:
    """Return the days of a simulated person, with a shift from a day on or without one."""
    level = USUAL + scene.sd * _dragging(days, scene.drag, rng, tails=scene.tails)
    if scene.weekend or scene.wander:
        level += _rhythms(scene, days, rng)
    chance = np.full(days, 0.85)
    if shift_at is not None:
        level[shift_at:] += scene.shift
        if scene.slips:
            chance[shift_at - 1 :] = 0.3
    rated = np.clip(np.round(level / scene.step) * scene.step, 0.0, 10.0)
    there = rng.random(days) >= scene.missing
    symptom = Series(np.flatnonzero(there), rated[there])
    logit = np.log(chance / (1 - chance)) + 0.6 * _dragging(days, 0.3, rng)
    done = rng.binomial(4, 1 / (1 + np.exp(-logit)))
    known = rng.random(days) >= scene.missing
    kept = Series(np.flatnonzero(known), 2.5 * done[known]) if scene.plan else None
    return Person(symptom, kept, days)


def _rhythms(scene: Scene, days: int, rng: np.random.Generator) -> np.ndarray:
    begin = rng.uniform(0.0, 2 * np.pi)
    day = np.arange(days)
    swing = scene.wander * np.sin(begin + 2 * np.pi * day / WANDER_DAYS)
    return np.asarray(swing + scene.weekend * ((day + int(rng.integers(7))) % 7 >= 5))


def _dragging(
    days: int, drag: float, rng: np.random.Generator, *, tails: bool = False
) -> np.ndarray:
    new = rng.standard_t(3, days) / np.sqrt(3.0) if tails else rng.standard_normal(days)
    found = np.empty(days)
    found[0] = new[0]
    for day in range(1, days):
        found[day] = drag * found[day - 1] + np.sqrt(1 - drag**2) * new[day]
    return found
