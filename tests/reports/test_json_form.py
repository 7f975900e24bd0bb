"""The JSON of the findings: its schema, its documentation, and that no number is infinite."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from gutline.discovery.findings import LagCurve, LeadCheck
from gutline.reports import SCHEMA_VERSION, json_document, json_schema, render_json
from tests.reports import samples

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "json-schema.md"
ASKED = {
    "name", "level", "verdict", "probability", "effect", "interval", "interval_level",
    "peak_hours", "count", "credible_set", "robustness", "lead_check", "reason", "needs",
}  # fmt: skip


def all_samples():
    return [samples.findings(), samples.nothing(), samples.hostile_findings()]


@pytest.mark.parametrize("findings", all_samples(), ids=["rich", "nothing", "hostile"])
def test_the_document_keeps_to_its_schema(findings):
    document = json.loads(render_json(findings))
    jsonschema.Draft202012Validator(json_schema()).validate(document)
    assert document == json_document(findings)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_schema()["properties"]["schema"]["const"] == SCHEMA_VERSION == 1


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("verdict", "trigger"),
        ("probability", 1.2),
        ("interval", [0.1]),
        ("interval", [0.1, None]),
        ("count", -1),
        ("reason", None),
    ],
)
def test_the_schema_refuses_what_is_wrong(place, wrong):
    document = json_document(samples.findings())
    document["outcomes"]["back pain"]["exposures"][0][place] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json_schema())


def test_the_schema_misses_a_missing_key():
    document = json_document(samples.findings())
    del document["outcomes"]["back pain"]["exposures"][0]["needs"]
    with pytest.raises(jsonschema.ValidationError, match="needs"):
        jsonschema.validate(document, json_schema())


def test_every_key_that_was_promised_is_there():
    exposure = json_document(samples.findings())["outcomes"]["back pain"]["exposures"][0]
    assert set(exposure) >= ASKED
    assert list(exposure)[:3] == ["name", "level", "verdict"]
    assert exposure["interval_level"] == 0.9


def test_every_exposure_once_per_outcome():
    findings = samples.findings()
    for name, outcome in json_document(findings)["outcomes"].items():
        listed = [(e["name"], e["level"]) for e in outcome["exposures"]]
        assert len(listed) == len(set(listed)) == len(findings.of(name))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_no_number_is_infinite(bad):
    curve = LagCurve((0.0, 1.0), (bad, 1.0), (0.0, bad), (1.0, 2.0))
    odd = samples.finding(
        probability=bad,
        effect=bad,
        interval=(bad, 1.0),
        total=bad,
        total_interval=(0.0, bad),
        robustness=bad,
        lead_check=LeadCheck(reversed=False, p_value=bad),
        lag_curve=curve,
    )
    text = render_json(samples.findings(findings=(odd,), provenance={"deep": [{"x": bad}]}))
    document = json.loads(text, parse_constant=pytest.fail)
    exposure = document["outcomes"]["back pain"]["exposures"][0]
    for key in ("probability", "effect", "interval", "total", "total_interval", "robustness"):
        assert exposure[key] is None
    assert exposure["lead_check"] == {"reversed": False, "p_value": None}
    assert exposure["lag_curve"]["estimate"] == [None, 1.0]
    assert document["provenance"] == {"deep": [{"x": None}]}


def test_numbers_of_numpy_become_plain():
    odd = replace(samples.finding(), effect=np.float64(1.25), count=np.int64(3))  # type: ignore[arg-type]
    document = json_document(samples.findings(findings=(odd,), provenance={"n": np.bool_(True)}))
    exposure = document["outcomes"]["back pain"]["exposures"][0]
    assert (type(exposure["effect"]), type(exposure["count"])) == (float, int)
    assert document["provenance"] == {"n": True}


def test_what_json_does_not_know_becomes_text():
    document = json_document(samples.findings(provenance={"where": Path("a"), "set": {1}}))
    assert document["provenance"] == {"where": "a", "set": [1]}


def test_the_text_is_ascii_and_ends_its_line():
    text = render_json(samples.hostile_findings())
    assert text.isascii()
    assert text.endswith("}\n")
    assert "\x1b" not in text


def keys_of(schema: object) -> set[str]:
    """Every key the schema names, wherever it stands."""
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    inner = [value for key, value in schema.items() if key not in {"properties", "required"}]
    properties = schema.get("properties", {})
    return set(properties) | keys_of(inner) | keys_of(list(properties.values()))


def test_every_key_is_documented():
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCUMENTATION.read_text("utf-8"), re.MULTILINE))
    assert keys_of(json_schema()) == documented


def test_every_verdict_is_documented():
    text = DOCUMENTATION.read_text("utf-8")
    verdicts = json_schema()["$defs"]["exposure"]["properties"]["verdict"]["enum"]
    assert [v for v in verdicts if f"`{v}`" not in text] == []


def test_golden(golden):
    golden("findings.json", render_json(samples.small_findings()))
