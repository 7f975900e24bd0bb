"""The three foods a phrase may mean, best first."""

from __future__ import annotations

import pytest

from gutline.meals.foods_index import Foods
from gutline.meals.names import Names
from gutline.meals.search import LEAST, Index, head_of
from tests.meals.kitchen import KITCHEN, SHELF, food, one, read


def test_a_first_name_is_certain_and_says_so():
    match = one("rye bread").matches[0]
    assert (match.food.name, match.score, match.how) == ("rye bread", 1.0, "name")


def test_another_name_is_nearly_as_good():
    match = one("fries").matches[0]
    assert (match.food.name, match.how) == ("chips", "alias")
    assert 0.9 < match.score < 1.0


def test_a_part_of_a_name_is_found_by_search():
    match = one("grilled pepperoni pizza supreme").matches[0]
    assert (match.food.name, match.how) == ("pepperoni pizza", "search")
    assert match.score < 0.98


def test_words_in_another_order_are_the_same_food():
    assert one("eggs scrambled").name == "scrambled eggs"


@pytest.mark.parametrize("text", ["pizza", "grilled chicken", "mystery soup", "porrige", "fries"])
def test_there_are_at_most_three_different_foods_from_good_to_bad(text):
    matches = one(text).matches
    scores = [m.score for m in matches]
    assert 1 <= len(matches) <= 3
    assert len({m.food.id for m in matches}) == len(matches)
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert one(text).food is matches[0].food


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("mystery soup", "soup"),
        ("soup of the day", "soup"),
        ("mushroom lasagne", "lasagne"),
        ("bacon salad", "salad"),
        ("salmon pizza", "pizza"),
    ],
)
def test_the_head_word_says_what_it_is(typed, wanted):
    assert one(typed).name == wanted


def test_of_equal_names_the_popular_one_is_first():
    shelf = Foods(
        {f.id: f for f in [food("hill soup", popularity=0.1), food("lake soup", popularity=0.9)]}
    )
    hits = shelf.index.search(("odd", "soup"))
    assert [hit.food.name for hit in hits] == ["lake soup", "hill soup"]


def test_a_name_that_says_no_more_than_was_typed_is_first():
    shelf = [food("soup with bread", popularity=1.0), food("soup", popularity=0.0)]
    index = Index(Names(shelf).all)
    assert [hit.food.name for hit in index.search(("soup",))] == ["soup", "soup with bread"]


@pytest.mark.parametrize("text", ["blorfle", "hot", "green", "i give up", "xyzzy plugh"])
def test_what_nothing_is_near_to_is_unknown_and_kept_by_its_name(text):
    meal = read(text)
    assert [(item.name, item.food, item.matches) for item in meal.items] == [(text, None, ())]
    assert meal.problems == (f"{text!r} is no food Gutline knows; it is kept by that name.",)


def test_the_threshold_is_above_nothing_and_below_a_match():
    assert 0.0 < LEAST < one("mystery soup").matches[0].score


def test_an_empty_index_finds_nothing():
    assert Index([]).search(("soup",)) == []
    assert Foods({}).find(("soup",)) is None


@pytest.mark.parametrize(
    ("keys", "head"),
    [
        (("tomato", "soup"), "soup"),
        (("cream", "of", "tomato", "soup"), "cream"),
        (("bread", "with", "butter"), "bread"),
        (("soup", "tinned"), "soup"),
        (("hot",), "hot"),
        ((), ""),
    ],
)
def test_the_head_is_the_last_noun_before_what_follows(keys, head):
    assert head_of(keys) == head


def test_a_name_beats_another_food_of_the_same_alias_spelling():
    shelf = Names([food("berry", "blueberries"), food("blueberry")])
    found = shelf.find(("blueberry",))
    assert found is not None
    assert (found.food.name, found.alias) == ("blueberry", False)


def test_a_name_that_only_adds_an_amount_does_not_hide_the_amount():
    assert Names(KITCHEN).find(("pint", "of", "tea")) is None
    assert one("pint of tea").unit == "pint"


def test_a_name_is_found_whatever_its_spaces():
    assert SHELF.is_name(["macaroniand", "cheese"])
    assert not SHELF.is_name(["macaroni", "and"])


def test_the_only_beginning_of_a_name_stands_for_it():
    found = SHELF.begun("brussel")
    assert found is not None
    assert found.food.name == "brussels sprouts"
    assert SHELF.begun("blorfle") is None


def test_other_spellings_among_the_names_of_a_food_are_known():
    shelf = Names([food("cheese", "chesse", "kaas")])
    assert shelf.variants == {"chesse": "cheese"}
