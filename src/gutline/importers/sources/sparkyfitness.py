"""SparkyFitness: the CSV export of its food diary, headers in the language of the app."""

from __future__ import annotations

from collections.abc import Iterator

from gutline.importers.amounts import figure_or_none, portion_of
from gutline.importers.app_times import meal_named, read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import Head, ImportFile, ImportSettings, Read
from gutline.importers.table_source import Table, TableRow, read_table

ID = "sparkyfitness"
NAME = "SparkyFitness"
EXPERIMENTAL = True

TABLE = Table(
    {
        "day": ("date", "datum", "fecha", "data"),
        "meal": ("meal", "meal type", "repas", "mahlzeit", "comida", "pasto"),
        "food": ("food", "food name", "aliment", "lebensmittel", "alimento"),
        "brand": ("brand", "marque", "marke", "marca"),
        "amount": (
            "quantity", "quantity consumed", "quantité consommée", "verzehrte menge", "menge",
            "cantidad consumida", "cantidad", "quantità consumata",
        ),
        "unit": ("unit", "unité", "einheit", "unidad", "unità"),
        "energy": ("calories (kcal)", "kalorien (kcal)", "calorías (kcal)", "calorie (kcal)"),
    },
    ("day", "meal", "food", "amount", "unit"), 0.88,
)  # fmt: skip


def score(head: Head) -> float:
    """Return how sure it is that the file is SparkyFitness'."""
    return TABLE.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield foods with their amounts.

    Raises
    ------
    ImporterError
        When it has no such header.
    """
    yield from read_table(file, settings, TABLE, ID, _entries)


def _entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    day = read_day(row["day"])
    moment = yield from maker.at_meal(day, None, row["meal"])
    kind = "drink" if meal_named(row["meal"]) == "drink" else "food"
    count = figure_or_none(row["amount"], decimal_comma=maker.decimal_comma)
    key = (day.isoformat(), row["meal"], row["food"], row["amount"])
    if count is None:
        yield from maker.made(row.line, Said(moment, kind, row["food"], note=row["brand"], key=key))
        return
    amount = portion_of(count, row["unit"], kind, decimal_comma=maker.decimal_comma)
    note = "; ".join(filter(None, (amount.note, row["brand"])))
    said = Said(moment, kind, row["food"], amount.value, amount.unit, note, key=key)
    yield from maker.made(row.line, said)
