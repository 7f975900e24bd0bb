"""Plans: what can be on them, what cannot, versions with their dates, and plain data."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.routine.errors import RoutineError, TooManyError
from gutline.routine.items import EVENTS, WHAT, Cue, Item, Why, check_item, free_id
from gutline.routine.plan import (
    MOST_ITEMS,
    Plan,
    PlanVersion,
    check_plan,
    plan_on,
    with_item,
    without_item,
)
from gutline.routine.plan_data import item_from_data, plan_as_data, plan_from_data
from tests.routine.samples import LUNCH, MONDAY, PLAN, WALK, WIND_DOWN

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def items(draw):
    """Any item that can be."""
    first, later = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    event = draw(st.sampled_from(["", *EVENTS]))
    cue = Cue(event=event, minutes_after=draw(st.integers(0, 720))) if event else Cue(first, later)
    names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=30)
    return Item(
        draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)), draw(names),
        draw(st.sampled_from(WHAT)), cue, draw(st.none() | st.floats(0.5, 500)), "min",
        frozenset(draw(st.sets(st.integers(0, 6), min_size=1))), draw(names),
        why=Why("evidence", "breathing", "because"), remind=draw(st.booleans()),
    )  # fmt: skip


@given(st.lists(items(), max_size=5, unique_by=lambda item: item.id), TIMES, TIMES)
def test_a_plan_comes_back_from_its_plain_data(found, quiet_from, quiet_until):
    plan = Plan(tuple(found), quiet_from, quiet_until, True, frozenset({"walk"}))
    assert plan_from_data(plan_as_data(plan)) == plan


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": "Wind Down"}, "id"),
        ({"name": "  "}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"what": "pill"}, "what"),
        ({"weekdays": frozenset()}, "weekdays"),
        ({"weekdays": frozenset({7})}, "weekdays"),
        ({"why": Why("rumour")}, "why"),
        ({"tolerance_min": 0}, "tolerance_min"),
        ({"amount": 0.0}, "amount"),
        ({"smallest_amount": 60.0}, "smallest_amount"),
        ({"smallest": "x" * 300}, "smallest"),
        ({"cue": Cue(event="sunrise")}, "event"),
        ({"cue": Cue(event="lunch", minutes_after=-5)}, "minutes_after"),
    ],
)
def test_an_item_that_cannot_be_is_refused_by_its_field(changed, field):
    with pytest.raises(RoutineError) as refused:
        check_item(replace(WIND_DOWN, **changed))
    assert refused.value.field == field


@pytest.mark.parametrize("cue", [Cue(), Cue(time(22), time(21)), Cue(time(9), time(9))])
def test_a_cue_that_never_comes_is_refused(cue):
    with pytest.raises(RoutineError, match="never come"):
        check_item(replace(WIND_DOWN, cue=cue))


def test_a_plan_of_sixty_things_asks_to_choose():
    many = tuple(replace(WIND_DOWN, id=f"thing-{n}") for n in range(60))
    with pytest.raises(TooManyError, match=f"60 things are too many.*choose the {MOST_ITEMS}"):
        check_plan(Plan(many))
    with pytest.raises(TooManyError):
        plan_from_data(
            {"items": [plan_as_data(PLAN)["items"][0] | {"id": f"t{n}"} for n in range(60)]}
        )


def test_an_item_is_added_changed_and_taken_off():
    more = with_item(PLAN, LUNCH)
    assert [item.id for item in more.items] == ["wind-down", "walk", "lunch"]
    changed = with_item(more, replace(WALK, amount=5.0))
    assert changed.item("walk").amount == 5.0
    assert [item.id for item in without_item(changed, "walk").items] == ["wind-down", "lunch"]
    with pytest.raises(RoutineError, match="no 'tea' on the plan"):
        without_item(PLAN, "tea")


def test_two_items_of_one_id_are_refused():
    with pytest.raises(RoutineError, match="is there twice"):
        check_plan(Plan((WALK, WALK)))


def test_the_day_is_in_order_of_time_and_knows_its_weekdays():
    morning = Item("breath", "slow breathing", "practice", Cue(event="waking"))
    friday = replace(LUNCH, weekdays=frozenset({4}))
    plan = Plan((WIND_DOWN, friday, WALK, morning))
    assert [item.id for item in plan.on(MONDAY)] == ["breath", "walk", "wind-down"]
    assert [item.id for item in plan.on(MONDAY + timedelta(days=4))][1:3] == ["lunch", "walk"]


def test_it_is_known_what_was_planned_when():
    later = PlanVersion(MONDAY + timedelta(days=7), Plan((WALK,)))
    versions = [PlanVersion(MONDAY, PLAN), later]
    assert plan_on(versions, MONDAY - timedelta(days=1)) == Plan()
    assert plan_on(versions, MONDAY + timedelta(days=6)) == PLAN
    assert plan_on(versions, MONDAY + timedelta(days=7)).items == (WALK,)


@pytest.mark.parametrize(
    "data",
    [
        {"items": "none"}, {"items": [5]}, {"colour": "red"}, {"format": 2},
        {"quiet_from": "25:00"}, {"quiet_from": 22}, {"names_in_reminders": "yes"},
        {"refused": "x"}, {"items": [{"id": "a", "name": "a", "at": "noon"}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "amount": "ten"}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "amount": True}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "weekdays": ["Mon"]}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "why": "so"}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "remind": 1}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "tolerance_min": True}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00+01:00"}]},
        {"items": [{"id": "a", "name": "a", "at": "08:00", "dose": 1}]},
    ],
)  # fmt: skip
def test_data_that_are_no_plan_are_refused(data):
    with pytest.raises(RoutineError):
        plan_from_data(data)


def test_the_field_of_a_wrong_item_says_which_item():
    good = plan_as_data(PLAN)["items"][0]
    with pytest.raises(RoutineError) as refused:
        plan_from_data({"items": [good, {**good, "id": "two", "unit": 5}]})
    assert refused.value.field == "items.1.unit"


def test_ids_are_made_of_names_and_free():
    assert free_id("Wind-down, with a book!", set()) == "wind-down-with-a-book"
    assert free_id("walk", {"walk", "walk-2"}) == "walk-3"
    assert free_id("散歩", set()) == "item"
    assert item_from_data({"id": "a", "name": " a "}).name == "a"
