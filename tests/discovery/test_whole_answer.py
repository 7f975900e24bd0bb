"""Whatever the diary: every exposure once per outcome, and only numbers that are numbers."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass

import pytest

from gutline.discovery import Finding, Findings, Verdict
from gutline.simulator import SCENARIOS
from tests.discovery.diaries import drawn, found_in

ORDER = list(Verdict)
EXPOSING = {"food", "drink", "supplement", "practice", "sleep", "stress", "movement", "sitting"}


def numbers(value: object) -> list[float]:
    """Every float inside a result."""
    if isinstance(value, float):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        return [n for f in fields(value) for n in numbers(getattr(value, f.name))]
    if isinstance(value, dict):
        return [n for v in value.values() for n in numbers(v)]
    if isinstance(value, tuple | list):
        return [n for v in value for n in numbers(v)]
    return []


def logged(scenario: str) -> set[tuple[str, str]]:
    """The (level, name) of everything in the diary that may act, tags of several foods too."""
    diary = drawn(scenario, 3).diary
    seen = {(e.kind, e.name) for e in diary.entries if e.kind in EXPOSING and e.name != "none"}
    foods = {name for kind, name in seen if kind in {"food", "drink"}}
    carried = [tag for food in sorted(foods) for tag in diary.tags.get(food, ())]
    return seen | {("tag", tag) for tag in carried if carried.count(tag) > 1}


@pytest.fixture(params=SCENARIOS)
def scenario(request) -> str:
    return request.param


@pytest.fixture
def findings(scenario) -> Findings:
    return found_in(scenario, 3)


def test_every_exposure_appears_exactly_once_per_outcome(scenario, findings):
    for outcome in drawn(scenario, 3).truth.outcomes:
        said = [(f.level, f.name) for f in findings.of(outcome)]
        assert len(said) == len(set(said))
        assert {(level, name) for level, name in said if level != "meal"} == logged(scenario)


def test_every_number_is_finite(findings):
    every = numbers(findings)
    assert len(every) > 500
    assert all(math.isfinite(n) for n in every)


def test_probabilities_and_intervals_are_what_they_say(findings):
    for f in findings.findings:
        if f.verdict is Verdict.UNTESTABLE:
            assert (f.probability, f.effect, f.interval) == (None, None, None)
            continue
        assert 0.0 <= f.probability <= 1.0
        assert f.interval[0] < f.interval[1]
        assert f.interval[0] <= f.effect <= f.interval[1], f


def test_the_list_goes_by_outcome_then_verdict_then_certainty(findings):
    place = {name: i for i, name in enumerate(findings.outcomes)}
    keys = [
        (place[f.outcome], ORDER.index(f.verdict), -(f.probability or 0.0), f.name)
        for f in findings.findings
    ]
    assert keys == sorted(keys)


def test_each_verdict_carries_what_it_promises(findings):
    for f in findings.findings:
        assert f.sentence.endswith("."), f.sentence
        assert f.reason
        assert f.sentence[0] == f.sentence[0].upper()
        if f.verdict in {Verdict.SUSPECT, Verdict.HELPER}:
            assert f.credible_set == (f.name,)
            assert (f.effect > 0) == (f.verdict is Verdict.SUSPECT)
            assert f.next_step
        if f.verdict is Verdict.ONE_OF:
            assert f.name in f.credible_set
            assert len(f.credible_set) > 1
        if f.verdict is Verdict.CLEARED:
            assert -0.5 < f.interval[0]
            assert f.interval[1] < 0.5
        if f.verdict is Verdict.UNDECIDED and f.needs:
            assert 1 <= f.needs.days <= 3650
            assert f.needs.exposures >= 1


def test_what_is_found_carries_its_course_and_its_checks(findings):
    for f in findings.findings:
        if not f.verdict.found or f.level in {"stress", "sleep", "movement", "sitting"}:
            continue
        assert 0.0 <= f.robustness <= 1.0
        assert f.robustness_words
        assert f.split_half is not None
        assert 0.0 <= f.lead_check.p_value <= 1.0
        assert f.total_interval[0] <= f.total <= f.total_interval[1]
        assert (f.peak_hours is None) == (f.lag_curve is None)


def test_counts_are_those_of_the_diary(scenario, findings):
    diary = drawn(scenario, 3).diary
    for f in findings.findings:
        if f.level in {"food", "supplement", "practice"}:
            own = [e for e in diary.of_kind(f.level) if e.name == f.name]
            assert f.count == len(own)
            assert f.days == len({diary.day_of(e) for e in own})


def test_outcomes_are_summed_up_as_they_were_rated(scenario, findings):
    diary = drawn(scenario, 3).diary
    for name, outcome in findings.outcomes.items():
        rated = [float(e.value) for e in diary.of_kind("symptom") if e.name == name]
        assert outcome.ratings == len(rated) == len(outcome.times) == len(outcome.values)
        assert outcome.mean == pytest.approx(sum(rated) / len(rated))
        assert outcome.floor_share == rated.count(min(rated)) / len(rated)
        assert list(outcome.values) == rated
        assert outcome.status == "ok"


def test_the_table_has_one_plain_row_for_each_finding(findings):
    table = findings.table
    assert len(table) == len(findings.findings)
    assert json.loads(json.dumps(table)) == table
    for row, f in zip(table, findings.findings, strict=True):
        assert (row["outcome"], row["exposure"], row["level"]) == (f.outcome, f.name, f.level)
        assert row["verdict"] == f.verdict.value
        assert (row["lower"], row["upper"]) == (f.interval or (None, None))


def test_the_text_holds_every_sentence(findings):
    for paragraph, name in zip(findings.text.split("\n\n"), findings.outcomes, strict=True):
        assert paragraph.startswith(f"{name}: ")
        assert all(f.sentence in paragraph for f in findings.of(name))


def test_every_outcome_has_the_same_checks(findings):
    names = ["floor", "missing", "confounding index", "food logged", "search settled"]
    for outcome in findings.outcomes:
        own = [c for c in findings.checks if c.outcome == outcome]
        assert [c.name for c in own] == names
        assert all(c.sentence.endswith(".") for c in own)
        failed = tuple(c.sentence for c in own if not c.passed)
        assert findings.outcomes[outcome].notes == failed


def test_provenance_names_diary_method_and_settings(scenario, findings):
    diary = drawn(scenario, 3).diary
    said = json.loads(json.dumps(dict(findings.provenance)))
    assert said["diary_digest"] == diary.digest()
    assert said["settings"]["claimed_fdr"] == 0.1
    assert said["method"]
    facts = findings.diary
    assert (facts["entries"], facts["days"]) == (len(diary.entries), len(diary.days))
    assert facts["first_day"] == diary.days[0].isoformat()


def test_findings_can_be_asked_by_outcome(findings):
    every: list[Finding] = [f for name in findings.outcomes for f in findings.of(name)]
    assert every == list(findings.findings)
    assert findings.of("toothache") == ()
