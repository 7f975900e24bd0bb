"""Answered questionnaires of files: what passes the gate, and what is told instead."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gutline.diary.entries import RowError
from gutline.importers.answer_check import answered_day, check_answered
from gutline.importers.source import Answered, ImportFile
from tests.importers.reading_tools import items_of, told
from tests.importers.source_texts import got, score

TODAY = date(2026, 7, 1)
PHQ2 = {"phq_interest": 2, "phq_down": 1}


def response(**change: object) -> dict[str, object]:
    item = [{"linkId": key, "answer": [{"valueInteger": value}]} for key, value in PHQ2.items()]
    whole = {
        "resourceType": "QuestionnaireResponse", "id": "q1", "authored": "2026-02-03",
        "questionnaire": "urn:gutline:questionnaire:phq2", "item": item,
    }  # fmt: skip
    return {**whole, **change}


def read(*resources: object):
    entry = [{"resource": one} for one in resources]
    return told(items_of([bundle(entry)], "fhir_bundle"))


def bundle(entry: object) -> ImportFile:
    text = json.dumps({"resourceType": "Bundle", "entry": entry})
    return ImportFile("a.json", data=text.encode())


def item(ident: object, *answers: object) -> dict[str, object]:
    return {"linkId": ident, "answer": list(answers)}


def test_what_this_program_wrote_is_read():
    assert read(response())["answers"] == [["phq2", "2026-02-03", PHQ2]]
    one = json.dumps(response())
    assert score("fhir_bundle", one, "q.json") > 0.9
    assert [a.answers for a in got("fhir_bundle", one, "q.json").answers] == [PHQ2]


@pytest.mark.parametrize(
    "written", ["2026-02-03", "2026-02-03T21:00:00+01:00", "2026-02-03T00:00:00Z"]
)
def test_a_server_may_have_added_a_time_or_a_version(written: str):
    asked = "urn:gutline:questionnaire:phq2|1"
    assert read(response(authored=written, questionnaire=asked))["answers"][0][1] == "2026-02-03"


@pytest.mark.parametrize("asked", ["", "http://example.org/q", None, 7, {"reference": "x"}])
def test_questionnaires_of_other_programs_are_counted(asked: object):
    found = read(response(questionnaire=asked))
    assert found["left_out"] == {"questionnaires of other programs": 1}
    assert "answers" not in found


@pytest.mark.parametrize(
    "change",
    [
        {"authored": ""}, {"authored": "2026-02-30"}, {"authored": "soon"}, {"authored": None},
        {"authored": "2031-01-01"}, {"authored": "0001-01-01"}, {"authored": "9999-12-31"},
        {"item": []}, {"item": None}, {"item": "x"},
        {"item": [item("phq_down")]}, {"item": [item("phq_down", {"valueInteger": 9})]},
        {"item": [item("phq_down", {"valueInteger": 1.5})]},
        {"item": [item("phq_down", {"valueInteger": "1"})]},
        {"item": [item("phq_down", {"valueString": "1"})]},
        {"item": [item("phq_down", {"valueBoolean": True})]},
        {"item": [item("phq_down", {"valueInteger": 1}, {"valueInteger": 2})]},
        {"item": [item("phq_down", {"valueInteger": 1, "valueDecimal": 2})]},
        {"item": [item("phq_down", {"valueInteger": 1}), item("phq_down", {"valueInteger": 1})]},
        {"item": [item("", {"valueInteger": 1})]}, {"item": [item(None, {"valueInteger": 1})]},
        {"item": [item("\x1b[2J" + "x" * 9000, {"valueInteger": 1})]},
        {"questionnaire": "urn:gutline:questionnaire:" + "x\x00" * 900},
    ],
    ids=lambda change: json.dumps(change)[:60],
)  # fmt: skip
def test_what_nobody_can_have_answered_is_told(change: dict[str, object]):
    found = read(response(**change))
    assert "answers" not in found
    (problem,) = found["problems"]
    assert problem["field"]
    assert problem["reason"].isprintable()
    assert len(problem["reason"]) <= 300
    assert len(problem["value"]) <= 84


def test_a_score_is_left_out_even_where_it_looks_like_a_symptom():
    pain = [item("level", {"valueInteger": 6})]
    asked = response(questionnaire="urn:gutline:questionnaire:pain", item=pain)
    felt = {
        "resourceType": "Observation", "id": "o", "code": {"text": "Back pain"},
        "effectiveDateTime": "2026-02-03", "valueInteger": 6,
    }  # fmt: skip
    for reference in ("urn:uuid:q1", "QuestionnaireResponse/q1"):
        found = read(asked, {**felt, "derivedFrom": [{"reference": reference}]}, felt)
        assert len(found["entries"]) == 1
        assert found["left_out"] == {
            "scores of questionnaires, which are worked out of their answers": 1
        }
    assert len(read(asked, {**felt, "derivedFrom": [{"reference": "Media/7"}]})["entries"]) == 1


def document(**change: object) -> dict[str, object]:
    body = {"questionnaire": "phq2", "day": "2026-02-03", "answers": PHQ2}
    return {"kind": "questionnaire", "key": "phq2:2026-02-03", "body": {**body, **change}}


def own_json(*documents: object):
    whole = {"format": "gutline-export", "entries": [], "documents": list(documents)}
    return told(items_of([ImportFile("e.json", data=json.dumps(whole).encode())]))


def test_answers_of_an_own_export_are_read_with_what_is_left_of_them():
    gone = {**document(), "deleted_at": "2026-02-04T08:00:00+00:00"}
    found = own_json({**document(), "versions": [{}, {}]}, gone)
    assert found["answers"] == [["phq2", "2026-02-03", PHQ2]]
    assert found["left_out"] == {
        "answered questionnaires that were deleted": 1,
        "earlier versions of answered questionnaires": 2,
    }


@pytest.mark.parametrize(
    "change",
    [{"day": 7}, {"day": "x"}, {"answers": {}}, {"answers": None}, {"answers": {"phq_down": "1"}},
     {"answers": {"phq_down": [1]}}, {"answers": {"phq_down": None}}, {"questionnaire": "none"},
     {"questionnaire": None}],
    ids=str,
)  # fmt: skip
def test_a_damaged_document_is_a_problem(change: dict[str, object]):
    found = own_json(document(**change))
    assert len(found["problems"]) == 1
    assert "answers" not in found


def test_the_gate_takes_tomorrow_for_those_ahead_of_us():
    check_answered(Answered("phq2", date(2026, 7, 2), PHQ2), TODAY)
    with pytest.raises(RowError, match="future"):
        check_answered(Answered("phq2", date(2026, 7, 3), PHQ2), TODAY)
    check_answered(Answered("phq2", date(2026, 7, 3), PHQ2))


@pytest.mark.parametrize("written", ["", "2026-2-3", "2026-02-03 ", "٢٠٢٦-٠٢-٠٣", "2026-02-03x"])
def test_what_is_no_day_is_refused(written: str):
    with pytest.raises(RowError, match="no day"):
        answered_day(written)
