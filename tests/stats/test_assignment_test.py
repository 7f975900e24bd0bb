"""The randomisation test holds its size, finds effects, and inverts to an interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.trials.people import REFERENCE, Body, Form, Ground, draw_trial
from gutline.stats.assignment_test import AssignmentTest, Grams
from gutline.stats.noise import NoiseGrid, make_whiteners

SHORT = Form(6, 3)


def judged(drawn, rng):
    reference = drawn.ground.assignments.reference(drawn.assignment, rng)
    return AssignmentTest.of(drawn.columns, reference, drawn.ground.grid)


def test_the_estimate_is_generalised_least_squares():
    """With one noise model known, against the formula with the n x n covariance matrix."""
    rng = np.random.default_rng(3)
    ground = Ground.of(SHORT, REFERENCE)
    tau, rho = np.array([30.0]), np.array([0.7])
    one = NoiseGrid(tau, rho, make_whiteners(ground.at_hours, tau, rho))
    drawn = draw_trial(replace(ground, grid=one), 1.0, rng)
    effect, error = judged(drawn, rng).observed()
    at = ground.at_hours
    cov = 0.7 * np.exp(-np.abs(at[:, None] - at) / 30.0) + 0.3 * np.eye(at.size)
    design = np.column_stack([ground.covariates[0], ground.units @ np.array(drawn.assignment)])
    prior = np.diag([*ground.covariates[1], 0.0])
    inverse = np.linalg.inv(design.T @ np.linalg.solve(cov, design) + prior)
    by_hand = inverse @ design.T @ np.linalg.solve(cov, drawn.values)
    assert effect == pytest.approx(by_hand[-1], abs=1e-6)
    left = drawn.values @ np.linalg.solve(cov, drawn.values) - by_hand @ np.linalg.solve(
        inverse, by_hand
    )
    freedom = at.size - 2
    assert error == pytest.approx(np.sqrt(left / freedom * inverse[-1, -1]), rel=1e-5)


def test_an_effect_that_is_there_is_estimated_without_bias():
    rng = np.random.default_rng(5)
    ground = Ground.of(Form(10, 3), Body(sd=1.0))
    estimates = [judged(draw_trial(ground, 1.0, rng), rng).observed()[0] for _ in range(40)]
    assert np.mean(estimates) == pytest.approx(1.0, abs=4 * np.std(estimates) / np.sqrt(40))


@pytest.mark.parametrize(("autocorrelation", "trend"), [(0.0, 0.0), (0.9, 3.0)])
def test_the_size_holds(autocorrelation, trend):
    rng = np.random.default_rng(11)
    body = Body(autocorrelation=autocorrelation, slow=0.9, trend=trend, missing=0.15, rounded=True)
    ground = Ground.of(SHORT, body)
    p = np.array([judged(draw_trial(ground, 0.0, rng), rng).p_value() for _ in range(120)])
    # A randomisation p-value is at most uniform: P(p <= a) <= a.
    assert (p <= 0.05).mean() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 120)
    assert (p <= 0.5).mean() == pytest.approx(0.5, abs=0.14)


def test_the_p_value_depends_on_the_schedule_alone_when_ratings_are_exchanged():
    """All p-values over the whole set, ratings fixed, are uniform: the test is exact."""
    rng = np.random.default_rng(2)
    drawn = draw_trial(Ground.of(Form(5, 3), REFERENCE), 0.0, rng)
    own = drawn.ground.assignments
    t = judged(drawn, rng)
    size = np.abs(t.fits(t.weights()).t)
    p = [(size >= s * (1 - 1e-9)).mean() for s in size]
    assert own.count() == 32
    for level in (0.0625, 0.125, 0.25, 0.5):
        assert np.mean(np.array(p) <= level) <= level + 1e-12


def test_the_interval_holds_what_the_test_does_not_reject():
    rng = np.random.default_rng(8)
    t = judged(draw_trial(Ground.of(Form(8, 3), Body(sd=1.5)), 1.5, rng), rng)
    interval = t.interval(0.95)
    assert interval is not None
    low, high, level = interval
    assert level == pytest.approx(0.95)
    assert low < t.observed()[0] < high
    assert t.p_value(0.5 * (low + high)) > 0.05
    assert t.p_value(low - 0.05) <= 0.05
    assert t.p_value(high + 0.05) <= 0.05


def test_few_pairs_give_an_interval_of_the_level_they_allow():
    rng = np.random.default_rng(8)
    t = judged(draw_trial(Ground.of(Form(4, 5), Body(sd=1.0)), 2.0, rng), rng)
    interval = t.interval(0.95)
    assert interval is not None
    assert interval[2] == pytest.approx(0.875)


def test_two_schedules_allow_no_interval():
    rng = np.random.default_rng(8)
    t = judged(draw_trial(Ground.of(Form(6, 3, "alternating"), Body()), 2.0, rng), rng)
    assert t.p_value() == 1.0
    assert t.interval(0.95) is None


def test_an_assignment_that_is_never_active_counts_as_no_evidence():
    rng = np.random.default_rng(1)
    drawn = draw_trial(Ground.of(Form(4, 2, "days"), Body()), 0.0, rng)
    t = judged(drawn, rng)
    fits = t.fits(t.weights())
    assert not t.reference.assignments[0].any()
    assert fits.t[0] == 0.0
    assert np.isfinite(fits.t).all()


def test_shifting_the_ratings_by_an_effect_moves_the_estimate_by_as_much():
    rng = np.random.default_rng(6)
    t = judged(draw_trial(Ground.of(Form(8, 3), Body(sd=1.0)), 1.0, rng), rng)
    moved = t.observed(t.weights(0.7))[0]
    # The noise is weighed anew, so not to the last digit.
    assert moved == pytest.approx(t.observed()[0] - 0.7, abs=0.05)


def test_units_and_scale_do_not_change_the_p_value():
    rng = np.random.default_rng(9)
    drawn = draw_trial(Ground.of(Form(6, 3), REFERENCE), 1.0, rng)
    other = replace(drawn, values=drawn.values * 7.0 + 100.0)
    first, second = (judged(d, np.random.default_rng(0)) for d in (drawn, other))
    assert first.p_value() == second.p_value()
    assert second.observed()[0] == pytest.approx(7.0 * first.observed()[0], rel=1e-6)


def test_grams_are_those_of_the_whitened_columns():
    ground = Ground.of(SHORT, REFERENCE)
    drawn = draw_trial(ground, 0.0, np.random.default_rng(0))
    grams = Grams.of(drawn.columns, ground.grid)
    assert grams.units.shape == (len(ground.grid.whiteners), 12, 12)
    assert np.allclose(grams.units, np.swapaxes(grams.units, 1, 2))
    assert grams.freedom == ground.at_hours.size - 1
