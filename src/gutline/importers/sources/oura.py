"""Oura: the JSON of its export and of its interface: nights, steps, workouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gutline.diary.entries import RowError
from gutline.importers.app_times import read_day
from gutline.importers.entry_making import EntryMaker, reported
from gutline.importers.json_fields import items, number, part, text
from gutline.importers.json_stream import read_json
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)
from gutline.importers.wearables import DaySteps, bout, night

ID = "oura"
NAME = "Oura"
EXPERIMENTAL = True

_LISTS = (
    "data",
    "sleep",
    "sleep_model",
    "sleeps",
    "daily_activity",
    "dailyActivity",
    "workout",
    "workouts",
)
_NOT_SLEEP = frozenset({"rest", "deleted"})


def score(head: Head) -> float:
    """Return how sure it is that the file is Oura's."""
    start = head.text[:65_536]
    if not start.lstrip().startswith("{"):
        return 0.0
    if '"bedtime_end"' in start and '"total_sleep_duration"' in start:
        return 0.9
    return 0.7 if '"day"' in start and '"steps"' in start and '"active_calories"' in start else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield nights, steps of a day and workouts.

    Raises
    ------
    ImporterError
        When it holds none of them.
    """
    with file.open() as stream:
        document = read_json(stream, file.name)
    maker, sums = EntryMaker(ID, settings), DaySteps()
    part_of = part(document)
    lists = [name for name in _LISTS if name in part_of]
    if not lists:
        raise ImporterError(f"{file.name} has no sleep and no activity of Oura; export it again")
    for name in lists:
        if not isinstance(part_of[name], list):
            yield Problem(None, name, str(part_of[name])[:80], "not a list; export it again")
        for count, record in enumerate(items(document, name), 1):
            yield from reported(count, _record(count, record, maker, sums))
    yield from sums.entries(maker)


def _record(count: int, record: object, maker: EntryMaker, sums: DaySteps) -> Iterator[Read]:
    if not isinstance(record, Mapping):
        raise RowError("record", str(record)[:80], "not a record; check the file")
    own = text(record, "id") or text(record, "bedtime_end", "start_datetime", "day")
    if "bedtime_end" in record:
        if text(record, "type") in _NOT_SLEEP:
            yield LeftOut("times of rest that were no sleep")
            return
        seconds = number(record, "total_sleep_duration", "total")
        hours = None if seconds is None else seconds / 3600
        yield from night(maker, count, maker.moment(text(record, "bedtime_end")), hours, own)
    elif "start_datetime" in record:
        start, end = (maker.moment(text(record, k)) for k in ("start_datetime", "end_datetime"))
        minutes = (end.at - start.at).total_seconds() / 60
        name = text(record, "activity") or "workout"
        yield from bout(maker, count, start, name.replace("_", " "), minutes, own)
    elif (steps := number(record, "steps")) is not None:
        sums.add_total(read_day(text(record, "day")[:10]), steps)
    else:
        yield LeftOut("records of other kinds")
