"""A person's own trial, from its file and diary to its result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.own_trial import analyse_trial
from tests.trials.conftest import START, event

END = START + timedelta(days=36)


def test_a_finished_trial_is_analysed(make_trial, diary_of):
    trial = make_trial()
    result = analyse_trial(trial, diary_of(trial, 2.0), END)
    assert result.decision == "harms"
    assert result.effect == pytest.approx(2.0, abs=0.6)
    assert result.schedules == 64
    assert result.provenance["commitment"] == trial.commitment
    assert [p.condition for p in result.periods][:2] == [
        "with dairy" if a else "without dairy" for a in trial.allocation.assignment[:2]
    ]


def test_periods_that_are_not_over_are_left_out_and_it_counts_as_early(make_trial, diary_of):
    trial = make_trial()
    result = analyse_trial(trial, diary_of(trial, 2.0), START + timedelta(days=27))
    assert len(result.periods) == 8
    assert result.decision == "not_conclusive"
    assert result.p_randomisation == 0.125


def test_void_days_and_pauses_do_not_count(make_trial, diary_of):
    trial = make_trial(event("void", day=1), event("sick", day=4))
    result = analyse_trial(trial, diary_of(trial, 2.0), END)
    assert sum(p.ratings for p in result.periods) == 2 * 34
    paused = make_trial(event("slide", day=0))
    late = analyse_trial(paused, diary_of(paused, 2.0, days=37), END + timedelta(days=1))
    assert sum(p.ratings for p in late.periods) == 72


def test_what_was_not_kept_to_is_made_up_for_by_the_instrument(make_trial, diary_of):
    """On days not kept to the ratings are those of the other condition."""
    trial = make_trial(pairs=8)
    missed = [n for n in range(48) if n % 3 == 1]
    noted = trial
    for number in range(48):
        noted = noted.with_event(event("kept", "no" if number in missed else "yes", day=number))
    diary = diary_of(trial, 3.0)
    other = diary_of(
        replace(trial, allocation=replace(
            trial.allocation, assignment=tuple(1 - a for a in trial.allocation.assignment)
        )), 3.0,
    )  # fmt: skip
    days = {START + timedelta(days=n) for n in missed}
    mixed = [e for e in diary.entries if e.at.date() not in days]
    mixed += [e for e in other.entries if e.at.date() in days]
    own = type(diary).from_entries(mixed)
    result = analyse_trial(noted, own, START + timedelta(days=48))
    assert result.adherence.kept == pytest.approx(2 / 3)
    assert result.effect == pytest.approx(1.0, abs=0.7)
    assert result.adherence.effect == pytest.approx(3.0, abs=0.7)
    low, high = result.adherence.interval
    assert low < 3.0 < high


def test_expectations_and_guesses_are_read_for_their_period(make_trial, diary_of):
    trial = make_trial(blinded=True)
    own = trial.allocation.assignment
    for unit in range(12):
        guess = "active" if own[unit] else "reference"
        trial = trial.with_event(event("guess", guess, day=3 * unit + 2))
    result = analyse_trial(trial, diary_of(trial, 2.0), END)
    assert "12 of 12 guesses" in next(c.text for c in result.checks if c.name == "blinding")


def test_a_change_of_the_plan_and_a_stop_are_told_in_the_result(make_trial, diary_of):
    trial = make_trial()
    trial = trial.amended(
        {"smallest_difference": 2.0}, "one point is too little", datetime(2026, 3, 9, tzinfo=UTC)
    )
    trial = trial.with_event(event("stop", day=24, reason="travelling"))
    result = analyse_trial(trial, diary_of(trial, 1.0), END)
    assert "one point is too little" in result.text
    assert "travelling" in result.text
    assert len(result.periods) == 8


def test_a_sealed_trial_is_opened_first(make_trial, diary_of):
    trial = make_trial()
    with pytest.raises(TrialError, match="sealed"):
        analyse_trial(replace(trial, allocation=None), diary_of(trial, 1.0), END)


def test_a_trial_without_a_finished_pair_is_refused(make_trial, diary_of):
    trial = make_trial()
    with pytest.raises(TrialError, match="nothing to compare"):
        analyse_trial(trial, diary_of(trial, 1.0), START + timedelta(days=4))


def test_a_limit_on_runs_is_in_the_test_too(make_trial, diary_of):
    trial = make_trial(longest_run=2)
    whole = analyse_trial(trial, diary_of(trial, 2.0), END)
    early = analyse_trial(trial, diary_of(trial, 2.0), START + timedelta(days=27))
    assert whole.schedules == 26
    assert early.schedules == 26
    assert early.p_randomisation > whole.p_randomisation


def test_challenges_are_analysed_over_every_order_of_real_and_sham(make_trial, diary_of):
    trial = make_trial(design="challenges", layout="complete", pairs=4, period_days=3)
    result = analyse_trial(trial, diary_of(trial, 2.5), START + timedelta(days=24))
    assert result.schedules == 70
    assert result.p_randomisation <= 0.05
