"""Cronometer: the four CSV files of its export (servings, biometrics, exercises, notes)."""

from __future__ import annotations

from collections.abc import Iterator

from gutline.importers.amounts import figure_or_none, read_portion
from gutline.importers.app_times import OrderWatch, meal_named, read_clock, read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.kind_guess import guess_taken
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Tracked, said_of

ID = "cronometer"
NAME = "Cronometer"
EXPERIMENTAL = False

_WHEN = {"day": ("day", "date"), "time": ("time",), "group": ("group", "meal")}
SERVINGS = Table(
    {**_WHEN, "food": ("food name", "food"), "amount": ("amount", "serving", "quantity"),
     "energy": ("energy (kcal)", "energy (kj)", "calories (kcal)"), "category": ("category",)},
    ("day", "food", "amount", "energy"),
)  # fmt: skip
BIOMETRICS = Table(
    {**_WHEN, "metric": ("metric",), "unit": ("unit",), "amount": ("amount", "value")},
    ("day", "metric", "unit", "amount"),
)
EXERCISES = Table(
    {**_WHEN, "exercise": ("exercise",), "minutes": ("minutes",), "calories": ("calories burned",)},
    ("day", "exercise", "minutes"), 0.7,
)  # fmt: skip
NOTES = Table({**_WHEN, "note": ("note",)}, ("day", "group", "note"), 0.4)
_TABLES = (SERVINGS, BIOMETRICS, EXERCISES, NOTES)
_DRINKS = frozenset({"beverages", "drinks"})
_SUPPLEMENTS = frozenset({"supplements", "dietary supplements"})


def score(head: Head) -> float:
    """Return how sure it is that the file is one of Cronometer's."""
    return max(table.score(head) for table in _TABLES)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield what one of the four files says.

    Raises
    ------
    ImporterError
        When it is none of them.
    """
    head = Head(file.name, file.head())
    table = max(_TABLES, key=lambda one: one.score(head))
    watch = OrderWatch()
    readers = {
        id(SERVINGS): lambda row, maker: _serving(row, maker, watch),
        id(BIOMETRICS): _biometric, id(EXERCISES): _exercise, id(NOTES): _note,
    }  # fmt: skip
    yield from read_table(file, settings, table, ID, readers[id(table)])


def _serving(row: TableRow, maker: EntryMaker, watch: OrderWatch) -> Iterator[Read]:
    if not row["food"] or row["food"].casefold() == "total" or row["group"].casefold() == "total":
        yield LeftOut("totals of a meal or day")
        return
    day, clock = read_day(row["day"]), read_clock(row["time"])
    doubt = watch.doubt(day, clock, meal_named(row["group"]))
    moment = yield from maker.at_meal(day, clock, row["group"])
    kind = _kind_of(row)
    amount = read_portion(row["amount"], kind, decimal_comma=maker.decimal_comma)
    said = Said(
        moment, kind, row["food"], amount.value, amount.unit, amount.note,
        key=(row["day"], row["time"], row["group"], row["food"], row["amount"]),
    )  # fmt: skip
    yield from maker.made(row.line, said, doubt)


def _kind_of(row: TableRow) -> str:
    category = row["category"].casefold()
    if category in _SUPPLEMENTS:
        found = guess_taken(row["food"])
        return "supplement" if found == "medicine" else found
    return "drink" if category in _DRINKS else "food"


def _biometric(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    moment = maker.local(read_day(row["day"]), read_clock(row["time"]))
    key = (row["day"], row["time"], row["metric"])
    text = row["amount"]
    if not text:
        yield LeftOut("measurements without a figure")
        return
    if "/" in text:
        note = f"{text} {row['unit']}".strip()
        yield from maker.made(row.line, Said(moment, "note", row["metric"], note=note, key=key))
        return
    value = figure_or_none(text, decimal_comma=maker.decimal_comma)
    tracked = Tracked(row["metric"], value, row["unit"].removeprefix("/10"), otherwise="note")
    if row["unit"] == "/10":
        tracked = Tracked(row["metric"], value)
    yield from maker.made(row.line, said_of(tracked, moment, key=key))


def _exercise(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    moment = maker.local(read_day(row["day"]), read_clock(row["time"]))
    minutes = figure_or_none(row["minutes"], decimal_comma=maker.decimal_comma)
    key = (row["day"], row["time"], row["exercise"])
    said = Said(moment, "movement", row["exercise"], minutes, "min", key=key)
    yield from maker.made(row.line, said)


def _note(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    if not row["note"]:
        yield LeftOut("empty notes")
        return
    moment = maker.local(read_day(row["day"]), read_clock(row["time"]))
    key = (row["day"], row["time"], row["group"], row["note"])
    yield from maker.made(row.line, Said(moment, "note", "note", note=row["note"], key=key))
