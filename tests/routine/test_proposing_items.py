"""A plan begins with one to three additions, each with its reason, and no supplement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gutline.catalog.evidence import load_evidence
from gutline.catalog.exercises import load_exercises
from gutline.catalog.practices import load_practices
from gutline.routine.items import check_item
from gutline.routine.plan import Plan
from gutline.routine.proposing import MOST_PROPOSED, ROOM_FOR, Helper, load_starters, propose
from tests.routine.samples import WALK, WIND_DOWN

OWN = Helper("yoga", "practice", words="after 14 days with it your back was better")


def ids(*args, **more):
    return [item.id for item in propose(*args, **more)]


def test_never_more_than_three_are_proposed():
    assert len(propose(Plan())) == MOST_PROPOSED == 3
    assert len(propose(Plan(), most=50)) == MOST_PROPOSED
    assert len(propose(Plan(), most=1)) == 1


def test_the_best_supported_come_first_and_those_for_ones_own_symptoms_before():
    assert ids(Plan())[0] == "wind-down"
    assert "walk-after-lunch" in ids(Plan(), ["Bloating"])
    assert "walk-after-lunch" not in ids(Plan())


def test_what_ones_own_diary_or_trial_showed_goes_before_every_card():
    trial = Helper("box breathing", "practice", trial="t-1", words="your trial showed it helps")
    first, second, _ = propose(Plan(), helpers=[trial, OWN])
    assert (first.name, first.why.kind, first.why.ref) == ("box breathing", "trial", "t-1")
    assert (second.name, second.why.kind, second.why.words) == ("yoga", "finding", OWN.words)
    assert check_item(first) == first


def test_a_supplement_is_never_proposed():
    assert all(starter.item.what != "supplement" for starter in load_starters())
    pill = Helper("magnesium", "supplement", words="better with it")
    assert "magnesium" not in [item.name for item in propose(Plan(), helpers=[pill])]


def test_what_is_there_refused_or_not_let_pass_is_not_proposed():
    there = Plan((replace(WIND_DOWN, name="Wind-Down"),))
    assert "wind-down" not in ids(there)
    assert "daily-walk" not in ids(replace(there, refused=frozenset({"daily-walk"})))
    assert "daily-walk" not in ids(Plan(), refused={"daily-walk"})
    assert "daily-walk" not in ids(Plan(), may_add=lambda item: item.what != "walk")


def test_a_plan_that_holds_enough_is_not_added_to():
    full = Plan(tuple(replace(WALK, id=f"t{n}", name=f"t{n}") for n in range(ROOM_FOR)))
    assert propose(full) == ()
    assert len(propose(replace(full, items=full.items[:-1]))) == 1


@pytest.mark.parametrize("starter", load_starters(), ids=lambda one: one.item.id)
def test_every_starter_rests_on_a_card_and_says_its_grade(starter):
    item = check_item(starter.item)
    card = load_evidence()[item.why.ref]
    assert card.grade.replace("_", " ") in item.why.words
    assert item.smallest, "every item has a version for a bad day"
    if item.ref:
        practices = {one: found.name for one, found in load_practices().items()}
        assert item.ref in {*practices, *load_exercises()}
        assert practices.get(item.ref, item.name) == item.name, "or it is not seen as done"
