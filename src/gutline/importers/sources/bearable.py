"""Bearable: its CSV export, in the form of 2021 ("9th May 2021") and the later one."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import date, time
from types import MappingProxyType

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.amounts import figure_or_none, portion_of
from gutline.importers.app_times import PARTS_OF_DAY, read_clock, read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.kind_guess import guess_kind, guess_taken
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Problem, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Scale, Tracked, said_of

ID = "bearable"
NAME = "Bearable"
EXPERIMENTAL = False

TABLE = Table(
    {"day": ("date formatted", "date"), "weekday": ("weekday",), "time": ("time of day",),
     "category": ("category",), "value": ("rating/amount",), "detail": ("detail",),
     "note": ("notes", "note")},
    ("day", "time", "category", "value", "detail"),
)  # fmt: skip
_SEPARATOR = "|"
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_LABEL = re.compile(
    r"(meals?|drinks?|snacks?|breakfast|lunch|dinner|food)\s*:\s*(.*)", re.IGNORECASE
)
_HOURS = re.compile(r"(\d{1,2}):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_WOKE = re.compile(r"[-–]\s*(\d{1,2}:\d{2}(?:\s*[ap]\.?\s?m\.?)?)", re.IGNORECASE)
_STOOL = re.compile(r"(?:type\s*)?([1-7])\b(?![.,]\d)", re.IGNORECASE | re.ASCII)
_LEVELS = {
    "none": 0.0,
    "mild": 2.5,
    "moderate": 5.0,
    "severe": 7.5,
    "extreme": 10.0,
    "unbearable": 10.0,
}
_FIVE = Scale(1, 5)
Reader = Callable[[TableRow, EntryMaker, Moment], Iterator[Read]]
_LISTED = frozenset({"food diary", "nutrition"})
_DRINK_LABELS = ("drink", "drinks")


def score(head: Head) -> float:
    """Return how sure it is that the file is Bearable's."""
    return TABLE.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield symptoms, moods, foods, what was taken, nights and factors.

    Raises
    ------
    ImporterError
        When it has no such header.
    """
    yield from read_table(file, settings, TABLE, ID, _entries)


def _entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    day = read_day(row["day"])
    moment = yield from _moment(row, maker, day)
    category = row["category"].casefold().strip()
    if not (row["value"] or row["detail"] or row["note"]):
        yield LeftOut("rows with nothing in them")
        return
    listed = category in _LISTED or category.endswith("factors")
    reader = _READERS.get(category, _factors if listed else _other)
    yield from (_other if listed and not row["detail"] else reader)(row, maker, moment)


def _moment(row: TableRow, maker: EntryMaker, day: date) -> Generator[Problem, None, Moment]:
    """Return the moment of a row, after saying what stands for a part of the day."""
    text = row["time"].casefold().strip()
    if text in {"", "all day"}:
        return maker.local(day)
    part = PARTS_OF_DAY.get(text)
    if part is None:
        return maker.local(day, read_clock(row["time"]))
    reason = "Bearable gives parts of the day here; each is kept at its middle hour"
    yield from maker.once("time of day", row["time"], reason)
    return maker.local(day, part)


def _key(row: TableRow, *more: str) -> tuple[str, ...]:
    return (read_day(row["day"]).isoformat(), row["time"], row["category"], *more)


def _symptom(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    parts = _IN_BRACKETS.fullmatch(row["detail"])
    level = _LEVELS.get(parts[2].casefold()) if parts else None
    name = (
        parts[1]
        if parts and (level is not None or parts[2].casefold() in _LEVELS)
        else row["detail"]
    )
    rating = figure_or_none(row["value"], decimal_comma=maker.decimal_comma)
    if rating is not None:
        level = Scale(0, 4).to_ten(rating)
    said = Said(moment, "symptom", name, level, "nrs", row["note"], key=_key(row, name))
    yield from maker.made(row.line, said)


def _rated(
    name: str, kind: str, scale: Scale
) -> Callable[[TableRow, EntryMaker, Moment], Iterator[Read]]:
    def reader(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
        value = figure_or_none(row["value"], decimal_comma=maker.decimal_comma)
        note = "; ".join(filter(None, (row["detail"], row["note"])))
        if kind == "mood":
            said = Said(moment, "mood", "mood", value, "nrs", note, key=_key(row))
        else:
            said = said_of(Tracked(name, value, scale=scale, note=note), moment, key=_key(row))
        yield from maker.made(row.line, said)

    return reader


def _foods(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    kind = "food"
    note = "; ".join(filter(None, (row["value"], row["note"])))
    for item in row["detail"].split(_SEPARATOR):
        label, name = _LABEL.fullmatch(item.strip()), item.strip()
        if label is not None:
            kind = "drink" if label[1].casefold() in _DRINK_LABELS else "food"
            name = label[2].strip()
        if name:
            key = _key(row, name)
            yield from maker.made(row.line, Said(moment, kind, name, note=note, key=key))


def _taken(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    parts = _IN_BRACKETS.fullmatch(row["detail"])
    name, unit = (parts[1], parts[2]) if parts else (row["detail"], "")
    kind = guess_taken(name)
    value = figure_or_none(row["value"], decimal_comma=maker.decimal_comma)
    key = _key(row, row["detail"])
    if value is None:
        said = Said(moment, kind, name, note=row["note"], key=key)
    else:
        amount = portion_of(value, unit, kind)
        note = "; ".join(filter(None, (amount.note, row["note"])))
        said = Said(moment, kind, name, amount.value, amount.unit, note, key=key)
    yield from maker.made(row.line, said)


def _sleep(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    clock = _HOURS.fullmatch(row["value"])
    if clock is not None:
        hours: float | None = int(clock[1]) + int(clock[2]) / 60
    else:
        hours = figure_or_none(row["value"], decimal_comma=maker.decimal_comma)
    woke = _WOKE.search(row["detail"])
    at = moment
    if woke is not None and moment.day_only:
        at = maker.local(moment.at.date(), _clock_or_none(woke[1]))
    note = "; ".join(filter(None, (row["detail"], row["note"])))
    said = Said(at, "sleep", "sleep", hours, "h", note, key=_key(row))
    yield from maker.made(row.line, said)


def _clock_or_none(text: str) -> time | None:
    try:
        return read_clock(text)
    except RowError:
        return None


def _stool(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    form = _STOOL.match(row["value"]) or _STOOL.match(row["detail"])
    note = (
        row["note"] if form else "; ".join(filter(None, (row["value"], row["detail"], row["note"])))
    )
    value = float(form[1]) if form else None
    said = Said(moment, "stool", "stool", value, "bristol", note, key=_key(row))
    yield from maker.made(row.line, said)


def _factors(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    """Yield what was ticked: foods and habits as such, all else as a note."""
    for item in filter(None, map(str.strip, row["detail"].split(_SEPARATOR))):
        guess = guess_kind(item, "note")
        tracked = Tracked(item, note=row["note"], otherwise="note")
        if guess.kind == "note":
            tracked = Tracked(item, note=row["note"] or row["category"], otherwise="note")
        yield from maker.made(row.line, said_of(tracked, moment, key=_key(row, item)))


def _measured(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    parts = _IN_BRACKETS.fullmatch(row["detail"])
    name, unit = (parts[1], parts[2]) if parts else (row["detail"], "")
    try:
        value = figure_or_none(row["value"], decimal_comma=maker.decimal_comma)
    except RowError:
        yield from _other(row, maker, moment)
        return
    tracked = Tracked(name or row["category"], value, unit, note=row["note"], otherwise="note")
    yield from maker.made(row.line, said_of(tracked, moment, key=_key(row, row["detail"])))


def _other(row: TableRow, maker: EntryMaker, moment: Moment) -> Iterator[Read]:
    text = "; ".join(filter(None, (row["value"], row["detail"], row["note"])))
    said = Said(moment, "note", row["category"], note=text, key=_key(row, text))
    yield from maker.made(row.line, said)


_READERS: Mapping[str, Reader] = MappingProxyType({
    "symptom": _symptom, "symptoms": _symptom,
    "mood": _rated("mood", "mood", Scale(0, 10)),
    "energy": _rated("energy", "symptom", _FIVE),
    "sleep quality": _rated("sleep quality", "symptom", _FIVE),
    "food diary": _foods, "nutrition": _foods,
    "meds/supplements": _taken, "medication": _taken, "meds": _taken, "supplements": _taken,
    "sleep": _sleep,
    "bowel movements": _stool, "bowel movement": _stool,
    "health measurements": _measured, "health measurement": _measured,
})  # fmt: skip
