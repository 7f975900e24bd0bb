"""Which neighbouring words are one food, and which are several."""

from __future__ import annotations

import pytest

from gutline.meals.grouping import Group, cover, group
from gutline.meals.language import CARRIERS, DESCRIBING, FLAVOURS, PLAIN, UNITS_BEFORE, WRAPPERS
from gutline.meals.repairing import known_words, repair
from gutline.meals.splitting import split
from gutline.meals.tagging import denied_in
from gutline.meals.words import fold, is_plain, scan
from tests.meals.kitchen import SHELF


def groups(text):
    return [" ".join(t.word for t in one.tokens) for one in group(scan(text), SHELF)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomato", ["tomato"]),
        ("tomato carrot", ["tomato", "carrot"]),
        ("ripe tomato young carrot", ["ripe tomato", "young carrot"]),
        ("tomato carrot soup", ["tomato carrot soup"]),
        ("sausages soup", ["sausages", "soup"]),
        ("chicken salad sandwich", ["chicken salad sandwich"]),
        ("soup salad", ["soup", "salad"]),
        ("pepperoni pizza salad", ["pepperoni pizza", "salad"]),
        ("salmon garlic broccoli", ["salmon", "garlic broccoli"]),
        ("tomato garlic onion", ["tomato", "garlic onion"]),
        ("blorfle soup", ["blorfle soup"]),
        ("soup blorfle", ["soup blorfle"]),
        ("blorfle xyzzy", ["blorfle xyzzy"]),
        ("rye bread butter", ["rye bread", "butter"]),
        ("grilled", ["grilled"]),
    ],
)
def test_words_are_grouped_into_foods(text, expected):
    assert groups(text) == expected


def test_nothing_makes_no_group():
    assert group([], SHELF) == []
    assert cover([], SHELF) == []


def test_as_few_names_as_can_be_cover_the_words():
    spans = cover(scan("vanilla ice cream"), SHELF)
    assert [span.name and span.name.food.name for span in spans] == ["vanilla ice cream"]


def test_a_group_tells_by_words_that_are_not_plain():
    tokens = scan("for my lunch the soup")
    assert Group(tokens).keys == ("soup",)
    assert Group(scan("for me")).keys == ("for", "me")


def test_every_food_of_a_group_is_a_head_and_the_dish_is_the_last():
    only = group(scan("ham tomato sandwich"), SHELF)[0]
    assert [span.name.food.name for span in only.heads if span.name] == [
        "ham",
        "tomato",
        "sandwich",
    ]


@pytest.mark.parametrize(
    "words",
    [CARRIERS, DESCRIBING, FLAVOURS, WRAPPERS],
    ids=["dishes", "words", "flavours", "wraps"],
)
def test_words_with_a_part_are_written_as_they_are_compared(words):
    unlike = {word for word in words if fold(word) != word}
    assert unlike <= {"filled"}


def test_wrappers_are_dishes_or_breads():
    assert WRAPPERS <= CARRIERS | {"bun", "bagel"}


def test_plain_words_name_no_dish_and_no_flavour():
    assert not PLAIN & (CARRIERS | FLAVOURS)


def test_units_before_a_food_are_measures():
    from gutline.catalog import load_measures

    assert UNITS_BEFORE - set(load_measures()) <= {"bag", "tray"}


@pytest.mark.parametrize("word", ["the", "for", "breakfast", "golf", "hours", ",", "2"])
def test_plain_words_say_nothing_of_a_food(word):
    assert is_plain(scan(word)[0])


@pytest.mark.parametrize("word", ["soup", "grilled", "garlic"])
def test_words_of_food_are_not_plain(word):
    assert not is_plain(scan(word)[0])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("porrige", ["porridge"]),
        ("brocc oli", ["broccoli"]),
        ("hamcheese", ["ham", "cheese"]),
        ("work late", ["work", "late"]),
        ("寿司", ["寿司"]),
        ("rye bread", ["rye", "bread"]),
    ],
)
def test_tokens_are_put_right(text, keys):
    repaired = repair(scan(text), SHELF.speller, SHELF.is_name)
    assert [token.key for token in repaired] == keys


def test_a_repaired_token_stands_where_it_was_typed():
    line = "fresh hamcheese now"
    repaired = repair(scan(line), SHELF.speller, SHELF.is_name)
    assert [line[t.start : t.end] for t in repaired] == ["fresh", "ham", "cheese", "now"]
    assert [t.fixed for t in repaired] == [False, True, True, False]


def test_words_of_tags_measures_and_time_need_no_correction():
    assert {"gluten", "tablespoon", "hour", "the", "grilled", "without"} <= known_words()


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("eggs, 2 bacon", [None, 2.0]),
        ("2 eggs 3 bacon", [2.0, 3.0]),
        ("ham 2 slices cheese 3 slices", [2.0, 3.0]),
        ("eggs (2) and bacon", [2.0, None]),
        ("2, eggs", [2.0]),
        ("pizza x 2, salad", [2.0, None]),
    ],
)
def test_portions_carry_their_amounts(text, amounts):
    portions = split(scan(text), SHELF.is_name)
    assert [portion.amount.quantity for portion in portions] == amounts


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("salad no onion", [False, True]),
        ("no onion", [True]),
        ("salad without onion, ham", [False, True, False]),
        ("salad without onion or ham", [False, True, True]),
        ("salad without onion and ham", [False, True, True]),
        ("salad without onion and 2 eggs", [False, True, False]),
        ("no fat yoghurt", [False]),
        ("hold the onion", [True]),
        ("hold onion", [False]),
    ],
)
def test_portions_know_whether_they_were_eaten(text, denied):
    assert [portion.denied for portion in split(scan(text), SHELF.is_name)] == denied


def test_every_token_that_is_no_separator_is_in_one_portion():
    tokens = scan("2 eggs, rye bread w/o butter (large) x2 no onion")
    kept = [t.start for portion in split(tokens, SHELF.is_name) for t in portion.tokens]
    assert sorted(set(kept)) == kept
    assert {t.word for t in tokens if t.start not in kept} <= {",", "(", ")"}


@pytest.mark.parametrize(
    ("text", "names", "tags"),
    [
        ("gluten free bread", ["gluten"], {"gluten"}),
        ("gluten - free bread", ["gluten"], {"gluten"}),
        ("sugar free gum", ["sugar"], {"added_sugar"}),
        ("egg free cake", ["egg"], {"egg"}),
        ("decaf tea", ["caffeine"], {"caffeine"}),
        ("no added sugar squash", ["sugar"], {"added_sugar"}),
        ("zero alcohol beer", ["alcohol"], {"alcohol"}),
        ("nut free bar", ["nut"], {"nut"}),
        ("blorfle free bread", ["blorfle"], set()),
        ("bread", [], set()),
        ("free", [], set()),
        ("no", [], set()),
    ],
)
def test_denials_are_found_in_the_words(text, names, tags):
    denials = denied_in(scan(text))
    assert set(names) <= set(denials.names)
    assert bool(denials.names) == bool(names)
    assert tags <= denials.tags


def test_words_that_only_deny_are_known_by_their_places():
    assert denied_in(scan("gluten-free bread")).used == {0, 2}
    assert denied_in(scan("bread")).used == set()
