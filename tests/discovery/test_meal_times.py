"""How meals were eaten: late, skipped, irregular, large, and how long after the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from gutline.diary import Contents, Diary, Entry
from gutline.discovery.exposures import read_exposures
from gutline.discovery.series import Exposure, Shelf, make_axis
from tests.discovery.diaries import clock

DAYS = 30


def meals_at(hours_of_day: dict[int, list[float]], usual: list[float], days: int = DAYS) -> Diary:
    """A diary of meals at usual hours, but on some days at others."""
    entries = [
        Entry(clock(24.0 * day + hour), "food", "bread" if hour < 12 else "stew")
        for day in range(days)
        for hour in hours_of_day.get(day, usual)
    ]
    return Diary(tuple(entries))


def ways(diary: Diary) -> dict[str, Exposure]:
    read = read_exposures(diary, make_axis(diary), Shelf.of(diary))
    return {e.name: e for e in read if e.level == "meal"}


USUAL = [8.0, 13.0, 19.0]


def test_late_meals_are_those_after_nine_in_the_evening():
    late = {day: [8.0, 13.0, 21.5] for day in range(0, 20, 2)} | {3: [8.0, 13.0, 20.9]}
    found = ways(meals_at(late, USUAL))["late meal"]
    assert found.days.tolist() == list(range(0, 20, 2))
    assert np.allclose(found.at_hours % 24.0, 21.5)
    assert set(found.dose) == {1.0}


def test_few_late_meals_are_not_asked_for():
    assert "late meal" not in ways(meals_at({1: [8.0, 13.0, 22.0]}, USUAL))


def test_a_usual_meal_that_is_missing_was_skipped():
    without = {day: [13.0, 19.0] for day in range(5, 15)}
    found = ways(meals_at(without, USUAL))["skipped meal"]
    assert found.days.tolist() == list(range(5, 15))
    assert np.allclose(found.at_hours % 24.0, 8.0)


def test_a_day_that_may_not_be_whole_skips_nothing_for_who_marks_whole_days():
    diary = meals_at({day: [13.0, 19.0] for day in range(5, 15)}, USUAL)
    marks = [Entry(clock(24.0 * d + 23), "complete", "food") for d in range(9)]
    assert "skipped meal" not in ways(Diary((*diary.entries, *marks)))


def test_who_never_eats_breakfast_skips_none():
    assert "skipped meal" not in ways(meals_at({}, [13.0, 19.0]))


def test_the_hours_since_the_last_meal_are_counted():
    found = ways(meals_at({}, USUAL))["hours since the last meal"]
    assert found.dose_words == "6 h"
    hours = found.dose * 6.0
    assert hours[:4].tolist() == pytest.approx([5.0, 6.0, 13.0, 5.0])


def test_days_without_a_diary_are_no_fast():
    gone: dict[int, list[float]] = {day: [] for day in range(10, 13)}
    found = ways(meals_at(gone, USUAL))["hours since the last meal"]
    assert found.dose.max() * 6.0 < 20.0


def test_meals_off_their_usual_time_are_measured_in_hours():
    shifted = {day: [9.0, 14.0, 20.0] for day in range(0, 24, 2)}
    found = ways(meals_at(shifted, USUAL))["meals off their usual time"]
    assert found.at_hours.size >= 8
    assert np.isfinite(found.dose).all()


def test_meal_size_needs_the_weight_of_foods():
    diary = meals_at({}, USUAL)
    assert "meal size" not in ways(diary)
    known = {"bread": Contents(60.0), "stew": Contents(300.0)}
    found = ways(replace(diary, contents=known))["meal size"]
    assert sorted(set((found.dose * 300.0).round(6))) == [60.0, 300.0]


def test_what_is_eaten_within_three_quarters_of_an_hour_is_one_meal():
    every = {day: [8.0, 8.5, 13.0, 13.2, 19.0] for day in range(DAYS)}
    apart = ways(meals_at({}, USUAL))["hours since the last meal"]
    together = ways(meals_at(every, USUAL))["hours since the last meal"]
    assert together.at_hours.tolist() == apart.at_hours.tolist()


@pytest.mark.parametrize("shift", ["no times", "one meal a day"])
def test_a_diary_that_does_not_hold_the_meals_says_nothing_of_them(shift):
    diary = meals_at({}, USUAL if shift == "no times" else [13.0])
    if shift == "no times":
        diary = Diary(tuple(replace(e, day_only=True) for e in diary.entries))
    assert ways(diary) == {}


def test_clocks_that_change_do_not_move_meals():
    diary = meals_at({day: [8.0, 13.0, 21.5] for day in range(12)}, USUAL)
    moved = Diary(tuple(replace(e, at=e.at + timedelta(minutes=20)) for e in diary.entries))
    assert ways(moved)["late meal"].days.tolist() == ways(diary)["late meal"].days.tolist()
