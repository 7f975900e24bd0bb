"""What a symptom does by itself: seven families of noise, most of them not the engine's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

FloatArray = NDArray[np.float64]

HOURS_A_DAY = 24.0
# Of a slow drift a day later: a wandering level that forgets itself over four months.
DRIFT_KEPT = float(np.exp(-1.0 / 120.0))


@dataclass(frozen=True, slots=True, eq=False)
class NoisePath:
    """One draw of what a symptom does by itself.

    Attributes
    ----------
    family : str
    process : ndarray of shape (n,)
        The part a person feels at each time, in points, mean about 0.
    white : ndarray of shape (n,)
        The part that only a rating made at that time holds, in points.
    """

    family: str
    process: FloatArray
    white: FloatArray

    @property
    def total(self) -> FloatArray:
        """Return process and white part together."""
        return self.process + self.white


def draw_noise(family: str, hours: FloatArray, sd: float, rng: np.random.Generator) -> NoisePath:
    """Draw the noise of one outcome at given times.

    Parameters
    ----------
    family : str
        A key of `FAMILIES`.
    hours : ndarray of shape (n,)
        Rising times in hours since the first midnight.
    sd : float
        Standard deviation of process and white part together, in points.
    rng : numpy.random.Generator

    Raises
    ------
    KeyError
        When no such family exists.
    """
    felt = FAMILIES[family](hours, rng)
    white_share = rng.uniform(0.25, 0.55)
    felt = (felt - felt.mean()) / max(float(felt.std()), 1e-9)
    heavy = family == "heavy_tails"
    white = _student(hours.size, rng) if heavy else rng.standard_normal(hours.size)
    return NoisePath(
        family, sd * np.sqrt(1.0 - white_share) * felt, sd * np.sqrt(white_share) * white
    )


def blend(own: NoisePath, shared: NoisePath, share: float) -> NoisePath:
    """Mix what all outcomes have in common into one outcome's felt part, keeping its spread."""
    scale = own.process.std() / max(float(shared.process.std()), 1e-9)
    mixed = np.sqrt(1.0 - share) * own.process + np.sqrt(share) * scale * shared.process
    return NoisePath(own.family, mixed, own.white)


def ornstein_uhlenbeck(hours: FloatArray, decay_hours: float, shocks: FloatArray) -> FloatArray:
    """Return a path of unit variance whose autocorrelation is exp(-lag / decay_hours).

    `shocks` has one value of unit variance a time; exact for any spacing.
    """
    keep = np.exp(-np.diff(hours, prepend=hours[0]) / decay_hours)
    push = np.sqrt(1.0 - keep**2) * shocks
    push[0] = shocks[0]
    value = 0.0
    path = []
    for kept, pushed in zip(keep.tolist(), push.tolist(), strict=True):
        value = kept * value + pushed
        path.append(value)
    return np.asarray(path)


def daily_chain(days: int, keep: float, rng: np.random.Generator) -> FloatArray:
    """Return a first-order autoregression of unit variance, one value a day."""
    every_day = np.arange(days, dtype=np.float64)
    return ornstein_uhlenbeck(every_day, -1.0 / float(np.log(keep)), rng.standard_normal(days))


def _student(size: int, rng: np.random.Generator) -> FloatArray:
    heavy: FloatArray = np.clip(rng.standard_t(4, size), -6.0, 6.0) / np.sqrt(2.0)
    return heavy


def _days(hours: FloatArray) -> NDArray[np.int64]:
    return np.floor(hours / HOURS_A_DAY).astype(np.int64)


def _ou(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    return ornstein_uhlenbeck(hours, rng.uniform(12.0, 60.0), rng.standard_normal(hours.size))


def _daily(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    days = _days(hours)
    return daily_chain(int(days[-1]) + 1, rng.uniform(0.35, 0.75), rng)[days]


def _two_speeds(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    fast = ornstein_uhlenbeck(hours, rng.uniform(4.0, 14.0), rng.standard_normal(hours.size))
    slow = ornstein_uhlenbeck(hours, rng.uniform(90.0, 240.0), rng.standard_normal(hours.size))
    share = rng.uniform(0.3, 0.6)
    mixed: FloatArray = np.sqrt(1.0 - share) * fast + np.sqrt(share) * slow
    return mixed


def _flares(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    flare = np.zeros(hours.size)
    at = rng.exponential(12 * HOURS_A_DAY)
    while at < hours[-1]:
        length = rng.uniform(0.7, 3.5) * HOURS_A_DAY
        inside = (hours >= at) & (hours < at + length)
        flare[inside] = np.sin(np.pi * (hours[inside] - at) / length) * rng.uniform(1.5, 4.0)
        at += length + rng.exponential(12 * HOURS_A_DAY)
    return flare + 0.7 * _ou(hours, rng)


def _heavy_tails(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    return ornstein_uhlenbeck(hours, rng.uniform(12.0, 48.0), _student(hours.size, rng))


def _drift(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    days = _days(hours)
    slow = daily_chain(int(days[-1]) + 1, DRIFT_KEPT, rng)[days]
    drifting: FloatArray = rng.uniform(0.6, 1.0) * slow + _ou(hours, rng)
    return drifting


def _rhythm(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    week = rng.uniform(0.2, 0.5) * np.sin(2 * np.pi * (hours / 168.0 + rng.uniform()))
    day = rng.uniform(0.2, 0.5) * np.cos(2 * np.pi * (hours / HOURS_A_DAY + rng.uniform()))
    rhythmic: FloatArray = week + day + _ou(hours, rng)
    return rhythmic


FAMILIES: dict[str, Callable[[FloatArray, np.random.Generator], FloatArray]] = {
    "ou_white": _ou,
    "daily_ar": _daily,
    "two_speeds": _two_speeds,
    "flares": _flares,
    "heavy_tails": _heavy_tails,
    "drift": _drift,
    "rhythm": _rhythm,
}
