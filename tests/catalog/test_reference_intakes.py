"""Reference intakes: as the public tables have them, and refused where a table is wrong."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from gutline.catalog import CatalogError
from gutline.catalog.reference_intakes import (
    AUTHORITIES,
    COLUMNS,
    ReferenceIntake,
    load_reference_intakes,
    read_reference_intakes,
)

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "reference" / "dri_us.csv"
NUTRIENTS = {
    "Fiber, total dietary": "fibre_g", "Protein": "protein_g", "Magnesium, Mg": "magnesium_mg",
    "Vitamin D (D2 + D3)": "vitamin_d_ug", "Water": "water_g",
    "alpha-Linolenic acid 18:3 n-3": "ala_g",
}  # fmt: skip
GROUPS = {
    "Children": "child", "Male": "male", "Female": "female", "Pregnancy": "pregnancy",
    "Lactation": "lactation",
}  # fmt: skip


def figure(nutrient: str, group: str, age: int, kind: str = "intake", by: str = "dri") -> float:
    found = [
        row.value
        for row in load_reference_intakes()
        if (row.nutrient, row.group, row.kind, row.authority) == (nutrient, group, kind, by)
        and row.holds_for(age)
    ]
    assert len(found) == 1
    return found[0]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("nutrient", "group", "age", "value"),
    [
        ("fibre_g", "female", 42, 25), ("fibre_g", "male", 60, 30), ("protein_g", "male", 30, 56),
        ("magnesium_mg", "male", 31, 420), ("magnesium_mg", "pregnancy", 30, 350),
        ("vitamin_d_ug", "female", 71, 20), ("vitamin_d_ug", "female", 70, 15),
        ("ala_g", "female", 20, 1.1), ("water_g", "lactation", 25, 3800), ("fibre_g", "child", 8, 25),
    ],
)  # fmt: skip
def test_figures_everybody_can_look_up(nutrient, group, age, value):
    assert figure(nutrient, group, age) == value


def test_the_limit_of_magnesium_is_for_supplements_and_that_of_vitamin_d_for_all():
    scopes = {row.nutrient: row.scope for row in load_reference_intakes() if row.kind == "upper"}
    assert scopes == {"magnesium_mg": "supplements", "vitamin_d_ug": "all"}
    assert figure("magnesium_mg", "female", 42, "upper") == 350
    assert figure("vitamin_d_ug", "female", 42, "upper") == 100


def test_fish_omega_3_is_given_by_the_one_body_that_has_a_figure():
    assert figure("epa_dha_g", "male", 42, by="efsa") == 0.25
    assert {r.authority for r in load_reference_intakes() if r.nutrient == "epa_dha_g"} == {"efsa"}


def test_every_adult_has_a_figure_for_every_nutrient():
    nutrients = {row.nutrient for row in load_reference_intakes() if row.kind == "intake"}
    for nutrient in nutrients:
        for age in (19, 30, 31, 50, 51, 70, 71, 110):
            by = "efsa" if nutrient == "epa_dha_g" else "dri"
            assert figure(nutrient, "male", age, by=by) > 0
            assert figure(nutrient, "female", age, by=by) > 0


def test_figures_are_those_of_the_public_table():
    if not SHARED.exists():
        pytest.skip(f"the public table of reference intakes is not at {SHARED}")
    compared = 0
    with SHARED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            nutrient, group = NUTRIENTS.get(row["nutrient"]), GROUPS.get(row["group"])
            if nutrient is None or group is None:
                continue
            first, _, last = row["age_years"].partition("_")
            kind = "upper" if row["kind"] == "UL" else "intake"
            for age in {71, 90} if first == ">70" else {int(first), int(last)}:
                assert figure(nutrient, group, age, kind) == float(row["value"]), row
                compared += 1
    assert compared > 200


# What is wrong with a table ------------------------------------------------------------------

GOOD = "fibre_g,intake,male,19,50,38,,dri"


def test_a_good_row_is_read(tmp_path):
    assert read_reference_intakes(table(tmp_path / "r.csv", GOOD)) == (
        ReferenceIntake("fibre_g", "intake", "male", 19.0, 50.0, 38.0, "", "dri"),
    )
    endless = read_reference_intakes(table(tmp_path / "r.csv", GOOD.replace("50", "")))
    assert endless[0].age_to == math.inf


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("joy_g,intake,male,19,50,38,,dri", "'joy_g' is not a nutrient of the catalog"),
        ("fibre_g,wish,male,19,50,38,,dri", "kind: 'wish' must be one of intake"),
        ("fibre_g,intake,men,19,50,38,,dri", "group: 'men' must be one of child"),
        ("fibre_g,intake,male,x,50,38,,dri", "age_from: 'x' must be a number above 0"),
        ("fibre_g,intake,male,50,19,38,,dri", "age_to: '19' is below age_from"),
        ("fibre_g,intake,male,19,50,0,,dri", "value: '0' must be a number above 0"),
        ("fibre_g,intake,male,19,50,nan,,dri", "value: 'nan' must be a number"),
        ("fibre_g,intake,male,19,50,38,all,dri", "scope: 'all' must be one of empty"),
        ("magnesium_mg,upper,male,19,50,350,,dri", "scope: '' must be one of supplements"),
        ("fibre_g,intake,male,19,50,38,,who", "authority: 'who' must be one of dri, efsa"),
        ("fibre_g,intake,male,19,50,38", "has 6 fields; give 8"),
    ],
)
def test_a_wrong_row_is_refused_with_file_line_and_field(tmp_path, row, reason):
    path = table(tmp_path / "r.csv", GOOD.replace("male", "female"), row)
    with pytest.raises(CatalogError) as error:
        read_reference_intakes(path)
    assert str(path) in str(error.value)
    assert "line 3" in str(error.value)
    assert reason in str(error.value)


def test_two_figures_for_the_same_people_are_refused(tmp_path):
    with pytest.raises(CatalogError, match=r"line 3: age_from: an earlier line"):
        read_reference_intakes(table(tmp_path / "r.csv", GOOD, GOOD.replace("19", "40")))


def test_another_header_is_refused(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CatalogError, match="the first line must be nutrient,kind"):
        read_reference_intakes(path)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(CatalogError, match="cannot be read"):
        read_reference_intakes(tmp_path / "none.csv")
    (tmp_path / "r.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogError, match="cannot be read"):
        read_reference_intakes(tmp_path / "r.csv")


def test_authorities_have_names():
    assert {row.authority for row in load_reference_intakes()} == set(AUTHORITIES)
