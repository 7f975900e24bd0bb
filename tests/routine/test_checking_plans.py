"""What is odd about a plan is said in a sentence, and nothing is changed by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from gutline.diary.texts import same_name
from gutline.routine.checks import check_routine
from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from tests.routine.samples import BERLIN, LUNCH, MONDAY, PLAN, WALK, WIND_DOWN


def notices(*items, today=MONDAY, **more):
    return check_routine(Plan(items), today, BERLIN, **more)


def pill(name, at="08:00", ident=None):
    cue = Cue(time.fromisoformat(at))
    return Item(ident or name.replace(" ", "-"), name, "supplement", cue)


def test_a_plan_without_oddities_has_no_notices():
    assert check_routine(PLAN, MONDAY, BERLIN) == ()
    assert check_routine(Plan(), MONDAY, BERLIN) == ()


def test_three_things_on_one_cue_are_told_once():
    three = [replace(WIND_DOWN, id=f"thing-{n}", name=f"thing {n}") for n in range(3)]
    (told,) = notices(*three)
    assert told.about == "overlap"
    assert told.words.startswith("“thing 0”, “thing 1” and “thing 2” have the same cue.")
    assert notices(*three[:2]) == ()


def test_an_overlap_on_one_weekday_names_the_day():
    three = [
        replace(WIND_DOWN, id=f"t{n}", name=f"t{n}", weekdays=frozenset({3})) for n in range(3)
    ]
    assert "on Thursdays" in notices(*three)[0].words


def test_a_cue_that_never_came_in_two_weeks_is_told():
    (told,) = notices(WALK, LUNCH, unseen={"lunch"})
    assert (told.about, told.items) == ("never", ("walk",))
    assert "It goes by 13:00 until then" in told.words


def test_a_reminder_that_the_quiet_hours_swallow_is_told():
    late = replace(WIND_DOWN, cue=Cue(time(22, 30), time(23, 30)))
    (told,) = notices(late)
    assert told.about == "quiet"
    assert "no reminder of it ever comes" in told.words
    assert notices(replace(late, remind=False)) == ()


@pytest.mark.parametrize(("day", "count"), [(range(7), 1), ([0], 0)])
def test_a_time_that_the_clocks_skip_is_told_with_its_date(day, count):
    night = replace(WIND_DOWN, cue=Cue(time(2, 30)), weekdays=frozenset(day), remind=False)
    told = notices(night)
    assert len(told) == count
    if told:
        assert told[0].words == (
            "On 29 March 2026 the clocks skip 02:30; “wind-down” comes at 03:30 on that day."
        )


def test_a_deleted_supplement_is_told_and_kept():
    known = {same_name("magnesium")}
    (told,) = notices(pill("my own blend"), known_names=known)
    assert told.about == "not there"
    assert "What you logged of it is kept" in told.words
    assert notices(pill("Magnesium"), known_names=known) == ()
    assert notices(pill("my own blend")) == ()


def test_supplements_that_belong_hours_apart_are_told():
    both = (pill("iron"), pill("calcium", "08:30"))
    close = notices(*both)
    far = notices(both[0], pill("calcium", "20:00"))
    assert [one.about for one in far] == []
    assert [one.about for one in close] in ([], ["apart"])


def test_more_than_a_handful_is_told_to_be_a_lot():
    clocks = [f"{hour:02}:00" for hour in range(8, 17)]
    many = [
        replace(WIND_DOWN, id=f"t{n}", cue=Cue(time.fromisoformat(c))) for n, c in enumerate(clocks)
    ]
    assert [one.about for one in notices(*many)] == ["many"]
