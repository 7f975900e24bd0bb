"""FHIR as other programs write it: ids by type, statuses, periods, units, odd types everywhere."""

from __future__ import annotations

import json

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import Got, got

PAIN = {"resourceType": "Observation", "id": "1", "status": "final", "code": {"text": "Back pain"},
        "effectiveDateTime": "2026-06-10T08:00:00+02:00", "valueInteger": 3}  # fmt: skip
SLEEP = {"resourceType": "Observation", "id": "2", "code": {"text": "Sleep"},
         "valueQuantity": {"value": 7.5, "unit": "h"}}  # fmt: skip
STEPS = {"resourceType": "Observation", "id": "3", "code": {"text": "Steps"},
         "effectiveDateTime": "2026-06-10", "valueQuantity": {"value": 0, "unit": "{steps}"}}  # fmt: skip
PILL = {"resourceType": "MedicationStatement", "id": "1", "status": "completed",
        "medicationCodeableConcept": {"text": "Ibuprofen"}, "effectiveDateTime": "2026-06-10"}  # fmt: skip
MEAL = {"resourceType": "NutritionIntake", "id": "1", "occurrenceDateTime": "2026-06-10",
        "consumedItem": [{"nutritionProduct": {"concept": {"text": "Kefir"}}}]}  # fmt: skip
ODD: list[object] = [None, 7, "x", [], [7], {}, True]


def _bundle(*resources: object) -> Got:
    entry = [{"resource": one} for one in resources]
    return got("fhir_bundle", json.dumps({"resourceType": "Bundle", "entry": entry}), "a.json")


def test_servers_number_each_type_from_one_and_ids_stay_apart():
    found = _bundle(PAIN, PILL, MEAL)
    assert len({e.id for e in found.entries}) == 3


@pytest.mark.parametrize("resource", [PAIN, PILL, MEAL], ids=lambda r: r["resourceType"])
def test_records_without_an_id_are_told_apart_by_what_they_say(resource: dict):
    bare = {key: value for key, value in resource.items() if key != "id"}
    when = next(key for key in bare if key.endswith("DateTime"))
    found = _bundle(bare, bare | {when: "2026-06-11"})
    assert len({e.id for e in found.entries}) == 2
    assert {e.id for e in found.entries} == {
        e.id for e in _bundle(bare | {when: "2026-06-11"}, bare).entries
    }


@pytest.mark.parametrize(
    ("resource", "status", "kept"),
    [
        (PILL, "active", 1), (PILL, "completed", 1), (PILL, "stopped", 1), (PILL, "unknown", 1),
        (PILL, "not-taken", 0), (PILL, "intended", 0), (PILL, "entered-in-error", 0),
        (PILL, 7, 1), (PILL, None, 1), (PAIN, "cancelled", 0), (PAIN, "amended", 1),
        (MEAL, "not-done", 0), (MEAL, "completed", 1),
    ],
)  # fmt: skip
def test_what_was_not_taken_or_not_done_is_left_out(resource: dict, status: object, kept: int):
    found = _bundle(resource | {"status": status})
    assert (len(found.entries), found.left_out.total()) == (kept, 1 - kept)


@pytest.mark.parametrize(
    ("resource", "period", "at"),
    [
        (
            SLEEP,
            {"start": "2026-06-09T23:00:00+02:00", "end": "2026-06-10T06:30:00+02:00"},
            "10T06:30",
        ),
        (SLEEP, {"start": "2026-06-09T23:00:00+02:00"}, "09T23:00"),
        (
            PAIN,
            {"start": "2026-06-09T23:00:00+02:00", "end": "2026-06-10T06:30:00+02:00"},
            "09T23:00",
        ),
        (PAIN, {"end": "2026-06-10T06:30:00+02:00"}, "10T06:30"),
    ],
)
def test_a_night_is_kept_at_its_end_and_all_else_at_its_start(resource, period, at: str):
    plain = {k: v for k, v in resource.items() if k != "effectiveDateTime"}
    assert _bundle(plain | {"effectivePeriod": period}).times()[0][8:16] == at


@pytest.mark.parametrize("written", ["2026", "2026-06", "", "soon", "2026-02-30", 7, None, {}, []])
def test_a_time_that_is_no_day_is_reported(written: object):
    found = _bundle(PAIN | {"effectiveDateTime": written}, PAIN)
    assert [one.line for one in found.refused] == [1]
    assert found.one().value == 3.0


@pytest.mark.parametrize(
    "time", ["2026-06-10T08:00:00.1234567+02:00", "2026-06-10T06:00:00Z", "2026-06-10T08:00+02:00"]
)
def test_a_time_may_be_as_fine_as_a_program_writes_it(time: str):
    assert _bundle(PAIN | {"effectiveDateTime": time}).times()[0].startswith("2026-06-10T08:00:00")


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ({"valueInteger": 0}, 0.0),
        ({"valueInteger": 10}, 10.0),
        ({"valueInteger": None, "valueQuantity": {"value": "4", "unit": "{score}"}}, 4.0),
        ({"valueInteger": None, "valueCodeableConcept": {"text": "Severe"}}, 7.5),
        ({"valueInteger": None, "valueCodeableConcept": {"coding": [{"code": "260413007"}]}}, 0.0),
    ],
)
def test_levels_are_read_from_numbers_quantities_and_codes(change: dict, value: float):
    assert _bundle(PAIN | change).one().value == value


@pytest.mark.parametrize("value", ["x", "NaN", 11, -1, 1e300])
def test_a_level_that_cannot_be_is_reported(value: object):
    change = {"valueInteger": None, "valueQuantity": {"value": value, "unit": "{score}"}}
    assert len(_bundle(PAIN | change).refused) == 1


def test_zero_steps_are_zero_and_steps_that_are_absent_are_none():
    assert _bundle(STEPS).one().value == 0.0
    absent = {k: v for k, v in STEPS.items() if k != "valueQuantity"}
    found = _bundle(absent | {"dataAbsentReason": {"text": "unknown"}})
    assert (found.entries, found.left_out.total()) == ([], 1)


@pytest.mark.parametrize("code", ["unheard of", "", 7, None, "symptom; drop"])
def test_a_kind_of_ours_that_is_none_stops_nothing(code: object):
    own = {"category": [{"coding": [{"system": "urn:gutline:kind", "code": code}]}]}
    found = _bundle(PAIN | own, PILL | own)
    assert [e.kind for e in found.entries] == ["symptom", "medicine"]


@pytest.mark.parametrize(
    "key", ["code", "category", "effectivePeriod", "note", "valueQuantity", "status", "id"]
)
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_types_in_an_observation_are_read_counted_or_reported(key: str, value: object):
    found = _bundle(PAIN | {key: value}, PAIN | {"id": "z"})
    assert found.entries[-1].id == "fhir_bundle:z"
    assert len(found.entries) + len(found.refused) + found.left_out.total() == 2


@pytest.mark.parametrize(
    "key", ["medicationCodeableConcept", "dosage", "contained", "medicationReference"]
)
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_types_in_a_medicine_are_read_or_reported(key: str, value: object):
    found = _bundle(PILL | {key: value})
    assert len(found.entries) + len(found.refused) == 1


@pytest.mark.parametrize("items", ODD, ids=repr)
def test_a_meal_with_nothing_in_it_is_counted(items: object):
    found = _bundle(MEAL | {"consumedItem": items})
    assert (found.entries, found.left_out) == ([], {"meals with nothing in them": 1})


@pytest.mark.parametrize("entry", ODD, ids=repr)
def test_an_entry_of_a_bundle_that_is_none_is_counted(entry: object):
    text = json.dumps({"resourceType": "Bundle", "entry": [entry, {"resource": PAIN}]})
    found = got("fhir_bundle", text, "a.json")
    assert found.one().value == 3.0
    assert found.left_out.total() == 1


@pytest.mark.parametrize("order", [("resourceType", "entry"), ("entry", "resourceType")])
def test_a_bundle_may_name_itself_last(order: tuple[str, ...]):
    whole = {"resourceType": "Bundle", "entry": [{"resource": PAIN}]}
    found = got("fhir_bundle", json.dumps({key: whole[key] for key in order}), "a.json")
    assert found.one().value == 3.0


@pytest.mark.parametrize("text", ["", "{", '{"resourceType": "Bundle", "entry": 7}', '{"a": NaN}'])
def test_what_is_no_json_or_no_bundle_is_refused(text: str):
    with pytest.raises(ImporterError, match=r"a\.json"):
        got("fhir_bundle", text, "a.json")
