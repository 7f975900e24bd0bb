"""Tables from strangers: every row is split, or told."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.importers import csv_rows as module
from gutline.importers.csv_rows import Record, Row, csv_records, csv_rows
from gutline.importers.errors import ImporterError
from gutline.importers.source import Problem


def rows(text: str, delimiter: str = "") -> list[Row | Problem]:
    return list(csv_rows(io.BytesIO(text.encode()), "x.csv", delimiter))


def cells(text: str) -> list[list[str]]:
    return [list(row.cells) for row in rows(text) if isinstance(row, Row)]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_told_from_the_first_line(mark: str):
    assert cells(f"a{mark}b{mark}c\n1{mark}2{mark}3\n") == [["a", "b", "c"], ["1", "2", "3"]]


def test_marks_inside_quotes_do_not_count():
    assert cells('"a;b;c",d\n1,2\n') == [["a;b;c", "d"], ["1", "2"]]


def test_cells_may_hold_line_ends_and_quotes():
    assert cells('a,b\n"one\r\ntwo","say ""hi"""\n') == [["a", "b"], ["one\ntwo", 'say "hi"']]


def test_rows_know_the_line_on_which_they_begin():
    found = rows('a,b\n\n"x\ny",2\n3,4\n')
    assert [row.line for row in found] == [1, 3, 5]


def test_empty_lines_are_no_rows():
    assert cells("a,b\n\n ,\n1,2\n") == [["a", "b"], ["1", "2"]]


def test_an_open_quote_takes_one_row_and_no_more():
    found = rows('a,b\n1,2\n"open,3\n' + "4,5\n" * 1000)
    problems = [row for row in found if isinstance(row, Problem)]
    assert [(p.line, p.value) for p in problems] == [(3, '"open,3')]
    assert len(found) == 1003
    assert found[-1] == Row(1003, ["4", "5"])


def test_an_open_quote_at_the_end_is_told():
    found = rows('a,b\n1,"2\n3,4')
    assert isinstance(found[1], Problem)
    assert found[2] == Row(3, ["3", "4"])


def test_a_quote_within_a_cell_is_a_letter():
    assert cells('a,b\n6" sub,1\n') == [["a", "b"], ['6" sub', "1"]]


def test_long_cells_and_many_cells_are_told():
    found = rows("a,b\n" + "x" * 200_000 + ",1\n" + "," * 3000 + "1\n2,3\n")
    assert [type(row) for row in found] == [Row, Problem, Problem, Row]
    assert "longer than" in found[1].reason
    assert "cells" in found[2].reason


def test_troubles_of_lines_are_told_beside_their_rows():
    data = b"a,b\nK\xe4se,1\nnul\x00,2\nlast,3\n"
    found = list(csv_rows(io.BytesIO(data), "x.csv"))
    told = [(row.line, row.used) for row in found if isinstance(row, Problem)]
    assert told == [(2, True), (3, False)]
    assert [row.cells[0] for row in found if isinstance(row, Row)] == ["a", "Käse", "last"]


def test_nothing_is_no_table():
    assert rows("") == []
    assert rows("\n\n") == []


def test_records_are_asked_by_column_in_any_case():
    found = list(csv_records(io.BytesIO(b"Day,Name\n1,x\n2\n3,y,z\n"), "x.csv"))
    assert all(isinstance(one, Record) for one in found)
    assert [one.get("NAME") for one in found] == ["x", "", "y"]
    assert [one.first("nothing", "day") for one in found] == ["1", "2", "3"]
    assert found[2].get("nothing") == ""
    assert list(found[2].cells) == ["3", "y", "z"]


def test_the_first_of_two_columns_of_one_name_counts():
    (one,) = csv_records(io.BytesIO(b"a,a\n1,2\n"), "x.csv")
    assert one.get("a") == "1"


def test_a_column_that_is_needed_must_be_there():
    with pytest.raises(ImporterError, match=r"x\.csv has no column 'Time'"):
        list(csv_records(io.BytesIO(b"Day,Name\n1,2\n"), "x.csv", needed=["day", "Time"]))


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.text("ab ,;\"'\n\t=-", max_size=6), min_size=2, max_size=4),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_what_was_written_as_csv_comes_back(table: list[list[str]]):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    # The writer leaves a carriage return alone; spaces around cells are no part of them.
    wanted = [[cell.strip() for cell in row] for row in table if any(row)]
    found = [list(row.cells) for row in csv_rows(io.BytesIO(out.getvalue().encode()), "x", ",")]
    assert found == wanted


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_rows_problems_or_refused(data: bytes):
    found: list[object] = []
    with contextlib.suppress(ImporterError):
        found.extend(csv_rows(io.BytesIO(data), "x.csv"))
    assert all(isinstance(one, Row | Problem) for one in found)


def test_rows_are_read_as_they_are_asked_for():
    stream = io.BytesIO(b"a,b\n" + b"1,2\n" * 200_000)
    reading = csv_rows(stream, "x.csv")
    assert next(reading) == Row(1, ["a", "b"])
    assert stream.tell() < 200_000
    assert module.MOST_LINES_IN_A_ROW < 1000
