"""Of every food of the package: what it holds is known by name, and its names lead to it."""

from __future__ import annotations

import csv
import random

import pytest

from gutline import read_meal
from gutline.catalog import load_foods, load_nutrients, load_tags
from gutline.catalog.data_files import DATA
from gutline.catalog.food import KINDS
from gutline.catalog.food_rows import impossible
from gutline.catalog.food_tags import LEAST_PER_100_G, PRESENCE_ONLY, ULTRA_PROCESSED_NOVA
from gutline.catalog.measures import load_measures

FOODS = load_foods()
SAMPLE = 1500
OFTEN = 0.4
EATEN = ("food", "drink")


def offending(wrong) -> list[str]:
    """Ids of the foods of which something is wrong."""
    return [food.id for food in FOODS.values() if wrong(food)]


def test_no_food_has_a_tag_a_nutrient_or_a_measure_nobody_knows():
    tags, nutrients, measures = set(load_tags()), set(load_nutrients()), set(load_measures())
    assert offending(lambda f: not set(f.tags) <= tags) == []
    assert offending(lambda f: not set(f.nutrients) <= nutrients) == []
    assert offending(lambda f: not set(f.measures) <= measures) == []


def test_every_food_is_of_a_kind_and_of_the_package():
    assert offending(lambda f: f.kind not in KINDS or f.origin != "catalog") == []
    assert offending(lambda f: not 0.0 <= f.popularity <= 1.0) == []
    assert offending(lambda f: f.nova not in {None, 1, 2, 3, 4}) == []
    assert [key for key, food in FOODS.items() if key != food.id] == []
    assert list(FOODS) == sorted(FOODS)


def test_no_food_holds_more_than_it_can():
    assert offending(lambda f: bool(impossible(f.nutrients))) == []
    assert offending(lambda f: any(v < 0 for v in f.nutrients.values())) == []


def test_parts_are_no_more_than_the_whole():
    """Figures come from different tables, so a tenth is let pass."""
    for part, whole in (
        ("saturated_fat_g", "fat_g"),
        ("fibre_g", "carbohydrate_g"),
        ("added_sugar_g", "sugars_g"),
        ("lactose_g", "sugars_g"),
    ):
        wrong = [
            f.id
            for f in FOODS.values()
            if part in f.nutrients
            and whole in f.nutrients
            and f.nutrients[part] > 1.1 * f.nutrients[whole] + 0.6
        ]
        assert wrong == [], (part, whole)


def test_tags_that_are_there_or_not_have_no_grams():
    counted = PRESENCE_ONLY | set(LEAST_PER_100_G)
    assert (
        offending(lambda f: any(f.tags[t].grams is not None for t in counted & set(f.tags))) == []
    )
    assert offending(lambda f: any((s.grams or 1.0) <= 0 for s in f.tags.values())) == []


def test_the_fourth_group_and_its_tag_go_together_unless_a_person_said_otherwise():
    by_hand = {
        row["id"]
        for path in (DATA / "foods").glob("*.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if "ultra_processed" in row["tags"]
    }
    wrong = offending(
        lambda f: (f.nova == ULTRA_PROCESSED_NOVA) is not ("ultra_processed" in f.tags)
    )
    assert set(wrong) <= by_hand


def test_red_wine_is_alcohol_and_raw_leaves_are_leaves():
    """A tag that is part of another never comes without it."""
    for part, whole in (("red_wine", "alcohol"), ("raw_leafy", "leafy_green")):
        certain = [
            f.id
            for f in FOODS.values()
            if part in f.tags and not f.tags[part].possible and f.kind == "drink"
            and whole not in f.tags
        ]  # fmt: skip
        assert certain == [], part


def test_a_serving_is_one_that_somebody_could_have():
    assert offending(lambda f: f.serving_g is not None and not 0.0 < f.serving_g <= 1500.0) == []
    assert offending(lambda f: f.kind in EATEN and f.serving_g is None and not f.measures) == []


def test_no_name_is_an_alias_of_another_food():
    names = {food.name.casefold(): food.id for food in FOODS.values()}
    wrong = {
        alias: (food.id, names[alias.casefold()])
        for food in FOODS.values()
        for alias in food.aliases
        if names.get(alias.casefold(), food.id) != food.id
    }
    assert wrong == {}


def resolved(text: str) -> str:
    """The id of the only food in a text; what was read where there is another number."""
    items = read_meal(text).items
    if len(items) != 1 or items[0].food is None:
        return " + ".join(item.name for item in items) or "nothing"
    return items[0].food.id


def wrongly_read(pairs) -> dict[str, str]:
    return {text: found for text, food in pairs if (found := resolved(text)) != food}


def test_the_name_of_what_people_eat_most_leads_to_it():
    often = [(f.name, f.id) for f in FOODS.values() if f.popularity >= OFTEN]
    assert len(often) > 100
    assert wrongly_read(often) == {}


def test_names_lead_to_their_foods():
    """Of all names; the few that are left are read as a food that is near."""
    wrong = wrongly_read((food.name, food.id) for food in FOODS.values())
    assert len(wrong) <= 0.005 * len(FOODS), wrong


@pytest.mark.parametrize("seed", [1, 2])
def test_aliases_lead_to_their_foods(seed):
    pairs = [(alias, food.id) for food in FOODS.values() for alias in food.aliases]
    wrong = wrongly_read(random.Random(seed).sample(pairs, SAMPLE))
    assert len(wrong) <= 0.015 * SAMPLE, wrong


@pytest.mark.parametrize("change", [str.upper, str.title, lambda s: f"  {s}  ", lambda s: f"{s}."])
def test_a_name_leads_to_its_food_however_it_is_typed(change):
    often = [(change(f.name), f.id) for f in FOODS.values() if f.popularity >= OFTEN]
    assert wrongly_read(often) == {}
