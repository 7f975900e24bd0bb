"""Bearable: two forms of dates, parts of a day, names with their level, lists with bars."""

from __future__ import annotations

import pytest

from tests.importers.source_texts import got, got_of, sample, score

OLD = "date,weekday,time of day,category,rating/amount,detail,notes\n"
NEW = OLD.replace("date,", "date formatted,")


def _row(category: str, rating: str, detail: str, when: str = "13:05", note: str = "") -> str:
    return f'"9th May 2021","Sunday","{when}","{category}","{rating}","{detail}","{note}"\n'


def test_both_forms_of_the_header_are_recognised_and_read_alike():
    old = got("bearable", OLD + _row("Symptom", "1", "Bloating (Mild)"))
    new = got("bearable", NEW + _row("Symptom", "1", "Bloating (Mild)").replace(
        "9th May 2021", "2021-05-09"))  # fmt: skip
    assert score("bearable", OLD) > 0.8
    assert score("bearable", NEW) > 0.8
    assert old.entries == new.entries


@pytest.mark.parametrize(
    ("rating", "detail", "level"),
    [("0", "Bloating (None)", 0.0), ("1", "Bloating (Mild)", 2.5), ("2", "Bloating (Moderate)", 5.0),
     ("3", "Bloating (Severe)", 7.5), ("", "Bloating (Severe)", 7.5), ("4", "Bloating", 10.0)],
)  # fmt: skip
def test_a_level_is_stretched_to_ten(rating: str, detail: str, level: float):
    entry = got("bearable", OLD + _row("Symptom", rating, detail)).one()
    assert (entry.name, entry.value) == ("Bloating", level)


def test_brackets_that_are_part_of_a_name_stay():
    entry = got("bearable", OLD + _row("Symptom", "1", "Back (lower) pain (Mild)")).one()
    assert entry.name == "Back (lower) pain"


def test_a_symptom_without_any_level_is_reported_not_guessed():
    found = got("bearable", OLD + _row("Symptom", "", "Bloating"))
    assert not found.entries
    assert found.refused[0].field == "value"


@pytest.mark.parametrize(
    ("when", "clock"), [("pre", "03:00"), ("am", "09:00"), ("mid", "15:00"), ("pm", "21:00")]
)
def test_a_part_of_the_day_is_kept_at_its_middle_and_said(when: str, clock: str):
    found = got("bearable", OLD + _row("Symptom", "1", "Bloating (Mild)", when) * 2)
    assert found.times()[0][11:16] == clock
    assert len(found.doubts) == 1


def test_all_day_and_nothing_are_a_day_without_an_hour():
    text = OLD + _row("Mood", "6", "", "all day") + _row("Mood", "7", "", "")
    assert all(entry.day_only for entry in got("bearable", text).entries)


def test_a_list_of_meals_and_drinks_is_taken_apart():
    detail = "Meals: Kale salad | Rye bread | Drinks: Black tea"
    assert got("bearable", OLD + _row("Food Diary", "", detail)).said() == [
        ("food", "Kale salad", None, ""), ("food", "Rye bread", None, ""),
        ("drink", "Black tea", None, ""),
    ]  # fmt: skip


def test_what_is_taken_is_a_supplement_or_a_medicine_with_its_unit():
    text = OLD + _row("Meds/Supplements", "400", "Magnesium glycinate (mg)")
    text += _row("Meds/Supplements", "1", "Ibuprofen (tablet)")
    assert got("bearable", text).said() == [
        ("supplement", "Magnesium glycinate", 400.0, "mg"), ("medicine", "Ibuprofen", 1.0, "serving"),
    ]  # fmt: skip


def test_a_night_ends_when_its_detail_says():
    entry = got("bearable", OLD + _row("Sleep", "6:45", "In bed 23:10 - 05:55", "")).one()
    assert (entry.value, entry.unit) == (6.75, "h")
    assert entry.at.isoformat() == "2021-05-09T05:55:00+02:00"


def test_stools_have_a_form_or_none():
    text = OLD + _row("Bowel Movements", "Type 6", "") + _row("Bowel Movements", "", "Hard", "9:00")
    first, second = got("bearable", text).entries
    assert (first.value, second.value, second.note) == (6.0, None, "Hard")


def test_factors_are_habits_where_their_name_says_so_and_notes_else():
    found = got("bearable", OLD + _row("Factors", "", "Stretching | Busy day | Coffee"))
    assert [e.kind for e in found.entries] == ["practice", "note", "drink"]


def test_a_blood_pressure_is_no_fraction():
    entry = got("bearable", OLD + _row("Health measurements", "120/80", "Blood pressure")).one()
    assert entry.kind == "note"
    assert "120/80" in entry.note


def test_an_unknown_category_is_kept_as_a_note():
    entry = got("bearable", OLD + _row("Gratitude", "", "Sun")).one()
    assert (entry.kind, entry.name, entry.note) == ("note", "Gratitude", "Sun")


def test_the_made_samples_of_both_forms_give_the_same_entries():
    old = got_of("bearable", sample("synthetic", "bearable_export_2021_format.csv"))
    new = got_of("bearable", sample("synthetic", "bearable_export_2024_format.csv"))
    assert old.entries == new.entries
    assert len(old.entries) == 16
