"""One thing of a mapping in one row: names, amounts, words, and what is not said."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.mapping_file import TableMapping, Thing
from gutline.importers.table_things import RowThings, SaidNo

MOMENT = Moment(datetime(2026, 3, 1, 8, tzinfo=ZoneInfo("Europe/Berlin")), "", day_only=False)


def said(thing: Thing, *, comma: bool | None = None, **cells: Any) -> list[Any]:
    """What a row with these cells says of a thing."""
    rows = RowThings(TableMapping("log", "Date", (thing,)), decimal_comma=comma)
    return list(rows.said(MOMENT, thing, cells.get))


def told(*args: Any, **cells: Any) -> list[tuple[str, str, float | None, str, str]]:
    return [(s.kind, s.name, s.value, s.unit, s.note) for s in said(*args, **cells)]


PAIN = Thing("symptom", "back pain", "pain")
FOOD = Thing("food", name_column="eaten", split=",")
ROW = Thing(kind_column="kind", name_column="name", column="value", unit_column="unit",
            note_column="note")  # fmt: skip


@pytest.mark.parametrize("cell", [None, "", " ", "-", "n/a", "?", "NaN"])
def test_an_empty_cell_says_nothing(cell):
    assert said(PAIN, pain=cell) == []
    assert said(FOOD, eaten=cell) == []


def test_zero_is_something_that_was_said():
    assert told(PAIN, pain=0) == [("symptom", "back pain", 0.0, "", "")]
    assert told(PAIN, pain="0") == [("symptom", "back pain", 0.0, "", "")]


@pytest.mark.parametrize("cell", ["no", "No", "nein", "false", "✗", False])
def test_no_is_no_entry_and_is_counted(cell):
    assert said(PAIN, pain=cell) == [SaidNo()]


@pytest.mark.parametrize("cell", ["x", "yes", "✓", "ja", True])
def test_yes_needs_a_number_where_one_is_asked_for(cell):
    with pytest.raises(RowError, match="not how much"):
        said(PAIN, pain=cell)
    assert told(Thing("practice", "stretching", "done"), done=cell) == [
        ("practice", "stretching", None, "", "")
    ]


@pytest.mark.parametrize(
    ("factor", "cell", "value"),
    [(2.0, 3, 6.0), (0.1, "70", 7.0), (3.3333333333, 3, 9.9999999999), (2.5, "4", 10.0)],
)
def test_a_scale_is_stretched(factor, cell, value):
    ((_, _, found, _, _),) = told(Thing("symptom", "x", "pain", factor=factor), pain=cell)
    assert found == value


def test_words_stand_for_their_numbers_whatever_their_case():
    thing = Thing("symptom", "x", "pain", words={"Mild": 3, "none": 0, "no": 0})
    assert told(thing, pain="MILD")[0][2] == 3.0
    assert told(thing, pain="none")[0][2] == 0.0
    assert told(thing, pain="no")[0][2] == 0.0
    with pytest.raises(RowError):
        said(thing, pain="awful")


@pytest.mark.parametrize(("comma", "value"), [(True, 3.5), (None, 3.5)])
def test_a_comma_is_read_as_agreed(comma, value):
    assert told(PAIN, comma=comma, pain="3,5")[0][2] == value


def test_names_in_a_cell_are_parted_and_tidied():
    assert [s[1] for s in told(FOOD, eaten=" toast ,, eggs,")] == ["toast", "eggs"]
    whole = Thing("food", name_column="eaten")
    assert [s[1] for s in told(whole, eaten="toast, eggs")] == ["toast, eggs"]


@pytest.mark.parametrize("word", ["none", "Nothing", "nichts", "nada", "rien"])
def test_none_is_said_as_none(word):
    assert told(FOOD, eaten=word) == [("food", "none", None, "", "")]
    assert told(Thing("practice", name_column="eaten"), eaten=word)[0][1] != ""


def test_more_names_than_a_cell_can_hold_are_refused_and_not_cut():
    assert len(said(FOOD, eaten=",".join(f"food {n}" for n in range(200)))) == 200
    with pytest.raises(RowError, match="more than 200 names"):
        said(FOOD, eaten=",".join(f"food {n}" for n in range(201)))


@pytest.mark.parametrize("word", ["food", "Food", "Foods", "foods"])
def test_a_kind_may_be_written_as_people_do(word):
    assert told(ROW, kind=word, name="rice", value="80", unit="g") == [
        ("food", "rice", 80.0, "g", "")
    ]


def test_an_unknown_kind_is_told_with_those_there_are():
    with pytest.raises(RowError, match="use one of") as refused:
        said(ROW, kind="thing", name="rice")
    assert refused.value.field == "kind"
    with pytest.raises(RowError, match="no kind is given"):
        said(ROW, name="rice")


def test_a_value_without_a_name_is_refused():
    with pytest.raises(RowError, match="without a name"):
        said(ROW, kind="food", value="80")


@pytest.mark.parametrize(
    ("cell", "value", "unit"), [("80 g", 80.0, "g"), ("250ml", 250.0, "ml"), ("2", 2.0, "serving")]
)
def test_a_portion_carries_its_own_unit(cell, value, unit):
    ((_, _, found, in_unit, _),) = told(Thing("food", "rice", "amount"), amount=cell)
    assert (found, in_unit) == (value, unit)


def test_a_portion_that_is_none_is_refused():
    with pytest.raises(RowError, match="not an amount"):
        said(Thing("food", "rice", "amount"), amount="a lot")


def test_a_note_beside_an_entry_stays_with_it():
    found = told(ROW, kind="symptom", name="back pain", value=4, note="after sitting")
    assert found == [("symptom", "back pain", 4.0, "", "after sitting")]


def test_a_note_is_an_entry_of_its_own():
    assert told(Thing("note", column="said"), said="slept badly") == [
        ("note", "", None, "", "slept badly")
    ]
    parts = Thing("note", column="said", note_column="more", name_column="who", split=",")
    assert told(parts, said="a", more="b", who="c,d")[0][4] == "a\nb\nc\nd"
