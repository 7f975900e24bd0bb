"""The sum of single effects: exact for one column, equal in row form, right on planted effects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from gutline.stats.regression import Design, Projection
from gutline.stats.single_effects import (
    EffectPrior,
    GramColumns,
    choose_column,
    column_posterior,
    fit_effects,
)

SIZES, WEIGHTS = (0.3, 0.7, 1.5, 3.0), (0.25, 0.3, 0.3, 0.15)


def flat_prior(p, mass=0.3, **others):
    return EffectPrior(np.full(p, mass / p), np.ones(p), **others)


def correlated(rng, n=200, p=30, rho=0.7):
    """Columns like neighbouring lags: each correlated with the next."""
    x = rng.normal(size=(n, p))
    for j in range(1, p):
        x[:, j] = rho * x[:, j - 1] + np.sqrt(1 - rho**2) * x[:, j]
    return np.asfortranarray(x)


def design_of(x):
    return Design(x, Projection.of(np.ones((x.shape[0], 1)), np.zeros(1)))


def planted(seed=0, n=200, p=30, effects=((4, 1.0), (17, -0.8)), noise=1.0):
    rng = np.random.default_rng(seed)
    x = correlated(rng, n, p)
    y = sum((b * x[:, j] for j, b in effects), noise * rng.normal(size=n)) + 4.0
    return design_of(x), y


def inclusion(fit):
    return 1.0 - np.prod(1.0 - fit.alpha, axis=0)


# --- one column alone ----------------------------------------------------------------------------


@pytest.mark.parametrize("inner", [0.0, 3.0, -12.0, 25.0])
@pytest.mark.parametrize("scale", [1.0, 0.4])
def test_a_columns_posterior_is_the_integral_over_its_effect(inner, scale):
    energy, variance = 20.0, 1.7
    prior = EffectPrior(np.array([0.1]), np.array([scale]), SIZES, WEIGHTS)
    found = column_posterior(np.array([inner]), np.array([energy]), variance, prior)

    def integrand(b, power):
        slab = sum(w * norm.pdf(b, 0, s * scale) for s, w in zip(SIZES, WEIGHTS, strict=True))
        return b**power * slab * np.exp((inner * b - 0.5 * energy * b**2) / variance)

    near = inner / energy
    total, first, second = (
        quad(integrand, near - 9, near + 9, args=(k,), points=[0.0, near], limit=400)[0]
        for k in range(3)
    )
    assert found.log_bayes_factor[0] == pytest.approx(np.log(total), abs=1e-6)
    assert found.mean[0] == pytest.approx(first / total, abs=1e-6)
    assert found.second[0] == pytest.approx(second / total, abs=1e-6)


def test_the_parts_of_the_mixture_give_its_moments():
    design, y = planted()
    found = column_posterior(design.inner(y), design.energy, 1.0, flat_prior(30))
    assert found.parts_weight.sum(axis=0) == pytest.approx(1.0)
    mean = (found.parts_weight * found.parts_mean).sum(axis=0)
    second = (found.parts_weight * (found.parts_mean**2 + found.parts_sd**2)).sum(axis=0)
    assert mean == pytest.approx(found.mean)
    assert second == pytest.approx(found.second)


def test_a_column_without_information_says_nothing():
    found = column_posterior(np.zeros(1), np.zeros(1), 1.0, flat_prior(1))
    assert found.log_bayes_factor[0] == pytest.approx(0.0)
    assert found.mean[0] == 0.0


def test_data_that_fit_nothing_speak_against_an_effect():
    found = column_posterior(np.zeros(1), np.array([100.0]), 1.0, flat_prior(1))
    assert found.log_bayes_factor[0] < -1.0


@given(inner=st.floats(-60, 60), freedom=st.floats(3, 500))
def test_few_degrees_of_freedom_never_strengthen_the_evidence(inner, freedom):
    arguments = np.array([inner]), np.array([40.0]), 1.3
    short = column_posterior(*arguments, flat_prior(1, freedom=freedom))
    long = column_posterior(*arguments, flat_prior(1))
    assert short.log_bayes_factor[0] <= long.log_bayes_factor[0] + 1e-9


def test_many_degrees_of_freedom_are_as_good_as_endless_ones():
    design, y = planted()
    endless = fit_effects(design, y, 1.0, flat_prior(30))
    many = fit_effects(design, y, 1.0, flat_prior(30, freedom=1e9))
    assert many.alpha == pytest.approx(endless.alpha, abs=1e-5)
    some = [
        np.abs(
            column_posterior(
                design.inner(y), design.energy, 1.0, flat_prior(30, freedom=freedom)
            ).log_bayes_factor
            - column_posterior(design.inner(y), design.energy, 1.0, flat_prior(30)).log_bayes_factor
        ).max()
        for freedom in (30.0, 300.0, 3000.0, 30000.0)
    ]
    assert some == sorted(some, reverse=True)


def test_choosing_a_column_is_the_rule_of_bayes():
    design, y = planted()
    prior = flat_prior(30, mass=0.2)
    found = column_posterior(0.03 * design.inner(y), design.energy, 1.0, prior)
    mass = prior.column * np.exp(found.log_bayes_factor)
    expected = mass / (mass.sum() + 0.8)
    assert prior.none == pytest.approx(0.8)
    assert choose_column(found, prior) == pytest.approx(expected)


def test_choosing_survives_overwhelming_evidence():
    design, y = planted(noise=0.001)
    found = column_posterior(design.inner(y), design.energy, 1e-6, flat_prior(30))
    assert found.log_bayes_factor.max() > 1e4
    chosen = choose_column(found, flat_prior(30))
    assert chosen.sum() == pytest.approx(1.0)
    assert np.isfinite(chosen).all()


def test_a_column_that_is_forbidden_is_never_chosen():
    design, y = planted()
    column = np.full(30, 0.01)
    column[4] = 0.0
    fit = fit_effects(design, y, 1.0, EffectPrior(column, np.ones(30)))
    assert not fit.alpha[:, 4].any()
    assert inclusion(fit)[17] > 0.9


# --- the sum -----------------------------------------------------------------------------------


def row_form(x, y, variance, prior, effects, sweeps):
    """The same sum by residuals of the rows: nothing is remembered but the fit itself."""
    alpha, mean = np.zeros((effects, x.shape[1])), np.zeros((effects, x.shape[1]))
    energy = (x**2).sum(axis=0)
    for _ in range(sweeps):
        for effect in range(effects):
            others = y - x @ (mean.sum(axis=0) - mean[effect])
            found = column_posterior(x.T @ others, energy, variance, prior)
            alpha[effect] = choose_column(found, prior)
            mean[effect] = np.where(alpha[effect] < 2e-3, 0.0, alpha[effect] * found.mean)
    return alpha, mean


@pytest.mark.parametrize("seed", range(5))
def test_the_gram_form_is_the_row_form(seed):
    design, y = planted(seed)
    left = design.projection.residuals(np.column_stack([design.columns, y]))
    fit = fit_effects(design, y, 1.0, flat_prior(30), rounds=300, tolerance=1e-9)
    alpha, mean = row_form(left[:, :-1], left[:, -1], 1.0, flat_prior(30), fit.alpha.shape[0], 300)
    assert fit.converged
    assert fit.mean.sum(axis=0) == pytest.approx(mean.sum(axis=0), abs=1e-5)
    assert inclusion(fit) == pytest.approx(1 - np.prod(1 - alpha, axis=0), abs=1e-5)


def test_gram_columns_are_those_of_the_whole_matrix_and_made_once(monkeypatch):
    design, _ = planted()
    gram = GramColumns(design)
    coefficients = np.zeros(30)
    coefficients[[3, 9]] = 1.5, -2.0
    whole = design.gram(np.arange(30))
    assert gram.times(coefficients) == pytest.approx(whole @ coefficients)
    monkeypatch.setattr(Design, "gram", lambda *_: pytest.fail("a column was made twice"))
    assert gram.times(-coefficients) == pytest.approx(-whole @ coefficients)
    assert not gram.times(np.zeros(30)).any()


@pytest.mark.parametrize("seed", range(8))
def test_planted_effects_are_recovered(seed):
    design, y = planted(seed, n=400)
    fit = fit_effects(design, y, 1.0, flat_prior(30))
    assert set(np.flatnonzero(inclusion(fit) > 0.5)) == {4, 17}
    assert fit.mean.sum(axis=0)[[4, 17]] == pytest.approx([1.0, -0.8], abs=0.3)
    assert fit.converged


@pytest.mark.parametrize("seed", range(3))
def test_eight_effects_are_eight_effects(seed):
    effects = tuple((3 * k, 1.5 * (-1) ** k) for k in range(8))
    design, y = planted(seed, n=600, effects=effects)
    fit = fit_effects(design, y, 1.0, flat_prior(30))
    assert set(np.flatnonzero(inclusion(fit) > 0.5)) == {j for j, _ in effects}
    assert fit.alpha.shape[0] == 9


def test_no_more_effects_than_allowed():
    effects = tuple((3 * k, 1.5) for k in range(8))
    design, y = planted(n=600, effects=effects)
    assert fit_effects(design, y, 1.0, flat_prior(30), most=3).alpha.shape[0] == 3


def test_noise_alone_gives_no_effect():
    alarms = 0
    for seed in range(60):
        design, y = planted(seed, effects=())
        alarms += bool((inclusion(fit_effects(design, y, 1.0, flat_prior(30))) > 0.5).any())
    assert alarms <= 3


def test_weak_evidence_is_kept_as_a_small_probability():
    design, y = planted(effects=((4, 0.12),))
    fit = fit_effects(design, y, 1.0, flat_prior(30))
    assert fit.alpha.shape[0] == 1
    assert 0.0 < inclusion(fit)[4] < 0.9


def test_the_residual_is_what_the_fit_leaves():
    design, y = planted()
    fit = fit_effects(design, y, 1.0, flat_prior(30))
    left = y - design.columns @ fit.mean.sum(axis=0)
    assert fit.residual == pytest.approx(design.inner(left), abs=1e-8)
    assert np.abs(fit.residual).max() < 0.3 * np.abs(fit.inner).max()


@pytest.mark.parametrize("factor", [0.01, 250.0])
def test_units_of_the_exposures_do_not_matter(factor):
    design, y = planted()
    other = design_of(np.asfortranarray(design.columns * factor))
    prior = EffectPrior(np.full(30, 0.01), np.full(30, 1.0 / factor))
    before, after = fit_effects(design, y, 1.0, flat_prior(30)), fit_effects(other, y, 1.0, prior)
    assert after.alpha == pytest.approx(before.alpha, abs=1e-8)
    assert after.mean * factor == pytest.approx(before.mean, abs=1e-8)


@pytest.mark.parametrize("factor", [0.1, 10.0])
def test_units_of_the_ratings_do_not_matter(factor):
    design, y = planted()
    prior = EffectPrior(np.full(30, 0.01), np.full(30, factor))
    before = fit_effects(design, y, 1.0, flat_prior(30))
    after = fit_effects(design, factor * y, factor**2, prior)
    assert after.alpha == pytest.approx(before.alpha, abs=1e-8)
    assert after.mean == pytest.approx(factor * before.mean, abs=1e-8)


def test_a_helper_is_found_as_surely_as_a_suspect():
    design, y = planted()
    up, down = (fit_effects(design, sign * y, 1.0, flat_prior(30)) for sign in (1, -1))
    assert down.alpha == pytest.approx(up.alpha)
    assert down.mean == pytest.approx(-up.mean)


def test_the_order_of_columns_does_not_matter():
    design, y = planted()
    order = np.random.default_rng(1).permutation(30)
    mixed = design_of(np.asfortranarray(design.columns[:, order]))
    tight = {"rounds": 300, "tolerance": 1e-9}
    before = fit_effects(design, y, 1.0, flat_prior(30), **tight)
    after = fit_effects(mixed, y, 1.0, flat_prior(30), **tight)
    assert inclusion(after) == pytest.approx(inclusion(before)[order], abs=1e-6)


def test_a_level_that_is_added_to_all_ratings_does_not_matter():
    design, y = planted()
    before, after = (fit_effects(design, v, 1.0, flat_prior(30)) for v in (y, y + 100.0))
    assert after.alpha == pytest.approx(before.alpha, abs=1e-5)


def test_an_all_zero_column_never_gains_probability():
    design, y = planted()
    x = design.columns.copy(order="F")
    x[:, [0, 29]] = 0.0
    fit = fit_effects(design_of(x), y, 1.0, flat_prior(30))
    none = 1.0 - fit.alpha[-1].sum()
    assert not fit.mean[:, [0, 29]].any()
    assert fit.alpha[-1, [0, 29]] / none == pytest.approx((0.3 / 30) / 0.7)
    assert inclusion(fit)[[0, 29]].max() < 0.02


def test_two_identical_columns_share_the_probability():
    design, y = planted()
    x = design.columns.copy(order="F")
    x[:, 20] = x[:, 4]
    share = inclusion(fit_effects(design_of(x), y, 1.0, flat_prior(30)))
    assert share[4] == pytest.approx(share[20], abs=1e-6)
    assert share[4] == pytest.approx(0.5, abs=0.05)


def test_the_prior_decides_between_identical_columns():
    design, y = planted()
    x = design.columns.copy(order="F")
    x[:, 20] = x[:, 4]
    column = np.full(30, 0.01)
    column[20] = 0.03
    fit = fit_effects(design_of(x), y, 1.0, EffectPrior(column, np.ones(30)))
    assert inclusion(fit)[20] == pytest.approx(0.75, abs=0.03)


@given(seed=st.integers(0, 500), noise=st.floats(0.3, 4.0))
def test_doubt_is_never_negative(seed, noise):
    design, y = planted(seed, n=60, noise=noise)
    fit = fit_effects(design, y, noise**2, flat_prior(30))
    assert fit.doubt(design.energy) >= 0.0


def test_doubt_is_the_posterior_variance_of_the_fit():
    design, y = planted(n=60, noise=2.0)
    fit = fit_effects(design, y, 4.0, flat_prior(30))
    whole = design.gram(np.arange(30))
    by_effect = [
        np.diag(whole) @ second - mean @ whole @ mean
        for mean, second in zip(fit.mean, fit.second, strict=True)
    ]
    assert fit.doubt(design.energy) == pytest.approx(sum(by_effect))


def test_doubt_shrinks_as_diaries_grow_relative_to_what_was_explained():
    shares = []
    for n in (60, 240, 960):
        design, y = planted(n=n)
        fit = fit_effects(design, y, 1.0, flat_prior(30))
        shares.append(fit.doubt(design.energy) / design.squares(y))
    assert shares == sorted(shares, reverse=True)


def test_rows_of_alpha_are_probabilities():
    design, y = planted()
    fit = fit_effects(design, y, 1.0, flat_prior(30))
    assert (fit.alpha >= 0).all()
    assert (fit.alpha.sum(axis=1) <= 1 + 1e-9).all()


def test_the_same_question_has_the_same_answer():
    design, y = planted()
    first, second = (fit_effects(design, y, 1.0, flat_prior(30)) for _ in range(2))
    assert np.array_equal(first.alpha, second.alpha)
    assert np.array_equal(first.mean, second.mean)
