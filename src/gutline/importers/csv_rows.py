"""Tables from strangers: rows of a CSV file, with every row that cannot be split reported."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from gutline.importers.errors import ImporterError
from gutline.importers.source import Problem
from gutline.importers.text_stream import Line, text_lines

DELIMITERS = ",;\t|"
MOST_LINES_IN_A_ROW = 400
MOST_CELLS = 2_000
_LONGEST_CELL = 131_072
_OPEN_QUOTE = "a quote is opened and never closed; close it or remove it"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and its cells without blanks around them."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Record:
    """One row below a header.

    Attributes
    ----------
    line : int
        The line on which it begins.
    cells : sequence of str
        All its cells; there may be more or fewer than columns.
    columns : Mapping of str to int
        Places of the columns by name, in lower case.
    """

    line: int
    cells: Sequence[str]
    columns: Mapping[str, int]

    def get(self, column: str) -> str:
        """Return the cell of a column, empty where there is no such column or cell."""
        place = self.columns.get(column.casefold(), -1)
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    def first(self, *columns: str) -> str:
        """Return the first cell that is not empty."""
        return next(filter(None, map(self.get, columns)), "")


def csv_rows(stream: BinaryIO, name: str, delimiter: str = "") -> Iterator[Row | Problem]:
    """Yield the rows of a table; empty lines are no rows.

    Parameters
    ----------
    stream : BinaryIO
        The table, in any encoding that `text_stream` reads.
    name : str
        Its name, for messages.
    delimiter : str
        What stands between cells; by default told from the first line.

    Raises
    ------
    ImporterError
        When the stream holds no text.
    """
    feed = _Feed(text_lines(stream, name))
    reader = csv.reader(feed, delimiter=delimiter or feed.delimiter(), skipinitialspace=True)
    while feed.begin():
        yield from feed.troubles()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield _unsplit(feed.line, feed.text, error)
            continue
        if feed.starved:
            yield Problem(feed.line, "row", feed.text, _OPEN_QUOTE)
            feed.give_back()
        elif len(cells) > MOST_CELLS:
            yield Problem(feed.line, "row", feed.text, f"more than {MOST_CELLS:,} cells; check it")
        elif any(cells):
            yield Row(feed.line, [cell.strip() for cell in cells])
    yield from feed.troubles()


def csv_records(
    stream: BinaryIO, name: str, delimiter: str = "", *, needed: Sequence[str] = ()
) -> Iterator[Record | Problem]:
    """Yield the rows below the header, which is the first row.

    Raises
    ------
    ImporterError
        When the stream holds no text, or the header lacks a column that is `needed`.
    """
    columns: dict[str, int] | None = None
    for row in csv_rows(stream, name, delimiter):
        if isinstance(row, Problem):
            yield row
        elif columns is None:
            columns = _columns_of(row.cells)
            missing = [column for column in needed if column.casefold() not in columns]
            if missing:
                raise ImporterError(
                    f"{name} has no column {missing[0]!r}; export it again, with all columns"
                )
        else:
            yield Record(row.line, row.cells, columns)


def _columns_of(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        columns.setdefault(cell.casefold(), place)
    return columns


def _unsplit(line: int, text: str, error: csv.Error) -> Problem:
    reason = f"a cell is longer than {_LONGEST_CELL:,} letters; shorten it"
    if "field larger" not in str(error):
        reason = f"cannot be split into cells ({error}); check its quotes"
    return Problem(line, "row", text, reason)


class _Feed:
    """Lines for the CSV reader, one row's at a time, so that an open quote swallows no file."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._waiting: deque[Line] = deque()
        self._taken: list[Line] = []
        self._troubles: list[Problem] = []
        self.starved = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = None
        if len(self._taken) < MOST_LINES_IN_A_ROW:
            line = self._next_line()
        if line is None:
            self.starved = bool(self._taken)
            raise StopIteration
        self._taken.append(line)
        return line.text + "\n"

    def begin(self) -> bool:
        """Forget the row before; return whether there is another line."""
        self._taken, self.starved = [], False
        line = self._next_line()
        if line is not None:
            self._waiting.appendleft(line)
        return line is not None

    def troubles(self) -> Iterator[Problem]:
        """Yield what was wrong with lines since the last time."""
        troubles, self._troubles = self._troubles, []
        yield from troubles

    def delimiter(self) -> str:
        """Return what stands between cells, told from the first line."""
        if not self.begin():
            return ","
        text = self._waiting[0].text
        bare = "".join(text.split('"')[::2])
        return max(DELIMITERS, key=bare.count)

    def give_back(self) -> None:
        """Read the lines after the row's first once more."""
        self._waiting.extendleft(reversed(self._taken[1:]))

    @property
    def line(self) -> int:
        """The line on which the row begins."""
        return self._taken[0].number if self._taken else 0

    @property
    def text(self) -> str:
        """The row's first line."""
        return self._taken[0].text[:200] if self._taken else ""

    def _next_line(self) -> Line | None:
        if self._waiting:
            return self._waiting.popleft()
        for line in self._lines:
            if line.trouble:
                self._troubles.append(
                    Problem(line.number, "line", line.text, line.trouble, used=line.usable)
                )
            if line.usable:
                return line
        return None
