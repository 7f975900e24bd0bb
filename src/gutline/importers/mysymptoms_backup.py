"""The SQLite backup of mySymptoms: -1 stands for nothing, many rows are there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.amounts import portion_of
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.errors import ImporterError
from gutline.importers.mysymptoms_words import Reaction, kind_of_category, said_of_reaction
from gutline.importers.source import ImportFile, LeftOut, Problem, Read
from gutline.importers.sqlite_tables import MAGIC, Tables, number_of, sqlite_tables, text_of

_MILLISECONDS = 1e11
"""Times above this are in milliseconds, below in seconds."""


def looks_like_backup(head: bytes) -> bool:
    """Return whether a file begins like a backup of mySymptoms."""
    return head.startswith(MAGIC) and b"ingestedevent" in head and b"reactionevent" in head


def read_backup(
    file: ImportFile, maker: EntryMaker, workplace: Path | None = None
) -> Iterator[Read]:
    """Yield what was eaten, taken and felt.

    Raises
    ------
    ImporterError
        When it is damaged, or its tables are not those of a backup.
    """
    with sqlite_tables(file, workplace=workplace) as tables:
        yield from _ingested(tables, maker, file.name)
        yield from _felt(tables, maker, file.name)


@dataclass(frozen=True, slots=True)
class _Event:
    """When something was, what sort it was, and the note beside it."""

    time: float | None
    sort: str
    note: str


def _names(
    tables: Tables, table: str, key: tuple[str, ...] = ("uuid", "_id", "id")
) -> Mapping[str, str]:
    """Return the names of a table by every key that it has; the first of two equal keys counts."""
    columns = [column for one in key if (column := tables.column(table, one))]
    name = tables.column(table, "name", "title", "description")
    found: dict[str, str] = {}
    for row in tables.rows(table, (name, *columns)):
        for cell in row[1:]:
            if text_of(cell):
                found.setdefault(text_of(cell), text_of(row[0]))
    return found


def _events(
    tables: Tables, table: str, sorts: tuple[str, ...], names: Mapping[str, str], file: str
) -> Mapping[str, _Event]:
    own = tables.column(table, "uuid", "_id", "id")
    time = tables.column(table, "time", "datetime", "date", "eventtime", "timestamp", "starttime")
    if not own or not time:
        raise ImporterError(
            f"{file} has no table {table} with times; it is no backup of mySymptoms"
        )
    number = tables.column(table, "_id")
    note = tables.column(table, "notes", "note")
    deleted = tables.column(table, "deleted", "isdeleted")
    sort = tables.column(table, *sorts)
    events: dict[str, _Event] = {}
    for key, other, at, what, said, gone in tables.rows(
        table, (own, number, time, sort, note, deleted)
    ):
        if number_of(gone):
            continue
        event = _Event(number_of(at), names.get(text_of(what), text_of(what)), text_of(said))
        if text_of(key):
            events.setdefault(text_of(key), event)
        if text_of(other):
            events.setdefault(f"#{text_of(other)}", event)
    return events


def _present(tables: Tables, table: str, file: str) -> str:
    """Return the name of a table without which the events are empty, after finding it."""
    if not tables.columns(table):
        raise ImporterError(f"{file} has no table {table}; make the backup again")
    return table


def _moment(maker: EntryMaker, event: _Event) -> Moment:
    if not event.time:
        raise RowError("time", "", "an event without a time; check it in the app")
    seconds = event.time / 1000 if event.time > _MILLISECONDS else event.time
    return maker.instant(seconds)


def _ingested(tables: Tables, maker: EntryMaker, file: str) -> Iterator[Read]:
    types = _names(tables, "ingestedeventtype")
    sorts = ("ingestedeventtype", "ingestedeventtypeuuid", "ingestedeventtypeid",
             "ingestedeventtype_id", "eventtype", "type")  # fmt: skip
    events = _events(tables, "ingestedevent", sorts, types, file)
    foods, servings = _names(tables, "ingested"), _names(tables, "servingsize")
    categories = _categories(tables)
    table = _present(tables, "ingesteddetail", file)
    columns = (
        tables.column(table, "ingestedeventuuid", "ingestedevent_uuid", "ingestedevent_id"),
        tables.column(table, "ingesteduuid", "ingested_uuid"),
        tables.column(table, "fquantity"),
        tables.column(table, "servingsizeuuid", "servingsize_uuid"),
    )  # fmt: skip
    seen: set[tuple[str, str]] = set()
    for number, (of_event, of_food, quantity, serving) in enumerate(tables.rows(table, columns), 1):
        event = events.get(text_of(of_event)) or events.get(f"#{text_of(of_event)}")
        food = text_of(of_food)
        if event is None or not food:
            yield LeftOut("rows of deleted events, and of duration only")
            continue
        if (text_of(of_event), food) in seen:
            yield LeftOut("rows that are there twice")
            continue
        seen.add((text_of(of_event), food))
        name = foods.get(food, "")
        kind = _kind_of(categories.get(food, ""), event.sort)
        try:
            yield from maker.made(number, _eaten(maker, event, kind, name, quantity, servings.get(
                text_of(serving), ""), f"{text_of(of_event)}/{food}"))  # fmt: skip
        except RowError as error:
            yield Problem(number, error.field, error.value or name, error.reason)


def _eaten(
    maker: EntryMaker, event: _Event, kind: str, name: str, quantity: object, serving: str, key: str
) -> Said:
    count = number_of(quantity if isinstance(quantity, (str, int, float)) else None)
    amount = portion_of(count, serving, kind) if count is not None else None
    note = "; ".join(filter(None, (amount.note if amount else "", event.note)))
    if kind in {"movement", "stress"}:
        return said_of_reaction(
            "note" if kind == "stress" else kind,
            Reaction(name, note=note),
            _moment(maker, event),
            key,
        )
    if kind == "note":
        return Said(_moment(maker, event), kind, name, note=note, own=key)
    value, unit = (amount.value, amount.unit) if amount else (None, "")
    return Said(_moment(maker, event), kind, name, value, unit, note, key)


def _categories(tables: Tables) -> Mapping[str, str]:
    """Return the category of every food by its uuid: Foods, Drinks, Medications, ..."""
    names = _names(tables, "ingestedcategory")
    columns = (tables.column("ingested", "uuid"), tables.column("ingested", "ingestedcategoryid"))
    found: dict[str, str] = {}
    for food, category in tables.rows("ingested", columns):
        found.setdefault(text_of(food), names.get(text_of(category), ""))
    return found


def _kind_of(category: str, sort: str) -> str:
    by_category = kind_of_category(category) if category else "note"
    return by_category if by_category != "note" else kind_of_category(sort)


def _felt(tables: Tables, maker: EntryMaker, file: str) -> Iterator[Read]:
    types = _names(tables, "reactioneventtype")
    sorts = ("reactioneventtype", "reactioneventtypeuuid", "reactioneventtype_id",
             "reactioneventtypeid", "type")  # fmt: skip
    events = _events(tables, "reactionevent", sorts, types, file)
    table = _present(tables, "reaction", file)
    columns = (
        tables.column(table, "reactionevent_id", "reactioneventuuid", "reactionevent_uuid"),
        tables.column(table, "reactioneventtype_id", "reactioneventtypeuuid", *sorts),
        tables.column(table, "intensity", "severity"), tables.column(table, "duration"),
        tables.column(table, "notes", "note"),
    )  # fmt: skip
    counts: dict[str, int] = defaultdict(int)
    for number, (of_event, what, intensity, duration, note) in enumerate(
        tables.rows(table, columns), 1
    ):
        event = events.get(f"#{text_of(of_event)}") or events.get(text_of(of_event))
        if event is None:
            yield LeftOut("symptoms of deleted events")
            continue
        name = types.get(text_of(what), "") or event.sort
        key = f"{text_of(of_event)}/{name}"
        counts[key] += 1
        minutes = number_of(duration)
        reaction = Reaction(name, number_of(intensity), minutes, note=text_of(note) or event.note)
        kind = kind_of_category(name)
        try:
            said = said_of_reaction(
                "symptom" if kind in {"note", "food"} else kind, reaction, _moment(maker, event),
                f"r/{key}" if counts[key] == 1 else f"r/{key}/{counts[key]}",
            )  # fmt: skip
            yield from maker.made(number, said)
        except RowError as error:
            yield Problem(number, error.field, error.value or name, error.reason)
