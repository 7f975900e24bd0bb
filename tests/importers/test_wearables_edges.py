"""Nights, bouts and steps at the borders of what a body can do."""

from __future__ import annotations

from datetime import date

import pytest

from gutline.diary.entries import Entry, RowError
from gutline.importers.entry_making import EntryMaker
from gutline.importers.source import ImportSettings, LeftOut, Problem
from gutline.importers.wearables import DaySteps, bout, night

MAKER = EntryMaker("made", ImportSettings("Europe/Berlin", today=date(2026, 7, 1)))
MOMENT = MAKER.moment("2026-06-10T06:30")


@pytest.mark.parametrize(
    ("hours", "kept"),
    [(0.1, 0.1), (7.123456, 7.1235), (24.0, 24.0)],
)
def test_a_night_is_kept_in_hours(hours: float, kept: float):
    (entry,) = night(MAKER, 1, MOMENT, hours, "7", "nap")
    assert isinstance(entry, Entry)
    assert (entry.value, entry.unit, entry.note, entry.id) == (kept, "h", "nap", "made:sleep/7")


@pytest.mark.parametrize("hours", [None, 0.0, 0.01, -3.0])
def test_a_night_without_sleep_is_counted_and_left_out(hours: float | None):
    assert list(night(MAKER, 1, MOMENT, hours, "7")) == [LeftOut("nights without a time asleep")]


@pytest.mark.parametrize("hours", [24.1, 400.0, float("inf"), float("nan")])
def test_a_night_longer_than_a_day_is_reported(hours: float):
    (problem,) = night(MAKER, 4, MOMENT, hours, "7")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field) == (4, "value")


@pytest.mark.parametrize(
    ("minutes", "value"), [(None, None), (0.0, 0.0), (62.504, 62.5), (1440.0, 1440.0)]
)
def test_a_bout_has_its_length_or_none(minutes: float | None, value: float | None):
    (entry,) = bout(MAKER, 1, MOMENT, "yoga", minutes, "7")
    assert isinstance(entry, Entry)
    assert (entry.name, entry.value) == ("yoga", value)


@pytest.mark.parametrize("minutes", [-0.1, -600.0, 1440.1, 1e9, float("inf"), float("nan")])
def test_a_length_that_cannot_be_is_said_beside_the_bout(minutes: float):
    problem, entry = bout(MAKER, 4, MOMENT, "yoga", minutes, "7")
    assert isinstance(problem, Problem)
    assert isinstance(entry, Entry)
    assert (problem.used, problem.line, entry.value) == (True, 4, None)


def test_a_bout_without_a_name_is_movement():
    (entry,) = bout(MAKER, 1, MOMENT, "", 5.0, "7")
    assert isinstance(entry, Entry)
    assert entry.name == "movement"


@pytest.mark.parametrize("steps", [-1.0, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_count_of_steps_spoils_no_sum(steps: float):
    sums = DaySteps()
    sums.add(date(2026, 6, 10), 100)
    for adding in (sums.add, sums.add_total):
        with pytest.raises(RowError, match="steps"):
            adding(date(2026, 6, 10), steps)
    (entry,) = sums.entries(MAKER)
    assert isinstance(entry, Entry)
    assert entry.value == 100


def test_the_same_day_in_two_exports_counts_once():
    sums = DaySteps()
    for steps in (5000, 8000, 8000, 0):
        sums.add_total(date(2026, 6, 10), steps)
    sums.add_total(date(2026, 6, 11), 0)
    assert [entry.value for entry in sums.entries(MAKER)] == [8000, 0]  # type: ignore[union-attr]


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2101, 1, 1), date(2026, 7, 3)])
def test_a_day_that_no_diary_holds_costs_only_itself(day: date):
    sums = DaySteps()
    sums.add(day, 10)
    sums.add(date(2026, 6, 10), 20)
    read = list(sums.entries(MAKER))
    assert sorted(type(one).__name__ for one in read) == ["Entry", "Problem"]


def test_more_steps_than_a_day_allows_are_reported():
    sums = DaySteps()
    sums.add(date(2026, 6, 10), 1e7)
    (problem,) = sums.entries(MAKER)
    assert isinstance(problem, Problem)
    assert "steps" in problem.reason


def test_steps_have_one_id_a_day_whatever_their_number():
    found = []
    for steps in (10, 20):
        sums = DaySteps()
        sums.add(date(2026, 6, 10), steps)
        found += [entry.id for entry in sums.entries(MAKER)]  # type: ignore[union-attr]
    assert found == ["made:steps/2026-06-10"] * 2
