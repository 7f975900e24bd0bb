"""Foods typed without spaces or separators: every one is found, and none is made up."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gutline.meals import read_meal
from gutline.meals.foods_index import Foods
from gutline.meals.names import Names
from gutline.meals.repairing import known_words
from gutline.meals.segmenting import Segmenter
from tests.meals.kitchen import SHELF, food, names, one, read

SEGMENTER = Segmenter(SHELF.names, known_words())


def pieces(word, before=""):
    return [piece.key for piece in SEGMENTER.pieces(word, before)]


def catalog(text):
    return [item.food.id if item.food else "?" for item in read_meal(text).items]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("salmonricebeans", ["salmon", "rice", "bean"]),
        ("eggstomatobutter", ["egg", "tomato", "butter"]),
        ("broccolmushroom", ["broccoli", "mushroom"]),
        ("salmnbroccoli", ["salmon", "broccoli"]),
        ("tomatobroccli", ["tomato", "broccoli"]),
        ("homemadelasagne", ["homemade", "lasagne"]),
    ],
)
def test_every_letter_is_a_food_even_one_cut_short_or_with_a_slip(word, expected):
    assert pieces(word) == expected


def test_a_word_cut_short_is_told_by_the_word_before_it():
    assert pieces("sprts", "brussel") == ["sprout"]
    assert pieces("sprts") == []
    assert names("brussels sprts") == ["brussels sprouts"]


def test_where_a_food_begins_is_known():
    found = SEGMENTER.pieces("tomatobrusselssprouts")
    assert [piece.begins for piece in found] == [True, True, False]
    assert [piece.letters for piece in found] == [6, 8, 7]


def test_two_common_foods_are_likelier_than_a_rare_one():
    common = [food("plum", popularity=0.9), food("lamb", popularity=0.9)]
    rare = food("plum lamb", popularity=0.02)
    dish = food("plum lamb", popularity=0.9)
    found = Segmenter(Names([*common, rare]), frozenset()).pieces("plumlamb")
    assert [p.begins for p in found] == [True, True]
    found = Segmenter(Names([*common, dish]), frozenset()).pieces("plumlamb")
    assert [p.begins for p in found] == [True, False]


@pytest.mark.parametrize(
    "word", ["blorfleplugh", "xyzzytomatoplugh", "grumphing", "paperless", "applicable"]
)
def test_too_little_that_is_known_tells_nothing(word):
    assert pieces(word) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("beetbroccolihummus", ["beetroot", "broccoli", "hummus"]),
        ("orangegrapefruitcarrotturmeric", ["orange", "grapefruit", "carrot", "turmeric"]),
        ("tomatoavoteffbreadolives", ["tomato", "avocado", "injera", "olives"]),
        ("salmonbrusselsprtsricebeans", ["salmon", "brussels_sprouts", "rice", "beans"]),
        ("saltmueslipasta", ["salt", "muesli", "pasta"]),
    ],
)
def test_foods_in_a_row_are_a_list_and_no_dish(text, expected):
    assert catalog(text) == expected


def test_letters_of_no_word_are_an_item_of_their_own():
    assert names("tomatoblorfbutter") == ["tomato", "?blorf", "butter"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("greens cabbage", ["spring_greens", "cabbage"]),
        ("veggies rice", ["vegetables", "rice"]),
        ("salad pork fries", ["salad", "pork", "chips"]),
        ("lentils soup", ["lentil_soup"]),
        ("oats milk", ["oat_milk"]),
        ("eggs benedict", ["eggs_benedict"]),
        ("brown rice bowl", ["brown_rice"]),
        ("vanilla protein drink", ["protein_shake"]),
        ("peach crisp", ["apple_crumble"]),
    ],
)
def test_words_side_by_side_are_one_food_or_several(text, expected):
    assert catalog(text) == expected


def test_what_is_blended_is_not_swallowed():
    assert catalog("coconut date kale smoothie") == ["coconut", "dates", "green_smoothie"]
    assert catalog("kale banana smoothie") == ["kale", "banana_smoothie"]
    assert catalog("orange carrot juice")[-1] != "?"
    assert len(catalog("blueberry smoothie")) == 1


@pytest.mark.parametrize("text", ["kava tea", "shanzhuyu tea", "ginko tea"])
def test_tea_of_a_plant_nobody_knows_is_no_black_tea(text):
    assert catalog(text) == ["herbal_tea"]
    assert "caffeine" not in read_meal(text).tags


@pytest.mark.parametrize("text", ["lipton tea", "mug of tea", "sweet tea", "hot tea"])
def test_black_tea_stays_black(text):
    assert "caffeine" in read_meal(text).tags


def test_mylk_is_no_milk():
    assert catalog("almondmylk") == ["almond_milk"]
    assert "dairy" not in read_meal("mylk").tags


@pytest.mark.parametrize("text", ["back pain", "jobstears", "lianzi", "rd pack", "raw"])
def test_what_is_hardly_like_a_food_is_unknown(text):
    assert catalog(text) == ["?"]


def test_a_food_is_kept_beside_a_word_nobody_knows():
    item = one("carrot blorfle")
    assert item.name == "carrot"
    item = read_meal("greens jobstears").items[0]
    assert item.food is not None
    assert (item.food.id, item.matches[0].how) == ("spring_greens", "search")


def test_a_guess_at_a_spelling_never_goes_by_name():
    for text in ("porrige", "eggbroccolli", "tomatobroccli"):
        assert all(m.how == "spelling" and m.score < 1 for m in read(text).items[-1].matches)


def test_the_rarer_a_word_the_longer_it_must_be_to_be_meant():
    shelf = Foods({f.id: f for f in (food("plane", popularity=0.01), food("bread"))})
    assert shelf.speller.correct("plabe", "plabe")[0].key == "plabe"
    assert shelf.speller.correct("brread", "brread")[0].key == "bread"


SCRIPT = """
import sys
import gutline.meals.contents
from gutline.meals import read_meal
from gutline.meals.foods_index import shared_foods
read_meal("rye bread", others=False)
print("rapidfuzz" in sys.modules, {"index", "speller"} & set(vars(shared_foods())))
read_meal("2 slices rye bread with butter", others=False)
print("rapidfuzz" in sys.modules, "index" in vars(shared_foods()))
read_meal("cauliflowwer")
print("rapidfuzz" in sys.modules, "index" in vars(shared_foods()))
"""


def test_names_that_are_exact_need_neither_index_nor_spelling():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["False set()", "False False", "True True"]


def test_further_foods_are_left_out_only_where_the_name_is_known():
    assert len(read_meal("rye bread", others=False).items[0].matches) == 1
    assert read_meal("rye bread").items[0].matches[0].how == "name"
    assert len(read_meal("rye bread").items[0].matches) == 3
    assert len(read_meal("seeded mystery bread", others=False).items[0].matches) > 1
