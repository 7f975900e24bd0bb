"""Loop Habit Tracker: unknown, not done, skipped and done are four different marks."""

from __future__ import annotations

import io
import zipfile

import pytest

from gutline.importers.source import ImporterError, ImportFile
from tests.importers.reading_tools import GOLDEN
from tests.importers.source_texts import got, got_of, score, score_of

FOLDER = GOLDEN / "loop_habits"


def _marks(*marks: str) -> str:
    rows = "".join(f"2026-06-{day:02},{mark},\n" for day, mark in enumerate(marks, 1))
    return "Date,Stretching,\n" + rows


@pytest.mark.parametrize(("done", "no", "unknown", "skip", "auto"), [
    ("2", "0", "-1", "3", "1"), ("YES_MANUAL", "NO", "UNKNOWN", "SKIP", "YES_AUTO"),
])  # fmt: skip
def test_done_not_done_and_unknown_stay_apart(
    done: str, no: str, unknown: str, skip: str, auto: str
):
    found = got("loop_habits", _marks(done, no, unknown, skip, auto), "Checkmarks.csv")
    assert [(e.at.day, e.value) for e in found.entries] == [(1, None), (2, 0.0)]
    assert found.left_out == {
        "days of which nothing is known": 1,
        "days that were skipped on purpose": 1,
        "days that count as done without being done": 1,
    }


def test_a_name_keeps_its_letters():
    assert got("loop_habits", _marks("2")).one().name == "Stretching"


def test_a_mark_that_is_none_is_reported_with_its_habit():
    found = got("loop_habits", _marks("often"))
    assert (found.refused[0].field, found.refused[0].line) == ("Stretching", 2)


def test_a_number_beyond_all_sense_is_reported():
    assert "number" in got("loop_habits", _marks("9" * 400)).refused[0].reason
    assert got("loop_habits", _marks("9" * 14)).one().value is None


def test_the_zip_says_which_habits_have_numbers():
    file = ImportFile.at(FOLDER / "Loop Habits CSV.zip")
    assert score_of("loop_habits", file) > 0.8
    assert ("movement", "Walking", 2.5, "km") in got_of("loop_habits", file).said()
    assert ("movement", "Walking", 0.0, "km") in got_of("loop_habits", file).said()


def test_the_backup_is_read_like_the_table():
    found = got_of("loop_habits", ImportFile.at(FOLDER / "Loop Habits Backup.db"))
    assert ("drink", "Water", 1500.0, "ml") in found.said()
    assert ("practice", "Breathing exercise", 0.0, "min") in found.said()
    assert found.entries[0].note == "calm"
    assert found.left_out["marks of deleted habits"] == 1
    assert found.refused[0].field == "timestamp"


def test_the_table_and_the_zip_give_one_day_the_same_id():
    table = got("loop_habits", "Date,Stretching,\n2026-06-04,2,\n", "Checkmarks.csv")
    packed = got_of("loop_habits", ImportFile.at(FOLDER / "Loop Habits CSV.zip"))
    assert table.one().id in {e.id for e in packed.entries}


def test_other_tables_of_dates_are_not_taken_for_it():
    assert score("loop_habits", _marks("2", "0")) > 0.7
    assert score("loop_habits", "date,value\n2026-06-10,8123.5\n") == 0.0
    assert score("loop_habits", "Date,Food\n2026-06-10,egg\n") == 0.0


def test_a_zip_without_its_table_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Habits.csv", "Name\n")
    with pytest.raises(ImporterError, match=r"Checkmarks\.csv"):
        got("loop_habits", packed.getvalue(), "habits.zip")
