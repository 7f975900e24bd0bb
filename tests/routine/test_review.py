"""The weekly review ends in at most one change, and says so when too little is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.routine.adherence import DayKept
from gutline.routine.plan import Plan
from gutline.routine.review import weekly_review
from tests.routine.samples import MONDAY, PLAN, WIND_DOWN, days

SUNDAY = MONDAY + timedelta(days=6)
ALONE = Plan((WIND_DOWN,))


def reviewed(letters, plan=ALONE, reason=""):
    found = [
        replace(
            day,
            reasons={"wind-down": reason} if reason and "skipped" in day.states.values() else {},
        )
        for day in days(letters)
    ]
    return weekly_review(plan, found, MONDAY + timedelta(days=len(letters) - 1))


def test_an_empty_plan_is_asked_to_begin():
    assert weekly_review(Plan(), [], SUNDAY).change.kind == "add"


def test_a_week_of_which_little_is_known_changes_nothing():
    told = reviewed("uuuuudd").change
    assert (told.kind, told.item) == ("keep", "")
    assert "Too little is known" in told.words
    assert "days off" in reviewed("ooooodd").change.words


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("", "smaller"), ("no time", "smaller"), ("forgot", "other cue"), ("not at hand", "prepare"),
        ("felt worse", "set aside"), ("did not want to", "set aside"),
    ],
)  # fmt: skip
def test_the_change_answers_the_commonest_reason(reason, kind):
    told = reviewed("sssdssd", reason=reason).change
    assert (told.kind, told.item) == (kind, "wind-down")


def test_the_smallest_version_is_named():
    assert "ten minutes" in reviewed("sssssdd").change.words


def test_what_holds_is_left_alone_or_one_thing_may_be_added():
    assert reviewed("ddddddd").change.kind == "add"
    assert reviewed("ddsdsdd").change.kind == "keep"


def test_a_little_counts_as_a_day():
    row = reviewed("pppssdd").rows[0]
    assert (row.week.counting, row.week.planned) == (5, 7)


def test_the_three_weeks_before_are_beside_it():
    told = reviewed("s" * 10 + "d" * 7)
    assert told.rows[0].before.skipped == 10
    assert told.rows[0].week.done == 7
    assert told.first == MONDAY + timedelta(days=10)


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["done", "partly", "skipped", "unknown"])] * 2), max_size=28
    )
)
def test_whatever_the_days_there_is_one_change_about_an_item_of_the_plan(states):
    found = [
        DayKept(MONDAY + timedelta(days=n), dict(zip(("wind-down", "walk"), both, strict=True)))
        for n, both in enumerate(states)
    ]
    change = weekly_review(PLAN, found, MONDAY + timedelta(days=len(states))).change
    assert change.item in {"", "wind-down", "walk"}
    assert change.words
    assert not {"streak", "failed", "missed", "!"} & set(change.words.replace(".", " ").split())
