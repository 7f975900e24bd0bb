"""The cumulative probit: planted effects come back, whatever the steps of the scale."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad
from scipy.special import log_ndtr

from gutline.stats.ordinal import (
    OrdinalFit,
    _categories,
    _derivatives,
    _point,
    _Rows,
    fit_cumulative_probit,
)

CUTS = np.array([-0.5, 0.1, 0.6, 1.4])


def draw(rng, n=1500, effect=0.7, cuts=CUTS, offset_effect=0.8):
    """Ratings 0 .. 4 from a latent normal with standard deviation 1."""
    column = (rng.random(n) < 0.35).astype(float)
    offset = rng.normal(size=n)
    latent = effect * column + offset_effect * offset + rng.normal(size=n)
    return np.searchsorted(cuts, latent).astype(float), column, offset


def sorted_rows(outcome, column, offset):
    category = _categories(outcome)
    order = np.argsort(category, kind="stable")
    return _Rows(np.vstack([offset, column])[:, order], category[order])


@pytest.mark.parametrize("effect", [-0.9, 0.0, 0.7, 1.6])
def test_a_planted_effect_comes_back_with_sign_and_size(effect):
    fit = fit_cumulative_probit(*draw(np.random.default_rng(0), effect=effect))
    assert fit.converged
    assert fit.estimate == pytest.approx(effect, abs=3.5 * fit.standard_error)
    assert 0.03 < fit.standard_error < 0.12


def test_the_standard_error_is_the_spread_of_the_estimates():
    rng = np.random.default_rng(1)
    fits = [fit_cumulative_probit(*draw(rng, n=300)) for _ in range(150)]
    spread = np.std([f.estimate for f in fits])
    assert np.mean([f.standard_error for f in fits]) == pytest.approx(spread, rel=0.2)
    assert np.mean([f.estimate for f in fits]) == pytest.approx(0.7, abs=0.08)


def test_without_an_effect_z_is_a_standard_normal():
    rng = np.random.default_rng(2)
    z = np.array([fit_cumulative_probit(*draw(rng, n=250, effect=0.0)).z for _ in range(200)])
    assert abs(z.mean()) < 4 / np.sqrt(200)
    assert z.std() == pytest.approx(1.0, abs=0.2)


def test_ratings_that_crowd_at_the_floor():
    cuts = np.array([1.0, 1.5, 2.0])
    rng = np.random.default_rng(3)
    outcome, column, offset = draw(rng, n=2500, effect=0.8, cuts=cuts, offset_effect=0.3)
    assert (outcome == 0).mean() > 0.6
    fit = fit_cumulative_probit(outcome, column, offset)
    assert fit.estimate == pytest.approx(0.8, abs=0.25)
    assert fit.z > 5


def test_two_categories_are_an_ordinary_probit():
    outcome, column, offset = draw(np.random.default_rng(4), cuts=np.array([0.3]))
    fit = fit_cumulative_probit(outcome, column, offset)
    assert set(outcome) == {0.0, 1.0}
    assert fit.estimate == pytest.approx(0.7, abs=3.5 * fit.standard_error)


def test_the_oracle_agrees(statsmodels_api):
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    outcome, column, offset = draw(np.random.default_rng(5), n=800)
    model = OrderedModel(outcome, np.column_stack([column, offset]), distr="probit")
    theirs = model.fit(method="bfgs", disp=False)
    ours = fit_cumulative_probit(outcome, column, offset)
    assert ours.estimate == pytest.approx(theirs.params[0], abs=0.003)
    assert ours.standard_error == pytest.approx(theirs.bse[0], rel=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_the_derivatives_are_the_numerical_ones(seed):
    rng = np.random.default_rng(seed)
    outcome, column, offset = draw(rng, n=60)
    rows = sorted_rows(outcome, column, offset)
    start = np.array([0.3, -0.4, *(-1.0 + np.cumsum(rng.uniform(0.2, 0.9, 4)))])

    def slope(theta):
        return _derivatives(_point(theta, rows), rows)[0]

    assert check_grad(lambda theta: _point(theta, rows).level, slope, start) < 1e-4
    second = -_derivatives(_point(start, rows), rows)[1]
    steps = 1e-5 * np.eye(start.size)
    numerical = np.array([(slope(start + e) - slope(start - e)) / 2e-5 for e in steps])
    assert second == pytest.approx(numerical, abs=1e-3)


def test_far_from_its_edges_a_row_keeps_its_digits():
    rows = _Rows(np.array([[-20.0, 20.0], [0.0, 0.0]]), np.array([0, 1]))
    for mean in (-1.0, 1.0):  # both rows lie six standard deviations beyond the cut point
        level = _point(np.array([mean * 0.3, 0.0, 0.0]), rows).level
        assert level == pytest.approx(2 * (log_ndtr(6.0) if mean > 0 else log_ndtr(-6.0)))


def test_cut_points_out_of_order_are_impossible():
    outcome, column, offset = draw(np.random.default_rng(12), n=60)
    rows = sorted_rows(outcome, column, offset)
    assert _point(np.array([0.0, 0.0, 0.5, 0.1, 0.6, 1.4]), rows).level == -np.inf


def test_the_likelihood_is_that_of_ordered_probabilities():
    from scipy.stats import norm

    outcome, column, offset = draw(np.random.default_rng(6), n=40)
    design, category = np.column_stack([offset, column]), _categories(outcome)
    edges = np.concatenate([[-np.inf], CUTS, [np.inf]])
    mean = design @ [0.8, 0.7]
    chance = norm.cdf(edges[category + 1] - mean) - norm.cdf(edges[category] - mean)
    level = _point(np.array([0.8, 0.7, *CUTS]), sorted_rows(outcome, column, offset)).level
    assert level == pytest.approx(np.log(chance).sum())


@pytest.mark.parametrize("relabel", [lambda y: 3 * y + 2, lambda y: y**2, lambda y: np.exp(y) / 9])
def test_the_distances_between_ratings_do_not_matter(relabel):
    outcome, column, offset = draw(np.random.default_rng(7))
    before = fit_cumulative_probit(outcome, column, offset)
    after = fit_cumulative_probit(relabel(outcome), column, offset)
    assert after.estimate == pytest.approx(before.estimate, abs=0.01)
    assert after.standard_error == pytest.approx(before.standard_error, rel=0.05)


def test_a_scale_turned_upside_down_turns_the_sign():
    outcome, column, offset = draw(np.random.default_rng(8))
    before = fit_cumulative_probit(outcome, column, offset)
    after = fit_cumulative_probit(-outcome, column, -offset)
    assert after.estimate == pytest.approx(-before.estimate, abs=0.01)


def test_units_of_the_exposure_carry_through():
    outcome, column, offset = draw(np.random.default_rng(9))
    before = fit_cumulative_probit(outcome, column, offset)
    after = fit_cumulative_probit(outcome, 5.0 * column, offset + 40.0)
    assert 5.0 * after.estimate == pytest.approx(before.estimate, abs=0.01)
    assert after.z == pytest.approx(before.z, rel=0.02)


def test_ratings_on_a_fine_scale_are_joined_to_eleven_steps():
    rng = np.random.default_rng(10)
    column, offset = (rng.random(600) < 0.4).astype(float), rng.normal(size=600)
    latent = 0.6 * column + offset + rng.normal(size=600)
    category = _categories(latent)
    assert set(category) == set(range(11))
    assert np.bincount(category).min() >= 50
    assert (np.diff(category[np.argsort(latent)]) >= 0).all()
    fit = fit_cumulative_probit(latent, column, offset)
    assert fit.estimate == pytest.approx(0.6, abs=0.3)


def test_ratings_all_alike_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="at least two different values"):
        fit_cumulative_probit(np.full(20, 3.0), np.arange(20.0), np.zeros(20))


def test_an_exposure_that_never_changes_has_no_evidence():
    outcome, _, offset = draw(np.random.default_rng(11), n=200)
    fit = fit_cumulative_probit(outcome, np.ones(200), offset)
    assert fit.estimate == 0.0
    assert abs(fit.z) < 1e-6


def test_perfect_separation_ends_and_is_finite():
    column = np.repeat([0.0, 1.0], 30)
    fit = fit_cumulative_probit(4.0 * column, column, np.tile([0.0, 1.0], 30))
    assert np.isfinite([fit.estimate, fit.standard_error, fit.z]).all()
    assert fit.estimate > 2.0


def test_z_of_a_fit_without_information_is_zero():
    assert OrdinalFit(1.0, 0.0, converged=False).z == 0.0
    assert OrdinalFit(1.0, 0.5, converged=True).z == 2.0
