"""StudyU: the CSV files of measurements and of interventions that its designer exports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gutline.diary.entries import RowError
from gutline.importers.amounts import read_figure
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Tracked, said_of

ID = "studyu"
NAME = "StudyU"
EXPERIMENTAL = True

_PERSON = {"person": ("participant_id",), "intervention": ("current_intervention_name",)}
MEASUREMENTS = Table(
    {"time": ("measurement_time",), "number": ("measurement_id",), "name": ("measurement_name",),
     **_PERSON},
    ("time", "name", "person"),
)  # fmt: skip
INTERVENTIONS = Table(
    {"time": ("intervention_task_time",), "number": ("intervention_task_id",),
     "name": ("intervention_task_name",), "done": ("is_completed",), **_PERSON},
    ("time", "name", "person"),
)  # fmt: skip
_RESPONSE = re.compile(r"survey(\d+)_question(\d+)_response", re.IGNORECASE | re.ASCII)
_FALSE = frozenset({"false", "0", "no"})


def score(head: Head) -> float:
    """Return how sure it is that the file is StudyU's."""
    return max(MEASUREMENTS.score(head), INTERVENTIONS.score(head))


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield the answers to every survey, or every task that was done.

    Raises
    ------
    ImporterError
        When it has neither header.
    """
    head = Head(file.name, file.head())
    measured = MEASUREMENTS.score(head) >= INTERVENTIONS.score(head)
    table = MEASUREMENTS if measured else INTERVENTIONS
    first: list[str] = []

    def entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
        if not first:
            first.append(row["person"])
        if row["person"] != first[0]:
            yield LeftOut("rows of other people")
        elif measured:
            yield from _measured(row, maker)
        else:
            yield from _done(row, maker)

    yield from read_table(file, settings, table, ID, entries)


def _measured(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    moment = maker.moment(row["time"])
    cells = {name.casefold(): cell for name, cell in row.others()}
    if not any(map(_RESPONSE.fullmatch, cells)):
        yield LeftOut("surveys without an answer")
    for name, cell in cells.items():
        found = _RESPONSE.fullmatch(name)
        if found is None:
            continue
        question = cells.get(f"survey{found[1]}_question{found[2]}_text") or row["name"]
        key = (row["time"], name)
        value = _value(cell)
        if value is None:
            said = Said(moment, "note", question, note=cell, key=key)
        else:
            otherwise = "symptom" if 0 <= value <= 10 else "note"
            said = said_of(Tracked(question, value, otherwise=otherwise), moment, key=key)
        yield from maker.made(row.line, said)


def _value(text: str) -> float | None:
    try:
        return read_figure(text)
    except RowError:
        return None


def _done(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    if "done" in row.places and not row["done"]:
        yield LeftOut("tasks that do not say whether they were done")
        return
    moment = maker.moment(row["time"])
    value = 0.0 if row["done"].casefold() in _FALSE else None
    tracked = Tracked(row["name"], value, note=row["intervention"], otherwise="practice")
    yield from maker.made(
        row.line, said_of(tracked, moment, key=(row["time"], row["number"], row["name"]))
    )
