"""How much of a food was had: in servings where that can be told, else in usual amounts."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.diary import Contents, Diary, Entry
from gutline.discovery.daily import food_coverage, read_states
from gutline.discovery.meal_times import find_meals, meal_exposures
from gutline.discovery.portions import (
    Portions,
    dose_of,
    dose_words,
    read_portions,
    usual_amounts,
)
from gutline.discovery.series import Shelf, make_axis
from tests.discovery.diaries import clock

MILK = Contents(200.0, {}, {})


def portions(diary: Diary) -> dict[str, Portions]:
    return {p.name: p for p in read_portions(diary, make_axis(diary), Shelf.of(diary))}


def ate(hour: float, name: str, value: float | None = None, unit: str = "", **more) -> Entry:
    return Entry(clock(hour), more.pop("kind", "food"), name, value, unit, **more)


@pytest.mark.parametrize(
    ("value", "unit", "servings"),
    [
        (None, "", 1.0),
        (2.0, "serving", 2.0),
        (100.0, "g", 0.5),
        (300.0, "ml", 1.5),
        (0.5, "l", 2.5),
    ],
)
def test_what_a_serving_weighs_tells_how_many_there_were(value, unit, servings):
    diary = Diary((ate(8.0, "milk", value, unit),), contents={"Milk": MILK})
    assert portions(diary)["milk"].servings.tolist() == [servings]


def test_without_a_weight_the_persons_usual_amount_is_one():
    diary = Diary(
        tuple(ate(8.0 + n, "milk", grams, "g") for n, grams in enumerate((100, 200, 300)))
    )
    assert portions(diary)["milk"].servings.tolist() == [0.5, 1.0, 1.5]
    unknown = Diary(diary.entries, contents={"milk": Contents(None, {"dairy": None})})
    assert portions(unknown)["milk"].servings.tolist() == [0.5, 1.0, 1.5]


def test_what_was_not_had_is_no_portion():
    none = Diary((ate(8.0, "milk", 0.0, "serving"), ate(9.0, "milk", 1.0, "serving")))
    assert portions(none)["milk"].at_hours.tolist() == [9.0]
    assert portions(Diary((ate(8.0, "milk", 0.0, "serving"),)))["milk"].at_hours.size == 0


def test_only_food_and_drink_come_in_portions():
    diary = Diary(
        (
            ate(8.0, "milk"),
            ate(9.0, "tea", kind="drink"),
            ate(10.0, "magnesium", 400.0, "mg", kind="supplement"),
            ate(11.0, "none"),
            ate(12.0, "back pain", 3.0, "nrs", kind="symptom"),
        )
    )
    assert sorted(portions(diary)) == ["milk", "tea"]


def test_spellings_of_a_name_are_one_food_called_as_most_often():
    diary = Diary((ate(8.0, "Rye  Bread"), ate(9.0, "rye bread"), ate(10.0, "rye bread")))
    (one,) = portions(diary).values()
    assert one.name == "rye bread"
    assert one.at_hours.tolist() == [8.0, 9.0, 10.0]


def test_a_portion_knows_its_clock_its_day_and_whether_it_has_a_time():
    entries = (ate(8.5, "milk"), ate(24.0 + 12.0, "milk", day_only=True))
    milk = portions(Diary(entries))["milk"]
    assert milk.clock_hours.tolist() == [8.5, 12.0]
    assert milk.days.tolist() == [0, 1]
    assert milk.spread.tolist() == [False, True]


@pytest.mark.parametrize(
    ("amounts", "usual", "words"),
    [
        ([], {}, "1 serving"),
        ([(150.0, "g")], {"g": 150.0}, "150 g"),
        ([(150.0, "g"), (50.0, "g")], {"g": 100.0}, "100 g"),
        ([(2.0, "serving")], {"serving": 1.0}, "1 serving"),
        ([(2.0, "")], {"": 1.0}, "1 serving"),
        ([(150.0, "g"), (1.0, "serving")], {"g": 150.0, "serving": 1.0}, "1 serving"),
        ([(150.0, "g"), (0.2, "l")], {"g": 150.0, "l": 0.2}, "1 serving"),
        ([(0.0, "g")], {}, "1 serving"),
        ([(None, "")], {}, "1 serving"),
        ([(1e-9, "g")], {"g": 1e-9}, "1e-09 g"),
    ],
)
def test_a_usual_amount_is_the_middle_one_of_each_unit(amounts, usual, words):
    entries = [ate(8.0, "milk", value, unit) for value, unit in amounts]
    assert usual_amounts(entries) == usual
    assert dose_words(usual_amounts(entries)) == words


def test_an_amount_in_a_unit_never_seen_is_taken_as_it_is():
    assert dose_of(ate(8.0, "milk", 3.0, "cup"), {"g": 100.0}) == 3.0
    assert dose_of(ate(8.0, "milk"), {"g": 100.0}) == 1.0


# --- how much of the food was logged ------------------------------------------------------------


def coverage(*entries: Entry) -> list[float]:
    diary = Diary(entries)
    return food_coverage(diary, make_axis(diary)).tolist()


def mark(day: int) -> Entry:
    return Entry(clock(24.0 * day + 22.0), "complete", "food")


def test_who_marks_no_day_is_taken_at_their_word():
    assert coverage(ate(8.0, "milk"), ate(56.0, "milk")) == [1.0, 0.0, 1.0]


def test_a_day_without_food_is_a_whole_day():
    assert coverage(ate(8.0, "none"), ate(32.0, "milk")) == [1.0, 1.0]


def test_a_day_that_was_not_marked_counts_for_its_share_of_a_marked_one():
    full = [ate(24.0 * day + hour, "milk") for day in range(2) for hour in (8, 12, 16, 20)]
    part = [ate(48.0 + 8.0, "milk"), *(ate(72.0 + hour, "milk") for hour in range(6, 12))]
    assert coverage(*full, mark(0), mark(1), *part) == [1.0, 1.0, 0.25, 1.0]


def test_a_mark_on_one_day_of_many_asks_nothing_of_the_others():
    few = [ate(24.0 * day + 8.0, "milk") for day in range(1, 8)]
    assert coverage(ate(8.0, "milk"), ate(9.0, "egg"), mark(0), *few) == [1.0] * 8


def test_a_marked_day_on_which_nothing_was_eaten_asks_nothing_either():
    assert coverage(mark(0), ate(24.0 + 8.0, "milk")) == [1.0, 1.0]


def test_days_of_symptoms_alone_hold_no_food():
    felt = [Entry(clock(24.0 * day), "symptom", "back pain", 3.0, "nrs") for day in range(3)]
    assert coverage(*felt) == [0.0, 0.0, 0.0]


# --- states -------------------------------------------------------------------------------------


def states(*entries: Entry, mediators: bool = False) -> dict[str, list[float]]:
    diary = Diary(entries)
    read = read_states(diary, make_axis(diary), Shelf.of(diary), mediators=mediators)
    return {s.name: s.daily.tolist() for s in read}


def test_what_is_rated_is_averaged_and_what_is_done_is_summed():
    told = states(
        Entry(clock(8.0), "stress", "stress", 2.0, "nrs"),
        Entry(clock(20.0), "stress", "stress", 6.0, "nrs"),
        Entry(clock(9.0), "sleep", "sleep", 5.0, "h"),
        Entry(clock(15.0), "sleep", "sleep", 1.0, "h"),
        ate(24.0 + 8.0, "milk"),
    )
    assert told["stress"][0] == 4.0
    assert told["sleep"][0] == 6.0
    assert np.isnan([told["stress"][1], told["sleep"][1]]).all()


def test_what_is_there_or_not_is_not_there_where_nothing_was_said():
    told = states(
        Entry(clock(8.0), "illness", "cold"),
        Entry(clock(9.0), "illness", "cold", 8.0, "nrs"),
        Entry(clock(24.0 * 2), "travel", "train"),
    )
    assert told["cold"] == [1.0, 0.0, 0.0]
    assert told["train"] == [0.0, 0.0, 1.0]


def test_symptoms_are_states_only_when_asked_for():
    felt = [Entry(clock(24.0 * day), "symptom", "back pain", 3.0, "nrs") for day in (0, 2)]
    nothing = Entry(clock(24.0 + 8.0), "symptom", "none")
    assert "back pain" not in states(*felt, nothing)
    assert states(*felt, nothing, mediators=True)["back pain"] == [3.0, 0.0, 3.0]


# --- meals --------------------------------------------------------------------------------------


def meals(*entries: Entry, **contents: Contents):
    diary = Diary(entries, contents=contents)
    return find_meals(read_portions(diary, make_axis(diary), Shelf.of(diary)))


def test_what_is_eaten_within_45_minutes_of_its_first_bite_is_one_meal():
    found = meals(*(ate(hour, "milk") for hour in (8.0, 8.5, 8.75, 8.8, 9.55, 9.6)))
    assert found.at_hours.tolist() == pytest.approx([8.0, 8.8, 9.6])


def test_what_a_meal_weighs_is_known_when_half_of_it_is():
    found = meals(
        ate(8.0, "milk"), ate(8.1, "stew"), ate(8.2, "pie"),
        ate(12.0, "milk", 2.0, "serving"), ate(12.1, "stew"),
        milk=Contents(200.0), pie=Contents(None),
    )  # fmt: skip
    assert np.isnan(found.grams[0])
    assert found.grams[1] == 400.0


def test_drinks_are_no_meals_and_foods_without_a_time_are_too_little_to_tell():
    assert meals(ate(8.0, "tea", kind="drink")) is None
    timed = [ate(8.0, "milk"), ate(12.0, "milk")]
    untimed = [ate(24.0 * n + 12.0, "milk", day_only=True) for n in (1, 2)]
    assert meals(*timed, untimed[0]) is not None
    assert meals(*timed, *untimed) is None


def test_a_diary_of_drinks_alone_has_no_way_of_eating():
    entries = tuple(
        ate(24.0 * day + hour, "tea", kind="drink") for day in range(30) for hour in (8, 13)
    )
    diary = Diary(entries)
    axis = make_axis(diary)
    assert meal_exposures(diary, axis, read_portions(diary, axis, Shelf.of(diary))) == []
