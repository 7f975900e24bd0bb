"""Nomie 5 and 6: the JSON backup and the CSV export, notes with `#tracker(3) +context @person`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.amounts import figure_or_none, read_figure
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.json_or_table import read_document_or_table
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
from gutline.importers.table_source import Table, TableRow
from gutline.importers.tracker_values import Scale, Tracked, said_of

ID = "nomie"
NAME = "Nomie"
EXPERIMENTAL = False

TABLE = Table(
    {"epoch": ("epoch",), "start": ("start",), "end": ("end",), "offset": ("offset",),
     "note": ("note",), "score": ("score",), "lat": ("lat",)},
    ("epoch", "offset", "note"),
)  # fmt: skip
_TOKEN = re.compile(r"#([\w-]+)(?:\(([^()]*)\))?|([+@][\w-]+)", re.UNICODE)
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):([0-5]\d)", re.ASCII)
_BOOK = "/books/"


@dataclass(frozen=True, slots=True)
class _Tracker:
    """What a backup says of a tracker."""

    label: str
    scale: Scale
    unit: str
    otherwise: str


def score(head: Head) -> float:
    """Return how sure it is that the file is Nomie's."""
    text = head.text[:65_536]
    if text.lstrip().startswith("{"):
        return 0.9 if '"files"' in text and ("trackers.json" in text or _BOOK in text) else 0.0
    return TABLE.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield every tracker of every note.

    Raises
    ------
    ImporterError
        When it is neither form.
    """
    yield from read_document_or_table(file, settings, _backup, TABLE, ID, _row)


def _row(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    epoch = read_figure(row["epoch"])
    offset = figure_or_none(row["offset"])
    moment = maker.instant(epoch / 1000, offset)
    yield from _of_note(row.line, maker, moment, row["note"], (row["epoch"],), {})


def _backup(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    with file.open() as stream:
        document = read_json(stream, file.name)
    files = document.get("files") if isinstance(document, dict) else None
    if not isinstance(files, dict):
        raise ImporterError(f"{file.name} is no backup of Nomie: it has no part 'files'")
    maker = EntryMaker(ID, settings)
    trackers = _trackers(files)
    number = 0
    for path, content in files.items():
        if _BOOK not in path:
            continue
        if not isinstance(content, list):
            yield Problem(
                None, path, str(content)[:80], "not a list of entries; make the backup again"
            )
            continue
        for record in content:
            number += 1
            yield from _of_record(number, record, maker, trackers)
    others = sum(_BOOK not in path for path in files)
    if others:
        yield LeftOut("settings, boards and other parts of a backup", others)


def _of_record(
    number: int, record: object, maker: EntryMaker, trackers: Mapping[str, _Tracker]
) -> Iterator[Read]:
    if not isinstance(record, dict) or not isinstance(record.get("note"), str):
        yield Problem(number, "note", str(record)[:80], "an entry without a note; check the backup")
        return
    end, offset = record.get("end"), record.get("offset")
    if not isinstance(end, (int, float)):
        yield Problem(number, "end", str(end), "no time; check the backup")
        return
    try:
        minutes = float(offset) if isinstance(offset, (int, float)) else None
        moment = maker.instant(end / 1000, minutes)
    except RowError as error:
        yield Problem(number, error.field, error.value, error.reason)
        return
    key = (str(record.get("_id") or end),)
    yield from _of_note(number, maker, moment, cast("str", record["note"]), key, trackers)


def _of_note(
    line: int, maker: EntryMaker, moment: Moment, text: str, key: tuple[object, ...],
    trackers: Mapping[str, _Tracker],
) -> Iterator[Read]:  # fmt: skip
    rest = " ".join(_TOKEN.sub("", text).split())
    context = " ".join(match[3] for match in _TOKEN.finditer(text) if match[3])
    note = " ".join(filter(None, (rest, context)))
    found = [match for match in _TOKEN.finditer(text) if match[1]]
    for match in found:
        try:
            tracked = _tracked(match[1], match[2], note, trackers)
        except RowError as error:
            yield Problem(line, error.field, error.value, error.reason)
            continue
        note = ""
        yield from maker.made(line, said_of(tracked, moment, key=(*key, match[1])))
    if not found or note:
        text = note if found else text
        yield from maker.made(line, Said(moment, "note", "note", note=text, key=(*key, "note")))


def _tracked(tag: str, amount: str | None, note: str, trackers: Mapping[str, _Tracker]) -> Tracked:
    known = trackers.get(tag.casefold())
    clock = _CLOCK.fullmatch((amount or "").strip())
    if clock is not None:
        minutes = int(clock[1] or 0) * 60 + int(clock[2]) + int(clock[3]) / 60
        label = known.label if known else tag
        return Tracked(label, round(minutes, 2), "min", note=note, otherwise="practice")
    value = figure_or_none(amount or "")
    if known is None:
        return Tracked(tag, value, note=note, otherwise="practice" if value is None else "symptom")
    return Tracked(known.label, value, known.unit, known.scale, note, known.otherwise)


def _trackers(files: Mapping[str, object]) -> Mapping[str, _Tracker]:
    found: dict[str, _Tracker] = {}
    for path, content in files.items():
        if path.endswith("trackers.json") and isinstance(content, dict):
            for tag, fields in content.items():
                if isinstance(fields, dict):
                    found[str(tag).casefold()] = _tracker(str(tag), fields)
    return found


def _tracker(tag: str, fields: Mapping[str, object]) -> _Tracker:
    label = fields.get("label")
    low, high = fields.get("min"), fields.get("max")
    ranged = fields.get("type") == "range"
    scale = Scale(0, 10)
    if ranged and isinstance(low, (int, float)) and isinstance(high, (int, float)) and high > low:
        scale = Scale(float(low), float(high))
    unit = fields.get("uom")
    otherwise = "symptom" if ranged else "practice"
    return _Tracker(
        label if isinstance(label, str) and label.strip() else tag, scale,
        unit if isinstance(unit, str) and unit not in {"num", "count"} else "", otherwise,
    )  # fmt: skip
