"""Names with marks and digits in them, and names that their words would not spell."""

from __future__ import annotations

import pytest

from gutline.catalog.foods import load_foods
from gutline.meals import read_meal
from tests.meals.own_samples import food

# Names that only add an amount, or a form, to another name of the food.
WITH_AMOUNT = {"digestive enzyme capsule", "champagne kir", "tea biscuits"}


def ids(text, own=None):
    return [item.food and item.food.id for item in read_meal(text, own).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7up", ["lemonade"]),
        ("a Dr. Pepper and fish & chips", ["dr_pepper", "fish_and_chips"]),
        ("g&t, 2 after eight", ["gin_and_tonic", "after_eight"]),
        ("rye bread with oat m*lk", ["rye_bread", "oat_milk"]),
        ("2 l. reuteri", ["lactobacillus_reuteri"]),
        ("french 75\n7 up", ["kir_royale", "lemonade"]),
        ("bitters", ["bitter_aperitif"]),
        ("bourbon", ["whisky"]),
        ("Reese\u2019s Puffs", ["chocolate_cereal"]),
    ],
)
def test_a_name_with_marks_or_digits_stays_whole(text, expected):
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 eggs", [("eggs", 7.0)]),
        ("2 l water", [("water", 2.0)]),
        ("tea. butter", [("tea", None), ("butter", None)]),
        ("75 g rice & 8 dates", [("rice", 75.0), ("dates", 8.0)]),
    ],
)
def test_marks_and_digits_that_are_no_name_still_part_foods(text, expected):
    found = read_meal(text).items
    assert [(i.food.id, i.quantity) for i in found] == expected


def test_an_amount_before_such_a_name_counts():
    (item,) = read_meal("3 after eight").items
    assert (item.food.id, item.quantity) == ("after_eight", 3.0)


def test_what_was_typed_stays_the_text_of_the_item():
    assert [i.text for i in read_meal("toast, Dr. Pepper").items] == ["toast", "Dr. Pepper"]


class Mine:
    """A person who confirmed a phrase with slips in it."""

    def __init__(self, choices):
        self.foods = {"our_loaf": food("our loaf", id="our_loaf")}
        self.choices = choices
        self.recent = {}


@pytest.mark.parametrize(
    "line", ["mornin bred", "mornin bred, tea", "2 mornin bred and tea", "tea with mornin bred"]
)
def test_a_slip_that_was_confirmed_is_not_put_right(line):
    own = Mine({"mornin bred": "our_loaf"})
    assert "our_loaf" in ids(line, own)
    assert "our_loaf" not in ids(line)


def test_a_confirmed_phrase_with_a_number_does_not_swallow_amounts():
    own = Mine({"2 bredd": "our_loaf"})
    (first, second) = read_meal("tea, 2 breadd", own).items
    assert (first.food.id, second.quantity) == ("tea", 2.0)


@pytest.mark.slow
def test_every_name_and_alias_is_read_as_its_food():
    wrong = [
        (text, food.id, ids(text))
        for food in load_foods().values()
        for text in (food.name, *food.aliases)
        if text not in WITH_AMOUNT and ids(text) != [food.id]
    ]
    assert wrong == []
