"""What a plan says of itself before it is locked: what it finds, and what its length costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from gutline.catalog.designs import load_designs
from gutline.stats.noise import NoiseModel
from gutline.stats.power import Precision, chances
from gutline.trials.days_out import MOST_DAYS_IN_A_ROW, MOST_DAYS_OUT, days_out, days_out_in_a_row
from gutline.trials.planner import USUAL_NOISE, compare_forms, foresee, surely_found
from gutline.trials.preparing import Kind, prepare
from gutline.trials.proposing import Wish, propose_plan
from gutline.trials.randomising import schedule_set
from gutline.trials.reach import reach_sentences

START = date(2026, 3, 2)
CALM = NoiseModel(30.0, 0.5, 0.4)


def rng():
    return np.random.default_rng(0)


def said(plan, noise=USUAL_NOISE) -> str:
    outlook = foresee(plan, noise, 2, rng())
    forms = compare_forms(plan, noise, 2, rng())
    return " ".join(reach_sentences(plan, outlook, forms, noise, 2))


@pytest.mark.parametrize(("freedom", "alpha"), [(5.0, 0.03125), (11.0, 0.05), (40.0, 0.05)])
def test_what_is_surely_found_is_found_with_that_chance(freedom, alpha):
    precision = Precision(0.5, freedom, alpha, 1.04)
    effect = surely_found(precision)
    assert effect is not None
    drawn = chances(precision, effect, 1.0, (0.0, 1.0), 0.9)
    assert drawn.found == pytest.approx(0.8, abs=0.005)


def test_where_no_p_is_small_enough_nothing_is_surely_found(plan):
    assert surely_found(Precision(0.5, 5.0, 0.0)) is None
    outlook = foresee(replace(plan, pairs=4), CALM, 2, rng())
    assert (outlook.alpha, outlook.surely_found, outlook.power) == (0.0, None, 0.0)


def test_a_plan_says_what_it_finds(plan):
    long = replace(plan, pairs=14, period_days=3)
    outlook = foresee(long, USUAL_NOISE, 2, rng())
    assert f"finds a difference of {outlook.surely_found:.1f} points or more" in said(long)


def test_six_pairs_say_what_their_few_schedules_cost_and_seven_do_not(plan):
    assert "error rate of 3.1 % only, not 5 %; 7 pairs can use 4.7 %" in said(plan)
    assert "schedules" not in said(replace(plan, pairs=7))


def test_pairs_that_are_too_few_for_any_p_say_so(plan):
    words = said(replace(plan, pairs=4, eliminates=False))
    assert "no p at or below 0.05 exists; 6 pairs can use 3.1 %" in words
    assert "finds a difference" not in words


def test_what_would_be_out_for_too_long_is_said_and_only_then(plan):
    small = replace(plan, smallest_difference=0.7)
    assert "out for more than the 56 days" in said(small)
    assert "out for more" not in said(plan, CALM)
    assert "out for more" not in said(replace(small, eliminates=False))


def test_the_plan_on_every_door_holds_these_sentences():
    prepared = prepare(Wish("dairy", "back pain"), Kind(), START, "UTC", None, {"pairs": 6})
    assert "With the usual noise of such ratings" in prepared.sentence
    assert "6 pairs have so few possible schedules" in prepared.sentence


def test_challenges_are_five_of_each_and_pass_the_gates_limits():
    plan = propose_plan(Wish("dairy", "pain"), load_designs()["challenges"], START, "UTC")
    assert (plan.pairs, plan.longest_run, plan.days) == (5, 4, 71)
    assert days_out(plan) <= MOST_DAYS_OUT
    assert days_out_in_a_row(plan) <= MOST_DAYS_IN_A_ROW
    # Of the 252 orders, ten have five of the same in a row.
    assert schedule_set(plan).count() == 242


def test_five_challenges_of_each_find_much_more_than_four():
    design = load_designs()["challenges"]
    four, five = (
        foresee(
            propose_plan(Wish("dairy", "pain"), design, START, "UTC", pairs=n,
                         smallest_difference=2.0),
            USUAL_NOISE, 2, rng(),
        )
        for n in (4, 5)
    )  # fmt: skip
    assert five.power > four.power + 0.15
    assert (four.alpha, five.alpha) == pytest.approx((2 / 70, 12 / 242))


@pytest.mark.parametrize(
    ("changes", "run"), [({"pairs": 3}, None), ({"pairs": 4}, None), ({"washout_days": 7}, 2),
                         ({"run_in_days": 40}, None), ({"longest_run": 1}, 1)],
)  # fmt: skip
def test_the_longest_run_is_limited_only_where_it_has_to_be(changes, run):
    design = load_designs()["challenges"]
    assert propose_plan(Wish("x", "pain"), design, START, "UTC", **changes).longest_run == run


def test_pairs_need_no_limit():
    design = load_designs()["paired_crossover"]
    assert propose_plan(Wish("x", "pain"), design, START, "UTC").longest_run is None
