"""Tables of other apps as they come: columns moved, renamed or gone, preambles, other encodings."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from gutline.diary.entries import Entry, RowError
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.errors import ImporterError
from gutline.importers.source import Head, ImportFile, ImportSettings, Problem, Read
from gutline.importers.table_source import Table, TableRow, read_table

TABLE = Table(
    {"day": ("date", "datum"), "food": ("food", "lebensmittel"), "amount": ("amount (*",),
     "note": ("note",)},
    ("day", "food"),
)  # fmt: skip
ROW = {"Date": "2026-06-10", "Food": "rice", "Amount (g)": "80", "Note": "warm"}


def _file(text: str | bytes) -> ImportFile:
    return ImportFile("a.csv", data=text.encode() if isinstance(text, str) else text)


def _rows(text: str | bytes) -> list[TableRow | Problem]:
    return list(TABLE.rows(_file(text)))


def _cells(text: str | bytes) -> list[tuple[str, ...]]:
    rows = [row for row in _rows(text) if isinstance(row, TableRow)]
    return [tuple(row[role] for role in ("day", "food", "amount", "note")) for row in rows]


@pytest.mark.parametrize("order", list(itertools.permutations(ROW)))
def test_columns_may_stand_in_any_order(order: tuple[str, ...]):
    text = ",".join(order) + "\n" + ",".join(ROW[name] for name in order) + "\n"
    assert _cells(text) == [("2026-06-10", "rice", "80", "warm")]
    assert TABLE.score(Head("a.csv", text.encode())) > 0.9


@pytest.mark.parametrize(
    "header",
    ["DATE,FOOD", "date , food ", '"Date","Food"', "Datum,Lebensmittel", "\ufeffdate,food",
     "x,Date,y,Food", "Date,Food,", "food,date,date"],
)  # fmt: skip
def test_a_header_is_known_in_every_spelling(header: str):
    assert TABLE.score(Head("a.csv", header.encode())) >= 0.9
    names = [cell.strip(' "\ufeff').casefold() for cell in header.split(",")]
    cells = {"date": "2026-06-10", "datum": "2026-06-10", "food": "rice", "lebensmittel": "rice"}
    text = header + "\n" + ",".join(cells.get(name, "") for name in names) + "\n"
    assert _cells(text) == [("2026-06-10", "rice", "", "")]


@pytest.mark.parametrize("header", ["", "Date", "Food", "a,b,c", "Dates,Foods", "date;food,x"])
def test_a_file_without_the_needed_columns_is_refused_and_they_are_named(header: str):
    assert TABLE.score(Head("a.csv", header.encode())) == 0.0
    with pytest.raises(
        ImporterError, match=r"a\.csv has no line that names the columns date, food"
    ):
        _rows(header + "\n2026-06-10,rice\n")


@pytest.mark.parametrize(
    "text", ["date,food\n", "date,food", "date,food\r\n\r\n\n", "date,food\n,\n"]
)
def test_a_header_alone_has_no_rows_and_is_no_fault(text: str):
    assert _rows(text) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "preamble", ["", "Export of my diary\n", "sep={0}\n", "# made, by; hand\n\n"]
)
def test_what_stands_between_cells_is_told_by_the_header(delimiter: str, preamble: str):
    text = preamble.format(delimiter) + "Date,Food\n2026-06-10,rice\n".replace(",", delimiter)
    assert TABLE.score(Head("a.csv", text.encode())) > 0.9
    assert _cells(text) == [("2026-06-10", "rice", "", "")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_line_ends_change_nothing(end: str, encoding: str):
    text = end.join(["Date,Food,Note", "2026-06-10,Müsli,süß", ""])
    assert TABLE.score(Head("a.csv", text.encode(encoding))) > 0.9
    assert _cells(text.encode(encoding)) == [("2026-06-10", "Müsli", "", "süß")]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("2026-06-10", ("2026-06-10", "", "", "")),
        ("2026-06-10,rice", ("2026-06-10", "rice", "", "")),
        ("2026-06-10,rice,80,warm,more,even more", ("2026-06-10", "rice", "80", "warm")),
        ('"2026-06-10","rice; wild","1,5","a ""b"" c"', ("2026-06-10", "rice; wild", "1,5", 'a "b" c')),
        (' 2026-06-10 , "rice" ,80,', ("2026-06-10", "rice", "80", "")),
        ('2026-06-10,rice,,"two\nlines"', ("2026-06-10", "rice", "", "two\nlines")),
        ("2026-06-10,🍚,,😀", ("2026-06-10", "🍚", "", "😀")),
        (",,,warm", ("", "", "", "warm")),
    ],
)  # fmt: skip
def test_rows_may_be_shorter_longer_or_quoted(row: str, cells: tuple[str, ...]):
    assert _cells(f"Date,Food,Amount (g),Note\n{row}\n") == [cells]


def test_a_quote_that_is_never_closed_costs_one_row():
    text = 'Date,Food\n2026-06-10,"rice\n2026-06-11,bread\n2026-06-12,kale\n'
    found = _rows(text)
    assert [row.reason[:20] for row in found if isinstance(row, Problem)] == [
        "a quote is opened an"
    ]
    assert [row["food"] for row in found if isinstance(row, TableRow)] == ["bread", "kale"]


def test_lines_are_counted_as_an_editor_counts_them():
    text = 'preamble\n\nDate,Food\n2026-06-10,"two\nlines"\n\n2026-06-11,bread\n'
    assert [row.line for row in _rows(text)] == [4, 7]


@pytest.mark.parametrize(("above", "found"), [(5, True), (25, True), (40, False)])
def test_a_header_is_looked_for_near_the_top_only(above: int, found: bool):
    text = "nothing here\n" * above + "Date,Food\n2026-06-10,rice\n"
    if found:
        assert len(_cells(text)) == 1
    else:
        with pytest.raises(ImporterError):
            _rows(text)


def test_columns_without_a_role_are_told_with_their_names():
    text = "Date,Food,Mood,,Empty\n2026-06-10,rice,4,lost,\n"
    (row,) = _rows(text)
    assert isinstance(row, TableRow)
    assert list(row.others()) == [("Mood", "4")]


def test_a_zip_or_a_picture_is_no_table():
    assert TABLE.score(Head("a.zip", b"date,food\n", ("a.csv",))) == 0.0
    assert TABLE.score(Head("a.png", b"date,food\x00\n")) == 0.0


def _one(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    if row["food"] == "bad":
        raise RowError("food", "bad", "no food; check it")
    moment = maker.moment(row["day"])
    yield from maker.made(row.line, Said(moment, "food", row["food"]))


def test_a_row_that_cannot_be_read_stops_no_other():
    text = "Date,Food\n2026-06-10,rice\nsoon,rice\n2026-06-10,bad\n2026-06-10,\n2026-06-12,kale\n"
    read = list(read_table(_file(text), ImportSettings("UTC"), TABLE, "made", _one))
    problems = [(one.line, one.field) for one in read if isinstance(one, Problem)]
    assert problems == [(3, "time"), (4, "food"), (5, "name")]
    assert [one.name for one in read if isinstance(one, Entry)] == ["rice", "kale"]


def test_a_column_can_be_read_alone():
    text = "Date,Food\n2026-06-10,rice\n,bread\n"
    assert list(TABLE.column(_file(text), "day")) == ["2026-06-10", ""]
