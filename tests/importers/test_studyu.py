"""StudyU: surveys in columns by number, tasks that were done, one person of several."""

from __future__ import annotations

from tests.importers.source_texts import got, score

MEASURED = (
    "measurement_time,measurement_name,participant_id,survey1_question1_text,"
    "survey1_question1_response\n"
)
DONE = "intervention_task_time,intervention_task_id,intervention_task_name,is_completed,participant_id\n"


def test_an_answer_stands_beside_its_question():
    text = MEASURED + "2026-06-10 20:15:00.000,Evening,p,How bad is your back pain?,6\n"
    entry = got("studyu", text).one()
    assert (entry.kind, entry.name, entry.value) == ("symptom", "How bad is your back pain?", 6.0)
    assert entry.at.isoformat() == "2026-06-10T20:15:00+02:00"


def test_zero_is_an_answer_and_an_empty_cell_is_none():
    text = (
        MEASURED + "2026-06-10 20:15:00,Evening,p,Pain?,0\n2026-06-11 20:15:00,Evening,p,Pain?,\n"
    )
    found = got("studyu", text)
    assert [e.value for e in found.entries] == [0.0]


def test_an_answer_in_words_is_a_note():
    entry = got("studyu", MEASURED + "2026-06-10 20:15:00,Evening,p,What helped?,Rest\n").one()
    assert (entry.kind, entry.note) == ("note", "Rest")


def test_a_task_that_was_not_done_is_a_zero():
    text = (
        DONE + "2026-06-10 09:00:00,t,Stretching,true,p\n2026-06-11 09:00:00,t,Stretching,false,p\n"
    )
    assert [e.value for e in got("studyu", text).entries] == [None, 0.0]


def test_other_people_are_left_out():
    text = (
        DONE + "2026-06-10 09:00:00,t,Stretching,true,p\n2026-06-10 09:00:00,t,Stretching,true,q\n"
    )
    found = got("studyu", text)
    assert len(found.entries) == 1
    assert found.left_out["rows of other people"] == 1


def test_a_time_that_is_none_is_reported():
    assert got("studyu", DONE + "soon,t,Stretching,true,p\n").refused[0].line == 2


def test_both_headers_are_recognised():
    assert score("studyu", MEASURED) > 0.9
    assert score("studyu", DONE) > 0.9
