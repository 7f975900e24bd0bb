"""How strong a hidden cause would have to be: published figures and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from gutline.stats.robustness import partial_r2, robustness_value

# sensemakr's data set darfur: the effect of direct harm on attitudes to peace.
DARFUR_T, DARFUR_FREEDOM = 0.09731582 / 0.02325654, 783


def still_significant(t_value, freedom, alpha, r2):
    """Is the estimate significant under every hidden cause that explains at most r2 of each?"""
    f = abs(t_value) / np.sqrt(freedom)
    outcome = np.linspace(0.0, r2, 4001)
    estimate = f - np.sqrt(outcome * r2 / (1 - r2))
    error = np.sqrt((1 - outcome) / (1 - r2)) / np.sqrt(freedom - 1)
    return bool((estimate > abs(student.ppf(alpha / 2, freedom - 1)) * error).all())


def search(t_value, freedom, alpha):
    """The smallest strength that takes significance away, by halving."""
    low, high = 0.0, 1.0 - 1e-9
    for _ in range(50):
        middle = 0.5 * (low + high)
        safe = still_significant(t_value, freedom, alpha, middle)
        low, high = (middle, high) if safe else (low, middle)
    return low


def test_darfur():
    assert robustness_value(DARFUR_T, DARFUR_FREEDOM) == pytest.approx(0.13878, abs=5e-6)
    at_alpha = robustness_value(DARFUR_T, DARFUR_FREEDOM, alpha=0.05)
    assert at_alpha == pytest.approx(0.07626, abs=5e-6)


def test_darfurs_partial_r2_is_the_published_one():
    assert partial_r2(DARFUR_T, DARFUR_FREEDOM) == pytest.approx(0.02187, abs=5e-6)


def test_partial_r2_is_the_share_of_what_was_left():
    rng = np.random.default_rng(0)
    z = np.column_stack([np.ones(50), rng.normal(size=(50, 2))])
    x, y = rng.normal(size=(2, 50))
    y += 0.4 * x
    clean = np.eye(50) - z @ np.linalg.pinv(z)
    left_x, left_y = clean @ x, clean @ y
    correlation = float(left_x @ left_y / np.linalg.norm(left_x) / np.linalg.norm(left_y))
    slope = left_x @ left_y / (left_x @ left_x)
    error = np.linalg.norm(left_y - slope * left_x) / np.sqrt(46) / np.linalg.norm(left_x)
    assert partial_r2(slope / error, 46) == pytest.approx(correlation**2)


@pytest.mark.parametrize(
    ("t_value", "freedom"),
    [(2.5, 100), (4.18, 783), (9.0, 40), (4.5, 10), (12.0, 10), (6.0, 5), (60.0, 100)],
)
def test_at_alpha_it_is_what_a_search_over_all_hidden_causes_finds(t_value, freedom):
    """The last four are strong and short: there a weaker tie to the outcome does more harm."""
    expected = search(t_value, freedom, 0.05)
    assert robustness_value(t_value, freedom, alpha=0.05) == pytest.approx(expected, abs=1e-4)


@given(t_value=st.floats(0.01, 200), freedom=st.integers(3, 5000))
def test_a_cause_of_exactly_this_strength_takes_the_estimate_away(t_value, freedom):
    value = robustness_value(t_value, freedom)
    bias = np.sqrt(value * value / (1 - value))
    assert bias == pytest.approx(t_value / np.sqrt(freedom), rel=1e-6)


@given(t_value=st.floats(-50, 50), freedom=st.integers(3, 5000))
def test_it_is_a_share_and_the_sign_does_not_matter(t_value, freedom):
    value = robustness_value(t_value, freedom)
    assert 0.0 <= value < 1.0
    assert value == robustness_value(-t_value, freedom)
    assert robustness_value(t_value, freedom, alpha=0.05) <= value + 1e-12


def test_stronger_estimates_are_more_robust():
    values = [robustness_value(t, 100, alpha=0.1) for t in np.linspace(0.0, 40.0, 81)]
    assert values == sorted(values)


def test_there_is_no_jump_where_the_formula_changes():
    needed = abs(student.ppf(0.025, 9)) / 3.0
    turn = np.sqrt(10) / needed
    below, above = (robustness_value(turn + d, 10, alpha=0.05) for d in (-1e-9, 1e-9))
    assert below == pytest.approx(above, abs=1e-6)


def test_what_is_not_significant_needs_no_hidden_cause():
    assert robustness_value(1.9, 100, alpha=0.05) == 0.0
    assert robustness_value(0.0, 100) == 0.0


def test_half_of_an_estimate_is_easier_to_explain_away_than_all_of_it():
    half, whole = (robustness_value(5.0, 200, share=q) for q in (0.5, 1.0))
    assert half == pytest.approx(robustness_value(2.5, 200))
    assert half < whole
