"""Track & Graph: its CSV export, times with their offset, durations as h:mm:ss or seconds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from gutline.diary.entries import RowError
from gutline.importers.amounts import read_figure
from gutline.importers.entry_making import EntryMaker
from gutline.importers.kind_guess import guess_kind
from gutline.importers.source import Head, ImportFile, ImportSettings, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Tracked, said_of

ID = "track_and_graph"
NAME = "Track & Graph"
EXPERIMENTAL = False

TABLE = Table(
    {"name": ("featurename", "trackername"), "time": ("timestamp",), "value": ("value",),
     "label": ("label",), "note": ("note",)},
    ("name", "time", "value"), 0.88,
)  # fmt: skip
_DURATION = re.compile(r"(-?\d{1,6}):([0-5]\d):([0-5]\d)", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?", re.ASCII)
_OLD_VALUE = re.compile(r"([^:]+):(.+)")


def score(head: Head) -> float:
    """Return how sure it is that the file is Track & Graph's."""
    return TABLE.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield the values of every tracker.

    Raises
    ------
    ImporterError
        When it has no such header.
    """
    largest: dict[str, float] = defaultdict(float)
    for row in TABLE.rows(file):
        if isinstance(row, TableRow) and _NUMBER.fullmatch(row["value"]):
            largest[row["name"]] = max(largest[row["name"]], float(row["value"]))

    def entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
        return _entries(row, maker, "note" if largest[row["name"]] > 10 else "symptom")

    yield from read_table(file, settings, TABLE, ID, entries)


def _entries(row: TableRow, maker: EntryMaker, otherwise: str) -> Iterator[Read]:
    moment = maker.moment(row["time"])
    tracked = _tracked(row, otherwise)
    key = (row["name"], row["time"], row["label"])
    yield from maker.made(row.line, said_of(tracked, moment, key=key))


def _tracked(row: TableRow, otherwise: str) -> Tracked:
    text, label = row["value"], row["label"]
    old = _OLD_VALUE.fullmatch(text)
    duration = _DURATION.fullmatch(text)
    note = "; ".join(filter(None, (label, row["note"])))
    if duration is not None:
        if text.startswith("-"):
            raise RowError("value", text, "a duration below zero; check it")
        seconds = int(duration[1]) * 3600 + int(duration[2]) * 60 + int(duration[3])
        return Tracked(row["name"], seconds / 60, "min", note=note, otherwise="practice")
    if old is not None:
        text, note = old[1], "; ".join(filter(None, (old[2], note)))
    value = read_figure(text)
    if label and guess_kind(row["name"], "note").kind == "note":
        otherwise = "practice"
    return Tracked(row["name"], value, note=note, otherwise=otherwise)
