"""Fitbit: the JSON files of Google Takeout: sleep, steps, weight and exercise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.json_fields import number, text
from gutline.importers.source import (
    Head,
    ImportFile,
    ImportSettings,
    LeftOut,
    Read,
)
from gutline.importers.wearable_files import read_json_files
from gutline.importers.wearables import DaySteps, bout, night

ID = "fitbit"
NAME = "Fitbit"
EXPERIMENTAL = True

_FILE = re.compile(r"(?:.*/)?(sleep|steps|weight|exercise)-[\d-]+\.json", re.IGNORECASE)
_SHORT_TIME = "%m/%d/%y %H:%M:%S"
_LB_IN_KG = 0.45359237

Record = Mapping[str, object]


def score(head: Head) -> float:
    """Return how sure it is that the file is Fitbit's."""
    if head.members:
        return 0.9 if any(_FILE.fullmatch(name) for name in head.members) else 0.0
    start = head.text[:4_000]
    if '"dateOfSleep"' in start and '"logId"' in start:
        return 0.95
    short = bool(re.search(r'"dateTime"\s*:\s*"\d\d/\d\d/\d\d \d\d:', start))
    if short and _FILE.fullmatch(head.name):
        return 0.9
    named = '"logId"' in start and ('"weight"' in start or '"activityName"' in start)
    return 0.85 if named else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield nights, steps of a day, weights and exercise.

    Raises
    ------
    ImporterError
        When a file is not JSON, or the zip holds none of them.
    """
    maker = EntryMaker(ID, settings)
    yield from read_json_files(
        file, maker, _FILE, "holds no sleep, steps, weight or exercise of Fitbit", _record
    )


def _record(count: int, record: object, maker: EntryMaker, sums: DaySteps) -> Iterator[Read]:
    if not isinstance(record, Mapping):
        raise RowError("record", str(record)[:80], "not a record; check the file")
    for key, reader in _READERS.items():
        if key in record:
            yield from reader(count, record, maker)
            return
    if "dateTime" in record and "value" in record:
        _add_steps(record, maker, sums)
    else:
        yield LeftOut("records of other kinds")


def _add_steps(record: Record, maker: EntryMaker, sums: DaySteps) -> None:
    """Add a minute's steps; Takeout writes their times in UTC."""
    try:
        at = datetime.strptime(f"{text(record, 'dateTime')} +0000", f"{_SHORT_TIME} %z")
    except ValueError:
        raise RowError("dateTime", text(record, "dateTime"), "not a time of Fitbit") from None
    steps = number(record, "value")
    if steps is not None:
        sums.add(maker.instant(at.timestamp()).at.date(), steps)


def _night(count: int, record: Record, maker: EntryMaker) -> Iterator[Read]:
    end = maker.moment(text(record, "endTime"))
    minutes = number(record, "minutesAsleep")
    hours = None if minutes is None else minutes / 60
    note = "" if record.get("mainSleep", True) else "nap"
    yield from night(maker, count, end, hours, text(record, "logId") or end.at.isoformat(), note)


def _exercise(count: int, record: Record, maker: EntryMaker) -> Iterator[Read]:
    start = _local(record, maker, "startTime")
    duration = number(record, "activeDuration", "duration")
    minutes = None if duration is None else duration / 60_000
    own = text(record, "logId") or text(record, "startTime")
    yield from bout(maker, count, start, text(record, "activityName"), minutes, own)


def _local(record: Record, maker: EntryMaker, key: str) -> Moment:
    written = text(record, key)
    try:
        at = datetime.strptime(written, _SHORT_TIME)  # noqa: DTZ007 - local by design
    except ValueError:
        return maker.moment(written)
    return maker.local(at.date(), at.time())


def _weight(count: int, record: Record, maker: EntryMaker) -> Iterator[Read]:
    """Yield a weight; Takeout writes pounds whatever the app shows."""
    pounds = number(record, "weight")
    if pounds is None:
        raise RowError("weight", "", "no figure; check the file")
    written = f"{text(record, 'date')} {text(record, 'time') or '00:00:00'}"
    try:
        at = datetime.strptime(written, _SHORT_TIME)  # noqa: DTZ007 - local by design
    except ValueError:
        raise RowError("date", written, "not a time of Fitbit") from None
    yield from maker.once("weight", "", "Takeout writes weights in pounds; check one")
    own = f"weight/{text(record, 'logId') or written}"
    value = round(pounds * _LB_IN_KG, 2)
    moment = maker.local(at.date(), at.time())
    yield from maker.made(count, Said(moment, "weight", "weight", value, "kg", own=own))


_READERS: Mapping[str, Callable[[int, Record, EntryMaker], Iterator[Read]]] = {
    "dateOfSleep": _night, "activityName": _exercise, "weight": _weight,
}  # fmt: skip
