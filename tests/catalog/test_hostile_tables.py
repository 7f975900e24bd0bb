"""Public tables that are damaged, cut short or odd are told in a sentence; rules hold on any words."""

from __future__ import annotations

import gzip
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import TagShare, load_nutrients, load_tags
from gutline.catalog.figures import Figures, read_figures
from gutline.catalog.food_tags import GRAMS_MAX
from scripts.foods_build.__main__ import main
from scripts.foods_build.authored import Authored, read_authored
from scripts.foods_build.checks import ALCOHOL_IN_GRAIN_MAX_G, problems
from scripts.foods_build.figures import all_figures, figures_of, rendered, rounded
from scripts.foods_build.leaf_rules import (
    ALSO,
    COLUMNS,
    NEVER,
    is_mixture,
    is_raw,
    is_savoury_mixture,
    leaf_has,
)
from scripts.foods_build.nova_groups import nova_of_recipe
from scripts.foods_build.nutrient_figures import (
    CIQUAL,
    FNDDS,
    NEGLIGIBLE,
    NEGLIGIBLE_BY_UNIT,
    SR,
    ciqual_number,
    completed,
)
from scripts.foods_build.tables import Leaf, TableError, Tables, found
from scripts.foods_build.tag_figures import INGREDIENT_TAGS, Made, tags_of

FNDDS_FILE = "data/foods/fndds_2021_2023_foods.csv.gz"
NOVA_FILE = "data/tags/nova_by_wweia_category.csv"
BREAD = Authored("rye_bread", "rye bread", "food", (), "fndds", "1", "", "bread.csv, line 2")


def put(folder: Path, name: str, data: bytes) -> Tables:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return Tables(folder)


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not packed at all",
        b"\x1f\x8b\x08\x00",
        gzip.compress(b"fdc_id\n" + b"1\n" * 500, mtime=0)[:-12],
        gzip.compress(b"fdc_id,description\n1,\xff\xfe\n", mtime=0),
        gzip.compress(b"code,description\n1,Bread\n", mtime=0),
        gzip.compress(b'fdc_id,description\n1,"Bread\n', mtime=0),
    ],
)
def test_a_packed_table_that_is_damaged_is_told(tmp_path, data):
    tables = put(tmp_path, FNDDS_FILE, data)
    if not data:
        assert tables.fndds == {}
        return
    with pytest.raises(TableError, match=r"fndds_2021_2023_foods.*fetch it again"):
        _ = tables.fndds


def test_a_plain_table_that_is_no_text_is_told(tmp_path):
    tables = put(tmp_path, NOVA_FILE, b"wweia_category,majority\n\xff,1\n")
    with pytest.raises(TableError, match="cannot be read"):
        _ = tables.nova_categories


def test_a_folder_in_place_of_a_table_is_told(tmp_path):
    (tmp_path / NOVA_FILE).mkdir(parents=True)
    with pytest.raises((TableError, IsADirectoryError)):
        _ = Tables(tmp_path).nova_categories


@pytest.mark.parametrize("name", ["fndds", "sr", "ciqual", "recipes", "patterns", "leaf_tags",
                                  "leaf_nutrients", "leaves", "nova_labels", "nova_categories"])  # fmt: skip
def test_every_table_says_where_it_should_be(tmp_path, name):
    with pytest.raises(TableError, match=r"is missing; give the folder .* --shared"):
        getattr(Tables(tmp_path), name)


def test_a_table_is_read_once(tmp_path):
    tables = put(tmp_path, NOVA_FILE, b"wweia_category,majority,purity\nBread,4,0.9\n")
    first = tables.nova_categories
    (tmp_path / NOVA_FILE).unlink()
    assert tables.nova_categories is first
    assert first["Bread"]["majority"] == "4"


def test_a_repeated_code_has_its_last_row(tmp_path):
    tables = put(tmp_path, NOVA_FILE, b"wweia_category,majority\nBread,4\nBread,3\n")
    assert tables.nova_categories["Bread"]["majority"] == "3"


def test_a_code_that_is_not_there_is_told_by_its_place():
    assert found({"1": {"a": "b"}}, "1", lambda: "never asked") == {"a": "b"}
    with pytest.raises(TableError, match="here is in no row of that table"):
        found({}, "1", lambda: "here")


def test_a_code_of_a_table_nobody_knows_is_told(tmp_path):
    with pytest.raises(TableError, match=r"bread\.csv, line 2: there is no table 'bls'"):
        figures_of(Tables(tmp_path), replace(BREAD, table="bls"))


def test_the_command_tells_a_damaged_table_and_ends_with_one(tmp_path, capsys):
    put(tmp_path, FNDDS_FILE, b"not packed")
    assert main(["--shared", str(tmp_path), "--check"]) == 1
    assert "fetch it again" in capsys.readouterr().out


def test_without_foods_there_is_a_header_and_nothing_else(tmp_path):
    assert read_authored(tmp_path) == []
    assert all_figures(Tables(tmp_path), []) == []
    (line,) = rendered([]).splitlines()
    assert line.split(",")[:3] == ["id", "nova", "tags"]


# --- ingredients --------------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path) -> Tables:
    """Tables in which no ingredient has any tag of its own."""
    return put(
        tmp_path,
        "data/tags/leaf_ingredient_tags.csv.gz",
        gzip.compress(b"leaf_ingredient_code,is_composite\n0,0\n"),
    )


def test_every_rule_is_for_a_tag_that_there_is():
    assert set(COLUMNS) | set(ALSO) | set(NEVER) | set(INGREDIENT_TAGS) <= set(load_tags())


def test_every_column_of_a_public_table_is_a_nutrient_of_ours():
    known = set(load_nutrients())
    assert set(FNDDS.values()) | set(SR.values()) | set(CIQUAL.values()) | set(NEGLIGIBLE) <= known
    assert {n.unit for n in load_nutrients().values()} <= set(NEGLIGIBLE_BY_UNIT)


@pytest.mark.parametrize(
    ("name", "has", "has_not"),
    [
        ("Nuts, coconut milk, canned", "", "dairy nut"),
        ("Bread, rye", "gluten", "allium"),
        ("Beverages, root beer", "", "gluten histamine_prone"),
        ("Soymilk, unsweetened", "soy", "dairy legume"),
        ("Peppermint, fresh", "", "nightshade"),
        ("Spices, pepper, black", "", "nightshade"),
        ("Catsup", "nightshade", "gluten"),
        ("Eggplant, raw", "", "egg"),
        ("Salad dressing, mayonnaise, regular", "egg", "dairy"),
        ("Candies, marzipan", "nut", ""),
        ("Squash, winter, butternut, raw", "", "nut dairy gluten"),
        ("Noodles, chinese, cellophane or long rice", "", "gluten"),
        ("Sweet potato, raw", "", "nightshade"),
        ("Fish, mackerel, Atlantic, raw", "oily_fish", "dairy"),
        ("Spices, curry powder", "turmeric allium", "crucifer"),
    ],
)
def test_words_of_an_ingredient_say_what_it_is_and_what_it_is_not(bare, name, has, has_not):
    leaf = Leaf("9", name, 100.0)
    assert [tag for tag in has.split() if not leaf_has(bare, leaf, tag)] == []
    assert [tag for tag in has_not.split() if leaf_has(bare, leaf, tag)] == []


@pytest.mark.parametrize("tag", sorted(NEVER))
def test_what_a_tag_never_is_wins_over_the_public_table(tmp_path, tag):
    column = COLUMNS.get(tag, "is_composite")
    table = f"leaf_ingredient_code,is_composite,{column}\n1,0,1\n".encode()
    tables = put(tmp_path, "data/tags/leaf_ingredient_tags.csv.gz", gzip.compress(table))
    words = {
        "gluten": "Root beer", "dairy": "Tahini", "legume": "Soybean oil", "allium": "Bread, x",
        "nightshade": "Peppermint", "leafy_green": "Parsley", "bone_broth": "Vegetable broth",
        "cured_meat": "Pork, fresh", "nut": "Nutmeg", "soy": "Soy oil", "egg": "Eggplant",
        "turmeric": "Mustard", "red_wine": "Cooking wine", "histamine_prone": "Ginger beer",
        "sweetener": "Syrup, table", "oily_fish": "Fish oil", "crucifer": "Spices, x",
        "fermented_live": "Yogurt, frozen", "polyols": "Apple cider",
    }  # fmt: skip
    assert not leaf_has(tables, Leaf("1", words[tag], 100.0), tag)


@given(st.text(max_size=60), st.sampled_from(sorted(load_tags())))
def test_any_words_are_judged(words, tag):
    tables = Tables(Path("nowhere"))
    tables.__dict__["leaf_tags"] = {}
    leaf = Leaf("1", words, 10.0)
    assert leaf_has(tables, leaf, tag) in {True, False}
    assert is_savoury_mixture(tables, leaf) <= is_mixture(tables, leaf)
    assert is_raw(leaf) is is_raw(replace(leaf, name=words.upper())) or "ı" in words.lower()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Onions, raw", "Bread, wheat", "Milk, whole", "Pizza, cheese", "Rice, white",
                 "Egg, whole, raw", "Water", "Lettuce, raw", "Salt, table", "Butter, salted"]
            ),
            st.floats(0, 120),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_a_food_is_made_of_its_tags_are_possible_ones(made_of):
    tables = Tables(Path("nowhere"))
    tables.__dict__.update(leaf_tags={}, leaf_nutrients={})
    leaves = [Leaf(str(n), name, grams) for n, (name, grams) in enumerate(made_of)]
    shares = tags_of(Made(tables, leaves, {}, "salad, raw", ""))
    assert list(shares) == sorted(shares)
    assert set(shares) <= set(load_tags())
    weight = sum(leaf.grams for leaf in leaves)
    for share in shares.values():
        assert share.grams is None or 0.0 < share.grams <= max(weight, 1.0) * 4.0


def test_a_food_of_nothing_has_no_tags():
    tables = Tables(Path("nowhere"))
    tables.__dict__.update(leaf_tags={}, leaf_nutrients={})
    assert tags_of(Made(tables, [], {}, "", "")) == {}


# --- figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", None),
        ("tr", 0.0),
        ("0", 0.0),
        ("12.5", 12.5),
        ("< 0,5", ValueError),
        ("abc", ValueError),
    ],
)
def test_a_figure_of_ciqual_is_read_or_stops_the_build(text, wanted):
    if wanted is ValueError:
        with pytest.raises(ValueError, match="could not convert"):
            ciqual_number(text, "fibre_g")
    else:
        assert ciqual_number(text, "fibre_g") == wanted


def test_what_follows_from_two_figures_needs_both():
    assert "epa_dha_g" not in completed({"epa_g": 1.0})
    assert completed({"epa_g": 1.0, "dha_g": 2.0})["epa_dha_g"] == 3.0
    assert completed({"fructose_g": 1.0, "glucose_g": 4.0})["excess_fructose_g"] == 0.0
    assert completed({"sugars_g": 0.0, "added_sugar_g": 5.0})["added_sugar_g"] == 0.0
    assert completed({}) == {}


@given(st.floats(1e-6, 1e6))
def test_a_rounded_figure_is_near_and_short(value):
    text = rounded(value)
    assert math.isclose(float(text), value, rel_tol=0.0051)
    assert rounded(float(text)) == text


names = st.sampled_from(sorted(load_nutrients()))
shares = st.builds(
    TagShare, st.none() | st.floats(0.01, GRAMS_MAX).map(lambda g: float(rounded(g))), st.booleans()
)


@given(
    st.dictionaries(names, st.floats(0, 900).map(lambda v: float(rounded(v))), max_size=8),
    st.none() | st.integers(1, 4),
    st.dictionaries(st.sampled_from(["gluten", "dairy", "egg", "nut"]), shares, max_size=4),
)
def test_figures_that_are_written_are_read_back(tmp_path_factory, nutrients, nova, tags):
    path = tmp_path_factory.mktemp("figures") / "f.csv"
    path.write_text(rendered([("rye_bread", Figures(nutrients, nova, dict(sorted(tags.items()))))]))
    back = read_figures(path, frozenset(load_nutrients()), frozenset(load_tags()))["rye_bread"]
    assert dict(back.nutrients) == nutrients
    assert back.nova == nova
    assert dict(back.tags) == tags


def test_impossible_figures_are_told_with_their_place():
    none = Figures({}, None, {})
    assert problems([BREAD], {}) == []
    assert problems([BREAD], {"rye_bread": none}) == []
    fat = replace(none, nutrients={"fat_g": 120.0})
    (told,) = problems([BREAD], {"rye_bread": fat})[:1]
    assert told.startswith("bread.csv, line 2: rye_bread: ")
    drunk = Figures(
        {"alcohol_g": ALCOHOL_IN_GRAIN_MAX_G + 1}, None, {"gluten": TagShare(40.0, False)}
    )
    assert "alcohol in a food made of grain" in problems([BREAD], {"rye_bread": drunk})[0]
    beer = replace(drunk, tags={"gluten": TagShare(None, False)})
    assert problems([BREAD], {"rye_bread": beer}) == []


def test_a_label_goes_before_a_category(bare):
    bare.__dict__.update(
        recipes={
            "1": {"nova_label": "3", "wweia_category": "Bread", "food_description": "x"},
            "2": {"nova_label": "", "wweia_category": "Bread", "food_description": "x"},
            "3": {"nova_label": "", "wweia_category": "Bread", "food_description": "x, homemade"},
            "4": {"nova_label": "", "wweia_category": "Soup", "food_description": "x"},
            "5": {"nova_label": "", "wweia_category": "Unheard of", "food_description": "x"},
        },
        leaves={"5": [Leaf("7", "Carrots, raw", 90.0), Leaf("8", "Salt, table", 1.0)]},
        nova_labels={},
        nova_categories={
            "Bread": {"majority": "4", "purity": "0.9"},
            "Soup": {"majority": "4", "purity": "0.99"},
        },
    )
    assert [nova_of_recipe(bare, code) for code in "12345"] == [3, 4, None, None, 1]
    bare.nova_categories["Bread"]["purity"] = "0.79"
    assert nova_of_recipe(bare, "2") is None
