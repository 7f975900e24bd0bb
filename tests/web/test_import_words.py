"""Imports in words: spans, counts, examples, progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gutline.diary.entries import Entry
from gutline.importers.preview import Preview, Unmapped
from gutline.importers.source import Placed, Problem
from gutline.store.import_records import ImportBatch, ImportPreview, Progress

AT = datetime(2026, 3, 1, 8, 5, tzinfo=UTC)
ENTRY = Entry(AT, "symptom", "back pain", 4.0, "nrs")
SEEN = Preview(
    entries=2, kinds={"food": 1, "symptom": 2}, first_day=date(2026, 3, 1),
    last_day=date(2026, 3, 1), problems=(), problem_count=0, doubts=(), doubt_count=0,
    left_out={"totals of a day": 1200}, unmapped=(), samples=(Placed(ENTRY),),
)  # fmt: skip
BATCH = ImportBatch(
    key="k", sources=("bearable", "gone_app"), files=("a.csv",), made_at=AT, added=2, known=0,
    problems=0, doubts=0, kinds={"food": 2}, left_out={}, first_day=None, last_day=None,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _pages(home: Any) -> None:
    """Words are translated by the pages' settings."""


def told(**more: Any) -> dict[str, Any]:
    from gutline.web.pages.import_words import preview_told

    return preview_told(ImportPreview(replace(SEEN, **more), ("Made up",), False, 1), 2)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""), (date(2026, 3, 1), None, ""),
        (date(2026, 3, 1), date(2026, 3, 1), "1 March 2026"),
        (date(2025, 12, 31), date(2026, 3, 1), "31 December 2025 to 1 March 2026"),
    ],
)  # fmt: skip
def test_a_span_is_told_in_days(first, last, words):
    from gutline.web.pages.import_words import span_words

    assert span_words(first, last) == words


def test_counts_have_the_right_number_and_an_unknown_kind_its_own_word():
    from gutline.web.pages.import_words import count_words

    assert count_words({"food": 1, "symptom": 2000, "wings": 3}) == [
        "1 food", "2,000 symptoms", "3 wings",
    ]  # fmt: skip
    assert count_words({"questionnaire": 1}) == ["1 answered questionnaire"]
    assert count_words({"questionnaire": 3}) == ["3 answered questionnaires"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "1 March 2026, 08:05: symptom back pain, 4 of 10"),
        ({"day_only": True}, "1 March 2026: symptom back pain, 4 of 10"),
        ({"value": 0.0}, "1 March 2026, 08:05: symptom back pain, 0 of 10"),
        ({"value": None, "unit": ""}, "1 March 2026, 08:05: symptom back pain"),
        ({"note": "x" * 100}, "1 March 2026, 08:05: symptom back pain, 4 of 10 “" + "x" * 60 + "”"),
        ({"kind": "food", "name": "rice", "value": 80.0, "unit": "g"},
         "1 March 2026, 08:05: food rice, 80 g"),
        ({"kind": "stool", "name": "stool", "unit": "bristol"},
         "1 March 2026, 08:05: stool, form 4"),
        ({"kind": "sleep", "name": "sleep", "value": 7.5, "unit": "h"},
         "1 March 2026, 08:05: sleep, 7.5 h"),
    ],
    ids=str,
)  # fmt: skip
def test_an_example_is_a_sentence(change, words):
    assert told(samples=(Placed(replace(ENTRY, **change)),))["samples"] == [words]


def test_names_beyond_the_most_are_counted():
    unmapped = tuple(Unmapped("made", "symptom", f"n{n}", 2, ()) for n in range(5))
    seen = told(unmapped=unmapped)
    assert [one["name"] for one in seen["unmapped"]] == ["n0", "n1"]
    assert [one["place"] for one in seen["unmapped"]] == [0, 1]
    assert seen["more_unmapped"] == 3
    assert told()["more_unmapped"] == 0


def test_what_is_new_is_what_is_not_known():
    seen = told()
    assert (seen["entries"], seen["known"], seen["new"]) == (2, 1, 1)
    assert seen["left_out"] == ["1,200 totals of a day"]


def test_a_problem_shows_where_and_no_more_than_a_line():
    rows = told(problems=(Problem(7, "value", "y" * 500, "check it"),
                          Problem(None, "zone", "", "say which")))["problems"]  # fmt: skip
    assert rows[0] == {"line": "7", "field": "value", "value": "y" * 80, "reason": "check it"}
    assert rows[1]["line"] == ""


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (None, {"words": "Starting …"}),
        (Progress("reading", 12000, 0), {"words": "12,000 rows read"}),
        (Progress("keeping", 0, 0), {"words": "0 rows read"}),
        (Progress("keeping", 5000, 20000),
         {"words": "5,000 of 20,000 entries kept", "value": 5000, "total": 20000}),
    ],
)  # fmt: skip
def test_progress_is_told_with_an_end_only_where_it_is_known(progress, expected):
    from gutline.web.pages.import_words import progress_words

    assert progress_words(progress) == expected


def test_a_batch_is_told_on_the_persons_clock_and_by_names_that_are_known():
    from gutline.web.pages.import_words import batch_row

    row = batch_row(replace(BATCH, undone_at=AT, removed=1, kept=1), "Asia/Tokyo")
    assert row["names"] == "Bearable, gone_app"
    assert row["made_at"] == "1 March 2026, 17:05"
    assert (row["undone"], row["removed"], row["kept"], row["span"]) == (True, 1, 1, "")
    assert batch_row(BATCH, "Asia/Tokyo")["undone"] is False
