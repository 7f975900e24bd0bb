"""A table of any kind, CSV or workbook, as rows of cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gutline.importers.csv_rows import DELIMITERS, csv_rows
from gutline.importers.source import Head, ImportFile, Problem
from gutline.importers.workbook_rows import SheetRow, is_workbook, sheet_names, sheet_rows

_LINES_LOOKED_AT = 30


def grid_rows(file: ImportFile, sheet: str = "") -> Iterator[SheetRow | Problem]:
    """Yield the rows of a table that are not empty, and what cannot be read of it.

    Parameters
    ----------
    file : ImportFile
        A CSV file or a workbook.
    sheet : str
        The sheet of a workbook; by default the first.

    Raises
    ------
    ImporterError
        When the file is neither, or cannot be opened.
    """
    if is_workbook(file):
        yield from sheet_rows(file, sheet)
        return
    with file.open() as stream:
        for row in csv_rows(stream, file.name, _delimiter(file)):
            yield row if isinstance(row, Problem) else SheetRow(row.line, list(row.cells))


def _delimiter(file: ImportFile) -> str:
    """Return what separates cells: what stands equally often in most of the first lines."""
    text = Head(file.name, file.head()).text
    lines = [line for line in text.splitlines()[:_LINES_LOOKED_AT] if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> int:
    counts = Counter("".join(line.split('"')[::2]).count(delimiter) for line in lines)
    counts.pop(0, None)
    return max((times * count for count, times in counts.items()), default=0)


def grid_sheets(file: ImportFile) -> tuple[str, ...]:
    """Return the names of a workbook's sheets; none for a CSV file.

    Raises
    ------
    ImporterError
        When a workbook cannot be opened.
    """
    return sheet_names(file) if is_workbook(file) else ()
