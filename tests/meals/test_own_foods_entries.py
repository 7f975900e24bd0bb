"""A meal as diary entries: names, kinds, amounts and notes; words without their amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import load_foods
from gutline.diary import Diary, parse_csv
from gutline.diary.writing import format_csv
from gutline.meals import read_meal
from gutline.meals.meal import Item, Match, Meal, TagAmount
from gutline.meals.meal_entries import entries_of, spoken_name
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import add_food
from tests.meals.own_samples import KVARG, food

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOTHING: MappingProxyType[str, TagAmount] = MappingProxyType({})
BREAD = food("rye bread", id="rye_bread", serving_g=64.0, origin="catalog")
PILL = food("ibuprofen", id="ibuprofen", kind="medicine", serving_g=0.4, origin="catalog")
WINE = food("red wine", id="red_wine", kind="drink", serving_g=175.0, origin="catalog")


def item(made_of=BREAD, how="name", **given):
    """An item as it is read, of a food found in some way."""
    said = {
        "text": made_of.name if made_of else "xyzzyx",
        "name": made_of.name if made_of else "xyzzyx",
        "food": made_of,
        "matches": (Match(made_of, 1.0, how),) if made_of else (),
        "quantity": None, "quantity_high": None, "unit": "", "grams": None, "assumed": False,
        "without": (), "tags": NOTHING, "nutrients": MappingProxyType({}),
    }  # fmt: skip
    return Item(**{**said, **given})


def entry(one):
    (made,) = entries_of(Meal(one.text, (one,), ()), AT)
    return made


@pytest.mark.parametrize(
    ("given_item", "value", "unit"),
    [
        (item(grams=64.0, quantity=2.0, unit="slice"), 64.0, "g"),
        (item(grams=64.0, assumed=True), 1.0, "serving"),
        (item(grams=128.0, assumed=True, quantity=2.0), 2.0, "serving"),
        (item(grams=33.333, quantity=0.5), 33.3, "g"),
        (item(), None, ""),
        (item(WINE, grams=250.0, unit="glass", quantity=1.0), 250.0, "g"),
        (item(PILL, quantity=400.0, unit="mg", grams=0.4), 400.0, "mg"),
        (item(PILL, quantity=2.0, grams=0.8), 2.0, "serving"),
        (item(PILL, quantity=2.0, unit="tablet", grams=0.8), 2.0, "serving"),
        (item(PILL, quantity=1.0, unit="handful"), None, ""),
        (item(PILL), None, ""),
        (item(None, quantity=200.0, unit="g", grams=200.0), 200.0, "g"),
        (item(None, quantity=2.0), 2.0, "serving"),
        (item(None), None, ""),
    ],
)
def test_an_amount_is_kept_in_a_unit_of_its_kind(given_item, value, unit):
    made = entry(given_item)
    assert (made.value, made.unit) == (value, unit)
    assert Diary.from_entries([made]).entries[0].value == value


@pytest.mark.parametrize(
    ("given_item", "name"),
    [
        (item(text="Roggenbrot", how="alias"), "rye bread"),
        (item(text="my bread", how="own"), "rye bread"),
        (item(text="2 slices rye thingy", how="search"), "rye thingy"),
        (item(text="rye bred", how="spelling"), "rye bred"),
        (item(without=("butter",)), "rye bread without butter"),
        (item(without=("butter", "salt")), "rye bread without butter and salt"),
        (item(None, text="200 g xyzzyx"), "xyzzyx"),
        (
            item(
                text="garlic rye bread",
                tags={"allium": TagAmount(None, possible=False, source="words")},
            ),
            "garlic rye bread",
        ),
    ],
)
def test_a_name_says_all_that_was_typed(given_item, name):
    assert entry(given_item).name == name


def test_what_was_typed_is_kept_beside_a_name_that_differs():
    assert entry(item(text="Roggenbrot  frisch")).note == "Roggenbrot frisch"
    assert entry(item(text="Rye Bread")).note == ""


def test_kinds_are_those_of_the_foods():
    meal = Meal("", (item(), item(WINE), item(PILL), item(None)), ())
    assert [e.kind for e in entries_of(meal, AT)] == ["food", "drink", "medicine", "food"]


def test_a_day_alone_is_handed_on():
    assert entries_of(Meal("", (item(),), ()), AT, day_only=True)[0].day_only


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2 slices rye bread", "rye bread"),
        ("rye bread", "rye bread"),
        ("a bowl of xyzzyx", "xyzzyx"),
        ("200g  Xyzzyx   Brot", "Xyzzyx Brot"),
        ("1/2 red wine", "red wine"),
        ("2", "2"),
        ("", ""),
    ],
)
def test_words_of_a_food_are_told_from_its_amount(typed, words):
    assert spoken_name(item(text=typed)) == words


def test_own_names_with_numbers_in_them_stay_whole(tmp_path):
    add_food(tmp_path, replace(KVARG, name="50 50 bread of ours", aliases=()))
    own = OwnFoods.load(tmp_path)
    (read,) = read_meal("50 50 bread of ours", own).items
    assert read.name == "50 50 bread of ours"
    assert entries_of(Meal("", (read,), ()), AT, own)[0].name == "50 50 bread of ours"


@given(st.text(max_size=60))
def test_whatever_is_typed_can_be_kept_and_read_again(text):
    meal = read_meal(text)
    diary = Diary.from_entries(entries_of(meal, AT))
    again = parse_csv(format_csv(diary))
    assert again.entries == diary.entries
    assert again.refused == 0


LINES = [
    "2 slices rye toast w/ butter, large red wine",
    "caesar salad no croutons",
    "porridge with oat milk and honey",
    "400 mg ibuprofen, vitamin d",
    "decaf latte",
    "half a pizza, 2-3 beers",
]


@pytest.mark.parametrize("line", LINES)
def test_an_entry_reads_as_the_same_food_again(line):
    if not load_foods():
        pytest.skip("the catalog has no foods yet")
    meal = read_meal(line)
    for one, kept in zip(meal.items, entries_of(meal, AT), strict=True):
        again = read_meal(kept.name)
        assert again.items[0].food == one.food
        assert set(again.tags) == set(one.tags)
