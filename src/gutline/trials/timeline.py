"""When a trial really ran: the stretches of each unit, and which ratings count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from gutline.stats.kernels import FloatArray
from gutline.trials.periods import Schedule
from gutline.trials.readings import hours_of

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Timeline:
    """The stretches of time of a trial.

    Attributes
    ----------
    units : tuple of tuple of (datetime, datetime)
        For each unit, when its condition was to be kept; a pause cuts it in two.
    counted : tuple of (datetime, datetime)
        Stretches whose ratings are analysed: run-in, units and washouts without void days.
    actual : tuple of (datetime, datetime, float)
        What was really kept to: stretches of exposure with their share, 0 to 1; empty when not
        known.
    void_days : tuple of date
        Days that do not count.
    """

    units: tuple[tuple[Span, ...], ...]
    counted: tuple[Span, ...]
    actual: tuple[tuple[datetime, datetime, float], ...] = ()
    void_days: tuple[date, ...] = ()

    @classmethod
    def of_schedule(cls, schedule: Schedule) -> Timeline:
        """Return the timeline of a schedule of which nothing else is known."""
        spans = tuple((p.start, p.end) for p in schedule.periods)
        return cls(tuple((span,) for span in spans), spans)

    def unit_hours(self) -> list[list[tuple[float, float]]]:
        """Return each unit's stretches in hours since 1970."""
        return [[(hours_of(a), hours_of(b)) for a, b in spans] for spans in self.units]

    @property
    def ends(self) -> FloatArray:
        """End of each unit in hours since 1970."""
        return np.array([max(b for _, b in spans) for spans in self.unit_hours()])

    def counts(self, at_hours: FloatArray) -> np.ndarray:
        """Return which times lie in stretches that are analysed, shape (n,) of bool."""
        return inside(at_hours, [(hours_of(a), hours_of(b)) for a, b in self.counted])

    def unit_of(self, at_hours: FloatArray) -> np.ndarray:
        """Return the unit in which each time lies, -1 for none, shape (n,)."""
        unit = np.full(at_hours.size, -1)
        for number, spans in enumerate(self.unit_hours()):
            unit[inside(at_hours, spans)] = number
        return unit


def inside(at_hours: FloatArray, spans: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return which times lie in any of some stretches, their ends excluded."""
    found = np.zeros(at_hours.size, dtype=bool)
    for start, end in spans:
        found |= (at_hours >= start) & (at_hours < end)
    return found
