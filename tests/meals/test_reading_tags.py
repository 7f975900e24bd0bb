"""Tags and nutrients of what was eaten: from tables, from words, less what was denied."""

from __future__ import annotations

import pytest

from gutline.catalog import load_tags
from gutline.meals import TagAmount
from gutline.meals.tagging import MAIN_PART_G, tags_in_words, tags_left_out
from tests.meals.kitchen import one, read


def test_grams_of_a_tag_are_for_what_was_eaten():
    tags = one("2 slices rye bread").tags
    assert tags == {"gluten": TagAmount(0.6 * 80.0, possible=False, source="table")}


def test_a_tag_without_grams_is_there_without_grams():
    assert one("salmon").tags["oily_fish"] == TagAmount(None, possible=False, source="table")


def test_the_dose_of_a_tag_may_be_a_nutrient():
    assert one("2 pints cider").tags["alcohol"].grams == pytest.approx(2 * 568 * 0.04)
    assert one("coffee").tags["caffeine"].grams == pytest.approx(96.0)


def test_a_tag_that_is_possible_stays_so():
    assert one("croutons").tags["egg"].possible


def test_words_the_table_does_not_answer_for_add_their_tags():
    tags = one("garlic mushrooms").tags
    assert tags["allium"] == TagAmount(None, possible=False, source="words")
    assert tags["polyols"].source == "table"


def test_a_food_taken_in_by_a_dish_brings_its_tags():
    tags = one("salmon cheese sandwich").tags
    assert {"gluten", "oily_fish", "dairy"} <= set(tags)
    assert tags["oily_fish"].source == "words"


def test_words_of_an_exact_name_add_nothing():
    assert "dairy" not in one("raw vegan chocolate").tags
    assert set(one("beans on toast").tags) == {"gluten"}


def test_an_unknown_food_has_the_tags_of_its_words():
    item = one("blorfle whey xyzzy")
    assert item.food is None
    assert item.tags["dairy"] == TagAmount(None, possible=False, source="words")


@pytest.mark.parametrize(
    ("words", "there", "absent"),
    [
        (("butter", "bean", "stew"), set(), {"dairy"}),
        (("ginger", "beer"), set(), {"gluten"}),
        (("cheese", "and", "butter", "bean"), {"dairy"}, set()),
        (("red", "wine"), {"red_wine", "alcohol"}, set()),
    ],
)
def test_phrases_in_which_a_word_does_not_count(words, there, absent):
    found = set(tags_in_words(words))
    assert there <= found
    assert not absent & found


def test_what_is_left_out_takes_only_main_parts_and_named_tags():
    croutons = one("croutons").food
    assert croutons is not None
    assert croutons.tags["gluten"].grams >= MAIN_PART_G
    assert tags_left_out(croutons, ["crouton"]) >= {"gluten"}
    assert "egg" not in tags_left_out(croutons, ["blorfle"])
    assert tags_left_out(None, ["blorfle"]) == set()


def test_nutrients_are_what_was_eaten_and_missing_ones_are_absent():
    assert one("2 pints of cider").nutrients == {"alcohol_g": pytest.approx(45.44)}
    assert "lactose_g" not in one("latte").nutrients


def test_a_meal_sums_its_tags():
    meal = read("2 slices rye bread, 1 slice bread")
    assert meal.tags["gluten"] == TagAmount(48.0 + 18.0, possible=False, source="table")


def test_grams_of_a_meal_are_unknown_when_those_of_one_item_are():
    assert read("wine, 900 glasses of cider").tags["alcohol"].grams is None


def test_a_meal_s_tag_is_possible_only_when_it_is_in_every_item():
    assert read("croutons").tags["egg"].possible
    assert not read("croutons, eggs").tags["egg"].possible


def test_a_meal_s_nutrient_is_left_out_when_a_food_lacks_it():
    assert read("cider").nutrients.keys() == {"alcohol_g"}
    assert read("cider, latte").nutrients == {}


def test_supplements_add_to_a_meal_without_hiding_what_food_holds():
    nutrients = read("cider, vitamin d").nutrients
    assert nutrients == {"alcohol_g": pytest.approx(20.0)}
    assert read("vitamin d, omega 3").nutrients == {
        "epa_dha_g": pytest.approx(0.6),
        "vitamin_d_ug": 25.0,
    }


def test_every_tag_that_is_found_is_one_of_the_catalog():
    tags = read("garlic pizza, beer, whey, salmon salad, decaf latte with oat milk").tags
    assert set(tags) <= set(load_tags())
    assert list(tags) == sorted(tags)


def test_an_empty_meal_has_neither_tags_nor_nutrients():
    meal = read("")
    assert (dict(meal.tags), dict(meal.nutrients)) == ({}, {})
