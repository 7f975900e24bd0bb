"""The change of the week, proposals and notices: at most so many, each once, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from gutline.routine.adherence import REASONS
from gutline.routine.checks import MANY, check_routine
from gutline.routine.cues import Habits
from gutline.routine.items import Cue, Item
from gutline.routine.plan import Plan
from gutline.routine.proposing import MOST_PROPOSED, ROOM_FOR, Helper, load_starters, propose
from gutline.routine.review import weekly_review
from tests.routine.samples import BERLIN, LUNCH, MONDAY, PLAN, WALK, WIND_DOWN, days

SUNDAY = MONDAY + timedelta(days=6)
ALONE = Plan((WIND_DOWN,))


def change(letters, reason="", plan=ALONE, **more):
    found = [replace(day, reasons={"wind-down": reason} if reason else {}) for day in days(letters)]
    return weekly_review(plan, found, MONDAY + timedelta(days=len(letters) - 1), **more).change


# --- the review ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "kind"),
    [
        ("uuuuuuu", "keep"), ("dduuuuu", "keep"), ("ssuuuuu", "keep"), ("sssuuuu", "smaller"),
        ("ddduuuu", "add"), ("dddddds", "add"), ("ddddsss", "keep"), ("dddssss", "smaller"),
        ("ooooooo", "keep"), ("sssoooo", "smaller"), ("ppppppp", "add"), ("-------", "keep"),
        ("dss", "smaller"), ("s" * 14 + "d" * 7, "add"), ("d" * 14 + "s" * 7, "smaller"),
    ],
)  # fmt: skip
def test_the_change_goes_by_the_last_seven_days_alone(letters, kind):
    assert change(letters).kind == kind


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_an_answer_that_blames_nobody(reason):
    said = change("sssssss", reason)
    assert said.item == "wind-down"
    assert "wind-down" in said.words
    blame = ("failed", "should have", "must", "missed", "lazy", "streak", "!")
    assert not [word for word in blame if word in said.words.lower()]
    assert said.words.count(".") <= 2


def test_the_commonest_reason_is_answered_though_others_were_told():
    found = [replace(day, reasons={"wind-down": "forgot"}) for day in days("sssssss")]
    found[0] = replace(found[0], reasons={"wind-down": "felt worse"})
    assert weekly_review(ALONE, found, SUNDAY).change.kind == "other cue"


def test_without_a_smallest_version_half_of_it_is_proposed():
    plain = Plan((replace(WIND_DOWN, smallest="", smallest_amount=None),))
    assert "half of it" in change("sssssss", plan=plain).words


@pytest.mark.parametrize(
    ("changed", "letters", "kind"),
    [
        (SUNDAY, "sssssss", "keep"), (SUNDAY, "ddddddd", "keep"), (SUNDAY, "uuuuuuu", "keep"),
        (SUNDAY - timedelta(days=1), "sssssss", "smaller"), (None, "sssssss", "smaller"),
    ],
)  # fmt: skip
def test_a_plan_that_changed_today_is_left_alone(changed, letters, kind):
    said = change(letters, changed=changed)
    assert said.kind == kind
    assert ("changed today" in said.words) is (changed == SUNDAY and letters != "uuuuuuu")


def test_an_empty_plan_that_was_emptied_today_may_begin_again():
    assert weekly_review(Plan(), [], SUNDAY, SUNDAY).change.kind == "add"


def test_the_item_that_is_kept_least_is_the_one_that_changes():
    both = [
        replace(day, states={"wind-down": "skipped", "walk": "partly" if n % 2 else "skipped"})
        for n, day in enumerate(days("d" * 7))
    ]
    assert weekly_review(PLAN, both, SUNDAY).change.item == "wind-down"
    even = [replace(day, states=dict.fromkeys(("wind-down", "walk"), "skipped")) for day in both]
    assert weekly_review(PLAN, even, SUNDAY).change.item == "walk"


def test_days_after_the_week_and_before_the_month_are_not_looked_at():
    told = weekly_review(ALONE, days("s" * 30 + "d" * 7 + "s" * 3), MONDAY + timedelta(days=36))
    row = told.rows[0]
    assert (row.week.done, row.week.skipped) == (7, 0)
    assert row.before.skipped == 21
    assert (told.last - told.first).days == 6


# --- proposals ----------------------------------------------------------------------------------

YOGA = Helper("yoga", "practice", "", "yoga went with less back pain")


def ids(plan=Plan(), helpers=(), **more):  # noqa: B008 - frozen
    return [item.id for item in propose(plan, (), helpers, **more)]


def test_what_was_refused_of_ones_own_findings_is_never_proposed_again():
    assert ids(helpers=[YOGA])[0] == "yoga"
    plan = Plan(refused=frozenset({"yoga"}))
    assert not [one for one in ids(plan, [YOGA]) if one.startswith("yoga")]
    assert not [one for one in ids(helpers=[YOGA], refused=["yoga"]) if one.startswith("yoga")]


def test_a_helper_whose_id_is_taken_by_something_else_has_another():
    plan = Plan((replace(WALK, id="yoga", name="walk in the park"),))
    assert ids(plan, [YOGA])[0] == "yoga-2"


@pytest.mark.parametrize("count", range(ROOM_FOR + 2))
def test_there_is_room_for_three_at_most_and_none_in_a_full_plan(count):
    plan = Plan(tuple(replace(WALK, id=f"t{n}", name=f"t{n}") for n in range(count)))
    assert len(ids(plan)) == max(0, min(MOST_PROPOSED, ROOM_FOR - count))
    assert len(ids(plan, most=99)) <= MOST_PROPOSED


@pytest.mark.parametrize(
    ("kind", "what", "event"),
    [
        ("practice", "practice", "waking"), ("food", "food", "lunch"), ("drink", "drink", "lunch"),
        ("movement", "practice", "waking"),
    ],
)  # fmt: skip
def test_a_helper_is_planned_as_the_thing_it_is(kind, what, event):
    (first, *_) = propose(Plan(), (), [Helper("kefir", kind, "t1", "kefir helped")])
    assert (first.what, first.cue.event) == (what, event)
    assert (first.why.kind, first.why.ref, first.why.words) == ("trial", "t1", "kefir helped")


def test_the_same_thing_is_proposed_once_however_it_is_written():
    twice = [YOGA, Helper("Yoga", "practice")]
    assert sum(one.startswith("yoga") for one in ids(helpers=twice)) == 1
    there = Plan((replace(WALK, name="YOGA"),))
    assert "yoga" not in ids(there, [YOGA])


def test_no_starter_is_a_supplement_and_each_can_be_kept_small():
    for starter in load_starters():
        assert starter.item.what != "supplement"
        assert starter.item.smallest
        assert starter.item.why.ref == starter.card.id


# --- notices ------------------------------------------------------------------------------------


def notices(*items: Item, habits: Habits = Habits(), **more):  # noqa: B008 - frozen
    plan = Plan(tuple(items))
    return [(one.about, one.items) for one in check_routine(plan, MONDAY, BERLIN, habits, **more)]


@pytest.mark.parametrize("count", [MANY, MANY + 1])
def test_more_than_seven_are_told_to_be_a_lot(count):
    items = [
        replace(WALK, id=f"t{n}", name=f"t{n}", cue=Cue(time(8 + n), time(8 + n, 30)))
        for n in range(count)
    ]
    assert (("many", ()) in notices(*items)) is (count > MANY)


@pytest.mark.parametrize(
    ("clocks", "told"),
    [
        (["12:00", "12:00"], False), (["12:00", "12:05", "12:09"], True),
        (["12:00", "12:05", "12:10"], False), (["12:00"] * 4, True),
    ],
)  # fmt: skip
def test_three_cues_within_ten_minutes_are_too_many_at_once(clocks, told):
    items = [
        replace(WALK, id=f"t{n}", name=f"t{n}", cue=Cue(time.fromisoformat(clock)))
        for n, clock in enumerate(clocks)
    ]
    assert any(about == "overlap" for about, _ in notices(*items)) is told


def test_cues_that_meet_by_habit_are_told_and_on_other_days_are_not():
    habits = Habits({"lunch": time(12)})
    three = [replace(WALK, id=f"t{n}", name=f"t{n}", cue=Cue(event="lunch")) for n in range(3)]
    assert notices(*three, habits=habits) == [("overlap", ("t0", "t1", "t2"))]
    apart = [replace(one, weekdays=frozenset({n})) for n, one in enumerate(three)]
    assert notices(*apart, habits=habits) == []


@pytest.mark.parametrize(
    ("cue", "remind", "told"),
    [
        (Cue(time(22), time(23)), True, True), (Cue(time(22), time(23)), False, False),
        (Cue(time(6), time(8)), True, False), (Cue(time(3), time(4)), True, True),
        (Cue(time(21), time(23)), True, False),
    ],
)  # fmt: skip
def test_a_reminder_that_never_comes_is_told_and_one_that_comes_late_is_not(cue, remind, told):
    item = replace(WIND_DOWN, cue=cue, remind=remind)
    assert any(about == "quiet" for about, _ in notices(item)) is told


@pytest.mark.parametrize(
    ("item", "unseen", "told"),
    [
        (WALK, {"lunch"}, True), (WALK, {"waking"}, False), (WALK, set(), False),
        (LUNCH, {"lunch"}, False), (WIND_DOWN, {"lunch", "waking", "last_meal"}, False),
    ],
)  # fmt: skip
def test_only_what_waits_for_an_unseen_event_is_told(item, unseen, told):
    assert (("never", (item.id,)) in notices(item, unseen=unseen)) is told


def test_a_supplement_is_looked_for_by_any_spelling_and_nothing_else_is():
    pill = Item("iron", "Iron", "supplement", Cue(time(8)))
    assert notices(pill, known_names={"iron"}) == []
    assert notices(pill, known_names=set()) == [("not there", ("iron",))]
    assert notices(pill) == []
    assert notices(replace(pill, what="food"), known_names=set()) == []


def test_a_plan_without_anything_has_nothing_odd():
    assert notices() == []
