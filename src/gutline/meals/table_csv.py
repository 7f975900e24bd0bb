"""CSV of a public table: header and rows, every unusable row reported, nothing held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from gutline.diary.byte_lines import BadLine, Lines, lines_of
from gutline.diary.csv_records import records_of
from gutline.diary.entries import DiaryError
from gutline.meals.food_archives import FoodFiles
from gutline.meals.table_nutrients import plain
from gutline.meals.table_records import CellError, Record, Refusal, Row, TableError

DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 400
LINES_BEFORE_HEADER = 5
Cells = Mapping[str, str]
RowReader = Callable[[int, list[str]], list[Record]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the line it is on, its cells, and what separates them."""

    line: int
    cells: tuple[str, ...]
    delimiter: str

    @property
    def plain(self) -> tuple[str, ...]:
        """The cells in lower case, without accents and marks: "fdc id"."""
        return tuple(plain(cell) for cell in self.cells)

    def column(self, *names: str) -> int | None:
        """Return the place of the first of these columns that there is."""
        own = self.plain
        return next((own.index(name) for name in names if name in own), None)


def read_header(files: FoodFiles, name: str, wanted: Sequence[str] = ()) -> Header:
    """Return the header of a CSV file; a title may stand above it.

    Parameters
    ----------
    files : FoodFiles
    name : str
        Which file.
    wanted : sequence of str
        Plain names of columns; the header is the first line that has one of them.

    Raises
    ------
    TableError
        When the file is not text, or has no such line.
    """
    with files.open(name) as stream:
        lines = _lines(stream, name)
        for number in range(1, LINES_BEFORE_HEADER + 1):
            line = next(lines, None)
            if line is None:
                break
            header = None if isinstance(line, BadLine) else _header(number, line, name)
            if header and (not wanted or set(wanted) & set(header.plain)):
                return header
    columns = f" with the column {' or '.join(wanted)}" if wanted else ""
    raise TableError(f"{name!r} has no header{columns}; download the table again")


def _header(number: int, line: str, name: str) -> Header | None:
    if not line.strip():
        return None
    delimiter = max(DELIMITERS, key=line.count)
    cells = next(records_of(iter([line]), delimiter, 0, 1))[1]
    if isinstance(cells, BadLine):
        return None
    if len(cells) > MOST_COLUMNS:
        raise TableError(f"{name!r} has {len(cells):,} columns; no food table has that many")
    return Header(number, tuple(cell.strip() for cell in cells), delimiter)


def rows_of(
    files: FoodFiles, name: str, header: Header, read: RowReader, after: int
) -> Iterator[Row]:
    """Yield each line after a given one with its records.

    Parameters
    ----------
    files : FoodFiles
    name : str
        Which file.
    header : Header
        Its header.
    read : callable
        Given the number of a line and its cells, returns the records; may raise `CellError`.
    after : int
        The last line that is not wanted; 0 for none.
    """
    width = len(header.cells)
    with files.open(name) as stream:
        lines = _lines(stream, name)
        for _ in range(header.line):
            next(lines, None)
        for line, cells in records_of(lines, header.delimiter, width, header.line + 1):
            if line > after and (isinstance(cells, BadLine) or any(cells)):
                yield line, _records(name, line, cells, width, read)


def _records(
    name: str, line: int, cells: list[str] | BadLine, width: int, read: RowReader
) -> list[Record]:
    if isinstance(cells, BadLine):
        return [Refusal(name, line, "row", "", cells.reason)]
    if len(cells) != width:
        reason = f"{len(cells)} fields where the header has {width}; the row was not used"
        return [Refusal(name, line, "row", "", reason)]
    try:
        return read(line, cells)
    except CellError as error:
        return [error.at(name, line)]


def _lines(stream: IO[bytes], name: str) -> Lines:
    """Return the lines of a stream, without the diary in what is said of files that are no text."""
    try:
        return lines_of(stream, name)
    except DiaryError as error:
        if "UTF-8" in str(error) and "UTF-16" not in str(error):
            raise TableError(str(error)) from None
        raise TableError(
            f"{name!r} is no text in UTF-8; a food table is CSV or XML, or a zip or folder of them"
        ) from None
