"""Cronometer: four files, lines of totals that count twice, headers that change."""

from __future__ import annotations

import pytest

from tests.importers.source_texts import got, got_of, sample, score

HEAD = "Day,Time,Group,Food Name,Amount,Energy (kcal),Category\n"


def test_servings_keep_their_time_and_their_grams():
    entry = got(
        "cronometer", HEAD + '2026-06-10,8:14 AM,Breakfast,"Oats, dry",80.00 g,303,x\n'
    ).one()
    assert (entry.kind, entry.name, entry.value, entry.unit) == ("food", "Oats, dry", 80.0, "g")
    assert entry.at.isoformat() == "2026-06-10T08:14:00+02:00"


def test_the_old_header_without_times_is_read_too():
    text = "Date,Group,Food Name,Amount,Energy (kcal)\n2026-06-10,Lunch,Kale,67 g,23\n"
    found = got("cronometer", text)
    assert found.one().at.hour == 13
    assert found.doubts == ["lunch without a time is kept at 13:00"]


@pytest.mark.parametrize(
    "row",
    ["2026-06-10,,Total,,,719,\n", "2026-06-10,,Lunch,Total,,719,\n", "2026-06-10,,,,,719,\n"],
)
def test_totals_are_left_out_and_counted(row: str):
    found = got("cronometer", HEAD + row)
    assert not found.entries
    assert found.left_out["totals of a meal or day"] == 1


@pytest.mark.parametrize(
    ("group", "hour"),
    [("Breakfast", 8), ("Frühstück", 8), ("Almuerzo", 13), ("Déjeuner", 13), ("Cena", 19), ("Snacks", 12)],
)  # fmt: skip
def test_meals_in_other_languages_get_their_usual_hour(group: str, hour: int):
    entry = got("cronometer", HEAD + f"2026-06-10,,{group},Kale,67 g,23,\n").one()
    assert entry.at.hour == hour
    assert entry.day_only is (group == "Snacks")


def test_beverages_are_drinks_and_supplements_are_taken():
    text = HEAD + "2026-06-10,8:00 PM,Dinner,Red wine,2.00 glass - 5 fl oz,244,Beverages\n"
    text += "2026-06-10,8:00 AM,Breakfast,Vitamin D3,1.00 capsule,0,Supplements\n"
    wine, vitamin = got("cronometer", text).entries
    assert (wine.kind, wine.unit) == ("drink", "ml")
    assert (vitamin.kind, vitamin.value, vitamin.unit) == ("supplement", 1.0, "serving")


def test_the_same_food_twice_at_one_time_is_two_entries_with_ids_that_stay():
    row = "2026-06-10,8:00 AM,Breakfast,Egg,1 piece,70,\n"
    once, twice = got("cronometer", HEAD + row), got("cronometer", HEAD + row * 2)
    assert twice.entries[0].id == once.one().id
    assert twice.entries[1].id == once.one().id + ":2"


def test_a_decimal_comma_is_read_as_the_person_says():
    text = HEAD + '2026-06-10,8:00 AM,Breakfast,Rice,"1,500 g",1,\n'
    assert got("cronometer", text).one().value == 1500
    assert got("cronometer", text, decimal_comma=True).one().value == 1.5


def test_a_dinner_in_the_morning_is_doubtful():
    found = got("cronometer", HEAD + "2026-06-10,7:40 AM,Dinner,Soup,300 g,1,\n")
    assert found.doubts == ["dinner at 07:40: pm?"]


def test_biometrics_are_ratings_weights_and_notes_and_zero_is_zero():
    text = (
        "Day,Time,Group,Metric,Unit,Amount\n"
        "2026-06-10,7:00 AM,Biometrics,Weight,lbs,157\n"
        "2026-06-10,9:31 PM,Biometrics,Back pain,/10,0\n"
        "2026-06-10,9:30 PM,Biometrics,Blood Pressure,mmHg,120/80\n"
        "2026-06-10,9:32 PM,Biometrics,Bloating,/10,\n"
    )
    found = got("cronometer", text)
    assert found.said() == [
        ("weight", "weight", 157.0, "lb"), ("symptom", "Back pain", 0.0, "nrs"),
        ("note", "Blood Pressure", None, ""),
    ]  # fmt: skip
    assert found.left_out["measurements without a figure"] == 1


def test_exercises_and_notes_are_read_too():
    text = "Day,Time,Group,Exercise,Minutes,Calories Burned\n2026-06-10,6:00 PM,,Walk,45,-180\n"
    assert got("cronometer", text).said() == [("movement", "Walk", 45.0, "min")]
    text = 'Day,Time,Group,Note\n2026-06-10,9:40 PM,Notes,"Sore, tired"\n'
    assert got("cronometer", text).one().note == "Sore, tired"


def test_each_of_the_four_headers_is_recognised():
    assert score("cronometer", HEAD) > 0.8
    assert score("cronometer", "Day,Time,Group,Metric,Unit,Amount\n") > 0.8
    assert score("cronometer", "Day,Group,Exercise,Minutes,Calories Burned\n") > 0.5
    assert score("cronometer", "Day,Time,Group,Note\n") == 0.5
    assert score("cronometer", "day,food\n") == 0.0


def test_the_made_samples_are_read_whole():
    servings = got_of("cronometer", sample("synthetic", "cronometer_servings.csv"))
    biometrics = got_of("cronometer", sample("synthetic", "cronometer_biometrics.csv"))
    assert (len(servings.entries), len(biometrics.entries)) == (5, 3)
    assert not servings.refused
