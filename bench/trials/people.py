"""Trials of people whose truth is known: noise, trend, carry-over, gaps, rounding and floor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gutline.stats.assignment_test import TrialColumns
from gutline.stats.noise import NoiseGrid
from gutline.stats.randomisation import AssignmentSet
from gutline.trials.carry_over import CarryOver, exposure_column
from gutline.trials.covariates import trial_covariates

if TYPE_CHECKING:
    from gutline.stats.kernels import FloatArray

CLOCK = (9.0, 21.0)


@dataclass(frozen=True, slots=True)
class Body:
    """How a person's ratings come about; all in points, hours and days.

    `autocorrelation` is that of the slow part of the noise from one day to the next, `slow` its
    share of the variance.
    """

    sd: float = 2.15
    slow: float = 0.8
    autocorrelation: float = 0.5
    trend: float = 0.0
    carry_over_days: float = 0.0
    missing: float = 0.0
    void: float = 0.0
    rounded: bool = False
    level: float = 4.0


@dataclass(frozen=True, slots=True)
class Form:
    """How long a trial is and how it is randomised."""

    pairs: int
    period_days: int
    layout: str = "pairs"

    @property
    def days(self) -> int:
        """Days in all."""
        return 2 * self.pairs * self.period_days


REFERENCE = Body()


@dataclass(frozen=True)
class Ground:
    """What all simulated trials of one form and body share: times, columns and filters."""

    form: Form
    body: Body
    assignments: AssignmentSet
    at_hours: FloatArray
    units: FloatArray
    true_units: FloatArray
    covariates: tuple[FloatArray, FloatArray]
    grid: NoiseGrid

    @classmethod
    def of(cls, form: Form, body: Body, modelled_days: float | None = None) -> Ground:
        """Prepare a form; `modelled_days` is the carry-over the analysis believes in."""
        layout = form.layout
        count = 2 * form.pairs
        assignments = AssignmentSet.of(layout, count, form.pairs)  # type: ignore[arg-type]
        at = np.array([24.0 * d + h for d in range(form.days) for h in CLOCK])
        known = body.carry_over_days if modelled_days is None else modelled_days
        return cls(
            form, body, assignments, at, _units(form, at, known),
            _units(form, at, body.carry_over_days),
            trial_covariates(at, at % 24.0), NoiseGrid.at(at),
        )  # fmt: skip

    def kept(self, rows: np.ndarray) -> Ground:
        """Return the ground with some of the ratings only."""
        at = self.at_hours[rows]
        return replace(
            self, at_hours=at, units=self.units[rows], true_units=self.true_units[rows],
            covariates=trial_covariates(at, at % 24.0), grid=NoiseGrid.at(at),
        )  # fmt: skip


def _units(form: Form, at: FloatArray, carry_over_days: float) -> FloatArray:
    carry = CarryOver.fading(24.0 * carry_over_days)
    length = 24.0 * form.period_days
    spans = [[(k * length, (k + 1) * length)] for k in range(2 * form.pairs)]
    return np.column_stack([exposure_column(at, span, carry) for span in spans])


@dataclass(frozen=True)
class Drawn:
    """One simulated trial."""

    ground: Ground
    assignment: tuple[int, ...]
    values: FloatArray

    @property
    def columns(self) -> TrialColumns:
        """The trial as the analysis takes it."""
        covariates, precision = self.ground.covariates
        return TrialColumns(
            self.ground.at_hours, self.values[:, None], self.ground.units, covariates, precision
        )


def draw_trials(ground: Ground, effect: float, count: int, rng: np.random.Generator) -> list[Drawn]:
    """Simulate trials with a true effect in points; those without gaps share their ground."""
    body = ground.body
    tosses = ground.assignments.coins.draws(count, rng)
    assignments = ground.assignments.assigned(tosses)
    days = ground.at_hours / 24.0
    values = body.level + noise(ground.at_hours, body, rng, count)
    values += (body.trend * (days / ground.form.days - 0.5))[:, None]
    values += effect * (ground.true_units @ assignments.T)
    if body.rounded:
        values = np.clip(np.round(values), 0.0, 10.0)
    return [
        _with_gaps(ground, tuple(int(a) for a in own), column, rng)
        for own, column in zip(assignments, values.T, strict=True)
    ]


def draw_trial(ground: Ground, effect: float, rng: np.random.Generator) -> Drawn:
    """Simulate one trial with a true effect in points."""
    return draw_trials(ground, effect, 1, rng)[0]


def _with_gaps(
    ground: Ground, assignment: tuple[int, ...], values: FloatArray, rng: np.random.Generator
) -> Drawn:
    body = ground.body
    if not body.missing and not body.void:
        return Drawn(ground, assignment, values)
    kept = _kept((ground.at_hours // 24.0).astype(np.int64), body, rng)
    if kept.all():
        return Drawn(ground, assignment, values)
    return Drawn(ground.kept(kept), assignment, values[kept])


def noise(at_hours: FloatArray, body: Body, rng: np.random.Generator, count: int) -> FloatArray:
    """Draw slow and white noise at the times of the ratings, shape (n, count)."""
    n = at_hours.size
    slow = rng.standard_normal((n, count))
    kept = body.autocorrelation ** (np.diff(at_hours) / 24.0)
    for i in range(1, n):
        slow[i] = kept[i - 1] * slow[i - 1] + np.sqrt(1.0 - kept[i - 1] ** 2) * slow[i]
    white = rng.standard_normal((n, count))
    return np.asarray(body.sd * (np.sqrt(body.slow) * slow + np.sqrt(1.0 - body.slow) * white))


def _kept(day: np.ndarray, body: Body, rng: np.random.Generator) -> np.ndarray:
    kept = rng.random(day.size) >= body.missing
    void = np.flatnonzero(rng.random(int(day.max()) + 1) < body.void)
    return np.asarray(kept & ~np.isin(day, void))
