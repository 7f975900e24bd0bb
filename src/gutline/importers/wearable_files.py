"""The account exports of wearables: many JSON files, or one, of nights and of steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gutline.importers.entry_making import EntryMaker, reported
from gutline.importers.json_stream import json_items
from gutline.importers.source import ImporterError, ImportFile, Problem, Read
from gutline.importers.wearables import DaySteps

ReadRecord = Callable[[int, object, EntryMaker, DaySteps], Iterator[Read]]


def read_json_files(
    file: ImportFile, maker: EntryMaker, wanted: re.Pattern[str], none: str, record: ReadRecord
) -> Iterator[Read]:
    """Yield what the records of an export say, the steps added up by the day at the end.

    Parameters
    ----------
    file : ImportFile
        One JSON file, or a zip of them.
    maker : EntryMaker
        Of the source.
    wanted : re.Pattern
        Names of the files of a zip that are read.
    none : str
        What it says behind its name when a zip holds none of them.
    record : callable
        Reads one record.

    Raises
    ------
    ImporterError
        When the only file is not JSON, or the zip holds none that is wanted.
    """
    sums = DaySteps()
    names = _parts(file, wanted, none)
    for name in names:
        try:
            yield from _file(file, name, maker, sums, record)
        except ImporterError as error:
            if len(names) == 1:
                yield from sums.entries(maker)
                raise
            yield Problem(None, "file", name, f"{error}; the others are read")
    yield from sums.entries(maker)


def _parts(file: ImportFile, wanted: re.Pattern[str], none: str) -> tuple[str, ...]:
    if not file.is_zip:
        return ("",)
    names = tuple(sorted(name for name in file.members() if wanted.fullmatch(name)))
    if not names:
        raise ImporterError(f"{file.name} {none}")
    return names


def _file(
    file: ImportFile, name: str, maker: EntryMaker, sums: DaySteps, record: ReadRecord
) -> Iterator[Read]:
    with file.open_member(name) if name else file.open() as stream:
        for count, one in enumerate(json_items(stream, name or file.name), 1):
            yield from reported(count, record(count, one, maker, sums))
