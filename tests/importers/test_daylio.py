"""Daylio: moods in words of several languages, activities as a list."""

from __future__ import annotations

import pytest

from tests.importers.source_texts import got, score

HEAD = "full_date,date,weekday,time,mood,activities,note_title,note\n"


def _row(mood: str, activities: str = "", note: str = "", time: str = "8:14 PM") -> str:
    return f'2026-06-10,June 10,Wednesday,{time},{mood},"{activities}",,"{note}"\n'


@pytest.mark.parametrize(
    ("mood", "value"),
    [("rad", 10.0), ("good", 7.5), ("meh", 5.0), ("bad", 2.5), ("awful", 0.0), ("Gut", 7.5),
     ("horrible", 0.0), ("genial", 10.0)],
)  # fmt: skip
def test_a_mood_in_words_is_a_place_on_the_scale(mood: str, value: float):
    entry = got("daylio", HEAD + _row(mood)).one()
    assert (entry.kind, entry.value) == ("mood", value)
    assert entry.at.isoformat() == "2026-06-10T20:14:00+02:00"


def test_a_mood_of_ones_own_is_kept_in_words_and_said():
    found = got("daylio", HEAD + _row("jelly", note="soft"))
    assert (found.one().kind, found.one().note) == ("note", "jelly\nsoft")
    assert "your own" in found.doubts[0]


def test_activities_are_taken_apart_by_what_they_are():
    found = got("daylio", HEAD + _row("good", "coffee | stretching | walk | gaming"))
    assert [e.kind for e in found.entries] == ["mood", "drink", "practice", "movement", "practice"]


def test_a_symptom_that_was_only_ticked_has_no_level():
    found = got("daylio", HEAD + _row("good", "headache"))
    assert found.said()[1] == ("note", "headache", None, "")
    assert "no level" in found.doubts[0]


def test_a_note_with_quotes_and_commas_stays_whole():
    assert got("daylio", HEAD + _row("good", note='sore, ""again""')).one().note == 'sore, "again"'


def test_a_day_that_is_none_is_reported():
    found = got("daylio", HEAD + _row("good").replace("2026-06-10", "2026-06-31"))
    assert found.refused[0].line == 2


def test_its_header_is_its_own():
    assert score("daylio", "\ufeff" + HEAD) > 0.8
    assert score("daylio", "date,mood,activities\n") == 0.0
