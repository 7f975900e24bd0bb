"""mySymptoms: the CSV export with its ragged rows, and the SQLite backup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.amounts import read_figure, read_portion
from gutline.importers.app_times import (
    Order,
    OrderWatch,
    meal_named,
    order_of,
    read_clock,
    read_day,
)
from gutline.importers.csv_rows import Row, csv_rows
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.mysymptoms_backup import looks_like_backup, read_backup
from gutline.importers.mysymptoms_words import Reaction, kind_of_category, said_of_reaction
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)

ID = "mysymptoms"
NAME = "mySymptoms"
EXPERIMENTAL = True

_FIRST = re.compile(
    r'"?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"?\s*[,;]\s*"?\d{1,2}:\d{2}[^,;]*[,;]\s*"?[^\W\d]', re.UNICODE
)
_HEADER = re.compile(r'"?date"?\s*[,;]\s*"?time"?\s*[,;]\s*"?(category|type|event)', re.IGNORECASE)
_TIMES = re.compile(r"\[\s*x?\s*([\d.,/ ]+?)\s*([^\]\d]*)\]", re.IGNORECASE)
_AMOUNT = re.compile(r"\d[\d.,/ ]*\s*[^\W\d][^,\d]{0,20}", re.UNICODE)
_PART = re.compile(
    r"(intensity|duration|notes?|quantity|type)\s*:?\s*(.+)", re.IGNORECASE | re.DOTALL
)
_DURATION = re.compile(r"(\d{1,4}):([0-5]\d)(?::[0-5]\d)?", re.ASCII)


def score(head: Head) -> float:
    """Return how sure it is that the file is mySymptoms'."""
    if looks_like_backup(head.data):
        return 0.95
    if head.members or b"\x00" in head.data[:200]:
        return 0.0
    lines = [line for line in head.text[:8000].splitlines() if line.strip()][:3]
    if not any(_FIRST.match(line) for line in lines):
        return 0.0
    return 0.8 if _HEADER.match(lines[0]) or _FIRST.match(lines[0]) else 0.6


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield what was eaten, taken and felt.

    Raises
    ------
    ImporterError
        When it is neither form.
    """
    maker = EntryMaker(ID, settings)
    if looks_like_backup(file.head()):
        yield from read_backup(file, maker, settings.workplace)
        return
    if not any(_days(file)):
        raise ImporterError(f"{file.name} holds no rows; export it again from mySymptoms")
    order: Order = order_of(_days(file))
    if not order:
        order = "mdy"
        reason = "the file does not tell day from month; read as month/day/year, so check a date"
        yield from maker.once("date", "", reason)
    watch = OrderWatch()
    with file.open() as stream:
        for row in csv_rows(stream, file.name):
            if isinstance(row, Problem):
                yield row
            elif [cell.casefold() for cell in row.cells[:2]] != ["date", "time"]:
                yield from _row(row, maker, order, watch)


def _days(file: ImportFile) -> Iterator[str]:
    with file.open() as stream:
        yield from (row.cells[0] for row in csv_rows(stream, file.name) if isinstance(row, Row))


def _row(row: Row, maker: EntryMaker, order: Order, watch: OrderWatch) -> Iterator[Read]:
    try:
        _check_length(row)
        day, clock = read_day(row.cells[0], order), read_clock(row.cells[1])
        yield from _event(row, maker, day, clock, watch)
    except RowError as error:
        yield Problem(row.line, error.field, error.value, error.reason)


def _check_length(row: Row) -> None:
    if len(row.cells) < 3:
        found = ",".join(row.cells)
        raise RowError("row", found, "fewer cells than date, time and category; check it")


def _event(
    row: Row, maker: EntryMaker, day: date, clock: time | None, watch: OrderWatch
) -> Iterator[Read]:
    category = row.cells[2]
    meal = meal_named(category)
    doubt = watch.doubt(day, clock, meal) if meal else ""
    moment = maker.local(day, clock)
    when = (day.isoformat(), row.cells[1], category)
    kind = kind_of_category(category)
    cells = [cell for cell in row.cells[3:] if cell]
    if not cells:
        yield LeftOut("events with nothing in them")
    elif kind in {"food", "drink", "supplement", "medicine"}:
        yield from _eaten(row.line, maker, moment, kind, cells, when, doubt)
    else:
        for reaction in _reactions(category, cells):
            said = said_of_reaction(kind, reaction, moment, key=(*when, reaction.name))
            yield from maker.made(row.line, said, doubt)
            doubt = ""


@dataclass
class _Item:
    """One thing eaten, and what stands behind it."""

    name: str
    amount: str = ""


def _eaten(
    line: int, maker: EntryMaker, moment: Moment, kind: str, cells: Sequence[str],
    when: tuple[str, ...], doubt: str,
) -> Iterator[Read]:  # fmt: skip
    items, note = _items(cells)
    for item in items:
        amount = read_portion(item.amount, kind, decimal_comma=maker.decimal_comma)
        said = Said(
            moment, kind, item.name, amount.value, amount.unit,
            "; ".join(filter(None, (amount.note, note))), key=(*when, item.name),
        )  # fmt: skip
        yield from maker.made(line, said, doubt)
        doubt = note = ""


def _items(cells: Sequence[str]) -> tuple[list[_Item], str]:
    """Return what was eaten and the note; an amount stands in the cell behind its food."""
    items: list[_Item] = []
    note = ""
    for cell in cells:
        part, bracket = _PART.fullmatch(cell), _TIMES.fullmatch(cell)
        if part is not None:
            text = part[2].strip() if part[1].casefold().startswith("note") else cell
            note = "; ".join(filter(None, (note, text)))
        elif items and bracket is not None:
            items[-1].amount = f"{bracket[1]} {bracket[2]}".strip()
        elif items and not items[-1].amount and _AMOUNT.fullmatch(cell):
            items[-1].amount = cell
        elif cell.startswith("["):
            note = "; ".join(filter(None, (note, cell)))
        else:
            items.append(_Item(cell))
    return items, note


def _reactions(category: str, cells: Sequence[str]) -> list[Reaction]:
    """Return what was felt: a name, its intensity and duration, and perhaps the next name."""
    found: list[Reaction] = []
    for cell in cells:
        part = _PART.fullmatch(cell)
        if part is None:
            found.append(Reaction(cell))
            continue
        if not found:
            found.append(Reaction(category))
        _add(found[-1], part[1].casefold(), part[2].strip())
    return found


def _add(reaction: Reaction, what: str, text: str) -> None:
    if what == "intensity":
        reaction.intensity = read_figure(text)
    elif what == "duration":
        clock = _DURATION.fullmatch(text)
        reaction.minutes = int(clock[1]) * 60.0 + int(clock[2]) if clock else None
        if clock is None:
            reaction.note = "; ".join(filter(None, (reaction.note, f"duration {text}")))
    elif what == "type":
        reaction.form = text
    else:
        reaction.note = "; ".join(filter(None, (reaction.note, text)))
