"""What a person is told on a day of a trial."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.running import check_only_elimination, look_at_today
from tests.trials.conftest import START, event


def on(number: int):
    return START + timedelta(days=number)


def test_today_says_the_condition_in_the_words_of_the_plan(make_trial):
    trial = make_trial()
    for number in (0, 3, 35):
        now = look_at_today(trial, on(number))
        active = trial.allocation.assignment[number // 3]
        assert now.condition == ("with dairy" if active else "without dairy")
        assert (now.state, now.day_number, now.days) == ("running", number + 1, 36)
        assert (now.portion == "the usual amount") == bool(active)


def test_a_change_is_told_two_days_ahead(make_trial):
    trial = make_trial()
    own = trial.allocation.assignment
    unit = next(k for k in range(11) if own[k] != own[k + 1])
    first = 3 * (unit + 1)
    told = [look_at_today(trial, on(first - ahead)).lines for ahead in (3, 2, 1)]
    words = "with dairy" if own[unit + 1] else "without dairy"
    assert not any("begins" in line for line in told[0])
    assert any(f"{on(first):%A} begins: {words}" in line for line in told[1])
    assert any(f"Tomorrow begins: {words}" in line for line in told[2])
    assert any("shopping" in line for line in told[1])


def test_days_between_challenges_are_without_and_a_sham_is_told_too(make_trial):
    words = {"reference": "sham wheat", "active": "real wheat", "exposure": "wheat"}
    trial = make_trial(
        design="challenges", layout="complete", pairs=4, washout_days=3, run_in_days=2, **words
    )
    assert look_at_today(trial, on(0)).condition == "without wheat"
    assert look_at_today(trial, on(6)).condition == "without wheat"
    unit = trial.allocation.assignment.index(0)
    first = 2 + 6 * unit
    assert look_at_today(trial, on(first)).condition == "sham wheat"
    told = look_at_today(trial, on(first - 1)).lines
    assert any("Tomorrow begins: sham wheat" in line for line in told)


def test_nothing_is_told_ahead_where_nothing_changes(make_trial):
    trial = make_trial()
    own = trial.allocation.assignment
    unit = next(k for k in range(11) if own[k] == own[k + 1])
    assert not any("begins" in line for line in look_at_today(trial, on(3 * unit + 2)).lines)


def test_the_portions_are_a_ladder_by_day(make_trial):
    portions = ("small", "medium", "usual")
    trial = make_trial(portions=portions, period_days=4)
    unit = trial.allocation.assignment.index(1)
    assert [look_at_today(trial, on(4 * unit + n)).portion for n in range(4)] == [
        "small", "medium", "usual", "usual"
    ]  # fmt: skip


def test_what_is_still_to_be_answered_is_asked_once(make_trial):
    assert look_at_today(make_trial(), on(0)).asks == ("expect", "kept")
    said = make_trial(event("expect", "4"), event("kept", "yes"))
    assert look_at_today(said, on(0)).asks == ()
    assert look_at_today(said, on(2)).asks == ("kept", "guess")
    assert look_at_today(said, on(3)).asks == ("expect", "kept")


def test_before_after_and_paused_are_said(make_trial):
    assert look_at_today(make_trial(), on(-1)).state == "before"
    assert look_at_today(make_trial(), on(36)).state == "finished"
    assert look_at_today(make_trial(event("pause", day=2)), on(2)).state == "paused"
    stopped = make_trial(event("stop", day=5))
    assert look_at_today(stopped, on(5)).state == "stopped"
    assert look_at_today(stopped, on(4)).state == "running"


def test_a_sealed_trial_names_no_condition(make_trial):
    now = look_at_today(replace(make_trial(), allocation=None), on(0))
    assert "sealed" in now.condition
    assert not any("dairy" in line for line in now.lines)


def test_it_says_when_to_put_it_back(make_trial):
    trial = make_trial(put_back=on(37))
    assert not any("put back" in line for line in look_at_today(trial, on(36)).lines)
    assert any("eat it again" in line for line in look_at_today(trial, on(37)).lines)


@pytest.mark.parametrize("days", [(), (event("pause", day=30),)])
def test_a_trial_moved_past_that_day_does_not_say_two_things_at_once(make_trial, days):
    """Leave it out today, and eat it again: nobody can do both."""
    trial = make_trial(*days, put_back=on(30))
    told = " ".join(look_at_today(trial, on(31)).lines)
    assert "was moved past that day. Stop it and eat as you used to, or change the date" in told
    assert "eat it again" not in told


def test_a_second_elimination_is_refused_while_one_runs(make_trial):
    running = make_trial()
    with pytest.raises(TrialError, match="two things at once"):
        check_only_elimination(True, [running], on(10))
    check_only_elimination(True, [running], on(40))
    check_only_elimination(False, [running], on(10))
    check_only_elimination(True, [make_trial(event("stop", day=5))], on(10))
    check_only_elimination(True, [make_trial(eliminates=False)], on(10))


@pytest.mark.parametrize(
    ("what", "value", "word"),
    [("dance", "", "cannot be logged"), ("kept", "perhaps", "yes, partly or no"),
     ("expect", "11", "0 to 10"), ("expect", "nan", "0 to 10"), ("guess", "B", "unsure"),
     ("stop", "now", "nothing"), ("reaction", "bad", "severe")],
)  # fmt: skip
def test_an_event_that_says_nothing_is_refused(make_trial, what, value, word):
    with pytest.raises(TrialError, match=word):
        make_trial(event(what, value))


def test_events_outside_the_trial_are_refused(make_trial):
    with pytest.raises(TrialError, match="before day 1"):
        make_trial(event("kept", "yes", day=-1))
    with pytest.raises(TrialError, match="stopped"):
        make_trial(event("stop", day=3), event("kept", "yes", day=4))
