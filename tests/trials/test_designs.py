"""The contract of every design: balanced, reproducible, and its washout kept."""

from __future__ import annotations

from datetime import date

import pytest

from gutline.catalog.designs import load_designs
from gutline.trials.designs import find_logic, logic_names
from gutline.trials.errors import TrialError
from gutline.trials.proposing import Wish, propose_plan
from gutline.trials.randomising import randomise, schedule_set

START = date(2026, 3, 2)
DESIGNS = load_designs()


@pytest.fixture(params=sorted(DESIGNS))
def own(request):
    design = DESIGNS[request.param]
    return design, propose_plan(Wish("dairy", "back pain"), design, START, "UTC")


def test_it_is_balanced(own):
    _, plan = own
    assert sum(randomise(plan, "s" * 32, "t" * 32).assignment) == plan.pairs


def test_it_is_reproducible_from_its_seed(own):
    _, plan = own
    assert randomise(plan, "s" * 32, "t" * 32) == randomise(plan, "s" * 32, "t" * 32)


def test_its_days_are_those_of_the_plan_with_the_washout_between_units(own):
    design, plan = own
    slots = find_logic(design.logic).lay_out(plan)
    assert len(slots) == plan.days
    assert [s.part for s in slots[: plan.run_in_days]] == ["run_in"] * design.run_in_days
    for unit in range(1, 2 * plan.pairs):
        first = next(i for i, s in enumerate(slots) if s.unit == unit)
        before = slots[first - design.washout_days : first]
        assert all(s.part == "washout" for s in before)
        assert slots[first - design.washout_days - 1].unit == unit - 1


def test_its_set_of_schedules_is_more_than_one(own):
    design, plan = own
    assert schedule_set(plan).count() >= 16
    assert plan.layout == find_logic(design.logic).LAYOUT


def test_fewer_pairs_than_it_needs_are_refused(own):
    design, _ = own
    with pytest.raises(TrialError, match="too few"):
        propose_plan(
            Wish("dairy", "back pain"), design, START, "UTC", pairs=design.minimum_pairs - 1
        )


def test_every_logic_is_used_and_every_design_has_one():
    assert {d.logic for d in DESIGNS.values()} == set(logic_names())


def test_a_logic_that_is_not_there_is_refused():
    with pytest.raises(TrialError, match="there are"):
        find_logic("astrology")
