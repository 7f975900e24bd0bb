"""Reminders: silent when done, quiet at night, each at most once whatever the clock does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary.zones import zone_named
from gutline.routine.adherence import DayKept
from gutline.routine.cues import Habits
from gutline.routine.items import Cue
from gutline.routine.plan import Plan
from gutline.routine.reminders import MOST_SNOOZES, NOTHING_SAID, Known, due, is_quiet, reminders_on
from tests.routine.samples import BERLIN, LUNCH, MONDAY, PLAN, WALK, WIND_DOWN, at

EVENING = Plan((WIND_DOWN,))


def nothing(day=MONDAY, **states):
    return Known(DayKept(day, states))


NO_HABITS = Habits()


def times(plan, known, habits=NO_HABITS):
    return [one.at.strftime("%H:%M") for one in reminders_on(plan, known, BERLIN, habits)]


def test_a_reminder_comes_at_the_beginning_of_its_window():
    assert times(PLAN, nothing()) == ["13:15", "21:00"]


@pytest.mark.parametrize("state", ["done", "partly", "skipped"])
def test_what_is_settled_is_not_reminded_of(state):
    assert times(EVENING, Known(DayKept(MONDAY, {"wind-down": state}))) == []
    assert times(EVENING, Known(DayKept(MONDAY, {"wind-down": "unknown"}))) == ["21:00"]


@pytest.mark.parametrize("off", ["sick", "holiday"])
def test_a_day_off_is_silent(off):
    assert reminders_on(PLAN, Known(DayKept(MONDAY, {}, off=off)), BERLIN) == ()


def test_an_item_without_reminders_and_another_weekday_are_silent():
    assert times(Plan((replace(WALK, remind=False),)), nothing()) == []
    assert times(Plan((replace(WALK, weekdays=frozenset({1})),)), nothing()) == []


def test_the_usual_time_is_learnt_within_the_window():
    assert times(EVENING, nothing(), Habits(items={"wind-down": time(21, 40)})) == ["21:40"]
    assert times(EVENING, nothing(), Habits(items={"wind-down": time(18)})) == ["21:00"]


def test_quiet_hours_move_a_reminder_to_their_end_or_swallow_it():
    early = replace(WIND_DOWN, cue=Cue(time(6), time(8)))
    assert times(Plan((early,)), nothing()) == ["07:00"]
    late = replace(WIND_DOWN, cue=Cue(time(22, 30), time(23, 30)))
    assert times(Plan((late,)), nothing()) == []


def test_quiet_hours_may_lie_in_the_day_or_over_midnight():
    nap = Plan(quiet_from=time(13), quiet_until=time(15))
    assert [is_quiet(nap, time(h)) for h in (12, 13, 14, 15)] == [False, True, True, False]
    assert [is_quiet(Plan(), time(h)) for h in (21, 22, 3, 7)] == [False, True, True, False]
    siesta = replace(nap, items=(LUNCH,))
    assert times(siesta, nothing()) == []
    assert times(Plan((LUNCH,)), nothing()) == ["13:00"]


def test_nothing_about_health_is_said_unless_allowed():
    (one,) = reminders_on(EVENING, nothing(), BERLIN)
    assert one.words == NOTHING_SAID
    (allowed,) = reminders_on(replace(EVENING, names_in_reminders=True), nothing(), BERLIN)
    assert allowed.words == "wind-down"


def test_what_is_put_off_comes_again_under_another_name():
    later = Known(DayKept(MONDAY, {}), put_off={"wind-down": (at(MONDAY, "21:50"),)})
    (one,) = reminders_on(EVENING, later, BERLIN)
    assert (one.at, one.key) == (at(MONDAY, "21:50"), "2026-03-02.wind-down.1")
    often = Known(DayKept(MONDAY, {}), put_off={"wind-down": (at(MONDAY, "21:30"),) * 9})
    (last,) = reminders_on(EVENING, often, BERLIN)
    assert last.key.endswith(f".{MOST_SNOOZES}")


def test_a_reminder_in_the_gap_of_the_clocks_comes_after_it():
    night = Plan((replace(WIND_DOWN, cue=Cue(time(2, 30))),), time(23), time(1))
    (one,) = reminders_on(night, nothing(date(2026, 3, 29)), BERLIN)
    assert one.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_in_the_hour_that_comes_twice_it_comes_once():
    night = Plan((replace(WIND_DOWN, cue=Cue(time(2, 30), time(2, 45))),), time(23), time(1))
    first, second = (datetime(2026, 10, 25, hour, 35, tzinfo=UTC) for hour in (0, 1))
    known = nothing(date(2026, 10, 25))
    shown: set[str] = set()
    for now in (first, second, first):
        shown |= {one.key for one in due(night, known, BERLIN, now, frozenset(shown))}
    assert len(shown) == 1


def test_what_was_slept_through_is_not_made_up_for():
    known = nothing()
    assert due(EVENING, known, BERLIN, at(MONDAY, "20:59"), frozenset()) == ()
    assert len(due(EVENING, known, BERLIN, at(MONDAY, "21:00"), frozenset())) == 1
    assert due(EVENING, known, BERLIN, at(MONDAY, "23:10"), frozenset()) == ()


# --- at most once, with a clock that jumps ------------------------------------------------------

ZONES = ["Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Apia"]
START = datetime(2026, 3, 27, tzinfo=UTC)
MOMENTS = st.tuples(
    st.integers(-3 * 24 * 60, 6 * 24 * 60), st.sampled_from(ZONES), st.sampled_from(["", "walk", "wind-down"])
)  # fmt: skip


class Giver:
    """Who gives reminders: notes the keys first, as the store does."""

    def __init__(self):
        self.given: dict[date, frozenset[str]] = {}
        self.done: dict[date, set[str]] = {}
        self.shown: list[tuple[date, str, str]] = []

    def look(self, plan, minutes, zone, does):
        now = START + timedelta(minutes=minutes)
        day = now.astimezone(zone_named(zone)).date()
        done = self.done.setdefault(day, set())
        known = Known(DayKept(day, dict.fromkeys(done, "done")))
        given_before = self.given.get(day, frozenset())
        for one in due(plan, known, zone_named(zone), now, given_before):
            assert one.item not in done, "reminded of what is done"
            assert not is_quiet(plan, now.astimezone(zone_named(zone)).time())
            self.shown.append((one.day, one.item, one.key))
            self.given[day] = self.given.get(day, frozenset()) | {one.key}
        if does:
            done.add(does)


@given(st.lists(MOMENTS, max_size=60))
def test_each_reminder_comes_at_most_once_though_clock_and_place_jump(moments):
    giver = Giver()
    for minutes, zone, does in moments:
        giver.look(PLAN, minutes, zone, does)
    keys = [key for _, _, key in giver.shown]
    assert len(keys) == len(set(keys))
    days = [(day, item) for day, item, _ in giver.shown]
    assert len(days) == len(set(days))


@given(st.lists(st.integers(1, 40), min_size=60, max_size=120), st.sampled_from(ZONES))
def test_with_a_clock_that_only_goes_on_none_is_lost(steps, zone):
    giver, minutes = Giver(), 0
    for step in steps:
        giver.look(PLAN, minutes, zone, "")
        minutes += step
    for day in {day for day, _, _ in giver.shown}:
        assert sum(shown == day for shown, _, _ in giver.shown) <= len(PLAN.items)
    local = [START.astimezone(zone_named(zone)).date() + timedelta(days=n) for n in range(1, 9)]
    end = (START + timedelta(minutes=minutes - steps[-1])).astimezone(zone_named(zone))
    whole = [day for day in local if day < end.date()]
    for day in whole:
        assert {item for shown, item, _ in giver.shown if shown == day} == {"walk", "wind-down"}


def test_a_giver_that_forgets_would_be_noticed():
    """The negative control: without the notes the same reminder comes twice."""
    now, known = at(MONDAY, "21:10"), nothing()
    twice = [due(EVENING, known, BERLIN, now, frozenset())[0].key for _ in range(2)]
    assert len(set(twice)) == 1
