"""Loop: what the marks mean, habits with numbers, backups with tables or columns missing."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from gutline.importers.source import ImporterError, ImportFile
from tests.importers.source_texts import Got, got, got_of, score

DAY_MS = 86_400_000
JUNE_10 = 1_781_049_600_000


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("2", None),
        ("YES_MANUAL", None),
        ("yes_manual", None),
        ("0", 0.0),
        ("NO", 0.0),
        (" 2 ", None),
    ],
)
def test_done_and_not_done_are_two_things(mark: str, value):
    entry = got("loop_habits", f"Date,Stretching\n2026-06-10,{mark}\n").one()
    assert (entry.kind, entry.value, entry.day_only) == ("practice", value, True)


@pytest.mark.parametrize(
    ("mark", "what"),
    [("-1", "nothing is known"), ("UNKNOWN", "nothing is known"), ("", "nothing is known"),
     ("3", "skipped"), ("SKIP", "skipped"), ("1", "without being done"), ("YES_AUTO", "without being")],
)  # fmt: skip
def test_unknown_skipped_and_implied_days_are_counted_apart(mark: str, what: str):
    found = got("loop_habits", f"Date,Stretching,Yoga\n2026-06-10,{mark},2\n")
    assert found.one().name == "Yoga"
    assert [what in name for name in found.left_out] == [True]


@pytest.mark.parametrize("mark", ["maybe", "2.5.1", "NaN", "1e5", "9" * 30, "✔"])
def test_a_mark_that_is_none_is_reported_with_its_habit(mark: str):
    found = got("loop_habits", f"Date,Stretching,Yoga\n2026-06-10,{mark},2\n")
    assert [(one.line, one.field, one.value) for one in found.refused] == [(2, "Stretching", mark)]
    assert found.one().name == "Yoga"


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "10/11/2026"])
def test_a_day_that_is_none_costs_only_its_row(day: str):
    found = got("loop_habits", f"Date,Stretching\n{day},2\n2026-06-11,2\n")
    assert [one.line for one in found.refused] == [2]
    assert found.one().at.day == 11


def test_cells_beyond_the_last_habit_are_said():
    found = got("loop_habits", "Date,Stretching\n2026-06-10,2,0,\n2026-06-11,2,,\n")
    assert len(found.entries) == 2
    assert [(one.line, one.used) for one in found.problems] == [(2, True)]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str):
    assert score("loop_habits", text) == 0.0
    with pytest.raises(ImporterError, match="is empty"):
        got("loop_habits", text)


def test_a_header_alone_holds_nothing():
    assert got("loop_habits", "Date,Stretching\n").entries == []


def _zip(members: dict[str, str]) -> Got:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return got("loop_habits", packed.getvalue(), "Loop Habits CSV.zip")


HABITS = (
    "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit\n"
)


@pytest.mark.parametrize(
    ("mark", "value", "left"),
    [("30000", 30.0, 0), ("0", 0.0, 0), ("2500", 2.5, 0), ("3", None, 1), ("-1", None, 1)],
)
def test_habits_with_numbers_are_in_thousandths(mark: str, value, left: int):
    found = _zip({
        "Habits.csv": HABITS + "1,Stretching,NUMERICAL,,,1,1,#fff,min\n",
        "Checkmarks.csv": f"Date,Stretching,\n2026-06-10,{mark},\n",
    })  # fmt: skip
    assert [entry.value for entry in found.entries] == ([] if left else [value])
    assert found.left_out.total() == left


@pytest.mark.parametrize("gone", ["Habits.csv", "Checkmarks.csv"])
def test_a_zip_without_one_of_its_files_is_refused(gone: str):
    members = {"Habits.csv": HABITS, "Checkmarks.csv": "Date\n"}
    del members[gone]
    with pytest.raises(ImporterError, match=f"no {gone}"):
        _zip(members)


def _backup(folder: Path, *statements: str) -> ImportFile:
    path = folder / "Loop.db"
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return ImportFile.at(path)


MADE = (
    "CREATE TABLE Habits (Id, name, type, unit)",
    "CREATE TABLE Repetitions (habit, timestamp, value, notes)",
    "INSERT INTO Habits VALUES (1, 'Stretching', 0, ''), (2, 'Yoga', 1, 'min')",
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"(1, {JUNE_10}, 2, 'calm')", ("practice", "Stretching", None, "")),
        (f"(1, {JUNE_10}, 0, '')", ("practice", "Stretching", 0.0, "min")),
        (f"(2, {JUNE_10}, 20000, NULL)", ("movement", "Yoga", 20.0, "min")),
        (f"('1', '{JUNE_10}', '2', x'00ff')", ("practice", "Stretching", None, "")),
    ],
)
def test_a_backup_is_read_whatever_type_its_cells_have(tmp_path: Path, row: str, said: tuple):
    file = _backup(tmp_path, *MADE, f"INSERT INTO Repetitions VALUES {row}")  # noqa: S608
    found = got_of("loop_habits", file)
    assert found.said() == [said]
    assert found.one().at.date().isoformat() == "2026-06-10"


@pytest.mark.parametrize(
    "row",
    [f"(9, {JUNE_10}, 2, '')", "(1, NULL, 2, '')", f"(1, {JUNE_10}, NULL, '')", "(NULL, NULL, NULL, NULL)",
     "(1, 9e300, 2, '')", "(1, 'soon', 2, '')", f"(1, {-DAY_MS * 999}, 2, '')", f"(1, {JUNE_10}, 'x', '')",
     f"(2, {JUNE_10}, 9e300, '')"],
)  # fmt: skip
def test_a_row_of_a_backup_that_cannot_be_is_counted_or_reported(tmp_path: Path, row: str):
    file = _backup(tmp_path, *MADE, f"INSERT INTO Repetitions VALUES {row}")  # noqa: S608
    found = got_of("loop_habits", file)
    assert not found.entries
    assert found.left_out.total() + len(found.refused) == 1


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE Habits (Id, name)", "INSERT INTO Habits VALUES (1, 'x')"),
        ("CREATE TABLE Repetitions (habit, timestamp, value)",),
        ("CREATE TABLE Habits (Id, name)", "CREATE TABLE Repetitions (habit, timestamp, value)"),
        ("CREATE TABLE Habits (Id, name)", "INSERT INTO Habits VALUES (1, 'x')",
         "CREATE TABLE Repetitions (habit, day)"),
        ("CREATE TABLE other (a)",),
    ],
)  # fmt: skip
def test_a_backup_without_its_tables_or_columns_is_refused(tmp_path: Path, statements):
    with pytest.raises(ImporterError, match=r"Loop\.db has no habits"):
        got_of("loop_habits", _backup(tmp_path, *statements))


def test_a_later_export_has_the_ids_of_an_earlier_one():
    rows = [f"2026-06-{day:02},2,0\n" for day in range(1, 9)]
    early, late = (
        got("loop_habits", "Date,Stretching,Yoga\n" + "".join(part)).entries
        for part in (rows[:5], rows[3:])
    )
    assert [e.id for e in early[6:]] == [e.id for e in late[:4]]
