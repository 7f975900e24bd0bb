"""A plan is fixed by its hash, and changed only by a new version."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.plan import AMENDABLE, Plan, amended, plan_from


def test_a_plan_is_read_back_as_it_was_written(plan):
    own = replace(plan, lag_curve=((0.0, 0.1), (4.0, 1.0)), put_back=date(2026, 5, 1))
    assert plan_from(own.as_dict()) == own
    assert plan_from(own.as_dict()).digest() == own.digest()


def test_every_change_changes_the_hash(plan):
    others = {
        replace(plan, **change).digest()
        for change in ({}, {"smallest_difference": 1.1}, {"outcome": "headache"}, {"pairs": 7},
                       {"decision_rule": "another"}, {"start": date(2026, 3, 3)})
    }  # fmt: skip
    assert len(others) == 6


def test_the_days_are_those_of_all_parts(plan):
    assert plan.days == 36
    assert replace(plan, washout_days=2, run_in_days=7).days == 7 + 36 + 22


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"pairs": 0}, "pairs of periods: 0 cannot be; give a number from 1 to 60"),
        ({"period_days": 1000}, "days of a period: 1000"),
        (
            {"smallest_difference": -1.0},
            "difference that matters: -1 cannot be; give a number above 0",
        ),
        ({"prior_sd": float("nan")}, "spread of the prior: nan"),
        ({"alpha": 0.5}, "error rate: 0.5 cannot be; give a number from 0.001 to 0.2"),
        ({"outcome": " "}, "outcome is empty"),
        ({"active": "without dairy"}, "compares two"),
        ({"longest_run": 0}, "longest_run"),
        ({"pairs": True}, "pairs of periods: True"),
        ({"pairs": "6"}, "pairs of periods: '6'"),
        ({"zone": "Mars/Base"}, "Mars/Base"),
    ],
)
def test_a_plan_that_cannot_be_run_is_refused(plan, change, word):
    with pytest.raises(TrialError, match=word):
        replace(plan, **change)


def test_what_moves_days_or_the_coin_cannot_be_amended(plan):
    for name in {f.name for f in fields(Plan)} - AMENDABLE:
        with pytest.raises(TrialError, match="cannot be changed"):
            amended(plan, {name: getattr(plan, name)})
    assert amended(plan, {"smallest_difference": 2.0}).smallest_difference == 2.0


def test_an_amendment_is_a_version_with_its_reason(make_trial):
    trial = make_trial()
    at = datetime(2026, 3, 9, 8, tzinfo=UTC)
    changed = trial.amended({"smallest_difference": 2.0}, "one point is too little", at)
    assert [v.plan.smallest_difference for v in changed.versions] == [1.0, 2.0]
    assert changed.versions[1].reason == "one point is too little"
    with pytest.raises(TrialError, match="reason"):
        trial.amended({"smallest_difference": 2.0}, " ", at)
    with pytest.raises(TrialError, match="says so already; nothing was changed"):
        changed.amended({"smallest_difference": 2.0}, "once more", at)


@pytest.mark.parametrize("damage", ["missing", "unknown", "type"])
def test_a_damaged_plan_is_refused(plan, damage):
    values = plan.as_dict()
    if damage == "missing":
        del values["pairs"]
    elif damage == "unknown":
        values["colour"] = "red"
    else:
        values["lag_curve"] = 3
    with pytest.raises(TrialError, match=r"not known|missing|cannot be read"):
        plan_from(values)
