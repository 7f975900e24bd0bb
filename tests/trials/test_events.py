"""What can be logged about a trial, on which day, and how it is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.events import GUESSES, KEPT, REASONS, SEVERITIES, WHAT, Event, event_from
from gutline.trials.running import amend_plan, check_only_elimination, is_over
from gutline.trials.safety_plans import running_eliminations
from tests.trials.conftest import START, event

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
TODAY = NOON.date()

GOOD = [
    *(("kept", value) for value in KEPT),
    *(("guess", value) for value in GUESSES),
    *(("reaction", value) for value in SEVERITIES),
    *(("expect", value) for value in ("0", "10", "4.5", "1e0", " 3 ")),
    *((what, "") for what in ("void", "sick", "pause", "slide", "stop", "safety_stop")),
]
BAD = [
    ("kept", ""), ("kept", "YES"), ("kept", "1"), ("guess", "A"), ("guess", ""),
    ("reaction", "deadly"), ("expect", ""), ("expect", "-0.1"), ("expect", "10.1"),
    ("expect", "inf"), ("expect", "ten"), ("expect", "4,5"), ("void", "yes"), ("sick", "cold"),
    ("pause", "3"), ("slide", "1"), ("stop", "please"), ("safety_stop", "1"), ("resume", "x"),
    ("", ""), ("Kept", "yes"), ("start", ""), ("rating", "5"),
]  # fmt: skip


def logged(what: str, value: str = "", *, day=TODAY, at: datetime = NOON) -> Event:
    return Event(at, day, what, value)


@pytest.mark.parametrize(("what", "value"), GOOD)
def test_what_can_be_logged_is_kept_and_read_back(make_trial, what, value):
    one = replace(logged(what, value), reason="a word")
    trial = make_trial().with_event(one)
    assert trial.events == (one,)
    assert event_from(one.as_dict()) == one


@pytest.mark.parametrize(("what", "value"), BAD)
def test_what_says_nothing_is_refused_by_its_name(make_trial, what, value):
    trial = make_trial()
    with pytest.raises(TrialError) as refused:
        trial.with_event(logged(what, value))
    assert (what or "''") in str(refused.value)
    assert trial.events == ()


def test_every_word_that_is_offered_says_what_it_takes():
    assert set(WHAT) == {what for what, _ in GOOD} | {"resume"}
    assert all(words for _, words in WHAT.values())
    assert "felt unwell" in REASONS


def test_a_time_without_a_zone_is_refused(make_trial):
    with pytest.raises(TrialError, match="no zone"):
        make_trial().with_event(logged("sick", at=NOON.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "values",
    [
        {}, {"at": "2026-03-05T12:00+00:00"}, {"at": "now", "day": "2026-03-05", "what": "sick"},
        {"at": "2026-03-05T12:00+00:00", "day": "5 March", "what": "sick"},
        {"at": "2026-03-05T12:00+00:00", "day": "2026-03-05", "what": "sick", "more": "1"},
        {"at": 3, "day": "2026-03-05", "what": "sick"}, [], "sick", None,
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read_is_refused(values):
    with pytest.raises(TrialError, match="cannot be read"):
        event_from(values)


@pytest.mark.parametrize("values", [{"what": "dance"}, {"what": "kept", "value": "perhaps"}])
def test_an_event_of_a_file_is_checked_like_any_other(values):
    whole = {"at": "2026-03-05T12:00+00:00", "day": "2026-03-05", **values}
    with pytest.raises(TrialError, match=r"dance|perhaps"):
        event_from(whole)


@pytest.mark.parametrize(
    ("what", "value"),
    [("kept", "yes"), ("expect", "3"), ("guess", "active"), ("sick", ""), ("reaction", "mild"),
     ("stop", ""), ("safety_stop", "")],
)  # fmt: skip
def test_what_nobody_can_know_yet_is_not_logged_ahead(make_trial, what, value):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(TrialError, match="still to come, and today is 2026-03-05"):
        make_trial().with_event(logged(what, value, day=tomorrow))
    assert make_trial().with_event(logged(what, value)).events[-1].day == TODAY


@pytest.mark.parametrize("what", ["pause", "slide", "void"])
def test_days_off_may_be_planned(make_trial, what):
    ahead = TODAY + timedelta(days=9)
    assert make_trial().with_event(logged(what, day=ahead)).events[-1].day == ahead


def test_today_is_the_day_it_is_where_the_trial_runs(make_trial):
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    tomorrow = TODAY + timedelta(days=1)
    berlin = make_trial(zone="Europe/Berlin")
    assert berlin.with_event(logged("kept", "yes", day=tomorrow, at=late)).events
    with pytest.raises(TrialError, match="still to come"):
        make_trial().with_event(logged("kept", "yes", day=tomorrow, at=late))
    with pytest.raises(TrialError, match="still to come"):
        make_trial(zone="America/New_York").with_event(
            logged("kept", "yes", day=TODAY, at=datetime(2026, 3, 5, 3, tzinfo=UTC))
        )


@pytest.mark.parametrize("what", ["kept", "sick", "void", "expect", "guess", "slide", "reaction"])
def test_nothing_happens_before_day_1_but_a_stop_or_a_pause(make_trial, what):
    value = {"kept": "yes", "expect": "3", "guess": "unsure", "reaction": "mild"}.get(what, "")
    with pytest.raises(TrialError, match="before day 1"):
        make_trial().with_event(logged(what, value, day=START - timedelta(days=1)))


@pytest.mark.parametrize("what", ["stop", "safety_stop"])
def test_a_stop_before_day_1_leaves_nothing_to_run(make_trial, what):
    before = START - timedelta(days=1)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    trial = make_trial().with_event(logged(what, day=before, at=at))
    assert trial.stopped == before
    assert is_over(trial, before)
    assert running_eliminations([trial], START) == []


@pytest.mark.parametrize("what", ["pause", "resume"])
def test_pausing_twice_or_going_on_with_nothing_paused_says_so(make_trial, what):
    trial = make_trial()
    if what == "pause":
        trial = trial.with_event(logged("pause"))
    words = "is paused already" if what == "pause" else "is not paused"
    with pytest.raises(TrialError, match=words):
        trial.with_event(logged(what))


def test_a_pause_may_follow_one_that_was_ended(make_trial):
    trial = make_trial(event("pause", day=1), event("resume", day=2), event("pause", day=3))
    assert [e.what for e in trial.events] == ["pause", "resume", "pause"]


@pytest.mark.parametrize("what", ["kept", "void", "pause", "expect", "stop"])
def test_after_a_stop_only_guesses_and_reactions_are_taken(make_trial, what):
    value = {"kept": "yes", "expect": "2"}.get(what, "")
    stopped = make_trial(event("stop", day=3))
    with pytest.raises(TrialError, match="was stopped on 2026-03-05"):
        stopped.with_event(event(what, value, day=4))
    assert stopped.with_event(event("guess", "unsure", day=4)).events[-1].what == "guess"
    assert stopped.with_event(event("reaction", "mild", day=4)).events[-1].value == "mild"


@pytest.mark.parametrize(
    ("changes", "reason", "word"),
    [
        ({"smallest_difference": 2.0}, "", "needs a reason"),
        ({"smallest_difference": 2.0}, "   ", "needs a reason"),
        ({"pairs": 8}, "longer", "cannot be changed"),
        ({"outcome": "headache"}, "another", "cannot be changed"),
        ({"start": START}, "later", "cannot be changed"),
        ({"analysis": "t-test"}, "simpler", "cannot be changed"),
        ({"smallest_difference": 0.0}, "none", "number above 0"),
        ({"alpha": 0.9}, "easier", "error rate: 0.9"),
    ],
)
def test_a_change_that_may_not_be_makes_no_version(make_trial, changes, reason, word):
    trial = make_trial()
    with pytest.raises(TrialError, match=word):
        amend_plan(trial, changes, reason, NOON)
    assert len(trial.versions) == 1


def test_a_plan_is_not_changed_once_its_trial_is_over(make_trial):
    changes = {"smallest_difference": 0.2}
    last = datetime(2026, 4, 6, 12, tzinfo=UTC)
    assert len(amend_plan(make_trial(), changes, "less matters too", last).versions) == 2
    with pytest.raises(TrialError, match="is over; its plan stays as it was"):
        amend_plan(make_trial(), changes, "it nearly said so", last + timedelta(days=1))
    with pytest.raises(TrialError, match="is over"):
        amend_plan(make_trial(event("stop", day=2)), changes, "it nearly said so", NOON)


def planned_stop(make_trial, day: int):
    """A stop that lies ahead, as files of older versions may hold one."""
    trial = make_trial()
    return replace(trial, events=(event("stop", day=day),))


@pytest.mark.parametrize(("today", "runs"), [(0, True), (8, True), (9, False), (20, False)])
def test_what_is_left_out_counts_until_the_stop_and_no_longer(make_trial, today, runs):
    trial = planned_stop(make_trial, 9)
    on = START + timedelta(days=today)
    assert bool(running_eliminations([trial], on)) is runs
    if runs:
        with pytest.raises(TrialError, match="two things at once"):
            check_only_elimination(True, [trial], on)
    else:
        check_only_elimination(True, [trial], on)
