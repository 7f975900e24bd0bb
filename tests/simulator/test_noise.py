"""What a symptom does by itself: the spread asked for, and days that resemble the day before."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.simulator.noise import (
    FAMILIES,
    NoisePath,
    blend,
    daily_chain,
    draw_noise,
    ornstein_uhlenbeck,
)

SEEDS = range(8)


def twice_a_day(days: int) -> np.ndarray:
    return np.sort(np.concatenate([24.0 * np.arange(days) + 8, 24.0 * np.arange(days) + 21]))


def lag_correlation(values: np.ndarray, lag: int) -> float:
    return float(np.corrcoef(values[lag:], values[:-lag])[0, 1])


@pytest.mark.parametrize("family", sorted(FAMILIES))
class TestEveryFamily:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_has_the_spread_asked_for(self, family: str, seed: int) -> None:
        path = draw_noise(family, twice_a_day(365), 1.5, np.random.default_rng(seed))
        assert path.total.std() == pytest.approx(1.5, rel=0.25)
        assert path.process.mean() == pytest.approx(0.0, abs=1e-9)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_finite_and_of_the_right_length(self, family: str, seed: int) -> None:
        hours = twice_a_day(60)
        path = draw_noise(family, hours, 1.0, np.random.default_rng(seed))
        assert path.process.shape == path.white.shape == hours.shape
        assert np.isfinite(path.total).all()

    def test_today_resembles_yesterday(self, family: str) -> None:
        paths = [
            draw_noise(family, twice_a_day(365), 1.0, np.random.default_rng(seed)).process
            for seed in SEEDS
        ]
        assert np.median([lag_correlation(path, 2) for path in paths]) > 0.15

    def test_the_white_part_has_no_memory(self, family: str) -> None:
        path = draw_noise(family, twice_a_day(1000), 1.0, np.random.default_rng(1))
        assert abs(lag_correlation(path.white, 1)) < 0.1

    def test_same_seed_same_path(self, family: str) -> None:
        hours = twice_a_day(40)
        one, other = (draw_noise(family, hours, 1.0, np.random.default_rng(9)) for _ in range(2))
        assert np.array_equal(one.total, other.total)

    def test_knows_its_family(self, family: str, rng: np.random.Generator) -> None:
        assert draw_noise(family, twice_a_day(10), 1.0, rng).family == family

    def test_takes_irregular_times(self, family: str, rng: np.random.Generator) -> None:
        hours = np.sort(rng.uniform(0.0, 24.0 * 90, 200))
        path = draw_noise(family, hours, 1.0, rng)
        assert np.isfinite(path.total).all()
        assert path.total.std() > 0.5

    def test_keeps_its_spread_over_ten_years(self, family: str, rng: np.random.Generator) -> None:
        path = draw_noise(family, twice_a_day(3650), 1.0, rng)
        years = path.process.reshape(10, -1)
        assert years.std(axis=1).min() > 0.25


def test_an_unknown_family_is_an_error(rng: np.random.Generator) -> None:
    with pytest.raises(KeyError):
        draw_noise("no such noise", twice_a_day(5), 1.0, rng)


def test_flares_are_rare_and_upward() -> None:
    skews = []
    for seed in SEEDS:
        process = draw_noise("flares", twice_a_day(730), 1.0, np.random.default_rng(seed)).process
        skews.append(float(np.mean((process / process.std()) ** 3)))
    assert np.median(skews) > 0.2


def test_heavy_tails_are_heavier_than_normal() -> None:
    def kurtosis(family: str) -> float:
        paths = [
            draw_noise(family, twice_a_day(1000), 1.0, np.random.default_rng(seed)).white
            for seed in SEEDS
        ]
        return float(np.mean([np.mean((path / path.std()) ** 4) for path in paths]))

    assert kurtosis("heavy_tails") > kurtosis("ou_white") + 0.5


def test_drift_wanders_more_slowly_than_the_plain_process() -> None:
    def monthly(family: str) -> float:
        paths = [
            draw_noise(family, twice_a_day(720), 1.0, np.random.default_rng(seed)).process
            for seed in SEEDS
        ]
        return float(np.mean([path.reshape(24, -1).mean(axis=1).std() for path in paths]))

    assert monthly("drift") > 1.3 * monthly("ou_white")


class TestOrnsteinUhlenbeck:
    def test_correlation_falls_with_the_time_between(self, rng: np.random.Generator) -> None:
        hours = np.arange(0.0, 60000.0, 6.0)
        path = ornstein_uhlenbeck(hours, 24.0, rng.standard_normal(hours.size))
        for lag in (1, 2, 4):
            assert lag_correlation(path, lag) == pytest.approx(np.exp(-6 * lag / 24), abs=0.05)
        assert path.std() == pytest.approx(1.0, abs=0.05)

    def test_skipping_times_leaves_the_law_as_it_was(self, rng: np.random.Generator) -> None:
        hours = np.cumsum(rng.choice([3.0, 40.0], 20000))
        path = ornstein_uhlenbeck(hours, 24.0, rng.standard_normal(hours.size))
        gaps = np.diff(hours)
        products = path[1:] * path[:-1]
        assert products[gaps < 10].mean() == pytest.approx(np.exp(-3 / 24), abs=0.05)
        assert products[gaps > 10].mean() == pytest.approx(np.exp(-40 / 24), abs=0.05)

    def test_the_first_value_is_the_first_shock(self) -> None:
        path = ornstein_uhlenbeck(np.array([5.0, 6.0]), 10.0, np.array([2.0, 0.0]))
        assert path[0] == 2.0
        assert path[1] == pytest.approx(2.0 * np.exp(-0.1))


def test_a_daily_chain_keeps_the_share_asked_for(rng: np.random.Generator) -> None:
    chain = daily_chain(20000, 0.4, rng)
    assert lag_correlation(chain, 1) == pytest.approx(0.4, abs=0.03)
    assert chain.std() == pytest.approx(1.0, abs=0.03)


class TestBlend:
    def test_keeps_the_spread_and_the_white_part(self, rng: np.random.Generator) -> None:
        hours = twice_a_day(2000)
        own, shared = (draw_noise("ou_white", hours, 1.3, rng) for _ in range(2))
        mixed = blend(own, shared, 0.4)
        assert mixed.process.std() == pytest.approx(own.process.std(), rel=0.1)
        assert np.array_equal(mixed.white, own.white)

    def test_no_share_changes_nothing(self, rng: np.random.Generator) -> None:
        own, shared = (draw_noise("ou_white", twice_a_day(30), 1.0, rng) for _ in range(2))
        assert np.allclose(blend(own, shared, 0.0).process, own.process)

    def test_makes_outcomes_alike(self, rng: np.random.Generator) -> None:
        hours = twice_a_day(2000)
        one, other, shared = (draw_noise("ou_white", hours, 1.0, rng) for _ in range(3))
        mixed = [blend(own, shared, 0.4).process for own in (one, other)]
        assert np.corrcoef(*mixed)[0, 1] == pytest.approx(0.4, abs=0.1)


def test_the_total_is_felt_and_white_together() -> None:
    path = NoisePath("made", np.array([1.0, 2.0]), np.array([0.5, -0.5]))
    assert path.total.tolist() == [1.5, 1.5]
