"""Small tables and files of the catalog: every cell, field and type is checked, with its place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.body_sites import load_body_sites, read_body_sites
from gutline.catalog.data_files import CatalogError, field_problems, read_toml
from gutline.catalog.entry_details import load_entry_details, read_entry_details
from gutline.catalog.measures import read_measures
from gutline.catalog.number_tables import number_in, one_of, read_rows

COLUMNS = ("name", "grams")


def row(cells):
    return cells["name"], number_in(cells, "grams", above=0.0)


def table(tmp_path, text: str | bytes):
    path = tmp_path / "t.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_rows_come_in_their_order(tmp_path):
    path = table(tmp_path, 'name,grams\nrye,2\n"a,b",0.5\n')
    assert read_rows(path, COLUMNS, row) == (("rye", 2.0), ("a,b", 0.5))
    assert read_rows(table(tmp_path, "name,grams\n"), COLUMNS, row) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the first line must be name,grams"),
        ("grams,name\n", "the first line must be name,grams"),
        ("name,grams,more\n", "the first line must be name,grams"),
        ("Name,Grams\n", "the first line must be name,grams"),
        ("name,grams\nrye\n", "line 2: has 1 fields; give 2"),
        ("name,grams\nrye,1\n\n", "line 3: has 0 fields"),
        ("name,grams\nrye,1,2\n", "line 2: has 3 fields"),
        ("name,grams\nrye,0\n", "line 2: grams: '0' must be a number above 0"),
        ("name,grams\nrye,nan\n", "must be a number above 0"),
        ("name,grams\nrye,inf\n", "must be a number above 0"),
        ("name,grams\nrye,\n", "must be a number above 0"),
        ("name,grams\nrye,1e400\n", "must be a number above 0"),
        (b"\xff\xfe", "cannot be read as UTF-8"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, text, told):
    with pytest.raises(CatalogError, match=r"t\.csv") as refusal:
        read_rows(table(tmp_path, text), COLUMNS, row)
    assert told in str(refusal.value)


def test_a_table_that_is_not_there_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(CatalogError, match="cannot be read"):
            read_rows(path, COLUMNS, row)


@given(st.text(max_size=12))
def test_a_cell_is_a_finite_number_or_refused(text):
    try:
        wanted = float(text)
    except ValueError:
        wanted = math.nan
    if math.isfinite(wanted):
        assert number_in({"grams": text}, "grams") == wanted
        return
    with pytest.raises(CatalogError, match="must be a number"):
        number_in({"grams": text}, "grams")


def test_a_number_may_have_any_lowest():
    assert number_in({"a": "-5"}, "a") == -5.0
    assert number_in({"a": "-5"}, "a", above=-5.5) == -5.0
    with pytest.raises(CatalogError, match="above -5"):
        number_in({"a": "-5"}, "a", above=-5.0)


def test_a_cell_that_is_one_of_a_few():
    assert one_of({"a": ""}, "a", ("", "x")) == ""
    with pytest.raises(CatalogError, match="one of empty, x"):
        one_of({"a": "X"}, "a", ("", "x"))


# --- TOML ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"a = ", b"a = 1\na = 2", b"\xff", b"[a]\n[a]", b"a = {"])
def test_what_is_no_toml_is_refused(tmp_path, data):
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    for read in (read_toml, read_body_sites, read_entry_details, read_measures):
        with pytest.raises(CatalogError, match="cannot be read as TOML"):
            read(path)
    with pytest.raises(CatalogError, match="cannot be read as TOML"):
        read_toml(tmp_path / "none.toml")


TYPES = {"id": str, "weak": bool, "grams": float, "words": tuple}
GOOD = {"id": "a", "weak": False, "grams": 3, "words": ["a", "b"]}


def test_good_fields_have_no_problems():
    assert list(field_problems(GOOD, TYPES)) == []
    without = {k: v for k, v in GOOD.items() if k != "grams"}
    assert list(field_problems(without, TYPES, optional=("grams",))) == []
    assert "the field 'grams' is missing" in list(field_problems(without, TYPES))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("id", 3, "id must be a text"),
        ("id", None, "id must be a text"),
        ("weak", 1, "weak must be true or false"),
        ("weak", "true", "weak must be true or false"),
        ("grams", 0, "grams must be a number above 0"),
        ("grams", -1.5, "grams must be a number above 0"),
        ("grams", True, "grams must be a number above 0"),
        ("grams", float("inf"), "grams must be a number above 0"),
        ("grams", float("nan"), "grams must be a number above 0"),
        ("words", "a", "words must be a list of different texts in lower case"),
        ("words", ["a", "a"], "words must be a list"),
        ("words", ["A"], "words must be a list"),
        ("words", [" a"], "words must be a list"),
        ("words", [""], "words must be a list"),
        ("words", [1], "words must be a list"),
    ],
)
def test_a_field_of_another_type_is_told(field, value, told):
    assert any(told in problem for problem in field_problems({**GOOD, field: value}, TYPES))


def test_a_field_nobody_knows_is_told_first():
    assert next(iter(field_problems({**GOOD, "colour": "red"}, TYPES))) == (
        "the field 'colour' is not known"
    )


# --- sites and details --------------------------------------------------------------------------

SITE = 'name = "knee"\nface = "front"\nsides = ["left", "right"]\njoint = true\nwords = []\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("knee = 3", "is a value; make it a table"),
        ("[knee]\n" + SITE.replace('"front"', '"side"'), "face must be"),
        ("[knee]\n" + SITE.replace('["left", "right"]', "[]"), "sides must be"),
        ("[knee]\n" + SITE.replace('"right"', '"inner"'), "sides must be"),
        ("[knee]\n" + SITE.replace("joint = true\n", ""), "'joint' must be given, as bool"),
        ("[knee]\n" + SITE + 'colour = "red"', "'colour' is not known"),
        ("[knee]\n" + SITE.replace('"right"', '"left"'), "is there twice"),
        ("[a]\n" + SITE + "[a_left]\n" + SITE.replace('["left", "right"]', '["left"]'), ""),
    ],
)
def test_a_file_of_sites_is_checked(tmp_path, text, told):
    path = tmp_path / "sites.toml"
    path.write_text(text)
    if not told:
        assert list(read_body_sites(path)) == ["a_left", "a_right", "a_left_left"]
        return
    with pytest.raises(CatalogError) as refusal:
        read_body_sites(path)
    assert told in str(refusal.value)


DETAIL = 'name = "x"\ndescription = "y"\nkinds = ["symptom"]\n'
NUMBER = DETAIL + 'holds = "number"\nunit = "min"\nlowest = 0\nhighest = 5\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 3", "is a value"),
        ("[a]\n" + DETAIL, "holds must be"),
        ("[a]\n" + DETAIL + 'holds = "colour"', "holds must be"),
        ("[a]\n" + DETAIL + 'holds = "sites"', "'most' is missing"),
        ("[a]\n" + NUMBER + "most = 3", "'most' is not known"),
        ("[a]\n" + NUMBER.replace("highest = 5", "highest = 0"), "lowest must be less"),
        ("[a]\n" + NUMBER.replace('["symptom"]', "[]"), "and none is not"),
        ("[a]\n" + NUMBER.replace('["symptom"]', '["fodo"]'), "and fodo is not"),
    ],
)
def test_a_file_of_details_is_checked(tmp_path, text, told):
    path = tmp_path / "details.toml"
    path.write_text(text)
    with pytest.raises(CatalogError) as refusal:
        read_entry_details(path)
    assert told in str(refusal.value)


def test_sites_and_details_are_loaded_once_and_frozen():
    assert load_body_sites() is load_body_sites()
    assert load_entry_details() is load_entry_details()
    with pytest.raises(TypeError):
        load_body_sites()["x"] = None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cup = 3", "must be a table of its own"),
        ("[cup]\nml = 240", "'words' is missing"),
        ('[cup]\nwords = ["cups"]\nml = 240\ngrams = 3', "give one of grams, ml, usual_g"),
        ('[cup]\nwords = ["c"]\n[can]\nwords = ["c"]', "'c' is a word of cup and of can"),
        ('[cup]\nwords = ["can"]\n[can]\nwords = ["c"]', "'can' is a word of cup and of can"),
        ('[cup]\nwords = ["cups"]\nml = 0', "ml must be a number above 0"),
    ],
)
def test_a_file_of_measures_is_checked(tmp_path, text, told):
    path = tmp_path / "measures.toml"
    path.write_text(text)
    with pytest.raises(CatalogError) as refusal:
        read_measures(path)
    assert told in str(refusal.value)
