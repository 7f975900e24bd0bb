"""Visible: one rating a row, from 0 to 3."""

from __future__ import annotations

from tests.importers.source_texts import got, score

HEAD = "observation_date,tracker_name,tracker_category,observation_value\n"


def _row(name: str, value: str, category: str = "Symptoms") -> str:
    return f"2026-05-22,{name},{category},{value}\n"


def test_ratings_are_stretched_to_ten_and_zero_stays_zero():
    found = got("visible", HEAD + _row("Fatigue", "3") + _row("Crash", "0"))
    assert [e.value for e in found.entries] == [10.0, 0.0]
    assert all(e.day_only for e in found.entries)


def test_a_day_without_an_answer_is_counted_and_not_zero():
    found = got("visible", HEAD + _row("Fatigue", ""))
    assert not found.entries
    assert found.left_out["days on which a tracker was not answered"] == 1


def test_sleep_is_rated_the_other_way_round():
    assert got("visible", HEAD + _row("Sleep", "3", "Sleep")).said() == [
        ("symptom", "poor sleep", 0.0, "nrs")
    ]


def test_measurements_keep_their_units_and_scores_are_left_out():
    text = HEAD + _row("Heart rate variability", "44", "Measurements")
    found = got("visible", text + _row("Stability score", "3", "Measurements"))
    assert found.said() == [("measurement", "Heart rate variability", 44.0, "ms")]
    assert found.left_out["scores that the app works out"] == 1


def test_notes_keep_their_text_and_words_for_numbers_are_reported():
    found = got("visible", HEAD + _row("Note", "In bed", "Notes") + _row("Nausea", "many"))
    assert found.one().note == "In bed"
    assert found.refused[0].line == 3


def test_blanks_in_the_header_do_not_matter():
    text = HEAD.replace("value\n", "value \n") + "2024-05-22,Sleep,Sleep,2 \n"
    assert score("visible", text) > 0.9
    assert len(got("visible", text).entries) == 1
