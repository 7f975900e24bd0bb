"""A journal for other programs: valid where a standard says what is, and nothing runs in it."""

from __future__ import annotations

import io
import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from gutline.catalog import load_kinds
from gutline.catalog.kinds import load_units
from gutline.diary import Diary, Entry, read_parquet
from gutline.reports.exchange.fhir import UCUM_CODES, bundle
from gutline.reports.exchange.formats import FORMATS, render
from gutline.reports.exchange.journal import Answered, Journal, iso_time
from gutline.reports.exchange.open_mhealth import data_points
from gutline.reports.exchange.spans import csv_between, json_between
from gutline.reports.exchange.spreadsheet import HEADER, workbook
from tests.reports.journals import MADE_AT, journals

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def journal(*entries: Entry, **more: Any) -> Journal:
    return Journal(Diary.from_entries(entries), MADE_AT, "someone", **more)


def resources(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = (one["resource"] for one in told["entry"])
    return [one for one in found if one["resourceType"] == kind]


def rows(data: bytes, sheet: str = "Diary") -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))


@FEW
@given(journals())
def test_any_journal_is_a_valid_fhir_bundle(made):
    from fhir.resources.R4B.bundle import Bundle

    told = bundle(made)
    read = Bundle.model_validate(json.loads(json.dumps(told, allow_nan=False)))
    assert read.type == "collection"
    assert len(told["entry"]) == 1 + len(made.diary.entries) + bool(made.answered[0].answers)
    urls = [one["fullUrl"] for one in told["entry"]]
    assert len(set(urls)) == len(urls)


def test_a_symptom_has_its_code_its_rating_and_where_it_was():
    made = journal(
        Entry(AT, "symptom", "Back pain", 6, "nrs", note="after sitting", id="a1"),
        details={"a1": {"sites": ["lower_back_left"], "stiffness_min": 20.0}},
    )
    (told,) = resources(bundle(made), "Observation")
    assert told["code"] == {
        "text": "Back pain",
        "coding": [
            {
                "system": "http://snomed.info/sct",
                "code": "161891005",
                "display": "Backache (finding)",
            }
        ],
    }
    assert told["valueQuantity"]["value"] == 6
    assert told["valueQuantity"]["code"] == "{score}"
    assert told["bodySite"] == {"text": "lower back, left"}
    assert told["component"][0]["valueQuantity"]["value"] == 20.0
    assert told["note"] == [{"text": "after sitting"}]
    assert told["effectiveDateTime"] == "2026-03-01T08:00:00+00:00"
    assert told["identifier"] == [{"system": "urn:gutline:entry", "value": "a1"}]


def test_zero_none_and_missing_stay_three_things_in_fhir():
    made = journal(
        Entry(AT, "symptom", "back pain", 0, "nrs", id="zero"),
        Entry(AT, "symptom", "none", id="none"),
        Entry(AT, "stool", "stool", id="missing"),
    )
    told = {one["identifier"][0]["value"]: one for one in resources(bundle(made), "Observation")}
    assert told["zero"]["valueQuantity"]["value"] == 0
    assert told["none"]["valueString"] == "none"
    assert [key for key in told["missing"] if key.startswith("value")] == []


def test_what_is_taken_is_a_medication_statement():
    made = journal(Entry(AT, "supplement", "magnesium", 300, "mg", day_only=True))
    (told,) = resources(bundle(made), "MedicationStatement")
    assert told["medicationCodeableConcept"] == {"text": "magnesium"}
    dose = told["dosage"][0]["doseAndRate"][0]["doseQuantity"]
    assert (dose["value"], dose["code"]) == (300, "mg")
    assert told["effectiveDateTime"] == "2026-03-01"


def test_an_answered_questionnaire_keeps_its_questions():
    answered = Answered("peg", AT.date(), {"peg_pain": 2}, 2.5)
    made = bundle(journal(answered=(answered,)))
    (told,) = resources(made, "QuestionnaireResponse")
    (score,) = resources(made, "Observation")
    assert score["code"]["coding"] == [{"system": "http://loinc.org", "code": "91147-9"}]
    assert score["valueQuantity"]["value"] == 2.5
    assert score["derivedFrom"] == [{"reference": f"urn:uuid:{told['id']}"}]
    answered = Answered("phq2", AT.date(), {"phq_interest": 2, "phq_down": 0})
    (told,) = resources(bundle(journal(answered=(answered,))), "QuestionnaireResponse")
    assert told["authored"] == "2026-03-01"
    first = told["item"][0]
    assert first["linkId"] == "phq_interest"
    assert first["text"] == "Little interest or pleasure in doing things"
    assert first["answer"] == [{"valueInteger": 2}]


def test_nothing_says_who_the_person_is_and_ids_stay():
    made = journal(Entry(AT, "food", "rye bread", id="a1"))
    (patient,) = resources(bundle(made), "Patient")
    assert set(patient) == {"resourceType", "id"}
    assert "someone" not in json.dumps(bundle(made))
    assert bundle(made) == bundle(journal(Entry(AT, "food", "rye bread", id="a1")))


def test_every_unit_has_a_ucum_code():
    units = {unit for kind in load_kinds().values() for unit in kind.units}
    assert units <= set(UCUM_CODES)
    assert set(UCUM_CODES) <= set(load_units().values())


def test_an_offset_of_seconds_becomes_utc():
    odd = AT.astimezone(timezone(timedelta(minutes=-44, seconds=-30)))
    assert iso_time(odd) == "2026-03-01T08:00:00+00:00"
    assert iso_time(AT.astimezone(timezone(timedelta(hours=2)))) == "2026-03-01T10:00:00+02:00"


@FEW
@given(journals())
def test_data_points_are_whole_and_what_has_no_schema_is_counted(made):
    told = data_points(made)
    assert len(told.points) + sum(told.left_out.values()) == len(made.diary.entries)
    for point in told.points:
        header, body = point["header"], point["body"]
        assert uuid.UUID(header["uuid"]).version == 5
        assert set(header["schema_id"]) == {"namespace", "name", "version"}
        assert datetime.fromisoformat(header["source_creation_date_time"]).tzinfo is not None
        assert body["effective_time_frame"]
        json.dumps(point, allow_nan=False)


def test_data_points_follow_their_schemas():
    made = journal(
        Entry(AT, "weight", "weight", 70, "kg"),
        Entry(AT, "sleep", "sleep", 7.5, "h"),
        Entry(AT, "movement", "walking", 30, "min"),
        Entry(AT, "movement", "steps", 8000, "steps", day_only=True),
        Entry(AT, "movement", "running", 5, "km"),
        Entry(AT, "food", "rye bread"),
    )
    told = data_points(made)
    bodies = {
        p["header"]["schema_id"]["name"] + str(n): p["body"] for n, p in enumerate(told.points)
    }
    weight = next(b for b in bodies.values() if "body_weight" in b)
    assert weight["body_weight"] == {"value": 70, "unit": "kg"}
    assert weight["effective_time_frame"] == {"date_time": "2026-03-01T08:00:00+00:00"}
    sleep = next(b for b in bodies.values() if "total_sleep_time" in b)
    assert sleep["effective_time_frame"]["time_interval"]["end_date_time"].startswith(
        "2026-03-01T08"
    )
    walk = next(b for b in bodies.values() if b.get("activity_name") == "walking")
    assert walk["duration"] == {"value": 30, "unit": "min"}
    steps = next(b for b in bodies.values() if b.get("activity_name") == "steps")
    assert steps["base_movement_quantity"] == {"value": 8000, "unit": "steps"}
    whole_day = steps["effective_time_frame"]["time_interval"]
    assert whole_day == {
        "start_date_time": "2026-03-01T00:00:00+00:00", "duration": {"value": 1, "unit": "d"}
    }  # fmt: skip
    assert told.left_out == {"food": 1}


@FEW
@given(journals())
def test_any_journal_is_a_workbook_in_which_nothing_runs(made):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook(made)))
    cells = [cell for row in book["Diary"].iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type in {"f", "e"}] == []
    assert book["Diary"].max_row == 1 + len(made.diary.entries)


def test_a_workbook_keeps_texts_as_they_are_and_marks_them_as_texts():
    from openpyxl import load_workbook

    made = journal(Entry(AT, "food", '=HYPERLINK("x")', 1, "serving", note="+49 is a number"))
    cells = {
        c.value: c
        for c in next(load_workbook(io.BytesIO(workbook(made)))["Diary"].iter_rows(min_row=2))
    }
    assert cells['=HYPERLINK("x")'].data_type == "s"
    assert cells['=HYPERLINK("x")'].quotePrefix
    assert cells["+49 is a number"].quotePrefix


def test_zero_none_and_missing_stay_three_things_in_a_workbook():
    made = journal(
        Entry(AT, "symptom", "back pain", 0, "nrs"),
        Entry(AT, "symptom", "none"),
        Entry(AT, "stool", "stool", day_only=True),
    )
    place = HEADER.index
    told = {row[place("name")]: row for row in rows(workbook(made))[1:]}
    assert told["back pain"][place("value")] == 0
    assert told["none"][place("value")] is None
    assert told["stool"][place("time")] is None


def test_a_long_journal_goes_on_in_a_further_sheet():
    made = journal(*(Entry(AT + timedelta(hours=n), "food", "x") for n in range(5)))
    data = workbook(made, most_rows=2)
    assert [len(rows(data, sheet)) for sheet in ("Diary", "Diary 2", "Diary 3")] == [3, 3, 2]


@FEW
@given(journals())
def test_parquet_reads_back_as_the_same_diary(made):
    pytest.importorskip("pyarrow")
    assert read_parquet(io.BytesIO(render(made, "parquet"))) == made.diary


@pytest.mark.parametrize("format_id", ["xlsx", "fhir", "omh"])
def test_an_empty_journal_is_a_file_too(format_id):
    assert render(journal(), format_id)
    assert FORMATS[format_id].loses


def test_a_span_of_a_csv_keeps_its_head():
    text = '# zone: UTC\ntime,kind,name,note\n2026-03-01T08:00,food,a,"two\nlines"\n2026-03-02,food,b,\n'
    day = AT.date()
    assert csv_between(text, None, day) == text.rsplit("2026-03-02", 1)[0]
    assert csv_between(text, day + timedelta(days=1), None).endswith(
        "name,note\n2026-03-02,food,b,\n"
    )
    assert csv_between(text, None, None) == text


def test_a_span_of_everything_leaves_the_rest_as_it_is():
    told = {"choices": {"a": 1}, "entries": [{"wall": "2026-03-01T08:00:00+00:00"},
                                             {"wall": "2026-03-05T08:00:00+00:00"}]}  # fmt: skip
    cut = json.loads(json_between(json.dumps(told), AT.date(), AT.date()))
    assert cut == {"choices": {"a": 1}, "entries": told["entries"][:1]}
