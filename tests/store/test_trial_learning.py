"""A trial that is over leaves its rule, whoever analyses it and whether anybody looks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from gutline.trials.events import Event
from gutline.trials.starting import Tokens
from tests.store.conftest import NOW
from tests.store.test_trials_kept import DAY, PLAN, lock

OVER = NOW + timedelta(days=40)


@pytest.fixture
def store(sqlite_store):
    """A diary in a folder; documents themselves are tried on both kinds of database elsewhere."""
    return sqlite_store


def rate(person: int, effect: float, days: int = PLAN.days) -> None:
    """Rate twice a day, higher by the effect on active days."""
    from gutline.store.drafts import Draft
    from gutline.store.queries.trials import kept_trials
    from gutline.store.services.log import log_many

    trial = kept_trials(person)[0].trial
    assert trial.allocation is not None
    rng, drafts = np.random.default_rng(2), []
    for number in range(days):
        active = trial.allocation.assignment[number // PLAN.period_days]
        for hour in (7, 19):
            at = datetime.combine(DAY, datetime.min.time(), NOW.tzinfo)
            at += timedelta(days=number, hours=hour)
            value = float(np.clip(round(3.0 + effect * active + rng.normal(0, 0.7)), 0, 10))
            drafts.append(Draft("symptom", "back pain", at, value))
    log_many(person, drafts, OVER)


def settle(person: int, now: datetime = OVER):
    from gutline.store.services.trial_learning import learn_from_finished

    return learn_from_finished(person, now)


def rules(person: int):
    from gutline.store.queries.trials import own_rules

    return own_rules(person)


def test_a_finished_trial_leaves_its_rule_though_nobody_opened_it(person):
    lock(person)
    rate(person, 2.5)
    (kept,) = settle(person)
    assert (kept.verdict, kept.ended) == ("harms", str(DAY + timedelta(days=PLAN.days - 1)))
    assert rules(person) == (kept,)


def test_it_is_analysed_once(person, monkeypatch):
    from gutline.store.services import trial_learning

    lock(person)
    rate(person, 2.5)
    assert settle(person)

    def never(*_given):
        raise AssertionError

    monkeypatch.setattr(trial_learning, "analyse_trial", never)
    assert settle(person) == ()
    assert len(rules(person)) == 1


def test_it_is_analysed_again_once_the_trial_was_changed(person):
    from gutline.store.services.trials import log_event

    lock(person)
    rate(person, 2.5)
    assert settle(person)
    log_event(person, "dairy-1", Event(OVER, DAY, "void", "", "ill"), OVER + timedelta(hours=1))
    assert len(settle(person, OVER + timedelta(hours=2))) == 1


@pytest.mark.parametrize("days", [0, 20, 35])
def test_a_trial_that_still_runs_leaves_none(person, days):
    lock(person)
    rate(person, 2.5, days)
    assert settle(person, NOW + timedelta(days=days)) == ()
    assert rules(person) == ()


def test_one_that_was_stopped_leaves_what_it_could_tell(person):
    from gutline.store.services.trials import log_event

    lock(person)
    rate(person, 0.0, 18)
    stopped = NOW + timedelta(days=19)
    on = date(stopped.year, stopped.month, stopped.day)
    log_event(person, "dairy-1", Event(stopped, on, "stop", "", "enough"), stopped)
    (kept,) = settle(person, stopped + timedelta(days=1))
    assert kept.verdict in {"open", "cleared"}


def never(*_given):
    raise AssertionError


def tried(person: int) -> dict[str, str]:
    from gutline.store.queries.trials import unanswered_trials

    return unanswered_trials(person)


def test_one_that_cannot_be_analysed_is_remembered_and_not_tried_again(person, monkeypatch):
    from gutline.store import queries
    from gutline.store.services import trial_learning
    from gutline.store.services.log import log_entry

    lock(person)
    assert settle(person) == ()
    assert "holds no ratings of 'back pain'" in tried(person)["dairy-1"]
    before = queries.person(person).revision
    monkeypatch.setattr(trial_learning, "analyse_trial", never)
    assert settle(person, OVER + timedelta(hours=1)) == ()
    assert queries.person(person).revision == before
    from gutline.store.drafts import Draft

    log_entry(person, Draft("food", "rice"), OVER)
    assert settle(person, OVER + timedelta(hours=2)) == ()


def test_it_is_tried_again_once_its_data_changed_and_then_says_so_no_more(person):
    lock(person)
    settle(person)
    assert list(tried(person)) == ["dairy-1"]
    rate(person, 2.5)
    assert [rule.verdict for rule in settle(person, OVER + timedelta(hours=1))] == ["harms"]
    assert tried(person) == {}
    assert [rule.trial for rule in rules(person)] == ["dairy-1"]


def test_a_trial_that_was_changed_while_it_was_analysed_leaves_no_rule(person):
    from gutline.store.queries import read_diary
    from gutline.store.services.trial_learning import learn_from
    from gutline.store.services.trials import log_event
    from gutline.trials.own_trial import analyse_trial

    trial = lock(person).kept.trial
    rate(person, 2.5)
    result = analyse_trial(trial, read_diary(person), OVER.date())
    log_event(person, "dairy-1", Event(OVER, DAY, "void", "", "ill"), OVER)
    assert learn_from(person, trial, result, OVER.date(), OVER) is None
    assert rules(person) == ()
    (kept,) = settle(person, OVER + timedelta(hours=1))
    assert kept.verdict == "harms"


def test_it_is_tried_again_once_the_trial_itself_changed(person, monkeypatch):
    from gutline.store.services import trial_learning
    from gutline.store.services.trials import log_event

    lock(person)
    settle(person)
    log_event(person, "dairy-1", Event(OVER, DAY, "void", "", "ill"), OVER)
    monkeypatch.setattr(trial_learning, "analyse_trial", never)
    with pytest.raises(AssertionError):
        settle(person, OVER + timedelta(hours=1))


@pytest.mark.parametrize(
    ("change", "words"),
    [({"needs": "short"}, "no SHA-256"), ({"because": ""}, "because must be a text"),
     ({"trial": 5}, "trial must be a text"), ({"more": 1}, "'more' is not known")],
)  # fmt: skip
def test_what_does_not_say_why_there_is_no_result_is_not_kept(person, change, words):
    from gutline.store.errors import StoreError
    from gutline.store.services.documents import keep_document

    body = {"trial": "dairy-1", "because": "nothing was rated", "needs": "0" * 64, **change}
    with pytest.raises(StoreError, match=words):
        keep_document(person, "unanswered", "dairy-1", body, NOW)


def test_without_ratings_or_with_a_sealed_schedule_nothing_is_left_and_nothing_breaks(person):
    lock(person)
    assert settle(person) == ()
    rate(person, 2.5)
    other = PLAN.__class__(**{**vars(PLAN), "exposure": "walking", "kind": "practice",
                              "eliminates": False})  # fmt: skip
    from gutline.store.services.trial_starting import lock_trial
    from tests.store.test_trials_kept import asked

    tokens = Tokens("another seed, long enough", "another salt, long enough")
    lock_trial(person, other, asked(elsewhere=True), NOW, tokens)
    assert [rule.trial for rule in settle(person)] == ["dairy-1"]


def test_somebody_elses_trial_is_not_learned_from(store, person):
    from gutline.store.errors import NotThereError
    from gutline.store.queries import read_diary
    from gutline.store.services.people import add_person
    from gutline.store.services.trial_learning import learn_from
    from gutline.trials.own_trial import analyse_trial

    trial = lock(person).kept.trial
    rate(person, 2.5)
    other = add_person("UTC", NOW).key
    result = analyse_trial(trial, read_diary(person), OVER.date())
    assert settle(other) == ()
    with pytest.raises(NotThereError):
        learn_from(other, trial, result, OVER.date(), OVER)
    assert rules(person) == ()
