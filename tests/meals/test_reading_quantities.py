"""How much was eaten: numbers, fractions, ranges, sizes, units, doses."""

from __future__ import annotations

import pytest

from tests.meals.kitchen import names, one, read


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("2 eggs", 2.0),
        ("2eggs", 2.0),
        ("2.5 eggs", 2.5),
        ("2,5 eggs", 2.5),
        ("1,000 almonds", 1000.0),
        ("1/2 avocado", 0.5),
        ("1 1/2 avocado", 1.5),
        ("½ avocado", 0.5),
        ("1½ avocado", 1.5),
        ("1 ½ avocado", 1.5),
        ("half an avocado", 0.5),
        ("half avocado", 0.5),
        ("half of the avocado", 0.5),
        ("a half avocado", 0.5),
        ("one and a half bananas", 1.5),
        ("2 and a half bananas", 2.5),
        ("2 and 1/2 bananas", 2.5),
        ("three quarters of a pizza", 0.75),
        ("3 quarter pizza", 0.75),
        ("quarter of a pizza", 0.25),
        ("a third of a pizza", 1 / 3),
        ("a banana", 1.0),
        ("an apple", 1.0),
        ("two eggs", 2.0),
        ("a couple of eggs", 2.0),
        ("a few almonds", 3.0),
        ("half a dozen eggs", 6.0),
        ("a dozen eggs", 12.0),
        ("eggs x2", 2.0),
        ("eggs x 2", 2.0),
        ("eggs × 2", 2.0),
        ("2x eggs", 2.0),
        ("2 x eggs", 2.0),
        ("eggs", None),
    ],
)
def test_a_number_is_read_however_it_is_written(text, quantity):
    item = one(text)
    assert item.quantity == (None if quantity is None else pytest.approx(quantity))
    assert item.food is not None


@pytest.mark.parametrize(
    "text", ["2-3 eggs", "2 - 3 eggs", "2–3 eggs", "2 to 3 eggs", "2 or 3 eggs"]
)
def test_a_range_keeps_both_ends_and_weighs_its_middle(text):
    item = one(text)
    assert (item.quantity, item.quantity_high) == (2.0, 3.0)
    assert item.grams == pytest.approx(2.5 * 50.0)


@pytest.mark.parametrize(
    ("text", "quantity", "unit", "grams"),
    [
        ("2 slices of rye bread", 2.0, "slice", 80.0),
        ("slice rye bread", 1.0, "slice", 40.0),
        ("pizza slice", 1.0, "slice", 110.0),
        ("3 pizza slices", 3.0, "slice", 330.0),
        ("slice of pepperoni pizza x2", 2.0, "slice", 230.0),
        ("2 x 330ml cider", 660.0, "ml", 660.0),
        ("150g grilled salmon", 150.0, "g", 150.0),
        ("salmon 150 g", 150.0, "g", 150.0),
        ("0.2 kg rice", 0.2, "kg", 200.0),
        ("2 oz cheese", 2.0, "oz", 56.7),
        ("half a pint of cider", 0.5, "pint", 284.0),
        ("half pint cider", 0.5, "pint", 284.0),
        ("pint of tea", 1.0, "pint", 568.0),
        ("25cl wine", 25.0, "cl", 250.0),
        ("1 litre of water", 1.0, "l", 1000.0),
        ("bowl of cornflakes", 1.0, "bowl", 35.0),
        ("cornflakes 1 bowl", 1.0, "bowl", 35.0),
        ("handful of almonds", 1.0, "handful", 28.0),
        ("hand full almonds", 1.0, "handful", 28.0),
        ("2 tbsp butter", 2.0, "tbsp", 28.0),
        ("quarter tsp sugar", 0.25, "tsp", 1.0),
        ("portion of chips", 1.0, "portion", 100.0),
        ("1 cup of rice", 1.0, "cup", 160.0),
        ("2 rashers bacon", 2.0, "rasher", 50.0),
        ("3 scoops vanilla ice cream", 3.0, "scoop", 180.0),
        ("2 grilled pieces bacon", 2.0, "piece", 50.0),
        ("a dozen eggs", 12.0, "", 600.0),
    ],
)  # fmt: skip
def test_a_unit_is_weighed_by_the_food_itself_where_it_says(text, quantity, unit, grams):
    item = one(text)
    assert item.quantity == pytest.approx(quantity)
    assert item.unit == unit
    assert item.grams == pytest.approx(grams)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("large eggs", 60.0),
        ("2 large eggs", 120.0),
        ("small apple", 120.0),
        ("large glass of wine", 245.0),
        ("small glass wine", 122.5),
        ("large coffee", 336.0),
    ],
)
def test_a_size_changes_the_weight(text, grams):
    assert one(text).grams == pytest.approx(grams)


def test_a_glass_without_a_size_is_what_the_food_says():
    assert one("2 glasses of wine").grams == 350.0


def test_without_an_amount_the_usual_serving_is_assumed_and_said_so():
    item = one("porridge")
    assert (item.grams, item.assumed, item.quantity, item.unit) == (240.0, True, None, "")


def test_with_an_amount_nothing_is_assumed():
    assert not one("2 eggs").assumed


def test_a_count_of_what_has_no_pieces_is_so_many_servings_and_assumed():
    item = one("2 chips")
    assert (item.grams, item.assumed) == (200.0, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 eggs 3 bacon", [("eggs", 2.0), ("bacon", 3.0)]),
        ("2grilled bacon 2 tomatoes", [("bacon", 2.0), ("tomato", 2.0)]),
        ("chicken 200g rice 150g broccoli 100g",
         [("chicken", 200.0), ("rice", 150.0), ("broccoli", 100.0)]),
        ("200g chicken 150g rice", [("chicken", 200.0), ("rice", 150.0)]),
        ("coffee 2 sugars", [("coffee", None), ("sugar", 2.0)]),
        ("beans on 2 x toast", [("beans", None), ("toast", 2.0)]),
        ("ice cream, 2 scoops vanilla", [("vanilla ice cream", 2.0)]),
        ("pizza (2 slices) and salad", [("pizza", 2.0), ("salad", None)]),
    ],
)  # fmt: skip
def test_an_amount_goes_with_its_own_food(text, expected):
    assert [(item.name, item.quantity) for item in read(text).items] == expected


@pytest.mark.parametrize(
    "text",
    [
        "porridge 2 hours ago",
        "porridge half an hour ago",
        "porridge at 8",
        "porridge at 8:30",
        "porridge 7 am",
        "porridge from 7 to 8 p",
    ],
)
def test_the_time_is_no_amount(text):
    item = one(text)
    assert (item.name, item.quantity) == ("porridge", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7up", "7 up"),
        ("omega 3", "omega-3"),
        ("b12", "vitamin b12"),
        ("vitamin b12", "vitamin b12"),
    ],
)
def test_a_number_that_belongs_to_a_name_is_no_amount(text, name):
    item = one(text)
    assert (item.name, item.quantity) == (name, None)


def test_a_dose_is_kept_as_it_was_said():
    item = one("Amitriptyline 10 Mg")
    assert (item.name, item.quantity, item.unit) == ("amitriptyline", 10.0, "mg")
    assert item.nutrients == {}


@pytest.mark.parametrize(
    ("text", "micrograms"),
    [
        ("vit D 1000 IU", 25.0),
        ("vitamin d 2000iu", 50.0),
        ("vitamin d 50 mcg", 50.0),
        ("2 vitamin d", 50.0),
        ("vitamin d", 25.0),
    ],
)
def test_a_dose_of_a_vitamin_is_a_nutrient_eaten(text, micrograms):
    assert one(text).nutrients == {"vitamin_d_ug": pytest.approx(micrograms)}


def test_capsules_are_counted():
    item = one("2 omega 3 capsules")
    assert (item.quantity, item.unit, item.grams) == (2.0, "capsule", 2.0)
    assert item.nutrients == {"epa_dha_g": pytest.approx(1.2)}


@pytest.mark.parametrize(
    "text", ["900 glasses of wine", "40 litres of water", "999999999 eggs", "5 kg porridge"]
)
def test_an_absurd_amount_is_kept_and_said_but_not_weighed(text):
    meal = read(text)
    assert meal.items[0].quantity is not None
    assert meal.items[0].grams is None
    assert len(meal.problems) == 1
    assert "more than anybody" in meal.problems[0]
    assert all(amount.grams is None for amount in meal.tags.values())


def test_a_number_of_thirty_digits_is_no_amount():
    item = read("123456789012345678901234567890 eggs").items[0]
    assert item.name == "eggs"
    assert item.quantity is None


def test_an_unknown_food_is_weighed_only_where_the_unit_has_a_weight():
    assert one("150 g blorfle").grams == 150.0
    assert one("2 blorfles").grams is None


def test_a_lone_amount_goes_to_the_food_before_it():
    assert names("pizza, 2 slices") == ["pizza"]
    assert one("pizza, 2 slices").grams == 220.0


def test_an_amount_alone_is_kept():
    item = one("2")
    assert (item.text, item.quantity, item.food) == ("2", 2.0, None)
