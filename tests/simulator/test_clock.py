"""The times of a simulated life."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.simulator.clock import MEAL_HOURS, Clock, draw_clock, draw_daily

SEEDS = range(10)


def drawn(seed: int, days: int = 60, missed: float = 0.1) -> Clock:
    return draw_clock(days, missed, np.random.default_rng(seed))


@pytest.mark.parametrize("seed", SEEDS)
class TestDrawClock:
    def test_four_meals_on_every_day_in_order(self, seed: int) -> None:
        clock = drawn(seed)
        assert clock.meals.size == 4 * 60
        assert np.all(np.diff(clock.meals) > 0)
        assert np.array_equal(clock.meals // 24, np.repeat(np.arange(60), 4))

    def test_meals_are_near_their_usual_hour(self, seed: int) -> None:
        hours = drawn(seed).meals.reshape(-1, 4) % 24
        for column, (usual, spread) in zip(hours.T, MEAL_HOURS, strict=True):
            assert column.mean() == pytest.approx(usual, abs=0.9)
            assert column.std() < 1.5 * spread

    def test_two_or_three_ratings_a_day_some_missed(self, seed: int) -> None:
        clock = drawn(seed, days=200)
        each_day = clock.ratings.size / 200
        assert 1.6 < each_day < 2.9
        assert not float(each_day).is_integer()
        assert np.all(np.diff(clock.ratings) > 0)

    def test_moments_hold_meals_and_ratings(self, seed: int) -> None:
        clock = drawn(seed)
        assert np.array_equal(clock.moments[clock.meal_rows()], clock.meals)
        assert np.array_equal(clock.moments[clock.rating_rows()], clock.ratings)
        assert clock.moments.size == clock.meals.size + clock.ratings.size

    def test_ratings_stay_on_their_day(self, seed: int) -> None:
        hours = drawn(seed, days=200).ratings % 24
        assert hours.min() > 6.0
        assert hours.max() < 23.5


def test_no_rating_is_missed_unless_asked_for() -> None:
    assert drawn(3, days=50, missed=0.0).ratings.size % 50 == 0


def test_missed_ratings_are_as_many_as_asked_for() -> None:
    whole, half = drawn(3, days=2000, missed=0.0), drawn(3, days=2000, missed=0.5)
    assert half.ratings.size / whole.ratings.size == pytest.approx(0.5, abs=0.05)


def test_some_people_rate_three_times() -> None:
    counts = {drawn(seed, missed=0.0).ratings.size // 60 for seed in range(20)}
    assert counts == {2, 3}


class TestDrawDaily:
    def test_covers_every_day(self, rng: np.random.Generator) -> None:
        daily = draw_daily(45, rng)
        assert set(daily) == {"stress", "sleep", "movement", "sitting"}
        assert all(values.shape == (45,) for values in daily.values())

    @pytest.mark.parametrize("seed", SEEDS)
    def test_values_are_possible(self, seed: int) -> None:
        daily = draw_daily(365, np.random.default_rng(seed))
        assert 0 <= daily["stress"].min()
        assert daily["stress"].max() <= 10
        assert 2 <= daily["sleep"].min()
        assert daily["sleep"].max() <= 12
        assert 0 <= daily["movement"].min()
        assert 1 <= daily["sitting"].min()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_usual_values_are_usual(self, seed: int) -> None:
        daily = draw_daily(365, np.random.default_rng(seed))
        assert 2.5 < daily["stress"].mean() < 5.5
        assert 6.3 < daily["sleep"].mean() < 8.0
        assert 25 < np.median(daily["movement"]) < 60

    def test_a_stressful_day_follows_another(self) -> None:
        kept = []
        for seed in SEEDS:
            stress = draw_daily(365, np.random.default_rng(seed))["stress"]
            kept.append(np.corrcoef(stress[1:], stress[:-1])[0, 1])
        assert 0.2 < np.median(kept) < 0.6
