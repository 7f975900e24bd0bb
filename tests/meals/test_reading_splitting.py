"""A line into foods: separators, names that hold one, and foods that stand side by side."""

from __future__ import annotations

import pytest

from tests.meals.kitchen import names, one, read


@pytest.mark.parametrize(
    "between",
    [", ", "; ", " + ", " & ", " and ", " with ", " w/ ", " w ", " n ", "\n", " plus ", "/", " - ",
     " • ", " | ", ". ", " then "],
)  # fmt: skip
def test_every_separator_divides_two_foods(between):
    assert names(f"eggs{between}bacon") == ["eggs", "bacon"]


def test_a_meal_of_many_separators_keeps_its_order():
    line = "bowl of oatmeal w/ yoghurt + apple; coffee, 2 slices rye toast & butter"
    assert names(line) == ["porridge", "yoghurt", "apple", "coffee", "rye toast", "butter"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fish and chips", "fish and chips"),
        ("fish & chips", "fish and chips"),
        ("fish n chips", "fish and chips"),
        ("Fish 'n' Chips", "fish and chips"),
        ("mac and cheese", "macaroni cheese"),
        ("macaroni & cheese", "macaroni cheese"),
        ("beans on toast", "beans on toast"),
        ("gin and tonic", "gin and tonic"),
    ],
)
def test_a_name_that_holds_a_separator_stays_whole(text, name):
    assert names(text) == [name]


def test_a_whole_name_stands_beside_other_foods():
    assert names("fish and chips and beans") == ["fish and chips", "beans"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomato peppers carrots", ["tomato", "pepper", "carrot"]),
        ("chicken rice n veggies", ["chicken", "rice", "vegetables"]),
        ("veg potatoes", ["vegetables", "potato"]),
        ("avocado on toast", ["avocado", "toast"]),
        ("scrambled eggs in butter", ["scrambled eggs", "butter"]),
        ("sausages salad", ["sausage", "salad"]),
        ("grilled chicken roast potatoes", ["chicken", "potato"]),
        ("tea, milk", ["tea", "milk"]),
        ("latte (oat milk)", ["latte", "oat milk"]),
    ],
)
def test_foods_side_by_side_are_told_apart(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ham tomato sandwich", "sandwich"),
        ("chicken tomato sandwich", "chicken sandwich"),
        ("tomato salad", "salad"),
        ("onion soup", "soup"),
        ("garlic mushrooms", "mushrooms"),
        ("mushroom pizza", "pizza"),
    ],
)
def test_what_a_dish_is_made_of_belongs_to_it(text, name):
    assert one(text).name == name


def test_a_salad_on_the_side_takes_nothing_in():
    assert names("chicken side salad") == ["chicken", "side salad"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("porridge for breakfast", "porridge"),
        ("for lunch i had porridge", "porridge"),
        ("50 grams almonds playing golf", "almonds"),
        ("porridge, as always", "porridge"),
    ],
)
def test_words_that_say_nothing_of_food_go_with_the_food(text, name):
    item = one(text)
    assert (item.name, item.text) == (name, text)


def test_a_line_of_plain_words_is_kept_as_it_is():
    item = one("i give up")
    assert (item.name, item.food, item.tags) == ("i give up", None, {})


def test_the_text_of_each_item_is_what_was_typed_for_it():
    meal = read("2 slices RYE toast w/ butter, large red wine")
    assert [item.text for item in meal.items] == ["2 slices RYE toast", "butter", "large red wine"]


def test_no_text_is_a_meal_without_items_that_says_so():
    for text in ("", "   ", "\n\n", "...", "\x00"):
        meal = read(text)
        assert meal.items == ()
        assert meal.problems == ("Nothing to read: type what was eaten.",)
