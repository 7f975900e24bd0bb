"""The e-process: a fair bet against the coin, whatever the ratings look like."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from bench.trials.people import Body, Form, Ground, draw_trial
from gutline.stats.e_process import EProcess, e_process
from gutline.stats.randomisation import AssignmentSet


def process(columns, ground, assignments, assignment):
    step = assignments.units_a_toss
    ends = 24.0 * ground.form.period_days * np.arange(step, ground.form.pairs * 2 + 1, step)
    rows = [int(r) for r in np.searchsorted(ground.at_hours, ends)]
    return e_process(columns, rows, assignments, assignment, 1.0, ground.grid)


@pytest.mark.parametrize("layout", ["pairs", "complete", "days"])
def test_its_mean_over_all_schedules_is_exactly_one(layout):
    """The ratings fixed, the schedules all equally likely: the definition of an e-value."""
    body = Body(autocorrelation=0.9, trend=3.0, rounded=True)
    ground = Ground.of(Form(3, 3, layout), body)
    drawn = draw_trial(ground, 0.0, np.random.default_rng(1))
    own = ground.assignments
    rows = own.assigned(own.coins.all())
    final = [process(drawn.columns, ground, own, tuple(row)).last for row in rows.tolist()]
    assert np.mean(final) == pytest.approx(1.0, abs=1e-9)


def test_its_mean_is_one_under_a_limit_on_runs_too():
    ground = Ground.of(Form(5, 2), Body())
    drawn = draw_trial(ground, 0.0, np.random.default_rng(2))
    own = AssignmentSet.of("pairs", 10, longest_run=2)
    rows = own.assigned(own.coins.all())
    final = [process(drawn.columns, ground, own, tuple(row)).last for row in rows.tolist()]
    assert np.mean(final) == pytest.approx(1.0, abs=1e-9)


def test_a_large_effect_is_found_early_and_none_is_not():
    rng = np.random.default_rng(3)
    ground = Ground.of(Form(10, 3), Body(sd=1.0))
    real = [draw_trial(ground, 2.0, rng) for _ in range(5)]
    none = [draw_trial(ground, 0.0, rng) for _ in range(40)]
    reached = [process(d.columns, ground, ground.assignments, d.assignment).reached for d in real]
    assert all(k is not None and k < 9 for k in reached)
    wrong = [process(d.columns, ground, ground.assignments, d.assignment).reached for d in none]
    assert sum(k is not None for k in wrong) <= 5


def test_two_schedules_are_no_evidence():
    ground = Ground.of(Form(4, 3, "alternating"), Body(sd=0.5))
    drawn = draw_trial(ground, 3.0, np.random.default_rng(3))
    rows = [drawn.ground.at_hours.size]
    last = e_process(drawn.columns, rows, ground.assignments, drawn.assignment, 1.0).last
    assert last <= 2.0


def test_before_the_first_toss_the_evidence_is_one():
    assert EProcess(np.array([])).last == 1.0
    assert EProcess(np.array([])).reached is None


@pytest.mark.slow
def test_a_coin_a_day_for_a_year_needs_little_room():
    """All inner products of 360 units after each of 360 tosses would be 14 GB."""
    days = 360
    ground = Ground.of(Form(days // 2, 1, "days"), Body(sd=1.0))
    drawn = draw_trial(ground, 1.0, np.random.default_rng(5))
    tracemalloc.start()
    try:
        found = process(drawn.columns, ground, ground.assignments, drawn.assignment)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 400e6
    assert found.reached is not None
