"""Parts of exports: one entry or answer at a time, spans of days, cells that do not run."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gutline.catalog.questionnaires import load_questionnaires
from gutline.diary import Diary, Entry
from gutline.diary.texts import LONGEST_NOTE
from gutline.reports.exchange.fhir import bundle, quantity
from gutline.reports.exchange.formats import FORMATS, export_schema
from gutline.reports.exchange.journal import Answered, Journal, iso_time
from gutline.reports.exchange.open_mhealth import data_points
from gutline.reports.exchange.spans import csv_between, json_between
from gutline.reports.exchange.spreadsheet import HEADER, LONGEST_CELL, workbook

AT = datetime(2026, 3, 1, 8, tzinfo=ZoneInfo("Europe/Berlin"))
MADE_AT = datetime(2026, 4, 1, tzinfo=UTC)


def journal(*entries: Entry, **more: Any) -> Journal:
    diary = Diary.from_entries(entries, zone="Europe/Berlin")
    return Journal(diary, MADE_AT, "someone", **more)


def resource(entry: Entry, detail: dict[str, object] | None = None) -> dict[str, Any]:
    """The one resource of an entry, beside the person."""
    made = journal(entry, details={entry.id: detail} if detail else {})
    (_, told) = bundle(made)["entry"]
    found: dict[str, Any] = told["resource"]
    return found


@pytest.mark.parametrize(
    ("kind", "name", "value", "unit", "expected"),
    [
        ("symptom", "bloating", 0.0, "nrs", {"valueQuantity": quantity(0.0, "nrs")}),
        ("symptom", "none", None, "", {"valueString": "none"}),
        ("weight", "weight", 70.0, "kg", {"valueQuantity": quantity(70.0, "kg")}),
        ("food", "rice", None, "", {}),
        ("food", "none", None, "", {"valueString": "none"}),
        ("complete", "food", None, "", {"valueString": "food"}),
        ("stool", "stool", 4.0, "bristol", {"valueQuantity": quantity(4.0, "bristol")}),
    ],
)
def test_zero_none_and_nothing_are_told_apart(kind, name, value, unit, expected):
    told = resource(Entry(AT, kind, name, value, unit, id="a"))
    assert told["resourceType"] == "Observation"
    assert {key: told[key] for key in told if key.startswith("value")} == expected


@pytest.mark.parametrize("kind", ["supplement", "medicine"])
@pytest.mark.parametrize(("value", "unit"), [(400.0, "mg"), (None, "")])
def test_what_is_taken_is_a_statement_with_its_dose(kind, value, unit):
    told = resource(Entry(AT, kind, "magnesium", value, unit, id="a"))
    assert told["resourceType"] == "MedicationStatement"
    assert told["medicationCodeableConcept"]["text"] == "magnesium"
    assert ("dosage" in told) == (value is not None)


def test_a_day_without_a_time_is_told_as_a_day():
    assert resource(Entry(AT, "food", "rice", id="a", day_only=True))["effectiveDateTime"] == (
        "2026-03-01"
    )
    assert resource(Entry(AT, "food", "rice", id="a"))["effectiveDateTime"] == (
        "2026-03-01T08:00:00+01:00"
    )


def test_a_note_is_the_value_of_a_note_and_beside_anything_else():
    told = resource(Entry(AT, "note", "note", note="slept badly", id="a"))
    assert (told["valueString"], "note" in told) == ("slept badly", False)
    told = resource(Entry(AT, "food", "rice", note="burnt", id="a"))
    assert told["note"] == [{"text": "burnt"}]


@pytest.mark.parametrize(
    ("detail", "site", "stiff"),
    [
        ({"sites": ["lower_back_left"]}, True, False), ({"sites": ["wing"]}, False, False),
        ({"sites": "knee_left"}, False, False), ({"stiffness_min": 20.0}, False, True),
        ({"stiffness_min": "long"}, False, False), ({}, False, False),
    ],
    ids=str,
)  # fmt: skip
def test_where_it_hurt_is_told_where_it_is_a_place(detail, site, stiff):
    told = resource(Entry(AT, "symptom", "back pain", 4.0, "nrs", id="a"), detail)
    assert ("bodySite" in told, "component" in told) == (site, stiff)


def answers(score: float | None = None, **told: object) -> list[dict[str, Any]]:
    name = next(iter(load_questionnaires()))
    made = journal(answered=(Answered(name, date(2026, 3, 1), told, score),))
    return [one["resource"] for one in bundle(made)["entry"][1:]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, {"valueBoolean": True}), (False, {"valueBoolean": False}), (0, {"valueInteger": 0}),
        (3, {"valueInteger": 3}), (3.0, {"valueInteger": 3}), (2.5, {"valueDecimal": 2.5}),
        ("often", {"valueString": "often"}), ("", {"valueString": "-"}),
    ],
)  # fmt: skip
def test_an_answer_has_the_type_of_what_was_answered(value, expected):
    (told,) = answers(made_up=value)
    assert told["item"] == [{"linkId": "made_up", "answer": [expected]}]


def test_a_score_stands_beside_its_answers_and_never_alone():
    response, score = answers(score=12.0, made_up=3)
    assert score["derivedFrom"] == [{"reference": f"urn:uuid:{response['id']}"}]
    assert score["valueQuantity"]["value"] == 12.0
    assert answers(score=12.0) == []


def test_an_unknown_questionnaire_keeps_its_answers():
    made = journal(answered=(Answered("gone", date(2026, 3, 1), {"a": 1}, 2.0),))
    response, score = (one["resource"] for one in bundle(made)["entry"][1:])
    assert response["questionnaire"].endswith(":gone")
    assert score["code"] == {"text": "gone"}


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        (Entry(AT, "weight", "weight", 70.5, "kg"), {"body_weight": {"value": 70.5, "unit": "kg"}}),
        (Entry(AT, "sleep", "sleep", 7.0, "h"), {"total_sleep_time": {"value": 7.0, "unit": "h"}}),
        (Entry(AT, "movement", "walk", 30.0, "min"), {"duration": {"value": 30.0, "unit": "min"}}),
        (Entry(AT, "movement", "walk", 5.0, "km"), {"distance": {"value": 5.0, "unit": "km"}}),
        (Entry(AT, "movement", "steps", 9000.0, "steps"),
         {"base_movement_quantity": {"value": 9000.0, "unit": "steps"}}),
        (Entry(AT, "movement", "walk"), {"activity_name": "walk"}),
    ],
)  # fmt: skip
def test_what_open_mhealth_has_a_schema_for_is_told(entry, part):
    (point,) = data_points(journal(entry)).points
    assert part.items() <= point["body"].items()
    assert point["header"]["source_creation_date_time"] == "2026-03-01T08:00:00+01:00"


@pytest.mark.parametrize("kind", ["weight", "sleep", "movement"])
def test_a_whole_day_is_an_interval_of_a_day(kind):
    units = {"weight": "kg", "sleep": "h", "movement": "min"}
    entry = Entry(AT, kind, kind, 20.0, units[kind], day_only=True)
    (point,) = data_points(journal(entry)).points
    assert point["body"]["effective_time_frame"] == {
        "time_interval": {
            "start_date_time": "2026-03-01T00:00:00+01:00",
            "duration": {"value": 1, "unit": "d"},
        }
    }


def test_what_has_no_schema_is_counted_by_kind():
    told = data_points(journal(*(Entry(AT + timedelta(hours=n), "food", "x") for n in range(3))))
    assert (told.points, told.left_out) == ((), {"food": 3})


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (AT, "2026-03-01T08:00:00+01:00"),
        (AT.replace(microsecond=500), "2026-03-01T08:00:00.000500+01:00"),
        (datetime(1970, 1, 1, tzinfo=timezone(-timedelta(minutes=44, seconds=30))),
         "1970-01-01T00:44:30+00:00"),
        (AT.astimezone(UTC), "2026-03-01T07:00:00+00:00"),
    ],
)  # fmt: skip
def test_times_are_written_with_offsets_of_minutes(at, text):
    assert iso_time(at) == text


def test_ids_differ_by_person_and_stay_by_entry():
    first, second = Entry(AT, "food", "rice", id="a"), Entry(AT, "food", "rice", id="b")
    made = journal(first, second)
    assert len(set(made.ids().values())) == 2
    assert made.ids()[first] == journal(first).ids()[first]
    other = Journal(made.diary, MADE_AT, "somebody else")
    assert set(other.ids().values()).isdisjoint(made.ids().values())
    assert made.id_of("a", "b") != made.id_of("ab")


CSV = "# zone: UTC\n# made by hand\ntime,kind,name,note\n" + "".join(
    f'2026-03-0{day}T08:00,food,"a, b","# no\n{day}"\n' for day in range(1, 5)
)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, "1234"),
        (2, None, "234"),
        (None, 2, "12"),
        (2, 3, "23"),
        (4, 4, "4"),
        (9, 9, ""),
    ],
)
def test_a_span_of_days_is_cut_out_of_a_csv(first, last, days):
    def day(number: int | None) -> date | None:
        return None if number is None else date(2026, 3, number)

    cut = csv_between(CSV, day(first), day(last))
    assert cut.startswith("# zone: UTC\n# made by hand\ntime,kind,name,note\n")
    rows = list(csv.reader(io.StringIO(cut.split("made by hand\n")[1], newline="")))[1:]
    assert [row[3] for row in rows] == [f"# no\n{one}" for one in days]


def test_a_span_of_days_goes_by_the_local_day():
    told = {
        "entries": [{"wall": "2026-03-01T23:30:00-05:00"}, {"wall": "2026-03-02T00:10:00+09:00"}]
    }
    cut = json.loads(json_between(json.dumps(told), date(2026, 3, 2), None))
    assert cut["entries"] == told["entries"][1:]


def cells(*entries: Entry, **more: Any) -> list[dict[str, Any]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(workbook(journal(*entries, **more))))["Diary"]
    return [dict(zip(HEADER, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_nothing_in_a_workbook_runs(text):
    (row,) = cells(Entry(AT, "food", text, note=text, source=text, id=text))
    for name in ("name", "note", "source", "id"):
        assert (row[name].value, row[name].data_type) == (text, "s")
        assert row[name].quotePrefix


def test_a_workbook_holds_local_days_and_times_and_where_it_hurt():
    entry = Entry(AT, "symptom", "back pain", 4.0, "nrs", id="a")
    (row,) = cells(entry, details={"a": {"sites": ["lower_back_left", "wing"], "stiffness_min": 5}})
    assert (row["day"].value.date(), row["time"].value.hour) == (date(2026, 3, 1), 8)
    assert row["offset"].value == "+01:00"
    assert row["where"].value == "lower back, left"
    assert row["stiffness min"].value == 5


@pytest.mark.parametrize("text", ["a\ufffeb", "a\uffffb"])
def test_what_a_workbook_cannot_hold_is_marked(text):
    (row,) = cells(Entry(AT, "food", "rice", note=text))
    assert row["note"].value == "a\ufffdb"


def test_the_longest_note_of_a_diary_fits_into_a_cell():
    (row,) = cells(Entry(AT, "food", "rice", note="x" * LONGEST_NOTE))
    assert len(row["note"].value) == LONGEST_NOTE < LONGEST_CELL


def test_every_format_says_what_it_loses_but_the_one_that_loses_nothing():
    assert [one.id for one in FORMATS.values() if not one.loses] == ["json"]
    assert len({one.ending for one in FORMATS.values()}) == len(FORMATS)
    assert all(one.loses.endswith(".") for one in FORMATS.values() if one.loses)


def test_the_schema_is_the_same_object_each_time_and_names_its_version():
    assert export_schema() is export_schema()
    assert "2020-12" in export_schema()["$schema"]
