"""Windows over clock changes of many zones, events of odd days, and usual times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from gutline.diary import Entry
from gutline.diary.zones import zone_named
from gutline.routine.adherence import DayKept
from gutline.routine.cues import (
    AFTER_EVENT,
    DEFAULT_AT,
    LEAST_TIMES,
    Habits,
    events_of,
    habits_of,
    usual_clock,
    window_on,
)
from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from gutline.routine.reminders import (
    MOST_SNOOZES,
    NOTHING_SAID,
    Known,
    due,
    is_quiet,
    reminders_on,
)
from tests.routine.samples import BERLIN, LUNCH, MONDAY, PLAN, WALK, WIND_DOWN, at, ate, did

NEVER_QUIET = {"quiet_from": time(3), "quiet_until": time(3)}


def at_clock(clock: str, until: str = "") -> Item:
    end = time.fromisoformat(until) if until else None
    return Item("x", "x", "practice", Cue(time.fromisoformat(clock), end))


# --- clock changes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "clock", "starts", "shift"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30:00+00:00", "gap"),
        ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00+00:00", ""),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00+00:00", "fold"),
        ("America/New_York", "2026-03-08", "02:15", "2026-03-08T07:15:00+00:00", "gap"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00+00:00", "fold"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00+00:00", "gap"),
        ("Asia/Kolkata", "2026-03-29", "02:30", "2026-03-28T21:00:00+00:00", ""),
        ("UTC", "2026-03-29", "02:30", "2026-03-29T02:30:00+00:00", ""),
    ],
)
def test_a_window_begins_where_the_clocks_of_the_place_say(zone, day, clock, starts, shift):
    window = window_on(at_clock(clock), date.fromisoformat(day), zone_named(zone))
    assert window.start == datetime.fromisoformat(starts)
    assert window.shift == shift
    assert window.end - window.start == timedelta(hours=1)


@pytest.mark.parametrize(
    ("clock", "until", "minutes"),
    [
        ("01:30", "03:30", 60),
        ("02:10", "02:50", 40),
        ("01:00", "02:30", 90),
        ("12:00", "13:00", 60),
    ],
)
def test_a_window_over_the_gap_is_shorter_and_never_backwards(clock, until, minutes):
    window = window_on(at_clock(clock, until), date(2026, 3, 29), BERLIN)
    seconds = window.end.timestamp() - window.start.timestamp()
    assert seconds == minutes * 60


@pytest.mark.parametrize("tolerance", [5, 45, 180])
def test_a_meal_lies_in_the_middle_of_its_window(tolerance):
    window = window_on(replace(LUNCH, tolerance_min=tolerance), MONDAY, BERLIN)
    assert window.end - window.start == timedelta(minutes=2 * tolerance)
    assert window.start + timedelta(minutes=tolerance) == at(MONDAY, "13:00")


@pytest.mark.parametrize(
    ("event", "named", "habit", "actual", "clock"),
    [
        ("waking", None, None, None, "07:00"),
        ("lunch", None, None, None, "13:00"),
        ("last_meal", None, None, None, "19:30"),
        ("lunch", "12:00", None, None, "12:00"),
        ("lunch", "12:00", "12:40", None, "12:40"),
        ("lunch", "12:00", "12:40", "14:05", "14:05"),
        ("lunch", None, None, "11:10", "11:10"),
    ],
)
def test_an_event_is_the_surest_that_is_known_of_it(event, named, habit, actual, clock):
    cue = Cue(time.fromisoformat(named) if named else None, event=event, minutes_after=20)
    habits = Habits({event: time.fromisoformat(habit)} if habit else {})
    events = {event: at(MONDAY, actual)} if actual else None
    window = window_on(Item("x", "x", "walk", cue), MONDAY, BERLIN, habits, events)
    assert window.start == at(MONDAY, clock) + timedelta(minutes=20)
    assert window.end - window.start == AFTER_EVENT


# --- events and usual times ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([], {}),
        ([ate(MONDAY, "02:59")], {}),
        ([ate(MONDAY, "03:00")], {"waking": "03:00"}),
        ([did(MONDAY, "06:10", "water"), ate(MONDAY, "07:00")], {"waking": "06:10"}),
        ([ate(MONDAY, "12:00")], {"lunch": "12:00"}),
        ([ate(MONDAY, "11:00")], {"waking": "11:00", "lunch": "11:00"}),
        ([ate(MONDAY, "15:30")], {"lunch": "15:30"}),
        ([ate(MONDAY, "15:31")], {}),
        ([ate(MONDAY, "13:00"), ate(MONDAY, "14:00")], {"lunch": "13:00"}),
        ([ate(MONDAY, "16:29")], {}),
        ([ate(MONDAY, "16:30"), ate(MONDAY, "21:00")], {"last_meal": "21:00"}),
        ([ate(MONDAY, "21:00"), ate(MONDAY, "16:30")], {"last_meal": "21:00"}),
        ([ate(MONDAY, "13:00", "none"), ate(MONDAY, "19:00", "none")], {}),
        ([Entry(at(MONDAY, "13:00"), "drink", "coffee")], {}),
        ([replace(ate(MONDAY, "12:00"), day_only=True)], {}),
    ],
)
def test_the_events_of_a_day_are_what_was_logged_with_a_time(entries, found):
    expected = {name: at(MONDAY, clock) for name, clock in found.items()}
    assert events_of(entries) == expected


@pytest.mark.parametrize(
    ("clocks", "usual"),
    [
        ([], None),
        (["08:00"] * (LEAST_TIMES - 1), None),
        (["08:00"] * LEAST_TIMES, "08:00"),
        (["08:00", "08:10", "08:20", "23:00"], "08:15"),
        (["07:00"] * 20 + ["09:00"] * 14, "09:00"),
        (["23:59"] * 4, "23:59"),
        (["00:00"] * 4, "00:00"),
    ],
)
def test_a_usual_time_is_the_middle_of_the_latest_fortnight(clocks, usual):
    times = [at(MONDAY + timedelta(days=n), clock) for n, clock in enumerate(clocks)]
    assert usual_clock(times) == (time.fromisoformat(usual) if usual else None)


def test_habits_leave_out_what_is_seldom_and_what_nobody_knows():
    days = [{"waking": at(MONDAY, "06:30"), "tea time": at(MONDAY, "16:00")}] * 5
    habits = habits_of(days, {"walk": [at(MONDAY, "13:20")] * 4, "tea": [at(MONDAY, "16:00")]})
    assert habits == Habits({"waking": time(6, 30)}, {"walk": time(13, 20)})
    assert set(DEFAULT_AT) == {"waking", "lunch", "last_meal"}


# --- reminders ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "clock", "quiet"),
    [
        ("22:00", "07:00", "22:00", True), ("22:00", "07:00", "21:59", False),
        ("22:00", "07:00", "00:00", True), ("22:00", "07:00", "06:59", True),
        ("22:00", "07:00", "07:00", False), ("13:00", "14:00", "13:00", True),
        ("13:00", "14:00", "14:00", False), ("13:00", "14:00", "12:59", False),
        ("00:00", "00:00", "00:00", False), ("08:00", "08:00", "12:00", False),
    ],
)  # fmt: skip
def test_quiet_hours_begin_at_their_first_minute_and_end_before_the_last(start, end, clock, quiet):
    plan = Plan(quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))
    assert is_quiet(plan, time.fromisoformat(clock)) is quiet


def given_at(plan: Plan, known: Known, moment: datetime) -> list[str]:
    return [one.key for one in due(plan, known, BERLIN, moment, frozenset())]


@pytest.mark.parametrize(
    ("clock", "comes"),
    [("20:59", False), ("21:00", True), ("21:40", True), ("21:59", True), ("22:30", False)],
)
def test_a_reminder_is_due_from_its_beginning_until_its_end(clock, comes):
    plan = Plan((WIND_DOWN,), **NEVER_QUIET)
    keys = given_at(plan, Known(DayKept(MONDAY, {})), at(MONDAY, clock))
    assert keys == ([f"{MONDAY}.wind-down.0"] if comes else [])


def test_nothing_is_given_in_the_quiet_hours_though_its_window_is_open():
    late = replace(WIND_DOWN, cue=Cue(time(21), time(23, 30)))
    plan = Plan((late,))
    assert given_at(plan, Known(DayKept(MONDAY, {})), at(MONDAY, "21:30"))
    assert not given_at(plan, Known(DayKept(MONDAY, {})), at(MONDAY, "22:10"))


@pytest.mark.parametrize("times", range(MOST_SNOOZES + 3))
def test_putting_off_more_often_than_may_be_makes_no_further_names(times):
    put_off = {"walk": tuple(at(MONDAY, "14:00") + timedelta(minutes=10 * n) for n in range(times))}
    (one,) = reminders_on(Plan((WALK,)), Known(DayKept(MONDAY, {}), {}, put_off), BERLIN)
    assert one.key == f"{MONDAY}.walk.{min(times, MOST_SNOOZES)}"


def test_what_was_put_off_over_midnight_keeps_the_day_it_belongs_to():
    plan = Plan((WIND_DOWN,), **NEVER_QUIET)
    later = at(MONDAY + timedelta(days=1), "00:20")
    known = Known(DayKept(MONDAY, {}), {}, {"wind-down": (later,)})
    (one,) = reminders_on(plan, known, BERLIN)
    assert (one.day, one.at, one.until) == (MONDAY, later, later + timedelta(hours=1))
    assert given_at(plan, known, later + timedelta(minutes=5)) == [one.key]


def test_a_meal_is_reminded_of_at_its_time_and_not_when_its_window_opens():
    (one,) = reminders_on(Plan((LUNCH,)), Known(DayKept(MONDAY, {})), BERLIN)
    assert one.at == at(MONDAY, "13:00")


def test_the_words_say_what_it_is_only_when_that_is_allowed():
    for names, words in ((False, NOTHING_SAID), (True, "walk after lunch")):
        plan = replace(Plan((WALK,)), names_in_reminders=names)
        (one,) = reminders_on(plan, Known(DayKept(MONDAY, {})), BERLIN)
        assert one.words == words


def test_reminders_of_a_day_come_in_order_of_time_and_the_present_may_be_in_any_zone():
    found = reminders_on(PLAN, Known(DayKept(MONDAY, {})), BERLIN)
    assert [one.item for one in found] == ["walk", "wind-down"]
    moment = at(MONDAY, "21:10").astimezone(UTC)
    assert given_at(PLAN, Known(DayKept(MONDAY, {})), moment) == [f"{MONDAY}.wind-down.0"]
