"""Changing what is one's own: foods, recipes, aliases, tags, choices, and taking them away."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from gutline.catalog import Amount, load_foods
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import (
    add_alias,
    add_food,
    add_recipe,
    add_tags,
    remember_choice,
    remove,
    tag_id,
)
from gutline.meals.own_records import OwnFoodsError
from gutline.meals.recipes import Part
from tests.meals.own_samples import GROATS, KVARG, certain, food

DAY = date(2026, 3, 1)


def files_of(home):
    return {p.name: p.read_bytes() for p in (home / "catalog").rglob("*.csv")}


def test_a_food_is_there_the_next_time_with_all_that_was_said(tmp_path):
    added = add_food(tmp_path, KVARG)
    assert added == replace(KVARG, id="own_kvarg", tags=added.tags, measures=added.measures)
    assert dict(added.tags) == dict(KVARG.tags)
    assert OwnFoods.load(tmp_path).foods["own_kvarg"] == added


def test_actives_of_a_supplement_are_kept(tmp_path):
    added = add_food(
        tmp_path, food("my d3", kind="supplement", actives={"vitamin_d": Amount(25, "ug")})
    )
    assert dict(OwnFoods.load(tmp_path).foods[added.id].actives) == {"vitamin_d": Amount(25, "ug")}


def test_a_tag_that_follows_from_a_figure_can_be_denied(tmp_path):
    added = add_food(tmp_path, food("boiled wine sauce", nutrients={"alcohol_g": 2.0}))
    assert "alcohol" not in added.tags
    assert added.nutrients["alcohol_g"] == 2.0


def test_a_second_food_of_the_name_is_refused_or_takes_the_place(tmp_path):
    add_food(tmp_path, KVARG)
    before = files_of(tmp_path)
    with pytest.raises(OwnFoodsError, match="you have a 'Kvarg' already; add --replace"):
        add_food(tmp_path, replace(KVARG, name="Kvarg"))
    assert files_of(tmp_path) == before
    changed = add_food(tmp_path, replace(KVARG, serving_g=99.0, aliases=()), replacing=True)
    assert (changed.id, changed.serving_g, changed.aliases) == ("own_kvarg", 99.0, ())
    assert len(OwnFoods.load(tmp_path).foods) == 1


def test_a_food_of_the_catalogs_name_is_ones_own_beside_it(tmp_path):
    known = next(iter(load_foods().values()), None)
    if known is None:
        pytest.skip("the catalog has no foods yet")
    added = add_food(tmp_path, food(known.name))
    assert added.id != known.id
    assert added.id.startswith("own_")


@pytest.mark.parametrize("name", ["пельмени", "飯", "🍎", "Käse & Brot", "a" * 80, "50/50 bread"])
def test_names_in_any_script_get_an_id(tmp_path, name):
    added = add_food(tmp_path, food(name))
    assert added.name == name
    assert added.id.isascii()
    assert OwnFoods.load(tmp_path).foods[added.id] == added


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "cannot be a name"),
        ({"name": "!!"}, "cannot be a name"),
        ({"name": "a" * 81}, "at most 80"),
        ({"name": "a\x1bb"}, "name"),
        ({"aliases": ("a|b",)}, "holds '|'"),
        ({"serving_g": 1e9}, "serving_g"),
        ({"measures": {"bathtub": 3.0}}, "the measure 'bathtub' is not known"),
        ({"nutrients": {"protein_g": 120.0}}, "more than the 100 g"),
        ({"nutrients": {"unobtainium_g": 1.0}}, "unobtainium_g"),
        ({"nova": 9}, "nova"),
        ({"kind": "stone"}, "kind"),
    ],
)
def test_an_impossible_food_is_refused_and_nothing_is_written(tmp_path, wrong, said):
    add_food(tmp_path, GROATS)
    before = files_of(tmp_path)
    with pytest.raises(OwnFoodsError, match=said.replace("|", r"\|")):
        add_food(tmp_path, replace(food("new"), **wrong))
    assert files_of(tmp_path) == before


def test_a_recipe_has_the_nutrients_and_tags_of_its_parts(tmp_path):
    add_food(tmp_path, GROATS)
    add_food(tmp_path, KVARG)
    add_tags(tmp_path, "own_groats_of_ours", ["stone milled"])
    parts = [
        Part("own_groats_of_ours", 200.0, "200 g groats"),
        Part("own_kvarg", 50.0, "50 g kvarg"),
    ]
    made, mixture = add_recipe(tmp_path, "granola of ours", parts, serves=5)
    assert made.serving_g == 50.0
    assert made.nutrients["protein_g"] == pytest.approx(12.7)
    assert "lactose_g" not in made.nutrients
    assert mixture.unknown_of["lactose_g"] == ("groats of ours",)
    own = OwnFoods.load(tmp_path)
    assert set(own.foods[made.id].tags) == {
        "dairy",
        "fermented_live",
        "oats",
        "soy",
        "stone_milled",
    }
    recipe = own.recipes[made.id]
    assert (recipe.serves, recipe.weight_g, recipe.parts) == (5.0, 250.0, tuple(parts))


def test_a_recipe_weighs_what_it_is_said_to(tmp_path):
    add_food(tmp_path, GROATS)
    parts = [Part("own_groats_of_ours", 200.0, "200 g")]
    made, _ = add_recipe(tmp_path, "porridge of ours", parts, serves=4, weight_g=800.0)
    assert (made.serving_g, made.nutrients["fibre_g"]) == (200.0, 2.5)


def test_a_recipe_of_something_unknown_or_of_itself_is_refused(tmp_path):
    add_food(tmp_path, GROATS)
    before = files_of(tmp_path)
    with pytest.raises(OwnFoodsError, match="there is no food 'no_such'"):
        add_recipe(tmp_path, "x", [Part("no_such", 1.0, "1 g")], serves=1)
    parts = [Part("own_groats_of_ours", 10.0, "10 g")]
    with pytest.raises(OwnFoodsError, match="cannot be a part of itself"):
        add_recipe(tmp_path, "groats of ours", parts, serves=1, replacing=True)
    assert files_of(tmp_path) == before


def test_replacing_a_recipe_by_a_food_forgets_its_parts(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "mix", [Part("own_groats_of_ours", 10.0, "10 g")], serves=1)
    add_food(tmp_path, food("mix"), replacing=True)
    assert OwnFoods.load(tmp_path).recipes == {}


def test_an_alias_means_a_food_until_it_means_another(tmp_path):
    add_food(tmp_path, GROATS)
    add_food(tmp_path, KVARG)
    add_alias(tmp_path, "My  Usual", "own_kvarg")
    own = add_alias(tmp_path, "my usual", "own_groats_of_ours")
    assert own.choices == {"my usual": "own_groats_of_ours"}
    assert own.aliases == {"my usual": "own_groats_of_ours"}


@pytest.mark.parametrize("phrase", ["", "  ", "!!", "a\nb\x07"])
def test_an_alias_that_is_no_phrase_is_refused(tmp_path, phrase):
    add_food(tmp_path, GROATS)
    before = files_of(tmp_path)
    with pytest.raises(OwnFoodsError):
        add_alias(tmp_path, phrase, "own_groats_of_ours")
    assert files_of(tmp_path) == before


def test_an_alias_of_nothing_is_refused(tmp_path):
    with pytest.raises(OwnFoodsError, match="there is no food"):
        add_alias(tmp_path, "usual", "nothing")


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("sourdough-ferment", "sourdough_ferment"),
        ("Gluten", "gluten"),
        ("crème", "creme"),
        ("red meat", "red_meat"),
    ],
)
def test_a_tag_has_one_form(typed, tag):
    assert tag_id(typed) == tag


@pytest.mark.parametrize("typed", ["", "!!!", "x" * 61])
def test_a_tag_without_letters_is_refused(typed):
    with pytest.raises(OwnFoodsError, match="cannot be a tag"):
        tag_id(typed)


def test_a_food_of_the_catalog_can_have_tags_of_ones_own(tmp_path):
    if "rye_bread" not in load_foods():
        pytest.skip("the catalog has no rye bread yet")
    own = add_tags(tmp_path, "rye_bread", ["sourdough ferment", "sourdough ferment"])
    assert own.tags == {"rye_bread": ("sourdough_ferment",)}
    tagged = own.foods["rye_bread"]
    assert tagged.tags["sourdough_ferment"] == certain()
    assert set(load_foods()["rye_bread"].tags) < set(tagged.tags)
    assert tagged.origin == "catalog"


def test_own_tags_come_with_a_new_food(tmp_path):
    added = add_food(tmp_path, food("loaf", tags={"gluten": certain(), "village_mill": certain()}))
    assert set(added.tags) == {"gluten", "village_mill"}
    assert OwnFoods.load(tmp_path).tags == {added.id: ("village_mill",)}


def test_a_choice_is_remembered_counted_and_can_be_corrected(tmp_path):
    add_food(tmp_path, GROATS)
    add_food(tmp_path, KVARG)
    for _ in range(3):
        remember_choice(tmp_path, "Porridge", "own_groats_of_ours", DAY)
    own = remember_choice(tmp_path, "porridge", "own_kvarg", DAY)
    assert own.choices == {"porridge": "own_kvarg"}
    assert [(c.food, c.times) for c in own.learned] == [("own_groats_of_ours", 3), ("own_kvarg", 1)]
    again = remember_choice(tmp_path, "porridge", "own_groats_of_ours", DAY)
    assert again.choices == {"porridge": "own_groats_of_ours"}


def test_a_choice_corrects_an_alias(tmp_path):
    add_food(tmp_path, GROATS)
    add_food(tmp_path, KVARG)
    add_alias(tmp_path, "usual", "own_kvarg")
    own = remember_choice(tmp_path, "usual", "own_groats_of_ours", DAY)
    assert own.choices == {"usual": "own_groats_of_ours"}
    assert own.aliases == {}


def test_removing_a_food_takes_what_names_it_along(tmp_path):
    add_food(tmp_path, KVARG)
    add_food(tmp_path, GROATS)
    add_alias(tmp_path, "usual", "own_kvarg")
    add_tags(tmp_path, "own_kvarg", ["cold"])
    remember_choice(tmp_path, "the white stuff", "own_kvarg", DAY)
    assert remove(tmp_path, "Kvarg") == "the food 'kvarg'"
    own = OwnFoods.load(tmp_path)
    assert set(own.foods) == {"own_groats_of_ours"}
    assert (own.choices, own.tags, own.learned) == ({}, {}, ())


def test_a_part_of_a_recipe_is_not_removed(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "mix", [Part("own_groats_of_ours", 10.0, "10 g")], serves=1)
    with pytest.raises(OwnFoodsError, match="is a part of your 'own_mix'; remove that first"):
        remove(tmp_path, "groats of ours")
    remove(tmp_path, "mix")
    assert remove(tmp_path, "own_groats_of_ours") == "the food 'groats of ours'"


def test_aliases_tags_and_what_was_learned_can_be_removed(tmp_path):
    add_food(tmp_path, KVARG)
    add_alias(tmp_path, "usual", "own_kvarg")
    remember_choice(tmp_path, "white stuff", "own_kvarg", DAY)
    assert remove(tmp_path, "Usual") == "the alias 'Usual'"
    assert remove(tmp_path, "white stuff") == "what was learned of 'white stuff'"
    own = OwnFoods.load(tmp_path)
    assert own.choices == {}
    assert set(own.foods) == {"own_kvarg"}


def test_removing_nothing_is_a_sentence(tmp_path):
    with pytest.raises(OwnFoodsError, match="there is nothing of your own called 'x'"):
        remove(tmp_path, "x")


WRITER = """
import sys
from pathlib import Path
from tests.meals.own_samples import food
from gutline.meals.own_foods_changes import add_food
for number in range(6):
    add_food(Path(sys.argv[1]), food(f"food {sys.argv[2]} {number}"))
"""


def test_writers_at_the_same_time_lose_nothing(tmp_path):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name], stderr=subprocess.PIPE
        )
        for name in ("red", "green", "blue")
    ]
    errors = [writer.communicate(timeout=100)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], errors
    assert len(OwnFoods.load(tmp_path).foods) == 18


def test_a_recipe_follows_its_parts_also_through_another_recipe(tmp_path):
    add_food(tmp_path, GROATS)
    add_food(tmp_path, KVARG)
    add_recipe(tmp_path, "inner", [Part("own_groats_of_ours", 100.0, "100 g")], serves=1)
    parts = [Part("own_inner", 50.0, "50 g"), Part("own_kvarg", 50.0, "50 g")]
    add_recipe(tmp_path, "outer", parts, serves=1)
    add_food(tmp_path, replace(GROATS, nutrients={"fibre_g": 20.0}), replacing=True)
    add_tags(tmp_path, "own_groats_of_ours", ["stone milled"])
    foods = OwnFoods.load(tmp_path).foods
    assert foods["own_inner"].nutrients == {"fibre_g": 20.0}
    assert foods["own_outer"].nutrients == {"fibre_g": 10.0}
    assert {"oats", "stone_milled"} <= set(foods["own_outer"].tags)
    assert set(foods["own_inner"].tags) == {"oats", "stone_milled"}
