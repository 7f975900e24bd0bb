"""Parameters of the literature inflammatory index, as published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gutline.catalog import CatalogError, load_nutrients
from gutline.catalog.index_parameters import (
    COLUMNS,
    IndexParameter,
    load_index_parameters,
    read_index_parameters,
)

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "reference" / "dii_parameters.csv"


def test_every_parameter_is_measured_by_a_nutrient_of_its_kind_of_unit():
    units = {n.index: n.unit for n in load_nutrients().values() if n.index}
    for parameter in load_index_parameters():
        assert (units[parameter.name] == "kcal") == (parameter.unit == "kcal"), parameter


def test_caffeine_is_left_out_for_its_impossible_unit():
    assert len(load_index_parameters()) == 28
    assert "Caffeine" not in {parameter.name for parameter in load_index_parameters()}


def test_fibre_speaks_for_less_and_saturated_fat_for_more():
    weights = {parameter.name: parameter.weight for parameter in load_index_parameters()}
    assert weights["Fiber"] == -0.663
    assert weights["Saturated fat"] == 0.373


def test_figures_are_those_of_the_published_table():
    if not SHARED.exists():
        pytest.skip(f"the published parameters are not at {SHARED}")
    with SHARED.open(encoding="utf-8", newline="") as file:
        rows = {row["nutrient"]: row for row in csv.DictReader(file)}
    for parameter in load_index_parameters():
        row = rows[parameter.name]
        figures = tuple(float(row[key]) for key in ("weight", "global_mean", "global_sd"))
        assert (parameter.weight, parameter.mean, parameter.sd) == figures


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return path


def test_a_good_row_is_read(tmp_path):
    path = table(tmp_path / "i.csv", "Fiber,g,-0.663,18.8,4.9")
    assert read_index_parameters(path) == (IndexParameter("Fiber", "g", -0.663, 18.8, 4.9),)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",g,-0.6,18.8,4.9", "parameter: must not be empty"),
        ("Fiber,stone,-0.6,18.8,4.9", "unit: 'stone' must be one of g, kcal, mg, ug"),
        ("Fiber,g,much,18.8,4.9", "weight: 'much' must be a number"),
        ("Fiber,g,-0.6,18.8,0", "sd: '0' must be a number above 0"),
        ("Zinc,g,1,1,1", "parameter: 'Zinc' stands there twice"),
    ],
)
def test_a_wrong_row_is_refused_with_line_and_field(tmp_path, row, reason):
    path = table(tmp_path / "i.csv", "Zinc,mg,-0.313,9.84,2.19", row)
    with pytest.raises(CatalogError, match="line 3") as error:
        read_index_parameters(path)
    assert reason in str(error.value)
