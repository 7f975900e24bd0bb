"""Health Connect and strangers' databases: columns gone, cells of any type, damaged pages."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from gutline.importers.source import ImporterError, ImportFile
from gutline.importers.sqlite_tables import MAGIC, sqlite_tables
from tests.importers.reading_tools import GOLDEN
from tests.importers.source_texts import got, got_of

START = 1_781_038_800_000
HOUR = 3_600_000
NIGHTS = "sleep_session_record_table"


def _file(folder: Path, *statements: str, name: str = "health_connect_export.db") -> ImportFile:
    with sqlite3.connect(folder / name) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return ImportFile.at(folder / name)


def _table(name: str, columns: str, *rows: tuple[object, ...]) -> list[str]:
    made = [f"CREATE TABLE {name} ({columns})"]
    return made + [f"INSERT INTO {name} VALUES ({', '.join(map(str, row))})" for row in rows]  # noqa: S608


def test_records_without_a_number_are_told_apart_by_their_time(tmp_path: Path):
    rows = [(START + n * 24 * HOUR, START + n * 24 * HOUR + 8 * HOUR) for n in range(3)]
    found = got_of(
        "health_connect", _file(tmp_path, *_table(NIGHTS, "start_time, end_time", *rows))
    )
    assert [e.value for e in found.entries] == [8.0] * 3
    assert len({e.id for e in found.entries}) == 3


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("NULL", START, 1), (START, "NULL", 1), (START, START, 1), (START + HOUR, START, 1),
        ("'x'", START, 1), ("x'00'", START, 1), (START, "9e300", 1), (-START, START, 1),
        (0, START, 1), (START, START + 8 * HOUR, 0),
    ],
)  # fmt: skip
def test_a_night_without_a_possible_start_and_end_is_reported(tmp_path: Path, start, end, refused):
    file = _file(tmp_path, *_table(NIGHTS, "uuid, start_time, end_time", ("x'0a'", start, end)))
    found = got_of("health_connect", file)
    assert (len(found.entries), len(found.refused)) == (1 - refused, refused)


@pytest.mark.parametrize(
    ("stage", "hours"),
    [(1, 7.0), (3, 7.0), (7, 7.0), (2, 8.0), (4, 8.0), ("NULL", 8.0), ("'x'", 8.0)],
)
def test_only_time_awake_is_taken_away(tmp_path: Path, stage: object, hours: float):
    file = _file(
        tmp_path,
        *_table(NIGHTS, "row_id, start_time, end_time", (1, START, START + 8 * HOUR)),
        *_table("sleep_stages_table", "parent_key, stage_start_time, stage_end_time, stage_type",
                (1, START, START + HOUR, stage), (2, START, START + HOUR, 1)),
    )  # fmt: skip
    assert got_of("health_connect", file).one().value == hours


@pytest.mark.parametrize(
    ("count", "entries", "refused"),
    [
        (0, 1, 0),
        (500, 1, 0),
        ("NULL", 0, 1),
        (-5, 0, 1),
        ("'x'", 0, 1),
        ("9e999", 0, 1),
        ("'300'", 1, 0),
    ],
)
def test_steps_are_counts(tmp_path: Path, count: object, entries: int, refused: int):
    file = _file(tmp_path, *_table("steps_record_table", "start_time, count", (START, count)))
    found = got_of("health_connect", file)
    assert (len(found.entries), len(found.refused)) == (entries, refused)


def test_of_two_apps_that_counted_a_day_the_larger_count_is_taken(tmp_path: Path):
    rows = [(START, 100, 1), (START + HOUR // 2, 200, 1), (START, 250, 2)]
    file = _file(tmp_path, *_table("steps_record_table", "start_time, count, app_info_id", *rows))
    found = got_of("health_connect", file)
    assert found.one().value == 300.0
    assert found.left_out.total() == 1


@pytest.mark.parametrize(
    ("grams", "kg"),
    [(70_500, 70.5), ("'70500'", 70.5), (0, None), ("NULL", None), (-1, None), (9e9, None)],
)
def test_weights_are_in_grams(tmp_path: Path, grams: object, kg: float | None):
    file = _file(tmp_path, *_table("weight_record_table", "time, weight", (START, grams)))
    found = got_of("health_connect", file)
    assert [e.value for e in found.entries] == ([] if kg is None else [kg])
    assert len(found.refused) == (kg is None)


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [(83, "NULL", "yoga"), (83, "'Evening flow'", "Evening flow"), (9999, "NULL", "exercise"),
     ("NULL", "''", "exercise"), ("'x'", "x'ff'", "exercise"), (79, "'🚶'", "🚶")],
)  # fmt: skip
def test_exercise_is_named_by_its_title_or_sort(tmp_path: Path, kind, title: str, name: str):
    rows = _table("exercise_session_record_table", "start_time, end_time, exercise_type, title",
                  (START, START + HOUR, kind, title))  # fmt: skip
    entry = got_of("health_connect", _file(tmp_path, *rows)).one()
    assert (entry.name, entry.value) == (name, 60.0)


def test_meals_have_a_name_or_are_counted(tmp_path: Path):
    rows = [(START, "'Rice 🍚'"), (START, "NULL"), (START, "''"), ("NULL", "'Kale'")]
    file = _file(tmp_path, *_table("nutrition_record_table", "start_time, meal_name", *rows))
    found = got_of("health_connect", file)
    assert found.one().name == "Rice 🍚"
    assert found.left_out == {"meals without a name": 3}


@pytest.mark.parametrize(
    ("offset", "hour"), [(7200, 7), (32_400, 14), (-18_000, 0), (0, 5), ("NULL", 7), ("'x'", 7)]
)
def test_a_night_ends_on_the_clock_of_its_own_place(tmp_path: Path, offset: object, hour: int):
    file = _file(
        tmp_path,
        *_table(NIGHTS, "start_time, end_time, end_zone_offset", (START, START + 8 * HOUR, offset)),
    )
    assert got_of("health_connect", file).one().at.hour == hour


def test_a_database_of_nothing_holds_nothing(tmp_path: Path):
    found = got_of("health_connect", _file(tmp_path, "CREATE TABLE a (b)"))
    assert (found.entries, found.problems) == ([], [])


WHOLE = (GOLDEN / "health_connect" / "health_connect_export.db").read_bytes()


@pytest.mark.parametrize("cut", [0, 10, 16, 100, 4096, 5000, len(WHOLE) // 2])
def test_a_database_cut_short_is_refused(cut: int):
    with pytest.raises(ImporterError, match=r"a\.db"):
        got("health_connect", WHOLE[:cut], "a.db")


@pytest.mark.parametrize("cut", [4, 100, -200, -30])
def test_a_zip_cut_short_is_refused(cut: int):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("health_connect_export.db", WHOLE)
    with pytest.raises(ImporterError, match=r"a\.zip"):
        got("health_connect", packed.getvalue()[:cut], "a.zip")


@pytest.mark.parametrize("rest", [b"", bytes(84), bytes(4080), b"\xff" * 4080, MAGIC * 300])
def test_what_only_begins_like_a_database_is_refused(rest: bytes):
    with (
        pytest.raises(ImporterError, match=r"a\.db"),
        sqlite_tables(ImportFile("a.db", data=MAGIC + rest)) as tables,
    ):
        tables.columns("a")


@pytest.mark.parametrize(
    ("statement", "columns"),
    [
        ("CREATE TABLE t (a, B)", ("a", "B")),
        ("CREATE VIEW t AS SELECT 1 AS a", ()),
        ("CREATE VIRTUAL TABLE t USING fts5(a)", ()),
        ("CREATE TABLE t (a, b AS (a || 'x'))", ("a",)),
        ('CREATE TABLE t ("a""b", "select", "ä 🙂")', ('a"b', "select", "ä 🙂")),
        ("CREATE TABLE T (a INTEGER PRIMARY KEY) WITHOUT ROWID", ("a",)),
        ("CREATE TABLE other (a)", ()),
    ],
)
def test_only_columns_that_hold_something_are_read(tmp_path: Path, statement: str, columns):
    with sqlite_tables(_file(tmp_path, statement, name="a.db")) as tables:
        assert tables.columns("t") == columns
        assert list(tables.rows("t", columns)) == []
        assert tables.column("t", "zorp", *columns[:1]) == (columns[0] if columns else "")


def test_a_column_that_is_missing_is_nothing_in_every_row(tmp_path: Path):
    file = _file(tmp_path, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2)", name="a.db")
    with sqlite_tables(file) as tables:
        assert list(tables.rows("t", ("", tables.column("t", "a")))) == [(None, 1), (None, 2)]


def test_a_file_that_an_app_still_had_open_is_read(tmp_path: Path):
    file = _file(tmp_path, "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)",
                 name="a.db")  # fmt: skip
    with sqlite_tables(file) as tables:
        assert list(tables.rows("t", ["a"])) == [(1,)]
