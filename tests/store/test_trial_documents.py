"""What may be kept as a trial or a rule, and what is refused, field by field."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.trials.events import Event
from gutline.trials.plan import Plan
from gutline.trials.randomising import randomise
from gutline.trials.trial import PlanVersion, Trial
from tests.store.conftest import NOW

RULE = {
    "name": "dairy", "outcome": "back pain", "verdict": "cleared",
    "words": "dairy: cleared by trial for back pain", "trial": "dairy-1", "ended": "2026-04-06",
    "effect": 0.1, "low": -0.4, "high": 0.6, "weight": 0.5,
}  # fmt: skip
SEEDS = ("seed of sixteen or more", "salt of sixteen or more")


@pytest.fixture
def store(sqlite_store):
    """A diary in a folder."""
    return sqlite_store


@functools.cache
def made(name: str = "dairy-1") -> Trial:
    plan = Plan(
        "paired_crossover", "dairy", "back pain", "without dairy", "with dairy",
        date(2026, 3, 2), "Europe/Berlin", pairs=6, period_days=3, eliminates=True, kind="food",
    )  # fmt: skip
    drawn = randomise(plan, *SEEDS)
    return Trial(
        name, (PlanVersion(plan, NOW),), drawn.commitment(), drawn, (), ("elimination of dairy",)
    )


def check_rule(**changes: object) -> None:
    from gutline.store.documents.rule import check

    check({**RULE, **changes})


def check_trial(kept: Trial | None = None, hidden: str = "", **changes: object) -> None:
    from gutline.store.documents.trial import check

    check({"trial": (kept or made()).as_dict(), "sealed": hidden, **changes})


def keep(person: int, name: str = "dairy-1"):
    from gutline.store.queries.trials import kept_of
    from gutline.store.services.documents import keep_document

    body = {"trial": replace(made(), id=name).as_dict(), "sealed": ""}
    return kept_of(keep_document(person, "trial", name, body, NOW))


@pytest.mark.parametrize(
    "changes",
    [
        {}, {"effect": None, "low": None, "high": None, "weight": None}, {"effect": 0},
        {"verdict": "open"}, {"verdict": "harms"}, {"verdict": "helps"}, {"words": "x" * 500},
        {"ended": "2024-02-29"},
    ],
)  # fmt: skip
def test_a_rule_that_says_something_is_kept(store, changes):
    check_rule(**changes)
    assert {**RULE, **changes}.keys() == RULE.keys()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"blame": "x"}, "'blame' is not known"),
        ({"name": ""}, "name must be a text"),
        ({"name": None}, "name must be a text"),
        ({"outcome": 3}, "outcome must be a text"),
        ({"words": "x" * 501}, "words must be a text of at most 500"),
        ({"trial": ["dairy-1"]}, "trial must be a text"),
        ({"effect": "0.1"}, "effect must be a number"),
        ({"effect": True}, "effect must be a number"),
        ({"low": float("nan")}, "low must be a number"),
        ({"high": float("inf")}, "high must be a number"),
        ({"weight": "heavy"}, "weight must be a number"),
        ({"verdict": "guilty"}, "'guilty' is no verdict"),
        ({"verdict": "Cleared"}, "'Cleared' is no verdict"),
        ({"ended": "6 April"}, "ended is no date"),
        ({"ended": "2026-02-30"}, "ended is no date"),
    ],
)
def test_a_rule_that_says_nothing_is_refused_by_its_field(store, changes, word):
    from gutline.store.errors import StoreError

    with pytest.raises(StoreError, match=word):
        check_rule(**changes)


@pytest.mark.parametrize("field", sorted(RULE))
def test_a_rule_without_a_field_is_refused(store, field):
    from gutline.store.documents.rule import check
    from gutline.store.errors import StoreError

    with pytest.raises(StoreError, match=f"'{field}' is missing"):
        check({name: value for name, value in RULE.items() if name != field})


@pytest.mark.parametrize(
    ("changes", "sealed", "word"),
    [
        ({"gates": ()}, "", "no safety gate was asked"),
        ({"allocation": None}, "", "no schedule, and no sealed one"),
        ({"commitment": "0" * 64}, "", "hash was shown"),
        ({"versions": ()}, "", "no plan"),
    ],
)
def test_a_trial_that_did_not_begin_the_one_way_is_refused(store, changes, sealed, word):
    from gutline.store.errors import StoreError

    with pytest.raises(StoreError, match=word):
        check_trial(replace(made(), **changes), sealed)


def test_a_sealed_trial_needs_no_schedule(store):
    from gutline.store.errors import StoreError

    hidden = replace(made(), allocation=None)
    check_trial(hidden, "c2VhbGVk")
    check_trial(hidden, "elsewhere")
    with pytest.raises(StoreError, match="schedule"):
        check_trial(hidden, "")


@pytest.mark.parametrize(
    "changes", [{"trial": None}, {"trial": "x"}, {"sealed": None}, {"sealed": b"x"}, {"key": "x"}]
)
def test_a_body_of_the_wrong_sort_is_refused(store, changes):
    from gutline.store.errors import StoreError

    with pytest.raises(StoreError, match="trial: "):
        check_trial(**changes)


@pytest.mark.parametrize(
    ("exposure", "taken", "key"),
    [
        ("dairy", (), "dairy-1"),
        ("dairy", ("dairy-1",), "dairy-2"),
        ("dairy", ("dairy-2",), "dairy-1"),
        ("dairy", ("dairy-1", "dairy-2", "dairy-4"), "dairy-3"),
        ("Red Wine!", (), "red-wine-1"),
        ("...", (), "trial-1"),
        ("бобы", (), "trial-1"),
        ("a" * 59 + " b", (), "a" * 59 + "-1"),
        ("x" * 300, (), "x" * 60 + "-1"),
        ("../up", (), "up-1"),
    ],
)
def test_a_new_trial_gets_a_name_that_no_other_has(store, exposure, taken, key):
    from gutline.store.services.trial_starting import new_key

    assert new_key(exposure, taken) == key


def test_rules_come_in_the_order_of_their_ends_and_the_last_weight_counts(person):
    from gutline.store.queries.trials import OwnRule, own_rules, prior_weights
    from gutline.store.services.trials import keep_rule

    for key, ended, weight in (("a-1", "2026-06-01", 0.5), ("a-2", "2026-02-01", 2.0)):
        keep(person, key)
        keep_rule(person, OwnRule(**{**RULE, "trial": key, "ended": ended, "weight": weight}), NOW)
    keep(person, "a-3")
    nothing = {**RULE, "name": "eggs", "trial": "a-3", "ended": "2026-07-01", "weight": None}
    keep_rule(person, OwnRule(**nothing), NOW)
    assert [rule.trial for rule in own_rules(person)] == ["a-2", "a-1", "a-3"]
    assert prior_weights(person) == {"dairy": 0.5}


def test_a_rule_that_is_said_again_alike_makes_no_new_version(person):
    from gutline.store.queries.documents import document
    from gutline.store.queries.trials import OwnRule
    from gutline.store.services.trials import keep_rule

    keep(person)
    for _ in range(3):
        keep_rule(person, OwnRule(**RULE), NOW)
    assert document(person, "rule", "dairy-1").version == 0
    keep_rule(person, OwnRule(**{**RULE, "effect": 0.2}), NOW)
    assert document(person, "rule", "dairy-1").version == 1


def moment(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day)


def test_a_day_that_is_still_to_come_is_not_logged(person):
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.trials import log_event
    from gutline.trials.errors import TrialError

    keep(person)
    for what, value in (("kept", "yes"), ("stop", ""), ("guess", "active")):
        one = Event(moment(3), moment(9).date(), what, value)
        with pytest.raises(TrialError, match="still to come"):
            log_event(person, "dairy-1", one, moment(3))
    assert kept_trial(person, "dairy-1").trial.events == ()


def test_events_that_cannot_all_be_kept_are_none_of_them_kept(person):
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.trials import log_events
    from gutline.trials.errors import TrialError

    keep(person)
    good = Event(moment(3), moment(3).date(), "kept", "yes")
    with pytest.raises(TrialError, match="not paused"):
        log_events(person, "dairy-1", (good, replace(good, what="resume", value="")), moment(3))
    assert kept_trial(person, "dairy-1").trial.events == ()


def test_a_plan_is_changed_while_the_trial_runs_and_never_after(person):
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.trials import amend_trial, log_event
    from gutline.trials.errors import TrialError

    keep(person)
    change = {"smallest_difference": 0.5}
    amend_trial(person, "dairy-1", change, "less matters", moment(5))
    log_event(person, "dairy-1", Event(moment(6), moment(6).date(), "stop"), moment(6))
    with pytest.raises(TrialError, match="is over"):
        amend_trial(person, "dairy-1", {"smallest_difference": 0.1}, "nearly", moment(6, 20))
    assert len(kept_trial(person, "dairy-1").trial.versions) == 2


def test_every_earlier_state_of_a_trial_is_there_in_order(person):
    from gutline.store.queries.trials import earlier_trials, kept_trial
    from gutline.store.services.trials import log_event

    keep(person)
    for day in (2, 3, 4):
        log_event(person, "dairy-1", Event(moment(day), moment(day).date(), "sick"), moment(day))
    assert [len(t.events) for t in earlier_trials(person, "dairy-1")] == [0, 1, 2]
    assert kept_trial(person, "dairy-1").version == 3


def test_a_change_made_on_an_older_page_is_a_conflict(person):
    from gutline.store.errors import ConflictError
    from gutline.store.services.trials import amend_trial, log_event

    seen = keep(person).version
    log_event(person, "dairy-1", Event(moment(2), moment(2).date(), "sick"), moment(2))
    with pytest.raises(ConflictError):
        amend_trial(
            person, "dairy-1", {"smallest_difference": 2.0}, "why", moment(2), expected=seen
        )


@pytest.mark.parametrize("asked", ["dairy", "DAIRY-1", "dairy-2", "", "../dairy-1", "x" * 500])
def test_a_name_that_is_none_is_not_there(person, asked):
    from gutline.store.errors import NotThereError
    from gutline.store.queries.trials import kept_trial

    keep(person)
    with pytest.raises(NotThereError, match="there is no trial"):
        kept_trial(person, asked)


def test_a_dropped_trial_is_gone_from_the_list_and_comes_back_whole(person):
    from gutline.store.queries.trials import kept_trials
    from gutline.store.services.documents import bring_back_document, drop_document

    before = keep(person)
    drop_document(person, "trial", "dairy-1", moment(1))
    assert kept_trials(person) == ()
    bring_back_document(person, "trial", "dairy-1", moment(1))
    assert kept_trials(person)[0].trial == before.trial
