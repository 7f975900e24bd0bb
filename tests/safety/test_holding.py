"""Answers hold for a time: a yes until something else is said, a no for as long as its fact says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.facts import HOLDS_DAYS, load_facts
from gutline.catalog.interview import load_interview, load_weekly_question
from gutline.safety.holding import Given, holding
from gutline.safety.interview import next_page

DAY = date(2026, 3, 10)
YES_NO = sorted(f.id for f in load_facts().values() if f.kind == "yes_no" and not f.computed)
GIVEN = st.dictionaries(
    st.sampled_from(YES_NO),
    st.builds(Given, st.booleans(), st.dates(DAY - timedelta(days=400), DAY)),
    max_size=12,
)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("fact", "value", "days", "holds"),
    [
        ("chest_pain", True, 4000, True),
        ("chest_pain", False, 13, True),
        ("chest_pain", False, 14, False),
        ("psoriasis_ever", False, HOLDS_DAYS - 1, True),
        ("psoriasis_ever", False, HOLDS_DAYS, False),
        ("pregnant", False, 28, False),
        ("sex", "female", 4000, True),
        ("age", 44.0, 364, True),
        ("age", 44.0, 365, False),
        ("weight_kg", 70.0, 28, False),
    ],
)
def test_how_long_an_answer_holds(fact, value, days, holds):
    found = holding({fact: Given(value, DAY)}, after(days))
    assert found == ({fact: value} if holds else {})


def test_a_question_that_is_no_longer_asked_is_passed_over():
    assert holding({"asked_by_an_older_gutline": Given(True, DAY)}, DAY) == {}


@given(GIVEN, st.integers(0, 200), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_a_later_day_never_knows_more_and_forgets_no_sign(said, days, more):
    soon, later = holding(said, after(days)), holding(said, after(days + more))
    assert later.items() <= soon.items()
    assert {n for n, one in said.items() if one.value} <= set(later)


def test_what_is_asked_as_new_is_asked_again_after_a_fortnight():
    first = next(page for page in load_interview() if page.id == "now")
    said = dict.fromkeys(first.facts, Given(False, DAY))
    assert next_page(holding(said, after(13))).id != "now"
    assert next_page(holding(said, after(14))).id == "now"


def test_the_weekly_question_is_about_what_is_asked_again_soon():
    facts = load_facts()
    assert all(facts[name].holds_days <= 14 for name in load_weekly_question().facts)
