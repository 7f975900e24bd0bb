"""Whatever is typed: an answer, nothing lost, nothing negative, in linear time."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gutline.meals import read_meal
from gutline.meals.words import scan, tidy
from tests.effort import cpu_s, yardsticks
from tests.meals.kitchen import KITCHEN, read

WORDS = st.sampled_from(
    [name for f in KITCHEN for name in (f.name, *f.aliases)]
    + ["2", "half", "1/2", "x2", "no", "without", "free", "and", "with", "w/", ",", "(", ")", "\n",
       "large", "glass of", "200g", "10 mg", "a", "hours ago", "gf", "decaf", "blorfle", "2-3", "-",
       "900", "½", "🍕", "%", "2%", "x", "1e5", "of", "the", "or", "in", "minus"]
)  # fmt: skip
LINES = st.lists(WORDS, max_size=14).map(" ".join)


def check(meal):
    """What holds of every meal."""
    for item in meal.items:
        for number in (item.quantity, item.quantity_high, item.grams):
            assert number is None or (math.isfinite(number) and number >= 0)
        for amount in item.tags.values():
            assert amount.grams is None or (math.isfinite(amount.grams) and amount.grams >= 0)
        assert all(math.isfinite(v) and v >= 0 for v in item.nutrients.values())
        assert len(item.matches) <= 3
        assert (item.food is None) == (not item.matches)
        assert item.name
        assert item.text
    assert meal.items or meal.problems


@given(st.text())
@example("")
@example("w/o w/ w/o")
@example("1/0 eggs")
@example("-3 eggs")
@example("no no no")
@example("٣ eggs")
@example("half half half half")
@example("²")
@example("🍕🍕🍕")
@example("' OR 1=1; DROP TABLE foods --")
@example('"NEAR(" AND * OR NOT')
@example("́")
def test_any_text_is_read(text):
    meal = read_meal(text)
    assert meal.text == text
    check(meal)


@settings(deadline=None)
@given(LINES)
def test_any_line_of_foods_and_amounts_is_read_and_nothing_is_lost(line):
    meal = read(line)
    check(meal)
    covered = " ".join(item.text for item in meal.items)
    typed = [t.word for t in scan(tidy(line)) if t.kind == "word"]
    told = {t.word for t in scan(tidy(covered))}
    joining = {"and", "with", "plus", "or", "in", "without", "w"}
    assert {word for word in typed if word not in told} <= joining


@given(LINES)
def test_items_stand_in_the_order_of_the_line(line):
    tidied, place = " ".join(tidy(line).split()), 0
    for item in read(line).items:
        found = tidied.find(" ".join(item.text.split()), place)
        assert found >= place
        place = found


@given(LINES)
def test_reading_twice_gives_the_same(line):
    assert read(line) == read(line)


@given(LINES)
def test_capital_letters_change_nothing(line):
    once = [(i.name, i.quantity, i.grams) for i in read(line).items if i.food]
    assert [(i.name, i.quantity, i.grams) for i in read(line.upper()).items if i.food] == once


@pytest.mark.parametrize(
    "piece",
    ["a", "egg", "2 eggs and ", "blorfle ", "x", "1/2", "no ", "(", "ricebean", "mushroomz, ", "½",
     "寿司 ", "w/o ", "half of the ", "2-", "1,", "fish and "],
)  # fmt: skip
def test_ten_thousand_characters_are_read_in_a_moment(piece):
    line = (piece * (10_000 // len(piece) + 1))[:10_000]
    read_meal("bread")
    assert yardsticks(lambda: check(read_meal(line)), rounds=1) < 250


def test_four_times_as_long_takes_about_four_times_as_long():
    def seconds(words: int) -> float:
        line = "2 eggs, rye bread with butter and mushroomz " * words
        return cpu_s(lambda: read(line))

    read("mushroomz")
    assert seconds(400) < 9.0 * seconds(100)
