"""Flaredown: the wide CSV export of one person, and the long form of its public data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.amounts import read_figure, read_portion
from gutline.importers.app_times import read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.kind_guess import guess_kind, guess_taken
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Scale, Tracked, said_of

ID = "flaredown"
NAME = "Flaredown"
EXPERIMENTAL = True

WIDE = Table(
    {"day": ("date",), "tags": ("tags",), "foods": ("foods",), "note": ("note", "notes"),
     "postal": ("postal code", "location"), "weather": ("weather*",), "hbi": ("harvey bradshaw*",)},
    ("day", "tags", "foods"), 0.85,
)  # fmt: skip
LONG = Table(
    {"person": ("user_id",), "day": ("checkin_date",), "number": ("trackable_id",),
     "type": ("trackable_type",), "name": ("trackable_name",), "value": ("trackable_value",),
     "age": ("age",), "sex": ("sex",), "country": ("country",)},
    ("day", "type", "name", "value"), 0.95,
)  # fmt: skip
_FOUR = Scale(0, 4)
_LEVEL = re.compile(r"[0-4](\.0+)?", re.ASCII)
_SEPARATOR = ";"
_TAKEN = frozenset({"", "t", "true", "taken", "yes", "1", "1.0"})
_NOT_TAKEN = frozenset({"f", "false", "no", "not taken", "0"})


def score(head: Head) -> float:
    """Return how sure it is that the file is Flaredown's."""
    return max(WIDE.score(head), LONG.score(head))


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield ratings stretched from 0-4 to 0-10, treatments, tags and foods.

    Raises
    ------
    ImporterError
        When it has neither header.
    """
    head = Head(file.name, file.head())
    if LONG.score(head):
        yield from _read_long(file, settings)
        return
    levels = _columns_of_levels(file)

    def entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
        return _wide(row, maker, levels)

    yield from read_table(file, settings, WIDE, ID, entries)


def _columns_of_levels(file: ImportFile) -> frozenset[str]:
    """Return the columns that hold nothing but levels from 0 to 4: conditions and symptoms."""
    seen: dict[str, bool] = defaultdict(lambda: True)
    for row in WIDE.rows(file):
        if isinstance(row, TableRow):
            for name, cell in row.others():
                seen[name] &= bool(_LEVEL.fullmatch(cell))
    return frozenset(name for name, levels in seen.items() if levels and not _is_taken(name))


def _is_taken(name: str) -> bool:
    """Return whether a column is surely one of something taken: its "1" is no level."""
    return guess_kind(name, "").kind in {"medicine", "supplement"}


def _wide(row: TableRow, maker: EntryMaker, levels: frozenset[str]) -> Iterator[Read]:
    moment = maker.local(read_day(row["day"]))
    for name, cell in row.others():
        if name in levels:
            yield from _level(row, maker, moment, name, cell)
        else:
            yield from _treatment(row, maker, moment, name, cell)
    for food in _items(row["foods"]):
        yield from maker.made(row.line, Said(moment, "food", food, key=(row["day"], "food", food)))
    for tag in _items(row["tags"]):
        yield from _tag(row, maker, moment, tag)
    if row["note"]:
        said = Said(moment, "note", "note", note=row["note"], key=(row["day"], "note"))
        yield from maker.made(row.line, said)
    if row["weather"] or row["hbi"] or row["postal"]:
        yield LeftOut("weather, places and scores of a day")


def _items(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, text.split(_SEPARATOR)))


def _level(
    row: TableRow, maker: EntryMaker, moment: Moment, name: str, text: str
) -> Iterator[Read]:
    value = _FOUR.to_ten(read_figure(text))
    key = (row["day"], "level", name)
    yield from maker.made(row.line, Said(moment, "symptom", name, value, "nrs", key=key))


def _tag(row: TableRow, maker: EntryMaker, moment: Moment, tag: str) -> Iterator[Read]:
    tracked = Tracked(tag, otherwise="note", note="tag")
    yield from maker.made(row.line, said_of(tracked, moment, key=(row["day"], "tag", tag)))


def _treatment(
    row: TableRow, maker: EntryMaker, moment: Moment, name: str, text: str
) -> Iterator[Read]:
    """Yield a treatment: with its dose, only taken, or said not to be taken (a zero)."""
    word, kind = text.casefold().strip(), guess_taken(name)
    key = (row["day"], "treatment", name)
    if guess_kind(name, "").kind in {"practice", "movement"}:
        value = 0.0 if word in _NOT_TAKEN else None
        tracked = Tracked(name, value, note="" if word in _TAKEN else text)
        yield from maker.made(row.line, said_of(tracked, moment, key=key))
        return
    if word in _NOT_TAKEN:
        said = Said(moment, kind, name, 0.0, "serving", key=key)
    elif word in _TAKEN:
        said = Said(moment, kind, name, key=key)
    else:
        amount = read_portion(word, kind)
        note = "; ".join(dict.fromkeys(filter(None, (text, amount.note))))
        said = Said(moment, kind, name, amount.value, amount.unit, note, key=key)
    yield from maker.made(row.line, said)


def _read_long(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    first: list[str] = []

    def entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
        if not first:
            first.append(row["person"])
        if row["person"] != first[0]:
            yield LeftOut("rows of other people")
            return
        yield from _long(row, maker)

    yield from read_table(file, settings, LONG, ID, entries)


def _long(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    moment, name, what = maker.local(read_day(row["day"])), row["name"], row["type"].casefold()
    if what in {"condition", "symptom"}:
        if not row["value"]:
            raise RowError("trackable_value", "", "a symptom without a level; it is left out")
        yield from _level(row, maker, moment, name, row["value"])
    elif what == "treatment":
        yield from _treatment(row, maker, moment, name, row["value"])
    elif what == "food":
        yield from maker.made(row.line, Said(moment, "food", name, key=(row["day"], "food", name)))
    elif what == "tag":
        yield from _tag(row, maker, moment, name)
    elif what in {"weather", "hbi"}:
        yield LeftOut("weather, places and scores of a day")
    else:
        said = Said(moment, "note", name, note=row["value"], key=(row["day"], what, name))
        yield from maker.made(row.line, said)
