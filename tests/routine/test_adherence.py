"""Done, partly, skipped and unknown are four things; days that count; adherence as an exposure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary import Diary, Entry
from gutline.routine.adherence import (
    REASONS,
    Counts,
    DayKept,
    DayMarks,
    Mark,
    by_week,
    check_mark,
    counts_of,
    day_kept,
)
from gutline.routine.errors import RoutineError
from gutline.routine.exposures import ADHERENCE, WHOLE_DAY_MIN, adherence_entries, every_day
from gutline.routine.items import Item
from gutline.routine.plan import Plan
from tests.routine.samples import BERLIN, LUNCH, MONDAY, PLAN, WALK, WIND_DOWN, at, ate, days, did


def kept(marks=None, entries=(), plan=PLAN, off=""):
    return day_kept(plan, DayMarks(MONDAY, marks or {}, off), entries, BERLIN)


def test_what_nobody_said_is_unknown_and_not_skipped():
    assert kept().states == {"walk": "unknown", "wind-down": "unknown"}
    assert kept().share is None


def test_the_four_are_kept_apart():
    day = kept({"walk": Mark("skipped", "no time"), "wind-down": Mark("partly")})
    assert day.states == {"walk": "skipped", "wind-down": "partly"}
    assert day.reasons == {"walk": "no time"}
    assert day.share == 0.25


def test_what_is_in_the_diary_counts_without_a_tap():
    assert kept(entries=[did(MONDAY, "21:40", "Wind-Down")]).states["wind-down"] == "done"
    assert kept(entries=[did(MONDAY, "21:40", "wind-down", 12)]).states["wind-down"] == "partly"
    assert kept(entries=[did(MONDAY, "21:40", "wind-down", 30)]).states["wind-down"] == "done"
    assert kept(entries=[ate(MONDAY, "21:40", "wind-down")]).states["wind-down"] == "unknown"


@pytest.mark.parametrize(
    ("what", "ref", "kind", "name"),
    [
        ("wind_down", "wind_down", "practice", "wind-down"),
        ("walk", "walk_after_meal", "movement", "walking"),
        ("session", "", "movement", "movement session"),
        ("practice", "box_breathing", "practice", "box breathing"),
    ],
)
def test_what_was_done_along_its_guide_counts_under_the_name_of_the_guide(what, ref, kind, name):
    item = Item("own", "my own name for it", what, WIND_DOWN.cue, ref=ref)
    plan = Plan((item,))
    entry = Entry(at(MONDAY, "21:10"), kind, name)
    assert kept(entries=[entry], plan=plan).states == {"own": "done"}
    assert kept(entries=[replace(entry, name="something else")], plan=plan).states == {
        "own": "unknown"
    }


def test_what_was_said_goes_before_what_was_logged():
    said = {"wind-down": Mark("skipped")}
    assert kept(said, [did(MONDAY, "21:40", "wind-down")]).states["wind-down"] == "skipped"


def test_on_a_complete_day_what_is_not_there_was_not_done():
    complete = Entry(at(MONDAY, "22:00"), "complete", "all")
    assert kept(entries=[complete]).states == {"walk": "skipped", "wind-down": "skipped"}
    food_only = replace(complete, name="food")
    assert kept(entries=[food_only]).states["walk"] == "unknown"


def test_a_meal_counts_when_it_was_eaten_in_its_window():
    plan = Plan((LUNCH,))
    assert kept(entries=[ate(MONDAY, "13:40")], plan=plan).states == {"lunch": "done"}
    assert kept(entries=[ate(MONDAY, "14:30")], plan=plan).states == {"lunch": "unknown"}
    assert kept(entries=[ate(MONDAY, "13:00", "none")], plan=plan).states == {"lunch": "unknown"}
    assert day_kept(plan, DayMarks(MONDAY), [ate(MONDAY, "13:00")]).states == {"lunch": "unknown"}


def test_a_day_off_counts_for_nothing():
    day = kept({"walk": Mark("skipped")}, off="sick")
    assert (day.known, day.share) == ((), None)


@pytest.mark.parametrize(
    "mark", [Mark("forgot"), Mark("unknown"), Mark("done", "forgot"), Mark("skipped", "lazy")]
)
def test_a_mark_that_cannot_be_is_refused(mark):
    with pytest.raises(RoutineError):
        check_mark(mark)


@pytest.mark.parametrize("reason", ["", *REASONS])
def test_every_reason_goes_with_skipped(reason):
    assert check_mark(Mark("skipped", reason)).reason == reason


def test_days_that_count_are_counted_by_item_and_by_week():
    found = days("ddpsuo-dd")
    assert counts_of(found, "wind-down") == Counts(4, 1, 1, 1, 1)
    assert counts_of(found, "wind-down").counting == 5
    assert counts_of(found, "wind-down").planned == 7
    weeks = by_week(found, "wind-down")
    assert [(str(monday), week.done) for monday, week in weeks.items()] == [
        ("2026-03-02", 2), ("2026-03-09", 2),
    ]  # fmt: skip
    assert counts_of(found, "walk") == Counts()


@given(st.text("dpsuo-", max_size=40))
def test_every_planned_day_is_in_exactly_one_of_the_five(letters):
    counts = counts_of(days(letters), "wind-down")
    assert counts.planned + counts.off == len(letters.replace("-", ""))


# --- as an exposure -----------------------------------------------------------------------------


def test_adherence_is_a_practice_with_a_share_of_a_day():
    entries = adherence_entries(days("dps"), BERLIN)
    assert [(e.kind, e.name, e.value, e.day_only) for e in entries] == [
        ("practice", ADHERENCE, WHOLE_DAY_MIN, True),
        ("practice", ADHERENCE, WHOLE_DAY_MIN / 2, True),
    ]
    assert len({entry.id for entry in entries}) == 2


def test_a_day_of_which_nothing_is_known_stands_at_the_mean_and_never_at_zero():
    entries = adherence_entries(days("dusuud"), BERLIN)
    by_day = {entry.at.date(): entry.value for entry in entries}
    unknown = [MONDAY + timedelta(days=n) for n in (1, 3, 4)]
    assert [by_day[day] for day in unknown] == [40.0] * 3
    assert MONDAY + timedelta(days=2) not in by_day


def test_days_before_the_first_and_after_the_last_that_is_known_say_nothing():
    entries = adherence_entries(days("uuduus"), BERLIN)
    assert min(entry.at.date() for entry in entries) == MONDAY + timedelta(days=2)


@pytest.mark.parametrize("letters", ["", "uuu", "dddd", "ssss", "oo"])
def test_days_that_are_all_alike_tell_nothing_and_give_no_exposure(letters):
    assert adherence_entries(days(letters), BERLIN) == ()


def test_days_in_between_without_a_plan_are_filled_in():
    gappy = [days("d")[0], DayKept(MONDAY + timedelta(days=3), {"wind-down": "skipped"})]
    assert [day.day.day for day in every_day(gappy)] == [2, 3, 4, 5]
    assert every_day([]) == []


def test_the_diary_room_takes_the_entries():
    diary = Diary.from_entries(adherence_entries(days("ddps"), BERLIN), zone="Europe/Berlin")
    assert diary.names("practice") == (ADHERENCE,)
    assert not diary.problems


def test_items_that_were_done_are_exposures_the_engine_sees():
    from gutline.discovery.exposures import read_exposures
    from gutline.discovery.series import Shelf, make_axis

    logged = [did(MONDAY + timedelta(days=n), "21:30", "wind-down", 30) for n in range(0, 20, 2)]
    diary = Diary.from_entries(
        [*logged, *adherence_entries(days("dps" * 7), BERLIN)], zone="Europe/Berlin"
    )
    found = {one.name: one for one in read_exposures(diary, make_axis(diary), Shelf.of(diary))}
    assert found["wind-down"].dose.size == 10
    assert set(found[ADHERENCE].dose) == {2 / 3, 4 / 3}
    assert WALK.kind == "practice"
