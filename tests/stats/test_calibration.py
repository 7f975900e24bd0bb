"""Simulation-based calibration, small and fast (Talts and others 2018): truths drawn from the
engine's own prior, ratings drawn from the truths, and the posterior must be right as often as it
says. The bounds are .87 to .93 for 90 % intervals, widened by three Monte Carlo errors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import chisquare

from gutline.stats.blocks import Block, fit_blocks
from gutline.stats.fdr import discovery_list
from gutline.stats.history import Events, exposure_history
from gutline.stats.kernels import fast_bank
from gutline.stats.mixture import NormalMixture
from gutline.stats.noise import make_whiteners
from gutline.stats.regression import Design, Projection
from gutline.stats.single_effects import EffectPrior, column_posterior, fit_effects

SIZES, WEIGHTS = (0.3, 0.7, 1.5, 3.0), (0.25, 0.3, 0.3, 0.15)
DIARIES, FOODS, DAYS = 500, 6, 45
CHANCE = 0.4
TAU, RHO = 30.0, 0.45
KERNELS = (1, 4, 7)


@dataclass(frozen=True)
class Trials:
    """What was true and what was said about it.

    rank and inside are about real effects: where the truth lies in its posterior, and whether the
    90 % interval holds it. chance and real are about all candidates.
    """

    rank: np.ndarray
    inside: np.ndarray
    chance: np.ndarray
    real: np.ndarray


def draw_size(rng):
    return float(rng.normal(0.0, rng.choice(SIZES, p=WEIGHTS)))


def diary(rng):
    """Foods eaten on a third of the days at irregular times, two ratings a day, three kernels."""
    eaten = [
        (24 * day + rng.uniform(7, 20), food)
        for day in range(DAYS)
        for food in range(FOODS)
        if rng.random() < 0.3
    ]
    at, eaten_food = np.array(sorted(eaten)).T
    some = Events(at, eaten_food.astype(np.int64), np.ones(at.size), FOODS)
    ratings = np.sort(24 * np.repeat(np.arange(DAYS), 2) + rng.uniform(8, 22, 2 * DAYS))
    history = exposure_history(some, ratings, fast_bank())
    return ratings, history.reshape(2 * DAYS, FOODS, -1, order="C")[:, :, KERNELS]


def noise(rng, ratings):
    apart = np.abs(ratings[:, None] - ratings[None, :])
    dense = RHO * np.exp(-apart / TAU) + (1 - RHO) * np.eye(ratings.size)
    return np.linalg.cholesky(dense) @ rng.normal(size=ratings.size)


def summarise(mixture, truth):
    low, high = mixture.interval(0.9)
    return mixture.below(truth), low <= truth <= high


def each_food_may_act(rng):
    """Every food acts with its own chance, under one of three kernels."""
    ratings, history = diary(rng)
    acts = rng.random(FOODS) < CHANCE
    kernel, size = rng.integers(3, size=FOODS), [draw_size(rng) for _ in range(FOODS)]
    y = 4.0 + noise(rng, ratings)
    for food in np.flatnonzero(acts):
        y += size[food] * history[:, food, kernel[food]]
    white = make_whiteners(ratings, np.array([TAU]), np.array([RHO]))[0]
    projection = Projection.of(white.apply(np.ones((ratings.size, 1))), np.zeros(1))
    odds = np.full(3, CHANCE / (1 - CHANCE) / 3)
    blocks = [
        Block.of(white.apply(history[:, food]), projection, odds, 1.0) for food in range(FOODS)
    ]
    posteriors, _, _ = fit_blocks(
        blocks, white.apply(y), projection, 1.0, sizes=SIZES, weights=WEIGHTS, tolerance=1e-4
    )
    for acted, true, posterior in zip(acts, size, posteriors, strict=True):
        parts = posterior.column
        weight = (parts.parts_weight * posterior.probability).ravel()
        mixture = NormalMixture(
            weight / weight.sum(), parts.parts_mean.ravel(), parts.parts_sd.ravel()
        )
        yield acted, posterior.probability.sum(), *summarise(mixture, true)


def one_column_may_act(rng):
    """At most one of all columns acts: there the single effect is the exact posterior."""
    ratings, history = diary(rng)
    columns = history.reshape(ratings.size, -1)
    p = columns.shape[1]
    acts, which, size = rng.random() < 0.6, rng.integers(p), draw_size(rng)
    y = 4.0 + noise(rng, ratings) + acts * size * columns[:, which]
    white = make_whiteners(ratings, np.array([TAU]), np.array([RHO]))[0]
    design = Design.whiten(
        np.asfortranarray(columns), np.ones((ratings.size, 1)), np.zeros(1), white
    )
    prior = EffectPrior(np.full(p, 0.6 / p), np.ones(p), SIZES, WEIGHTS)
    fit = fit_effects(design, white.apply(y), 1.0, prior, most=1)
    parts = column_posterior(fit.inner, design.energy, 1.0, prior)
    weight = parts.parts_weight * fit.alpha[0]
    keep = weight > 1e-9
    mixture = NormalMixture(
        weight[keep] / weight[keep].sum(),
        parts.parts_mean[keep],
        np.broadcast_to(parts.parts_sd, weight.shape)[keep],
    )
    rank, inside = summarise(mixture, size)
    for column in range(p):
        yield acts and column == which, fit.alpha[0, column], rank, inside


def run(kind, diaries, seed):
    rng = np.random.default_rng(seed)
    rows = [row for _ in range(diaries) for row in kind(rng)]
    real, chance, rank, inside = (np.array(column) for column in zip(*rows, strict=True))
    real = real.astype(bool)
    return Trials(rank[real], inside[real], chance.astype(float), real)


@pytest.fixture(
    scope="module",
    params=[(each_food_may_act, DIARIES, 1), (one_column_may_act, 2 * DIARIES, 2)],
    ids=["blocks", "single effect"],
)
def trials(request):
    return run(*request.param)


def test_there_is_enough_to_judge_by(trials):
    assert trials.rank.size > 500
    assert 0.02 < trials.real.mean() < 0.5


def test_ninety_percent_intervals_hold_the_truth_nine_times_in_ten(trials):
    error = 3 * np.sqrt(0.9 * 0.1 / trials.inside.size)
    assert 0.87 - error < trials.inside.mean() < 0.93 + error


def test_the_truth_falls_anywhere_in_its_posterior(trials):
    counts, _ = np.histogram(trials.rank, bins=10, range=(0.0, 1.0))
    assert chisquare(counts).pvalue > 0.001, counts


def test_no_side_is_preferred(trials):
    error = np.sqrt(1 / 12 / trials.rank.size)
    assert trials.rank.mean() == pytest.approx(0.5, abs=4 * error)


def test_probabilities_are_as_often_right_as_they_say(trials):
    edges = np.array([0.0, 0.02, 0.1, 0.3, 0.6, 0.9, 1.0 + 1e-9])
    where = np.digitize(trials.chance, edges) - 1
    for group in range(edges.size - 1):
        said, real = trials.chance[where == group], trials.real[where == group]
        if said.size < 30:
            continue
        error = 4 * np.sqrt(max(float((said * (1 - said)).sum()), 1.0)) / said.size
        assert real.mean() == pytest.approx(said.mean(), abs=error + 0.02)


def test_all_probabilities_together_count_the_real_ones(trials):
    error = np.sqrt((trials.chance * (1 - trials.chance)).sum())
    assert trials.chance.sum() == pytest.approx(trials.real.sum(), abs=4 * error)


@pytest.mark.parametrize("claimed", [0.05, 0.2])
def test_the_list_of_findings_keeps_its_claim(trials, claimed):
    chosen = discovery_list(trials.chance, claimed)
    false = (~trials.real[chosen]).mean()
    assert chosen.sum() > 200
    assert false <= claimed + 3 * np.sqrt(claimed / chosen.sum())


def test_a_posterior_that_is_too_sure_is_caught():
    """The measure itself: intervals half as wide as they should be do not pass."""
    rng = np.random.default_rng(3)
    truth, seen = rng.normal(size=(2, 600))
    seen = truth + seen
    half = 0.5 * np.sqrt(0.5)
    verdicts = [
        summarise(NormalMixture(np.ones(1), np.array([m / 2]), np.array([half])), t)
        for t, m in zip(truth, seen, strict=True)
    ]
    rank, inside = (np.array(column) for column in zip(*verdicts, strict=True))
    assert inside.mean() < 0.8
    assert chisquare(np.histogram(rank, bins=10, range=(0, 1))[0]).pvalue < 1e-6
