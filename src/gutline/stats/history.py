"""Exposure histories: what the last hours held, seen from each rating, one column per kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from gutline.stats.kernels import FloatArray, KernelBank

IntArray = NDArray[np.int64]

_CHUNK_PAIRS = 500_000


@dataclass(frozen=True)
class Events:
    """Exposure events in time order.

    Attributes
    ----------
    at_hours : ndarray, shape (m,)
        Times in hours, not decreasing.
    exposure : ndarray of int, shape (m,)
        Index of the exposure, 0 .. count - 1.
    dose : ndarray, shape (m,)
        Doses, in servings.
    count : int
        Number of exposures P.
    """

    at_hours: FloatArray
    exposure: IntArray
    dose: FloatArray
    count: int


def exposure_history(events: Events, at_hours: FloatArray, bank: KernelBank) -> FloatArray:
    """Return every exposure's history at every rating under every kernel.

    ``history[i, j * K + k] = sum over events m of j with 0 <= lag <= span of dose_m kernel_k(lag)``

    The work grows with ratings x events inside one kernel span, so linearly with the length of a
    diary.

    Parameters
    ----------
    events : Events
    at_hours : ndarray, shape (n,)
        Times of the ratings in hours, not decreasing.
    bank : KernelBank

    Returns
    -------
    ndarray, shape (n, P * K), Fortran order
    """
    history = np.zeros((at_hours.size, events.count * bank.size), order="F")
    for start, stop, lagged in _in_chunks(events, at_hours, bank):
        found = (lagged @ bank.by_lag).reshape(events.count, stop - start, bank.size)
        for e in range(events.count):
            history[start:stop, e * bank.size : (e + 1) * bank.size] = found[e]
    return history


def dose_at_lags(events: Events, at_hours: FloatArray, bank: KernelBank) -> csr_array:
    """Return one exposure's dose at every lag before every rating, whatever the kernel.

    Kernels are read off their grid of lags by straight lines, so a dose is shared between the two
    points of the grid around its lag. Times ``bank.by_lag`` it is what `exposure_history` gives.

    Parameters
    ----------
    events : Events
        Of a single exposure.
    at_hours : ndarray, shape (n,)
        Times of the ratings in hours, not decreasing.
    bank : KernelBank
        Any with the same grid of lags.

    Returns
    -------
    csr_array, shape (n, G)
    """
    parts = [lagged for _, _, lagged in _in_chunks(events, at_hours, bank)]
    return parts[0] if len(parts) == 1 else vstack(parts, format="csr")


def _in_chunks(
    events: Events, at_hours: FloatArray, bank: KernelBank
) -> Iterator[tuple[int, int, csr_array]]:
    """Yield the dose at each lag, some ratings at a time; rows are exposures by ratings."""
    points = bank.table.shape[1]
    for start, stop, rows, cols in _pairs(events.at_hours, at_hours, bank.span_hours):
        height = stop - start
        position = (at_hours[start:stop][rows] - events.at_hours[cols]) / bank.step_hours
        low = np.minimum(position.astype(np.int64), points - 2)
        dose = events.dose[cols]
        ahead = dose * (position - low)
        point = np.column_stack([low, low + 1]).ravel()
        share = np.column_stack([dose - ahead, ahead]).ravel()
        if events.count > 1:
            row = np.repeat(rows + height * events.exposure[cols], 2)
            yield start, stop, csr_array((share, (row, point)), (height * events.count, points))
        else:
            begin = 2 * np.searchsorted(rows, np.arange(height + 1))
            yield start, stop, csr_array((share, point, begin), (height, points))


def _pairs(
    event_hours: FloatArray, at_hours: FloatArray, span: float
) -> Iterator[tuple[int, int, IntArray, IntArray]]:
    """Yield every event up to `span` hours before a rating, some ratings at a time.

    As the first rating, the one after the last, and pairs of rating (from the first) and event.
    """
    first = np.searchsorted(event_hours, at_hours - span, side="left")
    last = np.searchsorted(event_hours, at_hours, side="right")
    width = last - first
    ends = np.cumsum(width)
    start = 0
    while start < at_hours.size:
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _CHUNK_PAIRS, side="right")))
        size = width[start:stop]
        rows = np.repeat(np.arange(stop - start), size)
        offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        cols = np.repeat(first[start:stop], size) + offset
        yield start, stop, rows, cols
        start = stop
