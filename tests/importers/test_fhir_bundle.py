"""FHIR: codes and words, values of several shapes, medicines by reference."""

from __future__ import annotations

import json

import pytest

from tests.importers.source_texts import SAMPLES, got, got_of, sample, score

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
AT = "2026-06-10T21:00:00+02:00"


def _bundle(*resources: dict) -> str:
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def _observation(code: dict, **more) -> dict:
    return {"resourceType": "Observation", "id": "o", "status": "final", "code": code,
            "effectiveDateTime": AT} | more  # fmt: skip


def _coded(system: str, code: str) -> dict:
    return {"coding": [{"system": system, "code": code}]}


def test_a_code_that_the_catalog_knows_gives_kind_and_name():
    observation = _observation(_coded(SNOMED, "161891005"), valueInteger=4)
    assert got("fhir_bundle", _bundle(observation), "b.json").said() == [
        ("symptom", "back pain", 4.0, "nrs")
    ]


def test_a_weight_keeps_its_unit_and_a_day_has_no_hour():
    observation = _observation(
        _coded(LOINC, "29463-7"), valueQuantity={"value": 157, "unit": "lbs", "code": "[lb_av]"},
        effectiveDateTime="2026-06-10",
    )  # fmt: skip
    entry = got("fhir_bundle", _bundle(observation), "b.json").one()
    assert (entry.value, entry.unit, entry.day_only) == (157.0, "lb", True)


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ({"valueQuantity": {"value": 0, "unit": "{score}"}}, 0.0),
        ({"valueCodeableConcept": _coded(SNOMED, "24484000")}, 7.5),
        ({"valueCodeableConcept": {"text": "Mild"}}, 2.5),
        ({"valueCodeableConcept": {"text": "Absent"}}, 0.0),
    ],
)
def test_a_symptom_has_a_level_of_several_shapes(value: dict, level: float):
    text = _bundle(_observation({"text": "Bloating"}, **value))
    assert got("fhir_bundle", text, "b.json").one().value == level


def test_a_symptom_without_a_level_is_left_out_and_counted():
    found = got("fhir_bundle", _bundle(_observation({"text": "Bloating"})), "b.json")
    assert found.left_out["observations that a diary has no place for"] == 1


def test_what_was_made_in_error_is_left_out():
    text = _bundle(_observation({"text": "Bloating"}, status="entered-in-error", valueInteger=3))
    assert not got("fhir_bundle", text, "b.json").entries


def test_a_month_is_too_little():
    text = _bundle(_observation({"text": "Bloating"}, effectiveDateTime="2026-06", valueInteger=3))
    assert "day" in got("fhir_bundle", text, "b.json").refused[0].reason


def test_a_medicine_is_found_here_or_among_what_is_contained():
    here = {"resourceType": "MedicationStatement", "id": "a", "status": "active",
            "medicationCodeableConcept": {"text": "magnesium"}, "effectiveDateTime": AT,
            "dosage": [{"doseAndRate": [{"doseQuantity": {"value": 400, "unit": "mg"}}]}]}  # fmt: skip
    inside = {"resourceType": "MedicationStatement", "id": "b", "status": "active",
              "contained": [{"id": "m", "code": {"text": "Ibuprofen"}}],
              "medicationReference": {"reference": "#m"}, "effectiveDateTime": AT}  # fmt: skip
    nameless = {"resourceType": "MedicationStatement", "id": "c", "effectiveDateTime": AT}
    found = got("fhir_bundle", _bundle(here, inside, nameless), "b.json")
    assert found.said() == [
        ("supplement", "magnesium", 400.0, "mg"), ("medicine", "Ibuprofen", None, ""),
    ]  # fmt: skip
    assert found.refused[0].field == "medication"


def test_what_was_written_here_comes_back_as_it_was():
    own = {"category": [{"coding": [{"system": "urn:gutline:kind", "code": "symptom"}]}]}
    text = _bundle(
        _observation({"text": "Symptom"}, valueString="none", **own),
        _observation({"text": "zorp"}, valueQuantity={"value": 4, "unit": "nrs"}, id="p", **own),
    )
    assert got("fhir_bundle", text, "b.json").said() == [
        ("symptom", "none", None, ""), ("symptom", "zorp", 4.0, "nrs"),
    ]  # fmt: skip


def test_other_resources_are_counted_by_name():
    found = got("fhir_bundle", _bundle({"resourceType": "Patient", "id": "p"}), "b.json")
    assert found.left_out["Patient resources"] == 1


def test_json_that_is_no_fhir_is_not_recognised():
    assert score("fhir_bundle", '{"type": "Bundle"}', "b.json") == 0.0
    assert score("fhir_bundle", _bundle(), "b.json") > 0.9


@pytest.mark.parametrize("name", sorted(p.name for p in (SAMPLES / "fhir_r4").glob("*.json")))
def test_every_published_example_is_read_or_said_to_be_left_out(name: str):
    found = got_of("fhir_bundle", sample("fhir_r4", name))
    assert len(found.entries) + len(found.problems) + sum(found.left_out.values()) >= 1


def test_the_published_weight_is_185_pounds():
    entry = got_of("fhir_bundle", sample("fhir_r4", "observation-example.json")).one()
    assert (entry.kind, entry.value, entry.unit) == ("weight", 185.0, "lb")
