"""What is built into a simulated person."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.simulator.body import (
    LEAST_TRUE_SHARE,
    MOST_TRUE_SHARE,
    OUTCOMES,
    SLOW_EXPOSURES,
    Body,
    confounding,
    draw_body,
)
from gutline.simulator.kernels import SLOW
from gutline.simulator.menu import Menu, draw_menu
from gutline.simulator.noise import FAMILIES
from gutline.simulator.scenario import Effects, Scenario

SEEDS = range(20)
PLAIN = Scenario(story="Plain.")


def drawn(scenario: Scenario, seed: int, outcomes: int = 3) -> tuple[Menu, Body]:
    rng = np.random.default_rng(seed)
    menu = draw_menu(40, rng)
    return menu, draw_body(scenario, menu, outcomes, rng)


def all_effects(body: Body) -> list:
    return [effect for effects in body.effects.values() for effect in effects.values()]


@pytest.mark.parametrize("seed", SEEDS)
class TestPlainBodies:
    def test_two_to_four_foods_an_outcome(self, seed: int) -> None:
        _, body = drawn(PLAIN, seed)
        assert all(2 <= len(effects) <= 4 for effects in body.effects.values())

    def test_sizes_are_within_the_range(self, seed: int) -> None:
        _, body = drawn(PLAIN, seed)
        for effect in all_effects(body):
            assert 0.6 <= abs(effect.effect_at_peak) <= 2.5

    def test_true_foods_are_on_the_menu_and_learnable(self, seed: int) -> None:
        menu, body = drawn(PLAIN, seed)
        for effect in all_effects(body):
            assert effect.level == "food"
            assert effect.members == (effect.name,)
            assert LEAST_TRUE_SHARE <= menu.share_of(effect.name) <= MOST_TRUE_SHARE

    def test_noise_is_of_a_known_family_and_size(self, seed: int) -> None:
        _, body = drawn(PLAIN, seed)
        assert set(body.noise_family.values()) <= set(FAMILIES)
        assert all(1.0 <= sd <= 1.8 for sd in body.noise_sd.values())

    def test_the_usual_rating_leaves_room_both_ways(self, seed: int) -> None:
        _, body = drawn(PLAIN, seed)
        assert all(2.0 <= usual <= 5.0 for usual in body.usual.values())


def test_some_foods_act_on_several_outcomes() -> None:
    shared = 0
    for seed in SEEDS:
        _, body = drawn(PLAIN, seed)
        shared += len(all_effects(body)) > len(body.acting_foods)
    assert shared > len(SEEDS) / 2


def test_some_effects_help_and_most_harm() -> None:
    points = [e.effect_at_peak for seed in SEEDS for e in all_effects(drawn(PLAIN, seed)[1])]
    assert 0.1 < np.mean(np.array(points) < 0) < 0.4


def test_kernels_are_of_many_families() -> None:
    families = {e.kernel.family for seed in SEEDS for e in all_effects(drawn(PLAIN, seed)[1])}
    assert len(families) >= 5


def test_noise_is_of_many_families() -> None:
    families = {one for seed in SEEDS for one in drawn(PLAIN, seed)[1].noise_family.values()}
    assert families == set(FAMILIES)


class TestTags:
    SPREAD = Scenario(story="Tags.", effects=Effects(least=1, most=2, tag=True))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_truth_is_a_tag_of_at_least_three_foods(self, seed: int) -> None:
        menu, body = drawn(self.SPREAD, seed)
        for effect in all_effects(body):
            assert effect.level == "tag"
            assert effect.members == menu.carriers(effect.name)
            assert len(effect.members) >= 3

    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_food_carries_two_true_tags_of_an_outcome(self, seed: int) -> None:
        _, body = drawn(self.SPREAD, seed)
        for effects in body.effects.values():
            members = [member for effect in effects.values() for member in effect.members]
            assert len(members) == len(set(members))

    def test_acting_foods_are_the_carriers(self) -> None:
        _, body = drawn(self.SPREAD, 1)
        carriers = {member for effect in all_effects(body) for member in effect.members}
        assert set(body.acting_foods) == carriers


class TestSlow:
    SLOWLY = Scenario(story="Slow.", effects=Effects(least=1, most=2, slow=True))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_truth_is_a_supplement_or_practice(self, seed: int) -> None:
        _, body = drawn(self.SLOWLY, seed)
        for effect in all_effects(body):
            assert effect.level == SLOW_EXPOSURES[effect.name]
            assert effect.kernel.family in SLOW
            assert effect.members == ()

    def test_most_help(self) -> None:
        bodies = [drawn(self.SLOWLY, seed)[1] for seed in SEEDS]
        points = [effect.effect_at_peak for body in bodies for effect in all_effects(body)]
        assert np.mean(np.array(points) < 0) > 0.5


class TestConfounders:
    def test_stress_harms_and_sleep_helps(self) -> None:
        acting = [one for seed in SEEDS for one in drawn(PLAIN, seed)[1].confounders.values()]
        assert all(one.get("stress", 1.0) > 0 and one.get("sleep", -1.0) < 0 for one in acting)

    def test_not_every_outcome_has_them(self) -> None:
        acting = [one for seed in SEEDS for one in drawn(PLAIN, seed)[1].confounders.values()]
        assert 0.3 < np.mean(["stress" in one for one in acting]) < 0.7

    def test_stress_always_acts_where_it_must(self) -> None:
        always = Scenario(story="Stress.", stress_share=1.0)
        acting = [one for seed in SEEDS for one in drawn(always, seed)[1].confounders.values()]
        assert all("stress" in one for one in acting)

    def test_a_unit_more_today_adds_its_points(self) -> None:
        daily = {"stress": np.array([3.0, 3.0, 5.0, 3.0])}
        day = np.array([0, 1, 2, 3])
        added = confounding({"stress": 0.5}, daily, day)
        assert added[2] - added[1] == pytest.approx(1.0)

    def test_part_of_it_comes_on_the_day_after(self) -> None:
        daily = {"stress": np.array([3.0, 3.0, 5.0, 3.0])}
        added = confounding({"stress": 0.5}, daily, np.array([1, 3]))
        assert added[1] - added[0] == pytest.approx(0.4)

    def test_nothing_acting_adds_nothing(self) -> None:
        added = confounding({}, {"stress": np.array([1.0, 9.0])}, np.array([0, 1, 1]))
        assert added.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("outcomes", [0, -1, len(OUTCOMES) + 1])
def test_a_wrong_number_of_outcomes_is_refused(outcomes: int) -> None:
    with pytest.raises(ValueError, match=f"not {outcomes}"):
        drawn(PLAIN, 1, outcomes)


def test_outcomes_are_named_in_a_fixed_order() -> None:
    _, body = drawn(PLAIN, 1, outcomes=5)
    assert tuple(body.effects) == OUTCOMES[:5]


def test_no_effects_when_none_are_wanted() -> None:
    _, body = drawn(PLAIN.without_foods(), 1)
    assert all_effects(body) == []
    assert body.acting_foods == ()
