"""Withings: the CSV files of its export (sleep, steps, weight, activities), alone or in the zip."""

from __future__ import annotations

from collections.abc import Iterator

from gutline.diary.entries import RowError
from gutline.importers.amounts import figure_or_none
from gutline.importers.app_times import read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import Head, ImporterError, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.wearables import bout, night

ID = "withings"
NAME = "Withings"
EXPERIMENTAL = True

SLEEP = Table(
    {"start": ("from",), "end": ("to",), "light": ("light (s)",), "deep": ("deep (s)",),
     "rem": ("rem (s)",), "awake": ("awake (s)",)},
    ("start", "end", "light", "deep"),
)  # fmt: skip
STEPS = Table({"day": ("date",), "value": ("value",)}, ("day", "value"), 0.3)
WEIGHT = Table(
    {"time": ("date",), "weight": ("weight (kg)", "weight (lb)"),
     "fat": ("fat mass (kg)", "fat mass (lb)"),
     "bone": ("bone mass (kg)", "bone mass (lb)"), "note": ("comments",)},
    ("time", "weight", "fat"),
)  # fmt: skip
ACTIVITIES = Table(
    {"start": ("from",), "end": ("to",), "name": ("activity type",), "data": ("data",)},
    ("start", "end", "name"), 0.8,
)  # fmt: skip
_FILES = {
    "sleep.csv": SLEEP, "aggregates_steps.csv": STEPS, "weight.csv": WEIGHT,
    "activities.csv": ACTIVITIES,
}  # fmt: skip


def score(head: Head) -> float:
    """Return how sure it is that the file is Withings'."""
    if head.members:
        found = {name.rsplit("/", 1)[-1] for name in head.members} & set(_FILES)
        return 0.9 if len(found) >= 2 else 0.0
    if head.name == "aggregates_steps.csv":
        return 0.9 if STEPS.score(head) else 0.0
    return max(SLEEP.score(head), WEIGHT.score(head), ACTIVITIES.score(head))


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield nights, steps of a day, weights and activities.

    Raises
    ------
    ImporterError
        When it holds none of them.
    """
    if not file.is_zip:
        yield from _table(file, settings)
        return
    names = [name for name in sorted(file.members()) if name.rsplit("/", 1)[-1] in _FILES]
    if not names:
        raise ImporterError(f"{file.name} holds no sleep, steps or weight of Withings")
    for name in names:
        yield from _table(file.member(name), settings)
    others = len(file.members()) - len(names)
    if others:
        yield LeftOut("files of other measurements", others)


def _table(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    head = Head(file.name, file.head())
    tables = (SLEEP, WEIGHT, ACTIVITIES, STEPS)
    table = _FILES.get(file.name) or max(tables, key=lambda one: one.score(head))
    readers = {id(SLEEP): _sleep, id(STEPS): _steps, id(WEIGHT): _weight, id(ACTIVITIES): _activity}
    yield from read_table(file, settings, table, ID, readers[id(table)])


def _sleep(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    stages = [figure_or_none(row[role]) for role in ("light", "deep", "rem")]
    known = [seconds for seconds in stages if seconds is not None]
    hours = sum(known) / 3600 if known else None
    yield from night(maker, row.line, maker.moment(row["end"]), hours, row["start"])


def _steps(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    steps, day = figure_or_none(row["value"]), read_day(row["day"])
    if steps is None:
        yield LeftOut("days without a count of steps")
        return
    own = f"steps/{day.isoformat()}"
    yield from maker.made(
        row.line, Said(maker.local(day), "movement", "steps", steps, "steps", own=own)
    )


def _weight(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    weight = figure_or_none(row["weight"])
    if weight is None:
        yield LeftOut("measurements without a weight")
        return
    unit = "lb" if "(lb)" in row.header[row.places["weight"]].casefold() else "kg"
    own = f"weight/{row['time']}"
    said = Said(maker.moment(row["time"]), "weight", "weight", weight, unit, row["note"], own=own)
    yield from maker.made(row.line, said)


def _activity(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    start, end = maker.moment(row["start"]), maker.moment(row["end"])
    if end.at < start.at:
        raise RowError("to", row["end"], "ends before it begins; check it")
    minutes = (end.at - start.at).total_seconds() / 60
    name = row["name"].casefold()
    if name in {"sleep", "unknown", ""}:
        yield LeftOut("activities without a name")
        return
    yield from bout(maker, row.line, start, name, minutes, f"{row['start']}/{name}")
