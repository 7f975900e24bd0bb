"""When cues come: windows, events, usual times, and days on which the clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gutline.diary import Entry
from gutline.diary.zones import zone_named
from gutline.routine.cues import Habits, events_of, habits_of, usual_clock, window_on
from gutline.routine.items import Cue
from tests.routine.samples import BERLIN, LUNCH, MONDAY, WALK, WIND_DOWN, at, ate

GAP_DAY, FOLD_DAY = date(2026, 3, 29), date(2026, 10, 25)


def test_a_window_of_the_clock_is_its_own_times():
    window = window_on(WIND_DOWN, MONDAY, BERLIN)
    assert (window.start, window.end) == (at(MONDAY, "21:00"), at(MONDAY, "22:30"))


def test_a_meal_has_its_tolerance_on_both_sides():
    window = window_on(replace(LUNCH, tolerance_min=30), MONDAY, BERLIN)
    assert (window.start, window.end) == (at(MONDAY, "12:30"), at(MONDAY, "13:30"))


def test_an_event_goes_by_what_was_logged_then_by_habit_then_by_itself():
    events = {"lunch": at(MONDAY, "12:10")}
    usual = Habits({"lunch": time(12, 40)})
    assert window_on(WALK, MONDAY, BERLIN, usual, events).start == at(MONDAY, "12:25")
    assert window_on(WALK, MONDAY, BERLIN, usual).start == at(MONDAY, "12:55")
    assert window_on(WALK, MONDAY, BERLIN).start == at(MONDAY, "13:15")
    own = replace(WALK, cue=replace(WALK.cue, at=time(11)))
    assert window_on(own, MONDAY, BERLIN).start == at(MONDAY, "11:15")


def test_a_time_in_the_gap_is_moved_on_and_one_shown_twice_is_the_first():
    night = replace(WIND_DOWN, cue=Cue(time(2, 30)))
    gap, fold = window_on(night, GAP_DAY, BERLIN), window_on(night, FOLD_DAY, BERLIN)
    assert (gap.start.hour, gap.start.minute, gap.shift) == (3, 30, "gap")
    assert (fold.start.utcoffset(), fold.shift) == (timedelta(hours=2), "fold")


def test_a_window_that_the_gap_swallows_still_has_a_length():
    night = replace(WIND_DOWN, cue=Cue(time(2, 10), time(2, 50)))
    window = window_on(night, GAP_DAY, BERLIN)
    assert window.end > window.start


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.sampled_from([WIND_DOWN, WALK, LUNCH]),
)
def test_every_window_has_a_length_and_begins_near_its_day(day, clock, name, item):
    zone = zone_named(name)
    moved = replace(item, cue=replace(item.cue, at=clock, until=None))
    window = window_on(moved, day, zone)
    assert window.end.astimezone(UTC) > window.start.astimezone(UTC)
    assert abs((window.start.astimezone(zone).date() - day).days) <= 1


def test_the_events_of_a_day_are_seen_in_what_was_logged():
    entries = [
        Entry(at(MONDAY, "06:50"), "sleep", "sleep", 7.0, "h"), ate(MONDAY, "07:30", "bread"),
        ate(MONDAY, "12:50"), ate(MONDAY, "14:00", "apple"), ate(MONDAY, "18:30"),
        ate(MONDAY, "20:10", "yoghurt"), ate(MONDAY, "21:00", "none"),
        Entry(at(MONDAY, "12:00"), "food", "noon", day_only=True),
    ]  # fmt: skip
    assert events_of(entries) == {
        "waking": at(MONDAY, "06:50"), "lunch": at(MONDAY, "12:50"), "last_meal": at(MONDAY, "20:10"),
    }  # fmt: skip
    assert events_of([]) == {}


def test_a_usual_time_needs_some_days_and_is_not_moved_by_one_odd_one():
    times = [at(MONDAY + timedelta(days=n), "21:30") for n in range(5)]
    assert usual_clock(times[:3]) is None
    assert usual_clock([*times, at(MONDAY, "03:00")]) == time(21, 30)


def test_habits_are_learnt_of_events_and_items():
    events = [{"lunch": at(MONDAY + timedelta(days=n), "12:20")} for n in range(5)]
    done = {"walk": [at(MONDAY + timedelta(days=n), "13:05") for n in range(5)], "tea": []}
    habits = habits_of(events, done)
    assert (habits.events, habits.items) == ({"lunch": time(12, 20)}, {"walk": time(13, 5)})
