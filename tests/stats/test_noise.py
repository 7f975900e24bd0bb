"""The noise model: the one-step filter is the dense Cholesky factor, and REML finds the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import solve_triangular

from gutline.stats.noise import (
    RHO_GRID,
    TAU_GRID_HOURS,
    GridLikelihood,
    NoiseGrid,
    NoiseModel,
    fit_noise,
    make_whiteners,
    noise_grid,
)


def irregular_times(rng, n=40):
    """Gaps from nothing (two ratings at one time) to three days."""
    gaps = rng.choice([0.0, 0.25, 3.0, 9.5, 24.0, 72.0], n) * rng.uniform(0.8, 1.2, n)
    return np.cumsum(gaps)


def covariance(at_hours, tau, rho):
    apart = np.abs(at_hours[:, None] - at_hours[None, :])
    return rho * np.exp(-apart / tau) + (1 - rho) * np.eye(at_hours.size)


def one_filter(at_hours, tau, rho):
    return make_whiteners(at_hours, np.array([tau]), np.array([rho]))[0]


def draw(rng, at_hours, tau, rho, count=1):
    lower = np.linalg.cholesky(covariance(at_hours, tau, rho))
    return lower @ rng.normal(size=(at_hours.size, count))


def log_likelihood(values, z, tau, rho, precision, at_hours):
    """Restricted log-likelihood by dense matrices, its variance profiled out, up to a constant."""
    dense = covariance(at_hours, tau, rho)
    inverse = np.linalg.inv(dense)
    inner = z.T @ inverse @ z + np.diag(precision)
    m = inverse - inverse @ z @ np.linalg.solve(inner, z.T @ inverse)
    freedom = values.size - np.count_nonzero(precision == 0)
    rss = float(values @ m @ values)
    determinants = np.linalg.slogdet(dense)[1] + np.linalg.slogdet(inner)[1]
    return -0.5 * (determinants + freedom * np.log(rss)), rss / freedom


# --- the filter --------------------------------------------------------------------------------


@given(
    seed=st.integers(0, 10_000),
    tau=st.sampled_from(TAU_GRID_HOURS),
    rho=st.sampled_from(RHO_GRID),
)
def test_the_filter_is_the_inverse_cholesky_factor_of_the_dense_covariance(seed, tau, rho):
    rng = np.random.default_rng(seed)
    at_hours = irregular_times(rng)
    lower = np.linalg.cholesky(covariance(at_hours, tau, rho))
    whitener = one_filter(at_hours, tau, rho)
    assert whitener.scale == pytest.approx(np.diag(lower), rel=1e-9)
    columns = rng.normal(size=(40, 3))
    expected = solve_triangular(lower, columns, lower=True)
    assert whitener.apply(columns) == pytest.approx(expected, abs=1e-9)


def test_a_single_column_keeps_its_shape_and_value():
    rng = np.random.default_rng(1)
    at_hours = irregular_times(rng)
    whitener = one_filter(at_hours, 30.0, 0.6)
    columns = rng.normal(size=(40, 2))
    assert whitener.apply(columns[:, 0]).shape == (40,)
    assert np.array_equal(whitener.apply(columns[:, 0]), whitener.apply(columns)[:, 0])
    assert whitener.apply(columns).flags.f_contiguous


def test_whitening_leaves_what_it_is_given_alone():
    rng = np.random.default_rng(2)
    columns = rng.normal(size=(40, 2))
    kept = columns.copy()
    one_filter(irregular_times(rng), 30.0, 0.6).apply(columns)
    assert np.array_equal(columns, kept)


def test_a_prediction_error_uses_the_past_only():
    rng = np.random.default_rng(3)
    at_hours = irregular_times(rng)
    whitener = one_filter(at_hours, 60.0, 0.75)
    values = rng.normal(size=40)
    changed = values.copy()
    changed[25:] += 5.0
    assert np.array_equal(whitener.apply(values)[:25], whitener.apply(changed)[:25])
    assert whitener.apply(values)[25] != whitener.apply(changed)[25]


def test_without_a_slow_part_nothing_is_filtered():
    rng = np.random.default_rng(4)
    values = rng.normal(size=40)
    assert one_filter(irregular_times(rng), 30.0, 0.0).apply(values) == pytest.approx(values)


def test_filters_made_together_are_those_made_one_by_one():
    at_hours = irregular_times(np.random.default_rng(5))
    tau, rho = noise_grid()
    together = make_whiteners(at_hours, tau, rho)
    assert len(together) == tau.size
    for whitener, t, r in zip(together, tau, rho, strict=True):
        alone = one_filter(at_hours, t, r)
        for name in ("carry", "gain", "scale"):
            assert np.array_equal(getattr(whitener, name), getattr(alone, name))


def test_one_rating_is_a_series_too():
    whitener = one_filter(np.array([7.0]), 30.0, 0.5)
    assert whitener.apply(np.array([3.0])) == pytest.approx([3.0])


def test_a_regular_grid_with_gaps_equals_irregular_times():
    """Leaving ratings out is all that missing ratings need: no imputation."""
    rng = np.random.default_rng(6)
    at_hours = np.arange(40) * 12.0
    kept = np.sort(rng.choice(40, 25, replace=False))
    dense = covariance(at_hours, 60.0, 0.6)[np.ix_(kept, kept)]
    values = rng.normal(size=25)
    expected = np.linalg.solve(np.linalg.cholesky(dense), values)
    assert one_filter(at_hours[kept], 60.0, 0.6).apply(values) == pytest.approx(expected)


def test_moving_in_time_changes_nothing():
    at_hours = irregular_times(np.random.default_rng(7)).round()
    values = np.sin(at_hours)
    here = one_filter(at_hours, 30.0, 0.6).apply(values)
    assert np.array_equal(one_filter(at_hours + 4096.0, 30.0, 0.6).apply(values), here)


# --- the grid ----------------------------------------------------------------------------------


def test_white_noise_stands_once_in_the_grid():
    tau, rho = noise_grid()
    assert np.count_nonzero(rho == 0) == 1
    assert len(set(zip(tau, rho, strict=True))) == tau.size
    assert tau.size == 1 + (len(RHO_GRID) - 1) * len(TAU_GRID_HOURS)


# --- REML --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tau", "rho"), [(14.0, 0.6), (60.0, 0.45), (120.0, 0.75), (30.0, 0.9)])
def test_long_series_tell_their_noise_model(tau, rho):
    rng = np.random.default_rng(int(tau))
    at_hours = np.sort(rng.uniform(0, 24 * 1500, 4000))
    whitener = one_filter(at_hours, tau, rho)
    series = 2.0 * recolour(whitener, rng.normal(size=(4000, 3)))
    chosen, variance = fit_noise(NoiseGrid.at(at_hours), series, np.ones((4000, 1)), np.zeros(1))
    taus, rhos = noise_grid()
    found = [NoiseModel(taus[i], rhos[i], v) for i, v in zip(chosen, variance, strict=True)]
    assert {f.tau_hours for f in found} <= near(TAU_GRID_HOURS, tau)
    assert {f.rho for f in found} <= near(RHO_GRID, rho)
    assert sum((f.tau_hours, f.rho) == (tau, rho) for f in found) >= 2
    assert np.mean(variance) == pytest.approx(4.0, rel=0.15)


def near(grid, value):
    where = grid.index(value)
    return set(grid[max(where - 1, 0) : where + 2])


def recolour(whitener, white):
    """Run the filter backwards: series whose prediction errors are `white`."""
    series = np.empty_like(white)
    predicted = np.zeros(white.shape[1])
    for i in range(white.shape[0]):
        series[i] = predicted + whitener.scale[i] * white[i]
        if i < white.shape[0] - 1:
            predicted = whitener.carry[i] * predicted + whitener.gain[i] * series[i]
    return series


def test_recolouring_is_the_filter_backwards():
    rng = np.random.default_rng(8)
    whitener = one_filter(irregular_times(rng), 30.0, 0.6)
    white = rng.normal(size=(40, 2))
    assert whitener.apply(recolour(whitener, white)) == pytest.approx(white)


def test_white_noise_is_mostly_seen_as_white():
    rng = np.random.default_rng(9)
    at_hours = np.arange(2000) * 12.0
    chosen, variance = fit_noise(
        NoiseGrid.at(at_hours), rng.normal(size=(2000, 8)), np.ones((2000, 1)), np.zeros(1)
    )
    assert np.median(noise_grid()[1][chosen]) <= RHO_GRID[1]
    assert variance == pytest.approx(1.0, rel=0.12)


@pytest.mark.parametrize("precision", [(0.0,) * 9, (0.0, *(0.5,) * 4, *(4.0,) * 4)])
def test_scores_are_the_dense_restricted_likelihood_up_to_one_constant(precision):
    """Nine covariates, a smooth drift among them: without their determinant REML would be ML."""
    rng = np.random.default_rng(15)
    at_hours = irregular_times(rng)
    drift = np.cos(np.outer(at_hours / at_hours[-1], np.pi * np.arange(1, 7)))
    z = np.column_stack([np.ones(40), drift, rng.normal(size=(40, 2))])
    y, precisions = draw(rng, at_hours, 60.0, 0.6), np.array(precision)
    scores, variances = GridLikelihood.of(NoiseGrid.at(at_hours), z, precisions).scores(y)
    dense = [
        log_likelihood(y[:, 0], z, tau, rho, precisions, at_hours)
        for tau, rho in zip(*noise_grid(), strict=True)
    ]
    apart = scores[:, 0] - np.array([score for score, _ in dense])
    assert apart == pytest.approx(apart[0], abs=1e-5)
    assert variances[:, 0] == pytest.approx([variance for _, variance in dense], rel=1e-5)


def test_scores_of_proper_priors_can_be_compared_between_sets_of_covariates():
    """With every prior proper nothing is left out: scores are log-densities up to a constant."""
    rng = np.random.default_rng(16)
    at_hours = irregular_times(rng)
    y, scores, expected = draw(rng, at_hours, 60.0, 0.6), [], []
    tau, rho = np.array([60.0]), np.array([0.6])
    grid = NoiseGrid(tau, rho, make_whiteners(at_hours, tau, rho))
    for q in (1, 4):
        z, precision = rng.normal(size=(40, q)), np.linspace(0.5, 3.0, q)
        scores.append(GridLikelihood.of(grid, z, precision).scores(y)[0][0, 0])
        whole = covariance(at_hours, 60.0, 0.6) + z @ np.diag(1 / precision) @ z.T
        rss = float(y[:, 0] @ np.linalg.solve(whole, y[:, 0]))
        expected.append(-0.5 * (np.linalg.slogdet(whole)[1] + 40 * np.log(rss)))
    assert scores == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("own", [0.3, 2.0])
def test_one_more_covariate_scores_as_if_it_had_been_there_from_the_start(own):
    rng = np.random.default_rng(17)
    at_hours = irregular_times(rng)
    z, column = rng.normal(size=(40, 3)), rng.normal(size=40)
    outcomes = draw(rng, at_hours, 60.0, 0.6, 2) + 0.7 * column[:, None]
    grid, precision = NoiseGrid.at(at_hours), np.array([0.0, 0.5, 2.0])
    added = GridLikelihood.of(grid, z, precision).scores_with(column, own, outcomes)
    whole = GridLikelihood.of(grid, np.column_stack([z, column]), np.append(precision, own))
    assert added == pytest.approx(whole.scores(outcomes)[0], abs=1e-6)


@given(seed=st.integers(0, 1_000), model=st.integers(0, noise_grid()[0].size - 1))
def test_the_adjoint_is_the_filter_transposed(seed, model):
    rng = np.random.default_rng(seed)
    at_hours = irregular_times(rng)
    whitener = NoiseGrid.at(at_hours).whiteners[model]
    x, y = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
    assert x.T @ whitener.adjoint(y) == pytest.approx(whitener.apply(x).T @ y, abs=1e-8)


@pytest.mark.parametrize("precision", [(0.0, 0.0, 0.0), (0.0, 0.5, 4.0)])
def test_reml_is_the_dense_restricted_likelihood(precision):
    rng = np.random.default_rng(10)
    at_hours = irregular_times(rng)
    z = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
    outcomes = draw(rng, at_hours, 60.0, 0.6, 4) + z @ rng.normal(size=(3, 4))
    precisions = np.array(precision)
    chosen, variance = fit_noise(NoiseGrid.at(at_hours), outcomes, z, precisions)
    for m in range(4):
        dense = [
            log_likelihood(outcomes[:, m], z, tau, rho, precisions, at_hours)
            for tau, rho in zip(*noise_grid(), strict=True)
        ]
        assert chosen[m] == int(np.argmax([score for score, _ in dense]))
        assert variance[m] == pytest.approx(dense[chosen[m]][1], rel=1e-6)


def test_a_prior_precision_stands_for_a_normal_prior_that_is_integrated_out():
    """`Z'Z + D` in the whitened form is the covariance `V + Z D^-1 Z'` in the open."""
    rng = np.random.default_rng(11)
    at_hours = irregular_times(rng)
    z, precision = rng.normal(size=(40, 2)), np.array([0.5, 3.0])
    open_form = covariance(at_hours, 30.0, 0.6) + z @ np.diag(1 / precision) @ z.T
    y = rng.normal(size=40)
    expected = float(y @ np.linalg.solve(open_form, y)) / 40
    tau, rho = np.array([30.0]), np.array([0.6])
    grid = NoiseGrid(tau, rho, make_whiteners(at_hours, tau, rho))
    _, variance = fit_noise(grid, y[:, None], z, precision)
    assert variance[0] == pytest.approx(expected, rel=1e-7)


def test_free_covariates_take_their_degrees_of_freedom():
    rng = np.random.default_rng(12)
    tau, rho = np.array([6.0]), np.array([0.0])
    at_hours = np.arange(30) * 24.0
    grid = NoiseGrid(tau, rho, make_whiteners(at_hours, tau, rho))
    z = np.column_stack([np.ones(30), rng.normal(size=(30, 9))])
    variances = [
        fit_noise(grid, rng.normal(size=(30, 1)), z, np.zeros(10))[1][0] for _ in range(400)
    ]
    assert np.mean(variances) == pytest.approx(1.0, abs=4 * np.sqrt(2 / 20 / 400))


def test_the_variance_is_in_squared_points():
    rng = np.random.default_rng(13)
    at_hours = irregular_times(rng)
    y = draw(rng, at_hours, 30.0, 0.6)
    grid, ones = NoiseGrid.at(at_hours), np.ones((40, 1))
    once, twice = (fit_noise(grid, f * y, ones, np.zeros(1)) for f in (1.0, 2.0))
    assert once[0] == twice[0]
    assert twice[1] == pytest.approx(4.0 * once[1])


def test_outcomes_are_fitted_independently():
    rng = np.random.default_rng(14)
    at_hours = irregular_times(rng)
    outcomes = draw(rng, at_hours, 60.0, 0.6, 3)
    grid, ones = NoiseGrid.at(at_hours), np.ones((40, 1))
    together = fit_noise(grid, outcomes, ones, np.zeros(1))
    alone = [fit_noise(grid, outcomes[:, [m]], ones, np.zeros(1)) for m in range(3)]
    assert together[0] == [chosen[0] for chosen, _ in alone]
    assert together[1] == pytest.approx([variance[0] for _, variance in alone])


def test_a_constant_outcome_has_next_to_no_variance():
    grid = NoiseGrid.at(np.arange(20) * 24.0)
    _, variance = fit_noise(grid, np.full((20, 1), 5.0), np.ones((20, 1)), np.zeros(1))
    assert 0.0 < variance[0] < 1e-6
