"""Small decisions of `gutline export` and `gutline import`: formats by ending, numbers in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gutline.cli.commands.export import _day, _format_of
from gutline.cli.import_text import batch_line, entries_words, undone_lines
from gutline.cli.refusal import RefusalError
from gutline.store.import_records import Undone
from tests.cli.test_import_text import BATCH, NOW


@pytest.mark.parametrize(
    ("name", "format_id"),
    [
        (None, "csv"), ("", "csv"), ("-", "csv"), ("diary", "csv"), ("diary.csv", "csv"),
        ("a/b.JSON", "json"), ("x.xlsx", "xlsx"), ("x.parquet", "parquet"),
        ("me.fhir.json", "fhir"), ("ME.FHIR.JSON", "fhir"), ("me.omh.json", "omh"),
        ("me.fhir", "fhir"), ("omh", "csv"), ("me.txt", "csv"), ("json/diary", "csv"),
        ("fhir.json", "json"),
    ],
)  # fmt: skip
def test_a_format_is_told_by_the_ending(name, format_id):
    assert _format_of(name) == format_id


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "01.03.2026", "2026-3-1", " "])
def test_a_day_that_is_none_is_refused_with_its_option(text):
    with pytest.raises(RefusalError, match="--since"):
        _day("since", text)


@pytest.mark.parametrize("text", [None, ""])
def test_no_day_is_no_limit(text):
    assert _day("since", text) is None


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1234, "1,234 entries")],
)
def test_entries_are_counted_in_words(count, words):
    assert entries_words(count) == words
    assert words in batch_line(replace(BATCH, added=count))


@pytest.mark.parametrize(("removed", "verb"), [(1, "was"), (2, "were")])
def test_what_was_removed_is_told_with_the_right_verb(removed, verb):
    (line,) = undone_lines(Undone(replace(BATCH, undone_at=NOW), removed, ()))
    assert line == f"{entries_words(removed)} of {BATCH.key} {verb} removed."


def test_a_second_taking_back_says_that_nothing_was_left():
    (line,) = undone_lines(Undone(replace(BATCH, undone_at=NOW), 0, ()))
    assert line == f"nothing of {BATCH.key} was left: it was taken back before."
