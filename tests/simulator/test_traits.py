"""Each scenario is hard in the way it says, and its null form in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from gutline.simulator import SimulatedPerson

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[..., SimulatedPerson]

SEEDS = range(1, 9)
DAYS = 180


def servings(person: SimulatedPerson, name: str, days: int = DAYS) -> np.ndarray:
    """Servings really eaten on each day."""
    events = person.latent.taken[name]
    return np.bincount((events.hours // 24).astype(int), weights=events.doses, minlength=days)


def foods_of(person: SimulatedPerson) -> list[str]:
    tags = {tag for tags in person.diary.tags.values() for tag in tags}
    return [name for name, e in person.latent.taken.items() if name not in tags and e.hours.size]


def eaten_at(person: SimulatedPerson) -> dict[str, set[float]]:
    return {name: set(person.latent.taken[name].hours.tolist()) for name in foods_of(person)}


def largest_correlations(person: SimulatedPerson, series: np.ndarray) -> np.ndarray:
    found = []
    for name in foods_of(person):
        daily = servings(person, name) > 0
        if 10 <= daily.sum() <= DAYS - 10:
            found.append(abs(float(np.corrcoef(daily, series)[0, 1])))
    return np.sort(found)[::-1]


@pytest.mark.parametrize("prefix", ["", "null_"])
class TestStress:
    def test_innocent_foods_go_with_stress(self, prefix: str, draw: Draw) -> None:
        def strongest(scenario: str) -> float:
            people = [draw(scenario, seed) for seed in SEEDS]
            top = [largest_correlations(p, p.latent.daily["stress"])[:4].mean() for p in people]
            return float(np.mean(top))

        assert strongest(f"{prefix}stress_confounded") > strongest(f"{prefix}plain") + 0.1

    def test_stress_acts_on_every_outcome(self, prefix: str, draw: Draw) -> None:
        person = draw(f"{prefix}stress_confounded")
        for acting in person.truth.confounders.values():
            assert 0.25 <= acting["stress"] <= 0.5

    def test_stress_is_logged_with_error(self, prefix: str, draw: Draw) -> None:
        person = draw(f"{prefix}stress_confounded")
        logged = np.array([entry.value for entry in person.diary.of_kind("stress")])
        true = person.latent.daily["stress"]
        assert 0.3 < (logged - true).std() < 1.2
        assert np.corrcoef(logged, true)[0, 1] > 0.75


@pytest.mark.parametrize("prefix", ["", "null_"])
class TestPainChangesEating:
    def test_foods_follow_the_pain(self, prefix: str, draw: Draw) -> None:
        def strongest(scenario: str) -> float:
            top = []
            for seed in SEEDS:
                person = draw(scenario, seed)
                rated = person.latent.rated["back pain"]
                day = (rated.hours // 24).astype(int)
                counts = np.bincount(day, minlength=DAYS)
                pain = np.bincount(day, weights=rated.noise, minlength=DAYS)
                pain = np.where(counts, pain / np.maximum(counts, 1), 0.0)
                top.append(largest_correlations(person, pain)[:6].mean())
            return float(np.mean(top))

        assert strongest(f"{prefix}pain_changes_eating") > strongest(f"{prefix}plain") + 0.03


class TestCompany:
    @pytest.mark.parametrize("scenario", ["eaten_together", "null_eaten_together"])
    def test_some_pairs_are_mostly_eaten_together(self, scenario: str, draw: Draw) -> None:
        assert strongest_pairs(draw(scenario))[:4].mean() > 0.5
        assert strongest_pairs(draw("plain"))[:4].mean() < 0.5

    @pytest.mark.parametrize("scenario", ["near_duplicates", "null_near_duplicates"])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_near_duplicates_are_eaten_together_nine_times_in_ten(
        self, scenario: str, seed: int, draw: Draw
    ) -> None:
        assert np.all(strongest_pairs(draw(scenario, seed))[:3] > 0.85)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_each_true_food_has_a_near_duplicate(self, seed: int, draw: Draw) -> None:
        person = draw("near_duplicates", seed)
        eaten = eaten_at(person)
        for effects in person.truth.effects.values():
            for name in effects:
                shares = [
                    len(eaten[name] & other) / len(eaten[name] | other)
                    for companion, other in eaten.items()
                    if companion != name
                ]
                assert max(shares) > 0.7

    def test_companions_do_not_act(self, draw: Draw) -> None:
        person = draw("near_duplicates")
        for effects in person.truth.effects.values():
            pairs = [
                (name, other)
                for name in effects
                for other in effects
                if name < other
                and len(eaten_at(person)[name] & eaten_at(person)[other])
                > 0.8 * len(eaten_at(person)[name])
            ]
            assert pairs == []


def strongest_pairs(person: SimulatedPerson) -> np.ndarray:
    """For each food eaten at least ten times, the largest overlap of its meals with another's."""
    eaten = [meals for meals in eaten_at(person).values() if len(meals) >= 10]
    overlaps = [
        len(one & other) / len(one | other)
        for index, one in enumerate(eaten)
        for other in eaten[index + 1 :]
    ]
    return np.sort(overlaps)[::-1]


@pytest.mark.parametrize("prefix", ["", "null_"])
class TestSparseLogging:
    def test_whole_days_are_missing(self, prefix: str, draw: Draw) -> None:
        shares = [unlogged_days(draw(f"{prefix}sparse_logging", s)).mean() for s in SEEDS]
        assert 0.08 < np.mean(shares) < 0.35

    def test_no_day_is_missing_in_a_plain_diary(self, prefix: str, draw: Draw) -> None:
        assert not unlogged_days(draw(f"{prefix}plain")).any()

    def test_bad_days_are_missing_more_often(self, prefix: str, draw: Draw) -> None:
        gaps = []
        for seed in SEEDS:
            person = draw(f"{prefix}sparse_logging", seed)
            rated = person.latent.rated["back pain"]
            day = (rated.hours // 24).astype(int)
            missing = unlogged_days(person)[day]
            gaps.append(rated.latent[missing].mean() - rated.latent[~missing].mean())
        assert np.mean(gaps) > 0.3

    def test_single_meals_are_missing_too(self, prefix: str, draw: Draw) -> None:
        person = draw(f"{prefix}sparse_logging")
        real = sum(len(meals) for meals in eaten_at(person).values())
        assert len(person.diary.of_kind("food")) < 0.9 * real


def unlogged_days(person: SimulatedPerson) -> np.ndarray:
    logged = {(entry.at - person.latent.start).days for entry in person.diary.of_kind("food")}
    return np.array([day not in logged for day in range(DAYS)])


@pytest.mark.parametrize("prefix", ["", "null_"])
class TestLateTimes:
    def test_some_meals_have_a_date_only(self, prefix: str, draw: Draw) -> None:
        foods = draw(f"{prefix}late_times").diary.of_kind("food")
        timeless = [entry for entry in foods if entry.day_only]
        assert 0.1 < len(timeless) / len(foods) < 0.3
        assert {entry.at.hour for entry in timeless} == {12}

    def test_some_are_rounded_to_the_hour(self, prefix: str, draw: Draw) -> None:
        def whole_hours(scenario: str) -> float:
            foods = [e for e in draw(scenario).diary.of_kind("food") if not e.day_only]
            return float(np.mean([entry.at.minute == 0 for entry in foods]))

        assert whole_hours(f"{prefix}late_times") > whole_hours(f"{prefix}plain") + 0.15

    def test_some_are_logged_hours_late_but_never_on_another_day(
        self, prefix: str, draw: Draw
    ) -> None:
        person = draw(f"{prefix}late_times")
        for name in foods_of(person):
            real = person.latent.taken[name].hours
            logged = [e for e in person.diary.of_kind("food") if e.name == name]
            assert len(logged) == real.size
            days = sorted((entry.at - person.latent.start).days for entry in logged)
            assert days == sorted((real // 24).astype(int).tolist())
        real = np.concatenate([person.latent.taken[name].hours for name in foods_of(person)])
        timed = [entry.at for entry in person.diary.of_kind("food") if not entry.day_only]
        assert np.mean([at.hour + at.minute / 60 for at in timed]) > (real % 24).mean() + 0.3

    def test_amounts_stay_right(self, prefix: str, draw: Draw) -> None:
        person = draw(f"{prefix}late_times")
        eaten = sum(person.latent.taken[name].doses.sum() for name in foods_of(person))
        assert sum(entry.value for entry in person.diary.of_kind("food")) == pytest.approx(eaten)


@pytest.mark.parametrize("prefix", ["", "null_"])
@pytest.mark.parametrize("seed", SEEDS)
def test_floor_heavy_ratings_are_mostly_nothing(prefix: str, seed: int, draw: Draw) -> None:
    for rated in draw(f"{prefix}floor_heavy", seed).latent.rated.values():
        assert 0.57 <= np.mean(rated.values == 0) <= 0.88


@pytest.mark.parametrize("seed", SEEDS)
def test_plain_ratings_hardly_touch_the_ends(seed: int, draw: Draw) -> None:
    for rated in draw("plain", seed).latent.rated.values():
        assert np.mean((rated.values == 0) | (rated.values == 10)) < 0.15


def test_the_floor_shrinks_what_is_seen_of_an_effect(draw: Draw) -> None:
    shares = [
        effect.observed_effect / effect.effect_at_peak
        for seed in SEEDS
        for effects in draw("floor_heavy", seed).truth.effects.values()
        for effect in effects.values()
    ]
    assert 0.2 < np.median(shares) < 0.8


class TestTagSpread:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_truth_is_a_tag(self, seed: int, draw: Draw) -> None:
        person = draw("tag_spread", seed)
        for effects in person.truth.effects.values():
            for name, effect in effects.items():
                assert effect.level == "tag"
                carriers = {food for food, tags in person.diary.tags.items() if name in tags}
                assert set(effect.members) == carriers

    def test_a_tag_is_taken_whenever_a_carrier_is(self, draw: Draw) -> None:
        person = draw("tag_spread")
        for effects in person.truth.effects.values():
            for name, effect in effects.items():
                whole = sum(servings(person, food) for food in effect.members)
                assert np.allclose(servings(person, name), whole)


class TestSlowSupplement:
    def test_spells_last_about_two_weeks(self, draw: Draw) -> None:
        lengths = []
        for seed in SEEDS:
            person = draw("slow_supplement", seed, days=365)
            taken = servings(person, "magnesium", 365) > 0
            smooth = np.convolve(taken, np.ones(3) / 3, "same") > 0.5
            lengths.append(365 / max(np.abs(np.diff(smooth.astype(int))).sum(), 1))
        assert 5 < np.mean(lengths) < 40

    def test_is_logged_as_supplement_and_practice(self, draw: Draw) -> None:
        person = draw("slow_supplement")
        assert set(person.diary.names("supplement")) == {"magnesium", "omega-3"}
        assert set(person.diary.names("practice")) == {"stretching", "breathing exercise"}

    def test_other_people_take_none(self, draw: Draw) -> None:
        assert draw("plain").diary.of_kind("supplement", "practice") == ()

    def test_works_over_days(self, draw: Draw) -> None:
        for seed in SEEDS:
            for effects in draw("slow_supplement", seed).truth.effects.values():
                for effect in effects.values():
                    assert effect.kernel.reach_hours > 14 * 24


def test_odd_effects_saturate_with_the_dose(draw: Draw) -> None:
    responses = {
        effect.response
        for seed in SEEDS
        for effects in draw("odd_kernels_saturating", seed).truth.effects.values()
        for effect in effects.values()
    }
    assert responses == {"emax", "log", "step"}


def test_odd_effects_are_of_odd_shapes(draw: Draw) -> None:
    families = {
        effect.kernel.family
        for seed in SEEDS
        for effects in draw("odd_kernels_saturating", seed).truth.effects.values()
        for effect in effects.values()
    }
    assert {"bimodal", "boxcar", "spike"} <= families
