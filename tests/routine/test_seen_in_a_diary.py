"""What a diary alone says of an item, and how days are counted from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from gutline.catalog.practice_names import SESSION_NAME
from gutline.diary import Entry
from gutline.routine.adherence import (
    REASONS,
    STATES,
    Counts,
    DayKept,
    DayMarks,
    Mark,
    by_week,
    check_mark,
    counts_of,
    day_kept,
    names_of,
    seen_in,
)
from gutline.routine.errors import RoutineError
from gutline.routine.exposures import ADHERENCE, adherence_entries, every_day
from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from tests.routine.samples import BERLIN, LUNCH, MONDAY, WALK, WIND_DOWN, at, ate, days, did

KEFIR = Item("kefir", "kefir", "drink", Cue(event="lunch"), 2, "serving")
IRON = Item("iron", "iron", "supplement", Cue(time(8)), 14, "mg")
STRETCH = Item("stretch", "morning movement", "session", Cue(event="waking"), 5, "min")
BOX = Item("box", "my breath", "practice", Cue(time(21)), 5, "min", ref="box_breathing")
ALL_DAY = Entry(at(MONDAY, "23:00"), "complete", "all")


def logged(kind: str, name: str, value: float | None = None, unit: str = "") -> Entry:
    return Entry(at(MONDAY, "13:10"), kind, name, value, unit)


@pytest.mark.parametrize(
    ("item", "entries", "state"),
    [
        (WALK, [], "unknown"),
        (WALK, [logged("practice", "walk after lunch")], "done"),
        (WALK, [logged("practice", "Walk After Lunch", 10, "min")], "done"),
        (WALK, [logged("practice", "walk after lunch", 7.5, "min")], "done"),
        (WALK, [logged("practice", "walk after lunch", 7.4, "min")], "partly"),
        (WALK, [logged("practice", "walk after lunch", 4, "min")] * 2, "done"),
        (WALK, [logged("practice", "walk after lunch", 1, "h")], "done"),
        (WALK, [logged("food", "walk after lunch")], "unknown"),
        (WALK, [logged("practice", "walk")], "unknown"),
        (KEFIR, [logged("drink", "kefir", 2, "serving")], "done"),
        (KEFIR, [logged("drink", "kefir", 1, "serving")], "partly"),
        (KEFIR, [logged("food", "kefir", 2, "serving")], "unknown"),
        (IRON, [logged("supplement", "iron", 14, "mg")], "done"),
        (IRON, [logged("supplement", "iron", 7, "mg")], "partly"),
        (replace(IRON, amount=None), [logged("supplement", "iron", 1, "mg")], "done"),
        (STRETCH, [logged("movement", SESSION_NAME, 5, "min")], "done"),
        (STRETCH, [logged("movement", SESSION_NAME, 2, "min")], "partly"),
        (STRETCH, [logged("practice", "morning movement", 5, "min")], "done"),
        (BOX, [logged("practice", "box breathing", 5, "min")], "done"),
        (BOX, [logged("practice", "my breath", 1, "min")], "partly"),
        (BOX, [logged("practice", "slow breathing", 5, "min")], "unknown"),
    ],
)
def test_the_diary_says_done_partly_or_nothing(item, entries, state):
    assert seen_in(item, MONDAY, entries, BERLIN) == state


@pytest.mark.parametrize(
    ("clock", "name", "state"),
    [
        ("12:14", "soup", "unknown"), ("12:15", "soup", "done"), ("13:00", "soup", "done"),
        ("13:45", "soup", "done"), ("13:46", "soup", "unknown"), ("13:00", "none", "unknown"),
    ],
)  # fmt: skip
def test_a_regular_meal_counts_within_its_tolerance(clock, name, state):
    assert seen_in(LUNCH, MONDAY, [ate(MONDAY, clock, name)], BERLIN) == state


def test_a_meal_is_not_guessed_without_a_zone_a_time_or_from_a_drink():
    eaten = [ate(MONDAY, "13:00")]
    assert seen_in(LUNCH, MONDAY, eaten) == "unknown"
    assert seen_in(LUNCH, MONDAY, [replace(eaten[0], day_only=True)], BERLIN) == "unknown"
    assert seen_in(LUNCH, MONDAY, [Entry(at(MONDAY, "13:00"), "drink", "tea")], BERLIN) == "unknown"


@pytest.mark.parametrize(
    ("item", "count"), [(WALK, 1), (LUNCH, 0), (BOX, 2), (STRETCH, 2), (replace(WALK, ref="no"), 1)]
)
def test_an_item_has_a_name_for_itself_and_one_for_its_guide(item, count):
    assert len(names_of(item)) == count


@pytest.mark.parametrize(
    ("marks", "entries", "state"),
    [
        ({}, [], "unknown"),
        ({}, [ALL_DAY], "skipped"),
        ({}, [replace(ALL_DAY, name="food")], "unknown"),
        ({}, [did(MONDAY, "21:30", "wind-down"), ALL_DAY], "done"),
        ({"wind-down": Mark("skipped")}, [did(MONDAY, "21:30", "wind-down")], "skipped"),
        ({"wind-down": Mark("partly")}, [did(MONDAY, "21:30", "wind-down")], "partly"),
        ({"wind-down": Mark("done")}, [ALL_DAY], "done"),
        ({"walk": Mark("done")}, [], "unknown"),
    ],
)
def test_what_was_said_stands_then_the_diary_then_a_whole_day(marks, entries, state):
    found = day_kept(Plan((WIND_DOWN,)), DayMarks(MONDAY, marks), entries, BERLIN)
    assert found.states == {"wind-down": state}


def test_a_reason_of_what_left_the_plan_is_not_told():
    marks = {"tea": Mark("skipped", "forgot"), "wind-down": Mark("skipped", "no time")}
    found = day_kept(Plan((WIND_DOWN,)), DayMarks(MONDAY, marks))
    assert found.reasons == {"wind-down": "no time"}


def test_what_is_not_planned_on_a_weekday_is_not_in_that_day():
    weekend = replace(WIND_DOWN, weekdays=frozenset({5, 6}))
    marks = DayMarks(MONDAY, {"wind-down": Mark("done")})
    assert day_kept(Plan((weekend,)), marks).states == {}


@pytest.mark.parametrize(
    ("states", "share"),
    [
        ({}, None), ({"a": "unknown"}, None), ({"a": "done"}, 1.0), ({"a": "partly"}, 0.5),
        ({"a": "skipped"}, 0.0), ({"a": "done", "b": "skipped"}, 0.5),
        ({"a": "done", "b": "unknown"}, 1.0), ({"a": "partly", "b": "skipped"}, 0.25),
    ],
)  # fmt: skip
def test_the_share_is_of_what_is_known_and_nothing_known_is_not_zero(states, share):
    assert DayKept(MONDAY, states).share == share
    assert DayKept(MONDAY, states, off="sick").share is None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("reason", ["", REASONS[0], "lazy"])
def test_only_what_was_skipped_has_a_reason_that_is_known(state, reason):
    good = (state in {"done", "partly"} and not reason) or (state == "skipped" and reason != "lazy")
    if good:
        assert check_mark(Mark(state, reason)).state == state
    else:
        with pytest.raises(RoutineError) as told:
            check_mark(Mark(state, reason))
        assert told.value.field == ("state" if state == "unknown" else "reason")


@pytest.mark.parametrize(
    ("letters", "counts"),
    [
        ("", Counts()),
        ("-------", Counts()),
        ("ddpsuo-", Counts(2, 1, 1, 1, 1)),
        ("ooooooo", Counts(off=7)),
        ("uuuuuuu", Counts(unknown=7)),
    ],
)
def test_days_are_counted_by_what_is_known_of_them(letters, counts):
    found = counts_of(days(letters), "wind-down")
    assert found == counts
    assert found.planned == found.known + found.unknown
    assert found.counting <= found.known
    assert counts_of(days(letters), "tea") == Counts()


def test_weeks_begin_on_their_monday_over_the_turn_of_a_year():
    found = by_week(days("d" * 9, first=date(2026, 12, 31)), "wind-down")
    assert {monday: week.done for monday, week in found.items()} == {
        date(2026, 12, 28): 4, date(2027, 1, 4): 5,
    }  # fmt: skip
    assert all(monday.weekday() == 0 for monday in found)


# --- adherence as an exposure -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "values"),
    [
        ("ds", [60.0]), ("sd", [60.0]), ("dp", [60.0, 30.0]), ("dus", [60.0, 30.0]),
        ("udsu", [60.0]), ("dosd", [60.0, 40.0, 60.0]), ("d-s", [60.0, 30.0]), ("d", []), ("dd", []),
    ],
)  # fmt: skip
def test_each_day_is_its_share_and_a_gap_stands_at_the_mean(letters, values):
    found = adherence_entries(days(letters), BERLIN)
    assert [entry.value for entry in found] == values
    assert {entry.name for entry in found} <= {ADHERENCE}
    assert all(entry.day_only and entry.source == "plan" for entry in found)


def test_the_entries_have_names_that_stay_and_lie_on_their_own_days():
    first, again = (adherence_entries(days("dps"), BERLIN) for _ in range(2))
    assert [entry.id for entry in first] == [entry.id for entry in again]
    assert [entry.at.date() for entry in first] == [MONDAY, MONDAY + timedelta(days=1)]


def test_days_are_filled_in_order_whatever_their_order_was():
    mixed = [days("d", first=MONDAY + timedelta(days=4))[0], days("s")[0]]
    found = every_day(mixed)
    assert [day.day for day in found] == [MONDAY + timedelta(days=n) for n in range(5)]
    assert [bool(day.states) for day in found] == [True, False, False, False, True]
    assert every_day([]) == []
