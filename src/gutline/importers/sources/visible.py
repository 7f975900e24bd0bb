"""Visible: its CSV export of one rating a row."""

from __future__ import annotations

from collections.abc import Iterator

from gutline.importers.amounts import read_figure
from gutline.importers.app_times import read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Scale, Tracked, said_of

ID = "visible"
NAME = "Visible"
EXPERIMENTAL = True

TABLE = Table(
    {"day": ("observation_date",), "name": ("tracker_name",), "category": ("tracker_category",),
     "value": ("observation_value",)},
    ("day", "name", "value"),
)  # fmt: skip
_THREE = Scale(0, 3)
_MEASURED = {
    "heart rate variability": "ms", "hrv": "ms", "resting heart rate": "bpm", "resting hr": "bpm",
}  # fmt: skip
_WORKED_OUT = ("heart rate", "stability", "pace point", "steps", "pulse", "score")


def score(head: Head) -> float:
    """Return how sure it is that the file is Visible's."""
    return TABLE.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield ratings, stretched from 0-3 to 0-10.

    Raises
    ------
    ImporterError
        When it has no such header.
    """
    yield from read_table(file, settings, TABLE, ID, _entries)


def _entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    name, category = row["name"], row["category"].casefold()
    if not row["value"]:
        yield LeftOut("days on which a tracker was not answered")
        return
    moment = maker.local(read_day(row["day"]))
    key = (row["day"], name)
    unit = _MEASURED.get(name.casefold())
    if unit is not None:
        value = read_figure(row["value"])
        yield from maker.made(row.line, Said(moment, "measurement", name, value, unit, key=key))
        return
    if any(word in name.casefold() for word in _WORKED_OUT):
        yield LeftOut("scores that the app works out")
        return
    if category in {"note", "notes"} or name.casefold() in {"note", "notes"}:
        yield from maker.made(row.line, Said(moment, "note", "note", note=row["value"], key=key))
        return
    if category == "menstruation" or name.casefold() in {"period", "menstruation"}:
        said = Said(moment, "note", name, note=row["value"], key=key)
        yield from maker.made(row.line, said)
        return
    value = read_figure(row["value"])
    label = "sleep quality" if name.casefold() == "sleep" else name
    tracked = Tracked(label, value, scale=_THREE)
    yield from maker.made(row.line, said_of(tracked, moment, key=key))
