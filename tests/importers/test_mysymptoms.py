"""mySymptoms: US dates, ragged rows, amounts in the next cell, a backup in which -1 is nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gutline.importers.source import ImporterError, ImportFile
from tests.importers.reading_tools import GOLDEN
from tests.importers.source_texts import got, got_of, sample, score, score_of

BACKUP = GOLDEN / "mysymptoms" / "backup.sqlite"


def test_a_row_is_a_meal_with_all_that_was_in_it():
    found = got("mysymptoms", '03/30/2022, 18:57, Dinner, "Sushi, Cucumber Rolls", "Seaweed"\n')
    assert [e.name for e in found.entries] == ["Sushi, Cucumber Rolls", "Seaweed"]
    assert {e.at.isoformat() for e in found.entries} == {"2022-03-30T18:57:00+02:00"}
    assert len({e.id for e in found.entries}) == 2


def test_an_amount_in_the_next_cell_belongs_to_the_food_before():
    text = '03/30/2022, 18:57, Dinner, "Toast", [ x 2 ], "Milk", [200 ml], "Egg"\n'
    assert got("mysymptoms", text).said() == [
        ("food", "Toast", 2.0, "serving"), ("food", "Milk", 200.0, "ml"), ("food", "Egg", None, ""),
    ]  # fmt: skip


def test_symptoms_come_with_intensity_and_duration_one_after_the_other():
    text = (
        "03/30/2022, 18:57, Symptom, Stomach cramping, Intensity: 3, Duration: 6:00, "
        "Bloating, Intensity: 0\n"
    )
    found = got("mysymptoms", text)
    assert found.said() == [
        ("symptom", "Stomach cramping", 3.0, "nrs"), ("symptom", "Bloating", 0.0, "nrs"),
    ]  # fmt: skip
    assert found.entries[0].note == "lasted 360 min"


def test_a_symptom_without_intensity_is_a_note_not_a_zero():
    entry = got("mysymptoms", "03/30/2022, 18:57, Symptom, Bloating\n").one()
    assert (entry.kind, entry.name, entry.value) == ("note", "Bloating", None)


def test_day_and_month_are_told_by_the_whole_file():
    found = got("mysymptoms", "03/04/2022, 8:00, Snack, Egg\n28/04/2022, 8:00, Snack, Egg\n")
    assert [e.at.date().isoformat() for e in found.entries] == ["2022-04-03", "2022-04-28"]
    assert not found.doubts


def test_dates_that_do_not_tell_are_read_as_american_and_said():
    found = got("mysymptoms", "03/04/2022, 8:00, Snack, Egg\n")
    assert found.one().at.date().isoformat() == "2022-03-04"
    assert "day from month" in found.doubts[0]


def test_a_dinner_at_six_after_lunch_is_doubtful_but_kept():
    text = "03/30/2022, 12:45, Lunch, Egg\n03/30/2022, 06:00, Dinner, Soup\n"
    found = got("mysymptoms", text)
    assert found.doubts == ["dinner at 06:00: pm?"]
    assert found.entries[1].at.hour == 6


def test_what_is_not_food_has_its_own_kind():
    text = (
        "03/30/2022, 7:00, Bowel Movement, Type 5\n"
        "03/30/2022, 8:00, Medication, Ibuprofen, 400 mg\n"
        "03/30/2022, 9:00, Exercise, Walk, Duration: 0:45\n"
        "03/30/2022, 9:30, Energy, Intensity: 8\n"
        "03/30/2022, 10:00, Environment, Pollen\n"
    )
    assert got("mysymptoms", text).said() == [
        ("stool", "stool", 5.0, "bristol"), ("medicine", "Ibuprofen", 400.0, "mg"),
        ("movement", "Walk", 45.0, "min"), ("symptom", "low energy", 2.0, "nrs"),
        ("note", "Pollen", None, ""),
    ]  # fmt: skip


def test_a_row_that_cannot_be_read_is_reported_with_its_line():
    found = got("mysymptoms", "03/30/2022, 8:00, Snack, Egg\n13/32/2022, 8:00, Snack, Egg\nx\n")
    assert [(p.line, p.used) for p in found.refused] == [(2, False), (3, False)]
    assert len(found.entries) == 1


def test_other_tables_are_not_taken_for_it():
    assert score("mysymptoms", "Date,Time,Category\n03/30/2022,18:57,Dinner,Egg\n") > 0.7
    assert score("mysymptoms", "date,time,kind\n2026-03-30,18:57,food\n") == 0.0
    assert score("mysymptoms", "from,to\n03/30/2022,04/01/2022\n") == 0.0


def test_the_backup_is_read_without_its_doubles_and_its_minus_ones():
    file = ImportFile.at(BACKUP)
    assert score_of("mysymptoms", file) > 0.9
    found = got_of("mysymptoms", file)
    assert ("food", "Rye bread", 2.0, "serving") in found.said()
    assert [e.name for e in found.entries].count("Rye bread") == 1
    assert ("drink", "Black tea", None, "") in found.said()
    assert ("symptom", "Bloating", 0.0, "nrs") in found.said()
    assert found.left_out["rows that are there twice"] == 1
    assert found.left_out["symptoms of deleted events"] == 1
    assert "-1" not in {e.note for e in found.entries}


def test_a_backup_without_its_tables_is_refused_with_a_sentence(tmp_path: Path):
    path = tmp_path / "backup.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE ingestedevent (a TEXT)")
        connection.execute("CREATE TABLE reactionevent (a TEXT)")
    connection.close()
    with pytest.raises(ImporterError, match="no backup of mySymptoms"):
        got_of("mysymptoms", ImportFile.at(path))


def test_the_made_sample_is_read_whole():
    found = got_of("mysymptoms", sample("synthetic", "mysymptoms_diary.csv"))
    assert len(found.entries) == 13
    assert not found.refused
