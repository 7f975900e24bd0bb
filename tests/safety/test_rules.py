"""Every rule both ways: its own example fires it, and its own counterexample does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gutline.catalog.cautions import Caution, load_cautions
from gutline.catalog.facts import load_facts
from gutline.catalog.gates import Gate, load_gates
from gutline.catalog.red_flags import RedFlag, load_red_flags
from gutline.catalog.rules import ACTIONS, URGENCIES
from gutline.diary import Diary, parse_text
from gutline.safety.screening import know, screen
from gutline.safety.truth import reasons, truth

SHARED = Path(__file__).parents[2].parent / "shared" / "content" / "safety.yaml"
FLAGS, GATES, CAUTIONS = load_red_flags(), load_gates(), load_cautions()
RULES: list[RedFlag | Gate | Caution] = [
    *FLAGS.values(),
    *GATES.values(),
    *CAUTIONS.values(),
]


def diary_of(text: str) -> Diary | None:
    return parse_text(text) if text else None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{type(rule).__name__}-{rule.id}")
def test_the_example_of_a_rule_fires_it(rule):
    known = know(rule.fires.answers, diary_of(rule.fires.diary))
    assert truth(rule.when, known) is True
    assert list(reasons(rule.when, known)) or type(rule).__name__ == "Gate"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{type(rule).__name__}-{rule.id}")
def test_the_counterexample_of_a_rule_does_not_fire_it(rule):
    known = know(rule.silent.answers, diary_of(rule.silent.diary))
    assert truth(rule.when, known) is not True


@pytest.mark.parametrize("gate", GATES.values(), ids=lambda gate: gate.id)
def test_a_gate_is_surely_open_for_its_counterexample_or_waits_for_a_diary(gate):
    known = know(gate.silent.answers)
    open_facts = {fact for fact in _facts(gate) if fact not in known}
    assert truth(gate.when, known) is False or all(load_facts()[f].computed for f in open_facts)


def _facts(gate):
    from gutline.catalog.conditions import facts_of

    return facts_of(gate.when)


@pytest.mark.parametrize("flag", FLAGS.values(), ids=lambda flag: flag.id)
def test_a_red_flag_says_what_it_needs_to(flag):
    assert flag.message.endswith(".")
    assert flag.urgency in URGENCIES
    assert set(flag.does) <= set(ACTIONS)
    assert flag.reviewed.year >= 2026
    assert "!" not in flag.message + flag.base_rate


@pytest.mark.parametrize("flag", FLAGS.values(), ids=lambda flag: flag.id)
def test_a_rule_is_shown_by_its_example_with_its_reason(flag):
    found = {one.rule: one for one in screen(flag.fires.answers, diary_of(flag.fires.diary))}
    shown = found.get(flag.id) or found[_replacer(flag.id, found)]
    assert shown.why
    assert shown.sources


def _replacer(ident: str, found) -> str:
    return next(f.id for f in FLAGS.values() if ident in f.replaces and f.id in found)


@pytest.mark.parametrize("flag", FLAGS.values(), ids=lambda flag: flag.id)
def test_without_any_answer_no_rule_fires_and_none_is_denied(flag):
    assert truth(flag.when, {}) is None


def test_an_emergency_stops_everything_and_rests_on_a_text_that_was_read():
    emergencies = [flag for flag in FLAGS.values() if flag.urgency == "emergency"]
    assert len(emergencies) >= 8
    assert all("stop_everything" in flag.does for flag in emergencies)
    assert [flag.id for flag in emergencies if not flag.settled] == []


def test_every_rule_of_the_list_has_its_file():
    if not SHARED.exists():
        pytest.skip("the list of rules is not beside this project")
    listed = set(re.findall(r"^- id: (\w+)", SHARED.read_text("utf-8"), re.MULTILINE))
    assert {rule.code for rule in RULES} == listed
    assert len(listed) == 71


def test_rules_whose_source_was_never_read_are_marked():
    unsettled = {rule.id for rule in RULES if not rule.settled}
    assert {"swollen_joints", "logging_too_much", "curcumin_bleeding"} <= unsettled
    assert "back_nerves_squeezed" not in unsettled
