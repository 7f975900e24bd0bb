"""Projecting covariates out by thin factors equals the dense formula with M."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.stats.noise import make_whiteners
from gutline.stats.regression import Design, Projection

PRECISIONS = [np.zeros(3), np.array([0.0, 0.5, 40.0])]


def dense_m(z, precision):
    return np.eye(z.shape[0]) - z @ np.linalg.solve(z.T @ z + np.diag(precision), z.T)


def problem(seed=0, n=30, p=7, q=3):
    rng = np.random.default_rng(seed)
    z = np.column_stack([np.ones(n), rng.normal(size=(n, q - 1))])
    return rng.normal(size=(n, p)), z, rng.normal(size=(n, 2))


@pytest.mark.parametrize("precision", PRECISIONS)
class TestDesignIsTheDenseFormula:
    def test_inner(self, precision):
        x, z, y = problem()
        design, m = Design(x, Projection.of(z, precision)), dense_m(z, precision)
        assert design.inner(y) == pytest.approx(x.T @ m @ y)
        assert design.inner(y[:, 0]) == pytest.approx(x.T @ m @ y[:, 0])

    def test_energy(self, precision):
        x, z, _ = problem()
        design = Design(x, Projection.of(z, precision))
        assert design.energy == pytest.approx(np.diag(x.T @ dense_m(z, precision) @ x))

    def test_gram(self, precision):
        x, z, _ = problem()
        design = Design(x, Projection.of(z, precision))
        whole = x.T @ dense_m(z, precision) @ x
        assert design.gram(np.arange(7)) == pytest.approx(whole)
        assert design.gram(np.array([5, 1])) == pytest.approx(whole[:, [5, 1]])

    def test_squares(self, precision):
        x, z, y = problem()
        design = Design(x, Projection.of(z, precision))
        expected = y[:, 0] @ dense_m(z, precision) @ y[:, 0]
        assert design.squares(y[:, 0]) == pytest.approx(expected)

    def test_residuals(self, precision):
        _, z, y = problem()
        left = Projection.of(z, precision).residuals(y)
        assert left == pytest.approx(dense_m(z, precision) @ y)

    def test_effective_number(self, precision):
        _, z, _ = problem()
        expected = np.trace(np.eye(30) - dense_m(z, precision))
        assert Projection.of(z, precision).effective_number == pytest.approx(expected)

    def test_coefficients(self, precision):
        _, z, y = problem()
        expected = np.linalg.solve(z.T @ z + np.diag(precision), z.T @ y[:, 0])
        assert Projection.of(z, precision).coefficients(y[:, 0]) == pytest.approx(expected)


def test_free_covariates_are_taken_out_entirely():
    x, z, _ = problem()
    left = Projection.of(z, np.zeros(3)).residuals(x)
    assert z.T @ left == pytest.approx(0.0, abs=1e-6)


def test_each_free_covariate_counts_as_one_and_a_fixed_one_as_none():
    _, z, _ = problem()
    assert Projection.of(z, np.zeros(3)).effective_number == pytest.approx(3.0)
    assert Projection.of(z, np.full(3, 1e12)).effective_number == pytest.approx(0.0, abs=1e-6)


def test_a_very_precise_prior_at_zero_takes_nothing_out():
    x, z, _ = problem()
    assert Projection.of(z, np.full(3, 1e12)).residuals(x) == pytest.approx(x, abs=1e-9)


def test_a_column_made_of_covariates_has_no_information_left():
    _, z, _ = problem()
    design = Design(z @ np.array([[1.0], [2.0], [-1.0]]), Projection.of(z, np.zeros(3)))
    assert design.energy[0] == pytest.approx(0.0, abs=1e-6)
    assert design.energy[0] >= 0.0


@given(seed=st.integers(0, 1000))
def test_information_is_never_negative(seed):
    x, z, _ = problem(seed)
    copies = np.column_stack([x[:, :2], z, 1e6 * z, np.zeros(30)])
    assert (Design(copies, Projection.of(z, np.zeros(3))).energy >= 0).all()


def test_residual_maker_of_free_covariates_is_idempotent():
    x, z, _ = problem()
    projection = Projection.of(z, np.zeros(3))
    once = projection.residuals(x)
    assert projection.residuals(once) == pytest.approx(once, abs=1e-6)


def test_covariates_that_repeat_each_other_do_no_harm():
    x, z, y = problem()
    doubled = np.column_stack([z, z[:, 1]])
    once = Design(x, Projection.of(z, np.zeros(3)))
    twice = Design(x, Projection.of(doubled, np.zeros(4)))
    assert twice.inner(y) == pytest.approx(once.inner(y), abs=1e-4)


def test_whiten_filters_columns_and_covariates_alike():
    x, z, y = problem()
    by = make_whiteners(np.arange(30) * 8.0, np.array([30.0]), np.array([0.6]))[0]
    design = Design.whiten(x, z, np.zeros(3), by)
    apart = np.abs(np.subtract.outer(np.arange(30), np.arange(30))) * 8.0
    inverse = np.linalg.inv(0.6 * np.exp(-apart / 30.0) + 0.4 * np.eye(30))
    middle = inverse - inverse @ z @ np.linalg.solve(z.T @ inverse @ z, z.T @ inverse)
    assert design.inner(by.apply(y)) == pytest.approx(x.T @ middle @ y)
    assert design.gram(np.arange(7)) == pytest.approx(x.T @ middle @ x)


def test_generalised_least_squares_comes_out_of_the_design():
    """One column and covariates: inner over energy is the GLS estimate of statsmodels' kind."""
    x, z, y = problem()
    by = make_whiteners(np.arange(30) * 8.0, np.array([30.0]), np.array([0.6]))[0]
    design = Design.whiten(x[:, :1], z, np.zeros(3), by)
    white = by.apply(np.column_stack([x[:, :1], z]))
    expected = np.linalg.lstsq(white, by.apply(y[:, 0]), rcond=None)[0][0]
    estimate = design.inner(by.apply(y[:, 0]))[0] / design.energy[0]
    assert estimate == pytest.approx(expected, rel=1e-6)
