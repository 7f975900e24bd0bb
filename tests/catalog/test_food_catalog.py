"""Every food that ships is sound, and some are checked against what is known of them."""

from __future__ import annotations

import csv
import gc
from collections import Counter
from pathlib import Path

import pytest

from gutline.catalog import Food, TagShare, load_foods, load_measures, load_nutrients, load_tags
from gutline.catalog import foods as foods_module
from gutline.catalog.data_files import DATA
from gutline.catalog.figures import FIGURES
from gutline.catalog.food import KINDS
from gutline.catalog.food_rows import impossible
from tests.effort import yardsticks

FOODS = load_foods()
TABLES = sorted((DATA / "foods").glob("*.csv"))
NATURAL_KINDS = {"food", "drink"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AUTHORED = [(path.stem, row) for path in TABLES for row in rows(path)]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_of_a_table_is_sound(path):
    for row in rows(path):
        food = FOODS[row["id"]]
        assert food.group == path.stem, f"{food.id} stands in another table too"
        wrong = [*problems_of(food), *problems_of_figures(food)]
        assert wrong == [], f"{path.name}: {food.id}: {'; '.join(wrong)}"


def problems_of(food: Food) -> list[str]:
    """What is wrong with the words, servings and measures of one food."""
    checks = {
        "a name is not in lower case": food.name == food.name.lower(),
        "the kind is not known": food.kind in KINDS,
        "the serving is not sane": food.serving_g is None or 0 < food.serving_g <= 1500,
        "a measure is not known": set(food.measures) <= set(load_measures()),
        "a measure is not sane": all(0.001 <= g <= 5000 for g in food.measures.values()),
        "a slice is no slice": food.measures.get("slice", 30) <= 400,
        "a teaspoon is no teaspoon": food.measures.get("tsp", 5) <= 15,
        "a tablespoon is no tablespoon": food.measures.get("tbsp", 15) <= 50,
        "a cup is no cup": 3 <= food.measures.get("cup", 240) <= 450,
        "small is more than large": food.measures.get("small", 0)
        <= food.measures.get("large", float("inf")),
        "it has no serving": food.serving_g is not None or food.kind not in NATURAL_KINDS,
        "it has actives": not food.actives or food.kind not in NATURAL_KINDS,
    }
    return [said for said, holds in checks.items() if not holds]


def problems_of_figures(food: Food) -> list[str]:
    """What is wrong with the figures and tags of one food."""
    checks = {
        "a nutrient is not known": set(food.nutrients) <= set(load_nutrients()),
        "a tag is not known": set(food.tags) <= set(load_tags()),
        "it has a code and no figures": not food.code or len(food.nutrients) >= 5,
        "it has figures without a code": bool(food.code) or set(food.nutrients) <= {"energy_kcal"},
        "a figure is negative": all(value >= 0 for value in food.nutrients.values()),
        "more sugar was added than there is": food.nutrients.get("added_sugar_g", 0)
        <= food.nutrients.get("sugars_g", 100) * 1.01,
        "it is ultra-processed and not in group 4": food.nova is None
        or food.nova == 4
        or "ultra_processed" not in food.tags
        or food.tags["ultra_processed"].possible,
    }
    return [*(said for said, holds in checks.items() if not holds), *impossible(food.nutrients)]


def test_no_name_belongs_to_two_foods():
    owners: dict[str, str] = {}
    for food in FOODS.values():
        for name in (food.name, *food.aliases):
            owner = owners.setdefault(name.casefold(), food.id)
            assert owner == food.id, f"{name!r} is a name of {owner} and of {food.id}"


def test_no_id_stands_in_two_rows():
    assert [i for i, n in Counter(row["id"] for _, row in AUTHORED).items() if n > 1] == []
    assert len(AUTHORED) == len(FOODS)


def test_figures_are_of_foods_that_exist():
    lines = (DATA / FIGURES).read_text(encoding="utf-8").splitlines()[1:]
    ids = [line.partition(",")[0] for line in lines]
    assert ids == sorted(ids)
    assert set(ids) <= set(FOODS)


def test_there_are_about_as_many_foods_as_people_name():
    kinds = Counter(food.kind for food in FOODS.values())
    assert kinds["food"] + kinds["drink"] >= 1500
    assert kinds["supplement"] >= 40
    assert kinds["medicine"] >= 40
    names = sum(1 + len(food.aliases) for food in FOODS.values())
    assert names >= 3 * len(FOODS)


def test_the_tables_are_small_enough_to_ship():
    size = sum(path.stat().st_size for path in [*TABLES, DATA / FIGURES])
    assert size <= 3_000_000


def test_all_foods_are_loaded_in_a_moment():
    def load() -> None:
        foods_module._package_foods.cache_clear()
        load_foods()

    assert yardsticks(load) < 25
    assert len(load_foods()) == len(FOODS)
    assert gc.isenabled()


@pytest.mark.parametrize("tag", sorted(load_tags()))
def test_every_tag_is_in_some_food(tag):
    assert any(tag in food.tags for food in FOODS.values())


@pytest.mark.parametrize("nutrient", sorted(load_nutrients()))
def test_every_nutrient_is_known_of_some_foods(nutrient):
    assert sum(nutrient in food.nutrients for food in FOODS.values()) >= 20


def named(name: str) -> Food:
    """The food that has this name or alias."""
    found = [f for f in FOODS.values() if name == f.name] or [
        f for f in FOODS.values() if name in f.aliases
    ]
    assert len(found) == 1, f"{name!r} names {[f.id for f in found]}"
    return found[0]


@pytest.mark.parametrize(
    ("name", "nutrient", "lowest", "highest"),
    [
        ("red wine", "alcohol_g", 9, 11),
        ("beer", "alcohol_g", 3, 5),
        ("vodka", "alcohol_g", 30, 36),
        ("whole milk", "lactose_g", 4.6, 5.2),
        ("cheddar", "lactose_g", 0, 1),
        ("butter", "lactose_g", 0, 1),
        ("olive oil", "lactose_g", 0, 0),
        ("coffee", "caffeine_mg", 35, 45),
        ("espresso", "caffeine_mg", 150, 230),
        ("cola", "caffeine_mg", 7, 11),
        ("cola", "added_sugar_g", 9, 11),
        ("apple", "excess_fructose_g", 3, 4),
        ("banana", "excess_fructose_g", 0, 0.5),
        ("honey", "fructose_g", 38, 43),
        ("white sugar", "added_sugar_g", 99, 100),
        ("wholemeal bread", "fibre_g", 5, 9),
        ("almonds", "magnesium_mg", 230, 300),
        ("almonds", "protein_g", 19, 23),
        ("egg", "protein_g", 11, 14),
        ("salmon", "epa_dha_g", 0.5, 3),
        ("salmon", "vitamin_d_ug", 5, 25),
        ("walnuts", "ala_g", 7, 11),
        ("water", "water_g", 99, 100),
        ("kale", "fibre_g", 2, 5),
        ("lentils", "fibre_g", 6, 9),
        ("cucumber", "water_g", 94, 97),
    ],
)
def test_figures_are_what_is_known_of_a_food(name, nutrient, lowest, highest):
    value = named(name).nutrients[nutrient]
    assert lowest <= value <= highest, f"{name}: {nutrient} {value}"


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("wholemeal bread", {"gluten", "fructan_grain", "whole_grain"}),
        ("white bread", {"gluten", "refined_grain"}),
        ("beer", {"gluten", "alcohol"}),
        ("red wine", {"red_wine", "alcohol", "histamine_prone"}),
        ("raw kale", {"crucifer", "crucifer_raw", "leafy_green", "raw_leafy"}),
        ("lettuce", {"leafy_green", "raw_leafy"}),
        ("broccoli", {"crucifer"}),
        ("garlic", {"allium"}),
        ("onion", {"allium"}),
        ("tomato", {"nightshade"}),
        ("potato", {"nightshade"}),
        ("cheddar", {"dairy"}),
        ("butter", {"dairy"}),
        ("greek yoghurt", {"dairy", "fermented_live"}),
        ("porridge", {"oats", "whole_grain"}),
        ("tofu", {"soy", "legume"}),
        ("lentils", {"legume"}),
        ("almonds", {"nut"}),
        ("almond milk", {"nut"}),
        ("salmon", {"oily_fish"}),
        ("bacon", {"cured_meat", "red_meat"}),
        ("egg", {"egg"}),
        ("coffee", {"caffeine"}),
        ("cola", {"caffeine", "added_sugar", "ultra_processed"}),
        ("diet cola", {"sweetener", "caffeine"}),
        ("apple", {"polyols", "excess_fructose"}),
        ("soy sauce", {"soy", "gluten"}),
        ("hummus", {"legume", "allium"}),
        ("pizza", {"gluten", "dairy"}),
        ("spaghetti", {"gluten"}),
        ("crisps", {"fried", "nightshade"}),
    ],
)
def test_tags_that_a_food_has_for_certain(name, tags):
    food = named(name)
    certain = {tag for tag, share in food.tags.items() if not share.possible}
    assert tags <= certain, f"{name}: {dict(food.tags)}"


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("tofu", {"dairy", "gluten", "nut"}),
        ("almond milk", {"dairy", "gluten"}),
        ("oat milk", {"dairy"}),
        ("soy milk", {"dairy"}),
        ("coconut milk", {"dairy", "nut"}),
        ("peanut butter", {"dairy"}),
        ("white rice", {"gluten", "fructan_grain", "dairy"}),
        ("sweet potato", {"nightshade"}),
        ("black pepper", {"nightshade"}),
        ("broccoli", {"crucifer_raw"}),
        ("white wine", {"red_wine"}),
        ("decaf coffee", {"caffeine"}),
        ("green beans", {"legume"}),
        ("apple", {"alcohol", "added_sugar", "dairy", "gluten"}),
        ("aubergine", {"egg"}),
        ("chicken breast", {"red_meat", "cured_meat", "gluten", "dairy"}),
        ("cod", {"oily_fish"}),
        ("water", {"caffeine", "added_sugar", "alcohol", "ultra_processed"}),
        ("black tea", {"added_sugar", "dairy"}),
        ("ginger ale", {"ginger"}),
        ("root beer", {"gluten", "alcohol"}),
        ("olive oil", {"ultra_processed", "dairy"}),
        ("buckwheat", {"gluten", "fructan_grain"}),
    ],
)
def test_tags_that_a_food_has_not_even_possibly(name, tags):
    assert not tags & set(named(name).tags)


def test_grams_of_a_tag_grow_with_what_is_in_the_food():
    def grams(name: str, tag: str) -> float:
        share = named(name).tags[tag]
        assert isinstance(share, TagShare)
        assert share.grams is not None, f"{name}: {tag}"
        return share.grams

    assert grams("white bread", "gluten") > grams("pizza", "gluten") > 10
    assert grams("cheddar", "dairy") > grams("whole milk", "dairy") > grams("butter", "dairy")
    assert grams("omelette", "egg") > grams("mayonnaise", "egg")
