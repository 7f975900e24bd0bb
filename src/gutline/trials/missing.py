"""Missing ratings: how odd they would have to be to change the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from gutline.stats.assignment_test import AssignmentTest
from gutline.stats.kernels import FloatArray
from gutline.stats.randomisation import Reference
from gutline.trials.deciding import Rule
from gutline.trials.readings import hours_of
from gutline.trials.trial_data import TrialData

FARTHEST = 10.0
_BISECTIONS = 10


@dataclass(frozen=True)
class MissingDays:
    """Days of the periods without a rating.

    Attributes
    ----------
    at_hours, clock_hours : ndarray, shape (k,)
        Noon of each.
    unit : ndarray of int, shape (k,)
    active : ndarray of bool, shape (k,)
        Whether the day was under the active condition.
    days : int
        Days of the periods in all.
    """

    at_hours: FloatArray
    clock_hours: FloatArray
    unit: np.ndarray
    active: np.ndarray
    days: int

    @property
    def count(self) -> int:
        """Number of missing days."""
        return int(self.unit.size)


def find_missing(data: TrialData) -> MissingDays:
    """Return the days of the periods that have no rating and are not void."""
    rated = {at.date() for at in data.readings.at} | set(data.timeline.void_days)
    own, found, days = data.schedule.assignment, [], 0
    for number, spans in enumerate(data.timeline.units):
        for start, end in spans:
            at = _noon(start)
            while at < end:
                days += 1
                if at >= start and at.date() not in rated:
                    found.append((hours_of(at), number))
                at = _noon(at + timedelta(days=1))
    found.sort()
    unit = np.array([n for _, n in found], dtype=np.int64)
    active = np.array([own[n] == 1 for n in unit], dtype=bool)
    hours = np.array([h for h, _ in found], dtype=np.float64)
    return MissingDays(hours, np.full(hours.size, 12.0), unit, active, days)


def _noon(at: datetime) -> datetime:
    return at.replace(hour=12, minute=0, second=0, microsecond=0)


def tipping_point(
    data: TrialData, missing: MissingDays, reference: Reference, rule: Rule
) -> float | None:
    """Return by how much the missing active days must differ for p to pass the error rate.

    Missing days are filled with the mean of their period (of their condition where it has none);
    those under the active condition are then moved against the effect until it is no longer
    found.

    Returns
    -------
    float or None
        In the unit of the outcome; None when no shift up to 10 points (ten times the smallest
        difference that matters, where nothing is rated from 0 to 10) does it.
    """
    test = _filled(data, missing, reference)
    effect, _ = test.observed()
    side = -1.0 if effect > 0 else 1.0

    def found(shift: float) -> bool:
        weights = np.zeros(test.grams.outcomes.shape[1])
        weights[0], weights[1] = 1.0, side * shift
        fits = test.fits(weights)
        against = float(fits.effect[reference.observed]) * side < 0
        return reference.p_value(fits.t) <= rule.alpha and against

    if not found(0.0):
        return 0.0
    farthest = FARTHEST * rule.step
    if found(farthest):
        return None
    inside, outside = 0.0, farthest
    for _ in range(_BISECTIONS):
        middle = 0.5 * (inside + outside)
        inside, outside = (middle, outside) if found(middle) else (inside, middle)
    return outside


def _filled(data: TrialData, missing: MissingDays, reference: Reference) -> AssignmentTest:
    """Return the test with a row for every missing day."""
    readings = data.readings
    values = np.concatenate([readings.values, _guesses(data, missing)])
    moved = np.concatenate([np.zeros(readings.values.size), missing.active.astype(np.float64)])
    hours = np.concatenate([readings.hours, missing.at_hours])
    clock = np.concatenate([readings.clock_hours, missing.clock_hours])
    order = np.argsort(hours, kind="stable")
    both = np.column_stack([values, moved])[order]
    return AssignmentTest.of(data.columns_at(hours[order], clock[order], both), reference)


def _guesses(data: TrialData, missing: MissingDays) -> FloatArray:
    own = np.array(data.schedule.assignment)
    side = np.where(data.unit_of >= 0, own[data.unit_of], -1)
    values = data.readings.values
    guesses = np.empty(missing.count)
    for row, unit in enumerate(missing.unit):
        near = values[data.unit_of == unit]
        guesses[row] = (near if near.size else values[side == own[unit]]).mean()
    return guesses
