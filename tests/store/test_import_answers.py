"""Answered questionnaires in and out: from FHIR and JSON, once each, and gone with their import."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.catalog.questionnaires import load_questionnaires
from gutline.importers.source import ImportFile, ImportSettings
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.queries.documents import document, documents
from gutline.store.queries.safety import kept_safety
from gutline.store.services import imports
from gutline.store.services.export_files import export_file
from gutline.store.services.imports import (
    import_batch,
    import_files,
    preview_import,
    undo_import,
)
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person
from gutline.store.services.safety import drop_questionnaire, keep_questionnaire
from tests.store.conftest import NOW

DAY = date(2026, 2, 3)
SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 3, 1))
PHQ2 = {"phq_interest": 2, "phq_down": 1}
FORMATS = ["fhir", "json"]


@st.composite
def taken(draw: Any) -> tuple[str, dict[str, bool | float]]:
    """A questionnaire of the catalog, answered in part or whole."""
    about = load_questionnaires()[draw(st.sampled_from(sorted(load_questionnaires())))]
    answers: dict[str, bool | float] = {}
    for item in about.items:
        if not answers or draw(st.booleans()):
            number = draw(st.integers(item.lowest, item.highest))
            answers[item.id] = bool(number) if item.is_yes_no else number
    return about.id, answers


def somebody() -> int:
    return add_person("Europe/Berlin", NOW).key


def exported(person: int, format_id: str) -> ImportFile:
    made = export_file(person, format_id, NOW)
    return ImportFile(made.name, data=made.data)


def answers_of(person: int) -> dict[str, object]:
    return {one.key: one.body for one in documents(person, "questionnaire")}


def one_who_answered(**answers: int) -> int:
    person = somebody()
    keep_questionnaire(person, "phq2", {**PHQ2, **answers}, DAY, NOW)
    return person


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(taken(), min_size=1, max_size=3), st.sampled_from(FORMATS))
def test_any_answered_questionnaire_comes_back_and_nothing_else(sqlite_store, made, format_id):
    person, other = somebody(), somebody()
    for number, (questionnaire, answers) in enumerate(made):
        keep_questionnaire(person, questionnaire, answers, DAY + timedelta(number), NOW)
    file = exported(person, format_id)
    batch = import_files(other, [file], SETTINGS, NOW)
    assert answers_of(other) == answers_of(person)
    assert batch.added == len(made)
    assert queries.read_diary(other).entries == ()


@pytest.mark.parametrize("format_id", FORMATS)
def test_the_same_file_again_adds_nothing(sqlite_store, format_id):
    file, other = exported(one_who_answered(), format_id), somebody()
    found = preview_import(other, [file], SETTINGS)
    assert (found.new, found.known, found.preview.kinds) == (1, 0, {"questionnaire": 1})
    assert (found.preview.first_day, found.preview.last_day) == (DAY, DAY)
    first, second = (import_files(other, [file], SETTINGS, NOW) for _ in range(2))
    assert (first.added, first.known, first.answered) == (1, 0, ("phq2:2026-02-03",))
    assert (second.added, second.known, second.key) == (0, 1, "")
    assert preview_import(other, [file], SETTINGS).new == 0


def test_what_a_person_said_here_is_not_changed_by_a_file(sqlite_store):
    file, other = exported(one_who_answered(), "fhir"), one_who_answered(phq_down=3)
    assert import_files(other, [file], SETTINGS, NOW).added == 0
    kept = document(other, "questionnaire", "phq2:2026-02-03")
    assert kept is not None
    assert kept.body["answers"] == {"phq_interest": 2, "phq_down": 3}
    drop_questionnaire(other, "phq2", DAY, NOW)
    assert import_files(other, [file], SETTINGS, NOW).added == 0
    assert answers_of(other) == {}


def test_old_answers_of_a_file_do_not_speak_for_today(sqlite_store):
    file, other = exported(one_who_answered(), "fhir"), somebody()
    import_files(other, [file], SETTINGS, NOW)
    assert kept_safety(other).given == {}


def test_undoing_takes_them_out_for_good_and_they_can_come_again(sqlite_store):
    person = one_who_answered()
    log_entry(person, Draft("symptom", "bloating", datetime(2026, 2, 1, 8), 4, id="a1"), NOW)
    file, other = exported(person, "fhir"), somebody()
    batch = import_files(other, [file], SETTINGS, NOW)
    assert batch.added == 2
    undone = undo_import(other, batch.key, NOW)
    assert (undone.removed, undone.batch.answered) == (2, ())
    assert answers_of(other) == {}
    again = import_files(other, [file], SETTINGS, NOW + timedelta(minutes=1))
    assert again.added == 2
    assert undo_import(other, batch.key, NOW).removed == 0
    assert answers_of(other) == answers_of(person)


def test_answers_given_anew_since_are_kept_unless_they_are_asked_for(sqlite_store):
    file, other = exported(one_who_answered(), "fhir"), somebody()
    batch = import_files(other, [file], SETTINGS, NOW)
    keep_questionnaire(other, "phq2", {"phq_interest": 0, "phq_down": 0}, DAY, NOW)
    undone = undo_import(other, batch.key, NOW)
    assert (undone.removed, undone.kept, undone.kept_answers) == (0, (), ("phq2:2026-02-03",))
    assert import_batch(other, batch.key).kept == 1
    assert undo_import(other, batch.key, NOW, edited_too=True).removed == 1
    assert answers_of(other) == {}


def test_dropped_answers_go_with_the_import(sqlite_store):
    file, other = exported(one_who_answered(), "fhir"), somebody()
    batch = import_files(other, [file], SETTINGS, NOW)
    drop_questionnaire(other, "phq2", DAY, NOW)
    assert undo_import(other, batch.key, NOW).removed == 1
    assert import_files(other, [file], SETTINGS, NOW + timedelta(minutes=1)).added == 1


def fhir(*responses: dict[str, object]) -> ImportFile:
    entry = [{"resource": {"resourceType": "QuestionnaireResponse", **one}} for one in responses]
    text = json.dumps({"resourceType": "Bundle", "entry": entry})
    return ImportFile("a.json", data=text.encode())


def response(**change: object) -> dict[str, object]:
    item = [{"linkId": key, "answer": [{"valueInteger": value}]} for key, value in PHQ2.items()]
    asked = "urn:gutline:questionnaire:phq2"
    return {"questionnaire": asked, "authored": "2026-02-03", "item": item, **change}


def test_a_second_answer_of_the_same_day_is_counted_and_not_kept(sqlite_store):
    person = somebody()
    later = [{"linkId": "phq_down", "answer": [{"valueInteger": 0}]}]
    file = fhir(response(), response(item=later))
    found = preview_import(person, [file], SETTINGS)
    assert found.new == 1
    assert found.preview.left_out == {"questionnaires answered once more on the same day": 1}
    import_files(person, [file], SETTINGS, NOW)
    kept = document(person, "questionnaire", "phq2:2026-02-03")
    assert kept is not None
    assert kept.body["answers"] == PHQ2


def test_there_is_an_end_to_what_one_file_can_bring(sqlite_store, monkeypatch):
    monkeypatch.setattr(imports, "MOST_ANSWERED", 1)
    person = somebody()
    file = fhir(response(), response(authored="2026-02-04"))
    found = preview_import(person, [file], SETTINGS)
    assert (found.new, found.preview.left_out) == (1, {"questionnaires beyond the first 1": 1})


def test_nothing_is_kept_of_an_import_that_is_stopped(sqlite_store):
    person, answered = somebody(), one_who_answered()
    log_entry(answered, Draft("symptom", "bloating", datetime(2026, 2, 1, 8), 4, id="a1"), NOW)
    calls = iter([False, True])
    with pytest.raises(imports.ImportCancelledError):
        import_files(
            person, [exported(answered, "fhir")], SETTINGS, NOW, cancelled=lambda: next(calls)
        )
    assert answers_of(person) == {}
    assert queries.read_diary(person).entries == ()
