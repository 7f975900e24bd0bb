"""Every field of an item and of a plan: what is taken, what is refused, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from gutline.routine.errors import RoutineError, TooManyError
from gutline.routine.items import (
    EVENTS,
    EVERY_DAY,
    LONGEST_NAME,
    LONGEST_WORDS,
    WHAT,
    WHY,
    Cue,
    Item,
    Why,
    check_item,
    free_id,
)
from gutline.routine.plan import (
    MOST_ITEMS,
    Plan,
    PlanVersion,
    changed_on,
    check_plan,
    plan_on,
    with_item,
    without_item,
)
from gutline.routine.plan_data import item_as_data, item_from_data, plan_as_data, plan_from_data
from tests.routine.samples import LUNCH, MONDAY, PLAN, WALK, WIND_DOWN

DATA = {"id": "tea", "name": "tea", "what": "drink", "at": "10:00"}


@pytest.mark.parametrize(
    ("amount", "smallest", "part"),
    [(10, 3, 3), (10, None, 5), (None, None, None), (None, 2, 2)],
)
def test_a_part_is_the_smallest_version_or_half_or_not_said(amount, smallest, part):
    assert replace(WALK, amount=amount, smallest_amount=smallest).part == part


def refused(item: Item) -> tuple[str, str]:
    """The field and the reason of what cannot be."""
    with pytest.raises(RoutineError) as told:
        check_item(item)
    return told.value.field, told.value.reason


# --- one item -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"what": "practice"}, "practice"), ({"what": "session"}, "practice"),
        ({"what": "walk"}, "practice"), ({"what": "wind_down"}, "practice"),
        ({"what": "posture_break"}, "practice"), ({"what": "food"}, "food"),
        ({"what": "drink"}, "drink"), ({"what": "supplement"}, "supplement"), ({"what": "meal"}, ""),
    ],
)  # fmt: skip
def test_what_is_done_is_logged_as_its_own_kind_and_a_meal_as_none(changed, kind):
    assert replace(WIND_DOWN, **changed).kind == kind


def test_every_sort_of_item_can_be():
    for what in WHAT:
        assert check_item(replace(WIND_DOWN, what=what)).what == what
    for event in EVENTS:
        assert check_item(replace(WIND_DOWN, cue=Cue(event=event))).cue.event == event
    for why in WHY:
        assert check_item(replace(WIND_DOWN, why=Why(why, "x", "words"))).why.kind == why


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"id": ""}, "id", "small letters"),
        ({"id": "Wind"}, "id", "small letters"),
        ({"id": "-wind"}, "id", "small letters"),
        ({"id": "wind down"}, "id", "small letters"),
        ({"id": "../etc"}, "id", "small letters"),
        ({"id": "a" * 61}, "id", "small letters"),
        ({"id": "ü"}, "id", "small letters"),
        ({"name": ""}, "name", "say what it is"),
        ({"name": "   "}, "name", "say what it is"),
        ({"name": "a" * (LONGEST_NAME + 1)}, "name", "1 to 80 letters"),
        ({"name": "two\nlines"}, "name", "one line"),
        ({"name": "nul\x00"}, "name", "one line"),
        ({"name": "right\u202eleft"}, "name", "one line"),
        ({"what": "sport"}, "what", "use one of practice"),
        ({"weekdays": frozenset()}, "weekdays", "at least one day"),
        ({"weekdays": frozenset({7})}, "weekdays", "0 Monday to 6 Sunday"),
        ({"weekdays": frozenset({-1, 2})}, "weekdays", "0 Monday to 6 Sunday"),
        ({"why": Why("rumour")}, "why", "use one of finding"),
        ({"tolerance_min": 4}, "tolerance_min", "5 to 180"),
        ({"tolerance_min": 181}, "tolerance_min", "5 to 180"),
        ({"cue": Cue(event="tea time")}, "event", "use one of waking"),  # type: ignore[arg-type]
        ({"cue": Cue(event="lunch", minutes_after=-1)}, "minutes_after", "0 to 720"),
        ({"cue": Cue(event="lunch", minutes_after=721)}, "minutes_after", "0 to 720"),
        ({"cue": Cue()}, "at", "would never come"),
        ({"cue": Cue(None, time(9))}, "at", "would never come"),
        ({"cue": Cue(time(9), time(8, 59))}, "until", "ends before it begins"),
        ({"amount": 0.0}, "amount", "above 0"),
        ({"amount": -3.0}, "amount", "above 0"),
        ({"amount": float("nan")}, "amount", "above 0"),
        ({"amount": float("inf")}, "amount", "above 0"),
        ({"smallest_amount": 0.0}, "smallest_amount", "above 0"),
        ({"amount": 5.0, "smallest_amount": 5.1}, "smallest_amount", "more than the whole"),
        ({"smallest": "a\tb"}, "smallest", "one line"),
        ({"smallest": "x" * (LONGEST_WORDS + 1)}, "smallest", "200 letters"),
        ({"unit": "m\nn"}, "unit", "one line"),
        ({"why": Why("wish", "", "x" * 201)}, "why", "200 letters"),
        ({"ref": "x" * 201}, "ref", "200 letters"),
    ],
)
def test_what_cannot_be_names_its_field_and_says_what_to_do(changed, field, words):
    found, reason = refused(replace(WIND_DOWN, **changed))
    assert found == field
    assert words in reason


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "a" * 60}, {"id": "7-up"}, {"name": "a" * LONGEST_NAME}, {"name": "Тёплый чай"},
        {"weekdays": frozenset({6})}, {"tolerance_min": 5}, {"tolerance_min": 180},
        {"cue": Cue(event="waking", minutes_after=720)}, {"cue": Cue(time(0), time(23, 59))},
        {"cue": Cue(time(8), None)}, {"amount": None, "smallest_amount": None},
        {"amount": 10.0, "smallest_amount": 10.0}, {"amount": None, "smallest_amount": 3.0},
        {"amount": 100_000.0}, {"smallest": "x" * LONGEST_WORDS}, {"ref": "box_breathing"},
    ],
)  # fmt: skip
def test_what_lies_on_the_edge_can_be(changed):
    item = replace(WIND_DOWN, **changed)
    assert check_item(item) == item


def test_the_place_of_an_item_goes_before_its_field():
    with pytest.raises(RoutineError, match=r"^items\.4\.name: say what it is"):
        check_item(replace(WALK, name=""), "items.4.")


@pytest.mark.parametrize(
    ("name", "taken", "ident"),
    [
        ("Wind-down", set(), "wind-down"), ("walk after lunch", set(), "walk-after-lunch"),
        ("walk", {"walk"}, "walk-2"), ("walk", {"walk", "walk-2"}, "walk-3"),
        ("  Tea & biscuits! ", set(), "tea-biscuits"), ("散歩", set(), "item"),
        ("散歩", {"item"}, "item-2"), ("---", set(), "item"), ("", set(), "item"),
        ("x" * 200, set(), "x" * 40), ("a" * 39 + " b", set(), "a" * 39),
    ],
)  # fmt: skip
def test_an_id_is_made_of_any_name_and_can_be(name, taken, ident):
    assert free_id(name, taken) == ident
    assert check_item(replace(WALK, id=ident)).id == ident


@pytest.mark.parametrize(
    ("weekdays", "offsets"),
    [(EVERY_DAY, range(7)), (frozenset({0}), [0]), (frozenset({5, 6}), [5, 6])],
)
def test_an_item_is_on_for_its_own_days_of_the_week(weekdays, offsets):
    item = replace(WALK, weekdays=weekdays)
    on = [n for n in range(7) if item.is_on(MONDAY + timedelta(days=n))]
    assert on == list(offsets)


# --- the plan -----------------------------------------------------------------------------------


def test_an_item_that_cannot_be_is_refused_by_its_own_field_when_it_is_added():
    with pytest.raises(RoutineError) as told:
        with_item(PLAN, replace(LUNCH, cue=Cue()))
    assert told.value.field == "at"
    assert str(told.value).startswith("at: this cue would never come")


def test_an_item_of_the_same_id_takes_the_place_of_the_first_in_its_order():
    changed = with_item(PLAN, replace(WIND_DOWN, amount=20.0))
    assert [item.id for item in changed.items] == ["wind-down", "walk"]
    assert changed.item("wind-down").amount == 20.0
    assert PLAN.item("wind-down").amount == 30


@pytest.mark.parametrize("count", [MOST_ITEMS, MOST_ITEMS + 1])
def test_only_one_more_than_can_be_kept_is_too_many(count):
    plan = Plan(tuple(replace(WALK, id=f"t{n}") for n in range(count)))
    if count > MOST_ITEMS:
        with pytest.raises(TooManyError, match="choose the 20 that matter"):
            check_plan(plan)
    else:
        assert len(check_plan(plan).items) == count


def test_a_full_plan_takes_a_change_but_no_addition():
    full = Plan(tuple(replace(WALK, id=f"t{n}") for n in range(MOST_ITEMS)))
    assert with_item(full, replace(WALK, id="t3", amount=5.0)).item("t3").amount == 5.0
    with pytest.raises(TooManyError):
        with_item(full, WALK)


@pytest.mark.parametrize("ident", ["tea", "", "WALK", "x" * 500])
def test_what_is_not_on_the_plan_is_told_shortly(ident):
    for call in (PLAN.item, lambda one: without_item(PLAN, one)):
        with pytest.raises(RoutineError, match="there is no") as told:
            call(ident)
        assert len(str(told.value)) < 150


def test_the_order_of_a_day_is_that_of_the_usual_times():
    items = (
        Item("evening", "e", "practice", Cue(event="last_meal", minutes_after=30)),
        Item("noon", "n", "practice", Cue(event="lunch")),
        Item("late-morning", "l", "practice", Cue(time(11))),
        Item("first", "f", "practice", Cue(event="waking")),
        Item("named", "a", "practice", Cue(time(6, 30), event="waking")),
    )
    ids = [item.id for item in Plan(items).on(MONDAY)]
    assert ids == ["named", "first", "late-morning", "noon", "evening"]


def versions(*said: tuple[int, tuple[Item, ...], bool]) -> list[PlanVersion]:
    return [
        PlanVersion(MONDAY + timedelta(days=n), Plan(items, names_in_reminders=names))
        for n, items, names in said
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ([], None),
        ([(0, (WALK,), False)], 0),
        ([(0, (WALK,), False), (3, (WALK, LUNCH), False)], 3),
        ([(0, (WALK,), False), (3, (WALK,), True)], 0),
        ([(0, (WALK,), False), (3, (), False), (9, (), True)], 3),
        ([(0, (), True)], None),
    ],
)
def test_only_what_is_planned_counts_as_a_change_of_it(said, day):
    expected = None if day is None else MONDAY + timedelta(days=day)
    assert changed_on(versions(*said)) == expected


def test_before_the_first_version_there_was_no_plan():
    held = versions((2, (WALK,), False), (5, (LUNCH,), False))
    ids = [[i.id for i in plan_on(held, MONDAY + timedelta(days=n)).items] for n in (1, 2, 4, 5, 9)]
    assert ids == [[], ["walk"], ["walk"], ["lunch"], ["lunch"]]


# --- plain data ---------------------------------------------------------------------------------


def test_what_is_left_out_has_its_default():
    item = item_from_data(DATA)
    assert (item.weekdays, item.tolerance_min, item.remind) == (EVERY_DAY, 45, True)
    assert (item.amount, item.unit, item.why) == (None, "", Why())


@pytest.mark.parametrize("item", [WIND_DOWN, WALK, LUNCH], ids=lambda one: one.id)
def test_an_item_is_the_same_after_going_through_plain_data(item):
    assert item_from_data(item_as_data(item)) == item


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("at", "25:00", "no time of day"), ("at", "8", "no time of day"), ("at", 8, "no time of day"),
        ("at", "08:00+01:00", "no time of day"), ("at", "x" * 99, "no time of day"),
        ("until", [], "no time of day"), ("event", 3, "must be a text"),
        ("minutes_after", "10", "a whole number"), ("minutes_after", 1.5, "a whole number"),
        ("minutes_after", True, "a whole number"), ("amount", "10", "must be a number"),
        ("amount", True, "must be a number"), ("smallest_amount", [], "must be a number"),
        ("unit", None, "must be a text"), ("name", 7, "must be a text"),
        ("weekdays", "012", "list of days"), ("weekdays", [True], "list of days"),
        ("weekdays", [0, "1"], "list of days"), ("weekdays", [1.0], "list of days"),
        ("why", "because", "kind, ref and words"), ("why", {"kind": 1}, "must be a text"),
        ("why", {"since": "x"}, "no such field"), ("tolerance_min", 4.5, "a whole number"),
        ("remind", 1, "true or false"), ("remind", "yes", "true or false"),
        ("colour", "red", "no such field"),
    ],
)  # fmt: skip
def test_a_field_of_the_wrong_sort_is_named_with_its_place(field, value, words):
    with pytest.raises(RoutineError) as told:
        plan_from_data({"items": [DATA, {**DATA, "id": "other", field: value}]})
    assert told.value.field.startswith(f"items.1.{field}")
    assert words in told.value.reason


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"items": {}}, "items"), ({"items": "x"}, "items"), ({"items": [5]}, "items.0"),
        ({"items": [[]]}, "items.0"), ({"format": 2}, "format"), ({"quiet_from": "dark"}, "quiet_from"),
        ({"quiet_until": 7}, "quiet_until"), ({"names_in_reminders": "no"}, "names_in_reminders"),
        ({"refused": "yoga"}, "refused"), ({"refused": [1]}, "refused"), ({"owner": 1}, "owner"),
    ],
)  # fmt: skip
def test_a_plan_of_the_wrong_sort_names_its_field(data, field):
    with pytest.raises(RoutineError) as told:
        plan_from_data(data)
    assert told.value.field == field


def test_a_newer_plan_says_to_upgrade_and_seconds_are_dropped():
    with pytest.raises(RoutineError, match="newer Gutline; upgrade"):
        plan_from_data({"format": 99})
    assert item_from_data({**DATA, "at": "10:00:59"}).cue.at == time(10)


def test_endless_refusals_are_cut_and_names_trimmed():
    plan = plan_from_data({"refused": [f"{n:0>200}" for n in range(900)]})
    assert len(plan.refused) <= 200
    assert all(len(one) <= LONGEST_NAME for one in plan.refused)
    assert item_from_data({**DATA, "name": "  tea ", "smallest": " a sip "}).name == "tea"


def test_an_empty_plan_has_quiet_nights_and_says_nothing_of_health():
    plan = plan_from_data({})
    assert (plan.quiet_from, plan.quiet_until) == (time(22), time(7))
    assert not plan.names_in_reminders
    assert plan_from_data(plan_as_data(plan)) == plan == Plan()


def test_plain_data_hold_nothing_but_plain_things():
    def plain(thing: object) -> bool:
        if isinstance(thing, dict):
            return all(isinstance(k, str) and plain(v) for k, v in thing.items())
        if isinstance(thing, list):
            return all(map(plain, thing))
        return thing is None or type(thing) in {str, int, float, bool}

    assert plain(plan_as_data(replace(PLAN, refused=frozenset({"yoga"}))))
