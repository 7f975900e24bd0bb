"""A journal as a workbook (XLSX) to look at, sort and count in; nothing in it runs as a formula."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from gutline.catalog.body_sites import load_body_sites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gutline.diary.entries import Entry
    from gutline.reports.exchange.journal import Journal

HEADER = (
    "day", "time", "offset", "kind", "name", "value", "unit", "where", "stiffness min", "note",
    "source", "id",
)  # fmt: skip
ABOUT = (
    ("day", "the local date its own clock showed"),
    ("time", "the local time; empty where only the day is known"),
    ("offset", "of that clock from UTC"),
    ("kind", "food, drink, symptom, stool, sleep and so on"),
    ("name", "as you wrote it; “none” says there was none"),
    ("value", "how much, in the unit; empty where nothing was said, which is not zero"),
    ("where", "where on the body"),
    ("id", "the same in every export"),
)
MOST_ROWS = 1_000_000
"""Rows of one sheet; a workbook's own limit is 1,048,576."""
LONGEST_CELL = 32_000
_WIDTHS = {"A": 12, "B": 9, "D": 12, "E": 32, "F": 10, "H": 24, "J": 40, "L": 24}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# What XML cannot hold; the diary allows none of it but the two that are no characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def workbook(journal: Journal, *, most_rows: int = MOST_ROWS) -> bytes:
    """Return a journal as the bytes of a workbook.

    Every text is stored as text, whatever it begins with, and is marked as such, so that it stays
    text when the cell is edited.

    Parameters
    ----------
    journal : Journal
        What to write.
    most_rows : int
        Entries of one sheet; further ones go on the next.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - a quarter of a second, and numpy

    book = Workbook(write_only=True)
    entries = journal.diary.entries
    for start in range(0, max(len(entries), 1), most_rows):
        number = start // most_rows + 1
        sheet = book.create_sheet("Diary" if number == 1 else f"Diary {number}")
        _fill(sheet, journal, entries[start : start + most_rows])
    about = book.create_sheet("About")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 14, 70
    about.append(["zone", _text(about, journal.diary.zone)])
    for row in ABOUT:
        about.append([_text(about, cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Any, journal: Journal, entries: Sequence[Entry]) -> None:  # noqa: ANN401 - no types
    sheet.freeze_panes = "A2"
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.append(list(HEADER))
    for entry in entries:
        sheet.append([_cell(sheet, value) for value in _values(journal, entry)])


def _values(journal: Journal, entry: Entry) -> Iterator[object]:
    detail = journal.detail(entry)
    sites = detail.get("sites")
    chosen = sites if isinstance(sites, (list, tuple)) else ()
    wall = entry.at.replace(tzinfo=None, microsecond=0)
    yield wall.date()
    yield None if entry.day_only else wall.time()
    yield entry.at.isoformat()[-6:]
    yield entry.kind
    yield entry.name
    yield entry.value
    yield entry.unit
    yield "; ".join(load_body_sites()[s].name for s in map(str, chosen) if s in load_body_sites())
    yield detail.get("stiffness_min")
    yield entry.note
    yield entry.source
    yield entry.id


def _cell(sheet: Any, value: object) -> object:  # noqa: ANN401 - no types
    if isinstance(value, str):
        return _text(sheet, value) if value else None
    return value


def _text(sheet: Any, text: str) -> object:  # noqa: ANN401 - no types
    """Return a cell that holds a text and never a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    # A cell counts in UTF-16, in which some letters are two.
    whole = _NOT_XML.sub("\ufffd", text)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, whole)
    cell.data_type = "s"
    cell.quotePrefix = whole.startswith(_FORMULA_STARTS)
    return cell
