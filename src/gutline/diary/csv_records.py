"""Lines to cells: quoted cells may run over several lines, an unclosed quote costs one row only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from gutline.diary.byte_lines import BadLine, Lines

LONGEST_RECORD = 100_000
Record = tuple[int, list[str] | BadLine]

_UNCLOSED = BadLine("a quote is opened and not closed properly; write a quote in a cell as two")


def records_of(lines: Lines, delimiter: str, width: int, first_line: int) -> Iterator[Record]:
    """Yield the number of each record's first line and its cells.

    Parameters
    ----------
    lines : iterator of str or BadLine
        Lines without their line ends.
    delimiter : str
        What separates cells.
    width : int
        Cells of the header; a record over several lines that has another number is taken for an
        unclosed quote.
    first_line : int
        Number of the first of the lines.
    """
    again: deque[str | BadLine] = deque()
    number = first_line - 1
    while True:
        line = again.popleft() if again else next(lines, None)
        if line is None:
            return
        number += 1
        if isinstance(line, BadLine):
            yield number, line
        elif '"' not in line:
            yield number, line.rstrip("\r").split(delimiter)
        else:
            cells, used = _quoted_cells(line, lines, again, delimiter, width)
            yield number, cells
            number += used


def _quoted_cells(
    line: str, lines: Lines, again: deque[str | BadLine], delimiter: str, width: int
) -> tuple[list[str] | BadLine, int]:
    """Return a record's cells and how many further lines it took; puts back what it did not."""
    cells, is_open = _cells(line, delimiter)
    taken: list[str | BadLine] = []
    size = len(line)
    while is_open and size <= LONGEST_RECORD:
        more = again.popleft() if again else next(lines, None)
        if more is None:
            break
        taken.append(more)
        if isinstance(more, BadLine):
            break
        size += len(more) + 1
        if more.count('"') % 2:
            cells, is_open = _cells("\n".join([line, *map(str, taken)]), delimiter)
    if cells is None or (taken and len(cells) != width):
        again.extendleft(reversed(taken))
        return _UNCLOSED, 0
    return cells, len(taken)


def _cells(text: str, delimiter: str) -> tuple[list[str] | None, bool]:
    """Return the cells, None when they make no sense, and whether a quote is still open."""
    try:
        return next(csv.reader([text + "\n"], delimiter=delimiter, strict=True)), False
    except csv.Error as error:
        return None, "unexpected end" in str(error)
