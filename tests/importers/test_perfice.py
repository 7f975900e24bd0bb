"""Perfice: one form's answers, times in milliseconds, lists with bars."""

from __future__ import annotations

import json

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import got, score

NOON = 1_781_078_400_000


def _form(questions: list[str], *answers: list[object]) -> str:
    entries = [{"timestamp": NOON + n, "answers": row} for n, row in enumerate(answers)]
    return json.dumps({"questions": questions, "entries": entries})


def test_numbers_are_ratings_and_null_is_missing():
    found = got("perfice", _form(["Bloating"], [0], [None], [3]), "f.json")
    assert [e.value for e in found.entries] == [0.0, 3.0]


def test_a_list_of_answers_is_taken_apart():
    text = f"Timestamp,What did you eat?\n{NOON},Rye bread|||Coffee\n"
    assert [(e.kind, e.name) for e in got("perfice", text).entries] == [
        ("food", "Rye bread"), ("drink", "Coffee"),
    ]  # fmt: skip


def test_yes_is_done_and_no_is_zero():
    found = got("perfice", _form(["Stretching"], [True], [False]), "f.json")
    assert [e.value for e in found.entries] == [None, 0.0]


def test_words_are_a_note_under_their_question():
    entry = got("perfice", _form(["How was it?"], ["slow"]), "f.json").one()
    assert (entry.kind, entry.name, entry.note) == ("note", "How was it?", "slow")


def test_table_and_json_give_one_answer_the_same_id():
    table = got("perfice", f"Timestamp,Bloating\n{NOON},3\n").one()
    assert table.at == got("perfice", _form(["Bloating"], [3]), "f.json").one().at
    assert table.id == got("perfice", _form(["Bloating"], [3]), "f.json").one().id


def test_an_entry_without_a_time_is_reported():
    text = json.dumps({"questions": ["Bloating"], "entries": [{"answers": [3]}]})
    assert got("perfice", text, "f.json").refused[0].field == "timestamp"


def test_a_form_without_questions_is_refused():
    with pytest.raises(ImporterError, match="questions"):
        got("perfice", '{"questions": [], "entries": []}', "f.json")


def test_both_forms_are_recognised():
    assert score("perfice", _form(["a"], [1]), "f.json") > 0.8
    assert score("perfice", f"Timestamp,a\n{NOON},3\n") > 0.7
    assert score("perfice", "Timestamp,a\n2026-06-10,3\n") == 0.0
