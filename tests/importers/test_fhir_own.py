"""What Gutline wrote into FHIR itself: ids, zones, sources and places on the body come back."""

from __future__ import annotations

import pytest

from gutline.diary.entries import Entry
from gutline.importers.fhir_own import own_kind_of, own_placed
from gutline.importers.source import LeftOut, Placed
from tests.importers.source_texts import got

OWN = {
    "resourceType": "Observation",
    "identifier": [{"system": "urn:gutline:entry", "value": "a1"}],
    "meta": {"tag": [{"system": "urn:gutline:source", "display": "apple health"}]},
    "bodySite": {"text": "knee, left; lower back, left; a wing"},
    "component": [{"code": {"text": "stiffness"}, "valueQuantity": {"value": 20, "unit": "min"}}],
    "_effectiveDateTime": {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/tz-code", "valueCode": "Asia/Tokyo"}
        ]
    },
}


def _entry(kind: str = "symptom") -> Entry:
    text = (
        '{"resourceType": "Observation", "id": "o", "code": {"text": "x"}, "category": [{"coding":'
        f' [{{"system": "urn:gutline:kind", "code": "{kind}"}}]}}], "effectiveDateTime":'
        ' "2026-06-10T21:00:00+09:00", "valueQuantity": {"value": 4, "unit": "nrs"}}'
    )
    return got("fhir_bundle", text, "o.json").one()


def _placed(resource: dict[str, object], kind: str = "symptom") -> Placed:
    (placed,) = own_placed(resource, [_entry(kind)])
    assert isinstance(placed, Placed)
    return placed


def test_an_own_entry_is_as_it_was():
    placed = _placed(OWN)
    assert (placed.entry.id, placed.entry.source) == ("a1", "apple health")
    assert (placed.zone, placed.own) == ("Asia/Tokyo", True)
    assert placed.detail == {"sites": ["knee_left", "lower_back_left"], "stiffness_min": 20.0}
    assert placed.entry.at.isoformat() == "2026-06-10T21:00:00+09:00"


def test_only_symptoms_have_places():
    assert _placed(OWN, "mood").detail == {}


@pytest.mark.parametrize("identifier", [[], [{"system": "urn:other", "value": "a1"}], "a1", None])
def test_what_another_program_wrote_is_its_own(identifier):
    entry = _entry()
    assert list(own_placed({**OWN, "identifier": identifier}, [entry])) == [entry]
    assert entry.id.startswith("fhir_bundle:")


def test_what_is_no_entry_goes_by():
    assert list(own_placed(OWN, [LeftOut("things")])) == [LeftOut("things")]


@pytest.mark.parametrize(
    "change",
    [
        {"_effectiveDateTime": None},
        {"_effectiveDateTime": {"extension": [{"url": "x", "valueCode": "Asia/Tokyo"}]}},
        {"_effectiveDateTime": {"extension": [{**OWN["_effectiveDateTime"]["extension"][0],
                                               "valueCode": "../../etc/passwd"}]}},
    ],
)  # fmt: skip
def test_a_zone_that_there_is_not_is_none(change):
    assert _placed({**OWN, **change}).zone == ""


@pytest.mark.parametrize("system", ["", "http://example.org", "urn:gutline:other", None])
def test_a_tag_of_another_program_is_no_source(system):
    tag = {"system": system, "display": "apple health"}
    assert _placed({**OWN, "meta": {"tag": [tag]}}).entry.source == ""


def test_a_time_whose_zone_had_seconds_is_on_its_clock_again():
    monrovia = {**OWN["_effectiveDateTime"]["extension"][0], "valueCode": "Africa/Monrovia"}
    text = (
        '{"resourceType": "Observation", "code": {"text": "x"}, "category": [{"coding": [{"system":'
        ' "urn:gutline:kind", "code": "symptom"}]}], "effectiveDateTime": "1971-01-01T00:44:30Z",'
        ' "valueQuantity": {"value": 4, "unit": "nrs"}}'
    )
    entry = got("fhir_bundle", text, "o.json", zone="UTC").one()
    (placed,) = own_placed({**OWN, "_effectiveDateTime": {"extension": [monrovia]}}, [entry])
    assert placed.entry.at.isoformat() == "1971-01-01T00:00:00-00:44:30"


@pytest.mark.parametrize("category", [None, "x", [], {"coding": "x"}, [{"coding": [{"code": 1}]}]])
def test_a_kind_is_own_only_when_it_is_one(category):
    assert own_kind_of({"category": category}) == ""
    coding = [{"system": "urn:gutline:kind", "code": "no such kind"}]
    assert own_kind_of({"category": [{"coding": coding}]}) == ""
