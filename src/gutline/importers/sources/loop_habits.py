"""Loop Habit Tracker: Checkmarks.csv, the zip of its CSV export, and the SQLite backup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gutline.diary.entries import RowError
from gutline.importers.app_times import read_day
from gutline.importers.csv_rows import Record, Row, csv_records, csv_rows
from gutline.importers.entry_making import EntryMaker
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)
from gutline.importers.sqlite_tables import MAGIC, number_of, sqlite_tables, text_of
from gutline.importers.tracker_values import Tracked, said_of

ID = "loop_habits"
NAME = "Loop Habit Tracker"
EXPERIMENTAL = False

_MARKS = {"YES_MANUAL": 2, "YES_AUTO": 1, "NO": 0, "UNKNOWN": -1, "SKIP": 3}
_FIRST_ROW = re.compile(
    r"date,.+\n\d{4}-\d\d-\d\d,(?:-?\d+|UNKNOWN|NO|YES_MANUAL|YES_AUTO|SKIP)\b", re.IGNORECASE
)
_ROW_OF_MARKS = re.compile(r"\d{4}-\d\d-\d\d(,(-?\d+|UNKNOWN|NO|YES_MANUAL|YES_AUTO|SKIP))+,?")
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_THOUSANDTHS = 1000.0


@dataclass(frozen=True, slots=True)
class _Habit:
    """A habit: its name, whether it has numbers, and their unit."""

    name: str
    numeric: bool = False
    unit: str = ""


def score(head: Head) -> float:
    """Return how sure it is that the file is Loop's."""
    if head.data.startswith(MAGIC):
        found = b"Habits" in head.data and b"Repetitions" in head.data
        return 0.95 if found else 0.0
    if head.members:
        return 0.9 if {"Habits.csv", "Checkmarks.csv"} <= set(head.members) else 0.0
    if not _FIRST_ROW.match(head.text[:20_000].replace("\r\n", "\n")):
        return 0.0
    lines = head.text[:20_000].splitlines()[1:6]
    return 0.75 if any(_ROW_OF_MARKS.fullmatch(line) for line in lines) else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield every day on which a habit was done, or was said not to be.

    Raises
    ------
    ImporterError
        When it is none of the three forms.
    """
    maker = EntryMaker(ID, settings)
    if file.head().startswith(MAGIC):
        yield from _database(file, maker, settings.workplace)
    elif file.is_zip:
        if "Checkmarks.csv" not in file.members():
            raise ImporterError(f"{file.name} holds no Checkmarks.csv; export it again")
        habits = _habits(file)
        yield from _checkmarks(file.member("Checkmarks.csv"), maker, habits)
    else:
        yield from _checkmarks(file, maker, {})


def _habits(file: ImportFile) -> Mapping[str, _Habit]:
    found: dict[str, _Habit] = {}
    with file.open_member("Habits.csv") as stream:
        for record in csv_records(stream, "Habits.csv", needed=("Name",)):
            if isinstance(record, Record):
                numeric = record.get("Type").upper() == "NUMERICAL"
                name = record.get("Name")
                found[name] = _Habit(name, numeric, record.get("Unit"))
    return found


def _checkmarks(
    file: ImportFile, maker: EntryMaker, habits: Mapping[str, _Habit]
) -> Iterator[Read]:
    header: list[_Habit] | None = None
    with file.open() as stream:
        for row in csv_rows(stream, file.name, ","):
            if isinstance(row, Problem):
                yield row
            elif header is None:
                header = [habits.get(name, _Habit(name)) for name in row.cells[1:]]
            else:
                yield from _row(row, maker, header)
    if header is None:
        raise ImporterError(f"{file.name} is empty; export it again from Loop")


def _row(row: Row, maker: EntryMaker, header: Sequence[_Habit]) -> Iterator[Read]:
    try:
        day = read_day(row.cells[0])
        maker.local(day)
    except RowError as error:
        yield Problem(row.line, error.field, error.value, error.reason)
        return
    if any(row.cells[1 + len(header) :]):
        reason = "more cells than habits; what is beyond the last habit is not read"
        yield Problem(row.line, "row", ",".join(row.cells), reason, used=True)
    for habit, cell in zip(header, row.cells[1:], strict=False):
        if habit.name:
            yield from _day(row.line, maker, habit, day, cell)


def _day(line: int, maker: EntryMaker, habit: _Habit, day: date, text: str) -> Iterator[Read]:
    word = text.strip().upper()
    if not word:
        yield LeftOut("days of which nothing is known")
        return
    mark = _MARKS.get(word)
    if mark is None and not _WHOLE.fullmatch(word):
        yield Problem(line, habit.name, text, "neither a mark nor a number; check the file")
        return
    mark = int(word) if mark is None else mark
    yield from _marked(line, maker, habit, day, mark)


def _marked(
    line: int, maker: EntryMaker, habit: _Habit, day: date, mark: int, note: str = ""
) -> Iterator[Read]:
    """Yield what a mark says: unknown, skipped and not done are three different things."""
    if mark < 0:
        yield LeftOut("days of which nothing is known")
        return
    if mark == 3:
        yield LeftOut("days that were skipped on purpose")
        return
    if mark == 1 and not habit.numeric:
        yield LeftOut("days that count as done without being done")
        return
    key = (day.isoformat(), habit.name)
    value = 0.0 if mark == 0 else None
    if habit.numeric or mark > 3:
        value = mark / _THOUSANDTHS
    tracked = Tracked(habit.name, value, habit.unit, note=note, otherwise="practice")
    said = said_of(tracked, maker.local(day), key=key)
    yield from maker.made(line, said)


def _database(file: ImportFile, maker: EntryMaker, workplace: Path | None) -> Iterator[Read]:
    with sqlite_tables(file, workplace=workplace) as tables:
        columns = [
            tables.column("Habits", *names) for names in (("Id",), ("name",), ("type",), ("unit",))
        ]
        habits = {
            text_of(ident): _Habit(text_of(name), numeric=number_of(kind) == 1, unit=text_of(unit))
            for ident, name, kind, unit in tables.rows("Habits", columns)
        }
        wanted = [
            tables.column("Repetitions", name) for name in ("habit", "timestamp", "value", "notes")
        ]
        if not habits or not all(wanted[:3]):
            raise ImporterError(f"{file.name} has no habits of Loop; make the backup again")
        for number, (habit, at, value, note) in enumerate(tables.rows("Repetitions", wanted), 1):
            known, seconds, mark = habits.get(text_of(habit)), number_of(at), number_of(value)
            if known is None or seconds is None:
                yield LeftOut("marks of deleted habits")
                continue
            try:
                day = datetime.fromtimestamp(seconds / 1000, UTC).date()
                count = -1 if mark is None else int(mark)
                yield from _marked(number, maker, known, day, count, text_of(note))
            except (RowError, ValueError, OverflowError, OSError):
                reason = "is no time since 1970; check it"
                yield Problem(number, "timestamp", str(at), reason)
