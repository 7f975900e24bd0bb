"""What people type behind `gutline log`: times, meals, symptoms, and what is neither."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.cli.log_words import Reader, Understood
from gutline.diary import DiaryError

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return Reader(NOW, "Europe/Berlin", tmp_path_factory.mktemp("home"), ("cramps", "Cake"))


def said(understood: Understood):
    return [(e.kind, e.name, e.value) for e in understood.entries]


@pytest.mark.parametrize(
    ("words", "time", "rest"),
    [
        ("mood 5", "2026-03-02 00:30", "mood 5"),
        ("  mood 5  ", "2026-03-02 00:30", "mood 5"),
        ("8:05 mood 5", "2026-03-02 8:05", "mood 5"),
        ("today mood 5", "2026-03-02", "mood 5"),
        ("TODAY 08:00 mood 5", "2026-03-02 08:00", "mood 5"),
        ("Yesterday mood 5", "2026-03-01", "mood 5"),
        ("yesterday\t21:30\tmood 5", "2026-03-01 21:30", "mood 5"),
        ("2026-02-03 mood 5", "2026-02-03", "mood 5"),
        ("2026-02-03T07:00 mood 5", "2026-02-03 07:00", "mood 5"),
        ("2026-02-03", "2026-02-03", ""),
        ("yesterday", "2026-03-01", ""),
        ("08:00", "2026-03-02 08:00", ""),
        ("08:005 mood", "2026-03-02 00:30", "08:005 mood"),
        ("yesterdays mood 5", "2026-03-02 00:30", "yesterdays mood 5"),
        ("2026-2-3 mood 5", "2026-03-02 00:30", "2026-2-3 mood 5"),
        ("٢٠٢٦-٠٣-٠١ mood 5", "2026-03-02 00:30", "٢٠٢٦-٠٣-٠١ mood 5"),
        ("", "2026-03-02 00:30", ""),
    ],
)
def test_when_it_was_is_told_on_the_persons_own_clock(reader, words, time, rest):
    """It is half past midnight in Berlin, and so tomorrow already."""
    assert reader.when(words) == (time, rest)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("cake 3", [("symptom", "cake", 3.0)]),
        ("CAKE 3", [("symptom", "CAKE", 3.0)]),
        ("ate cake", [("food", "cake", 1.0)]),
        ("banana", [("food", "banana", 1.0)]),
        ("drank coffee", [("drink", "coffee", 1.0)]),
        ("ate nothing", [("food", "none", None)]),
        ("complete food", [("complete", "food", None)]),
        ("slept 7.5 h", [("sleep", "sleep", 7.5)]),
    ],
)
def test_words_are_a_line_of_a_diary_or_a_meal(reader, words, wanted):
    assert said(reader.read(words)) == wanted


def test_a_meal_has_the_time_it_was_said_to_have(reader):
    entries = reader.read("yesterday 13:00 ate rye bread with butter").entries
    assert {e.at.isoformat() for e in entries} == {"2026-03-01T13:00:00+01:00"}
    (whole_day,) = reader.read("yesterday banana").entries
    assert whole_day.day_only
    assert whole_day.at.hour == 12


def test_a_meal_in_the_hour_the_clocks_skip_is_told(tmp_path):
    reader = Reader(NOW, "Europe/Berlin", tmp_path)
    told = reader.read("2025-03-30 02:30 ate rye bread and butter")
    assert {e.at.hour for e in told.entries} == {3}
    assert any("clocks skip" in warning for warning in told.warnings)


def test_a_note_or_quotes_make_a_line_and_no_meal(reader):
    (entry,) = reader.read('ate "rye bread with butter"').entries
    assert entry.name == "rye bread with butter"
    (entry,) = reader.read("ate banana | note ripe").entries
    assert (entry.name, entry.note) == ("banana", "ripe")


def test_amounts_of_a_meal_are_kept(reader):
    (entry,) = reader.read("ate 150 g yogurt").entries
    assert (entry.value, entry.unit) == (150.0, "g")


@pytest.mark.parametrize(
    "words",
    [
        "knee hurts", "8", "|", "| note x", "##", "2026-02-30 mood 5", "25:00 mood 5", "mood 99",
        "yesterday", "took", "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_nothing_is_refused_without_a_line_number(reader, words):
    with pytest.raises(DiaryError) as refusal:
        reader.read(words)
    assert "line 1" not in str(refusal.value)
    assert str(refusal.value)


@given(
    st.text(max_size=30)
    | st.lists(
        st.sampled_from(
            ["ate", "drank", "no", "|", "note", "rye bread", "6", ",", '"', "back pain", "08:00",
             "yesterday", "tag", ":", "#", "\n", "complete", "g", "with", "without", "-"]
        ),
        max_size=6,
    ).map(" ".join)
)  # fmt: skip
def test_whatever_is_typed_is_kept_or_refused(reader, words):
    try:
        understood = reader.read(words)
    except DiaryError:
        return
    assert understood.entries
    assert all(entry.at.tzinfo is not None for entry in understood.entries)
