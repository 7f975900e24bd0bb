"""MyFitnessPal: the CSV of meals (times) joined with the printable report (foods)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time

from gutline.diary.entries import RowError
from gutline.importers.amounts import figure_or_none, read_portion
from gutline.importers.app_times import meal_named, read_clock, read_day
from gutline.importers.entry_making import EntryMaker, Said, reported
from gutline.importers.myfitnesspal_report import ReportRow, report_rows
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.table_source import Table, TableRow, read_table

ID = "myfitnesspal"
NAME = "MyFitnessPal"
EXPERIMENTAL = False

_NOTE = {"note": ("note", "notiz", "nota", "remarque")}
MEALS = Table(
    {"day": ("date", "datum", "fecha"), "meal": ("meal", "mahlzeit", "comida", "repas"),
     "time": ("time", "uhrzeit", "zeit", "hora", "heure"),
     "energy": ("calories", "kalorien", "calorías"), "fat": ("fat (g)", "fett (g)", "lipides (g)",
     "grasas (g)"), "sodium": ("sodium (mg)", "natrium (mg)", "sodio (mg)"), **_NOTE},
    ("day", "meal", "energy", "fat"), 0.85,
)  # fmt: skip
FOODS = Table(
    {"day": ("date",), "meal": ("entry",), "food": ("item",), "amount": ("amount",),
     "energy": ("calories",)},
    ("day", "meal", "food", "amount", "energy"),
)  # fmt: skip
WEIGHTS = Table({"day": ("date",), "weight": ("weight",)}, ("day", "weight"), 0.3)
EXERCISES = Table(
    {"day": ("date",), "exercise": ("exercise",), "sort": ("type",),
     "minutes": ("exercise minutes",), "steps": ("steps",), **_NOTE},
    ("day", "exercise", "minutes"),
)  # fmt: skip
_PARSED = Table(
    {"day": ("date",), "sort": ("entry",), "exercise": ("item",), "title": ("amount",),
     "minutes": ("minutes",), "sets": ("sets",)},
    ("day", "sort", "exercise", "minutes", "sets"), 1.0,
)  # fmt: skip
_TABLES = (_PARSED, MEALS, FOODS, WEIGHTS, EXERCISES)
_REPORT_WORDS = ("printable", "main-title-2", "myfitnesspal")


def score(head: Head) -> float:
    """Return how sure it is that the file is MyFitnessPal's."""
    text = head.text
    if text.lstrip()[:1] == "<":
        found = sum(word in text.casefold() for word in _REPORT_WORDS)
        return 0.9 if found >= 2 else 0.0
    measured = head.name.casefold().startswith("measurement")
    return max(WEIGHTS.score(head) * (2 if measured else 0.5), *(t.score(head) for t in _TABLES))


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield foods with the times of their meals, exercises, weights and notes.

    Raises
    ------
    ImporterError
        When it is neither a report nor one of the tables.
    """
    head = Head(file.name, file.head())
    if head.text.lstrip()[:1] == "<":
        yield from _report(file, settings)
        return
    table = max(_TABLES, key=lambda one: one.score(head))
    reports = [other for other in settings.beside.values() if _is_report(other)]

    def meals(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
        return _meal(row, maker, joined=bool(reports))

    readers = {
        id(MEALS): meals, id(FOODS): _food_row, id(WEIGHTS): _weight, id(EXERCISES): _exercise_row,
        id(_PARSED): _exercise_row,
    }  # fmt: skip
    yield from read_table(file, settings, table, ID, readers[id(table)])


def _is_report(file: ImportFile) -> bool:
    return not file.is_zip and score(Head(file.name, file.head())) > 0 and _begins_like_page(file)


def _begins_like_page(file: ImportFile) -> bool:
    return Head(file.name, file.head()).text.lstrip()[:1] == "<"


def _meal(row: TableRow, maker: EntryMaker, *, joined: bool) -> Iterator[Read]:
    if not row["day"] or row["day"].casefold() in {"total", "totals", "gesamt"}:
        yield LeftOut("totals")
        return
    day = read_day(row["day"])
    if not joined:
        reason = (
            "this file names no foods; save the printable report as a page and give it together"
            " with this file"
        )
        yield from maker.once("food", "", reason)
    yield LeftOut("meals without names of foods")
    if row["note"]:
        moment = maker.local(day, read_clock(row["time"]))
        key = (row["day"], row["meal"], "note")
        yield from maker.made(row.line, Said(moment, "note", "note", note=row["note"], key=key))


def _weight(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    value = figure_or_none(row["weight"], decimal_comma=maker.decimal_comma)
    if value is None:
        yield LeftOut("days without a weight")
        return
    reason = "the file does not name the unit of weights; kg is taken, so check one"
    yield from maker.once("weight", row["weight"], reason)
    said = Said(
        maker.local(read_day(row["day"])), "weight", "weight", value, "kg", key=(row["day"],)
    )
    yield from maker.made(row.line, said)


def _exercise_row(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    minutes = figure_or_none(row["minutes"], decimal_comma=maker.decimal_comma)
    name = row["exercise"] or row["title"]
    if row["sort"].casefold().startswith("strength"):
        minutes = None  # sets stand in its place
    key = (row["day"], "exercise", name)
    moment = maker.local(read_day(row["day"]))
    steps = f"{row['steps']} steps" if row["steps"].strip("0") else ""
    note = "; ".join(filter(None, (steps, row["note"])))
    said = Said(moment, "movement", name, minutes, "min", note, key=key)
    yield from maker.made(row.line, said)


def _food_row(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    yield from _food(
        row.line, maker, read_day(row["day"]), row["meal"], (row["food"], row["amount"]), {}
    )


Times = Mapping[tuple[date, str], time]


def _report(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    maker = EntryMaker(ID, settings)
    times = _times_beside(settings)
    with file.open() as stream:
        for row in report_rows(stream, file.name):
            yield from reported(row.line, _report_row(row, maker, times))


def _times_beside(settings: ImportSettings) -> Times:
    """Return when each meal was, from the tables that were given together with the report."""
    found: dict[tuple[date, str], time] = {}
    for other in settings.beside.values():
        if other.is_zip or not MEALS.score(Head(other.name, other.head())):
            continue
        for row in MEALS.rows(other):
            try:
                clock = read_clock(row["time"]) if isinstance(row, TableRow) else None
                if isinstance(row, TableRow) and clock is not None:
                    found[read_day(row["day"]), _meal_key(row["meal"])] = clock
            except RowError:
                continue  # said when that file is read
    return found


def _meal_key(meal: str) -> str:
    return meal_named(meal) or meal.casefold().strip()


def _report_row(row: ReportRow, maker: EntryMaker, times: Times) -> Iterator[Read]:
    if row.total or not any(row.cells):
        yield LeftOut("totals")
        return
    day = read_day(row.day)
    if row.section == "note":
        said = Said(
            maker.local(day), "note", "note", note=row.cells[0],
            key=(day.isoformat(), "note", row.title, row.cells[0]),
        )  # fmt: skip
        yield from maker.made(row.line, said)
    elif row.section == "food":
        yield from _food(row.line, maker, day, row.title, _split(row.cells[0]), times)
    else:
        minutes = figure_or_none(row.cells[2] if len(row.cells) > 2 else "")
        strength = row.title.casefold().startswith("strength")
        key = (day.isoformat(), "exercise", row.cells[0])
        said = Said(
            maker.local(day),
            "movement",
            row.cells[0],
            None if strength else minutes,
            "min",
            key=key,
        )
        yield from maker.made(row.line, said)


def _split(text: str) -> tuple[str, str]:
    """Split "Baked Cod - Baked Cod, 4.8 oz" into the food and its amount."""
    cells = text.split(", ")
    for back in (1, 2):
        if len(cells) > back and cells[-back][:1].isnumeric():
            return ", ".join(cells[:-back]), ", ".join(cells[-back:])
    return text, ""


def _food(
    line: int, maker: EntryMaker, day: date, title: str, what: tuple[str, str], times: Times
) -> Iterator[Read]:
    name = _without_brand_twice(what[0])
    moment = yield from maker.at_meal(day, times.get((day, _meal_key(title))), title)
    kind = "drink" if meal_named(title) == "drink" else "food"
    amount = read_portion(what[1], kind, decimal_comma=maker.decimal_comma)
    said = Said(
        moment, kind, name, amount.value, amount.unit, amount.note,
        key=(day.isoformat(), title, *what),
    )  # fmt: skip
    yield from maker.made(line, said)


def _without_brand_twice(name: str) -> str:
    """Return "Baked Cod" for "Baked Cod - Baked Cod"."""
    brand, dash, food = name.partition(" - ")
    return food if dash and brand.casefold() == food.casefold() else name
