"""Cronometer's four files: totals, clocks, amounts with words, and doubts about mornings."""

from __future__ import annotations

import pytest

from tests.importers.source_texts import got, score

SERVINGS = "Day,Time,Group,Food Name,Amount,Energy (kcal),Category\n"
BIOMETRICS = "Day,Time,Group,Metric,Unit,Amount\n"
EXERCISES = "Day,Time,Group,Exercise,Minutes,Calories Burned\n"
NOTES = "Day,Time,Group,Note\n"


@pytest.mark.parametrize("head", [SERVINGS, BIOMETRICS, EXERCISES, NOTES])
def test_a_header_alone_is_recognised_and_holds_nothing(head: str):
    assert score("cronometer", head) >= 0.4
    found = got("cronometer", head)
    assert (found.entries, found.problems) == ([], [])


@pytest.mark.parametrize("head", [SERVINGS, BIOMETRICS, EXERCISES, NOTES])
def test_columns_may_stand_the_other_way_round(head: str):
    cells = {"Day": "2026-06-10", "Time": "8:15 AM", "Group": "Breakfast", "Food Name": "rice",
             "Amount": "40", "Metric": "Weight", "Unit": "kg", "Exercise": "Yoga", "Minutes": "20",
             "Note": "fine"}  # fmt: skip
    names = head.strip().split(",")
    there, back = (
        ",".join(order) + "\n" + ",".join(cells.get(name, "") for name in order) + "\n"
        for order in (names, names[::-1])
    )
    assert got("cronometer", there).entries == got("cronometer", back).entries
    assert got("cronometer", there).one().at.isoformat() == "2026-06-10T08:15:00+02:00"


@pytest.mark.parametrize(
    ("amount", "value", "unit", "note"),
    [
        ("80.00 g", 80.0, "g", ""), ("0.00 g", 0.0, "g", ""), ("1,200.00 g", 1200.0, "g", ""),
        ("100.00 g, cooked", 100.0, "g", "100 g, cooked"), ("", None, "", ""),
        ("1.00 medium - 118g", 118.0, "g", ""), ("2.00 each - 50g", 100.0, "g", "2 each - 50g"),
        ("1.00 full recipe", 1.0, "serving", "1 full recipe"),
        ("a bit", None, "", "a bit"), ("½ cup", 0.5, "serving", "0.5 cup"),
    ],
)  # fmt: skip
def test_amounts_as_the_app_spells_them(amount: str, value, unit: str, note: str):
    text = SERVINGS + f'2026-06-10,8:15 AM,Breakfast,rice,"{amount}",100,Grains\n'
    entry = got("cronometer", text).one()
    assert (entry.value, entry.unit, entry.note) == (value, unit, note)


@pytest.mark.parametrize("amount", ["-5 g", "99999 g", "60 portions"])
def test_amounts_that_nobody_eats_are_reported(amount: str):
    found = got("cronometer", SERVINGS + f"2026-06-10,,Lunch,rice,{amount},1,Grains\n")
    assert not found.entries
    assert [(one.line, one.field) for one in found.refused] == [(2, "value")]


@pytest.mark.parametrize(
    "row",
    ["2026-06-10,,Total,x,,1,", "2026-06-10,,Breakfast,Total,,1,", "2026-06-10,,Breakfast,,,900,",
     "Total,,,TOTAL,,1,"],
)  # fmt: skip
def test_totals_are_counted_and_left_out(row: str):
    assert got("cronometer", SERVINGS + row + "\n").left_out == {"totals of a meal or day": 1}


@pytest.mark.parametrize(
    ("category", "food", "kind"),
    [
        ("Beverages", "Zorp", "drink"), ("DRINKS", "Zorp", "drink"), ("Supplements", "Zorp", "supplement"),
        ("Supplements", "Vitamin D", "supplement"), ("", "Tea", "food"), ("Soups", "Broth", "food"),
    ],
)  # fmt: skip
def test_a_category_tells_drinks_and_supplements(category: str, food: str, kind: str):
    text = SERVINGS + f"2026-06-10,8:15 AM,Breakfast,{food},1,1,{category}\n"
    assert got("cronometer", text).one().kind == kind


def test_a_dinner_in_the_morning_is_doubted_but_kept():
    text = SERVINGS + "2026-06-10,12:45,Lunch,rice,1 g,1,\n2026-06-10,06:00,Dinner,kale,1 g,1,\n"
    found = got("cronometer", text)
    assert len(found.entries) == 2
    assert found.doubts == ["dinner at 06:00: pm?"]


@pytest.mark.parametrize(
    ("metric", "unit", "amount", "said"),
    [
        ("Weight", "kg", "70.5", ("weight", "weight", 70.5, "kg")),
        ("Weight", "lbs", "155", ("weight", "weight", 155.0, "lb")),
        ("Mood", "/10", "7", ("mood", "Mood", 7.0, "nrs")),
        ("Mood", "/10", "0", ("mood", "Mood", 0.0, "nrs")),
        ("Sleep", "hours", "7.5", ("sleep", "sleep", 7.5, "h")),
        ("Sleep", "%", "85", ("note", "Sleep", None, "")),
        ("Blood Pressure", "mmHg", "120/80", ("note", "Blood Pressure", None, "")),
        ("Ketones", "mmol/L", "0.4", ("note", "Ketones", None, "")),
    ],
)
def test_measurements(metric: str, unit: str, amount: str, said: tuple):
    found = got("cronometer", BIOMETRICS + f"2026-06-10,7:00 AM,,{metric},{unit},{amount}\n")
    assert found.said() == [said]
    if said[0] == "note":
        assert amount in found.one().note


@pytest.mark.parametrize("amount", ["NaN", "seven", "1.2.3", "inf"])
def test_a_measurement_that_is_no_figure_is_reported(amount: str):
    found = got("cronometer", BIOMETRICS + f"2026-06-10,7:00 AM,,Weight,kg,{amount}\n")
    assert [(one.line, one.value) for one in found.refused] == [(2, amount)]


@pytest.mark.parametrize(("minutes", "value"), [("0", 0.0), ("", None), ("20.5", 20.5)])
def test_exercise_keeps_zero_and_nothing_apart(minutes: str, value):
    text = EXERCISES + f"2026-06-10,,,Yoga,{minutes},-80\n"
    assert got("cronometer", text).one().value == value


@pytest.mark.parametrize("minutes", ["-5", "1441", "an hour"])
def test_exercise_of_no_possible_length_is_reported(minutes: str):
    assert len(got("cronometer", EXERCISES + f"2026-06-10,,,Yoga,{minutes},1\n").refused) == 1


@pytest.mark.parametrize("clock", ["24:30", "late", "8:75 AM"])
@pytest.mark.parametrize(
    "row", [SERVINGS + "2026-06-10,{},Lunch,rice,1 g,1,\n", NOTES + "2026-06-10,{},Lunch,fine\n"]
)
def test_a_clock_that_is_none_is_reported(row: str, clock: str):
    found = got("cronometer", row.format(clock))
    assert [(one.line, one.field, one.value) for one in found.refused] == [(2, "time", clock)]


@pytest.mark.parametrize(
    "row", [SERVINGS + "2026-06-10,24:00,Dinner,rice,1 g,1,\n", NOTES + "2026-06-10,24:00,x,fine\n"]
)
def test_the_end_of_a_day_is_the_next_ones_midnight_and_no_doubt(row: str):
    found = got("cronometer", row)
    assert found.times() == ["2026-06-11T00:00:00+02:00"]
    assert found.doubts == []


def test_notes_and_empty_notes():
    found = got("cronometer", NOTES + "2026-06-10,,,😀 fine\n2026-06-10,,,\n")
    assert found.one().note == "😀 fine"
    assert found.left_out == {"empty notes": 1}


@pytest.mark.parametrize("day", ["2026-03-29", "2025-10-26"])
def test_a_clock_change_is_said_and_nothing_is_lost(day: str):
    found = got("cronometer", SERVINGS + f"{day},2:30 AM,Snacks,rice,1 g,1,\n")
    assert found.one().name == "rice"
    assert len(found.doubts) == 1
