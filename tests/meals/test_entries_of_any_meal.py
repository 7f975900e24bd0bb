"""A meal as entries: one for each food, in units a diary keeps, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.diary import Diary
from gutline.diary.measures import number_text
from gutline.meals.meal import Item, Match, Meal, TagAmount
from gutline.meals.meal_entries import entries_of
from tests.meals.own_samples import food

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
FOODS = [
    food("rye bread", id="rye_bread", serving_g=64.0),
    food("salt", id="salt", serving_g=None),
    food("red wine", id="red_wine", kind="drink", serving_g=150.0),
    food("vitamin d", id="vitamin_d", kind="supplement", serving_g=1.0),
    food("ibuprofen", id="ibuprofen", kind="medicine"),
]
hows = st.sampled_from(["own", "name", "alias", "search", "spelling"])
grams = st.one_of(st.none(), st.floats(1e-6, 3_000.0))


def item(known, how, quantity, unit, weight, assumed, without, words) -> Item:
    tags = {"allium": TagAmount(None, possible=False, source="words")} if words else {}
    text = f"{quantity or ''} {unit} {known.name if known else 'grumph'}".strip()
    return Item(
        text, known.name if known else "grumph", known, (Match(known, 1.0, how),) if known else (),
        quantity, None, unit, weight, assumed, without, tags, {},
    )  # fmt: skip


items = st.builds(
    item,
    st.one_of(st.none(), st.sampled_from(FOODS)), hows,
    st.one_of(st.none(), st.floats(0.1, 40.0).map(lambda v: round(v, 2))),
    st.sampled_from(["", "g", "mg", "slice", "glass", "tablet", "capsule", "ml"]),
    grams, st.booleans(), st.sampled_from([(), ("butter",), ("butter", "salt")]), st.booleans(),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(items, max_size=5))
def test_each_food_is_an_entry_that_a_diary_can_keep(given_items):
    made = entries_of(Meal("", tuple(given_items), ()), AT)
    assert len(made) == len(given_items)
    kinds = load_kinds()
    for entry, one in zip(made, given_items, strict=True):
        assert entry.kind == (one.food.kind if one.food else "food")
        assert entry.unit in {"", *kinds[entry.kind].units}
        assert (entry.value is None) <= (entry.unit == "")
        assert Diary.from_entries([entry]).entries[0].value == entry.value


@settings(max_examples=150)
@given(items)
def test_what_was_typed_stands_in_the_name_or_in_the_note(one):
    (entry,) = entries_of(Meal("", (one,), ()), AT)
    assert " ".join(one.text.split()).casefold() in {entry.name.casefold(), entry.note.casefold()}
    for missing in one.without:
        assert missing in entry.name


@settings(max_examples=150)
@given(st.sampled_from(FOODS[:3]), st.floats(1e-6, 5_000.0))
def test_a_weight_is_kept_to_its_first_figures_and_never_becomes_nothing(known, weight):
    one = item(known, "name", 1.0, "g", weight, assumed=False, without=(), words=False)
    (entry,) = entries_of(Meal("", (one,), ()), AT)
    assert entry.unit == "g"
    assert entry.value is not None
    assert entry.value > 0
    assert entry.value == pytest.approx(weight, rel=0.06)
    assert len(Decimal(number_text(entry.value)).as_tuple().digits) <= 6


@settings(max_examples=60)
@given(st.sampled_from(FOODS[:1]), st.floats(1.0, 500.0))
def test_an_assumed_amount_is_told_in_servings(known, weight):
    one = item(known, "name", None, "", weight, assumed=True, without=(), words=False)
    (entry,) = entries_of(Meal("", (one,), ()), AT)
    assert entry.unit == "serving"
    assert entry.value == pytest.approx(weight / 64.0, abs=0.001)


def test_a_meal_of_nothing_is_no_entry():
    assert entries_of(Meal("", (), ()), AT) == ()


def test_every_entry_of_a_meal_has_its_time():
    every = tuple(item(f, "name", None, "", 10.0, True, (), False) for f in FOODS)
    made = entries_of(Meal("", every, ()), AT, day_only=True)
    assert {(entry.at, entry.day_only) for entry in made} == {(AT, True)}
