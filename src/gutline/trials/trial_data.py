"""A trial as arrays: its ratings, its units, and what is adjusted for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gutline.stats.assignment_test import TrialColumns
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid
from gutline.stats.randomisation import AssignmentSet
from gutline.trials.carry_over import CarryOver, exposure_column
from gutline.trials.covariates import trial_covariates
from gutline.trials.errors import TrialError
from gutline.trials.periods import Schedule
from gutline.trials.readings import Readings, hours_of
from gutline.trials.timeline import Timeline

_LEAST_RATINGS = 8


@dataclass(frozen=True)
class TrialData:
    """What is analysed.

    Attributes
    ----------
    schedule : Schedule
    timeline : Timeline
    readings : Readings
        Those that count.
    carry_over : CarryOver
    outside : int
        Ratings of the outcome that lie outside the trial.
    """

    schedule: Schedule
    timeline: Timeline
    readings: Readings
    carry_over: CarryOver
    outside: int

    @classmethod
    def of(
        cls, schedule: Schedule, readings: Readings, timeline: Timeline, carry_over: CarryOver
    ) -> TrialData:
        """Choose the ratings that count.

        Raises
        ------
        TrialError
            When none does.
        """
        kept = timeline.counts(readings.hours)
        if not kept.any():
            start, end = schedule.periods[0].start, schedule.periods[-1].end
            raise TrialError(
                f"all {kept.size} ratings of {readings.name!r} lie outside the periods, which go "
                f"from {start:%Y-%m-%d} to {end:%Y-%m-%d}; check the dates and the time zone"
            )
        return cls(schedule, timeline, readings.only(kept), carry_over, int((~kept).sum()))

    @cached_property
    def unit_of(self) -> np.ndarray:
        """The unit of each rating, -1 between units, shape (n,)."""
        return self.timeline.unit_of(self.readings.hours)

    @cached_property
    def counts(self) -> np.ndarray:
        """Ratings in each unit, shape (U,)."""
        own = self.unit_of[self.unit_of >= 0]
        return np.bincount(own, minlength=len(self.schedule.periods))

    @property
    def assignments(self) -> AssignmentSet:
        """The set the schedule was drawn from."""
        return self.schedule.assignments

    @cached_property
    def columns(self) -> TrialColumns:
        """The arrays of the analysis; outcomes are the ratings alone."""
        return self.columns_at(self.readings.hours, self.readings.clock_hours, self.readings.values)

    def columns_at(self, hours: FloatArray, clock: FloatArray, values: FloatArray) -> TrialColumns:
        """Return the arrays for other times and values, which may have several columns."""
        units = [exposure_column(hours, s, self.carry_over) for s in self.timeline.unit_hours()]
        covariates, precision = trial_covariates(hours, clock)
        start = float(hours[0]) if hours.size else 0.0
        outcomes = values.reshape(hours.size, -1)
        return TrialColumns(hours - start, outcomes, np.column_stack(units), covariates, precision)

    @cached_property
    def grid(self) -> NoiseGrid:
        """The filters at the times of the ratings."""
        return NoiseGrid.at(self.columns.at_hours)

    @cached_property
    def actual(self) -> FloatArray | None:
        """What was really felt of the exposure at each rating; None where it is not known."""
        if not self.timeline.actual:
            return None
        column = np.zeros(len(self.readings.at))
        for start, end, share in self.timeline.actual:
            span = [(hours_of(start), hours_of(end))]
            column += share * exposure_column(self.readings.hours, span, self.carry_over)
        return column

    @property
    def rows_by_toss(self) -> list[int]:
        """Ratings up to the end of each coin toss's units."""
        ends = self.timeline.ends
        step = min(self.assignments.units_a_toss, len(ends))
        last = np.maximum.accumulate(ends)[step - 1 :: step]
        return [int(r) for r in np.searchsorted(self.readings.hours, last)]

    def with_carry_over(self, carry_over: CarryOver) -> TrialData:
        """Return the same trial under another carry-over."""
        return replace(self, carry_over=carry_over)

    def because(self) -> str:
        """Return why these data cannot answer anything; empty when they can."""
        if self.assignments.count() < 4 and self.schedule.layout == "pairs":
            return "one pair cannot be told from chance; run at least six"
        values = self.readings.values
        if values.size < _LEAST_RATINGS:
            found = f"there are {values.size} ratings in the trial"
            return f"{found}; at least {_LEAST_RATINGS} are needed"
        if float(values.max() - values.min()) < 1e-9:
            return (
                f"every rating of {self.readings.name!r} in the trial is {values[0]:g}; nothing "
                "can be seen in an outcome that does not change"
            )
        return self._uncompared()

    def _uncompared(self) -> str:
        rated = self.counts > 0
        own = np.array(self.schedule.assignment)
        for condition, side in ((self.schedule.active, 1), (self.schedule.reference, 0)):
            if not rated[own == side].any():
                return f"there are no ratings under {condition!r}; rate in both conditions"
        if self.schedule.layout == "pairs" and (rated[::2] & rated[1::2]).sum() < 2:
            return "fewer than two pairs have ratings in both of their periods"
        return ""
