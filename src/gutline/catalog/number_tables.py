"""Small CSV tables of figures: read row by row, every error with its file and line."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from gutline.catalog.data_files import CatalogError

_Row = TypeVar("_Row")


def read_rows(
    path: Path, columns: tuple[str, ...], row: Callable[[Mapping[str, str]], _Row]
) -> tuple[_Row, ...]:
    """Read a CSV table with exactly these columns.

    Parameters
    ----------
    path : Path
    columns : tuple of str
        The header.
    row : callable
        Makes a record of the cells by column; raises `CatalogError` when one is wrong.

    Raises
    ------
    CatalogError
        When the file cannot be read, the header is another, or a row is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read as UTF-8 text ({error})") from None
    rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != columns:
        raise CatalogError(f"{path}: the first line must be {','.join(columns)}")
    return tuple(
        _record(f"{path}, line {number}", columns, cells, row)
        for number, cells in enumerate(rows[1:], 2)
    )


def _record(
    where: str,
    columns: tuple[str, ...],
    cells: list[str],
    row: Callable[[Mapping[str, str]], _Row],
) -> _Row:
    if len(cells) != len(columns):
        raise CatalogError(f"{where}: has {len(cells)} fields; give {len(columns)}")
    try:
        return row(dict(zip(columns, cells, strict=True)))
    except CatalogError as error:
        raise CatalogError(f"{where}: {error}") from None


def number_in(cells: Mapping[str, str], column: str, *, above: float = -math.inf) -> float:
    """Return the number in a cell.

    Raises
    ------
    CatalogError
        When it is not a finite number above `above`.
    """
    try:
        value = float(cells[column])
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > above):
        least = "" if above == -math.inf else f" above {above:g}"
        raise CatalogError(f"{column}: {cells[column]!r} must be a number{least}")
    return value


def one_of(cells: Mapping[str, str], column: str, allowed: tuple[str, ...]) -> str:
    """Return the text of a cell that may hold one of a few.

    Raises
    ------
    CatalogError
        When it holds something else.
    """
    if cells[column] not in allowed:
        words = ", ".join(word or "empty" for word in allowed)
        raise CatalogError(f"{column}: {cells[column]!r} must be one of {words}")
    return cells[column]
