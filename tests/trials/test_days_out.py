"""What is left out comes back: not before the end, and not too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gutline.trials.days_out import (
    MOST_DAYS_IN_A_ROW,
    MOST_DAYS_OUT,
    check_put_back,
    days_left_out_after,
    days_out,
    days_out_in_a_row,
)
from gutline.trials.errors import TrialError
from gutline.trials.running import amend_plan
from tests.trials.conftest import START, event

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
LAST = START + timedelta(days=35)


def moved(trial, day):
    return amend_plan(trial, {"put_back": day}, "the holidays", NOON)


@pytest.mark.parametrize("after", [1, 3, 36])
def test_a_day_after_the_end_and_within_the_limits_is_taken(make_trial, after):
    day = LAST + timedelta(days=after)
    assert moved(make_trial(), day).plan.put_back == day


@pytest.mark.parametrize("after", [0, -1, -35, -4000])
def test_a_day_before_the_end_is_refused_with_the_days_that_can_be(make_trial, after):
    with pytest.raises(
        TrialError, match=r"it is not over; give a day from 2026-04-07 to 2026-05-1"
    ):
        moved(make_trial(), LAST + timedelta(days=after))


@pytest.mark.parametrize("after", [37, 400, 300_000])
def test_a_day_too_far_off_is_refused(make_trial, after):
    with pytest.raises(TrialError, match=r"longer than 42 days in a row or 56 in all; give a day"):
        moved(make_trial(), LAST + timedelta(days=after))


def test_no_day_at_all_is_refused(make_trial):
    trial = make_trial(put_back=LAST + timedelta(days=3))
    with pytest.raises(TrialError, match="dairy has to be put back some day"):
        moved(trial, None)


def test_nothing_is_put_back_where_nothing_was_left_out(make_trial):
    with pytest.raises(TrialError, match="nothing is left out"):
        moved(make_trial(eliminates=False), LAST + timedelta(days=2))


def test_days_put_in_move_the_days_that_can_be(make_trial):
    later = make_trial(event("slide", day=1), event("slide", day=2))
    with pytest.raises(TrialError, match="runs until 2026-04-08"):
        moved(later, LAST + timedelta(days=1))
    assert moved(later, LAST + timedelta(days=38)).plan.put_back is not None


def test_another_change_does_not_ask_about_an_older_day(make_trial):
    """Days put in can move a trial past its day, which is no fault of another change."""
    trial = make_trial(put_back=LAST - timedelta(days=3))
    changed = amend_plan(trial, {"smallest_difference": 0.5}, "less matters", NOON)
    assert changed.plan.put_back == trial.plan.put_back
    with pytest.raises(TrialError, match="is not over"):
        check_put_back(trial, NOON.date())


@pytest.mark.parametrize("pairs", [4, 6, 12, 17])
def test_what_stays_out_afterwards_keeps_to_the_limits_of_the_gates(plan, pairs):
    own = replace(plan, pairs=pairs)
    after = days_left_out_after(own)
    assert after >= 3
    if after > 3:
        assert days_out(own) + after <= MOST_DAYS_OUT
        assert days_out_in_a_row(own) + after <= MOST_DAYS_IN_A_ROW
