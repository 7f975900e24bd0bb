"""Whatever the engine may say, every form can be written, and says the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.discovery.findings import (
    Check,
    Finding,
    Findings,
    LagCurve,
    LeadCheck,
    Needs,
    OutcomeSummary,
    SplitHalf,
    Verdict,
)
from gutline.reports import json_document, json_schema, render_json, render_page, render_terminal
from tests.reports import samples

numbers = st.none() | st.floats(allow_nan=True, allow_infinity=True)
modest = st.floats(min_value=-20, max_value=20)
counts = st.integers(min_value=0, max_value=10**6)
words = st.text(max_size=40)
names = st.one_of(words, st.sampled_from(samples.HOSTILE), st.just("back pain"))
intervals = st.none() | st.tuples(st.floats(), st.floats())
needs = st.none() | st.builds(Needs, st.none() | counts, st.none() | counts)


@st.composite
def curves(draw: Any) -> LagCurve | None:
    """A lag curve of any length, or none."""
    length = draw(st.integers(min_value=0, max_value=12))
    if length == 0:
        return None
    step = draw(st.sampled_from([0.5, 6.0, 24.0, 48.0]))
    arrays = [tuple(draw(modest) for _ in range(length)) for _ in range(3)]
    return LagCurve(tuple(step * n for n in range(length)), arrays[0], arrays[1], arrays[2])


@st.composite
def findings_of(draw: Any, outcome: str, name: str) -> Finding:
    """Any finding about one outcome and exposure."""
    return Finding(
        outcome=outcome,
        name=name,
        level=draw(st.sampled_from(["food", "tag", "sleep", "nutrient"])),
        verdict=draw(st.sampled_from(list(Verdict))),
        probability=draw(st.none() | st.floats(min_value=0, max_value=1)),
        effect=draw(numbers),
        interval=draw(intervals),
        total=draw(numbers),
        total_interval=draw(intervals),
        peak_hours=draw(st.none() | st.floats(min_value=0, max_value=1000)),
        dose=draw(words),
        count=draw(counts),
        days=draw(counts),
        credible_set=tuple(draw(st.lists(names, max_size=3))),
        robustness=draw(numbers),
        robustness_words=draw(words),
        lead_check=draw(st.none() | st.builds(LeadCheck, st.booleans(), st.floats())),
        split_half=draw(st.none() | st.builds(SplitHalf, modest, modest, st.booleans())),
        reason=draw(words),
        next_step=draw(words),
        needs=draw(needs),
        sentence=draw(words),
        lag_curve=draw(curves()),
        notes=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def whole_findings(draw: Any) -> Findings:
    """Any answer about one or two outcomes."""
    outcomes: dict[str, OutcomeSummary] = {}
    found: list[Finding] = []
    for outcome in draw(st.lists(names, max_size=2, unique=True)):
        times, values = samples.ratings(draw(st.integers(min_value=0, max_value=20)))
        outcomes[outcome] = OutcomeSummary(
            name=outcome,
            ratings=len(values),
            days=len(values),
            mean=draw(st.none() | modest),
            status=draw(st.just("ok") | words),
            needs=draw(needs),
            times=times,
            values=values,
            notes=tuple(draw(st.lists(words, max_size=1))),
        )
        for name in draw(st.lists(names, max_size=4, unique=True)):
            found.append(draw(findings_of(outcome, name)))  # noqa: PERF401 - draws in order
    checks = st.builds(Check, words, names, st.booleans(), numbers, words)
    return Findings(
        outcomes,
        tuple(found),
        checks=tuple(draw(st.lists(checks, max_size=2))),
        provenance={"any": draw(numbers)},
        diary={"days": draw(counts), "entries": draw(counts), "refused": draw(counts)},
    )


class Counted(HTMLParser):
    """How many elements are left open, and which there are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.depth = 0
        self.seen: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.depth += tag not in {"meta", "link"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


@given(whole_findings())
def test_json_keeps_to_its_schema(findings):
    document = json.loads(render_json(findings))
    jsonschema.validate(document, json_schema())
    for name, outcome in document["outcomes"].items():
        assert len(outcome["exposures"]) == len(findings.of(name))


@given(whole_findings(), st.integers(min_value=40, max_value=120))
def test_the_terminal_shows_it(findings, width):
    text = render_terminal(findings, width)
    assert text.endswith("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u202e]", text)
    assert render_terminal(findings, width) == text


@settings(max_examples=25)
@given(whole_findings())
def test_the_page_shows_it(findings):
    text = render_page(findings, samples.diary(3))
    page = Counted(text)
    assert page.depth == 0
    assert not page.seen & {"script", "img", "iframe", "object", "form", "input"}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


@given(st.lists(names, min_size=1, max_size=3), st.sampled_from(list(Verdict)))
def test_names_change_no_figures(odd, verdict):
    def figures(name: str) -> list[dict[str, object]]:
        findings = samples.findings(findings=(samples.finding(name, verdict),))
        [exposure] = json_document(findings)["outcomes"][samples.BACK]["exposures"]
        texts = {"name", "sentence", "next_step", "credible_set"}
        return [{key: value for key, value in exposure.items() if key not in texts}]

    assert [figures(name) for name in odd] == [figures("dairy")] * len(odd)


@given(st.permutations(samples.findings().findings))
def test_the_order_of_the_findings_does_not_matter_to_people(shuffled):
    whole = samples.findings()
    mixed = replace(whole, findings=tuple(shuffled))
    assert render_terminal(mixed) == render_terminal(whole)
