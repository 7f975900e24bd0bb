"""mySymptoms: ragged rows, amounts in brackets, and backups with holes in their tables."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gutline.importers.mysymptoms_words import kind_of_category
from gutline.importers.source import ImporterError, ImportFile
from tests.importers.source_texts import got, got_of, score

DAY = "28/05/2026"
NOON = 1_781_085_600


@pytest.mark.parametrize(
    ("cells", "said", "note"),
    [
        ("Rice", ("food", "Rice", None, ""), ""),
        ("Rice,80 g", ("food", "Rice", 80.0, "g"), ""),
        ("Rice,[x 2]", ("food", "Rice", 2.0, "serving"), ""),
        ("Rice,[2 cups]", ("food", "Rice", 2.0, "serving"), "2 cups"),
        ("Rice,[small]", ("food", "Rice", None, ""), "[small]"),
        ("Rice,Quantity: 2", ("food", "Rice", None, ""), "Quantity: 2"),
        ("Rice,Notes: late,Notes: cold", ("food", "Rice", None, ""), "late; cold"),
        ('"Rice, brown",80 g', ("food", "Rice, brown", 80.0, "g"), ""),
        ("🍚,0 g", ("food", "🍚", 0.0, "g"), ""),
        ("Rice,,,,", ("food", "Rice", None, ""), ""),
    ],
)
def test_what_was_eaten_keeps_all_that_stands_behind_it(cells: str, said: tuple, note: str):
    found = got("mysymptoms", f"{DAY},12:05,Lunch,{cells}\n")
    assert found.said() == [said]
    assert found.one().note == note


def test_an_amount_belongs_to_the_food_before_it():
    found = got("mysymptoms", f"{DAY},12:05,Lunch,Rice,80 g,Kale,Tofu,[x1.5]\n")
    assert found.said() == [
        ("food", "Rice", 80.0, "g"), ("food", "Kale", None, ""), ("food", "Tofu", 1.5, "serving"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("category", "cells", "said", "note"),
    [
        ("Symptom", "Bloating,Intensity: 4,Duration: 1:30", ("symptom", "Bloating", 4.0, "nrs"), "lasted 90 min"),
        ("Symptom", "Bloating,Intensity: 0", ("symptom", "Bloating", 0.0, "nrs"), ""),
        ("Symptom", "Bloating,Intensity: 4,Duration: a while", ("symptom", "Bloating", 4.0, "nrs"), "duration a while"),
        ("Symptom", "Bloating", ("note", "Bloating", None, ""), ""),
        ("Bowel Movement", "Type: 4,Notes: easy", ("stool", "stool", 4.0, "bristol"), "easy"),
        ("Bowel Movement", "Type: 9", ("stool", "stool", None, ""), "9"),
        ("Bowel Movement", "Hard,Intensity: 3", ("stool", "stool", None, ""), "Hard; intensity 3"),
        ("Exercise", "Walk,Duration: 0:45,Intensity: 2", ("movement", "Walk", 45.0, "min"), "intensity 2"),
        ("Stress", "Deadline,Intensity: 6", ("stress", "Deadline", 6.0, "nrs"), ""),
        ("Environment", "Pollen,Intensity: 6", ("note", "Pollen", None, ""), "intensity 6"),
        ("Zorp", "x,Notes: y", ("note", "x", None, ""), "y"),
    ],
)  # fmt: skip
def test_what_was_felt_keeps_all_that_stands_behind_it(category, cells, said, note):
    found = got("mysymptoms", f"{DAY},12:05,{category},{cells}\n")
    assert found.said() == [said]
    assert found.one().note == note


@pytest.mark.parametrize(
    "text", ["Intensity: 11", "Intensity: -1", "Intensity: high", "Intensity: NaN"]
)
def test_an_intensity_that_cannot_be_is_reported(text: str):
    found = got("mysymptoms", f"{DAY},12:05,Symptom,Pain,{text}\n{DAY},13:05,Lunch,Rice\n")
    assert [one.line for one in found.refused] == [1]
    assert found.one().name == "Rice"


@pytest.mark.parametrize(
    ("row", "field"),
    [(f"{DAY},12:05", "row"), (DAY, "row"), ("soon,12:05,Lunch,Rice", "date"),
     (f"{DAY},25:05,Lunch,Rice", "time"), ("31/02/2026,12:05,Lunch,Rice", "date"),
     ("28/05/1926,12:05,Lunch,Rice", "time"), (f"{DAY},later,Lunch,Rice", "time")],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_reported_with_its_line(row: str, field: str):
    found = got("mysymptoms", f"{DAY},11:00,Lunch,Kale\n{row}\n{DAY},13:05,Dinner,Rice\n")
    assert [(one.line, one.field) for one in found.refused] == [(2, field)]
    assert [e.name for e in found.entries] == ["Kale", "Rice"]


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n"])
def test_an_empty_file_is_refused(text: str):
    assert score("mysymptoms", text) == 0.0
    with pytest.raises(ImporterError, match="holds no rows"):
        got("mysymptoms", text)


@pytest.mark.parametrize(
    "head", ["Date,Time,Category\n", "\nDate,Time,Category\n", "date , time ,x\n"]
)
def test_a_header_is_passed_over_wherever_it_stands(head: str):
    found = got("mysymptoms", head + f"{DAY},12:05,Lunch,Rice\n")
    assert (found.one().name, found.refused) == ("Rice", [])


@pytest.mark.parametrize(
    ("days", "months", "doubts"),
    [(("01/02/2026", "13/02/2026"), [2, 2], 0), (("01/02/2026", "02/13/2026"), [1, 2], 0),
     (("01/02/2026", "03/04/2026"), [1, 3], 1)],
)  # fmt: skip
def test_day_and_month_are_told_by_the_whole_file_or_doubted(days, months, doubts: int):
    found = got("mysymptoms", "".join(f"{day},12:05,Lunch,Rice\n" for day in days))
    assert [e.at.month for e in found.entries] == months
    assert len(found.doubts) == doubts


def test_an_event_with_nothing_in_it_is_counted():
    found = got("mysymptoms", f"{DAY},12:05,Lunch,,\n")
    assert found.left_out == {"events with nothing in them": 1}


@pytest.mark.parametrize(
    ("category", "kind"),
    [("FOODS", "food"), (" Drinks ", "drink"), ("Medications", "medicine"), ("Frühstück", "food"),
     ("Bebidas", "drink"), ("", "note"), ("Zorp", "note"), ("Sleep", "symptom")],
)  # fmt: skip
def test_categories_are_known_in_every_spelling(category: str, kind: str):
    assert kind_of_category(category) == kind


TABLES = {
    "ingestedevent": "CREATE TABLE ingestedevent (uuid, _id, time, ingestedeventtype, notes, deleted)",
    "reactionevent": "CREATE TABLE reactionevent (uuid, _id, time, type, notes, deleted)",
    "ingesteddetail": "CREATE TABLE ingesteddetail (ingestedeventuuid, ingesteduuid, fquantity, servingsizeuuid)",
    "ingested": "CREATE TABLE ingested (uuid, name, ingestedcategoryid)",
    "ingestedcategory": "CREATE TABLE ingestedcategory (_id, name)",
    "servingsize": "CREATE TABLE servingsize (uuid, name)",
    "reaction": "CREATE TABLE reaction (reactionevent_id, reactioneventtype_id, intensity, duration, notes)",
    "reactioneventtype": "CREATE TABLE reactioneventtype (_id, name)",
}  # fmt: skip
ROWS = (
    "INSERT INTO ingested VALUES ('f', 'Rice', 1), ('f', 'Rice again', 1)",
    "INSERT INTO ingestedcategory VALUES (1, 'Foods')",
    "INSERT INTO servingsize VALUES ('s', 'g')",
    "INSERT INTO reactioneventtype VALUES (5, 'Bloating')",
    f"INSERT INTO ingestedevent VALUES ('e', 1, {NOON}, 'Lunch', 'warm', 0)",  # noqa: S608
    f"INSERT INTO reactionevent VALUES ('r', 1, {NOON}000, '', '', 0)",  # noqa: S608
    "INSERT INTO ingesteddetail VALUES ('e', 'f', 80, 's')",
    "INSERT INTO reaction VALUES (1, 5, 4, -1, '-1')",
)


def _backup(folder: Path, tables: dict[str, str], *rows: str) -> ImportFile:
    path = folder / "backup.db"
    with sqlite3.connect(path) as connection:
        for statement in (*tables.values(), *rows):
            connection.execute(statement)
    connection.close()
    return ImportFile.at(path)


def test_a_backup_is_read(tmp_path: Path):
    file = _backup(tmp_path, TABLES, *ROWS)
    found = got_of("mysymptoms", file)
    assert found.said() == [("food", "Rice", 80.0, "g"), ("symptom", "Bloating", 4.0, "nrs")]
    assert [e.at.hour for e in found.entries] == [12, 12]


@pytest.mark.parametrize("gone", sorted(TABLES))
def test_a_backup_without_one_table_is_read_as_far_as_it_goes_or_refused(tmp_path: Path, gone: str):
    rows = [row for row in ROWS if row.split()[2] != gone]
    file = _backup(tmp_path, {k: v for k, v in TABLES.items() if k != gone}, *rows)
    if gone in {"ingestedevent", "reactionevent", "ingesteddetail", "reaction"}:
        with pytest.raises(ImporterError, match=gone):
            got_of("mysymptoms", ImportFile("b.db", data=_with_marks(file)))
    else:
        found = got_of("mysymptoms", ImportFile("b.db", data=_with_marks(file)))
        assert len(found.entries) + len(found.refused) == 2


def _with_marks(file: ImportFile) -> bytes:
    """Return a backup that is recognised by its head though a table is gone."""
    with file.open() as stream:
        data = bytearray(stream.read())
    free = data.index(bytes(200), 100)
    data[free + 50 : free + 80] = b"ingestedevent..reactionevent.."
    return bytes(data)


@pytest.mark.parametrize(
    "row",
    [
        "UPDATE ingestedevent SET time = NULL", "UPDATE ingestedevent SET time = -1",
        "UPDATE ingestedevent SET time = 'soon'", "UPDATE ingestedevent SET time = 9e99",
        "UPDATE ingestedevent SET deleted = 1", "UPDATE ingesteddetail SET ingestedeventuuid = NULL",
        "UPDATE ingesteddetail SET ingesteduuid = x'00'", "UPDATE ingesteddetail SET ingesteduuid = '-1'",
        "UPDATE ingested SET name = NULL", "UPDATE ingested SET name = x'0102'",
        "UPDATE ingesteddetail SET fquantity = 9e99", "UPDATE ingested SET name = printf('%.600c', 'x')",
    ],
)  # fmt: skip
def test_a_meal_that_cannot_be_is_counted_or_reported_and_the_symptom_read(
    tmp_path: Path, row: str
):
    found = got_of("mysymptoms", _backup(tmp_path, TABLES, *ROWS, row))
    assert found.said() == [("symptom", "Bloating", 4.0, "nrs")]
    assert found.left_out.total() + len(found.refused) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("UPDATE reaction SET intensity = 0", [("symptom", "Bloating", 0.0, "nrs")]),
        ("UPDATE reaction SET intensity = NULL", [("note", "Bloating", None, "")]),
        ("UPDATE reaction SET intensity = 99", []),
        ("UPDATE reactionevent SET deleted = 1", []),
        ("UPDATE reaction SET reactionevent_id = 7", []),
        ("UPDATE reactionevent SET time = NULL", []),
        ("UPDATE reactioneventtype SET name = 'Bowel Movement'", [("stool", "stool", None, "")]),
    ],
)
def test_a_symptom_of_a_backup_keeps_zero_and_nothing_apart(tmp_path: Path, row: str, said: list):
    found = got_of("mysymptoms", _backup(tmp_path, TABLES, *ROWS, row))
    assert found.said()[1:] == said
    assert found.left_out.total() + len(found.refused) == (not said)


def test_rows_that_are_there_twice_are_read_once(tmp_path: Path):
    found = got_of("mysymptoms", _backup(tmp_path, TABLES, *ROWS, ROWS[6], ROWS[4]))
    assert len(found.entries) == 2
    assert found.left_out == {"rows that are there twice": 1}
