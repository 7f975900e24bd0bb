"""The shapes of effects: bounded, of unit peak, and not of one family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.simulator.kernels import (
    FAST,
    REACH_HOURS,
    SLOW,
    SLOW_REACH_HOURS,
    Kernel,
    draw_kernel,
    exposure_history,
)

SEEDS = range(12)


def flat(end: float = 10.0) -> Kernel:
    return Kernel("flat", np.array([0.0, end]), np.array([1.0, 1.0]))


def ramp() -> Kernel:
    return Kernel("ramp", np.array([0.0, 10.0, 20.0]), np.array([0.0, 1.0, 0.0]))


@pytest.mark.parametrize("family", sorted(FAST))
class TestFastKernels:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_highest_value_is_one(self, family: str, seed: int) -> None:
        kernel = draw_kernel(family, np.random.default_rng(seed))
        assert kernel.shape.max() == pytest.approx(1.0)
        assert kernel.shape.min() >= 0.0

    @pytest.mark.parametrize("seed", SEEDS)
    def test_nothing_before_the_exposure_and_after_three_days(self, family: str, seed: int) -> None:
        kernel = draw_kernel(family, np.random.default_rng(seed))
        outside = kernel(np.array([-5.0, -0.01, REACH_HOURS + 0.5, 500.0]))
        assert outside.tolist() == [0.0, 0.0, 0.0, 0.0]

    @pytest.mark.parametrize("seed", SEEDS)
    def test_fades_out_before_the_reach(self, family: str, seed: int) -> None:
        kernel = draw_kernel(family, np.random.default_rng(seed))
        assert kernel(np.array([REACH_HOURS]))[0] == pytest.approx(0.0, abs=1e-9)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_value_at_the_peak_hour_is_one(self, family: str, seed: int) -> None:
        kernel = draw_kernel(family, np.random.default_rng(seed))
        assert 0.0 < kernel.peak_hours < REACH_HOURS
        assert kernel(np.array([kernel.peak_hours]))[0] == pytest.approx(1.0)

    def test_area_is_of_hours_not_minutes_or_days(self, family: str) -> None:
        areas = [draw_kernel(family, np.random.default_rng(seed)).area for seed in SEEDS]
        assert 3.0 < float(np.median(areas)) < 60.0

    def test_knows_its_family(self, family: str, rng: np.random.Generator) -> None:
        assert draw_kernel(family, rng).family == family

    def test_same_seed_same_shape(self, family: str) -> None:
        one, other = (draw_kernel(family, np.random.default_rng(5)) for _ in range(2))
        assert np.array_equal(one.shape, other.shape)

    def test_different_seeds_different_shapes(self, family: str) -> None:
        one, other = (draw_kernel(family, np.random.default_rng(seed)) for seed in (1, 2))
        assert not np.allclose(one.shape, other.shape)


@pytest.mark.parametrize("family", sorted(SLOW))
class TestSlowKernels:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_daily_doses_add_up_to_one(self, family: str, seed: int) -> None:
        kernel = draw_kernel(family, np.random.default_rng(seed))
        daily = 24.0 * np.arange(40)
        sustained = exposure_history(np.array([24.0 * 40]), daily, np.ones(40), kernel)
        assert sustained[0] == pytest.approx(1.0, abs=0.08)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_builds_up_over_days(self, family: str, seed: int) -> None:
        kernel = draw_kernel(family, np.random.default_rng(seed))
        daily = 24.0 * np.arange(40)
        at = 24.0 * np.array([1.0, 4.0, 30.0])
        built = exposure_history(at, daily, np.ones(40), kernel)
        assert built[0] < 0.35
        assert built[0] < built[1] < built[2]

    def test_reaches_four_weeks(self, family: str, rng: np.random.Generator) -> None:
        kernel = draw_kernel(family, rng)
        assert kernel.reach_hours == pytest.approx(SLOW_REACH_HOURS, abs=2.0)


def test_an_unknown_family_is_an_error(rng: np.random.Generator) -> None:
    with pytest.raises(KeyError):
        draw_kernel("no such shape", rng)


def test_the_families_differ_in_shape() -> None:
    drawn = {family: draw_kernel(family, np.random.default_rng(3)).shape for family in FAST}
    shapes = np.array(list(drawn.values()))
    alike = np.corrcoef(shapes)
    assert np.all(alike[np.triu_indices(len(drawn), 1)] < 0.995)


def test_peaks_cover_hours_to_days() -> None:
    peaks = [
        draw_kernel(family, np.random.default_rng(seed)).peak_hours
        for family in FAST
        for seed in SEEDS
    ]
    assert min(peaks) < 4.0
    assert max(peaks) > 30.0


def test_two_waves_come_as_two_waves() -> None:
    kernel = draw_kernel("bimodal", np.random.default_rng(0))
    rising = np.diff(kernel.shape) > 1e-6
    turns = np.count_nonzero(rising[1:] & ~rising[:-1])
    assert turns >= 1


class TestExposureHistory:
    def test_one_event_draws_the_kernel(self) -> None:
        at = np.linspace(0.0, 30.0, 61)
        history = exposure_history(at, np.array([5.0]), np.array([1.0]), ramp())
        assert np.allclose(history, ramp()(at - 5.0))

    def test_equals_the_sum_over_all_pairs(self, rng: np.random.Generator) -> None:
        at = np.sort(rng.uniform(0, 400, 50))
        events, doses = np.sort(rng.uniform(0, 400, 70)), rng.uniform(0.5, 2.0, 70)
        kernel = draw_kernel("gamma", rng)
        slowly = (kernel(at[:, None] - events[None, :]) * doses).sum(axis=1)
        assert np.allclose(exposure_history(at, events, doses, kernel), slowly)

    def test_no_events_no_history(self) -> None:
        none = np.array([])
        assert exposure_history(np.array([1.0, 2.0]), none, none, flat()).tolist() == [0.0, 0.0]

    def test_no_times_no_history(self) -> None:
        history = exposure_history(np.array([]), np.array([1.0]), np.array([1.0]), flat())
        assert history.size == 0

    def test_an_event_acts_from_its_own_moment_on(self) -> None:
        at = np.array([4.99, 5.0, 15.0, 15.01])
        history = exposure_history(at, np.array([5.0]), np.array([2.0]), flat())
        assert history.tolist() == [0.0, 2.0, 2.0, 0.0]

    @given(
        shift=st.floats(-1e4, 1e4),
        times=st.lists(st.floats(0.0, 200.0), min_size=1, max_size=20),
        events=st.lists(st.floats(0.0, 200.0), min_size=1, max_size=20),
    )
    def test_only_differences_in_time_matter(
        self, shift: float, times: list[float], events: list[float]
    ) -> None:
        at, eaten = np.sort(times), np.sort(events)
        doses = np.ones(eaten.size)
        here = exposure_history(at, eaten, doses, ramp())
        there = exposure_history(at + shift, eaten + shift, doses, ramp())
        assert np.allclose(here, there, atol=1e-6)

    @given(factor=st.floats(0.0, 10.0))
    def test_is_linear_in_the_dose(self, factor: float) -> None:
        at, events = np.array([8.0, 20.0, 33.0]), np.array([1.0, 6.0, 18.0])
        doses = np.array([1.0, 0.5, 2.0])
        once = exposure_history(at, events, doses, ramp())
        assert np.allclose(exposure_history(at, events, factor * doses, ramp()), factor * once)

    def test_histories_add_up(self) -> None:
        at, doses = np.array([8.0, 20.0, 33.0]), np.array([1.0, 2.0])
        first, second = np.array([1.0, 6.0]), np.array([7.0, 18.0])
        apart = exposure_history(at, first, doses, ramp()) + exposure_history(
            at, second, doses, ramp()
        )
        joined = exposure_history(
            at, np.concatenate([first, second]), np.concatenate([doses, doses]), ramp()
        )
        assert np.allclose(apart, joined)


def test_a_kernel_knows_its_peak_area_and_reach() -> None:
    kernel = ramp()
    assert kernel.peak_hours == 10.0
    assert kernel.area == pytest.approx(10.0)
    assert kernel.reach_hours == 20.0
