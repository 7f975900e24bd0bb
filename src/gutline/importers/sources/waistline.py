"""Waistline: the JSON of its database; of its CSV, which names no foods, only the weights."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from datetime import date

from gutline.diary.zones import Moment
from gutline.importers.amounts import figure_or_none, portion_of
from gutline.importers.app_times import Order, order_of, read_day
from gutline.importers.entry_making import EntryMaker, Said, reported
from gutline.importers.json_fields import items, number, part, parts, text
from gutline.importers.json_or_table import begins_with
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
from gutline.importers.table_source import Table, TableRow, read_table

ID = "waistline"
NAME = "Waistline"
EXPERIMENTAL = False

CSV = Table(
    {"day": ("date", "datum", "fecha"),
     "weight": ("weight (*", "gewicht (*", "poids (*", "peso (*"),
     "energy": ("calories (*", "kilojoules (*", "kalorien (*", "calorías (*", "energy (*")},
    ("day", "weight", "energy"), 0.7, ";",
)  # fmt: skip
_MEALS = ("breakfast", "lunch", "dinner", "snack")
_QUICK = "quick-add"
_UNIT = re.compile(r"\(([^()]*)\)\s*$")


def score(head: Head) -> float:
    """Return how sure it is that the file is Waistline's."""
    start = head.text[:65_536].lstrip()
    if start.startswith("{"):
        named = '"foodList"' in start or '"foodlist"' in start.casefold()
        if named or head.name == "waistline_export.json":
            return 0.9
        return 0.8 if '"diary"' in start and '"dateTime"' in start else 0.0
    return CSV.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield foods with their amounts, and weights.

    Raises
    ------
    ImporterError
        When it is neither form.
    """
    if begins_with(file, "{"):
        yield from _database(file, settings)
        return
    order: Order = order_of(CSV.column(file, "day"))

    def entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
        return _weight_row(row, maker, order)

    yield from read_table(file, settings, CSV, ID, entries)


def _weight_row(row: TableRow, maker: EntryMaker, order: Order) -> Iterator[Read]:
    yield LeftOut("sums of nutrients of a day")
    comma = (
        True if maker.decimal_comma is None and "." not in row["weight"] else maker.decimal_comma
    )
    value = figure_or_none(row["weight"], decimal_comma=comma)
    if value is None:
        return
    day = read_day(row["day"], order)
    named = _UNIT.search(row.header[row.places["weight"]])
    unit = named[1] if named and named[1] in {"kg", "lb", "lbs"} else "kg"
    said = Said(maker.local(day), "weight", "weight", value, unit, key=(day.isoformat(), "weight"))
    yield from maker.made(row.line, said)


def _database(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    with file.open() as stream:
        document = read_json(stream, file.name)
    if not isinstance(document, dict) or not isinstance(document.get("diary"), list):
        raise ImporterError(
            f"{file.name} has no list 'diary'; export the database of Waistline again"
        )
    maker = EntryMaker(ID, settings)
    known = {
        "recipe": {text(one, "id"): one for one in parts(document, "recipes")},
        "food": {text(one, "id"): one for one in parts(document, "foodList")},
    }
    meals = _meal_names(document)
    for count, day in enumerate(items(document, "diary"), 1):
        yield from reported(count, _day(count, part(day), maker, known, meals))


def _meal_names(document: Mapping[str, object]) -> tuple[str, ...]:
    names = part(document, "settings", "diary").get("meal-names")
    if not isinstance(names, list):
        return _MEALS
    given = [name.strip() if isinstance(name, str) else "" for name in names]
    fallback = [*_MEALS, *[""] * len(given)]
    return tuple(name or usual for name, usual in zip(given, fallback, strict=False))


Known = Mapping[str, Mapping[str, Mapping[str, object]]]


def _day(
    count: int,
    record: Mapping[str, object],
    maker: EntryMaker,
    known: Known,
    meals: tuple[str, ...],
) -> Iterator[Read]:
    day = read_day(text(record, "dateTime")[:10])
    for item in parts(record, "items"):
        yield from reported(count, _eaten(count, item, day, maker, known, meals))
    weight = number(part(record, "stats"), "weight")
    if weight is not None:
        key = (day.isoformat(), "weight")
        said = Said(maker.local(day), "weight", "weight", weight, "kg", key=key)
        yield from maker.made(count, said)


def _eaten(
    count: int, item: Mapping[str, object], day: date, maker: EntryMaker, known: Known,
    meals: tuple[str, ...],
) -> Iterator[Read]:  # fmt: skip
    foods = known["recipe" if text(item, "type") == "recipe" else "food"]
    food = foods.get(text(item, "id"), item) if text(item, "id") else item
    name = text(food, "name") or text(item, "name")
    if text(food, "barcode") == _QUICK or not name:
        yield LeftOut("amounts that were added without a food")
        return
    moment, slot = yield from _moment(item, day, maker, meals)
    portion, quantity = number(item, "portion"), number(item, "quantity")
    if portion is None:
        portion = number(food, "portion")
    unit = text(item, "unit") or text(food, "unit")
    key = (day.isoformat(), slot, name, text(item, "dateTime"))
    if portion is None and quantity is None:
        yield from maker.made(count, Said(moment, "food", name, key=key))
        return
    times = 1.0 if quantity is None else quantity
    amount = portion_of(times, "") if portion is None else portion_of(portion * times, unit)
    said = Said(moment, "food", name, amount.value, amount.unit, amount.note, key=key)
    yield from maker.made(count, said)


def _moment(
    item: Mapping[str, object], day: date, maker: EntryMaker, meals: tuple[str, ...]
) -> Generator[Problem, None, tuple[Moment, str]]:
    """Return when something was eaten: its own time, else the meal's usual one."""
    place = number(item, "category")
    slot = meals[int(place)] if place is not None and 0 <= place < len(meals) else ""
    own = text(item, "dateTime")
    if len(own) > 10 and "T" in own:
        moment = maker.moment(own)
        if moment.at.date() == day and not own.endswith("T00:00:00.000Z"):
            return moment, slot
    moment = yield from maker.at_meal(day, None, slot)
    return moment, slot
