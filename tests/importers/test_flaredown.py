"""Flaredown: a wide table whose columns do not say what they are, and the long public form."""

from __future__ import annotations

from tests.importers.source_texts import got, score

WIDE = "Date,Psoriasis,Ibuprofen,Tags,Foods\n"
LONG = (
    "user_id,age,sex,country,checkin_date,trackable_id,trackable_type,trackable_name,"
    "trackable_value\n"
)


def _long(kind: str, name: str, value: str, person: str = "a") -> str:
    return f"{person},,,,2026-06-10,1,{kind},{name},{value}\n"


def test_a_column_of_levels_is_a_symptom_and_any_other_a_treatment():
    found = got("flaredown", WIDE + "2026-06-10,2,400 mg,,\n2026-06-11,0,,,\n")
    assert found.said() == [
        ("symptom", "Psoriasis", 5.0, "nrs"), ("medicine", "Ibuprofen", 400.0, "mg"),
        ("symptom", "Psoriasis", 0.0, "nrs"),
    ]  # fmt: skip


def test_not_taken_is_a_zero_and_an_empty_cell_is_nothing():
    found = got("flaredown", WIDE + "2026-06-10,,not taken,,\n2026-06-11,,,,\n2026-06-12,,yes,,\n")
    assert [(e.at.day, e.value) for e in found.entries] == [(10, 0.0), (12, None)]


def test_doses_that_are_taken_several_times_are_multiplied():
    assert got("flaredown", WIDE + "2026-06-10,,2 x 400 mg,,\n").one().value == 800


def test_foods_and_tags_are_lists_with_semicolons():
    found = got("flaredown", WIDE + "2026-06-10,,,travel; rainy,rye bread; coffee\n")
    assert [(e.kind, e.name) for e in found.entries] == [
        ("food", "rye bread"), ("food", "coffee"), ("travel", "travel"), ("note", "rainy"),
    ]  # fmt: skip


def test_a_treatment_that_is_done_is_a_practice_or_movement():
    found = got("flaredown", WIDE.replace("Ibuprofen", "Yoga class") + "2026-06-10,,yes,,\n")
    assert found.said() == [("movement", "Yoga class", None, "")]


def test_the_long_form_says_what_each_row_is():
    text = LONG + _long("Symptom", "Joint pain", "4") + _long("Treatment", "Vitamin D", "1000 iu")
    text += _long("Food", "oatmeal", "") + _long("Tag", "tired", "") + _long("Weather", "rain", "1")
    found = got("flaredown", text)
    assert found.said() == [
        ("symptom", "Joint pain", 10.0, "nrs"), ("supplement", "Vitamin D", 1000.0, "iu"),
        ("food", "oatmeal", None, ""), ("note", "tired", None, ""),
    ]  # fmt: skip
    assert found.left_out["weather, places and scores of a day"] == 1


def test_a_symptom_without_a_level_is_reported_not_taken_for_zero():
    found = got("flaredown", LONG + _long("Symptom", "Fatigue", ""))
    assert not found.entries
    assert "without a level" in found.refused[0].reason


def test_rows_of_other_people_are_left_out():
    text = LONG + _long("Food", "egg", "") + _long("Food", "egg", "", "b")
    found = got("flaredown", text)
    assert len(found.entries) == 1
    assert found.left_out["rows of other people"] == 1


def test_both_headers_are_recognised():
    assert score("flaredown", WIDE) > 0.8
    assert score("flaredown", LONG) > 0.9
    assert score("flaredown", "Date,Foods\n") == 0.0
