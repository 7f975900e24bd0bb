"""Trials in the journal: begun one way only, changed with a version, sealed, and learned from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.events import Event
from gutline.trials.plan import Plan
from gutline.trials.starting import StartRefusedError, Tokens
from tests.store.conftest import NOW
from tests.trials.answered import lasting, profile

DAY = date(2026, 3, 2)
LIVED = NOW + timedelta(days=4)
PARTNER = {"passphrase": "correct horse"}
GUESSED = {"passphrase": "short"}
TOKENS = Tokens("seed of sixteen or more", "salt of sixteen or more")
PLAN = Plan(
    "paired_crossover", "dairy", "back pain", "without dairy", "with dairy", DAY, "Europe/Berlin",
    pairs=6, period_days=3, eliminates=True, kind="food",
)  # fmt: skip


@pytest.fixture
def store(sqlite_store):
    """A diary in a folder; documents themselves are tried on both kinds of database elsewhere."""
    return sqlite_store


def asked(**more):
    from gutline.store.services.trial_starting import Asked

    return Asked(profile(), **more)


def lock(person, plan=PLAN, **more):
    from gutline.store.services.trial_starting import lock_trial

    return lock_trial(person, plan, asked(**more), NOW, TOKENS)


def event(what: str, value: str = "", *, day: int = 0, at: datetime = LIVED) -> Event:
    return Event(at, DAY + timedelta(days=day), what, value)


def test_a_trial_is_locked_kept_and_read_back(person):
    from gutline.store.queries.trials import kept_trial, kept_trials

    kept = lock(person).kept
    assert kept.key == "dairy-1"
    assert kept_trial(person, "dairy-1") == kept
    assert [one.key for one in kept_trials(person)] == ["dairy-1"]
    assert kept.trial.gates == ("elimination of dairy",)
    assert kept.trial.allocation.commitment() == kept.trial.commitment


def test_what_nobody_answered_starts_nothing(person):
    from gutline.store.queries.trials import kept_trials
    from gutline.store.services.trial_starting import Asked, lock_trial

    with pytest.raises(StartRefusedError, match="short check"):
        lock_trial(person, PLAN, Asked(), NOW, TOKENS)
    assert kept_trials(person) == ()


def test_the_answers_of_the_journal_are_asked_for(person):
    from gutline.store.services.safety import keep_answers
    from gutline.store.services.trial_starting import Asked, lock_trial

    keep_answers(person, lasting(profile().answers), NOW.date(), NOW)
    assert lock_trial(person, PLAN, Asked(), NOW, TOKENS).kept.key == "dairy-1"


def test_the_document_itself_refuses_a_trial_that_no_gate_saw(person):
    from gutline.store.errors import StoreError
    from gutline.store.services.documents import keep_document

    kept = lock(person).kept
    body = {"trial": replace(kept.trial, id="x-1", gates=()).as_dict(), "sealed": ""}
    with pytest.raises(StoreError, match="no safety gate"):
        keep_document(person, "trial", "x-1", body, NOW)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"sealed": 1}, "right sort"),
        ({"more": 1}, "'more' is not known"),
        ({"trial": {}}, "schema"),
        ({"trial": []}, "right sort"),
    ],
)
def test_a_body_that_is_no_trial_is_refused(person, change, word):
    from gutline.store.errors import StoreError
    from gutline.store.services.documents import keep_document

    body = {"trial": lock(person).kept.trial.as_dict(), "sealed": ""} | change
    with pytest.raises(StoreError, match=word):
        keep_document(person, "trial", "x-1", body, NOW)


def test_a_schedule_that_was_changed_is_refused(person):
    from gutline.store.errors import StoreError
    from gutline.store.services.documents import keep_document

    kept = lock(person).kept
    other = replace(kept.trial.allocation, seed="another seed that is long")
    body = {"trial": replace(kept.trial, allocation=other).as_dict(), "sealed": ""}
    with pytest.raises(StoreError, match="hash was shown"):
        keep_document(person, "trial", kept.key, body, NOW)


def test_events_are_added_once_and_only_to_what_was_seen(person):
    from gutline.store.errors import ConflictError
    from gutline.store.services.trials import log_event

    kept = lock(person).kept
    more = log_event(person, kept.key, event("kept", "yes"), NOW, expected=kept.version)
    assert more.version == kept.version + 1
    assert log_event(person, kept.key, event("kept", "yes"), NOW).version == more.version
    with pytest.raises(ConflictError, match="look at it again"):
        log_event(person, kept.key, event("sick"), NOW, expected=kept.version)
    assert [e.what for e in more.trial.events] == ["kept"]


def test_several_events_are_all_kept_or_none(person):
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.trials import log_events

    kept = lock(person).kept
    with pytest.raises(TrialError):
        log_events(person, kept.key, (event("sick"), event("dance")), NOW)
    assert kept_trial(person, kept.key).trial.events == ()


def test_the_last_event_is_taken_back_within_an_hour_and_the_history_keeps_it(person):
    from gutline.store.queries.trials import earlier_trials
    from gutline.store.services.trials import log_event, take_back_event

    kept = lock(person).kept
    log_event(person, kept.key, event("stop", day=3), LIVED)
    with pytest.raises(TrialError, match="something else"):
        take_back_event(person, kept.key, "2020-01-01T00:00+00:00", LIVED)
    back = take_back_event(person, kept.key, LIVED.isoformat(), LIVED + timedelta(minutes=5))
    assert back.trial.stopped is None
    assert [len(t.events) for t in earlier_trials(person, kept.key)] == [0, 1]
    log_event(person, kept.key, event("sick"), LIVED)
    with pytest.raises(TrialError, match="more than an hour"):
        take_back_event(person, kept.key, LIVED.isoformat(), LIVED + timedelta(hours=2))


def test_a_plan_is_changed_with_a_reason_and_the_first_one_stays(person):
    from gutline.store.services.trials import amend_trial

    kept = lock(person).kept
    with pytest.raises(TrialError, match="reason"):
        amend_trial(person, kept.key, {"smallest_difference": 2.0}, " ", NOW)
    with pytest.raises(TrialError, match="cannot be changed"):
        amend_trial(person, kept.key, {"pairs": 3}, "shorter", NOW)
    changed = amend_trial(person, kept.key, {"smallest_difference": 2.0}, "one is little", NOW)
    assert [v.plan.smallest_difference for v in changed.trial.versions] == [1.0, 2.0]
    assert changed.trial.versions[1].reason == "one is little"


@pytest.mark.slow
def test_a_sealed_schedule_opens_with_its_passphrase_alone(person):
    from gutline.store.errors import BackupError, StoreError
    from gutline.store.services.trial_starting import unseal
    from gutline.store.services.trials import open_schedule

    with pytest.raises(BackupError, match="shorter"):
        lock(person, **GUESSED)
    kept = lock(person, **PARTNER).kept
    assert kept.trial.allocation is None
    with pytest.raises(StoreError, match="does not open"):
        unseal(kept.sealed, "another horse")
    allocation = unseal(kept.sealed, "correct horse")
    assert allocation.commitment() == kept.trial.commitment
    assert open_schedule(person, kept.key, allocation, NOW).trial.allocation == allocation


def test_a_schedule_kept_in_a_file_is_handed_back_and_not_kept(person):
    from gutline.store.errors import StoreError
    from gutline.store.services.trial_starting import unseal

    locked = lock(person, elsewhere=True)
    assert locked.kept.trial.allocation is None
    assert locked.aside.commitment() == locked.kept.trial.commitment
    with pytest.raises(StoreError, match="own file"):
        unseal(locked.kept.sealed, "anything at all")


def test_names_do_not_clash_and_a_second_elimination_is_refused(person):
    with pytest.raises(TrialError, match="two things at once"):
        lock(person), lock(person, replace(PLAN, exposure="eggs"))
    walk = replace(PLAN, exposure="Walking, slowly!", kind="practice", eliminates=False)
    assert lock(person, walk).kept.key == "walking-slowly-1"
    assert lock(person, walk).kept.key == "walking-slowly-2"


def test_somebody_elses_trial_is_not_there(person):
    from gutline.store.errors import NotThereError
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.people import add_person
    from gutline.store.services.trials import log_event

    other = add_person("Asia/Tokyo", NOW, name="other", account="another").key
    kept = lock(person).kept
    with pytest.raises(NotThereError):
        kept_trial(other, kept.key)
    with pytest.raises(NotThereError):
        log_event(other, kept.key, event("sick"), NOW)


def rule(**more):
    from gutline.store.queries.trials import OwnRule

    values = {
        "name": "dairy", "outcome": "back pain", "verdict": "cleared",
        "words": "dairy: cleared by trial for back pain", "trial": "dairy-1",
        "ended": "2026-04-06", "effect": 0.1, "low": -0.4, "high": 0.6, "weight": 0.5,
    }  # fmt: skip
    return OwnRule(**{**values, **more})


def test_a_rule_is_kept_for_its_trial_and_gives_a_weight(person):
    from gutline.store.queries.trials import own_rules, prior_weights
    from gutline.store.services.trials import keep_rule

    lock(person)
    assert prior_weights(person) == {}
    keep_rule(person, rule(), NOW)
    keep_rule(person, rule(weight=0.4), NOW)
    assert own_rules(person) == (rule(weight=0.4),)
    assert prior_weights(person) == {"dairy": 0.4}


def test_a_rule_without_its_trial_or_of_no_sense_is_refused(person):
    from gutline.store.errors import NotThereError, StoreError
    from gutline.store.services.trials import keep_rule

    with pytest.raises(NotThereError):
        keep_rule(person, rule(), NOW)
    lock(person)
    for wrong, word in (
        ({"verdict": "good"}, "no verdict"),
        ({"ended": "soon"}, "no date"),
        ({"effect": "much"}, "effect must be a number"),
        ({"words": ""}, "words must be a text"),
    ):
        with pytest.raises(StoreError, match=word):
            keep_rule(person, rule(**wrong), NOW)


def test_reading_and_logging_of_trials_load_no_arithmetic():
    from tests.store.test_light import loaded_by

    code = (
        "from pathlib import Path\nfrom gutline.store.settings import configure\n"
        "configure(Path('/nowhere'))\n"
        "import gutline.store.services.trials, gutline.store.queries.trials"
    )
    assert not loaded_by(code) & {"numpy", "scipy", "gutline.trials.randomising"}


def test_an_export_of_everything_carries_trials(person):
    import json

    from gutline.store.services.exports import export_json

    lock(person)
    told = json.loads(export_json(person))
    assert "dairy-1" in json.dumps(told)
