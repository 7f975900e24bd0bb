"""Exposure histories: what the last hours held, seen from each rating, one column per kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutline.stats.kernels import FloatArray, KernelBank

IntArray = NDArray[np.int64]

_CHUNK_PAIRS = 500_000
_FEW = 2


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
    add = _add_few if events.count <= _FEW else _add_many
    for rows, cols, lags in _pairs(events.at_hours, at_hours, bank.span_hours):
        position = lags / bank.step_hours
        low = np.minimum(position.astype(np.int64), bank.table.shape[1] - 2)
        add(history, events, bank, rows, cols, low, position - low)
    return history


def _add_many(
    history: FloatArray,
    events: Events,
    bank: KernelBank,
    rows: IntArray,
    cols: IntArray,
    low: IntArray,
    part: FloatArray,
) -> None:
    """Add pairs kernel by kernel: little memory, quick where exposures are many."""
    n = history.shape[0]
    slot = rows + n * bank.size * events.exposure[cols]
    flat = history.reshape(-1, order="F")
    for k, shape in enumerate(bank.table):
        value = shape[low] + part * (shape[low + 1] - shape[low])
        np.add.at(flat, slot + n * k, value * events.dose[cols])


def _add_few(
    history: FloatArray,
    events: Events,
    bank: KernelBank,
    rows: IntArray,
    cols: IntArray,
    low: IntArray,
    part: FloatArray,
) -> None:
    """Add pairs exposure by exposure, all kernels at once: quick where kernels are many."""
    for e in range(events.count):
        own = np.flatnonzero(events.exposure[cols] == e)
        if not own.size:
            continue
        at, dose = low[own], events.dose[cols[own]]
        value = bank.table[:, at] * (dose * (1.0 - part[own]))
        value += bank.table[:, at + 1] * (dose * part[own])
        starts = np.flatnonzero(np.diff(rows[own], prepend=-1))
        total = np.add.reduceat(value, starts, axis=1).T
        history[rows[own[starts]], e * bank.size : (e + 1) * bank.size] += total


def _pairs(
    event_hours: FloatArray, at_hours: FloatArray, span: float
) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
    """Yield (rating, event, lag) for every event up to `span` hours before a rating, in chunks."""
    first = np.searchsorted(event_hours, at_hours - span, side="left")
    last = np.searchsorted(event_hours, at_hours, side="right")
    width = last - first
    ends = np.cumsum(width)
    start = 0
    while start < at_hours.size:
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _CHUNK_PAIRS, side="right")))
        size = width[start:stop]
        rows = np.repeat(np.arange(start, stop), size)
        offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        cols = np.repeat(first[start:stop], size) + offset
        yield rows, cols, at_hours[rows] - event_hours[cols]
        start = stop
