"""Summaries of a mixture of normals against scipy and against draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from gutline.stats.mixture import NormalMixture, intervals, mixture_quantiles


def mixture(weight, mean, sd):
    return NormalMixture(*(np.array(v, dtype=float) for v in (weight, mean, sd)))


TWO = mixture([0.3, 0.7], [-1.0, 2.0], [0.5, 1.5])
PARTS = st.lists(
    st.tuples(st.floats(0.01, 1), st.floats(-20, 20), st.floats(0.05, 5)), min_size=1, max_size=6
)


def of_parts(parts):
    weight, mean, sd = (np.array(column) for column in zip(*parts, strict=True))
    return NormalMixture(weight / weight.sum(), mean, sd)


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.0), (3.0, 0.2), (-40.0, 9.0)])
def test_one_part_is_the_normal_distribution(mean, sd):
    one, exact = mixture([1.0], [mean], [sd]), norm(mean, sd)
    levels = np.array([0.001, 0.05, 0.5, 0.9, 0.999])
    assert one.quantiles(levels) == pytest.approx(exact.ppf(levels), abs=2e-5 * sd)
    assert one.interval(0.9) == pytest.approx(exact.interval(0.9), abs=2e-5 * sd)
    assert one.centre == mean
    assert one.spread == pytest.approx(sd)
    assert one.below(mean + sd) == pytest.approx(exact.cdf(mean + sd))


def test_two_parts_are_what_draws_say():
    rng = np.random.default_rng(0)
    which = rng.choice(2, 400_000, p=TWO.weight)
    draws = rng.normal(TWO.mean[which], TWO.sd[which])
    levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    density = norm.pdf(TWO.quantiles(levels)[:, None], TWO.mean, TWO.sd) @ TWO.weight
    error = np.sqrt(levels * (1 - levels) / draws.size) / density
    assert (np.abs(np.quantile(draws, levels) - TWO.quantiles(levels)) < 4 * error).all()
    assert TWO.centre == pytest.approx(draws.mean(), abs=0.02)
    assert TWO.spread == pytest.approx(draws.std(), abs=0.02)
    assert TWO.below(0.0) == pytest.approx((draws <= 0).mean(), abs=0.004)


@given(parts=PARTS, level=st.floats(0.001, 0.999))
def test_quantiles_are_where_the_probability_lies(parts, level):
    some = of_parts(parts)
    value = float(some.quantiles(np.array([level]))[0])
    assert some.below(value) == pytest.approx(level, abs=1e-3)


@given(parts=PARTS)
def test_quantiles_rise_and_intervals_are_nested(parts):
    some = of_parts(parts)
    assert (np.diff(some.quantiles(np.linspace(0.02, 0.98, 25))) >= 0).all()
    wide, narrow = some.interval(0.95), some.interval(0.5)
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@given(parts=PARTS, shift=st.floats(-50, 50), factor=st.floats(0.1, 10))
def test_units_and_origin_carry_through(parts, shift, factor):
    some = of_parts(parts)
    other = NormalMixture(some.weight, factor * some.mean + shift, factor * some.sd)
    low, high = some.interval(0.9)
    reach = 1e-4 * factor * (np.ptp(some.mean) + some.sd.max())
    assert other.interval(0.9) == pytest.approx(
        (factor * low + shift, factor * high + shift), abs=reach
    )
    assert other.spread == pytest.approx(factor * some.spread, rel=1e-6, abs=1e-6)


def test_parts_that_are_equal_are_one():
    many, one = mixture([0.2, 0.5, 0.3], [1.0] * 3, [2.0] * 3), mixture([1.0], [1.0], [2.0])
    assert many.interval(0.9) == pytest.approx(one.interval(0.9))
    assert many.spread == pytest.approx(one.spread)


def test_a_part_without_weight_changes_no_quantile():
    with_it = mixture([1.0, 0.0], [0.0, 100.0], [1.0, 1.0])
    assert with_it.interval(0.9) == pytest.approx(norm.interval(0.9), abs=2e-3)


def test_two_far_peaks_have_a_gap_between_their_quantiles():
    apart = mixture([0.5, 0.5], [0.0, 100.0], [1.0, 1.0])
    low, high = apart.quantiles(np.array([0.45, 0.55]))
    assert low < 5.0
    assert high > 95.0
    assert apart.below(50.0) == pytest.approx(0.5)


@given(st.lists(PARTS, min_size=1, max_size=5))
def test_many_mixtures_at_once_have_the_quantiles_of_each_alone(parts):
    mixtures = [of_parts(part) for part in parts]
    wanted = np.array([0.05, 0.5, 0.95])
    together = mixture_quantiles(mixtures, wanted)
    alone = np.array([m.quantiles(wanted) for m in mixtures])
    assert np.allclose(together, alone, atol=1e-12)


def test_quantiles_turn_back_into_their_probabilities():
    mixtures = [TWO, mixture([1.0], [5.0], [0.1]), mixture([0.5, 0.5], [-8.0, 8.0], [1.0, 2.0])]
    ends = intervals(mixtures, 0.8)
    for one, (low, high) in zip(mixtures, ends, strict=True):
        assert one.below(low) == pytest.approx(0.1, abs=1e-4)
        assert one.below(high) == pytest.approx(0.9, abs=1e-4)


def test_no_mixtures_have_no_intervals():
    assert intervals([], 0.9) == []
