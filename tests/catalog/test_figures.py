"""What public tables say of each food: read by food, parsed when asked for, refused when wrong."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from gutline.catalog import CatalogError, TagShare, load_nutrients, load_tags
from gutline.catalog.figures import Figures, NutrientCells, read_figures

HEADER = "id,nova,tags,fibre_g,iron_mg"


def read(folder: Path, *lines: str) -> Mapping[str, Figures]:
    path = folder / "food_figures.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_figures(path, frozenset(load_nutrients()), frozenset(load_tags()))


def test_figures_are_read_by_food(tmp_path):
    assert read(tmp_path, HEADER, "rye,4,+gluten=58|?soy,5,", "x,,,,0") == {
        "rye": Figures(
            {"fibre_g": 5.0}, 4, {"gluten": TagShare(58.0, False), "soy": TagShare(None, True)}
        ),
        "x": Figures({"iron_mg": 0.0}, None, {}),
    }


def test_an_empty_cell_is_not_known_and_a_nil_is_nil(tmp_path):
    nutrients = read(tmp_path, HEADER, "x,,,,0")["x"].nutrients
    assert "fibre_g" not in nutrients
    assert nutrients.get("fibre_g") is None
    assert nutrients["iron_mg"] == 0.0
    assert (len(nutrients), list(nutrients)) == (1, ["iron_mg"])
    with pytest.raises(KeyError):
        nutrients["fibre_g"]


def test_cells_are_like_a_dictionary_that_cannot_be_changed():
    cells = NutrientCells("here", ("a", "b", "c"), "1,,2.5")
    assert cells == {"a": 1.0, "c": 2.5}
    assert repr(cells) == "{'a': 1.0, 'c': 2.5}"
    assert pickle.loads(pickle.dumps(cells)) == cells  # noqa: S301
    with pytest.raises(TypeError):
        cells["a"] = 2.0  # type: ignore[index]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "line 1: the header must be id,nova,tags"),
        (["id,fibre_g"], "line 1: the header must be id,nova,tags"),
        (["id,nova,tags,joy_g"], "line 1: the header must be id,nova,tags"),
        ([HEADER, "rye,x,,,"], "line 2: invalid literal"),
        ([HEADER, "rye,,"], "line 2: "),
        ([HEADER, "rye,,,1"], "line 2: rye must have 2 nutrients"),
        ([HEADER, "rye,,+joy,,"], "line 2: tags: the tag 'joy' is not known"),
        ([HEADER, "rye,,-soy,,"], "line 2: tags: the tag 'soy' is not known or taken away"),
        ([HEADER, "rye,,,1,", "rye,,,2,"], "line 3: rye stands there twice"),
    ],
)
def test_wrong_lines_are_refused(tmp_path, lines, said):
    with pytest.raises(CatalogError) as error:
        read(tmp_path, *lines)
    assert said in str(error.value)
    assert "food_figures.csv" in str(error.value)
    assert "build the figures anew" in str(error.value)


def test_a_cell_that_is_no_number_is_refused_when_it_is_looked_at(tmp_path):
    nutrients = read(tmp_path, HEADER, "rye,,,much,")["rye"].nutrients
    with pytest.raises(CatalogError, match=r"food_figures\.csv, line 2: .*'much'"):
        nutrients.get("fibre_g")


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path):
    path = tmp_path / "food_figures.csv"
    with pytest.raises(CatalogError, match="cannot be read"):
        read_figures(path, frozenset(), frozenset())
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CatalogError, match="cannot be read"):
        read_figures(path, frozenset(), frozenset())
