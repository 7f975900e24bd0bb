"""What was said not to be in a food, or not eaten at all."""

from __future__ import annotations

import pytest

from tests.meals.kitchen import names, one, read


@pytest.mark.parametrize(
    "text",
    [
        "caesar salad no croutons",
        "caesar salad, no croutons",
        "caesar salad without croutons",
        "caesar salad w/o croutons",
        "caesar salad minus the croutons",
        "caesar salad hold the croutons",
        "caesar salad (no croutons)",
    ],
)
def test_what_is_left_out_is_not_eaten_and_takes_its_tags_along(text):
    item = one(text)
    assert (item.name, item.without) == ("caesar salad", ("croutons",))
    assert set(item.tags) == {"dairy"}


def test_only_what_makes_up_a_food_goes_with_it():
    assert "gluten" in one("burger no onion").tags


@pytest.mark.parametrize(
    ("text", "without", "gone"),
    [
        ("pizza no cheese", ("cheese",), "dairy"),
        ("pizza without cheese or onion", ("cheese", "onion"), "dairy"),
        ("gluten free pizza", ("gluten",), "gluten"),
        ("gluten-free pizza", ("gluten",), "gluten"),
        ("gf pizza", ("gluten",), "gluten"),
        ("pizza (gluten free)", ("gluten",), "gluten"),
        ("dairy free pizza", ("dairy",), "dairy"),
        ("no dairy pizza", ("dairy",), "dairy"),
        ("non dairy latte", ("dairy",), "dairy"),
        ("decaf coffee", ("caffeine",), "caffeine"),
        ("decaf latte", ("caffeine",), "caffeine"),
        ("alcohol free cider", ("alcohol",), "alcohol"),
        ("non-alcoholic cider", ("alcoholic",), "alcohol"),
    ],
)
def test_a_denial_takes_the_tag_away(text, without, gone):
    item = one(text)
    assert item.food is not None
    assert item.without == without
    assert gone not in item.tags


def test_a_denied_nutrient_is_not_known_rather_than_nothing():
    assert "caffeine_mg" in one("coffee").nutrients
    assert "caffeine_mg" not in one("decaf coffee").nutrients


def test_what_is_denied_with_and_goes_on_after_without():
    item = one("coffee without milk and sugar")
    assert (item.name, item.without) == ("coffee", ("milk", "sugar"))


def test_a_counted_food_after_and_is_eaten():
    assert names("burger without onion and 2 eggs") == ["burger", "eggs"]


def test_only_the_first_food_after_no_is_left_out():
    burger, chips = read("burger no onion grilled potato").items
    assert (burger.without, chips.name) == (("onion",), "potato")


def test_a_denial_belongs_to_the_food_before_it_only():
    pizza, bread = read("pizza, bread no butter").items
    assert (pizza.without, bread.without) == ((), ("butter",))
    assert "dairy" in pizza.tags


def test_a_substance_denied_before_a_food_describes_it():
    item = one("no fat yoghurt")
    assert (item.name, item.without) == ("yoghurt", ("fat",))


@pytest.mark.parametrize("text", ["no breakfast", "no croutons", "without milk"])
def test_nothing_eaten_is_kept_but_is_no_food(text):
    item = one(text)
    assert (item.food, item.tags, item.grams) == (None, {}, None)
    assert item.text == text


def test_vegan_takes_milk_away_but_names_nothing():
    item = one("vegan pizza")
    assert "dairy" not in item.tags
    assert item.without == ()


def test_vegetarian_does_not_deny_the_meat_that_is_named():
    assert "red_meat" in one("veggie bacon burger").tags


def test_plant_milk_stands_in_for_milk():
    tags = one("oat milk latte").tags
    assert "dairy" not in tags
    assert {"oats", "caffeine"} <= set(tags)
