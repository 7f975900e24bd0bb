"""Finding a food by a name exactly, and by words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gutline.catalog import load_foods
from gutline.meals.food_search import FoodNameError, all_foods, food_named, search_foods
from gutline.meals.full_table_import import import_table
from gutline.meals.full_tables import FullTables
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import add_alias, add_food
from tests.meals.own_samples import KVARG, food
from tests.meals.table_files import CIQUAL_CSV


@pytest.fixture
def own(tmp_path):
    """A home with a food of its own that has a name of the catalog's, and an alias."""
    add_food(tmp_path, KVARG)
    add_food(tmp_path, food("honey", serving_g=7.0))
    return add_alias(tmp_path, "the white stuff", "own_kvarg")


@pytest.mark.parametrize(
    ("typed", "ident"),
    [
        ("own_kvarg", "own_kvarg"),
        ("Kvarg", "own_kvarg"),
        ("svensk kvarg", "own_kvarg"),
        ("The White Stuff", "own_kvarg"),
        ("honey", "own_honey"),
        ("Honeys", "own_honey"),
        ("rye_bread", "rye_bread"),
        (" Rye  Bread ", "rye_bread"),
        ("flatwhite", "flat_white"),
    ],
)
def test_a_food_is_named_by_id_name_or_alias_ones_own_first(own, typed, ident):
    assert food_named(typed, own).id == ident


@pytest.mark.parametrize("typed", ["", "  ", "!!", "spaceship fuel", "ciqual:25601", "own_"])
def test_what_is_no_food_is_refused(own, typed):
    with pytest.raises(FoodNameError, match="There is no food"):
        food_named(typed, own)


def test_a_near_name_is_suggested_with_its_id(own):
    with pytest.raises(FoodNameError, match=r"did you mean .*kvarg \(own_kvarg\)"):
        food_named("kvarg light fresh", own)


def test_a_code_is_looked_up_in_the_tables(own, tmp_path):
    (tmp_path / "c.csv").write_text(CIQUAL_CSV, encoding="utf-8")
    import_table(tmp_path / "c.csv", tmp_path)
    tables = FullTables(tmp_path)
    assert food_named("ciqual:25601", own, tables).name == "Tuna salad, canned"
    with pytest.raises(FoodNameError):
        food_named("ciqual:1", own, tables)


def test_all_foods_are_the_catalogs_and_ones_own(own):
    assert set(all_foods(own)) == set(load_foods()) | {"own_kvarg", "own_honey"}


def test_a_search_finds_by_name_alias_and_beginning(own):
    assert search_foods("kvarg", own)[0].food.id == "own_kvarg"
    assert "rye_bread" in {f.food.id for f in search_foods("rye", own)}
    assert any(f.food.name.startswith("choc") for f in search_foods("choc", own))


def test_a_search_tells_the_other_name_it_found(own):
    found = next(f for f in search_foods("roggenbrot", own) if f.food.id == "rye_bread")
    assert found.alias == "roggenbrot"
    plain = next(f for f in search_foods("rye bread", own) if f.food.id == "rye_bread")
    assert plain.alias == ""


def test_what_was_said_to_mean_a_food_comes_first(own):
    assert search_foods("the white stuff", own)[0].food.id == "own_kvarg"


def test_at_most_as_many_as_asked_and_each_once(own):
    found = search_foods("bread", own, 5)
    assert len(found) == 5
    assert len({f.food.id for f in found}) == 5


@pytest.mark.parametrize("words", ["", "  ", "!?"])
def test_no_words_find_nothing(own, words):
    assert search_foods(words, own) == ()


def test_an_own_food_of_another_id_does_not_hide_the_catalogs(own):
    assert food_named("rye bread", own) == load_foods()["rye_bread"]
    tagged = replace(load_foods()["rye_bread"], name="rye bread")
    mine = OwnFoods(foods={"rye_bread": tagged})
    assert food_named("rye bread", mine) is tagged
