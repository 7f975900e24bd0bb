"""Many simulated trials of one kind: how often each method finds something, and what is covered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.trials.peers import paired_on_blocks, welch_on_days
from bench.trials.people import Body, Drawn, Form, Ground, draw_trial
from gutline.stats.assignment_test import AssignmentTest
from gutline.stats.e_process import ENOUGH, e_process
from gutline.stats.effect_posterior import effect_posterior

ALPHA = 0.05
_DRAWS = 999
_PRIOR_SD = 1.0


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a table: trials of one form and one kind of person."""

    name: str
    form: Form
    body: Body
    effect: float
    trials: int
    seed: int
    modelled_days: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of trials, and the mean and spread of the estimates."""

    task: Task
    found: float
    welch: float
    paired: float
    covered: float
    credible: float
    mean: float
    error: float

    @property
    def margin(self) -> float:
        """Two Monte Carlo standard errors of a share of .05."""
        return float(2.0 * np.sqrt(ALPHA * (1.0 - ALPHA) / self.task.trials))


def measure(task: Task) -> Measured:
    """Simulate and analyse the trials of one row."""
    rng = np.random.default_rng([task.seed, task.trials, task.form.days])
    ground = Ground.of(task.form, task.body, task.modelled_days)
    rows = np.array([_judge(draw_trial(ground, task.effect, rng), task, rng)
                     for _ in range(task.trials)])  # fmt: skip
    found, welch, paired, covered, credible, estimate = rows.mean(axis=0)
    return Measured(
        task, float(found), float(welch), float(paired), float(covered), float(credible),
        float(estimate), float(rows[:, 5].std()),
    )  # fmt: skip


def _judge(drawn: Drawn, task: Task, rng: np.random.Generator) -> list[float]:
    ground = drawn.ground
    reference = ground.assignments.reference(drawn.assignment, rng, _DRAWS)
    test = AssignmentTest.of(drawn.columns, reference, ground.grid)
    own = np.array(drawn.assignment, dtype=np.float64)
    posterior = effect_posterior(test.grams, own, 0.0, _PRIOR_SD)
    alpha = max(ALPHA, reference.smallest_p) * (1.0 + 1e-7)
    return [
        test.p_value() <= ALPHA,
        welch_on_days(drawn) <= ALPHA,
        paired_on_blocks(drawn) <= ALPHA if task.form.layout == "pairs" else np.nan,
        test.p_value(task.effect) > alpha,
        posterior.quantile(0.025) < task.effect < posterior.quantile(0.975),
        test.observed()[0],
    ]


def evidence_reached(task: Task) -> float:
    """Return the share of trials whose e-value ever reaches 20, looked at after every pair."""
    rng = np.random.default_rng([task.seed, task.trials, 20])
    ground = Ground.of(task.form, task.body, task.modelled_days)
    reached = 0
    for _ in range(task.trials):
        drawn = draw_trial(ground, task.effect, rng)
        ends = 48.0 * task.form.period_days * np.arange(1, task.form.pairs + 1)
        rows = [int(r) for r in np.searchsorted(drawn.ground.at_hours, ends)]
        process = e_process(
            drawn.columns, rows, ground.assignments, drawn.assignment, _PRIOR_SD, drawn.ground.grid
        )
        reached += bool((process.values >= ENOUGH).any())
    return reached / task.trials
