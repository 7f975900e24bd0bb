"""How an exposure builds up and fades."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.stats.kernels import bump
from gutline.trials.carry_over import CarryOver, exposure_column
from gutline.trials.errors import TrialError


def test_without_carry_over_the_column_is_the_condition_itself():
    at = np.array([-1.0, 0.0, 23.0, 24.0, 47.0])
    column = exposure_column(at, [(0.0, 24.0)], CarryOver.none())
    assert column.tolist() == [0.0, 1.0, 1.0, 0.0, 0.0]


def test_an_effect_that_fades_builds_up_and_falls_by_its_mean_time():
    column = exposure_column(
        np.array([24.0, 240.0, 264.0, 288.0]), [(0.0, 240.0)], CarryOver.fading(24.0)
    )
    assert column[0] == pytest.approx(1 - np.exp(-1), abs=1e-3)
    assert column[1] == pytest.approx(1.0, abs=1e-3)
    assert column[2:] == pytest.approx([np.exp(-1), np.exp(-2)], abs=2e-3)
    assert CarryOver.fading(24.0).mean_hours == pytest.approx(24.0, rel=0.01)


def test_periods_on_end_to_end_are_one_long_exposure():
    at = np.linspace(0.0, 300.0, 40)
    carry = CarryOver.fading(10.0)
    apart = exposure_column(at, [(0.0, 100.0)], carry) + exposure_column(
        at, [(100.0, 200.0)], carry
    )
    assert np.allclose(apart, exposure_column(at, [(0.0, 200.0)], carry))


def test_a_lag_curve_gives_its_own_mean_lag_whatever_its_sign():
    lags = np.arange(0.0, 72.5, 0.5)
    curve = bump(lags, 13.0)
    expected = float((lags * curve).sum() / curve.sum())
    for sign in (1.0, -1.0):
        own = CarryOver.of_curve(lags, sign * curve)
        assert own.mean_hours == pytest.approx(expected, rel=0.02)
        assert own.at(np.array([1000.0]))[0] == 1.0


@pytest.mark.parametrize(
    ("lags", "effect", "word"),
    [((0, 1), (0, 0), "sign"), ((0, 1, 2, 3), (1, 1, -1, -1), "sign"), ((0,), (1,), "two or more"),
     ((0, 2, 1), (1, 1, 1), "ascending")],
)  # fmt: skip
def test_a_curve_that_is_none_is_refused(lags, effect, word):
    with pytest.raises(TrialError, match=word):
        CarryOver.of_curve(lags, effect)


@pytest.mark.parametrize("hours", [-1.0, float("nan"), 1e9])
def test_an_impossible_carry_over_is_refused(hours):
    with pytest.raises(TrialError, match="carry-over"):
        CarryOver.fading(hours)
