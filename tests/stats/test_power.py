"""What a trial can find is foreseen as simulated trials find it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from bench.trials.people import Body, Form, Ground, draw_trial
from gutline.stats.assignment_test import AssignmentTest
from gutline.stats.noise import NoiseModel
from gutline.stats.power import Precision, chances, trial_precision, within_probability

NOISE = NoiseModel(-24.0 / np.log(0.5), 0.8, 2.15**2)


def foreseen(form: Form) -> Precision:
    ground = Ground.of(form, Body())
    drawn = draw_trial(ground, 0.0, np.random.default_rng(0))
    return trial_precision(drawn.columns, ground.assignments, NOISE, 0.05, np.random.default_rng(0))


def test_more_pairs_measure_more_precisely():
    errors = [foreseen(Form(pairs, 3)).error for pairs in (6, 10, 14)]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] / errors[2] == pytest.approx(np.sqrt(14 / 6), rel=0.1)


def test_four_pairs_can_find_nothing_and_six_test_at_three_percent():
    assert foreseen(Form(4, 3)).alpha == 0.0
    assert foreseen(Form(6, 3)).alpha == pytest.approx(2 / 64)
    assert foreseen(Form(14, 3)).alpha == 0.05


def test_the_foreseen_power_is_that_of_simulated_trials():
    rng = np.random.default_rng(7)
    form = Form(10, 3)
    ground = Ground.of(form, Body())
    found = 0
    for _ in range(80):
        drawn = draw_trial(ground, 1.5, rng)
        reference = ground.assignments.reference(drawn.assignment, rng)
        found += AssignmentTest.of(drawn.columns, reference, ground.grid).p_value() <= 0.05
    power = chances(foreseen(form), 1.5, 1.0, (0.0, 1.0), 0.9).found
    assert found / 80 == pytest.approx(power, abs=0.16)


def test_without_an_effect_it_is_found_as_rarely_as_asked():
    chance = chances(Precision(0.4, 9.0, 0.05), 0.0, 1.0, (0.0, 1.0), 0.9)
    assert chance.found == pytest.approx(0.05, abs=0.003)
    assert chance.helps == pytest.approx(chance.harms, abs=1e-9)


def sign_flips(pairs: int, effect: float) -> float:
    """The power of the exact test of even pairs of known noise, in standard errors of the mean."""
    rng = np.random.default_rng(pairs)
    signs = 2.0 * ((np.arange(2**pairs)[:, None] >> np.arange(pairs)) & 1) - 1.0
    drawn = rng.standard_normal((3_000, pairs)) + effect / np.sqrt(pairs)
    size = np.abs(drawn @ signs.T)
    limit = np.abs(drawn.sum(axis=1))[:, None] * (1.0 - 1e-9)
    return float(((size >= limit).mean(axis=1) <= 0.05).mean())


@pytest.mark.parametrize("pairs", [6, 7, 8, 10])
@pytest.mark.parametrize("effect", [2.0, 3.5])
def test_few_schedules_cost_what_the_exact_test_over_them_costs(pairs, effect):
    own = foreseen(Form(pairs, 3))
    even = Precision(1.0, own.freedom, own.alpha, own.coarse)
    promised = chances(even, effect, 1.0, (0.0, 1.0), 0.9).found
    assert -0.07 < promised - sign_flips(pairs, effect) < 0.02


def test_only_where_schedules_are_few_do_they_cost_anything():
    cost = [foreseen(Form(pairs, 3)).coarse for pairs in (6, 7, 8, 12, 14)]
    assert cost == sorted(cost, reverse=True)
    assert cost[0] == pytest.approx(1.13)
    assert cost[-1] == 1.0
    assert foreseen(Form(4, 3)).coarse == 1.0


def test_half_of_the_units_being_active_costs_one_degree_of_freedom():
    assert foreseen(Form(6, 3)).freedom == 5.0
    assert foreseen(Form(6, 3, "complete")).freedom == 10.0


def test_a_precise_trial_clears_what_does_nothing_and_finds_what_does():
    precise = Precision(0.15, 20.0, 0.05)
    assert chances(precise, 0.0, 1.0, (0.0, 1.0), 0.9).no_meaningful_difference > 0.99
    assert chances(precise, -2.0, 1.0, (0.0, 1.0), 0.9).helps > 0.99
    assert chances(precise, 2.0, 1.0, (0.0, 1.0), 0.9).conclusive > 0.99


def test_the_probability_of_no_meaningful_difference_is_the_conjugate_one():
    found = within_probability(np.array([0.5]), np.array([0.5]), 1.0, (0.0, 1.0))
    posterior = stats.norm(0.4, np.sqrt(0.2))
    assert found[0] == pytest.approx(posterior.cdf(1.0) - posterior.cdf(-1.0))
