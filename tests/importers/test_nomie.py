"""Nomie: notes in which trackers, values and contexts stand, with the time's own offset."""

from __future__ import annotations

import json

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import got, got_of, sample, score

NOON = 1_781_078_400_000


def _backup(*notes: str, trackers: dict | None = None, **more) -> str:
    book = [{"_id": str(n), "note": note, "end": NOON, "offset": 120} | more
            for n, note in enumerate(notes)]  # fmt: skip
    files = {"v5/trackers.json": trackers or {}, "v5/books/2026-24": book}
    return json.dumps({"version": "6", "created": "x", "files": files})


def test_each_tracker_of_a_note_is_an_entry():
    found = got("nomie", _backup("#back_pain(3) #bloating(0) slept badly +oatmeal"), "b.json")
    assert found.said() == [
        ("symptom", "back pain", 3.0, "nrs"), ("symptom", "bloating", 0.0, "nrs"),
    ]  # fmt: skip
    assert found.entries[0].note == "slept badly +oatmeal"
    assert found.entries[1].note == ""


def test_a_time_is_on_the_clock_of_its_own_offset():
    entry = got("nomie", _backup("#bloating(1)", offset=-240), "b.json").one()
    assert entry.at.isoformat() == "2026-06-10T04:00:00-04:00"


def test_the_range_of_a_tracker_is_stretched_to_ten():
    trackers = {"pain": {"label": "Knee pain", "type": "range", "min": 1, "max": 5}}
    entry = got("nomie", _backup("#pain(3)", trackers=trackers), "b.json").one()
    assert (entry.name, entry.value) == ("Knee pain", 5.0)


def test_a_tick_is_done_once_and_a_timer_is_minutes():
    found = got("nomie", _backup("#stretching #stretching(00:12:30)"), "b.json")
    assert [e.value for e in found.entries] == [None, 12.5]


def test_a_note_without_a_tracker_is_a_note():
    assert got("nomie", _backup("a quiet day"), "b.json").one().note == "a quiet day"


@pytest.mark.parametrize("end", [None, "soon", -5, 10**20])
def test_an_entry_without_a_possible_time_is_reported(end: object):
    found = got("nomie", _backup("#bloating(1)", end=end), "b.json")
    assert not found.entries
    assert len(found.refused) == 1


def test_a_value_in_words_is_reported_and_the_rest_of_the_note_kept():
    found = got("nomie", _backup("#bloating(lots) #back_pain(2)"), "b.json")
    assert [e.name for e in found.entries] == ["back pain"]
    assert found.refused[0].value == "lots"


def test_another_json_is_refused_with_a_sentence():
    assert score("nomie", '{"a": 1}', "b.json") == 0.0
    with pytest.raises(ImporterError, match="no backup of Nomie"):
        got("nomie", '{"files": 3}', "b.json")


def test_both_forms_of_the_made_sample_tell_the_same():
    backup = got_of("nomie", sample("synthetic", "nomie6_backup.json"))
    table = got_of("nomie", sample("synthetic", "nomie6_export.csv"))
    assert len(backup.entries) == 3
    assert [(e.kind, e.name.lower(), e.value) for e in table.entries] == [
        (e.kind, e.name.lower(), e.value) for e in backup.entries[:2]
    ]
