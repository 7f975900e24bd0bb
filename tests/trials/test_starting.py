"""Starting a trial: the gates cannot be gone round, whatever is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.catalog.designs import load_designs
from gutline.trials.days_out import MOST_DAYS_OUT, days_out, days_out_in_a_row
from gutline.trials.errors import TrialError
from gutline.trials.proposing import Wish, propose_plan
from gutline.trials.randomising import prove
from gutline.trials.safety_plans import ask_gates, safety_plans
from gutline.trials.starting import Known, StartRefusedError, Tokens, start_trial
from tests.trials.answered import profile
from tests.trials.conftest import SALT, SEED, START

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOKENS = Tokens(SEED, SALT)


def start(plan, known: Known | None = None, **more: object):
    return start_trial("t-1", plan, known or Known(profile(**more)), NOW, TOKENS)


def test_a_healthy_adult_starts_and_the_gates_are_on_record(plan):
    trial, allocation = start(replace(plan, kind="food"))
    assert trial.gates == ("elimination of dairy",)
    assert all(p.passed for p in prove(trial.plan, allocation, trial.commitment))
    assert trial.allocation == allocation


def test_nothing_known_is_never_enough(plan):
    with pytest.raises(StartRefusedError, match="Answer the short check") as refused:
        start(plan, Known())
    assert "pregnant" in refused.value.answer.ask
    assert not refused.value.answer.allowed


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"pregnant": True}, "pregnant"),
        ({"age": 16}, "Growing"),
        ({"weight_kg": 50}, "weight"),
        ({"scoff_sick": True, "scoff_fat": True}, "eating"),
        ({"unexplained_weight_loss": True}, "weight"),
    ],
)
def test_a_closed_gate_refuses_and_says_why_and_what_first(plan, answers, word):
    with pytest.raises(StartRefusedError, match=word) as refused:
        start(plan, **answers)
    assert "First:" in str(refused.value)


def test_gluten_goes_only_after_the_blood_test(plan):
    gluten = replace(plan, exposure="gluten", kind="food")
    with pytest.raises(StartRefusedError, match="coeliac"):
        start(gluten, coeliac_test_done=False)
    assert start(gluten)[0].plan.exposure == "gluten"


def test_a_red_flag_in_the_answers_stops_every_trial(plan):
    walk = replace(plan, exposure="walking", kind="practice", eliminates=False)
    assert start(walk)[0].gates == ("practice of walking",)
    with pytest.raises(StartRefusedError):
        start(walk, back_pain=True, saddle_numbness=True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("ibuprofen", "food"), ("Nurofen", "practice"), ("somebody's pills", "medicine")],
)
def test_a_medicine_is_never_left_to_a_coin_whatever_it_is_called(plan, name, kind):
    with pytest.raises(TrialError, match="prescribed"):
        start(replace(plan, exposure=name, kind=kind))


def test_a_supplement_stays_one_when_it_is_called_a_food(plan):
    assert [p.kind for p in safety_plans(replace(plan, exposure="magnesium", kind="food"))] == [
        "supplement"
    ]


def test_a_second_elimination_is_refused_by_its_own_name(plan):
    first, _ = start(replace(plan, kind="food"))
    with pytest.raises(TrialError, match="'dairy' is being left out"):
        start(replace(plan, exposure="eggs", kind="food"), Known(profile(), None, (first,)))


def test_a_trial_of_yesterday_is_not_locked(plan):
    with pytest.raises(TrialError, match="past"):
        start(replace(plan, start=START - timedelta(days=5)))


def test_what_may_have_been_harmful_before_is_asked_for_a_challenge(plan):
    challenge = replace(plan, design="challenges", layout="complete", kind="food", pairs=3)
    assert [p.kind for p in safety_plans(challenge)] == ["elimination", "challenge"]
    with pytest.raises(StartRefusedError):
        start(challenge, Known(profile(food_harmed_before=None)))
    known = Known(profile(food_harmed_before=None), harmed_before=False)
    assert start(challenge, known)[0].gates == ("elimination of dairy", "challenge of dairy")
    with pytest.raises(StartRefusedError, match=r"seriously ill|reaction"):
        start(challenge, Known(profile(), harmed_before=True))


@pytest.mark.parametrize(
    ("kind", "eliminates", "kinds"),
    [
        ("supplement", False, ["supplement"]),
        ("practice", False, ["practice"]),
        ("sleep", False, ["practice"]),
        ("meal", False, ["meal_timing"]),
        ("drink", False, ["challenge"]),
        ("food", True, ["elimination"]),
        ("", True, ["elimination"]),
    ],
)
def test_every_kind_is_a_plan_that_gates_know(plan, kind, eliminates, kinds):
    own = replace(plan, exposure="ginger", kind=kind, eliminates=eliminates)
    assert [p.kind for p in safety_plans(own)] == kinds


def test_red_wine_is_left_out_and_drunk_on_purpose(plan):
    own = replace(plan, exposure="red wine", kind="drink")
    assert [p.kind for p in safety_plans(own)] == ["elimination", "challenge"]
    with pytest.raises(StartRefusedError, match=r"[Aa]lcohol"):
        start(own, morning_drinking=True)


def test_days_out_are_counted_at_their_worst(plan):
    assert days_out(plan) == 18
    assert days_out_in_a_row(plan) == 6
    challenge = replace(plan, layout="complete", pairs=3, washout_days=3, run_in_days=14)
    assert days_out(challenge) == 14 + 9 + 15
    assert days_out_in_a_row(challenge) == 14 + 18
    assert days_out_in_a_row(replace(challenge, longest_run=1)) == 14 + 6


@pytest.mark.parametrize("exposure", ["dairy", "milk", "red wine", "coffee", "wheat bread", "eggs"])
@pytest.mark.parametrize("design", ["paired_crossover", "challenges"])
def test_what_is_proposed_passes_the_gates_of_a_healthy_adult(exposure, design):
    for washout in (None, 1, 7):
        wish = Wish(exposure, "back pain", "food", (), 14, washout)
        plan = propose_plan(wish, load_designs()[design], START, "UTC")
        assert days_out(plan) <= MOST_DAYS_OUT
        answer = ask_gates(plan, profile(), None, (), date(2026, 3, 1), harmed_before=False)
        assert answer.allowed, answer.words


def test_secrets_do_not_show_when_they_are_printed():
    assert SEED not in repr(TOKENS)


def test_a_sealed_trial_holds_no_schedule(plan):
    trial, allocation = start_trial("t-1", plan, Known(profile()), NOW, TOKENS, sealed=True)
    assert trial.allocation is None
    assert trial.opened(allocation).allocation == allocation


@pytest.mark.parametrize(
    ("exposure", "kind"),
    [("peanuts", "food"), ("dairy", "food"), ("zinc", "supplement"), ("kombucha", "drink")],
)
def test_no_coin_ever_says_when_to_eat_what_once_made_somebody_seriously_ill(plan, exposure, kind):
    own = replace(plan, exposure=exposure, kind=kind, eliminates=kind != "supplement")
    known = profile()
    ask = {"others": (), "today": date(2026, 3, 1)}
    assert ask_gates(own, known, None, **ask, harmed_before=False).allowed
    answer = ask_gates(own, known, None, **ask, harmed_before=True)
    assert not answer.allowed
    assert any("made you seriously ill" in reason.message for reason in answer.reasons)
