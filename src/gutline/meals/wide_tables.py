"""Tables with one row for each food and one column for each nutrient: Ciqual's, FNDDS's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gutline.meals.ciqual import known_amount
from gutline.meals.food_archives import FoodFiles
from gutline.meals.table_csv import Header, RowReader, read_header, rows_of
from gutline.meals.table_nutrients import Meant, meant_by_column
from gutline.meals.table_records import (
    CellError,
    Record,
    Step,
    TableError,
    TableFood,
    figure,
    read_code,
    read_name,
)

CODES = {"fdc id": "fdc", "food code": "fdc", "alim code": "ciqual"}
"""Columns that tell a food by its number, in plain letters, and the table they belong to."""
_LABELS = {"fdc": "FNDDS", "ciqual": "Ciqual"}
_NAMES = ("alim nom eng", "main food description", "description", "name en", "alim nom fr")
_OTHERS = ("alim nom fr", "name fr", "alim nom sci")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a table's code, names and nutrients are."""

    file: str
    table: str
    code: int
    name: int
    other: int | None
    nutrients: tuple[tuple[int, str, Meant], ...]


def steps(files: FoodFiles, name: str) -> list[Step]:
    """Return the one file to be read.

    Raises
    ------
    TableError
        When it has no names or no nutrients.
    """
    header = read_header(files, name, tuple(CODES))
    reader = _reader(_layout(name, header))
    return [Step(name, lambda after: rows_of(files, name, header, reader, after))]


def _layout(file: str, header: Header) -> _Layout:
    column = next(c for c in CODES if header.column(c) is not None)
    name, other = header.column(*_NAMES), header.column(*_OTHERS)
    if name is None:
        raise TableError(f"{file!r} has no column with the names of the foods")
    nutrients = _nutrients(header.cells)
    if not nutrients:
        raise TableError(
            f"{file!r} holds names and no figures that are known; the table with the figures is "
            "needed"
        )
    code = header.column(column) or 0
    return _Layout(file, CODES[column], code, name, None if other == name else other, nutrients)


def _nutrients(headings: Sequence[str]) -> tuple[tuple[int, str, Meant], ...]:
    """Return the columns of nutrients, the best way of measuring each first."""
    found = [(place, h, meant) for place, h in enumerate(headings) if (meant := meant_by_column(h))]
    return tuple(sorted(found, key=lambda item: item[2].rank))


def _reader(layout: _Layout) -> RowReader:
    def read(line: int, cells: list[str]) -> list[Record]:
        code = f"{layout.table}:{read_code('code', cells[layout.code])}"
        name = read_name("name", cells[layout.name])
        other = cells[layout.other] if layout.other is not None else ""
        other = read_name("name", other) if other.strip(" -") else ""
        food = TableFood(code, name, other if other != name else "", _LABELS[layout.table])
        return [food, *_figures(layout, code, line, cells)]

    return read


def _figures(layout: _Layout, code: str, line: int, cells: Sequence[str]) -> list[Record]:
    records: list[Record] = []
    for place, heading, meant in layout.nutrients:
        text = cells[place]
        if not text:
            continue
        try:
            value = known_amount(heading, text)
            if value is not None:
                records.append(figure(code, meant, value, heading, text))
        except CellError as error:
            records.append(error.at(layout.file, line))
    return records
