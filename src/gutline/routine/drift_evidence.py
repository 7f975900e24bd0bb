"""How much a series of days speaks for a change of level, whatever its autocorrelation.

Under "nothing changed" the days are a stationary process of unknown mean and variance: a part that
drags from day to day (autocorrelation phi a day) and a part that does not. Under "changed by d from
day v on" the same, with a step. Both are weighed by their marginal likelihood, over a grid of
processes, so that what is not known of the process is not taken for known. Days without a value are
left out; the process knows how many lie between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PHI_GRID = (0.25, 0.5, 0.7, 0.85, 0.95)
DRAG_GRID = (1.0, 0.75)
"""Shares of the variance that drag."""
PROCESSES: tuple[tuple[float, float], ...] = (
    (0.0, 1.0),
    *((phi, drag) for phi in PHI_GRID for drag in DRAG_GRID),
)
"""The grid of processes: autocorrelation a day, and the share of the variance that has it."""
_LIKELY = {0.0: 2.0, 0.85: 0.6, 0.95: 0.25}
"""How likely an autocorrelation is beforehand, against 1 for the others: days that hardly leave a
level for weeks are rare, and would explain every change away."""
LEVEL_SD = 30.0
"""Prior standard deviation of levels, in standard deviations of the process: hardly any prior."""
VARIANCE_SHAPE, VARIANCE_RATE = 2.0, 1.0
LEAST_STEPS = 9
"""From so many steps from one day to the next on it is known how odd they are."""
_BELL = float(np.sqrt(np.pi / 2.0))
LONGEST_DAYS = 21
"""Changes further back than this are no news."""
LEAST_VALUES = 2
"""So many days must have a value since a change before it counts: one bad day is not a drift."""
USUAL_VALUES, LEAST_USUAL = 28, 10
FURTHEST_SD = 3.0
"""Values further than this from the median of the last four weeks are taken to be so far away."""
_SD_OF_MAD = 1.4826


@dataclass(frozen=True)
class Series:
    """One value a day, where there is one.

    Attributes
    ----------
    day : ndarray of int, shape (n,)
        Days since some first day, increasing.
    value : ndarray, shape (n,)
    """

    day: IntArray
    value: FloatArray


@dataclass(frozen=True)
class Evidence:
    """What a series says of changes, day by day.

    Attributes
    ----------
    ratio : ndarray, shape (D, W)
        On day t, how many times likelier the values are with a change `a` days before (column a,
        0 is the same day) than without; NaN where too few days have a value since.
    drag : ndarray, shape (D,)
        Expected autocorrelation a day, by what was known on that day.
    sd : ndarray, shape (D,)
        Expected standard deviation of the days, likewise.
    """

    ratio: FloatArray
    drag: FloatArray
    sd: FloatArray


def tamed(series: Series, least_sd: float) -> Series:
    """Return a series whose odd days are brought nearer, each by what was known before it.

    Parameters
    ----------
    series : Series
    least_sd : float
        The spread is not believed to be smaller.
    """
    value = series.value.copy()
    for length in range(LEAST_USUAL, min(USUAL_VALUES, value.size - 1) + 1):
        # While the window grows there is one of each length; then all of the rest at once.
        last = value.size if length == USUAL_VALUES else length + 1
        before = sliding_window_view(series.value[: last - 1], length)
        middle = np.median(before, axis=1)
        apart = np.median(np.abs(before - middle[:, None]), axis=1)
        far = FURTHEST_SD * np.maximum(_SD_OF_MAD * apart, 2 * least_sd)
        value[length:last] = np.clip(value[length:last], middle - far, middle + far)
    return Series(series.day, value)


def change_evidence(
    series: Series, sizes: Sequence[float], days: int, least_sd: float, levels: Sequence[int] = ()
) -> Evidence:
    """Return the evidence for a change of one of some sizes, on every day.

    Parameters
    ----------
    series : Series
    sizes : sequence of float
        Equally likely, in the unit of the values; signed.
    days : int
        D, the days that are looked at.
    least_sd : float
        The standard deviation is not believed to be smaller: ratings are rounded.
    levels : sequence of int
        Days on which the level is known to have changed before; by how much is not known.
    """
    n = series.value.size
    if n == 0:
        return Evidence(np.full((days, LONGEST_DAYS), np.nan), np.zeros(days), np.zeros(days))
    null = np.empty((len(PROCESSES), n))
    spread = np.empty((len(PROCESSES), n))
    changed = np.empty((len(PROCESSES), len(sizes), n, LONGEST_DAYS))
    for g, (phi, drag) in enumerate(PROCESSES):
        null[g], spread[g], changed[g] = _marginals(series, phi, drag, sizes, least_sd, levels)
        null[g] += np.log(_LIKELY.get(phi, 1.0))
        changed[g] += np.log(_LIKELY.get(phi, 1.0))
    top = null.max(axis=0)
    weight = np.exp(null - top)
    drags = np.array([phi * drag for phi, drag in PROCESSES])
    weight /= weight.sum(axis=0)
    ratio = np.exp(np.minimum(changed - top[:, None], 60.0)).mean(axis=1).sum(axis=0)
    ratio /= np.exp(null - top).sum(axis=0)[:, None]
    return _by_day(series, ratio, drags @ weight, (spread * weight).sum(axis=0), days)


def _marginals(
    series: Series,
    phi: float,
    drag: float,
    sizes: Sequence[float],
    least_sd: float,
    levels: Sequence[int],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return log marginal likelihoods of the first 1..n values, and what sd they show.

    Returns
    -------
    ndarray, shape (n,)
        Without a change.
    ndarray, shape (n,)
        The standard deviation without one.
    ndarray, shape (len(sizes), n, W)
        With a change of each size, so many values before the last one.
    """
    root = _root(series.day, phi, drag, levels)
    n = series.value.size
    whiten = solve_triangular(root, np.eye(n), lower=True)
    error = whiten @ series.value
    count = np.arange(1, n + 1)
    freedom = VARIANCE_SHAPE + count / 2
    fixed = -np.cumsum(np.log(np.diag(root)))
    floor = VARIANCE_RATE * least_sd**2 + 0.5 * least_sd**2 * count
    sum_squares = np.cumsum(error**2)
    cross, square = _step_sums(whiten, error)
    null = fixed - freedom * np.log(floor + sum_squares / 2)
    changed = np.empty((len(sizes), n, LONGEST_DAYS))
    for k, size in enumerate(sizes):
        rest = np.maximum(sum_squares[:, None] - 2 * size * cross + size**2 * square, 0.0)
        changed[k] = fixed[:, None] - freedom[:, None] * np.log(floor[:, None] + rest / 2)
    return null, np.sqrt((floor + sum_squares / 2) / freedom), changed


def _step_sums(whiten: FloatArray, error: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return sums of whitened steps times errors, and of their squares, each of shape (n, W).

    Column a of row t is of the step that begins a values before t; before the first value there is
    none, and 0 stands there. Only the last W columns of each row of the whitening matter.
    """
    n = error.size
    value, ago = np.arange(n)[:, None], np.arange(LONGEST_DAYS)
    last = np.where(value >= ago, np.take_along_axis(whiten, np.maximum(value - ago, 0), axis=1), 0)
    response = np.cumsum(last, axis=1)
    # Row v, column k: the response to the step at value v, k values later.
    later = np.minimum(value + ago, n - 1)
    of_step = np.where(value + ago < n, response[later, ago], 0.0)
    cross = np.cumsum(of_step * error[later], axis=1)
    square = np.cumsum(of_step**2, axis=1)
    began = np.maximum(value - ago, 0)
    good = value >= ago
    return np.where(good, cross[began, ago], 0.0), np.where(good, square[began, ago], 0.0)


def _root(day: IntArray, phi: float, drag: float, levels: Sequence[int]) -> FloatArray:
    """Return the Cholesky root of the covariance of the days, levels included."""
    apart = np.abs(day[:, None] - day[None, :])
    covariance = (1.0 - drag if phi else 1.0) * np.eye(day.size) + LEVEL_SD**2
    if phi:
        covariance += drag * (phi ** np.arange(apart.max(initial=0) + 1))[apart]
    for level in levels:
        after = (day >= level).astype(np.float64)
        covariance += LEVEL_SD**2 * np.outer(after, after)
    return np.asarray(np.linalg.cholesky(covariance))


def _by_day(
    series: Series, ratio: FloatArray, drag: FloatArray, sd: FloatArray, days: int
) -> Evidence:
    """Return evidence by the number of values since a change as evidence by days since it."""
    last = np.searchsorted(series.day, np.arange(days), side="right") - 1
    found = np.full((days, LONGEST_DAYS), np.nan)
    for ago in range(LONGEST_DAYS):
        first = np.searchsorted(series.day, np.arange(days) - ago, side="left")
        good = (last >= 0) & (last - first + 1 >= LEAST_VALUES) & (np.arange(days) >= ago)
        found[good, ago] = ratio[last[good], (last - first)[good]]
    latest = np.maximum(last, 0)
    return Evidence(found, drag[latest], sd[latest])


def oddness(series: Series) -> FloatArray:
    """Return how odd the odd steps from one day to the next are, by what was known at each value.

    Returns
    -------
    ndarray, shape (n + 1,)
        By the first 0, 1, ... n values: Geary's ratio the other way round, the standard deviation
        of the steps over their mean size. It is 1 for a bell curve, and more where a few steps are
        far larger than the others.
    """
    step = np.where(np.diff(series.day) == 1, np.diff(series.value), np.nan)
    count = np.cumsum(np.isfinite(step))
    size, square = np.nancumsum(np.abs(step)), np.nancumsum(step**2)
    known = (count >= LEAST_STEPS) & (size > 0.0)
    mean = np.where(known, size, 1.0) / np.maximum(count, 1)
    ratio = np.sqrt(square / np.maximum(count, 1)) / mean / _BELL
    return np.concatenate([np.ones(min(2, series.value.size + 1)), np.where(known, ratio, 1.0)])


@dataclass(frozen=True, slots=True)
class Size:
    """By how much a level changed, with a 90 % interval."""

    points: float
    low: float
    high: float


def change_size(series: Series, since: int, levels: Sequence[int] = ()) -> Size:
    """Return by how much a series changed on a day, under the likeliest process.

    Parameters
    ----------
    series : Series
    since : int
        The first day of the change.
    levels : sequence of int
        As for `change_evidence`.
    """
    return regression_size(series, (series.day >= since).astype(np.float64), levels)


def regression_size(series: Series, column: FloatArray, levels: Sequence[int] = ()) -> Size:
    """Return the coefficient of a column with its 90 % interval, under the likeliest process."""
    best: tuple[float, float, float] = (-np.inf, 0.0, np.inf)
    for phi, drag in PROCESSES:
        root = _root(series.day, phi, drag, levels)
        white = solve_triangular(root, np.column_stack([series.value, column]), lower=True)
        error, step = white[:, 0], white[:, 1]
        square = float(step @ step)
        if square < 1e-9:
            continue
        points = float(step @ error) / square
        rest = float(error @ error) - points**2 * square
        variance = max(rest, 1e-9) / max(series.value.size - 2, 1)
        score = -float(np.log(np.diag(root)).sum()) - 0.5 * series.value.size * np.log(variance)
        if score > best[0]:
            best = (score, points, float(np.sqrt(variance / square)))
    wide = 1.645 * best[2]
    return Size(best[1], best[1] - wide, best[1] + wide)
