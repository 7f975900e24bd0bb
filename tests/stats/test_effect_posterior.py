"""The posterior of one effect."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from bench.trials.people import Body, Form, Ground, draw_trial
from gutline.stats.assignment_test import Grams
from gutline.stats.effect_posterior import effect_posterior


def one_model(estimate: float, error: float, freedom: int) -> Grams:
    """Grams of a single noise model with this estimate and standard error."""
    energy = 50.0
    inner = estimate * energy
    rest = error**2 * energy * (freedom - 1)
    squares = rest + inner * estimate
    return Grams(
        np.zeros(1), np.array([[[squares]]]), np.array([[[inner]]]), np.array([[[energy]]]), freedom
    )


def test_with_much_data_it_is_the_conjugate_normal():
    posterior = effect_posterior(one_model(0.8, 0.4, 100_000), np.ones(1), 0.2, 1.0)
    precision = 1 / 0.16 + 1.0
    mean = (0.8 / 0.16 + 0.2) / precision
    assert posterior.mean == pytest.approx(mean, abs=1e-4)
    assert posterior.sd == pytest.approx(precision**-0.5, abs=1e-4)
    assert posterior.below(0.5) == pytest.approx(
        stats.norm.cdf(0.5, mean, precision**-0.5), abs=1e-4
    )


def test_with_a_flat_prior_it_is_students_t():
    posterior = effect_posterior(one_model(0.5, 0.3, 11), np.ones(1), 0.0, 1e3)
    for value in (-0.2, 0.5, 1.3):
        expected = stats.t.cdf((value - 0.5) / 0.3, 10)
        assert posterior.below(value) == pytest.approx(expected, abs=5e-3)


def test_the_probabilities_sum_to_one_and_quantiles_invert_them():
    posterior = effect_posterior(one_model(0.8, 0.4, 40), np.ones(1), 0.0, 1.0)
    parts = posterior.below(-1.0) + posterior.within(1.0) + 1.0 - posterior.below(1.0)
    assert parts == pytest.approx(1.0)
    assert posterior.below(posterior.quantile(0.3)) == pytest.approx(0.3, abs=2e-3)
    assert posterior.below(-1e9) == 0.0
    assert posterior.below(1e9) == pytest.approx(1.0)


def test_a_credible_interval_covers_effects_drawn_from_its_prior():
    rng = np.random.default_rng(4)
    ground = Ground.of(Form(6, 3), Body(sd=1.5))
    covered = 0
    for effect in rng.normal(0.0, 1.0, 60):
        drawn = draw_trial(ground, effect, rng)
        grams = Grams.of(drawn.columns, ground.grid)
        posterior = effect_posterior(grams, np.array(drawn.assignment, float), 0.0, 1.0)
        covered += posterior.quantile(0.05) < effect < posterior.quantile(0.95)
    assert 48 <= covered <= 60
