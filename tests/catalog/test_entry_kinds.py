"""Every file of entry kinds is sound, and an unsound one is refused with its reason."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from gutline.catalog import CatalogError, load_kinds, load_units, read_kind
from gutline.catalog.data_files import DATA
from gutline.catalog.kinds import ROLES

FILES = sorted((DATA / "entry_kinds").glob("*.toml"))
EXPECTED = {
    "food", "drink", "symptom", "stool", "sleep", "stress", "mood", "movement", "sitting",
    "supplement", "medicine", "practice", "cycle", "illness", "travel", "note", "complete",
    "weight", "measurement",
}  # fmt: skip

GOOD = """
id = "light"
name = "Light"
description = "Time in daylight."
roles = ["exposure"]
unit = "h"
units = ["h", "min"]
value = "required"
default_name = "light"
lags = "both"
verb = "sat in the light"
one = "time in the light"
many = "times in the light"

[range]
h = [0, 24]
min = [0, 1440]

[words]
"""


@pytest.fixture
def kind_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a kind's file named light.toml and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "light.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_a_sound_kind(path: Path):
    kind = read_kind(path)
    assert kind.id == path.stem
    assert kind.name[0].isupper()
    assert kind.description.endswith(".")
    assert set(kind.roles) <= ROLES
    assert set(kind.range) == set(kind.units)
    assert all(lowest < highest for lowest, highest in kind.range.values())
    assert kind.unit in kind.units or not kind.units


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_reads_the_same_as_its_plain_toml(path: Path):
    plain = tomllib.loads(path.read_text(encoding="utf-8"))
    kind = read_kind(path)
    for field in dataclasses.fields(kind):
        value = getattr(kind, field.name)
        if field.name == "range":
            assert {unit: list(bounds) for unit, bounds in value.items()} == plain["range"]
        elif field.name == "words":
            assert dict(value) == plain["words"]
        else:
            assert value == (tuple(v) if isinstance(v := plain[field.name], list) else v)


def test_the_kinds_are_those_a_diary_needs():
    assert set(load_kinds()) == EXPECTED


def test_the_kinds_come_in_order_and_are_loaded_once():
    assert list(load_kinds()) == sorted(load_kinds())
    assert load_kinds() is load_kinds()


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("food", {"exposure"}),
        ("drink", {"exposure"}),
        ("supplement", {"exposure"}),
        ("practice", {"exposure"}),
        ("sleep", {"exposure", "covariate"}),
        ("stress", {"exposure", "covariate"}),
        ("movement", {"exposure", "covariate"}),
        ("sitting", {"exposure", "covariate"}),
        ("medicine", {"covariate"}),
        ("cycle", {"covariate"}),
        ("illness", {"covariate"}),
        ("travel", {"covariate"}),
        ("symptom", {"outcome", "mediator"}),
        ("stool", {"mediator"}),
        ("mood", {"mediator"}),
        ("note", {"text"}),
        ("complete", {"marker"}),
        ("measurement", {"marker"}),
    ],
)
def test_roles_are_those_of_the_design(kind, roles):
    assert set(load_kinds()[kind].roles) == roles
    assert all(load_kinds()[kind].has_role(role) for role in roles)
    assert not load_kinds()[kind].has_role("nothing")


@pytest.mark.parametrize(
    ("kind", "unit", "lowest", "highest"),
    [
        ("symptom", "nrs", 0, 10),
        ("stress", "nrs", 0, 10),
        ("mood", "nrs", 0, 10),
        ("stool", "bristol", 1, 7),
        ("sleep", "h", 0, 24),
        ("sitting", "h", 0, 24),
        ("movement", "min", 0, 1440),
        ("practice", "min", 0, 1440),
    ],
)
def test_default_units_have_the_range_a_day_or_a_scale_has(kind, unit, lowest, highest):
    assert load_kinds()[kind].unit == unit
    assert load_kinds()[kind].range[unit] == (lowest, highest)


@pytest.mark.parametrize("kind", ["food", "drink", "symptom", "supplement", "medicine", "practice"])
def test_kinds_that_say_nothing_by_themselves_need_a_name(kind):
    assert load_kinds()[kind].default_name == ""


def test_no_first_word_of_a_line_belongs_to_two_kinds():
    words = [word for kind in load_kinds().values() for word in {kind.id, *kind.words}]
    assert len(words) == len(set(words))


def test_first_words_are_single_lower_case_words():
    for kind in load_kinds().values():
        for word in kind.words:
            assert word == word.casefold().strip()
            assert " " not in word


def test_kinds_are_frozen():
    food = load_kinds()["food"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        food.unit = "kg"  # type: ignore[misc]
    with pytest.raises(TypeError):
        food.range["kg"] = (0.0, 1.0)  # type: ignore[index]
    with pytest.raises(TypeError):
        load_kinds()["water"] = food  # type: ignore[index]


def test_every_unit_is_known_in_its_own_spelling():
    units = {unit for kind in load_kinds().values() for unit in kind.units}
    assert all(load_units()[unit] == unit for unit in units)


@pytest.mark.parametrize(
    ("spelling", "unit"),
    [
        ("hours", "h"), ("minutes", "min"), ("servings", "serving"), ("tablets", "serving"),
        ("mcg", "ug"), ("\u00b5g", "ug"), ("\u03bcg", "ug"), ("litres", "l"), ("grams", "g"),
        ("/10", "nrs"), ("ie", "iu"),
    ],
)  # fmt: skip
def test_units_have_other_spellings(spelling, unit):
    assert load_units()[spelling] == unit


def test_a_good_file_is_read(kind_file):
    kind = read_kind(kind_file(GOOD))
    assert kind.id == "light"
    assert kind.range["min"] == (0.0, 1440.0)
    assert kind.roles == ("exposure",)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "light"', 'id = "dark"', "they must be the same"),
        ('name = "Light"', "", "'name' is missing"),
        ('name = "Light"', "name = 3", "name must be a text"),
        ('name = "Light"', 'name = " "', "name must be a text"),
        ('verb = "sat in the light"', 'verb = ""', "verb must be a text"),
        ('lags = "both"', 'lags = "soon"', "lags must be"),
        ('value = "required"', 'value = "maybe"', "value must be"),
        ('value = "required"', 'value = "none"', "units must be given"),
        ('roles = ["exposure"]', 'roles = ["hero"]', "roles must be some of"),
        ('roles = ["exposure"]', "roles = []", "roles must be some of"),
        ('roles = ["exposure"]', 'roles = "exposure"', "roles must be a list"),
        ('roles = ["exposure"]', 'roles = ["exposure", "exposure"]', "names something twice"),
        ('unit = "h"', 'unit = "kg"', "unit must be one of units"),
        ('units = ["h", "min"]', 'units = ["h", "min", "furlong"]', "units.toml does not have"),
        ('units = ["h", "min"]', 'units = ["h"]', "for every unit and no other"),
        ("h = [0, 24]", "", "for every unit and no other"),
        ("h = [0, 24]", "h = [24, 0]", "must be [lowest, highest]"),
        ("h = [0, 24]", "h = [0]", "must be [lowest, highest]"),
        ("h = [0, 24]", 'h = ["a", "b"]', "must be [lowest, highest]"),
        ("h = [0, 24]", "h = [false, true]", "must be [lowest, highest]"),
        ("h = [0, 24]", "h = 24", "must be [lowest, highest]"),
        ("[words]", "[words]\nbasked = 3", "words must be a table"),
        ("[words]", "[words]\n[surprise]", "'surprise' is not known"),
        ("[range]", "[range", "cannot be read as TOML"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(kind_file, old, new, reason):
    assert old in GOOD
    with pytest.raises(CatalogError) as error:
        read_kind(kind_file(GOOD.replace(old, new, 1)))
    assert reason in str(error.value)
    assert "light.toml" in str(error.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "light.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogError, match="cannot be read as TOML"):
        read_kind(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CatalogError, match="cannot be read"):
        read_kind(tmp_path / "light.toml")


def test_a_person_adds_a_kind_of_their_own(tmp_path):
    folder = tmp_path / "entry_kinds"
    folder.mkdir()
    (folder / "light.toml").write_text(GOOD)
    kinds = load_kinds(tmp_path)
    assert set(kinds) == EXPECTED | {"light"}
    assert list(kinds) == sorted(kinds)
    assert "light" not in load_kinds()


def test_an_overlay_without_kinds_changes_nothing(tmp_path):
    assert load_kinds(tmp_path) == load_kinds()


def test_a_person_cannot_change_a_kind_of_the_package(tmp_path):
    folder = tmp_path / "entry_kinds"
    folder.mkdir()
    text = (DATA / "entry_kinds" / "food.toml").read_text(encoding="utf-8")
    (folder / "food.toml").write_text(text)
    with pytest.raises(CatalogError, match="'food' is in Gutline already"):
        load_kinds(tmp_path)


def test_a_spelling_in_two_units_is_refused(monkeypatch, tmp_path):
    (tmp_path / "units.toml").write_text('[h]\nwords = ["x"]\n[min]\nwords = ["x"]\n')
    monkeypatch.setattr("gutline.catalog.kinds.DATA", tmp_path)
    with pytest.raises(CatalogError, match="'x' is in two units"):
        load_units.__wrapped__()
