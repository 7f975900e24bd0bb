"""Nomie: tokens in any text, books and trackers of the wrong type."""

from __future__ import annotations

import json

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import Got, got

NOON = 1_781_085_600_000
HEAD = "epoch,start,end,offset,score,lat,lng,location,note\n"


def _row(note: str, epoch: object = NOON, offset: object = 120) -> str:
    return f'{epoch},,,{offset},0,,,,"{note}"\n'


def _backup(record: object, trackers: object = None) -> Got:
    files = {"data/v2/books/2026-06": [record], "data/v2/trackers.json": trackers or {}}
    return got("nomie", json.dumps({"files": files}), "backup.json")


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("#pain(3)", [("symptom", "pain", 3.0, "nrs")]),
        ("#pain(0)", [("symptom", "pain", 0.0, "nrs")]),
        ("#stretching", [("practice", "stretching", None, "")]),
        ("#stretching()", [("practice", "stretching", None, "")]),
        ("#stretching(00:20:00)", [("practice", "stretching", 20.0, "min")]),
        ("#stretching(20:30)", [("practice", "stretching", 20.5, "min")]),
        ("#coffee(2)#pain(1)", [("drink", "coffee", 2.0, "serving"), ("symptom", "pain", 1.0, "nrs")]),
        ("#back_pain(1,5)", [("symptom", "back pain", 1.5, "nrs")]),
        ("#Schmerz(4)", [("symptom", "Schmerz", 4.0, "nrs")]),
        ("plain words", [("note", "note", None, "")]),
        ("# alone", [("note", "note", None, "")]),
        ("@someone +somewhere", [("note", "note", None, "")]),
        ("", [("note", "note", None, "")]),
        ("#pain(50)", [("note", "pain", None, "")]),
    ],
)  # fmt: skip
def test_every_tracker_of_a_note_is_read(note: str, said: list):
    assert got("nomie", HEAD + _row(note)).said() == said


@pytest.mark.parametrize(
    ("note", "kept"),
    [("#pain(3) after lunch +hot @home", "after lunch +hot @home"), ("#pain(3)\nsecond line 😀", "second line 😀"),
     ("words first #pain(3)", "words first")],
)  # fmt: skip
def test_the_words_beside_a_tracker_are_its_note(note: str, kept: str):
    assert got("nomie", HEAD + _row(note)).one().note == kept


@pytest.mark.parametrize("amount", ["x", "NaN", "inf", "1/2/3", "9" * 30, "🙂"])
def test_an_amount_that_is_none_is_reported_and_its_words_are_not_lost(amount: str):
    found = got("nomie", HEAD + _row(f"#pain({amount}) dull #coffee(1)"))
    assert len(found.refused) == 1
    assert (found.one().name, found.one().note) == ("coffee", "dull")
    alone = got("nomie", HEAD + _row(f"#pain({amount}) dull"))
    assert (alone.one().kind, alone.one().note) == ("note", "dull")


@pytest.mark.parametrize(
    ("epoch", "field"),
    [("", "value"), ("soon", "value"), ("-5", "time"), ("9e30", "time"), ("NaN", "value")],
)
def test_a_row_without_a_time_is_reported(epoch: str, field: str):
    found = got("nomie", HEAD + _row("#pain(3)", epoch) + _row("#pain(4)"))
    assert [(one.line, one.field) for one in found.refused] == [(2, field)]
    assert found.one().value == 4.0


@pytest.mark.parametrize(
    ("offset", "at"), [("120", "12:00+02:00"), ("", "12:00+02:00"), ("-300", "05:00-05:00"), ("0", "10:00+00:00"),
                       ("9999", "12:00+02:00")]
)  # fmt: skip
def test_a_time_is_on_the_clock_it_was_seen_on(offset: str, at: str):
    entry = got("nomie", HEAD + _row("#pain(3)", offset=offset)).one()
    assert entry.at.isoformat(timespec="minutes")[11:] == at


@pytest.mark.parametrize(
    "record",
    [None, 7, "x", [], {}, {"note": 5, "end": NOON}, {"note": "#pain(3)"}, {"note": "#pain(3)", "end": "x"},
     {"note": "#pain(3)", "end": -1}, {"note": "#pain(3)", "end": 1e300}, {"note": None, "end": None}],
    ids=repr,
)  # fmt: skip
def test_a_record_of_the_wrong_type_is_reported(record: object):
    found = _backup(record)
    assert not found.entries
    assert len(found.refused) == 1
    assert found.refused[0].line == 1


@pytest.mark.parametrize("book", [{}, "x", None, 7])
def test_a_book_that_is_no_list_is_reported(book: object):
    files = {"data/v2/books/2026-06": book}
    found = got("nomie", json.dumps({"files": files}), "backup.json")
    assert [one.field for one in found.refused] == ["data/v2/books/2026-06"]


@pytest.mark.parametrize("document", [[], {}, {"files": []}, {"files": None}, {"file": {}}])
def test_what_is_no_backup_is_refused(document: object):
    text = json.dumps(document)
    with pytest.raises(ImporterError):
        got("nomie", text, "backup.json")


@pytest.mark.parametrize(
    ("tracker", "value"),
    [
        ({"label": "Back ache", "type": "range", "min": 1, "max": 5}, 5.0),
        ({"label": "Back ache", "type": "range", "min": 0, "max": 3}, 10.0),
        ({"label": "Back ache", "type": "range", "min": 5, "max": 5}, 3.0),
        ({"label": "Back ache", "type": "range", "min": "1", "max": None}, 3.0),
        ({"label": "Back ache", "type": "range", "min": 5, "max": 1}, 3.0),
        ({"label": "Back ache", "type": 7, "uom": []}, 3.0),
    ],
)
def test_the_range_of_a_tracker_is_used_where_it_is_one(tracker: object, value: float):
    found = _backup({"note": "#ache(3)", "end": NOON, "_id": "a"}, {"ache": tracker})
    assert found.one().value == value


@pytest.mark.parametrize("trackers", [[], "x", 7, {"ache": 7}, {"ache": None}])
def test_trackers_of_the_wrong_type_change_nothing(trackers: object):
    assert _backup({"note": "#ache(3)", "end": NOON}, trackers).one().name == "ache"
