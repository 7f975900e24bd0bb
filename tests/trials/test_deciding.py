"""The decision words: fixed rules, every corner of them, and the sentences they lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gutline.trials.deciding import ENOUGH_EVIDENCE, RULE, SURE, PosteriorSummary, Rule, decide
from gutline.trials.result import PeriodSummary, TrialResult
from gutline.trials.units import amount
from gutline.trials.wording import figure_lines, result_text

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
UP = Rule(higher_is_better=True)


@pytest.mark.parametrize(
    ("rule", "effect", "p", "e", "alike", "early", "decision"),
    [
        (Rule(), 2.0, 0.01, 1.0, 0.1, False, "harms"),
        (Rule(), -2.0, 0.01, 1.0, 0.1, False, "helps"),
        (UP, 2.0, 0.01, 1.0, 0.1, False, "helps"),
        (UP, -2.0, 0.01, 1.0, 0.1, False, "harms"),
        (Rule(), 2.0, 0.05, 1.0, 0.1, False, "harms"),
        (Rule(), 2.0, 0.0501, 1.0, 0.1, False, "not_conclusive"),
        (Rule(alpha=0.1), 2.0, 0.0501, 1.0, 0.1, False, "harms"),
        (Rule(alpha=0.01), 2.0, 0.02, 1.0, 0.1, False, "not_conclusive"),
        (Rule(), 0.3, 0.01, 1.0, SURE, False, "no_meaningful_difference"),
        (Rule(), 0.3, 0.9, 1.0, SURE - 1e-9, False, "not_conclusive"),
        (Rule(), 0.3, 0.01, 1.0, SURE - 1e-9, False, "harms"),
        (Rule(), 2.0, 1e-6, ENOUGH_EVIDENCE - 1e-9, 0.0, True, "not_conclusive"),
        (Rule(), 2.0, 0.5, ENOUGH_EVIDENCE, 0.0, True, "harms"),
        (Rule(), -2.0, 0.5, ENOUGH_EVIDENCE, 0.0, True, "helps"),
        (Rule(), 2.0, 0.5, 1e9, 0.0, False, "not_conclusive"),
        (Rule(), 2.0, 0.5, 1e9, 0.95, True, "no_meaningful_difference"),
    ],
)
def test_the_rule_is_kept_at_its_corners(rule, effect, p, e, alike, early, decision):
    assert decide(rule, effect, p, e, alike, early=early) == decision


def test_the_rule_in_words_names_the_figures_it_decides_by():
    assert f"{SURE:.0%}".replace("%", " %") in RULE
    assert f"e-value of {ENOUGH_EVIDENCE:.0f}" in RULE
    assert Rule(smallest_difference=2.0).as_dict()["smallest_difference"] == 2.0


@pytest.mark.parametrize(
    ("number", "words"),
    [(1.0, "1 point"), (1.5, "1.5 points"), (0.5, "0.5 points"), (2.0, "2 points"),
     (10.0, "10 points"), (1.0000001, "1 points")],
)  # fmt: skip
def test_a_size_is_said_in_points(number, words):
    assert amount(number) == words


def result_of(decision: str, **more: object) -> TrialResult:
    """A result of forty days with an interval three points wide."""
    periods = tuple(
        PeriodSummary(FIRST + timedelta(days=20 * k), FIRST + timedelta(days=20 * k + 20),
                      ("with", "without")[k], "1", 20, 3.0, 1.0)
        for k in range(2)
    )  # fmt: skip
    plain = TrialResult(
        "back pain", "without dairy", "with dairy", 0.5, (-1.0, 2.0), 0.95, 0.2, 64,
        PosteriorSummary(0.4, 0.5, 0.05, 0.25, 0.7, 0.4), 0.8, decision, "", "", None, periods,
    )  # fmt: skip
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("helps", "'with dairy' helps with back pain."),
        ("harms", "'with dairy' makes back pain worse."),
        ("no_meaningful_difference", "'with dairy' makes no meaningful difference to back pain."),
        ("not_conclusive", "Not conclusive: whether 'with dairy' changes back pain is still open."),
    ],
)
def test_every_decision_begins_with_its_own_sentence(decision, words):
    assert result_text(result_of(decision), Rule()).splitlines()[0] == words


def test_how_sure_it_is_stands_beside_a_decision_and_nowhere_else():
    assert "(low confidence)" in result_text(result_of("harms", grade="low"), Rule())
    assert "confidence" not in result_text(result_of("not_conclusive"), Rule())


def test_why_it_is_open_is_said_before_the_figures():
    lines = result_text(result_of("not_conclusive", because="few ratings"), Rule()).splitlines()
    assert lines[1] == "Why: few ratings."
    assert lines[2].startswith("'with dairy' against 'without dairy': +0.50 points, 95% interval")


def test_what_a_longer_trial_would_cost_is_said_only_where_it_is_open():
    longer = "To find 1 point with a chance of 80 % it would take about 176 days instead of 40."
    assert longer in result_text(result_of("not_conclusive"), Rule())
    assert "it would take" not in result_text(result_of("harms"), Rule())
    narrow = result_of("not_conclusive", interval=(-0.2, 0.3))
    assert "it would take" not in result_text(narrow, Rule())


def test_a_smaller_question_takes_longer():
    text = result_text(result_of("not_conclusive"), Rule(smallest_difference=0.5))
    assert "To find 0.5 points" in text
    assert "about 706 days" in text


def test_the_figures_can_be_told_apart_from_the_rest():
    result = result_of("harms")
    figures = figure_lines(result, Rule())
    assert len(figures) == 2
    assert "randomisation p = 0.2 over 64 schedules, e-value 0.8." in figures[0]
    assert figures[1].startswith("A benefit of 1 point or more: 5%; harm of as much: 25%")
    assert set(figures) < set(result_text(result, Rule()).splitlines())


def test_where_there_is_no_number_no_figure_is_said():
    nothing = result_of("not_conclusive", effect=None, interval=None, posterior=None)
    assert figure_lines(nothing, Rule()) == ()
    assert "points" not in result_text(nothing, Rule())
