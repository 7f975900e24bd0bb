"""Flaredown's two forms: levels, doses, other people and columns that look like levels."""

from __future__ import annotations

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import got, score

LONG = "user_id,age,sex,country,checkin_date,trackable_id,trackable_type,trackable_name,trackable_value\n"


def _long(
    kind: str, name: str, value: str = "", day: str = "2026-06-10", person: str = "me"
) -> str:
    return f'{person},40,f,DE,{day},7,{kind},"{name}","{value}"\n'


def _wide(columns: str, cells: str) -> str:
    return f"Date,{columns},Tags,Foods,Note\n2026-06-10,{cells}\n"


@pytest.mark.parametrize(
    ("value", "level"), [("0", 0.0), ("0.0", 0.0), ("2", 5.0), ("4", 10.0), ("3.5", 8.75)]
)
@pytest.mark.parametrize("kind", ["Symptom", "Condition", "SYMPTOM"])
def test_levels_run_from_none_to_four(kind: str, value: str, level: float):
    assert got("flaredown", LONG + _long(kind, "Fatigue", value)).said() == [
        ("symptom", "Fatigue", level, "nrs")
    ]


@pytest.mark.parametrize("value", ["", "5", "-1", "NaN", "bad", "inf", "4/4x"])
def test_a_level_that_cannot_be_is_reported(value: str):
    found = got(
        "flaredown", LONG + _long("Symptom", "Fatigue", value) + _long("Symptom", "Pain", "1")
    )
    assert [one.line for one in found.refused] == [2]
    assert found.one().name == "Pain"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Ibuprofen", "400 mg", ("medicine", "Ibuprofen", 400.0, "mg")),
        ("Ibuprofen", "20 mg at night", ("medicine", "Ibuprofen", 20.0, "mg")),
        ("Ibuprofen", "", ("medicine", "Ibuprofen", None, "")),
        ("Ibuprofen", "t", ("medicine", "Ibuprofen", None, "")),
        ("Ibuprofen", "FALSE", ("medicine", "Ibuprofen", 0.0, "serving")),
        ("Ibuprofen", "0", ("medicine", "Ibuprofen", 0.0, "serving")),
        ("Ibuprofen", "as needed", ("medicine", "Ibuprofen", None, "")),
        ("Vitamin D", "2 x 1000 IU", ("supplement", "Vitamin D", 2000.0, "iu")),
        ("Yoga", "30 minutes", ("movement", "Yoga", None, "")),
        ("Yoga", "no", ("movement", "Yoga", 0.0, "min")),
    ],
)
def test_treatments_taken_not_taken_and_by_dose(name: str, value: str, said: tuple):
    found = got("flaredown", LONG + _long("Treatment", name, value))
    assert found.said() == [said]
    if said[2] is None and value not in {"", "t"}:
        assert value in found.one().note


@pytest.mark.parametrize(
    ("kind", "name", "value", "kinds"),
    [
        ("Food", "oats", "", ["food"]), ("Tag", "travel", "", ["travel"]), ("Tag", "zorp", "", ["note"]),
        ("Zorp", "thing", "7", ["note"]), ("", "thing", "7", ["note"]), ("Weather", "temp", "20", []),
        ("HBI", "", "3", []),
    ],
)  # fmt: skip
def test_other_rows_are_kept_or_counted(kind: str, name: str, value: str, kinds: list[str]):
    found = got("flaredown", LONG + _long(kind, name, value))
    assert [entry.kind for entry in found.entries] == kinds
    assert found.left_out.total() == (not kinds)


def test_other_people_are_counted_and_left_out():
    text = LONG + _long("Food", "oats") + _long("Food", "rye", person="you") + _long("Food", "kale")
    found = got("flaredown", text)
    assert [e.name for e in found.entries] == ["oats", "kale"]
    assert found.left_out == {"rows of other people": 1}


@pytest.mark.parametrize("day", ["", "10/11/2026", "2026-02-30", "1900-01-01"])
def test_a_day_that_is_none_is_reported(day: str):
    found = got("flaredown", LONG + _long("Food", "oats", day=day))
    assert len(found.refused) == 1
    assert not found.entries


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Fatigue", "0", ("symptom", "Fatigue", 0.0, "nrs")),
        ("Zorp disease", "4", ("symptom", "Zorp disease", 10.0, "nrs")),
        ("Ibuprofen", "1", ("medicine", "Ibuprofen", None, "")),
        ("Vitamin D", "0", ("supplement", "Vitamin D", 0.0, "serving")),
        ("Zorp cream", "2 times", ("medicine", "Zorp cream", 2.0, "serving")),
    ],
)
def test_a_column_of_small_numbers_is_a_level_unless_it_is_taken(
    column: str, cell: str, said: tuple
):
    assert got("flaredown", _wide(column, f"{cell},,,")).said() == [said]


def test_tags_and_foods_are_taken_apart_and_zero_is_not_nothing():
    text = (
        "Date,Fatigue,Tags,Foods,Note\n2026-06-10,0,travel; zorp;,rye; ;🍎,fine\n2026-06-11,,,,\n"
    )
    found = got("flaredown", text)
    assert [(e.kind, e.name) for e in found.entries] == [
        ("symptom", "Fatigue"), ("food", "rye"), ("food", "🍎"), ("travel", "travel"),
        ("note", "zorp"), ("note", "note"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "Date,Tags\n", "a,b\n1,2\n"])
def test_what_has_neither_header_is_refused(text: str):
    assert score("flaredown", text) == 0.0
    with pytest.raises(ImporterError, match="columns"):
        got("flaredown", text)


def test_a_column_with_a_name_of_many_words_is_read_quickly():
    found = got("flaredown", _wide("word " * 5000, "taken,,,"))
    assert [one.field for one in found.refused] == ["name"]
