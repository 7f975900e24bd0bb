"""Two programs that change a trial at the same moment: nothing is lost, nothing starts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gutline.store.queries.trials import kept_trial, kept_trials, own_rules
from gutline.store.services import trial_learning, trial_starting, trials
from gutline.store.services.trial_starting import lock_trial
from gutline.trials.starting import Tokens
from tests.store.conftest import NOW
from tests.store.test_trials_kept import DAY, LIVED, PLAN, asked, event, lock
from tests.store.test_two_at_once import at_once

__all__ = ["at_once"]

OTHER = Tokens("another seed, long enough", "another salt, long enough")


@pytest.fixture
def trial(person) -> int:
    """A person whose trial runs."""
    lock(person)
    return person


def test_two_trials_that_leave_something_out_do_not_both_begin(person, at_once):
    gluten = replace(PLAN, exposure="onion", reference="without onion", active="with onion")
    (error,) = at_once(
        trial_starting, "kept_trials",
        lambda: lock(person), lambda: lock_trial(person, gluten, asked(), NOW, OTHER),
    )  # fmt: skip
    assert "leaving out two things at once" in str(error)
    assert len(kept_trials(person)) == 1


def test_two_trials_of_one_thing_that_leaves_nothing_out_get_two_names(person, at_once):
    walk = replace(PLAN, exposure="walking", kind="practice", eliminates=False)
    errors = at_once(
        trial_starting, "kept_trials",
        lambda: lock(person, walk), lambda: lock_trial(person, walk, asked(), NOW, OTHER),
    )  # fmt: skip
    assert errors == []
    assert {one.key for one in kept_trials(person)} == {"walking-1", "walking-2"}


def test_two_days_logged_at_once_are_both_kept(trial, at_once):
    errors = at_once(
        trials, "kept_trial",
        lambda: trials.log_event(trial, "dairy-1", event("kept", "yes", day=0), LIVED),
        lambda: trials.log_event(trial, "dairy-1", event("kept", "no", day=1), LIVED),
    )  # fmt: skip
    assert errors == []
    assert {e.day - DAY for e in kept_trial(trial, "dairy-1").trial.events} == {
        timedelta(0), timedelta(days=1),
    }  # fmt: skip


def test_two_pauses_at_once_are_one_pause(trial, at_once):
    later = event("pause", at=LIVED + timedelta(seconds=1), day=1)
    errors = at_once(
        trials, "kept_trial",
        lambda: trials.log_event(trial, "dairy-1", event("pause", day=1), LIVED),
        lambda: trials.log_event(trial, "dairy-1", later, LIVED),
    )  # fmt: skip
    assert ["is paused already" in str(error) for error in errors] == [True]
    assert len(kept_trial(trial, "dairy-1").trial.events) == 1


def test_a_stop_and_a_change_at_once_end_in_an_order(trial, at_once):
    errors = at_once(
        trials, "kept_trial",
        lambda: trials.log_event(trial, "dairy-1", event("stop", day=3), LIVED),
        lambda: trials.amend_trial(trial, "dairy-1", {"blinded": True}, "capsules", LIVED),
    )  # fmt: skip
    kept = kept_trial(trial, "dairy-1").trial
    assert kept.stopped is not None
    assert len(kept.versions) == 2 - len(errors)
    assert all("is over" in str(error) for error in errors)


def test_what_was_logged_last_is_taken_back_once(trial, at_once):
    for day in (0, 1):
        trials.log_event(trial, "dairy-1", event("kept", "yes", day=day), LIVED)
    at = LIVED.isoformat()
    errors = at_once(
        trials, "kept_trial",
        lambda: trials.take_back_event(trial, "dairy-1", at, LIVED),
        lambda: trials.log_event(trial, "dairy-1", event("void", day=2), LIVED),
    )  # fmt: skip
    assert errors == []
    assert len(kept_trial(trial, "dairy-1").trial.events) == 2


def test_a_rule_is_not_kept_of_a_trial_that_changes_meanwhile(trial, at_once):
    from gutline.store.queries import read_diary
    from gutline.trials.own_trial import analyse_trial
    from tests.store.test_trial_learning import OVER, rate

    rate(trial, 2.5)
    soon = OVER + timedelta(minutes=1)
    before = kept_trial(trial, "dairy-1").trial
    result = analyse_trial(before, read_diary(trial), OVER.date())
    errors = at_once(
        trial_learning, "kept_trial",
        lambda: trial_learning.learn_from(trial, before, result, OVER.date(), OVER),
        lambda: trials.log_event(trial, "dairy-1", event("void", day=3), soon),
    )  # fmt: skip
    changed = kept_trial(trial, "dairy-1").changed_at
    assert errors == []
    assert all(rule.trial == "dairy-1" for rule in own_rules(trial))
    kept = trial_learning.learn_from_finished(trial, OVER + timedelta(hours=1))
    assert (changed, [rule.trial for rule in kept]) == (soon, ["dairy-1"])
