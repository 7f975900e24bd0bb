"""Google Health Connect: the zip of its export, a SQLite database of every app's records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gutline.diary.entries import RowError
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)
from gutline.importers.sqlite_tables import MAGIC, Tables, Value, number_of, sqlite_tables, text_of
from gutline.importers.wearables import DaySteps, bout, night

ID = "health_connect"
NAME = "Google Health Connect"
EXPERIMENTAL = True

MEMBER = "health_connect_export.db"
_AWAKE = frozenset({1, 3, 7})
_EXERCISES = {
    8: "cycling", 13: "dancing", 37: "hiking", 48: "pilates", 53: "rowing", 56: "running",
    57: "running on a treadmill", 70: "strength training", 71: "stretching", 73: "swimming",
    74: "swimming", 79: "walking", 81: "weight lifting", 83: "yoga",
}  # fmt: skip


def score(head: Head) -> float:
    """Return how sure it is that the file is Health Connect's."""
    if head.data.startswith(MAGIC):
        return 0.95 if b"sleep_session_record_table" in head.data else 0.0
    return 0.95 if any(name.endswith(MEMBER) for name in head.members) else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield nights, steps of a day, exercise, weights and what was eaten.

    Raises
    ------
    ImporterError
        When there is no such database, or it is damaged.
    """
    member = ""
    if file.is_zip:
        member = next((name for name in file.members() if name.endswith(MEMBER)), "")
        if not member:
            raise ImporterError(
                f"{file.name} holds no {MEMBER}; export it again from Health Connect"
            )
    maker = EntryMaker(ID, settings)
    with sqlite_tables(file, member, workplace=settings.workplace) as tables:
        for part in (_nights, _steps, _exercises, _weights, _meals):
            yield from part(tables, maker)
        yield from _others(tables)


def _columns(tables: Tables, table: str, *names: str) -> list[str]:
    return [tables.column(table, name) for name in names]


def _identity(uuid: Value, number: Value, at: float) -> str:
    """Return a record's own number; its time in milliseconds where it has none."""
    own = uuid.hex() if isinstance(uuid, bytes) else text_of(uuid) or text_of(number)
    return own or f"at/{at:.0f}"


def _offset(seconds: float | None) -> float | None:
    """Return minutes east of UTC."""
    return None if seconds is None else seconds / 60


@dataclass(frozen=True, slots=True)
class _Session:
    """One night as one app recorded it."""

    start: float
    end: float
    offset: float | None
    own: str
    app: str
    asleep_ms: float


def _nights(tables: Tables, maker: EntryMaker) -> Iterator[Read]:
    awake, staged = _awake(tables)
    table = "sleep_session_record_table"
    columns = _columns(
        tables, table, "uuid", "row_id", "start_time", "end_time", "end_zone_offset", "app_info_id"
    )
    sessions: list[_Session] = []
    for uuid, row, start, end, offset, app in tables.rows(table, columns):
        first, last, key = number_of(start), number_of(end), text_of(row)
        if first is None or last is None or last <= first:
            yield Problem(None, "sleep", text_of(row), "a night without start or end; check it")
            continue
        asleep = last - first - awake.get(key, 0.0)
        own = _identity(uuid, row, first)
        sessions.append(_Session(first, last, number_of(offset), own, text_of(app), asleep))
    if sessions and not staged:
        reason = "nights without stages; the time in bed is taken for the time asleep"
        yield from maker.once("sleep", "", reason)
    yield from _apart(sessions, maker)


def _apart(sessions: list[_Session], maker: EntryMaker) -> Iterator[Read]:
    """Yield the nights; of two apps that saw the same night, the one that saw more of it."""
    kept: list[_Session] = []
    for session in sorted(sessions, key=lambda one: (one.start, -one.end)):
        if kept and session.start < kept[-1].end and session.app != kept[-1].app:
            yield LeftOut("nights that a second app recorded too")
            if session.asleep_ms > kept[-1].asleep_ms:
                kept[-1] = session
            continue
        kept.append(session)
    for count, session in enumerate(kept, 1):
        try:
            end = maker.instant(session.end / 1000, _offset(session.offset))
        except RowError as error:
            yield Problem(count, error.field, error.value, error.reason)
            continue
        yield from night(maker, count, end, session.asleep_ms / 3_600_000, session.own)


def _awake(tables: Tables) -> tuple[Mapping[str, float], bool]:
    """Return the milliseconds awake of each night, and whether any night has stages."""
    table = "sleep_stages_table"
    columns = _columns(
        tables, table, "parent_key", "stage_start_time", "stage_end_time", "stage_type"
    )
    awake: dict[str, float] = defaultdict(float)
    staged = False
    for parent, start, end, kind in tables.rows(table, columns):
        first, last = number_of(start), number_of(end)
        staged = True
        if kind in _AWAKE and first is not None and last is not None and last > first:
            awake[text_of(parent)] += last - first
    return awake, staged


def _steps(tables: Tables, maker: EntryMaker) -> Iterator[Read]:
    table = "steps_record_table"
    columns = _columns(tables, table, "start_time", "start_zone_offset", "count", "app_info_id")
    sums = DaySteps()
    for start, offset, count, app in tables.rows(table, columns):
        steps, first = number_of(count), number_of(start)
        if steps is None or first is None:
            yield Problem(None, "steps", text_of(count), "steps without a time; check them")
            continue
        try:
            moment = maker.instant(first / 1000, _offset(number_of(offset)))
            sums.add(moment.at.date(), steps, text_of(app))
        except RowError as error:
            yield Problem(None, error.field, error.value, error.reason)
    yield from sums.entries(maker)


def _exercises(tables: Tables, maker: EntryMaker) -> Iterator[Read]:
    table = "exercise_session_record_table"
    columns = _columns(
        tables, table, "uuid", "row_id", "start_time", "end_time", "start_zone_offset",
        "exercise_type", "title",
    )  # fmt: skip
    for count, (uuid, row, start, end, offset, kind, title) in enumerate(
        tables.rows(table, columns), 1
    ):
        first, last = number_of(start), number_of(end)
        if first is None or last is None:
            yield Problem(count, "exercise", text_of(row), "without start or end; check it")
            continue
        number, own = number_of(kind), _identity(uuid, row, first)
        name = text_of(title) or _EXERCISES.get(
            int(number) if number is not None else -1, "exercise"
        )
        try:
            moment = maker.instant(first / 1000, _offset(number_of(offset)))
        except RowError as error:
            yield Problem(count, error.field, error.value, error.reason)
            continue
        yield from bout(maker, count, moment, name, (last - first) / 60_000, own)


def _weights(tables: Tables, maker: EntryMaker) -> Iterator[Read]:
    table = "weight_record_table"
    columns = _columns(tables, table, "uuid", "row_id", "time", "zone_offset", "weight")
    for count, (uuid, row, at, offset, grams) in enumerate(tables.rows(table, columns), 1):
        time, weight = number_of(at), number_of(grams)
        if time is None or weight is None:
            yield Problem(count, "weight", text_of(row), "without a time or a figure; check it")
            continue
        try:
            moment = maker.instant(time / 1000, _offset(number_of(offset)))
        except RowError as error:
            yield Problem(count, error.field, error.value, error.reason)
            continue
        own = f"weight/{_identity(uuid, row, time)}"
        said = Said(moment, "weight", "weight", round(weight / 1000, 3), "kg", own=own)
        yield from maker.made(count, said)


def _meals(tables: Tables, maker: EntryMaker) -> Iterator[Read]:
    table = "nutrition_record_table"
    name_of = tables.column(table, "meal_name", "name")
    columns = [
        *_columns(tables, table, "uuid", "row_id", "start_time", "start_zone_offset"),
        name_of,
    ]
    for count, (uuid, row, start, offset, name) in enumerate(tables.rows(table, columns), 1):
        first = number_of(start)
        if not text_of(name) or first is None:
            yield LeftOut("meals without a name")
            continue
        try:
            moment = maker.instant(first / 1000, _offset(number_of(offset)))
        except RowError as error:
            yield Problem(count, error.field, error.value, error.reason)
            continue
        own = f"food/{_identity(uuid, row, first)}"
        yield from maker.made(count, Said(moment, "food", text_of(name), own=own))


def _others(tables: Tables) -> Iterator[Read]:
    """Count what is left out by design."""
    for table, what in (
        ("heart_rate_record_series_table", "heart rate records"),
        ("total_calories_burned_record_table", "records of energy"),
        ("distance_record_table", "records of distance"),
        ("oxygen_saturation_record_table", "oxygen records"),
    ):
        column = tables.columns(table)[:1]
        count = sum(1 for _ in tables.rows(table, column)) if column else 0
        if count:
            yield LeftOut(what, count)
