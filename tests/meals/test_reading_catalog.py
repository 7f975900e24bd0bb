"""Lines as people type them, read with the foods that come with Gutline."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from gutline.meals import Meal, read_meal


def names(text):
    return [item.name for item in read_meal(text).items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 slices rye toast w/ butter, large red wine", ["rye toast", "butter", "red wine"]),
        ("cheeseburger & fries, coke", ["cheeseburger", "chips", "cola"]),
        ("3 eggs scrambled in olive oil", ["scrambled eggs", "olive oil"]),
        ("150g grilled salmon, quinoa, steamed broccoli", ["salmon", "quinoa", "broccoli"]),
        ("tomato peppers carrots", ["tomato", "pepper", "carrot"]),
        ("sardines on crackers", ["sardines", "crackers"]),
        ("brusselsprtanchovies ricebean", ["brussels sprouts", "anchovies", "rice", "beans"]),
        ("rawveganchocolate", ["raw vegan chocolate"]),
        ("fish and chips and mushy peas", ["fish and chips", "mushy peas"]),
    ],
)
def test_real_lines_are_understood(text, expected):
    found = names(text)
    assert len(found) == len(expected)
    assert all(wanted in name for wanted, name in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("crisps", "potato chips"),
        ("porridge", "oatmeal"),
        ("aubergine", "eggplant"),
        ("courgette", "zucchini"),
        ("rocket", "arugula"),
        ("prawns", "shrimp"),
        ("yoghurt", "yogurt"),
        ("mince", "ground beef"),
    ],
)
def test_british_and_american_names_are_one_food(british, american):
    assert names(british) == names(american)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("rye bread", {"gluten"}),
        ("large glass of red wine", {"alcohol", "red_wine"}),
        ("cappuccino", {"caffeine", "dairy"}),
        ("garlic bread", {"allium", "gluten"}),
        ("kimchi", {"crucifer", "fermented_live"}),
        ("smoked mackerel", {"oily_fish"}),
        ("diet coke", {"caffeine", "sweetener"}),
        ("protein shake", {"protein_shake"}),
    ],
)
def test_tags_of_well_known_foods_are_there(text, tags):
    assert tags <= set(read_meal(text).tags)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("decaf coffee", "caffeine"),
        ("gluten free pasta", "gluten"),
        ("dairy free cheese", "dairy"),
        ("alcohol free beer", "alcohol"),
        ("peanut butter", "dairy"),
        ("coconut milk", "dairy"),
        ("rice noodles", "gluten"),
        ("ginger tea", "caffeine"),
    ],
)
def test_tags_that_are_not_there_are_not_said_to_be(text, tag):
    found = read_meal(text).tags
    assert tag not in found or found[tag].possible


def test_a_hand_of_supplements_is_read():
    meal = read_meal("vit D 1000 IU, 2 magnesium glycinate capsules, Amitriptyline 10 Mg")
    assert [item.food is not None and item.food.kind for item in meal.items] == [
        "supplement",
        "supplement",
        "medicine",
    ]
    assert meal.items[0].nutrients["vitamin_d_ug"] == pytest.approx(25.0)


def test_many_threads_read_the_same():
    lines = [
        "2 slices rye toast w/ butter",
        "porrige",
        "brusselsprtanchovies",
        "pint of cider",
    ] * 25
    alone = [names(line) for line in lines]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(names, lines)) == alone


SCRIPT = """
import sys
import gutline.meals
light = sorted({"rapidfuzz", "numpy", "scipy", "gutline.meals.reading"} & set(sys.modules))
gutline.meals.read_meal("porrige with butter")
print(light, sorted({"numpy", "scipy", "click"} & set(sys.modules)))
"""


def test_importing_the_room_loads_nothing_and_reading_loads_no_arrays():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[] []\n"


def test_the_room_offers_its_names():
    import gutline.meals

    assert set(gutline.meals.__all__) <= set(dir(gutline.meals))
    assert isinstance(gutline.meals.read_meal("tea"), Meal)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = gutline.meals.nonsense


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cod mash peas", ["cod", "mashed potato", "peas"]),
        ("pork chop mash cabbage gravy", ["pork chop", "mashed potato", "cabbage", "gravy"]),
        ("bacon, egg, mash", ["bacon", "eggs", "mashed potato"]),
        ("mash potato", ["mashed potato"]),
        ("mashed carrots", ["mashed carrots"]),
        ("carrot mash", ["mashed carrots"]),
        ("bangers and mash", ["bangers and mash"]),
    ],
)
def test_mash_is_a_food_and_mashed_is_how_a_food_is(text, expected):
    assert names(text) == expected


def test_of_two_ways_to_read_words_the_commoner_foods_are_meant():
    assert names("chicken curry rice naan") == ["curry", "rice", "naan"]


def test_a_seasoning_of_two_words_is_not_what_a_food_is():
    (item,) = read_meal("salt and pepper chips").items
    assert "chips" in [match.food.id for match in item.matches[:3]]
    assert item.name != "black pepper"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("minestrone bread roll", ["minestrone", "white roll"]),
        ("tomato basil soup roll", ["tomato soup", "white roll"]),
        ("tofu stir fry rice", ["stir fry", "rice"]),
        ("pad thai prawns", ["pad thai", "prawns"]),
        ("egg salad sandwich", ["egg sandwich"]),
        ("chicken soup bowl", ["chicken soup"]),
    ],
)
def test_a_meal_by_itself_is_no_part_of_what_is_named_after_it(text, expected):
    assert names(text) == expected
