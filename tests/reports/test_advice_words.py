"""What advice and decisions say: every rule in a terminal and as plain values, none too loud."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from gutline.catalog.emergency_numbers import load_emergency_numbers, numbers_for
from gutline.catalog.gates import load_gates
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.rules import ACTIONS, URGENCIES
from gutline.reports.advice import (
    URGENCY_WORDS,
    WHAT_IT_IS,
    advice_document,
    decision_document,
    render_advice,
    render_decision,
    render_decision_json,
    why_lines,
)
from gutline.safety import screen
from gutline.safety.gates import Decision, Plan, Profile, Reason, may_start

BY_ANSWERS = sorted(
    f.id for f in load_red_flags().values() if f.fires.answers and not f.fires.diary
)
ELSEWHERE = numbers_for("")


def advice_of(flag):
    return [one for one in screen(load_red_flags()[flag].fires.answers) if one.rule == flag]


@pytest.mark.parametrize("flag", BY_ANSWERS)
def test_a_rule_alone_is_told_whole_and_within_the_terminal(flag):
    (one,) = advice_of(flag)
    text = render_advice([one], ELSEWHERE, 60, ascii_only=True)
    assert all(len(line) <= 60 or " " not in line.strip() for line in text.splitlines())
    flat = " ".join(text.split())
    assert URGENCY_WORDS[one.urgency] in flat
    assert flat.count(" ".join(one.message.split())) == (1 if one.message.isascii() else 0)
    assert ("Please act now." in flat) == one.stops_everything
    assert WHAT_IT_IS in flat
    assert "!" not in flat.replace("Attention!", "")


@pytest.mark.parametrize("flag", BY_ANSWERS)
def test_a_rule_as_plain_values_keeps_all_that_was_said(flag):
    document = advice_document(advice_of(flag), ELSEWHERE)
    (one,) = document["advice"]
    rule = load_red_flags()[flag]
    assert one["message"] == rule.message
    assert one["verified"] == rule.settled
    assert one["code"] == rule.code
    assert document["stops_everything"] == (one["urgency"] == "emergency")
    assert set(one["does"]) <= set(ACTIONS)
    assert len(one["sources"]) == len(rule.sources)
    json.dumps(document)


def test_urgencies_have_words_and_the_strictest_stands_first():
    assert list(URGENCY_WORDS) == list(URGENCIES)
    both = screen({"jaundice": True, "wants_igg_test": True, "vomiting_blood": True})
    order = [URGENCIES.index(one.urgency) for one in both]
    assert order == sorted(order)


@pytest.mark.parametrize("country", sorted(load_emergency_numbers()))
def test_an_emergency_names_whom_to_call_first_of_all(country):
    numbers = load_emergency_numbers()[country]
    text = " ".join(render_advice(screen({"vomiting_blood": True}), numbers).split())
    assert text.startswith("Please act now. Call ")
    assert numbers.emergency in text
    assert ("not compared with a source" in text) == (
        numbers.checked == "memory" or (numbers.checked == "112" and numbers.emergency != "112")
    )


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ([], []),
        (["you said: fever"], ["You said: fever."]),
        (["you said: fever", "you said: gout"], ["You said: fever; gout."]),
        (["you logged zinc", "you said: fever"], ["You said: fever.", "You logged zinc."]),
        (["your list: zinc"], ["Your list: zinc."]),
    ],
)
def test_why_is_told_in_one_sentence_for_all_that_was_said(why, lines):
    assert list(why_lines(why)) == lines


def reason(**changed) -> Reason:
    whole = Reason("gate", "A gate", "Because.", "Do this.", ("you said: gout",), (), settled=True)
    return replace(whole, **changed)


def decision(**changed) -> Decision:
    return replace(Decision(False, (reason(),), ("Do this.",), (), (), None), **changed)


@pytest.mark.parametrize(
    ("changed", "told", "untold"),
    [
        ({}, ["Not yet.", "A gate", "Because.", "You said: gout.", "First:", "Do this."],
         ["To be answered", "comes back"]),
        ({"allowed": True, "reasons": (), "what_first": ()}, ["Nothing stands against this plan."],
         ["Not yet", "First:"]),
        ({"put_back": date(2026, 4, 9)}, ["comes back on 09 April 2026 at the latest"], []),
        ({"allowed": True, "put_back": date(2026, 4, 9)},
         ["Nothing stands against", "comes back on"], ["Because."]),
    ],
)  # fmt: skip
def test_a_decision_is_told_with_what_to_do_first(changed, told, untold):
    text = " ".join(render_decision(decision(**changed)).split())
    assert all(words in text for words in told)
    assert not any(words in text for words in untold)


def test_open_questions_are_told_in_words():
    text = " ".join(render_decision(decision(), questions=["your age", "your sex"]).split())
    assert "To be answered: your age and your sex." in text


@pytest.mark.parametrize("changed", [{}, {"put_back": date(2026, 4, 9)}, {"ask": ("age", "sex")}])
def test_a_decision_as_text_of_json_holds_the_same_values(changed):
    one = decision(**changed)
    assert json.loads(render_decision_json(one)) == decision_document(one)
    assert decision_document(one)["questions"] == list(one.ask)


@pytest.mark.parametrize("gate", sorted(load_gates()))
def test_a_gate_closed_by_its_example_says_what_to_do_first(gate):
    rule = load_gates()[gate]
    kinds = {"gluten_elimination": ("elimination", "gluten"), "elimination": ("elimination", "dairy"),
             "alcohol_elimination": ("elimination", "beer"), "any": ("practice", "walking"),
             "alcohol_challenge": ("challenge", "beer"), "reintroduction": ("challenge", "milk"),
             "supplement": ("supplement", "zinc"), "meal_timing": ("meal_timing", ""),
             "fermented": ("challenge", "kefir")}  # fmt: skip
    kind, name = kinds[rule.plans[0]]
    plan = Plan(kind, (name,) if name else ())  # type: ignore[arg-type]  # kinds of the table
    found = may_start(plan, Profile(dict(rule.fires.answers)))
    assert gate in {one.rule for one in found.reasons} or found.ask or rule.fires.diary
    assert not found.allowed
    assert found.what_first
    text = " ".join(render_decision(found, ascii_only=True).split())
    assert text.startswith("Not yet.")
