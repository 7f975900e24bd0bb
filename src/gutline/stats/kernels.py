"""Lag kernels: how an exposure's effect is spread over the hours and days after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

STEP_HOURS = 0.5
FAST_SPAN_HOURS = 72.0
FAST_PEAKS_HOURS = (1.5, 4.0, 8.0, 13.0, 19.0, 27.0, 37.0, 49.0, 61.0)
BROAD_SPANS_HOURS = (12.0, 24.0, 48.0)
SLOW_SPANS_DAYS = (3.5, 7.0, 14.0)


@dataclass(frozen=True, eq=False)
class KernelBank:
    """A family of lag kernels on one grid of lags.

    Attributes
    ----------
    names : tuple of str
        One name per kernel.
    table : ndarray, shape (K, G)
        Kernel values at lags 0, `step_hours`, 2 `step_hours`, ...; zero at negative lags and
        beyond the table. Fast kernels have peak 1, so a coefficient reads "points at the peak for
        one dose"; slow kernels sum to 1 over daily doses, so a coefficient reads "points after a
        long time at one dose a day".
    step_hours : float
        Grid spacing in hours.
    prior : ndarray, shape (K,)
        Prior probability of each kernel given an effect; sums to 1.
    """

    names: tuple[str, ...]
    table: FloatArray
    step_hours: float
    prior: FloatArray

    @property
    def size(self) -> int:
        """Number of kernels K."""
        return int(self.table.shape[0])

    @property
    def span_hours(self) -> float:
        """Longest lag with weight, in hours."""
        return float((self.table.shape[1] - 1) * self.step_hours)

    @cached_property
    def by_lag(self) -> FloatArray:
        """The table lag by lag, shape (G, K): all kernels at one lag stand together."""
        return np.ascontiguousarray(self.table.T)

    @property
    def lags_hours(self) -> FloatArray:
        """Lag grid in hours, shape (G,)."""
        return np.asarray(np.arange(self.table.shape[1]) * self.step_hours, dtype=np.float64)

    @property
    def peaks_hours(self) -> FloatArray:
        """Hours of each kernel's peak, shape (K,)."""
        return np.asarray(self.lags_hours[np.argmax(self.table, axis=1)])

    def only(self, index: np.ndarray) -> KernelBank:
        """Return some of the kernels; their prior stays what it is in the whole bank."""
        names = tuple(self.names[int(i)] for i in index)
        return KernelBank(names, self.table[index], self.step_hours, self.prior[index])

    @property
    def areas(self) -> FloatArray:
        """Each kernel's area in hours (trapezoid), shape (K,)."""
        return np.asarray(np.trapezoid(self.table, dx=self.step_hours, axis=1))


def bump(lags_hours: FloatArray, peak_hours: float, width: float = 0.42) -> FloatArray:
    """Return a unit-peak bump that rises quickly and falls slowly, as gut responses do.

    A Gaussian in the logarithm of the lag shifted by 3 h; zero at lag 0 rises smoothly.

    Parameters
    ----------
    lags_hours : ndarray
        Lags in hours, >= 0.
    peak_hours : float
        Lag of the peak in hours.
    width : float
        Standard deviation on the log scale.

    Returns
    -------
    ndarray
        Values in [0, 1], same shape as `lags_hours`.
    """
    shift = 3.0
    z = np.log((lags_hours + shift) / (peak_hours + shift)) / width
    return np.asarray(np.exp(-0.5 * z**2) * (1.0 - np.exp(-((lags_hours / 0.5) ** 2))))


def plateau(lags_hours: FloatArray, span_hours: float) -> FloatArray:
    """Return a unit-peak kernel that stays up for `span_hours` and then falls away.

    Parameters
    ----------
    lags_hours : ndarray
        Lags in hours, >= 0.
    span_hours : float
        Hours until the kernel has fallen to one half.
    """
    rise = 1.0 - np.exp(-lags_hours / (0.08 * span_hours))
    fall = 1.0 / (1.0 + np.exp((lags_hours - span_hours) / (0.12 * span_hours)))
    shape = rise * fall
    return np.asarray(shape / shape.max())


@lru_cache(maxsize=4)
def fast_bank(step_hours: float = STEP_HOURS) -> KernelBank:
    """Return the bank for foods and other things that act within three days (0-72 h).

    Nine bumps with peaks from 1.5 to 61 h and three plateaus; the bumps hold three quarters of
    the prior mass.

    Parameters
    ----------
    step_hours : float
        Grid spacing in hours.
    """
    lags = np.arange(0.0, FAST_SPAN_HOURS + step_hours / 2, step_hours)
    rows = [bump(lags, peak) for peak in FAST_PEAKS_HOURS]
    rows += [plateau(lags, span) for span in BROAD_SPANS_HOURS]
    names = [f"peak {peak:g} h" for peak in FAST_PEAKS_HOURS]
    names += [f"lasting {span:g} h" for span in BROAD_SPANS_HOURS]
    table = np.array(rows)
    table /= table.max(axis=1, keepdims=True)
    prior = np.ones(len(rows))
    return KernelBank(tuple(names), table, step_hours, prior / prior.sum())


def gamma_shape(lags_hours: FloatArray, peak_hours: float, power: float) -> FloatArray:
    """Return a unit-peak gamma density shape; a higher `power` is narrower."""
    ratio = lags_hours / peak_hours
    return np.asarray((ratio * np.exp(1.0 - ratio)) ** power)


def window(lags_hours: FloatArray, start_hours: float, length_hours: float) -> FloatArray:
    """Return a unit-peak kernel that is up from `start_hours` for `length_hours`, soft edges."""
    rise = 1.0 / (1.0 + np.exp(-(lags_hours - start_hours) / 1.2))
    fall = 1.0 / (1.0 + np.exp(np.clip((lags_hours - start_hours - length_hours) / 2.5, None, 50)))
    return np.asarray(rise * fall)


@lru_cache(maxsize=4)
def dense_bank(step_hours: float = STEP_HOURS) -> KernelBank:
    """Return a dense bank over 0-72 h for the few exposures that deserve a closer look.

    Ten peaks from 2 to 55 h in two widths, and windows of 6, 14 and 26 h from five starts.
    """
    lags = np.arange(0.0, FAST_SPAN_HOURS + step_hours / 2, step_hours)
    peaks = np.exp(np.linspace(np.log(2.0), np.log(55.0), 10))
    rows = [gamma_shape(lags, peak, power) for peak in peaks for power in (1.3, 5.0)]
    rows += [window(lags, a, d) for a in (1.0, 6.0, 12.0, 20.0, 30.0) for d in (6.0, 14.0, 26.0)]
    table = np.array(rows)
    table /= table.max(axis=1, keepdims=True)
    names = tuple(f"shape {i}" for i in range(len(rows)))
    return KernelBank(names, table, step_hours, np.full(len(rows), 1.0 / len(rows)))


def tent(
    lags_hours: FloatArray, onset_hours: float, peak_hours: float, end_hours: float
) -> FloatArray:
    """Return a unit-peak kernel that rises and falls in straight lines."""
    return np.interp(lags_hours, [onset_hours, peak_hours, end_hours], [0.0, 1.0, 0.0])


def two_rates(
    lags_hours: FloatArray, delay_hours: float, onset_hours: float, offset_hours: float
) -> FloatArray:
    """Return a unit-peak difference of exponentials after a delay; offset is slower than onset."""
    since = np.maximum(lags_hours - delay_hours, 0.0)
    shape = np.exp(-since / offset_hours) - np.exp(-since / onset_hours)
    return np.asarray(shape / shape.max())


@lru_cache(maxsize=4)
def shape_bank(step_hours: float = STEP_HOURS) -> KernelBank:
    """Return the widest bank, for the size of what was found: many families, sharp and broad.

    Gamma shapes hold two fifths of the prior mass; windows, tents and differences of exponentials
    a fifth each. Sharp peaks matter here: a bank of smooth bumps alone understates peaks.
    """
    lags = np.arange(0.0, FAST_SPAN_HOURS + step_hours / 2, step_hours)
    peaks = np.exp(np.linspace(np.log(2.0), np.log(55.0), 16))
    families = (
        (0.4, [gamma_shape(lags, p, k) for p in peaks for k in (0.8, 2.0, 5.0, 12.0)]),
        (
            0.2,
            [window(lags, a, d) for a in (1.0, 6.0, 12.0, 20.0, 30.0) for d in (6.0, 14.0, 26.0)],
        ),
        (
            0.2,
            [
                tent(lags, p * f, p, p + fall)
                for p in (3.0, 5.0, 8.0, 12.0, 18.0, 26.0, 36.0)
                for f in (0.0, 0.5)
                for fall in (6.0, 14.0, 26.0)
            ],
        ),
        (
            0.2,
            [
                two_rates(lags, delay, on, on * ratio)
                for delay in (0.0, 4.0, 9.0, 16.0)
                for on in (1.5, 3.0, 6.0)
                for ratio in (1.5, 3.5)
            ],
        ),
    )
    table = np.array([row for _, rows in families for row in rows])
    prior = np.concatenate([np.full(len(rows), mass / len(rows)) for mass, rows in families])
    table /= table.max(axis=1, keepdims=True)
    names = tuple(f"shape {i}" for i in range(prior.size))
    return KernelBank(names, table, step_hours, prior)


@lru_cache(maxsize=4)
def slow_bank(step_hours: float = 6.0) -> KernelBank:
    """Return the bank for habits and supplements: exponential averages over days to weeks.

    Each kernel sums to 1 over daily doses, so its coefficient is the long-run change in points
    when one dose a day is kept up.

    Parameters
    ----------
    step_hours : float
        Grid spacing in hours.
    """
    lags = np.arange(0.0, 4 * max(SLOW_SPANS_DAYS) * 24 + step_hours / 2, step_hours)
    rows = [np.exp(-lags / (span * 24.0)) for span in SLOW_SPANS_DAYS]
    table = np.array([row / (row.sum() * step_hours / 24.0) for row in rows])
    names = tuple(f"average over {span:g} days" for span in SLOW_SPANS_DAYS)
    return KernelBank(names, table, step_hours, np.full(len(rows), 1.0 / len(rows)))
