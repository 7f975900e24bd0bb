"""Figures follow from the public tables by rules that are written down, and the file is theirs."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from gutline.catalog import TagShare, load_foods
from gutline.catalog.data_files import DATA
from gutline.catalog.figures import FIGURES, Figures
from scripts.foods_build.__main__ import main
from scripts.foods_build.authored import Authored, read_authored
from scripts.foods_build.checks import problems
from scripts.foods_build.figures import all_figures, figures_of, rendered, rounded
from scripts.foods_build.nutrient_figures import (
    CIQUAL,
    CIQUAL_CARBOHYDRATE,
    CIQUAL_RETINOL,
    FNDDS,
    SR,
    ciqual_number,
    completed,
)
from scripts.foods_build.tables import TableError, Tables

SHARED = Path(__file__).parents[2].parent / "shared"
needs_tables = pytest.mark.skipif(
    not (SHARED / "data/foods").is_dir(),
    reason=f"the public food tables are not at {SHARED}; the shipped figures were not re-derived",
)

FPED = (
    "g_whole", "g_refined", "d_total", "d_milk", "add_sugars", "pf_eggs", "pf_nutsds",
    "pf_curedmeat", "v_redor_tomato", "v_starchy_potato", "v_legumes",
)  # fmt: skip
LEAF_TAGS = (
    "is_composite", "gluten_grain", "dairy", "allium", "nut", "egg", "crucifer", "raw_leafy",
    "leafy_green", "nightshade", "polyol_food", "soy", "legume", "red_wine", "turmeric",
)  # fmt: skip


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


class Kitchen:
    """Public tables with a few foods of our own making."""

    def __init__(self, folder: Path) -> None:
        self.shared = folder
        self.rows: dict[str, list[dict[str, object]]] = {
            name: []
            for name in (
                "foods/fndds_2021_2023_foods.csv.gz",
                "foods/usda_sr26_foods.csv.gz",
                "foods/ciqual_2020_en.csv.gz",
                "foods/fped_2017_2018_per100g.csv.gz",
                "foods/fndds_ingredient_nutrients.csv.gz",
                "foods/fndds_2017_2018_flat_ingredients.csv.gz",
                "tags/fndds_2017_2018_food_tags.csv.gz",
                "tags/leaf_ingredient_tags.csv.gz",
                "tags/nova_labels_sr_fndds.csv.gz",
                "tags/nova_by_wweia_category.csv",
            )
        }
        self.leaf("Water", "99", {})
        self.category("Nothing", 4, 0.5)
        self.label("none", 1)
        self.sr("none", "none")
        self.ciqual("none")
        self.recipe("none", "none", [("99", 100.0)])

    def add(self, table: str, **fields: object) -> None:
        (name,) = [name for name in self.rows if table in name]
        self.rows[name].append(fields)

    def category(self, name: str, nova: int, purity: float) -> None:
        self.add("nova_by", wweia_category=name, majority=nova, purity=purity)

    def label(self, code: str, nova: int) -> None:
        self.add("nova_labels", code=code, nova_class=nova)

    def leaf(
        self, name: str, code: str, tags: Mapping[str, int], *, sugar: float = 0.0, protein=0.0
    ) -> None:
        flags = {tag: tags.get(tag, 0) for tag in LEAF_TAGS}
        self.add("leaf_ingredient", leaf_ingredient_code=code, leaf_description=name, **flags)
        self.add(
            "ingredient_nutrients",
            **{"Ingredient code": code, "Protein": protein, "Sugars, total": sugar, "Total Fat": 1},
        )

    def sr(self, code: str, name: str, **figures: float) -> None:
        known = {column: figures.get(column, "") for column in [*SR, "ala_n3_g", "fa_18_3_g"]}
        self.add("sr26", ndb_no=code, description=name, food_group="", **known)

    def ciqual(self, code: str, **figures: str) -> None:
        columns = [*CIQUAL, CIQUAL_CARBOHYDRATE, CIQUAL_RETINOL]
        self.add("ciqual_2020", alim_code=code, **{c: figures.get(c, "") for c in columns})

    def recipe(
        self,
        code: str,
        name: str,
        leaves: Sequence[tuple[str, float]],
        *,
        category: str = "Nothing",
        nova: str = "",
        patterns: Mapping[str, float] | None = None,
        figures: Mapping[str, float] | None = None,
    ) -> None:
        names = {
            str(row["leaf_ingredient_code"]): row["leaf_description"]
            for row in self.rows["tags/leaf_ingredient_tags.csv.gz"]
        }
        for leaf, grams in leaves:
            self.add(
                "flat_ingredients", food_code=code, leaf_ingredient_code=leaf, g_per_100g=grams,
                leaf_description=names[leaf],
            )  # fmt: skip
        self.add(
            "food_tags", food_code=code, food_description=name, wweia_category=category,
            nova_label=nova,
        )  # fmt: skip
        given = patterns or {}
        self.add("fped", food_code=code, **{name: given.get(name, 0.0) for name in FPED})
        known = {column: (figures or {}).get(column, 1.0) for column in FNDDS}
        self.add(
            "fndds_2021", fdc_id=code, food_code_1718=code, description=name,
            wweia_category=category, **known,
        )  # fmt: skip

    def tables(self) -> Tables:
        for name, rows in self.rows.items():
            write(self.shared / "data" / name, rows)
        return Tables(self.shared)

    def figures(self, number: str, table: str = "fndds", tags_code: str = "") -> Figures:
        found = figures_of(self.tables(), food(number, table, tags_code))
        assert found is not None
        return found


def food(number: str, table: str = "fndds", tags_code: str = "", **fields) -> Authored:
    given = {"id": "x", "name": "x", "kind": "food", "aliases": (), "where": "a.csv, line 2"}
    return Authored(**{**given, **fields}, table=table, number=number, tags_code=tags_code)


@pytest.fixture
def kitchen(tmp_path) -> Kitchen:
    made = Kitchen(tmp_path)
    made.leaf("Wheat flour, white", "1", {"gluten_grain": 1}, sugar=0.3)
    made.leaf("Milk, whole", "2", {"dairy": 1}, sugar=4.8, protein=3.3)
    made.leaf("Onions, raw", "3", {"allium": 1}, sugar=4.0)
    made.leaf("Seeds, sesame butter, tahini", "4", {"dairy": 1})
    made.leaf("Spices, garlic powder", "5", {"allium": 1})
    made.leaf("Soup, onion, canned", "6", {"allium": 1, "is_composite": 1})
    made.leaf("Soymilk, plain", "7", {"soy": 1})
    made.leaf("Butter, salted", "8", {"dairy": 1}, protein=0.85)
    made.leaf("Kale, raw", "9", {"crucifer": 1, "leafy_green": 1, "raw_leafy": 1}, sugar=1.0)
    made.leaf("Rice, white, cooked", "10", {}, sugar=0.1)
    made.leaf("Beverages, almond milk", "11", {"nut": 1})
    made.leaf("Salad dressing, mayonnaise", "12", {}, protein=1.26)
    made.leaf("Beer, regular", "13", {"gluten_grain": 1})
    made.leaf("Lasagna with meat, frozen entree", "14", {"is_composite": 1})
    return made


def certain(grams: float | None) -> TagShare:
    return TagShare(pytest.approx(grams) if grams else grams, possible=False)


def possible(grams: float | None = None) -> TagShare:
    return TagShare(pytest.approx(grams) if grams else grams, possible=True)


def test_grain_is_counted_dry_as_flour_and_without_the_rice(kitchen):
    kitchen.recipe("a", "bread", [("1", 60.0)], patterns={"g_refined": 3.5})
    kitchen.recipe("b", "mixed", [("1", 30.0), ("10", 30.0)], patterns={"g_refined": 2.0})
    assert kitchen.figures("a").tags["gluten"] == certain(56.0)
    assert kitchen.figures("a").tags["refined_grain"] == certain(56.0)
    assert kitchen.figures("a").tags["fructan_grain"] == certain(None)
    half = kitchen.figures("b").tags
    assert half["gluten"].grams == pytest.approx(half["refined_grain"].grams / 2)


def test_beer_has_gluten_whose_grams_are_not_known(kitchen):
    kitchen.recipe("a", "beer", [("13", 100.0)])
    assert kitchen.figures("a").tags["gluten"] == certain(None)
    assert "fructan_grain" not in kitchen.figures("a").tags


def test_dairy_is_grams_of_milk(kitchen):
    kitchen.recipe("a", "milk", [("2", 100.0)], patterns={"d_total": 0.41, "d_milk": 0.41})
    kitchen.recipe("b", "butter", [("8", 100.0)])
    kitchen.recipe("c", "toast", [("1", 60.0), ("8", 1.0)], patterns={"g_refined": 3.5})
    assert kitchen.figures("a").tags["dairy"] == certain(0.41 * 244)
    assert kitchen.figures("b").tags["dairy"] == certain(0.85 / 3.3 * 100)
    assert kitchen.figures("c").tags["dairy"].possible


def test_soy_milk_and_sesame_butter_are_no_dairy(kitchen):
    kitchen.recipe("a", "soy milk", [("7", 100.0)], patterns={"d_total": 0.4, "d_milk": 0.4})
    kitchen.recipe("b", "tahini", [("4", 100.0)])
    assert "dairy" not in kitchen.figures("a").tags
    assert "dairy" not in kitchen.figures("b").tags


@pytest.mark.parametrize(
    ("leaf", "grams", "share"),
    [("3", 5.0, certain(None)), ("3", 0.3, possible()), ("3", 0.05, None), ("5", 0.3, certain(None)),
     ("6", 90.0, certain(None))],
)  # fmt: skip
def test_onion_and_garlic_are_there_or_not_and_traces_are_no_more_than_possible(
    kitchen, leaf, grams, share
):
    kitchen.recipe("a", "dish", [(leaf, grams), ("99", 100.0 - grams)])
    assert kitchen.figures("a").tags.get("allium") == share


@pytest.mark.parametrize(
    ("grams", "share"), [(20.0, certain(20.0)), (1.0, possible(1.0)), (0.2, None)]
)
def test_a_little_of_an_ingredient_is_possible_and_a_trace_is_nothing(kitchen, grams, share):
    kitchen.recipe("a", "soup", [("9", grams), ("99", 100.0 - grams)])
    assert kitchen.figures("a").tags.get("crucifer") == share


def test_raw_leaves_are_those_eaten_raw(kitchen):
    kitchen.recipe("a", "Kale, raw", [("9", 100.0)])
    kitchen.recipe("b", "Kale, cooked", [("9", 100.0)])
    assert {"raw_leafy", "crucifer_raw"} <= set(kitchen.figures("a").tags)
    assert not {"raw_leafy", "crucifer_raw"} & set(kitchen.figures("b").tags)


def test_the_food_patterns_bound_nuts_and_eggs(kitchen):
    kitchen.recipe("a", "almond milk", [("11", 96.0)], patterns={"pf_nutsds": 0.14})
    kitchen.recipe("b", "mayonnaise", [("12", 100.0)])
    kitchen.recipe("c", "omelette", [("99", 100.0)], patterns={"pf_eggs": 1.6})
    assert kitchen.figures("a").tags["nut"] == certain(0.14 * 14.2)
    assert kitchen.figures("b").tags["egg"] == certain(10.0)
    assert kitchen.figures("c").tags["egg"] == certain(80.0)


def test_a_ready_meal_gets_what_its_patterns_tell_and_onion_possibly(kitchen):
    told = {"g_refined": 0.5, "d_total": 0.3, "v_redor_tomato": 0.25}
    kitchen.recipe("a", "Lasagna", [("14", 100.0)], patterns=told)
    tags = kitchen.figures("a").tags
    assert tags["gluten"] == certain(0.5 * 28.35)
    assert tags["dairy"] == certain(0.3 * 244)
    assert tags["nightshade"] == certain(45.0)
    assert tags["allium"] == possible()


def test_lactose_is_summed_over_what_is_known(kitchen):
    kitchen.sr("2", "Milk, whole", lactose_g=5.0)
    kitchen.recipe("a", "milk soup", [("2", 50.0), ("3", 50.0)], figures={"sugars_g": 5.0})
    assert kitchen.figures("a").nutrients["lactose_g"] == pytest.approx(2.5)


def test_a_sugar_that_is_measured_in_too_little_of_the_food_is_missing(kitchen):
    kitchen.sr("9", "Kale, raw", fructose_g=1.0, glucose_g=0.4)
    kitchen.recipe("a", "kale and onion", [("9", 70.0), ("3", 30.0)], figures={"sugars_g": 9.0})
    kitchen.recipe("b", "kale and a little", [("9", 90.0), ("3", 10.0)], figures={"sugars_g": 9.0})
    assert "fructose_g" not in kitchen.figures("a").nutrients
    assert "excess_fructose_g" not in kitchen.figures("a").nutrients
    assert kitchen.figures("b").nutrients["excess_fructose_g"] == pytest.approx(0.54)


def test_sugars_that_exceed_all_sugar_are_not_believed(kitchen):
    kitchen.sr("2", "Milk, whole", lactose_g=5.0)
    kitchen.recipe("a", "milk", [("2", 100.0)], figures={"sugars_g": 1.0})
    assert "lactose_g" not in kitchen.figures("a").nutrients


def test_milk_free_of_lactose_has_no_figure_from_ordinary_milk(kitchen):
    kitchen.sr("2", "Milk, whole", lactose_g=5.0)
    kitchen.recipe("a", "Milk, lactose free", [("2", 100.0)], figures={"sugars_g": 5.0})
    assert "lactose_g" not in kitchen.figures("a").nutrients


def test_added_sugar_is_never_more_than_all_sugar(kitchen):
    kitchen.recipe(
        "a", "jam", [("99", 99.0)], patterns={"add_sugars": 10}, figures={"sugars_g": 60}
    )
    kitchen.recipe("b", "tea", [("99", 99.0)], patterns={"add_sugars": 1}, figures={"sugars_g": 3})
    assert kitchen.figures("a").nutrients["added_sugar_g"] == pytest.approx(42.0)
    assert kitchen.figures("b").nutrients["added_sugar_g"] == pytest.approx(3.0)
    assert kitchen.figures("b").tags["added_sugar"] == certain(None)


@pytest.mark.parametrize(
    ("text", "nutrient", "value"),
    [
        ("", "protein_g", None),
        ("3.3", "protein_g", 3.3),
        ("0", "protein_g", 0.0),
        ("tr", "protein_g", 0.0),
        ("< 0.3", "lactose_g", 0.0),
        ("< 2", "lactose_g", None),
        ("< 0.01", "epa_g", 0.0),
        ("< 0.05", "epa_g", None),
        ("< 0.5", "vitamin_d_ug", 0.0),
        ("< 20", "sodium_mg", None),
    ],
)
def test_less_than_next_to_nothing_is_nil_and_less_than_more_is_not_known(text, nutrient, value):
    assert ciqual_number(text, nutrient) == value


def test_ciqual_has_polyols_and_carbohydrate_without_fibre(kitchen):
    kitchen.ciqual(
        "7", **{"Polyols (g/100g)": "0.6", CIQUAL_CARBOHYDRATE: "11", "Fibres (g/100g)": "2"},
        **{CIQUAL_RETINOL: "10", "Beta-carotene (µg/100g)": "24"},
    )  # fmt: skip
    figures = kitchen.figures("7", "ciqual")
    assert figures.nutrients["polyols_g"] == 0.6
    assert figures.nutrients["carbohydrate_g"] == 13.0
    assert figures.nutrients["vitamin_a_ug"] == 12.0
    assert "protein_g" not in figures.nutrients
    assert figures.tags == {"polyols": certain(None)}


def test_a_food_of_sr_is_its_own_ingredient(kitchen):
    kitchen.sr("3", "Onions, raw", fructose_g=1.3, glucose_g=2.0, fa_18_3_g=0.1)
    figures = kitchen.figures("3", "sr")
    assert figures.nutrients["ala_g"] == 0.1
    assert figures.nutrients["excess_fructose_g"] == 0.0
    assert figures.tags == {"allium": certain(None)}


def test_tags_may_come_from_another_food_than_figures(kitchen):
    kitchen.ciqual("7", **{"Sugars (g/100g)": "2"})
    kitchen.recipe("a", "Kale, raw", [("9", 100.0)], patterns={"add_sugars": 1.0})
    figures = kitchen.figures("7", "ciqual", tags_code="a")
    assert "leafy_green" in figures.tags
    assert figures.nutrients == {"sugars_g": 2.0, "added_sugar_g": 2.0}


def test_nova_is_the_label_then_the_plain_food_then_the_category(kitchen):
    kitchen.category("Candy", 4, 1.0)
    kitchen.category("Candy, sometimes", 4, 0.6)
    kitchen.category("Meat mixed dishes", 4, 1.0)
    kitchen.label("1", 2)
    kitchen.recipe("a", "x", [("99", 99.0)], nova="3", category="Candy")
    kitchen.recipe("b", "x", [("1", 99.0), ("99", 1.0)], category="Candy")
    kitchen.recipe("c", "Kale, boiled", [("9", 99.0)], category="Candy")
    kitchen.recipe("d", "x", [("99", 9.0), ("2", 9.0)], category="Candy")
    kitchen.recipe("e", "x", [("99", 9.0), ("2", 9.0)], category="Candy, sometimes")
    kitchen.recipe("f", "x", [("99", 9.0), ("2", 9.0)], category="Meat mixed dishes")
    kitchen.recipe("g", "x, home recipe", [("99", 9.0), ("2", 9.0)], category="Candy")
    groups = {code: kitchen.figures(code).nova for code in "abcdefg"}
    assert groups == {"a": 3, "b": 2, "c": 1, "d": 4, "e": None, "f": None, "g": None}


def test_omega_3_of_fish_and_excess_fructose_need_both_parts():
    assert completed({"epa_g": 0.1}) == {"epa_g": 0.1}
    assert completed({"epa_g": 0.1, "dha_g": 0.2})["epa_dha_g"] == pytest.approx(0.3)
    assert completed({"fructose_g": 1.0, "glucose_g": 3.0})["excess_fructose_g"] == 0.0
    assert completed({"sugars_g": 0.0})["added_sugar_g"] == 0.0


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (1234.5, "1230"), (0.012345, "0.0123"), (99.96, "100")]
)
def test_figures_are_written_with_three_digits(value, text):
    assert rounded(value) == text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (food("1", "fndds"), "a.csv, line 2: code fndds:1 is in no row"),
        (food("1", "ciqual"), "a.csv, line 2: code ciqual:1 is in no row"),
        (food("none", "fndds", "12345678"), "a.csv, line 2: tags_code 12345678 is in no row"),
    ],
)
def test_a_code_that_is_in_no_table_is_refused_with_its_place(kitchen, wrong, said):
    with pytest.raises(TableError, match=said):
        figures_of(kitchen.tables(), wrong)


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(TableError, match="give the folder of the tables as --shared"):
        figures_of(Tables(tmp_path), food("1"))


def test_a_food_without_a_code_has_no_figures(kitchen):
    assert figures_of(kitchen.tables(), food("", "")) is None


def test_names_and_ids_in_two_rows_are_told_with_both_places():
    first = food("1", where="a.csv, line 2", aliases=("y",))
    other = food("1", where="b.csv, line 9", id="z", name="Y")
    same = food("1", where="b.csv, line 10", name="w")
    assert problems([first, other, same], {}) == [
        "b.csv, line 9: z: 'y' is in a.csv, line 2 (x) too",
        "b.csv, line 10: the id 'x' stands in a.csv, line 2 too",
    ]


def test_figures_that_cannot_be_are_told():
    heavy = Figures({"protein_g": 60.0, "water_g": 60.0}, None, {})
    drunk = Figures({"alcohol_g": 9.0}, None, {"gluten": TagShare(50.0, possible=False)})
    (too_much,) = problems([food("1")], {"x": heavy})
    (alcohol,) = problems([food("1")], {"x": drunk})
    assert "a.csv, line 2: x: protein_g" in too_much
    assert "9 g of alcohol in a food made of grain" in alcohol


def test_the_command_says_what_is_missing(tmp_path, capsys):
    assert main(["--shared", str(tmp_path)]) == 1
    assert "is missing" in capsys.readouterr().out


@pytest.fixture(scope="module")
def shared_tables() -> Tables:
    return Tables(SHARED)


@needs_tables
def test_the_shipped_figures_are_those_of_a_fresh_build(shared_tables):
    foods = read_authored(DATA / "foods")
    figures = all_figures(shared_tables, foods)
    assert problems(foods, dict(figures)) == []
    assert rendered(figures) == (DATA / FIGURES).read_text(encoding="utf-8")


@needs_tables
def test_the_command_finds_the_shipped_figures_up_to_date(capsys):
    assert main(["--shared", str(SHARED), "--check"]) == 0
    assert "the figures are those of the tables" in capsys.readouterr().out


COLUMNS = {"fndds": FNDDS, "sr": SR, "ciqual": CIQUAL}


def sample(size: int) -> list[str]:
    """Foods drawn once and for all, those of the smaller tables among them."""
    draw = random.Random(20)
    coded = [food for food in load_foods().values() if food.code]
    return sorted(f.id for f in draw.sample(sorted(coded, key=lambda f: f.id), size))


@needs_tables
@pytest.mark.parametrize("name", sample(60))
def test_a_sample_of_figures_is_that_of_the_source(name, shared_tables):
    shipped = load_foods()[name]
    table, _, number = shipped.code.partition(":")
    source = {
        "fndds": shared_tables.fndds, "sr": shared_tables.sr, "ciqual": shared_tables.ciqual,
    }[table][number]  # fmt: skip
    compared = 0
    for column, nutrient in COLUMNS[table].items():
        text = source[column]
        if text.replace(".", "").isdigit():
            assert shipped.nutrients[nutrient] == pytest.approx(float(text), rel=0.006), nutrient
            compared += 1
        elif text == "":
            assert nutrient not in shipped.nutrients or nutrient in {"linoleic_g", "added_sugar_g"}
    assert compared >= 15
