"""Spike and slab on blocks: exact where an exact answer exists, fair where columns look alike."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from gutline.stats.blocks import Block, block_posterior, fit_blocks
from gutline.stats.regression import Projection

N = 120
NO_COVARIATES = Projection.of(np.zeros((N, 1)), np.ones(1))
PRIOR = {"sizes": (1.0,), "weights": (1.0,)}
MIXED = {"sizes": (0.3, 0.7, 1.5, 3.0), "weights": (0.25, 0.3, 0.3, 0.15)}


def block(columns, odds=0.1, scale=1.0, projection=NO_COVARIATES):
    columns = np.asfortranarray(columns.reshape(N, -1))
    share = np.full(columns.shape[1], odds / columns.shape[1])
    return Block.of(columns, projection, share, scale)


def draw(seed, k=1):
    return np.random.default_rng(seed).normal(size=(N, k))


def exact(groups, y, odds, size, variance):
    """Every choice of at most one column a group, weighed by its marginal likelihood."""
    log_mass = {}
    for choice in itertools.product(*(range(-1, g.shape[1]) for g in groups)):
        covariance = variance * np.eye(N)
        weight = 0.0
        for g, j in zip(groups, choice, strict=True):
            if j >= 0:
                covariance += size**2 * np.outer(g[:, j], g[:, j])
                weight += np.log(odds / g.shape[1])
        log_mass[choice] = weight + multivariate_normal.logpdf(y, np.zeros(N), covariance)
    top = max(log_mass.values())
    mass = {choice: np.exp(value - top) for choice, value in log_mass.items()}
    total = sum(mass.values())
    return [
        np.array([sum(m for c, m in mass.items() if c[i] == j) for j in range(g.shape[1])]) / total
        for i, g in enumerate(groups)
    ]


@pytest.mark.parametrize("effect", [0.0, 0.15, 0.25, 1.0])
def test_one_column_is_the_spike_and_slab_in_closed_form(effect):
    x = draw(1)
    y = effect * x[:, 0] + draw(2)[:, 0]
    posterior = fit_blocks([block(x)], y, NO_COVARIATES, 1.3, **PRIOR)[0][0]
    energy, inner = float(x[:, 0] @ x[:, 0]), float(x[:, 0] @ y)
    spread = 1.0 + energy / 1.3
    factor = np.exp(0.5 * (inner / 1.3) ** 2 / spread) / np.sqrt(spread)
    assert posterior.probability[0] == pytest.approx(0.1 * factor / (1 + 0.1 * factor))
    assert posterior.log_bayes_factor == pytest.approx(np.log(factor))
    assert posterior.column.mean[0] == pytest.approx(inner / 1.3 / spread)
    assert posterior.mean[0] == pytest.approx(posterior.probability[0] * posterior.column.mean[0])


@pytest.mark.parametrize("seed", range(4))
def test_one_block_of_correlated_columns_is_exact(seed):
    x = draw(seed, 3)
    x[:, 1] += x[:, 0]
    y = 0.3 * x[:, 1] + draw(seed + 50)[:, 0]
    posterior = fit_blocks([block(x)], y, NO_COVARIATES, 1.0, **PRIOR)[0][0]
    assert posterior.probability == pytest.approx(exact([x], y, 0.1, 1.0, 1.0)[0], abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_blocks_at_right_angles_are_exact(seed):
    q = np.linalg.qr(draw(seed, 4))[0] * np.sqrt(N)
    y = 0.3 * q[:, 0] - 0.25 * q[:, 3] + draw(seed + 60)[:, 0]
    groups = [q[:, :2], q[:, 2:]]
    posteriors = fit_blocks([block(g) for g in groups], y, NO_COVARIATES, 1.0, **PRIOR)[0]
    for posterior, expected in zip(posteriors, exact(groups, y, 0.1, 1.0, 1.0), strict=True):
        assert posterior.probability == pytest.approx(expected, abs=1e-6)


def test_blocks_that_overlap_a_little_are_nearly_exact():
    for seed in range(6):
        x = draw(seed, 4)
        x[:, 2] += 0.3 * x[:, 0]
        y = 0.5 * x[:, 0] + 0.2 * x[:, 2] + draw(seed + 70)[:, 0]
        groups = [x[:, :2], x[:, 2:]]
        posteriors = fit_blocks([block(g) for g in groups], y, NO_COVARIATES, 1.0, **PRIOR)[0]
        for posterior, expected in zip(posteriors, exact(groups, y, 0.1, 1.0, 1.0), strict=True):
            assert posterior.probability == pytest.approx(expected, abs=0.12)


def test_two_lookalikes_in_one_block_share_their_probability():
    x = np.repeat(draw(3), 2, axis=1)
    y = x[:, 0] + draw(4)[:, 0]
    posterior = fit_blocks([block(x)], y, NO_COVARIATES, 1.0, **PRIOR)[0][0]
    assert posterior.probability == pytest.approx([0.5, 0.5], abs=1e-6)
    near = np.column_stack([x[:, 0], x[:, 0] + 0.02 * draw(5)[:, 0]])
    shared = fit_blocks([block(near)], y, NO_COVARIATES, 1.0, **PRIOR)[0][0]
    assert shared.probability.sum() > 0.999
    assert shared.probability.min() > 0.2


def test_a_lookalike_in_a_block_does_not_weaken_the_block():
    x = draw(3)
    y = 0.35 * x[:, 0] + draw(4)[:, 0]
    alone = fit_blocks([block(x)], y, NO_COVARIATES, 1.0, **PRIOR)[0][0]
    twice = fit_blocks([block(np.repeat(x, 2, axis=1))], y, NO_COVARIATES, 1.0, **PRIOR)[0][0]
    assert twice.probability.sum() == pytest.approx(alone.probability.sum())
    assert twice.log_bayes_factor == pytest.approx(alone.log_bayes_factor)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_blocks_hardly_matters(seed):
    x = draw(seed, 6)
    x[:, 2] += 0.5 * x[:, 0]
    y = 0.8 * x[:, 0] + 0.4 * x[:, 3] + draw(seed + 80)[:, 0]
    order = np.random.default_rng(seed).permutation(6)
    fits = [
        fit_blocks(
            [block(x[:, j]) for j in way],
            y,
            NO_COVARIATES,
            1.0,
            tolerance=1e-8,
            rounds=200,
            **MIXED,
        )[0]
        for way in (np.arange(6), order)
    ]
    before = np.array([p.probability[0] for p in fits[0]])[order]
    after = np.array([p.probability[0] for p in fits[1]])
    assert after == pytest.approx(before, abs=0.01)


def test_two_weak_effects_do_not_compete_for_one_place():
    q = np.linalg.qr(draw(6, 2))[0] * np.sqrt(N)
    y = 0.22 * (q[:, 0] + q[:, 1])
    noise = draw(7)[:, 0]
    y += noise - q @ (q.T @ noise) / N
    both = fit_blocks([block(q[:, [0]]), block(q[:, [1]])], y, NO_COVARIATES, 1.0, **PRIOR)[0]
    alone = fit_blocks([block(q[:, [0]])], y, NO_COVARIATES, 1.0, **PRIOR)[0]
    assert both[0].probability[0] == pytest.approx(alone[0].probability[0], abs=1e-6)
    assert both[1].probability[0] == pytest.approx(both[0].probability[0], abs=1e-6)


def test_what_is_left_is_the_outcome_without_all_blocks():
    x, z = draw(8, 4), np.column_stack([np.ones(N), draw(9)])
    projection = Projection.of(z, np.zeros(2))
    y = x[:, 0] + z @ np.array([3.0, 0.5]) + draw(10)[:, 0]
    blocks = [block(x[:, [j]], projection=projection) for j in range(4)]
    posteriors, whole, half = fit_blocks(blocks, y, projection, 1.0, **MIXED)
    fitted = sum(b.columns @ p.mean for b, p in zip(blocks, posteriors, strict=True))
    assert whole == pytest.approx(y - fitted)
    assert half == pytest.approx(projection.half(whole))


def test_covariates_are_taken_out_of_blocks():
    z = np.column_stack([np.ones(N), draw(11)])
    projection = Projection.of(z, np.zeros(2))
    x = draw(12, 2) + z[:, [1]]
    y = 5.0 * z[:, 1] + 0.6 * x[:, 0] + draw(13)[:, 0]
    clean = projection.residuals(np.column_stack([x, y]))
    with_them = fit_blocks([block(x, projection=projection)], y, projection, 1.0, **MIXED)[0][0]
    without = fit_blocks([block(clean[:, :2])], clean[:, 2], NO_COVARIATES, 1.0, **MIXED)[0][0]
    assert with_them.probability == pytest.approx(without.probability, abs=1e-6)
    assert with_them.mean == pytest.approx(without.mean, abs=1e-6)


def test_an_empty_block_keeps_its_prior_odds():
    posterior = fit_blocks([block(np.zeros((N, 3)))], draw(14)[:, 0], NO_COVARIATES, 1.0, **MIXED)
    assert posterior[0][0].log_bayes_factor == pytest.approx(0.0)
    assert posterior[0][0].probability == pytest.approx(np.full(3, 0.1 / 3 / 1.1))
    assert not posterior[0][0].mean.any()


def test_no_blocks_leave_the_outcome_as_it_is():
    y = draw(15)[:, 0]
    posteriors, whole, _ = fit_blocks([], y, NO_COVARIATES, 1.0, **MIXED)
    assert posteriors == []
    assert np.array_equal(whole, y)


def test_a_blocks_scale_is_the_unit_of_its_effects():
    x = draw(16)
    y = 0.3 * x[:, 0] + draw(17)[:, 0]
    small = fit_blocks([block(x)], y, NO_COVARIATES, 1.0, **MIXED)[0][0]
    large = fit_blocks([block(10 * x, scale=0.1)], y, NO_COVARIATES, 1.0, **MIXED)[0][0]
    assert large.probability == pytest.approx(small.probability)
    assert 10 * large.mean == pytest.approx(small.mean)


def test_few_degrees_of_freedom_make_a_block_less_sure():
    one = block(draw(18))
    inner = np.array([45.0])
    arguments = (one, inner, 1.0, (1.0,), (1.0,))
    sure = [block_posterior(*arguments, freedom).log_bayes_factor for freedom in (5, 50, 500)]
    assert sure == sorted(sure)
    assert sure[-1] < block_posterior(*arguments).log_bayes_factor


def test_overwhelming_evidence_stays_finite():
    posterior = block_posterior(block(draw(19, 3)), np.full(3, 1e5), 1.0, (1.0,), (1.0,))
    assert posterior.probability.sum() == pytest.approx(1.0)
    assert np.isfinite(posterior.log_bayes_factor)


def test_evidence_of_noise_follows_its_own_distribution():
    """Under no effect a Bayes factor is on average 1: no evidence out of nothing."""
    rng = np.random.default_rng(20)
    one = block(draw(21, 3))
    lower = np.linalg.cholesky(one.columns.T @ one.columns)
    factors = [
        np.exp(
            block_posterior(one, lower @ rng.normal(size=3), 1.0, (0.1,), (1.0,)).log_bayes_factor
        )
        for _ in range(3000)
    ]
    error = float(np.std(factors)) / np.sqrt(3000)
    assert np.mean(factors) == pytest.approx(1.0, abs=norm.ppf(0.9995) * error)
