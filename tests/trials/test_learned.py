"""What a finished trial leaves behind: a rule in words, and a weight within bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gutline.trials.deciding import PosteriorSummary
from gutline.trials.learned import SHARE, STRONGEST, learn, prior_weight
from gutline.trials.own_trial import analyse_trial
from tests.trials.conftest import START

END = START + timedelta(days=36)


@pytest.fixture
def result(make_trial, diary_of):
    trial = make_trial()
    return analyse_trial(trial, diary_of(trial, 2.0), END)


@pytest.mark.parametrize(
    ("decision", "verdict", "words"),
    [
        ("harms", "harms", "dairy: makes back pain worse, by trial"),
        ("helps", "helps", "dairy: helps with back pain, by trial"),
        ("no_meaningful_difference", "cleared", "dairy: cleared by trial for back pain"),
        ("not_conclusive", "open", "dairy: still open for back pain after a trial"),
    ],
)
def test_every_decision_is_a_rule_in_words(make_trial, result, decision, verdict, words):
    learned = learn(make_trial(), replace(result, decision=decision), END)
    assert (learned.verdict, learned.words, learned.trial) == (verdict, words, "dairy-1")
    assert (learned.effect, learned.low, learned.high) == (result.effect, *result.interval)


def weight(plan, result, alike: float) -> float:
    posterior = PosteriorSummary(0.0, 0.3, (1 - alike) / 2, (1 - alike) / 2, alike, 0.5)
    found = prior_weight(plan, replace(result, posterior=posterior))
    assert found is not None
    return found


def test_a_weight_follows_the_odds_and_is_bounded(plan, result):
    before = 0.6827
    assert weight(plan, result, before) == pytest.approx(1.0, abs=0.01)
    assert weight(plan, result, 0.999) == pytest.approx(STRONGEST**-SHARE)
    assert weight(plan, result, 0.001) == pytest.approx(STRONGEST**SHARE)
    middle = [weight(plan, result, alike) for alike in (0.5, 0.65, 0.7, 0.8)]
    assert middle == sorted(middle, reverse=True)


def test_without_a_posterior_nothing_is_handed_on(plan, result):
    assert prior_weight(plan, replace(result, posterior=None)) is None
    assert learn_of_nothing(plan, result).weight is None


def learn_of_nothing(plan, result):
    from datetime import UTC, datetime

    from gutline.trials.trial import PlanVersion, Trial

    trial = Trial("dairy-1", (PlanVersion(plan, datetime(2026, 3, 1, tzinfo=UTC)),), "0" * 64, None)
    empty = replace(result, posterior=None, effect=None, interval=None, decision="not_conclusive")
    return learn(trial, empty, END)
