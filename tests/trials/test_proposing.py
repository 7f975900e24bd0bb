"""A filled plan: periods and carry-over from the lag curve, else from the evidence."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from gutline.catalog.designs import load_designs
from gutline.stats.kernels import bump
from gutline.trials.carry_over import planned_carry_over
from gutline.trials.errors import TrialError
from gutline.trials.proposing import Wish, propose_design, propose_plan

START = date(2026, 3, 2)
FOOD = load_designs()["paired_crossover"]
SLOW = load_designs()["longer_periods"]


def curve(peak: float) -> tuple[tuple[float, float], ...]:
    lags = np.arange(0.0, 72.5, 1.0)
    return tuple(zip(lags.tolist(), bump(lags, peak).tolist(), strict=True))


@pytest.mark.parametrize(
    ("kind", "options", "design"),
    [("food", {}, "paired_crossover"), ("supplement", {}, "longer_periods"),
     ("practice", {}, "longer_periods"), ("food", {"helper": True}, "adding_a_helper"),
     ("food", {"left_out": True}, "challenges"), ("weather", {}, "paired_crossover")],
)  # fmt: skip
def test_every_kind_has_its_design(kind, options, design):
    assert propose_design(kind, **options).id == design


def test_a_fast_lag_curve_gives_short_periods_and_a_slow_one_longer():
    fast = propose_plan(Wish("dairy", "pain", lag_curve=curve(4.0)), FOOD, START, "UTC")
    slow = propose_plan(Wish("dairy", "pain", lag_curve=curve(40.0)), FOOD, START, "UTC")
    assert fast.period_days == 4
    assert slow.period_days == 7
    assert fast.carry_over_hours < slow.carry_over_hours
    assert planned_carry_over(fast).mean_hours == pytest.approx(fast.carry_over_hours, abs=0.1)


def test_without_a_lag_curve_the_evidence_decides():
    plan = propose_plan(
        Wish("magnesium", "pain", "supplement", trial_days=42, washout_days=14), SLOW, START, "UTC"
    )
    assert plan.period_days == 28
    assert plan.carry_over_hours == pytest.approx(112.0)


@pytest.mark.parametrize(
    ("design", "days"),
    [("paired_crossover", 4), ("longer_periods", 14), ("challenges", 3), ("adding_a_helper", 5)],
)
def test_where_nothing_is_known_the_design_says_how_long(design, days):
    assert propose_plan(Wish("x", "pain"), load_designs()[design], START, "UTC").period_days == days


def test_what_the_person_wants_otherwise_is_taken():
    plan = propose_plan(
        Wish("dairy", "pain"), FOOD, START, "UTC", pairs=8, period_days=5, smallest_difference=None
    )
    assert (plan.pairs, plan.period_days, plan.smallest_difference) == (8, 5, 1.0)


def test_what_is_left_out_has_a_day_on_which_it_is_put_back():
    plan = propose_plan(Wish("dairy", "pain"), FOOD, START, "UTC")
    assert plan.put_back is not None
    assert (plan.put_back - START).days == plan.days + 3
    assert propose_plan(Wish("yoga", "pain"), SLOW, START, "UTC").put_back is None


def test_the_words_of_the_conditions_name_the_exposure():
    plan = propose_plan(Wish("dairy", "pain"), FOOD, START, "UTC")
    assert (plan.reference, plan.active) == ("without dairy", "with dairy")


def test_a_setting_that_is_no_number_is_refused():
    with pytest.raises(TrialError, match="days of a period"):
        propose_plan(Wish("dairy", "pain"), FOOD, START, "UTC", period_days=0)
