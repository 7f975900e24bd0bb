"""CSV files told as data: their columns found by role, in any order and language."""

from __future__ import annotations

import pytest

from gutline.diary.entries import RowError
from gutline.importers.entry_making import Said
from gutline.importers.source import Head, ImporterError, ImportFile, ImportSettings, Problem
from gutline.importers.table_source import Table, TableRow, read_table

TABLE = Table(
    {"day": ("date", "datum"), "food": ("food", "essen"), "weight": ("weight (*",)}, ("day", "food")
)
SETTINGS = ImportSettings("UTC")


def _rows(text: str) -> list[TableRow | Problem]:
    return list(TABLE.rows(ImportFile("t.csv", data=text.encode())))


def test_columns_are_found_by_role_in_any_order_and_case():
    (row,) = _rows("Essen;DATUM;Gewicht;Weight (lb)\nBrot;2026-06-10;x;157\n")
    assert (row["day"], row["food"], row["weight"], row["none"]) == (
        "2026-06-10",
        "Brot",
        "157",
        "",
    )
    assert list(row.others()) == [("Gewicht", "x")]
    assert row.line == 2


def test_lines_above_the_header_are_passed_over():
    (row,) = _rows("My food diary\nprinted today\nDate,Food\n2026-06-10,Egg\n")
    assert row["food"] == "Egg"


def test_short_and_long_rows_are_read_as_far_as_they_go():
    short, long = _rows("Date,Food\n2026-06-10\n2026-06-10,Egg,more,and more\n")
    assert short["food"] == ""
    assert long["food"] == "Egg"


def test_a_file_without_the_header_is_refused_with_what_is_missing():
    with pytest.raises(ImporterError, match="date, food"):
        _rows("a,b\n1,2\n")


def test_the_score_is_zero_without_the_needed_columns():
    assert TABLE.score(Head("t.csv", b"Date,Food\n")) > 0.5
    assert TABLE.score(Head("t.csv", b"Date,Drink\n")) == 0.0
    assert TABLE.score(Head("t.csv", b"\x00\x01Date,Food\n")) == 0.0
    assert TABLE.score(Head("t.zip", b"Date,Food\n", ("a.csv",))) == 0.0


def test_more_known_columns_make_it_surer():
    few = TABLE.score(Head("t.csv", b"Date,Food\n"))
    assert TABLE.score(Head("t.csv", b"Date,Food,Weight (kg)\n")) > few


def test_a_row_that_cannot_be_read_is_one_problem_and_the_rest_goes_on():
    def entries_of(row, maker):
        if row["food"] == "bad":
            raise RowError("food", row["food"], "is bad; write a food")
        yield from maker.made(row.line, Said(maker.moment(row["day"]), "food", row["food"]))

    text = "Date,Food\n2026-06-10,Egg\n2026-06-10,bad\nx,Egg\n2026-06-11,Egg\n"
    file = ImportFile("t.csv", data=text.encode())
    read = list(read_table(file, SETTINGS, TABLE, "daylio", entries_of))
    assert [type(one).__name__ for one in read] == ["Entry", "Problem", "Problem", "Entry"]
    assert read[1] == Problem(3, "food", "bad", "is bad; write a food")


def test_a_columns_cells_can_be_looked_at_alone():
    file = ImportFile("t.csv", data=b"Date,Food\n1,a\n2,b\n")
    assert list(TABLE.column(file, "food")) == ["a", "b"]
