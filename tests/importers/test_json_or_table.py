"""Apps that export a JSON document or a table: which of the two it is, whatever its name says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gutline.diary.entries import RowError
from gutline.importers.entry_making import EntryMaker, reported
from gutline.importers.json_or_table import begins_with, read_document_or_table
from gutline.importers.source import ImportFile, ImportSettings, LeftOut, Problem, Read
from gutline.importers.table_source import Table, TableRow
from tests.importers.reading_tools import SETTINGS

TABLE = Table({"day": ("day",)}, ("day",))


def _document(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    yield LeftOut("parts of a document")


def _row(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    if row["day"] == "odd":
        raise RowError("day", "odd", "not a day; check it")
    yield LeftOut(f"rows of a table like {row['day']}")


def _read(data: bytes) -> list[Read]:
    file = ImportFile("export.csv", data=data)
    return list(read_document_or_table(file, SETTINGS, _document, TABLE, "nomie", _row))


@pytest.mark.parametrize(
    "data",
    [b"{}", b"\xef\xbb\xbf \r\n\t{}", "{}".encode("utf-16"), b"\n" * 500 + b"{"],
    ids=["plain", "mark", "utf-16", "blanks"],
)
def test_what_begins_with_a_brace_is_a_document(data: bytes):
    assert begins_with(ImportFile("a", data=data), "{")
    assert not begins_with(ImportFile("a", data=data), "[")
    assert _read(data) == [LeftOut("parts of a document")]


def test_all_else_is_a_table_whose_odd_rows_are_reported():
    assert _read(b"day\n2026\nodd\n2027\n") == [
        LeftOut("rows of a table like 2026"),
        Problem(3, "day", "odd", "not a day; check it"),
        LeftOut("rows of a table like 2027"),
    ]


@pytest.mark.parametrize("data", [b"", b" ", b"\xef\xbb\xbf"])
def test_nothing_begins_with_nothing(data: bytes):
    assert not begins_with(ImportFile("a", data=data), "{")


def test_what_was_read_of_a_record_before_its_fault_is_kept():
    def record() -> Iterator[Read]:
        yield LeftOut("first")
        raise RowError("x", "1", "not that")

    assert list(reported(7, record())) == [LeftOut("first"), Problem(7, "x", "1", "not that")]
