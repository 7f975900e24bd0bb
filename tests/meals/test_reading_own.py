"""A person's own foods and what they confirmed before come first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from gutline.catalog import Food
from gutline.meals.foods_index import Foods, foods_for
from gutline.meals.reading import read_with
from tests.meals.kitchen import GLUTEN, SHELF, food


@dataclass(frozen=True)
class Mine:
    """Own foods as reading asks for them."""

    foods: dict[str, Food] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    recent: dict[str, float] = field(default_factory=dict)


GRANOLA = food("mum's granola", "the good stuff", origin="own", tags=GLUTEN)
SPECIAL = food("pizza", origin="own", serving_g=333.0)


def mine(*foods, recent=None, **choices):
    return foods_for(
        Mine({f.id: f for f in foods}, {k.replace("_", " "): v for k, v in choices.items()},
             recent or {}),
        SHELF,
    )  # fmt: skip


def first(text, own):
    item = read_with(text, own).items[0]
    return item.name, item.matches[0].how if item.matches else ""


@pytest.mark.parametrize("text", ["mums granola", "Mum's Granola", "2 bowls of mum's granola"])
def test_an_own_food_is_found_by_its_name(text):
    assert first(text, mine(GRANOLA)) == ("mum's granola", "own")


def test_an_own_food_is_found_by_its_other_names_though_all_its_words_are_plain():
    assert first("the good stuff", mine(GRANOLA)) == ("mum's granola", "own")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("my usual", ["pizza"]),
        ("my usual and 2 slices rye bread", ["pizza", "rye bread"]),
        ("coffee with my usual", ["coffee", "pizza"]),
        ("2 eggs, my usual for lunch", ["eggs", "pizza"]),
    ],
)
def test_another_name_of_plain_words_wins_inside_a_longer_line(text, names):
    own = mine(my_usual="pizza")
    assert [item.name for item in read_with(text, own).items] == names


def test_an_own_food_wins_over_one_of_the_same_name():
    item = read_with("pizza", mine(SPECIAL)).items[0]
    assert (item.food, item.grams, item.matches[0].score) == (SPECIAL, 333.0, 1.0)


def test_others_still_find_the_catalog():
    assert first("pizza", SHELF) == ("pizza", "name")


def test_a_confirmed_choice_wins_over_everything():
    own = mine(SPECIAL, pizza="lasagne")
    assert first("Pizza", own) == ("lasagne", "own")
    assert first("2 slices pizza", own) == ("lasagne", "own")


def test_a_confirmed_phrase_stays_whole_whatever_it_holds():
    own = mine(eggs_and_bacon_with_my_usual_2_slices_of_toast="porridge")
    meal = read_with("Eggs & bacon w/ my usual 2 slices of toast", own)
    assert [item.name for item in meal.items] == ["porridge"]


def test_a_confirmed_phrase_is_found_inside_a_line():
    own = mine(eggs_and_bacon="porridge")
    meal = read_with("eggs and bacon, tea", own)
    assert [item.name for item in meal.items] == ["porridge", "tea"]


def test_a_choice_of_a_food_that_is_gone_counts_for_nothing():
    assert first("pizza", mine(pizza="no_such_food")) == ("pizza", "name")


def test_what_is_eaten_lately_comes_first_among_equals():
    shelf = Foods({f.id: f for f in [food("red soup"), food("new soup")]})
    for eaten in ("red_soup", "new_soup"):
        own = foods_for(Mine(recent={eaten: 1.0}), shelf)
        assert read_with("odd soup", own).items[0].food.id == eaten


def test_a_misspelt_own_food_is_found_by_search():
    assert first("granola of mums", mine(GRANOLA))[0] == "mum's granola"


def test_the_other_foods_are_found_as_before():
    own = mine(GRANOLA)
    for text in ("rye bread", "porrige", "brusselsprtanchovies", "7up", "oat milk latte"):
        assert [i.name for i in read_with(text, own).items] == [
            i.name for i in read_with(text, SHELF).items
        ]


def test_the_index_of_own_foods_is_made_once():
    person = Mine({GRANOLA.id: GRANOLA})
    assert foods_for(person, SHELF) is foods_for(person, SHELF)
    assert foods_for(Mine(), SHELF) is not foods_for(person, SHELF)
    assert foods_for(None, SHELF) is SHELF


def test_two_people_at_once_each_get_their_own():
    people = [Mine(choices={"usual": one}) for one in ("pizza", "lasagne", "porridge", "salad")]

    def read(place):
        person = people[place % len(people)]
        item = read_with("usual", foods_for(person, SHELF)).items[0]
        return item.food is not None and item.food.id == person.choices["usual"]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(200)))
