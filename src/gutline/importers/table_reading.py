"""A table on its way to entries: each row placed in time, each thing of a mapping looked up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.app_times import Order, OrderWatch, order_of
from gutline.importers.cell_values import Cell, clock_in, day_and_clock_in, is_missing, text_in
from gutline.importers.entry_making import EntryMaker
from gutline.importers.errors import ImporterError
from gutline.importers.mapping_file import TableMapping, Thing, spelled
from gutline.importers.source import ImportFile, ImportSettings, LeftOut, Problem, Read
from gutline.importers.table_grid import grid_rows
from gutline.importers.table_things import RowThings, SaidNo
from gutline.importers.workbook_rows import SheetRow

_ROWS_LOOKED_AT = 20_000
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


class TableReading:
    """Reads one table.

    Parameters
    ----------
    source : str
        Id of the source.
    mapping : TableMapping
        What the columns mean.
    file : ImportFile
        The table.
    settings : ImportSettings
        Of the person.
    """

    def __init__(
        self, source: str, mapping: TableMapping, file: ImportFile, settings: ImportSettings
    ) -> None:
        if mapping.decimal_comma is not None:
            settings = replace(settings, decimal_comma=mapping.decimal_comma)
        self._mapping = mapping
        self._file = file
        self._maker = EntryMaker(source, settings)
        self._things = RowThings(mapping, decimal_comma=settings.decimal_comma)
        self._places: dict[str, int] = {}
        self._header: dict[int, str] = {}
        self._read: frozenset[int] = frozenset()
        self._watch = OrderWatch()
        self._order: Order = mapping.order
        self._day: date | None = None
        self._left_out: Counter[str] = Counter()

    def entries(self) -> Iterator[Read]:
        """Yield everything the table says.

        Raises
        ------
        ImporterError
            When the file is no table, or lacks a column of the mapping.
        """
        self._order = self._order or self._order_in_file()
        for row in grid_rows(self._file, self._mapping.sheet):
            if isinstance(row, Problem):
                yield row
            elif self._places:
                yield from self._of_row(row)
            elif row.line >= self._mapping.header_row:
                self._take_header(row)
        if not self._places:
            raise ImporterError(
                f"{self._file.name} has no row {self._mapping.header_row} that names its columns"
            )
        for what, count in self._left_out.items():
            yield LeftOut(what, count)

    def _order_in_file(self) -> Order:
        """Return which of day and month comes first, as the whole column tells."""
        texts, place = [], -1
        for row in islice(grid_rows(self._file, self._mapping.sheet), _ROWS_LOOKED_AT):
            if isinstance(row, Problem) or row.line < self._mapping.header_row:
                continue
            if place < 0:
                places = places_of(row)
                place = places.get(spelled(self._mapping.day), len(row.cells))
            elif place < len(row.cells) and isinstance(row.cells[place], str):
                texts.append(str(row.cells[place]))
        return order_of(texts)

    def _take_header(self, row: SheetRow) -> None:
        places = places_of(row)
        missing = sorted(c for c in self._mapping.columns() if spelled(c) not in places)
        if missing:
            found = ", ".join(filter(None, map(text_in, row.cells[:12])))
            raise ImporterError(
                f"{self._file.name}, row {row.line}: there is no column {missing[0][:80]!r} (found:"
                f" {found[:200]}); change the mapping"
            )
        self._places = places
        self._read = frozenset(places[spelled(c)] for c in self._mapping.columns())
        self._header = {place: text_in(cell)[:80] for place, cell in enumerate(row.cells)}

    def _cell(self, row: SheetRow, column: str) -> Cell:
        place = self._places.get(spelled(column), -1) if column else -1
        return row.cells[place] if 0 <= place < len(row.cells) else None

    def _of_row(self, row: SheetRow) -> Iterator[Read]:
        self._count_unread(row)
        try:
            self._note_day(row)
            if self._says_something(row):
                yield from self._things_of(row)
        except RowError as error:
            yield Problem(row.line, error.field, error.value, error.reason)

    def _count_unread(self, row: SheetRow) -> None:
        for place, cell in enumerate(row.cells):
            if place not in self._read and not is_missing(cell):
                name = self._header.get(place) or f"number {place + 1}"
                self._left_out[f"cells of the column “{name}”, which the mapping does not use"] += 1

    def _says_something(self, row: SheetRow) -> bool:
        used = self._mapping.columns() - {self._mapping.day, self._mapping.clock}
        return any(not is_missing(self._cell(row, column)) for column in used)

    def _note_day(self, row: SheetRow) -> None:
        """Remember the day of the row; a row without one is of the day above, if so agreed."""
        cell = self._cell(row, self._mapping.day)
        if is_missing(cell):
            self._day = self._day if self._mapping.carry_day else None
            return
        self._day = None
        self._day = day_and_clock_in(cell, self._order)[0]

    def _things_of(self, row: SheetRow) -> Iterator[Read]:
        moment = self._moment(row)
        clock = None if moment.day_only else moment.at.time()
        doubt = self._watch.doubt(moment.at.date(), clock)
        for thing in self._mapping.things:
            try:
                for said in self._things.said(moment, thing, lambda c: self._cell(row, c)):
                    if isinstance(said, SaidNo):
                        self._left_out["cells that say no"] += 1
                    else:
                        yield from self._maker.made(row.line, said, doubt)
                        doubt = ""
            except RowError as error:
                yield Problem(row.line, _column_of(thing, error), error.value, error.reason)

    def _moment(self, row: SheetRow) -> Moment:
        if self._day is None:
            raise RowError("date", "", "the day is missing; write it as 2026-03-01")
        cell = self._cell(row, self._mapping.day)
        clock = clock_in(self._cell(row, self._mapping.clock))
        if clock is None and isinstance(cell, str) and _WITH_OFFSET.fullmatch(cell.strip()):
            return self._maker.moment(cell)
        if clock is None and not is_missing(cell):
            clock = day_and_clock_in(cell, self._order)[1]
        if isinstance(cell, datetime) and cell.tzinfo is not None:
            return self._maker.moment(cell.isoformat())
        return self._maker.local(self._day, clock)


def _column_of(thing: Thing, error: RowError) -> str:
    """Return which column of a thing an error is about."""
    about = {"kind": thing.kind_column, "name": thing.name_column, "unit": thing.unit_column}
    return about.get(error.field) or thing.column or thing.name_column or error.field


def places_of(row: SheetRow) -> dict[str, int]:
    """Return where each column of a header stands; of two with one name, the first."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        if not is_missing(cell):
            places.setdefault(spelled(text_in(cell)), place)
    return places
