"""Foods, habits and company at the table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.simulator.foods import SLOTS, Food, foods_for, known_foods
from gutline.simulator.menu import (
    LEAST_DOSE,
    LEAST_SHARE,
    MOST_DOSE,
    MOST_SHARE,
    Company,
    Menu,
    chance,
    draw_doses,
    draw_menu,
    keep_company,
    logit,
)

BREAD = Food("bread", ("gluten",), (1.0, 0.0, 0.0, 0.0))
MILK = Food("milk", ("dairy", "lactose"), (0.5, 0.0, 0.5, 0.0))
RICE = Food("rice", (), (0.0, 0.5, 0.0, 0.5))


def small_menu() -> Menu:
    return Menu((BREAD, MILK, RICE), np.array([0.9, 0.5, 0.2]))


class TestFoods:
    def test_there_are_enough_for_a_usual_person(self) -> None:
        assert len(known_foods()) >= 75

    def test_names_are_unique(self) -> None:
        names = [food.name for food in known_foods()]
        assert len(set(names)) == len(names)

    @pytest.mark.parametrize("food", known_foods(), ids=lambda food: food.name)
    def test_every_food_has_its_meals(self, food: Food) -> None:
        assert sum(food.slots) == pytest.approx(1.0)
        assert len(food.slots) == len(SLOTS)
        assert min(food.slots) >= 0.0

    @pytest.mark.parametrize("food", known_foods(), ids=lambda food: food.name)
    def test_tags_are_plain_words(self, food: Food) -> None:
        assert len(set(food.tags)) == len(food.tags)
        assert all(tag == tag.strip().lower() for tag in food.tags)

    def test_some_tags_are_carried_by_many(self) -> None:
        tags = [tag for food in known_foods() for tag in food.tags]
        assert tags.count("dairy") >= 6
        assert tags.count("gluten") >= 6

    @pytest.mark.parametrize("count", [1, 40, 80, 81, 300])
    def test_as_many_as_asked_for_all_different(self, count: int) -> None:
        foods = foods_for(count)
        assert len(foods) == count
        assert len({food.name for food in foods}) == count

    def test_further_kinds_carry_the_same_tags(self) -> None:
        table = known_foods()
        again = foods_for(len(table) + 1)[-1]
        assert again.name == f"{table[0].name}, kind 2"
        assert again.tags == table[0].tags


class TestDrawMenu:
    @pytest.mark.parametrize("foods", [1, 2, 8, 40, 80, 300])
    def test_has_as_many_foods_as_asked_for(self, foods: int, rng: np.random.Generator) -> None:
        menu = draw_menu(foods, rng)
        assert len(menu.foods) == len(set(menu.names)) == foods
        assert menu.day_shares.shape == (foods,)

    @pytest.mark.parametrize("seed", range(10))
    def test_shares_are_possible(self, seed: int) -> None:
        menu = draw_menu(40, np.random.default_rng(seed))
        assert menu.day_shares.min() >= LEAST_SHARE
        assert menu.day_shares.max() <= MOST_SHARE

    @pytest.mark.parametrize("seed", range(10))
    def test_a_few_foods_daily_and_most_weekly(self, seed: int) -> None:
        shares = draw_menu(40, np.random.default_rng(seed)).day_shares
        assert 1 <= np.count_nonzero(shares > 0.7) <= 6
        assert np.median(shares) == pytest.approx(1 / 7, abs=0.08)

    def test_people_differ(self) -> None:
        one, other = (draw_menu(40, np.random.default_rng(seed)) for seed in (1, 2))
        assert one.names != other.names

    def test_a_person_without_food_is_refused(self, rng: np.random.Generator) -> None:
        with pytest.raises(ValueError, match="at least 1 food, not 0"):
            draw_menu(0, rng)


class TestMenu:
    def test_slots_make_up_the_share_of_days(self) -> None:
        menu = small_menu()
        none_all_day = np.prod(1.0 - menu.slot_chances(), axis=0)
        assert np.allclose(1.0 - none_all_day, menu.day_shares)

    def test_foods_stay_at_their_meals(self) -> None:
        chances = small_menu().slot_chances()
        assert chances[:, 0].tolist() == pytest.approx([0.9, 0.0, 0.0, 0.0])
        assert chances[1, 1] == chances[3, 1] == 0.0

    def test_knows_tags_and_their_carriers(self) -> None:
        menu = small_menu()
        assert menu.tags == {"bread": ("gluten",), "milk": ("dairy", "lactose")}
        assert menu.carriers("dairy") == ("milk",)
        assert menu.carriers("soy") == ()

    def test_finds_a_share_by_name(self) -> None:
        assert small_menu().share_of("rice") == 0.2


class TestDoses:
    def test_are_quarters_between_half_and_two_servings(self, rng: np.random.Generator) -> None:
        doses = draw_doses((500, 4), rng)
        assert doses.min() == LEAST_DOSE
        assert doses.max() == MOST_DOSE
        assert np.allclose(doses * 4, np.round(doses * 4))

    def test_are_around_one_serving(self, rng: np.random.Generator) -> None:
        doses = draw_doses((2000, 2), rng)
        assert doses.mean() == pytest.approx(1.06, abs=0.06)
        assert np.median(doses) == pytest.approx(1.0)


@given(share=st.floats(1e-4, 1.0 - 1e-4))
def test_chances_and_log_odds_are_inverse(share: float) -> None:
    assert chance(logit(np.array([share])))[0] == pytest.approx(share)


class TestCompany:
    def together(self, company: Company, meals: int = 8000) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng(4)
        doses = draw_doses((meals, 3), rng)
        servings = np.where(rng.random((meals, 3)) < 0.3, doses, 0.0)
        kept = keep_company(servings, doses, small_menu().names, company, rng)
        return servings > 0, kept > 0

    def test_a_companion_comes_with_its_food(self) -> None:
        _, eaten = self.together(Company({"bread": "milk"}, company=0.8, alone=0.0))
        assert eaten[eaten[:, 0], 1].mean() == pytest.approx(0.8, abs=0.03)
        assert not eaten[~eaten[:, 0], 1].any()

    def test_and_alone_as_often_as_said(self) -> None:
        _, eaten = self.together(Company({"bread": "milk"}, company=0.8, alone=0.5))
        with_it = (eaten[:, 0] & eaten[:, 1]).sum()
        alone = (~eaten[:, 0] & eaten[:, 1]).sum()
        assert alone / with_it == pytest.approx(0.5, abs=0.08)

    def test_leaves_the_food_and_strangers_as_they_were(self) -> None:
        before, after = self.together(Company({"bread": "milk"}, company=0.8, alone=0.5))
        assert np.array_equal(before[:, 0], after[:, 0])
        assert np.array_equal(before[:, 2], after[:, 2])

    def test_no_company_no_change(self) -> None:
        before, after = self.together(Company())
        assert np.array_equal(before, after)


def test_no_tag_is_called_like_a_food() -> None:
    tags = {tag for food in known_foods() for tag in food.tags}
    assert tags.isdisjoint(food.name for food in known_foods())
