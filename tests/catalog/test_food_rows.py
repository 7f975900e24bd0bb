"""A table of foods is read field by field, and a wrong row is refused with file, line and field."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from gutline.catalog import (
    Amount,
    CatalogError,
    Food,
    TagShare,
    load_foods,
    load_nutrients,
    read_food_table,
)
from gutline.catalog.figures import Figures
from gutline.catalog.food_rows import COLUMNS, impossible

HEADER = ",".join(COLUMNS)
SOUP = {
    "id": "grans_soup",
    "name": "Gran's soup",
    "aliases": "potato soup of gran|kartoffelsuppe",
    "kind": "food",
    "code": "fndds:2705385",
    "tags_code": "",
    "serving_g": "300",
    "measures": "bowl=300|cup=240",
    "nova": "1",
    "tags": "+dairy=20|?allium|-gluten",
    "popularity": "40",
}

TableFile = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> TableFile:
    """Write a table with the given rows, each the soup with some fields changed."""

    def write(*changes: dict[str, str], more: tuple[str, ...] = (), name: str = "own") -> Path:
        columns = [*COLUMNS, *more]
        rows = [{**SOUP, **change} for change in changes]
        lines = [",".join(f'"{row.get(c, "")}"' for c in columns) for row in rows]
        folder = tmp_path / "foods"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.csv"
        path.write_text("\n".join([",".join(columns), *lines]) + "\n", encoding="utf-8")
        return path

    return write


def only(path: Path) -> Food:
    (food,) = read_food_table(path)
    return food


def test_every_field_of_a_row_is_read(table):
    food = only(table({}))
    assert food.id == "grans_soup"
    assert food.name == "Gran's soup"
    assert food.aliases == ("potato soup of gran", "kartoffelsuppe")
    assert (food.kind, food.group, food.origin) == ("food", "own", "own")
    assert (food.serving_g, food.nova, food.popularity) == (300.0, 1, 0.4)
    assert food.measures == {"bowl": 300.0, "cup": 240.0}
    assert food.code == "fndds:2705385"
    assert food.tags == {
        "allium": TagShare(None, possible=True),
        "dairy": TagShare(20.0, possible=False),
    }


def test_what_is_not_given_is_not_known(table):
    food = only(
        table(dict.fromkeys(["aliases", "code", "serving_g", "measures", "nova", "tags"], ""))
    )
    assert food.serving_g is None
    assert food.nova is None
    assert food.aliases == ()
    assert food.measures == {}
    assert food.nutrients == {}
    assert food.actives == {}
    assert food.tags == {}


def test_a_food_without_popularity_is_an_ordinary_one(table):
    assert only(table({"popularity": ""})).popularity == 0.5


def test_nutrients_and_actives_have_columns_of_their_own(table):
    path = table(
        {"fibre_g": "2.5", "protein_g": "", "actives": "magnesium=100 mg|vitamin_d=25 ug"},
        more=("fibre_g", "protein_g", "actives"),
    )
    food = only(path)
    assert food.nutrients == {"fibre_g": 2.5}
    assert food.actives == {"magnesium": Amount(100.0, "mg"), "vitamin_d": Amount(25.0, "ug")}


def test_tags_follow_from_nutrients_and_from_nova(table):
    path = table(
        {"tags": "-caffeine", "nova": "4", "alcohol_g": "4", "caffeine_mg": "40"},
        more=("alcohol_g", "caffeine_mg"),
    )
    assert dict(only(path).tags) == {
        "alcohol": TagShare(None, possible=False),
        "ultra_processed": TagShare(None, possible=False),
    }


def test_figures_of_public_tables_are_corrected_by_the_row(table):
    figures = Figures({"fibre_g": 1.0, "iron_mg": 2.0}, 4, {"gluten": TagShare(9.0, False)})
    path = table({"fibre_g": "3", "tags": "+soy"}, more=("fibre_g",))
    (food,) = read_food_table(path, {"grans_soup": figures}, "catalog")
    assert food.nutrients == {"fibre_g": 3.0, "iron_mg": 2.0}
    assert food.nova == 1
    assert food.tags == {"gluten": TagShare(9.0, False), "soy": TagShare(None, False)}
    assert food.origin == "catalog"


def test_a_food_is_frozen(table):
    food = only(table({}))
    with pytest.raises(dataclasses.FrozenInstanceError):
        food.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        food.tags["nut"] = TagShare(1.0, False)  # type: ignore[index]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "", "id: '' must be lower-case"),
        ("id", "Soup", "id: 'Soup' must be lower-case"),
        ("id", "söup", "must be lower-case"),
        ("id", "_soup", "must be lower-case"),
        ("id", "a soup", "must be lower-case"),
        ("name", "", "name: '' must be a text"),
        ("name", " soup", "without spaces around it"),
        ("name", "x" * 81, "at most 80 characters"),
        ("name", "so\x07up", "name:"),
        ("aliases", "a||b", "aliases: ''"),
        ("aliases", "a|A", "a name stands there twice"),
        ("aliases", "GRAN'S SOUP", "is the name itself"),
        ("kind", "meal", "kind: 'meal' must be one of food, drink"),
        ("code", "2705385", "code: '2705385' must be like"),
        ("code", "fndds:abc", "must be like 'fndds:2705385'"),
        ("code", "bls:1", "must be like"),
        ("tags_code", "12", "tags_code: '12' must have 8 digits"),
        ("tags_code", "abcdefgh", "tags_code"),
        ("serving_g", "much", "serving_g: 'much' must be a number from 0.001 to 1500"),
        ("serving_g", "0", "serving_g"),
        ("serving_g", "-3", "serving_g"),
        ("serving_g", "nan", "serving_g"),
        ("serving_g", "9000", "serving_g"),
        ("measures", "bucket=3", "measures: the measure 'bucket' is not known"),
        ("measures", "cup", "measures: '' must be a number"),
        ("measures", "cup=1|cup=2", "'cup' stands there twice"),
        ("measures", "cup=inf", "measures: 'inf'"),
        ("nova", "5", "nova: '5' must be 1, 2, 3 or 4"),
        ("tags", "gluten", "tags: 'gluten' is not understood"),
        ("tags", "+", "is not understood"),
        ("tags", "+glutin", "the tag 'glutin' is not known"),
        ("tags", "+gluten|?gluten", "+gluten|?gluten stands there twice"),
        ("tags", "+gluten=lots", "grams in 100 g are a number above 0"),
        ("tags", "+gluten=0", "grams in 100 g are a number above 0"),
        ("tags", "+gluten=1e9", "grams in 100 g"),
        ("tags", "+gluten=nan", "grams in 100 g"),
        ("tags", "-gluten=3", "is not understood"),
        ("popularity", "101", "popularity: '101' must be a number from 0 to 100"),
        ("popularity", "often", "popularity"),
    ],
)
def test_a_wrong_field_is_refused_with_file_line_and_field(table, field, value, said):
    path = table({"id": "other", "name": "other", "aliases": ""}, {field: value})
    with pytest.raises(CatalogError) as error:
        read_food_table(path)
    assert said in str(error.value)
    assert "own.csv, line 3: " in str(error.value)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("fibre_g", "a lot", "fibre_g: 'a lot' must be a number"),
        ("fibre_g", "-1", "fibre_g"),
        ("fibre_g", "101", "more than the 100 g it is in"),
        ("energy_kcal", "1200", "more than pure fat has"),
        ("actives", "ibuprofen", "actives: 'ibuprofen' is not understood"),
        ("actives", "ibuprofen=200", "write each active once"),
        ("actives", "ibuprofen=200 spoons", "actives"),
        ("actives", "ibuprofen=0 mg", "actives"),
        ("actives", "a=1 mg|a=2 mg", "actives"),
    ],
)
def test_a_wrong_figure_is_refused(table, field, value, said):
    with pytest.raises(CatalogError) as error:
        read_food_table(table({field: value}, more=(field,)))
    assert said in str(error.value)
    assert "line 2" in str(error.value)


def test_figures_that_sum_to_more_than_the_food_are_refused():
    whole = {"protein_g": 30.0, "fat_g": 40.0, "carbohydrate_g": 30.0, "water_g": 4.0}
    assert impossible(whole) == []
    (problem,) = impossible({**whole, "alcohol_g": 5.0})
    assert "sums to 109 g in 100 g" in problem


def test_every_spelling_of_figures_is_a_nutrient_with_its_unit():
    for nutrient in load_nutrients().values():
        assert nutrient.id.endswith(f"_{nutrient.unit}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the header must begin with id,name"),
        ("id,name\n", "line 1: the header must begin with id,name"),
        (f"{HEADER},taste\n", "the column 'taste' is not known"),
        (f"{HEADER},fibre_g,fibre_g\n", "the column 'fibre_g' is not known or stands there twice"),
        (f"{HEADER}\na,b\n", "line 2: 2 fields where the header has 11"),
        (f'{HEADER}\n"a"x,b\n', "line 1"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path, text, said):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as error:
        read_food_table(path)
    assert said in str(error.value)


def test_bytes_that_are_no_text_and_missing_files_are_refused(tmp_path):
    path = tmp_path / "own.csv"
    with pytest.raises(CatalogError, match="cannot be read as UTF-8 CSV"):
        read_food_table(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CatalogError, match="cannot be read as UTF-8 CSV"):
        read_food_table(path)


def test_blank_lines_and_a_byte_order_mark_do_no_harm(table):
    path = table({})
    path.write_text("\ufeff" + path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert only(path).id == "grans_soup"


def test_a_person_adds_foods_of_their_own(table, tmp_path):
    table({})
    foods = load_foods(tmp_path)
    assert foods["grans_soup"].origin == "own"
    assert len(foods) == len(load_foods()) + 1
    assert list(foods) == sorted(foods)
    assert "grans_soup" not in load_foods()


def test_an_overlay_without_foods_changes_nothing(tmp_path):
    assert load_foods(tmp_path) == load_foods()


def test_a_persons_food_may_have_a_name_of_the_package_but_not_an_id(table, tmp_path):
    theirs = next(iter(load_foods().values()))
    table({"name": theirs.name})
    assert load_foods(tmp_path)["grans_soup"].name == theirs.name
    table({"id": theirs.id})
    with pytest.raises(CatalogError, match=f"the food '{theirs.id}' is in Gutline already"):
        load_foods(tmp_path)


def test_an_id_in_two_tables_is_refused_with_both_places(table, tmp_path):
    table({}, name="a")
    table({"name": "other", "aliases": ""}, name="b")
    with pytest.raises(CatalogError, match=r"b\.csv.*'grans_soup' stands in a\.csv too"):
        load_foods(tmp_path)


def test_a_name_of_two_foods_is_refused_with_both_places(table, tmp_path):
    table({}, name="a")
    table({"id": "other", "name": "other", "aliases": "Kartoffelsuppe"}, name="b")
    with pytest.raises(CatalogError, match=r"b\.csv: 'Kartoffelsuppe'.*'grans_soup' in a\.csv"):
        load_foods(tmp_path)


def test_foods_of_the_package_are_loaded_once():
    assert load_foods() is load_foods()
