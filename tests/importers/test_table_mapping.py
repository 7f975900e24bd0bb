"""A table of one's own, read by a mapping: every form of table, and nothing silently dropped."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.diary.entries import Entry, RowError
from gutline.importers import workbook_rows
from gutline.importers.cell_values import clock_in, day_and_clock_in, number_in, text_in
from gutline.importers.errors import ImporterError
from gutline.importers.mapping_file import (
    MappingError,
    TableMapping,
    Thing,
    format_mapping,
    mapping_of,
    read_mapping,
)
from gutline.importers.mapping_guess import guess_mapping, look_at
from gutline.importers.source import ImportFile, ImportSettings, LeftOut, Problem
from gutline.importers.sources.spreadsheet import reader

SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 7, 1))
WIDE = TableMapping(
    "log", "Date",
    (Thing("symptom", "back pain", "Back"), Thing("food", name_column="Eaten", split=","),
     Thing("note", column="Notes")),
    clock="Time",
)  # fmt: skip
LONG = TableMapping(
    "log", "When",
    (Thing(kind_column="Kind", name_column="Name", column="Amount", unit_column="Unit",
           note_column="Note"),),
)  # fmt: skip


def table(text: str, name: str = "log.csv") -> ImportFile:
    return ImportFile(name, data=text.encode())


def workbook(*rows: list[Any], sheet: str = "Sheet") -> ImportFile:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return ImportFile("log.xlsx", data=target.getvalue())


def read(mapping: TableMapping, file: ImportFile) -> list[Any]:
    return list(reader(mapping).read(file, SETTINGS))


def said(items: list[Any]) -> list[tuple[str, str, float | None]]:
    return [(e.kind, e.name, e.value) for e in items if isinstance(e, Entry)]


def problems(items: list[Any]) -> list[str]:
    return [f"{p.line} {p.field}: {p.reason}" for p in items if isinstance(p, Problem)]


# --- wide and long tables -----------------------------------------------------------------------


def test_a_wide_table_has_a_column_a_symptom():
    found = read(WIDE, table(
        'Date,Time,Back,Eaten,Notes\n2026-03-01,08:15,3.5,"rye bread, butter",slept badly\n'
    ))  # fmt: skip
    assert said(found) == [
        ("symptom", "back pain", 3.5), ("food", "rye bread", None), ("food", "butter", None),
        ("note", "note", None),
    ]  # fmt: skip
    assert {e.at.isoformat() for e in found} == {"2026-03-01T08:15:00+01:00"}
    assert {e.source for e in found} == {"spreadsheet"}
    assert found[3].note == "slept badly"


def test_a_long_table_has_a_row_an_entry():
    found = read(LONG, table(
        "When,Kind,Name,Amount,Unit,Note\n2026-03-01 08:15,Food,rye bread,80,g,toasted\n"
        "2026-03-01,symptoms,back pain,6,,\n2026-03-02T08:00:00+09:00,drink,coffee,,,\n"
    ))  # fmt: skip
    assert said(found) == [
        ("food", "rye bread", 80.0), ("symptom", "back pain", 6.0), ("drink", "coffee", None)
    ]  # fmt: skip
    assert (found[0].unit, found[0].note) == ("g", "toasted")
    assert found[1].day_only
    assert found[2].at.isoformat() == "2026-03-02T08:00:00+09:00"


def test_zero_none_and_missing_stay_three_things():
    found = read(WIDE, table("Date,Time,Back,Eaten,Notes\n2026-03-01,,0,none,\n2026-03-02,,,,\n"))
    assert said(found) == [("symptom", "back pain", 0.0), ("food", "none", None)]
    assert problems(found) == []


@pytest.mark.parametrize("word", ["-", "n/a", "?", "NaN", ""])
def test_words_for_missing_are_missing(word):
    assert read(WIDE, table(f"Date,Time,Back,Eaten,Notes\n2026-03-01,,{word},,\n")) == []


def test_words_and_scales_become_numbers():
    thing = Thing("symptom", "back pain", "Back", factor=2.0, words={"Mild": 3, "no": 0})
    found = read(
        TableMapping("log", "Date", (thing,)),
        table("Date,Back\n2026-03-01,4\n2026-03-02,mild\n2026-03-03,no\n2026-03-04,awful\n"),
    )
    assert [value for _, _, value in said(found)] == [8.0, 3.0, 0.0]
    assert problems(found) == ["5 Back: not a number; write it as 7.5, or leave it empty"]


def test_yes_is_an_entry_and_no_is_counted():
    thing = Thing("practice", "stretching", "Stretched")
    found = read(
        TableMapping("log", "Date", (thing,)),
        table("Date,Stretched\n2026-03-01,x\n2026-03-02,no\n2026-03-03,\n2026-03-04,20\n"),
    )
    assert said(found) == [("practice", "stretching", None), ("practice", "stretching", 20.0)]
    assert [x for x in found if isinstance(x, LeftOut)] == [LeftOut("cells that say no", 1)]


def test_a_symptom_that_was_only_ticked_is_a_problem_that_says_so():
    found = read(WIDE, table("Date,Time,Back,Eaten,Notes\n2026-03-01,,x,,\n"))
    assert problems(found) == [
        "2 Back: says that there was one, not how much; write a number"
    ]  # fmt: skip


def test_portions_keep_their_units():
    mapping = TableMapping("log", "Date", (Thing("food", "milk", "Milk"),))
    found = read(mapping, table("Date,Milk\n2026-03-01,200 ml\n2026-03-02,2\n2026-03-03,lots\n"))
    assert [(e.value, e.unit) for e in found[:2]] == [(200.0, "ml"), (2.0, "serving")]
    assert "write it as 80 g" in problems(found)[0]


# --- days, times, decimal commas ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-04", "2026-03-04"), ("04.03.2026", "2026-03-04"), ("46085", "2026-03-04"),
        ("4 March 2026", "2026-03-04"), ("25/03/2026", "2026-03-25"), ("03/25/2026", "2026-03-25"),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_written(day, expected):
    (found,) = read(WIDE, table(f"Date,Time,Back,Eaten,Notes\n{day},,3,,\n"))
    assert found.at.date().isoformat() == expected


def test_day_and_month_are_told_from_the_whole_column():
    rows = "03/04/2026,,1,,\n04/04/2026,,2,,\n25/04/2026,,3,,\n"
    found = read(WIDE, table(f"Date,Time,Back,Eaten,Notes\n{rows}"))
    assert [e.at.month for e in found] == [4, 4, 4]


def test_what_cannot_be_told_is_a_problem_unless_the_mapping_says():
    file = table("Date,Time,Back,Eaten,Notes\n03/04/2026,,1,,\n")
    assert "cannot be told apart" in problems(read(WIDE, file))[0]
    american = mapping_of({**WIDE.body(), "order": "mdy"})
    (found,) = read(american, file)
    assert (found.at.month, found.at.day) == (3, 4)


def test_a_row_without_a_day_is_of_the_day_above_only_when_so_agreed():
    file = table("Date,Time,Back,Eaten,Notes\n2026-03-01,08:00,1,,\n,09:00,2,,\n")
    assert problems(read(WIDE, file)) == ["3 date: the day is missing; write it as 2026-03-01"]
    carried = mapping_of({**WIDE.body(), "carry_day": True})
    assert [e.at.hour for e in read(carried, file)] == [8, 9]


def test_the_end_of_a_day_is_read_from_a_text_and_from_a_workbooks_cell():
    assert clock_in(timedelta(days=1)).fold == clock_in(1.0).fold == clock_in("24:00").fold == 1
    day, clock = day_and_clock_in("13.06.2026 24:00", "dmy")
    assert (day, clock.fold) == (date(2026, 6, 13), 1)


def test_a_doubtful_time_is_said():
    rows = "2026-03-01,12:45,1,,\n2026-03-01,06:00,2,,\n"
    found = read(WIDE, table(f"Date,Time,Back,Eaten,Notes\n{rows}"))
    (doubt,) = (x for x in found if isinstance(x, Problem))
    assert doubt.used
    assert doubt.reason == "06:00 after 12:45: pm?"


def test_decimal_commas_are_read():
    text = "Date;Time;Back;Eaten;Notes\n2026-03-01;;3,5;;\n"
    assert said(read(WIDE, table(text))) == [("symptom", "back pain", 3.5)]
    mapping = TableMapping(
        "log", "Date", (Thing("food", "milk", "Milk", "ml"),), decimal_comma=True
    )
    (found,) = read(mapping, table("Date;Milk\n2026-03-01;1.500,5\n"))
    assert found.value == 1500.5


def test_every_cell_that_is_not_used_is_counted():
    found = read(
        TableMapping("log", "Date", (Thing("symptom", "back pain", "Back"),)),
        table("Date,Back,Mood,\n2026-03-01,1,5,x\n2026-03-02,,6,\nsoon,3,,\n"),
    )
    told = {one.what: one.count for one in found if isinstance(one, LeftOut)}
    assert told == {
        "cells of the column “Mood”, which the mapping does not use": 2,
        "cells of the column “number 4”, which the mapping does not use": 1,
    }
    assert len(problems(found)) == 1


def test_a_column_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(ImporterError, match=r"no column 'Back' \(found: Date, Pain\)"):
        read(WIDE, table("Date,Pain\n2026-03-01,1\n"))
    with pytest.raises(ImporterError, match="no row 1"):
        read(WIDE, table("\n"))


def test_ids_stay_when_the_table_grows_and_twins_are_told_apart():
    text = "Date,Time,Back,Eaten,Notes\n2026-03-01,08:00,,egg,\n2026-03-01,08:00,,egg,\n"
    ids = [e.id for e in read(WIDE, table(text))]
    assert len(set(ids)) == 2
    longer = read(WIDE, table(text + "2026-03-02,08:00,3,,\n"))
    assert [e.id for e in longer[:2]] == ids


# --- workbooks ----------------------------------------------------------------------------------


def test_a_workbook_keeps_dates_times_and_numbers():
    file = workbook(
        ["Date", "Time", "Back", "Eaten", "Notes"],
        [date(2026, 3, 1), time(8, 15), 3.5, "egg", None],
        [datetime(2026, 3, 2, 9, 30), None, 0, None, None],
        [46084.5, None, "4,5", None, 7],
    )
    found = read(WIDE, file)
    assert said(found) == [
        ("symptom", "back pain", 3.5), ("food", "egg", None), ("symptom", "back pain", 0.0),
        ("symptom", "back pain", 4.5), ("note", "note", None),
    ]  # fmt: skip
    assert [f"{e.at:%d %H:%M}" for e in found] == ["01 08:15"] * 2 + ["02 09:30"] + ["03 12:00"] * 2


def test_a_formula_without_its_result_is_a_problem_and_never_run():
    file = workbook(["Date", "Time", "Back", "Eaten", "Notes"], ["2026-03-01", "", "=1+1", "egg"])
    found = read(WIDE, file)
    assert said(found) == [("food", "egg", None)]
    assert "a formula without its result" in problems(found)[0]


def test_another_sheet_is_read_when_it_is_named():
    file = workbook(["Date", "Back"], ["2026-03-01", 3], sheet="Pain")
    mapping = TableMapping("log", "Date", (Thing("symptom", "back pain", "Back"),), sheet="Pain")
    assert said(read(mapping, file)) == [("symptom", "back pain", 3.0)]
    with pytest.raises(ImporterError, match="no sheet 'Mood'; it has Pain"):
        read(mapping_of({**mapping.body(), "sheet": "Mood"}), file)


def remade(file: ImportFile, name: str, change: Any) -> ImportFile:
    """The workbook with one of its parts changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(file.open()) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == name else data)
    return ImportFile("log.xlsx", data=target.getvalue())


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'


@pytest.mark.parametrize(
    ("change", "said_so"),
    [
        (lambda data: data[:5] + BOMB + data[5:], "declares entities"),
        (lambda data: BOMB.lower() + data, "declares entities"),
        (lambda data: data.decode().encode("utf-16"), "damaged workbook"),
        (lambda data: b"not xml", "damaged workbook"),
        (lambda data: data[: len(data) // 2], "damaged workbook"),
        (lambda data: data.replace(b'r="A2"', b'r="?"'), "damaged workbook"),
    ],
)
def test_a_harmful_or_broken_workbook_is_refused(change, said_so):
    whole = workbook(["Date", "Back"], ["2026-03-01", 3], ["2026-03-02", 4])
    mapping = TableMapping("log", "Date", (Thing("symptom", "back pain", "Back"),))
    assert len(said(read(mapping, whole))) == 2
    with pytest.raises(ImporterError, match=said_so):
        read(mapping, remade(whole, SHEET, change))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    file = workbook(["Date", "Back"], ["2026-03-01", 3])
    monkeypatch.setattr(workbook_rows, "LARGEST_PART", 100)
    with pytest.raises(ImporterError, match="unpacks to more"):
        read(WIDE, file)


def test_rows_beyond_the_most_are_told(monkeypatch):
    monkeypatch.setattr(workbook_rows, "MOST_ROWS", 3)
    mapping = TableMapping("log", "Date", (Thing("symptom", "back pain", "Back"),))
    file = workbook(["Date", "Back"], *(["2026-03-01", n] for n in range(5)))
    found = read(mapping, file)
    assert len(said(found)) == 2
    assert "rows beyond 3 are not read" in problems(found)[0]


def test_a_cell_far_away_takes_no_time():
    def far(data: bytes) -> bytes:
        row = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'
        return data.replace(b"</sheetData>", row + b"</sheetData>")

    mapping = TableMapping("log", "Date", (Thing("symptom", "back pain", "Back"),))
    file = remade(workbook(["Date", "Back"], ["2026-03-01", 3]), SHEET, far)
    assert len(said(read(mapping, file))) == 1


# --- mappings as files --------------------------------------------------------------------------

_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


@st.composite
def mappings(draw: Any) -> TableMapping:
    """Any mapping that a person may make."""
    things = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(sorted(load_kinds())))
        units = ["", *load_kinds()[kind].units]
        things.append(
            Thing(kind, draw(_NAMES).strip(), draw(_NAMES) or "c", draw(st.sampled_from(units)),
                  note_column=draw(_NAMES), factor=draw(st.sampled_from([1.0, 2.5])),
                  words=draw(st.dictionaries(_NAMES, st.floats(0, 9), max_size=2)))
        )  # fmt: skip
    return TableMapping(
        draw(_NAMES), "day", tuple(things), draw(_NAMES), draw(_NAMES),
        draw(st.integers(1, 1000)), draw(st.sampled_from(["", "dmy", "mdy"])),
        draw(st.sampled_from([None, True, False])), draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(mappings())
def test_a_mapping_comes_back_from_its_file(mapping):
    assert read_mapping(format_mapping(mapping).encode()) == mapping
    assert mapping_of(mapping.body()) == mapping


@pytest.mark.parametrize(
    ("change", "said_so"),
    [
        ({"format": "other"}, "no mapping"),
        ({"version": 2}, "newer"),
        ({"day": " "}, "which column holds the day"),
        ({"day": 7}, "day is of the wrong type"),
        ({"header_row": True}, "header_row is of the wrong type"),
        ({"header_row": 0}, "between 1 and 1000"),
        ({"order": "ydm"}, "which of day and month"),
        ({"colour": "red"}, "'colour' is not known"),
        ({"name": "x" * 600}, "longer than"),
        ({"things": []}, "choose at least one"),
        ({"things": [7]}, "thing 1"),
        ({"things": [{"kind": "symptom"}]}, "reads no column"),
        ({"things": [{"column": "Back"}]}, "has no kind"),
        ({"things": [{"column": "Back", "kind": "pain"}]}, "no kind 'pain'"),
        ({"things": [{"column": "B", "kind": "food", "unit": "kg"}]}, "food is measured in"),
        ({"things": [{"column": "B", "kind": "food", "factor": 0}]}, "factor"),
        ({"things": [{"column": "B", "kind": "food", "words": {"a": "b"}}]}, "words"),
        ({"things": [{"column": "B", "kind": "food", "name": "a\x00"}]}, "control character"),
        ({"things": [{"column": "B", "kind": "food"}] * 201}, "more than 200"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(change, said_so):
    with pytest.raises(MappingError, match=said_so):
        mapping_of({**WIDE.body(), **change})


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b"a = ", b"x" * 2_000_000])
def test_what_is_no_mapping_file_is_refused(data):
    with pytest.raises(MappingError):
        read_mapping(data)


def test_a_mapping_is_read_from_a_file_of_its_own(tmp_path):
    path = tmp_path / "log.toml"
    path.write_text(format_mapping(WIDE), "utf-8")
    assert read_mapping(path) == WIDE
    with pytest.raises(MappingError, match="cannot be opened"):
        read_mapping(tmp_path / "other.toml")


# --- guesses ------------------------------------------------------------------------------------


def test_a_wide_table_is_guessed():
    file = table(
        "Pain log of spring\n\nDate;Time;Back pain;Sleep;Breakfast;Comments\n"
        "03.04.2026;08:15;3,5;7;rye bread, butter;slept badly\n;12:45;2;;;\n"
    )
    look = look_at(file)
    mapping = guess_mapping(look, "log")
    assert (mapping.day, mapping.clock, mapping.carry_day) == ("Date", "Time", True)
    assert [(t.kind, t.column or t.name_column) for t in mapping.things] == [
        ("symptom", "Back pain"), ("sleep", "Sleep"), ("food", "Breakfast"), ("note", "Comments")
    ]  # fmt: skip
    assert len(said(read(mapping, file))) == 6


def test_a_long_table_is_guessed():
    file = workbook(["When", "Food", "Amount", "Unit"], [datetime(2026, 3, 1, 8), "egg", 2, "g"])
    mapping = guess_mapping(look_at(file), "log")
    assert said(read(mapping, file)) == [("food", "egg", 2.0)]
    assert mapping.fits(["unit", "AMOUNT", "Food", "When", "More"])
    assert not mapping.fits(["When", "Food"])


@pytest.mark.parametrize("text", ["", "one line\n", "\n\n\n"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(ImporterError):
        look_at(table(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=5), min_size=2, max_size=6))
def test_any_table_can_be_looked_at_and_read(rows):
    file = table("\n".join(";".join(row) for row in rows))
    found: list[Any] = []
    with contextlib.suppress(ImporterError):
        mapping = guess_mapping(look_at(file), "log")
        found = read(mapping_of(mapping.body()), file)
    assert {type(one) for one in found} <= {Entry, Problem, LeftOut}


# --- cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (True, "yes"), (3.0, "3"), (float("nan"), ""), (date(2026, 3, 1), "2026-03-01"),
     (datetime(2026, 3, 1, 8, 30), "2026-03-01 08:30"), (" a ", "a"), (time(8, 5), "08:05:00")],
)  # fmt: skip
def test_cells_as_texts(cell, text):
    assert text_in(cell) == text


@pytest.mark.parametrize("cell", [True, None, date(2026, 3, 1), "much"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(RowError):
        number_in(cell, decimal_comma=None)


@pytest.mark.parametrize("cell", [12.0, "99999", "soon", 1e9, None])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(RowError):
        day_and_clock_in(cell, "")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(0.25, time(6)), (timedelta(hours=7), time(7)), ("7:30 pm", time(19, 30)), ("", None),
     (datetime(2026, 3, 1, 8, 30, 1, 5), time(8, 30, 1)), (time(9), time(9)), ("-", None)],
)  # fmt: skip
def test_times_of_day(cell, expected):
    assert clock_in(cell) == expected


@pytest.mark.parametrize("cell", [1.5, timedelta(days=2), -0.1])
def test_what_is_no_time_of_day_is_refused(cell):
    with pytest.raises(RowError):
        clock_in(cell)
