"""Heavy tails: seen where they are, not where they are not, and worth what Fisher says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from scipy.stats import t as student

from gutline.stats.tails import FREEDOM_GRID, Tails, fit_tails


def test_normal_residuals_are_mostly_called_normal():
    rng = np.random.default_rng(0)
    found = [fit_tails(rng.normal(0, 2.0, 300)) for _ in range(100)]
    assert sum(np.isinf(f.freedom) for f in found) >= 85
    assert np.mean([f.scale for f in found]) == pytest.approx(2.0, rel=0.05)


@pytest.mark.parametrize("freedom", [3.0, 4.0])
def test_heavy_tails_have_few_degrees_of_freedom(freedom):
    rng = np.random.default_rng(1)
    found = [fit_tails(0.7 * student.rvs(freedom, size=500, random_state=rng)) for _ in range(40)]
    assert sum(f.freedom <= 6.0 for f in found) >= 38
    assert np.median([f.scale for f in found]) == pytest.approx(0.7, rel=0.1)


def test_one_wild_day_is_enough_to_be_careful():
    residuals = norm.ppf((np.arange(60) + 0.5) / 60)
    assert np.isinf(fit_tails(residuals).freedom)
    residuals[30] = 15.0
    assert fit_tails(residuals).freedom <= 6.0


@pytest.mark.parametrize("freedom", FREEDOM_GRID)
def test_the_scale_is_the_one_of_greatest_likelihood(freedom):
    rng = np.random.default_rng(int(freedom))
    residuals = student.rvs(2.2, size=200, random_state=rng)
    found = fit_tails(residuals)
    best = student.logpdf(residuals, found.freedom, scale=found.scale).sum()
    for factor in (0.98, 1.02):
        other = student.logpdf(residuals, found.freedom, scale=found.scale * factor).sum()
        assert other < best
    assert best > norm.logpdf(residuals, scale=residuals.std()).sum()
    apart = fit_tails(freedom * residuals)
    assert (apart.freedom, apart.scale) == pytest.approx((found.freedom, freedom * found.scale))


def test_the_freedom_is_the_one_of_greatest_likelihood_on_the_grid():
    residuals = student.rvs(4.0, size=400, random_state=np.random.default_rng(2))
    found = fit_tails(residuals)

    def best(freedom):
        scales = np.linspace(0.5, 1.5, 401) * found.scale
        return student.logpdf(residuals[:, None], freedom, scale=scales).sum(axis=0).max()

    assert found.freedom == max(FREEDOM_GRID, key=best)


def test_weights_are_one_on_average_and_less_for_wild_days():
    residuals = student.rvs(3.0, size=300, random_state=np.random.default_rng(3))
    found = fit_tails(residuals)
    weights = found.weights(residuals)
    assert weights.mean() == pytest.approx(1.0, abs=1e-3)
    order = np.argsort(np.abs(residuals))
    assert (np.diff(weights[order]) <= 0).all()
    assert weights[order[-1]] < 0.3


def test_normal_residuals_all_count_the_same():
    residuals = np.array([-8.0, 0.0, 1.0])
    assert Tails(np.inf, 1.0).weights(residuals).tolist() == [1.0, 1.0, 1.0]
    assert Tails(np.inf, 1.7).information_variance == pytest.approx(1.7**2)


@pytest.mark.parametrize("freedom", FREEDOM_GRID)
def test_information_variance_is_one_over_fishers_information(freedom):
    def squared_score(x):
        score = (freedom + 1) * x / (freedom * 1.3**2 + x**2)
        return score**2 * student.pdf(x, freedom, scale=1.3)

    information = quad(squared_score, -np.inf, np.inf)[0]
    assert Tails(freedom, 1.3).information_variance == pytest.approx(1 / information, rel=1e-6)


def test_information_variance_is_the_spread_of_the_estimate():
    """The location of greatest likelihood, found by the weights, over many draws."""
    rng = np.random.default_rng(4)
    tails, n = Tails(4.0, 1.0), 200
    draws = student.rvs(4.0, size=(1500, n), random_state=rng)
    centre = np.median(draws, axis=1)
    for _ in range(30):
        weights = tails.weights(draws - centre[:, None])
        centre = (weights * draws).sum(axis=1) / weights.sum(axis=1)
    assert n * centre.var() == pytest.approx(tails.information_variance, rel=0.12)


def test_residuals_that_are_all_zero_are_normal_without_spread():
    assert fit_tails(np.zeros(30)) == Tails(np.inf, 0.0)


def test_many_degrees_of_freedom_are_nearly_normal():
    assert Tails(1e6, 1.5).information_variance == pytest.approx(1.5**2, rel=1e-5)
    assert Tails(1e6, 1.5).weights(np.array([0.0, 3.0])) == pytest.approx(1.0, abs=1e-5)
