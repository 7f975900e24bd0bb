"""Many simulated trials of one kind: how often each method finds something, and what is covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bench.trials.peers import paired_on_blocks, welch_on_days, without_memory
from bench.trials.people import Body, Drawn, Form, Ground, draw_trial, draw_trials
from bench.trials.shared import SharedTests
from gutline.stats.e_process import ENOUGH, e_process
from gutline.stats.effect_posterior import effect_posterior

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gutline.stats.assignment_test import AssignmentTest

ALPHA = 0.05
_PRIOR_SD = 1.0
_TOGETHER = 25


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a table: trials of one form and one kind of person.

    `modelled_days` is the carry-over the analysis believes in, the true one unless given;
    `intervals` asks for what is covered too.
    """

    name: str
    form: Form
    body: Body
    effect: float
    trials: int
    seed: int
    modelled_days: float | None = None
    intervals: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A share of trials, with its Monte Carlo standard error."""

    value: float
    error: float

    @classmethod
    def of(cls, share: float, trials: int) -> Share:
        """Return the share with the error it has after so many trials."""
        return cls(share, float(np.sqrt(share * (1.0 - share) / trials)))

    def __str__(self) -> str:
        """Return it as a cell of a table."""
        return "-" if np.isnan(self.value) else f"{self.value:.3f} ± {self.error:.3f}"


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of trials, and the mean and spread of the estimates.

    `found`, `welch`, `paired` and `memoryless` found something at .05; `covered`, `credible` and
    `memoryless_covered` are intervals that hold the true effect.
    """

    task: Task
    found: Share
    welch: Share
    paired: Share
    memoryless: Share
    covered: Share
    credible: Share
    memoryless_covered: Share
    mean: float
    spread: float


def measure(task: Task) -> Measured:
    """Simulate and analyse the trials of one row."""
    rng = np.random.default_rng([task.seed, task.trials, task.form.days, crc32(task.name.encode())])
    ground = Ground.of(task.form, task.body, task.modelled_days)
    rows = np.array([
        _judge(drawn, test, task) for drawn, test in _tested(ground, task, rng)
    ])  # fmt: skip
    found, welch, paired, memoryless, covered, credible, other = (
        Share.of(float(share), task.trials) for share in rows[:, :-1].mean(axis=0)
    )
    return Measured(
        task, found, welch, paired, memoryless, covered, credible, other,
        float(rows[:, -1].mean()), float(rows[:, -1].std()),
    )  # fmt: skip


def _tested(
    ground: Ground, task: Task, rng: np.random.Generator
) -> Iterator[tuple[Drawn, AssignmentTest]]:
    shared = SharedTests(ground)
    for start in range(0, task.trials, _TOGETHER):
        count = min(_TOGETHER, task.trials - start)
        drawn = draw_trials(ground, task.effect, count, rng)
        yield from zip(drawn, shared.of(drawn, rng), strict=True)


def _judge(drawn: Drawn, test: AssignmentTest, task: Task) -> list[float]:
    fits = test.fits(test.weights())
    low, high = without_memory(drawn)
    return [
        test.reference.p_value(fits.t) <= ALPHA,
        welch_on_days(drawn) <= ALPHA,
        paired_on_blocks(drawn) <= ALPHA if task.form.layout == "pairs" else np.nan,
        not low <= 0.0 <= high,
        *_covered(drawn, test, task),
        low <= task.effect <= high,
        float(fits.effect[test.reference.observed]),
    ]


def _covered(drawn: Drawn, test: AssignmentTest, task: Task) -> list[float]:
    """Return whether the interval by inversion and the credible one hold the true effect."""
    if not task.intervals:
        return [np.nan, np.nan]
    own = np.array(drawn.assignment, dtype=np.float64)
    posterior = effect_posterior(test.grams, own, 0.0, _PRIOR_SD)
    alpha = max(ALPHA, test.reference.smallest_p) * (1.0 + 1e-7)
    return [
        test.p_value(task.effect) > alpha,
        posterior.quantile(0.025) < task.effect < posterior.quantile(0.975),
    ]


def evidence_reached(task: Task) -> float:
    """Return the share of trials whose e-value ever reaches 20, looked at after every pair."""
    rng = np.random.default_rng([task.seed, task.trials, 20])
    ground = Ground.of(task.form, task.body, task.modelled_days)
    ends = 24.0 * task.form.period_days * ground.assignments.units_a_toss
    reached = 0
    for _ in range(task.trials):
        drawn = draw_trial(ground, task.effect, rng)
        after = ends * np.arange(1, ground.assignments.coins.length + 1)
        rows = [int(r) for r in np.searchsorted(drawn.ground.at_hours, after)]
        process = e_process(
            drawn.columns, rows, ground.assignments, drawn.assignment, _PRIOR_SD, drawn.ground.grid
        )
        reached += bool((process.values >= ENOUGH).any())
    return reached / task.trials
