"""A first mapping for a table nobody has explained yet: what its columns look like they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from gutline.catalog.kinds import load_kinds
from gutline.diary.entries import RowError
from gutline.importers.app_times import meal_named, order_of
from gutline.importers.cell_values import (
    Cell,
    clock_in,
    day_and_clock_in,
    is_missing,
    number_in,
    text_in,
)
from gutline.importers.column_titles import listed_in, separator_in, title_of
from gutline.importers.errors import ImporterError
from gutline.importers.finding import TABLES
from gutline.importers.kind_guess import guess_kind
from gutline.importers.mapping_file import TableMapping, Thing
from gutline.importers.source import ImportFile, Problem
from gutline.importers.table_grid import grid_rows, grid_sheets
from gutline.importers.workbook_rows import SheetRow

ROWS_LOOKED_AT = 200
HEADER_WITHIN = 20
MOST_EXAMPLES = 4
MOST_COLUMNS = 100
_SURE = 0.6
_DAYS = frozenset({
    "date", "day", "when", "datum", "tag", "fecha", "día", "data", "jour", "timestamp", "datetime",
    "date/time", "date time", "zeit", "time",
})  # fmt: skip
_NAMES = frozenset({
    "name", "item", "food", "what", "symptom", "thing", "tracker", "entry", "event", "activity",
    "lebensmittel", "essen", "was", "alimento", "aliment", "comida", "sintoma", "síntoma",
})  # fmt: skip
_KINDS = frozenset({"kind", "type", "category", "typ", "art", "tipo", "kategorie", "catégorie"})
_VALUES = frozenset({
    "value", "amount", "severity", "rating", "score", "level", "quantity", "intensity", "wert",
    "menge", "stärke", "valor", "cantidad", "valeur", "quantité",
})  # fmt: skip
_UNITS = frozenset({"unit", "units", "einheit", "unidad", "unité"})
_NOTES = frozenset({
    "note", "notes", "comment", "comments", "remark", "remarks", "notiz", "notizen", "bemerkung",
    "nota", "notas", "commentaire", "commentaires", "remarques",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table as it looks.

    Attributes
    ----------
    name : str
        As the header spells it.
    examples : tuple of str
        Some of its cells that are not empty.
    filled, days, clocks, numbers : int
        How many of the cells looked at are not empty, are days, times of day, numbers.
    """

    name: str
    examples: tuple[str, ...]
    filled: int
    days: int
    clocks: int
    numbers: int

    def mostly(self, count: int) -> bool:
        """Return whether a count is most of the cells that are not empty."""
        return self.filled > 0 and count >= _SURE * self.filled


@dataclass(frozen=True, slots=True)
class TableLook:
    """A table as it looks.

    Attributes
    ----------
    sheets : tuple of str
        Sheets of a workbook; none for a CSV file.
    sheet : str
        The one looked at.
    header_row : int
        The row that seems to name the columns.
    columns : tuple of Column
    rows : tuple of tuple of str
        The first rows below the header, as texts.
    """

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())


def look_at(file: ImportFile, sheet: str = "", header_row: int = 0) -> TableLook:
    """Look at the first rows of a table.

    Parameters
    ----------
    file : ImportFile
        A CSV file or a workbook.
    sheet : str
        The sheet; by default the first.
    header_row : int
        The row that names the columns; 0 to find it.

    Raises
    ------
    ImporterError
        When it is no table, or has no rows.
    """
    sheets = grid_sheets(file)
    found = (row for row in grid_rows(file, sheet) if not isinstance(row, Problem))
    rows = list(islice(found, ROWS_LOOKED_AT))
    if len(rows) < 2:
        raise ImporterError(f"{file.name} has no rows below a row that names the columns")
    head = _header_among(rows, header_row)
    if head is None:
        raise ImporterError(f"{file.name} has no row of names; put one above the columns")
    below = rows[head + 1 :]
    columns = tuple(
        _column(text_in(cell), [_at(row, place) for row in below])
        for place, cell in enumerate(rows[head].cells[:MOST_COLUMNS])
        if text_in(cell)
    )
    if not columns:
        raise ImporterError(f"{file.name}, row {rows[head].line}: no columns are named there")
    shown = tuple(tuple(text_in(c) for c in row.cells[:MOST_COLUMNS]) for row in below[:5])
    return TableLook(sheets, sheet or next(iter(sheets), ""), rows[head].line, columns, shown)


def table_look(file: ImportFile, sheet: str = "", header_row: int = 0) -> TableLook | None:
    """Return how a file looks as a table; None where it is none.

    Parameters
    ----------
    file : ImportFile
        Any file.
    sheet, header_row
        As for `look_at`.
    """
    if not file.name.casefold().endswith(TABLES):
        return None
    try:
        look = look_at(file, sheet, header_row)
    except ImporterError:
        return None
    return look if len(look.columns) > 1 else None


def _header_among(rows: Sequence[SheetRow], wanted: int) -> int | None:
    """Return which row names the columns: the first whose cells are texts, as many as any below.

    None where no cell is a text.
    """
    if wanted:
        return next((n for n, row in enumerate(rows[:-1]) if row.line >= wanted), 0)
    first = rows[:HEADER_WITHIN]
    widths = [sum(1 for cell in row.cells if _is_name(cell)) for row in first]
    widest = max(widths)
    return next((n for n, width in enumerate(widths) if width >= max(_SURE * widest, 1)), None)


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_missing(cell) and not _reads(cell, "number")


def _at(row: SheetRow, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None


def _column(name: str, cells: Sequence[Cell]) -> Column:
    filled = [cell for cell in cells if not is_missing(cell)]
    texts = dict.fromkeys(text_in(cell)[:60] for cell in filled)
    return Column(
        name=name,
        examples=tuple(texts)[:MOST_EXAMPLES],
        filled=len(filled),
        days=sum(_reads(cell, "day") for cell in filled),
        clocks=sum(_reads(cell, "clock") for cell in filled),
        numbers=sum(_reads(cell, "number") for cell in filled),
    )


def _reads(cell: Cell, what: str) -> bool:
    try:
        if what == "day":
            order = order_of([cell]) if isinstance(cell, str) else ""
            day_and_clock_in(cell, order or "dmy")
        elif what == "clock":
            return clock_in(cell) is not None
        else:
            number_in(cell, decimal_comma=None)
    except RowError:
        return False
    return True


def guess_mapping(look: TableLook, name: str) -> TableMapping:
    """Return a mapping that fits how a table looks; a person looks over it.

    Parameters
    ----------
    look : TableLook
        The table.
    name : str
        What to call the mapping.
    """
    dated = [c for c in look.columns if c.mostly(c.days)]
    day = _named(dated, _DAYS) or next(iter(dated), None)
    others = [c for c in look.columns if c is not day]
    clock = next((c for c in others if c.mostly(c.clocks) and not c.mostly(c.numbers)), None)
    others = [c for c in others if c is not clock and c.filled]
    most = max((c.filled for c in look.columns), default=0)
    things = _long_form(others) or tuple(filter(None, (_thing_of(c) for c in others)))
    return TableMapping(
        name=name,
        day="" if day is None else day.name,
        clock="" if clock is None else clock.name,
        sheet=look.sheet,
        header_row=look.header_row,
        carry_day=day is not None and day.filled < most,
        things=things,
    )


def _named(columns: Sequence[Column], words: frozenset[str]) -> Column | None:
    return next((c for c in columns if c.name.strip().casefold() in words), None)


def _long_form(columns: Sequence[Column]) -> tuple[Thing, ...]:
    """Return the things of a table with one row an entry; none for a table of another form."""
    name = _named(columns, _NAMES)
    if name is None or name.mostly(name.numbers):
        return ()
    parts = {
        part: _named(columns, words)
        for part, words in (("kind_column", _KINDS), ("column", _VALUES),
                            ("unit_column", _UNITS), ("note_column", _NOTES))
    }  # fmt: skip
    others = [c for c in columns if c is not name and c not in parts.values()]
    figures = [c for c in others if c.mostly(c.numbers) or listed_in(c.name)]
    if parts["column"] is None and (figures or len(others) > 1):
        return ()
    row = {part: "" if column is None else column.name for part, column in parts.items()}
    thing = Thing(
        kind="" if row["kind_column"] else _kind_named_in(name.name),
        name_column=name.name,
        column=row["column"],
        kind_column=row["kind_column"],
        unit_column=row["unit_column"],
        note_column=row["note_column"],
    )
    return (thing, *filter(None, map(_thing_of, figures)))


def _kind_named_in(title: str) -> str:
    return listed_in(title) or guess_kind(title, "symptom").kind


def _thing_of(column: Column) -> Thing | None:
    word = column.name.strip().casefold()
    if word in _NOTES:
        return Thing(kind="note", column=column.name)
    if meal_named(word) or word in _NAMES:
        return Thing(kind="drink" if meal_named(word) == "drink" else "food",
                     name_column=column.name, split=separator_in(column.examples))  # fmt: skip
    if not column.mostly(column.numbers):
        return _text_thing(column)
    title = title_of(column.name)
    kind = guess_kind(title.name, "symptom").kind
    return Thing(kind=kind, column=column.name, name=_plain_name(title.name, kind),
                 unit=title.unit_of(kind), factor=title.factor(kind))  # fmt: skip


def _text_thing(column: Column) -> Thing:
    kind = guess_kind(column.name, "symptom").kind
    if kind != "symptom":
        return Thing(kind=kind, column=column.name, name=_plain_name(column.name, kind))
    listed = listed_in(column.name)
    if listed:
        return Thing(kind=listed, name_column=column.name, split=separator_in(column.examples))
    return Thing(kind="note", column=column.name)


def _plain_name(text: str, kind: str) -> str:
    default = load_kinds()[kind].default_name
    return default or " ".join(text.replace("_", " ").split()).casefold()
