"""Workbooks (XLSX) from strangers: rows as values, formulas as what they came to, with caps."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from gutline.importers.errors import ImporterError
from gutline.importers.source import ImportFile, Problem

if TYPE_CHECKING:
    from gutline.importers.cell_values import Cell

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_SHEETS = 100
LARGEST_PART = 256 << 20
"""Bytes of one sheet, unpacked; a sheet is read row by row."""
LARGEST_TABLE_OF_TEXTS = 48 << 20
"""Bytes of the texts and styles, which are held in memory."""
_WORKBOOK = "xl/workbook.xml"
_PIECE = 1 << 20
_OVERLAP = 16
# An own type of document is where entities are declared; no spreadsheet program writes one.
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w{1,8}:)?f[ />]")
_NO_RESULT = "a formula without its result; open the workbook, save it, and import it again"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its number from 1, and its cells."""

    line: int
    cells: list[Cell]


def is_workbook(file: ImportFile) -> bool:
    """Return whether a file is an XLSX workbook.

    Raises
    ------
    ImporterError
        When it is a zip that is not safe to open.
    """
    return _WORKBOOK in file.members()


def sheet_names(file: ImportFile) -> tuple[str, ...]:
    """Return the names of a workbook's sheets that hold cells.

    Raises
    ------
    ImporterError
        When it cannot be read.
    """
    _check(file)
    with _opened(file) as book:
        return tuple(str(sheet.title) for sheet in book.worksheets)[:MOST_SHEETS]


def sheet_rows(file: ImportFile, sheet: str = "") -> Iterator[SheetRow | Problem]:
    """Yield the rows of one sheet that are not empty.

    Parameters
    ----------
    file : ImportFile
        The workbook.
    sheet : str
        The sheet's name; by default the first.

    Raises
    ------
    ImporterError
        When the workbook is damaged, too large, not safe, or has no such sheet.
    """
    has_formulas = _check(file)
    with _opened(file) as book:
        rows = _rows(_sheet_of(book, sheet, file.name))
        if not has_formulas:
            yield from _numbered(rows, file.name)
            return
        with _opened(file, data_only=False) as formulas:
            asked = _rows(_sheet_of(formulas, sheet, file.name))
            yield from _numbered(rows, file.name, asked)


def _numbered(
    rows: Iterator[tuple[Cell, ...]],
    name: str,
    asked: Iterator[tuple[Cell, ...]] | None = None,
) -> Iterator[SheetRow | Problem]:
    line = 0
    while True:
        try:
            row = next(rows)
            formulas = next(asked, ()) if asked is not None else ()
        except StopIteration:
            return
        except ImporterError:
            raise
        except Exception as error:
            raise _damaged(name) from error
        line += 1
        if line > MOST_ROWS:
            yield Problem(
                line, "row", "", f"rows beyond {MOST_ROWS:,} are not read; split the sheet"
            )
            return
        if _is_empty(row) and _is_empty(formulas):
            continue
        for value, formula in zip(row, formulas, strict=False):
            if value is None and formula is not None:
                yield Problem(line, "cell", str(formula)[:80], _NO_RESULT)
        if any(value is not None and value != "" for value in row):
            yield SheetRow(line, _without_tail(row))


def _is_empty(row: tuple[Cell, ...]) -> bool:
    # Counted, not looped over: a sheet with one cell far away has very many empty rows.
    return row.count(None) == len(row)


def _without_tail(row: tuple[Cell, ...]) -> list[Cell]:
    """Return the cells up to the last that is not empty."""
    filled = max((n for n, cell in enumerate(row) if cell not in (None, "")), default=-1)
    return list(row[: filled + 1])


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:  # noqa: ANN401 - openpyxl has no types
    sheet.reset_dimensions()
    found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    return cast("Iterator[tuple[Cell, ...]]", iter(found))


def _sheet_of(book: Any, sheet: str, name: str) -> Any:  # noqa: ANN401 - the same
    sheets = {str(one.title): one for one in book.worksheets}
    if not sheets:
        raise ImporterError(f"{name} has no sheet with cells; save it with one")
    if not sheet:
        return next(iter(sheets.values()))
    if sheet not in sheets:
        known = ", ".join(list(sheets)[:10])
        raise ImporterError(f"{name} has no sheet {sheet[:80]!r}; it has {known}")
    return sheets[sheet]


@contextmanager
def _opened(file: ImportFile, *, data_only: bool = True) -> Iterator[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a quarter of a second, and numpy

    with file.open() as stream:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
        except Exception as error:
            # openpyxl lets errors of many kinds through for a file that is not as it should be.
            raise _damaged(file.name) from error
        try:
            yield book
        finally:
            book.close()


def _damaged(name: str) -> ImporterError:
    return ImporterError(f"{name} is a damaged workbook; open it, save it as XLSX, and try again")


def _check(file: ImportFile) -> bool:
    """Refuse what is not safe to open; return whether any sheet holds a formula."""
    if not is_workbook(file):
        raise ImporterError(f"{file.name} is no XLSX workbook; save it as XLSX or CSV")
    has_formulas = False
    for name in file.members():
        if not name.endswith((".xml", ".rels")):
            continue
        is_sheet = name.startswith("xl/worksheets/")
        most = LARGEST_PART if is_sheet else LARGEST_TABLE_OF_TEXTS
        if file.member_size(name) > most:
            raise ImporterError(
                f"{file.name} unpacks to more than {most >> 20} MB; save a shorter span"
            )
        has_formulas |= _scan(file, name) and is_sheet
    return has_formulas


def _scan(file: ImportFile, name: str) -> bool:
    """Look through one part; return whether there is a formula in it."""
    before, found = b"", False
    with file.open_member(name) as stream:
        while piece := stream.read(_PIECE):
            if not before and piece.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
                raise _damaged(file.name)
            both = before[-_OVERLAP:] + piece
            if _DECLARATION.search(both):
                raise ImporterError(f"{file.name} declares entities, which no workbook does")
            found = found or _FORMULA.search(both) is not None
            before = piece
    return found
