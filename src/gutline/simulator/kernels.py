"""Shapes of an effect over the hours after an exposure, wider than the engine's own family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

FloatArray = NDArray[np.float64]

REACH_HOURS = 72.0
STEP_HOURS = 0.25
TAPER_HOURS = 8.0
SLOW_REACH_HOURS = 28 * 24.0
HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """An effect's course in time, piecewise linear by definition.

    Attributes
    ----------
    family : str
        Name of the shape it was drawn from.
    hours : ndarray of shape (n,)
        Rising hours since the exposure, from 0.
    shape : ndarray of shape (n,)
        Height at `hours`. Fast kernels have a highest value of 1; slow kernels add up to 1 over
        daily doses, so that an effect reads as points when the dose is taken every day.
    """

    family: str
    hours: FloatArray
    shape: FloatArray

    def __call__(self, lag_hours: FloatArray) -> FloatArray:
        """Return the height at each lag in hours; 0 before the exposure and after the reach."""
        height = np.interp(lag_hours, self.hours, self.shape, left=0.0, right=0.0)
        return np.asarray(height, dtype=np.float64)

    @property
    def reach_hours(self) -> float:
        """Return the lag after which the effect is gone."""
        return float(self.hours[-1])

    @property
    def peak_hours(self) -> float:
        """Return the lag of the highest value."""
        return float(self.hours[int(np.argmax(self.shape))])

    @property
    def area(self) -> float:
        """Return the integral over all lags, in hours times height."""
        return float(np.trapezoid(self.shape, self.hours))


def exposure_history(
    at_hours: FloatArray, event_hours: FloatArray, doses: FloatArray, kernel: Kernel
) -> FloatArray:
    """Add up the kernels of all earlier events at each time.

    Parameters
    ----------
    at_hours : ndarray of shape (m,)
        Times at which the history is wanted.
    event_hours, doses : ndarray of shape (k,)
        Times of the events, rising, and their doses.
    kernel : Kernel

    Returns
    -------
    ndarray of shape (m,)
        Doses times kernel heights.
    """
    first = np.searchsorted(event_hours, at_hours - kernel.reach_hours, side="left")
    last = np.searchsorted(event_hours, at_hours, side="right")
    counts = last - first
    row = np.repeat(np.arange(at_hours.size), counts)
    start = np.cumsum(counts) - counts
    event = np.arange(row.size) - start[row] + first[row]
    height = kernel(at_hours[row] - event_hours[event]) * doses[event]
    return np.bincount(row, weights=height, minlength=at_hours.size).astype(np.float64)


def draw_kernel(family: str, rng: np.random.Generator) -> Kernel:
    """Draw a kernel of a family of `FAST` or `SLOW`.

    Raises
    ------
    KeyError
        When no such family exists.
    """
    if family in SLOW:
        hours = np.arange(0.0, SLOW_REACH_HOURS + STEP_HOURS, 4 * STEP_HOURS)
        shape = SLOW[family](hours, rng)
        return Kernel(family, hours, shape / (np.trapezoid(shape, hours) / HOURS_A_DAY))
    hours = np.arange(0.0, REACH_HOURS + STEP_HOURS, STEP_HOURS)
    shape = np.clip(FAST[family](hours, rng), 0.0, None)
    shape = shape * np.clip((REACH_HOURS - hours) / TAPER_HOURS, 0.0, 1.0)
    return Kernel(family, hours, shape / shape.max())


def _peak(rng: np.random.Generator, lowest: float = 2.0, highest: float = 40.0) -> float:
    return float(np.exp(rng.uniform(np.log(lowest), np.log(highest))))


def _gamma(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    ratio = hours / _peak(rng)
    power = rng.uniform(1.5, 7.0)
    return np.asarray((ratio * np.exp(1.0 - ratio)) ** power)


def _lognormal(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    away = np.log(np.maximum(hours, 1e-6) / _peak(rng))
    return np.exp(-0.5 * (away / rng.uniform(0.3, 0.7)) ** 2)


def _weibull(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    power = rng.uniform(1.5, 3.5)
    scale = _peak(rng) / ((power - 1) / power) ** (1 / power)
    ratio = hours / scale
    return np.asarray(ratio ** (power - 1) * np.exp(-(ratio**power)))


def _triangular(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    peak = _peak(rng)
    onset = peak * rng.uniform(0.0, 0.6)
    end = peak + rng.uniform(5.0, 30.0)
    return np.interp(hours, [onset, peak, end], [0.0, 1.0, 0.0])


def _double_exponential(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    onset = rng.uniform(1.5, 8.0)
    offset = onset * rng.uniform(1.5, 4.0)
    since = np.maximum(hours - rng.uniform(0.0, 12.0), 0.0)
    return np.exp(-since / offset) - np.exp(-since / onset)


def _boxcar(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    start = rng.uniform(1.0, 24.0)
    end = start + rng.uniform(6.0, 30.0)
    edge = rng.uniform(0.7, 2.0)
    rise = 1.0 / (1.0 + np.exp(-(hours - start) / edge))
    fall = 1.0 / (1.0 + np.exp(-np.clip((hours - end) / edge, None, 50.0)))
    return rise * (1.0 - fall)


def _bimodal(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    early, late = rng.uniform(1.5, 7.0), rng.uniform(18.0, 40.0)
    second = rng.uniform(0.5, 1.0)
    first = np.exp(-0.5 * ((hours - early) / (0.4 * early)) ** 2)
    return first + second * np.exp(-0.5 * ((hours - late) / rng.uniform(4.0, 8.0)) ** 2)


def _spike(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    peak = rng.uniform(3.0, 30.0)
    return np.interp(hours, [peak - 3.0, peak, peak + rng.uniform(4.0, 8.0)], [0.0, 1.0, 0.0])


def _slow_exponential(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    return (1.0 - np.exp(-hours / 24.0)) * np.exp(-hours / (24.0 * rng.uniform(4.0, 8.0)))


def _slow_average(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    end = 24.0 * rng.uniform(7.0, 14.0)
    return np.interp(hours, [0.0, 12.0, end, end + 24.0], [0.0, 1.0, 1.0, 0.0])


def _slow_gamma(hours: FloatArray, rng: np.random.Generator) -> FloatArray:
    ratio = hours / (24.0 * rng.uniform(3.0, 8.0))
    return np.asarray(ratio * np.exp(1.0 - ratio))


FAST: dict[str, Callable[[FloatArray, np.random.Generator], FloatArray]] = {
    "gamma": _gamma,
    "lognormal": _lognormal,
    "weibull": _weibull,
    "triangular": _triangular,
    "double_exponential": _double_exponential,
    "boxcar": _boxcar,
    "bimodal": _bimodal,
    "spike": _spike,
}
SLOW: dict[str, Callable[[FloatArray, np.random.Generator], FloatArray]] = {
    "slow_exponential": _slow_exponential,
    "slow_average": _slow_average,
    "slow_gamma": _slow_gamma,
}
