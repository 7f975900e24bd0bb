"""A mean over days with its interval."""

from __future__ import annotations

import pytest

from gutline.meals.intervals import mean_over_days, t_quantile


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [(1, 6.3138), (2, 2.9200), (3, 2.3534), (4, 2.1318), (5, 2.0150), (10, 1.8125), (27, 1.7033),
     (100, 1.6602), (10_000, 1.6450)],
)  # fmt: skip
def test_quantiles_are_those_of_the_tables(freedom, expected):
    assert t_quantile(0.95, freedom) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("freedom", [1, 2, 3, 8, 60])
def test_quantiles_are_those_of_scipy(freedom):
    stats = pytest.importorskip("scipy.stats")
    for p in (0.5, 0.8, 0.9, 0.95):
        assert t_quantile(p, freedom) == pytest.approx(stats.t.ppf(p, freedom), rel=4e-3, abs=1e-9)


def test_a_mean_with_its_interval_worked_out_by_hand():
    # mean 20, standard deviation 10, three days: 20 ± 2.92 * 10 / sqrt(3)
    found = mean_over_days([10.0, 20.0, 30.0])
    assert found is not None
    assert (found.mean, found.days) == (20.0, 3)
    assert found.low == pytest.approx(20 - 16.8586, abs=1e-3)
    assert found.high == pytest.approx(20 + 16.8586, abs=1e-3)


def test_an_interval_never_goes_below_nothing():
    found = mean_over_days([0.0, 0.0, 30.0])
    assert found is not None
    assert found.low == 0.0


def test_the_same_every_day_leaves_no_doubt():
    found = mean_over_days([5.0] * 4)
    assert found is not None
    assert (found.low, found.high) == (5.0, 5.0)


@pytest.mark.parametrize("values", [[], [3.0]])
def test_one_day_has_no_interval(values):
    assert mean_over_days(values) is None
