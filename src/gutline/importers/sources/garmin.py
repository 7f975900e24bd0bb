"""Garmin: sleep and steps of its account export, activities of its web page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gutline.diary.entries import RowError
from gutline.importers.app_times import read_day
from gutline.importers.entry_making import EntryMaker
from gutline.importers.json_fields import number, text
from gutline.importers.source import (
    Head,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.wearable_files import read_json_files
from gutline.importers.wearables import DaySteps, bout, night

ID = "garmin"
NAME = "Garmin"
EXPERIMENTAL = True

_FILE = re.compile(r"(?:.*/)?(?:.*_sleepData|UDSFile_.*)\.json", re.IGNORECASE)
ACTIVITIES = Table(
    {"name": ("activity type",), "time": ("date",), "title": ("title",), "duration": ("time",),
     "distance": ("distance",), "favourite": ("favorite", "favourite")},
    ("name", "time", "title", "duration", "favourite"),
)  # fmt: skip
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?", re.ASCII)
_STAGES = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")


def score(head: Head) -> float:
    """Return how sure it is that the file is Garmin's."""
    if head.members:
        return 0.9 if any(_FILE.fullmatch(name) for name in head.members) else 0.0
    start = head.text[:8_000]
    if start.lstrip().startswith("["):
        sleep = '"sleepEndTimestampGMT"' in start
        return 0.9 if sleep or ('"calendarDate"' in start and '"totalSteps"' in start) else 0.0
    return ACTIVITIES.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield nights, steps of a day and activities.

    Raises
    ------
    ImporterError
        When it holds none of them.
    """
    if ACTIVITIES.score(Head(file.name, file.head(), file.members())):
        yield from read_table(file, settings, ACTIVITIES, ID, _activity)
        return
    maker = EntryMaker(ID, settings)
    yield from read_json_files(file, maker, _FILE, "holds no sleep and no steps of Garmin", _record)


def _record(count: int, record: object, maker: EntryMaker, sums: DaySteps) -> Iterator[Read]:
    if not isinstance(record, Mapping):
        raise RowError("record", str(record)[:80], "not a record; check the file")
    if "sleepEndTimestampGMT" in record:
        stages = [number(record, key) for key in _STAGES]
        known = [seconds for seconds in stages if seconds is not None]
        hours = sum(known) / 3600 if known else None
        own = text(record, "sleepEndTimestampGMT")
        if not own and hours is None:
            yield LeftOut("nights without a time asleep")
            return
        end = maker.moment(own.removesuffix("Z") + "Z")
        yield from night(maker, count, end, hours, own)
    elif "totalSteps" in record:
        steps = number(record, "totalSteps")
        if steps is None:
            yield LeftOut("days without a count of steps")
        else:
            sums.add_total(read_day(text(record, "calendarDate")), steps)
    else:
        yield LeftOut("records of other kinds")


def _activity(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    clock = _CLOCK.fullmatch(row["duration"])
    minutes = None
    if clock is not None:
        minutes = int(clock[1] or 0) * 60 + int(clock[2]) + int(clock[3]) / 60
    elif row["duration"].strip("-"):
        reason = "not a length such as 01:02:30; the activity is kept without it"
        yield Problem(row.line, "time", row["duration"], reason, used=True)
    name = row["name"].casefold()
    yield from bout(maker, row.line, maker.moment(row["time"]), name, minutes, row["time"])
