"""Our own export, damaged in every part: what can be read is, and the rest is told."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from gutline.importers.errors import ImporterError
from gutline.importers.reading import Checked, read_files
from gutline.importers.source import Head, ImportFile, LeftOut, Problem
from gutline.importers.sources import gutline_json
from tests.importers.reading_tools import SETTINGS

ENTRY = {
    "id": "a", "wall": "2026-03-01T08:00:00+01:00", "zone": "Europe/Berlin", "day_only": False,
    "kind": "symptom", "name": "back pain", "value": 4, "unit": "nrs", "note": "", "source": "diary",
    "detail": {"sites": ["lower_back_left"]}, "deleted_at": None, "versions": [],
}  # fmt: skip


def export(*entries: Any, **more: Any) -> ImportFile:
    told = {"format": "gutline-export", "version": 1, "entries": list(entries), **more}
    return ImportFile("everything.json", data=json.dumps(told).encode())


def read(*entries: Any, **more: Any) -> list[Any]:
    return list(read_files([export(*entries, **more)], SETTINGS))


def test_an_entry_comes_back_with_all_that_is_its_own():
    (item,) = read(ENTRY)
    assert isinstance(item, Checked)
    entry = item.placed.entry
    assert (entry.kind, entry.name, entry.value, entry.unit) == ("symptom", "back pain", 4.0, "nrs")
    assert (entry.source, entry.id, entry.day_only) == ("diary", "a", False)
    assert entry.at.isoformat() == "2026-03-01T08:00:00+01:00"
    assert item.placed.zone == "Europe/Berlin"
    assert item.placed.detail == {"sites": ["lower_back_left"]}


@pytest.mark.parametrize("value", [0, 0.0])
def test_zero_comes_back_as_zero_and_nothing_as_nothing(value):
    zero, nothing = read(
        {**ENTRY, "value": value}, {**ENTRY, "id": "b", "kind": "food", "value": None, "unit": ""}
    )
    assert zero.placed.entry.value == 0.0
    assert nothing.placed.entry.value is None


@pytest.mark.parametrize(
    "change",
    [
        {"wall": "half past two"}, {"wall": "2026-03-01"}, {"wall": "2026-03-01T08:00:00"},
        {"wall": 5}, {"wall": None}, {"zone": "Mars/Here"}, {"zone": None}, {"kind": 3},
        {"name": None}, {"name": ["back pain"]}, {"value": "4"}, {"value": True}, {"value": [4]},
        {"unit": None}, {"note": 7}, {"source": None}, {"id": 7}, {"day_only": "false"},
        {"day_only": None}, {"day_only": 1}, {"detail": [1]}, {"detail": "left"}, {"detail": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_damaged_field_is_a_problem_and_the_others_are_read(change):
    problem, whole = read({**ENTRY, **change}, {**ENTRY, "id": "b"})
    assert isinstance(problem, Problem)
    assert problem.line == 1
    assert "damaged" in problem.reason
    assert isinstance(whole, Checked)


@pytest.mark.parametrize("field", sorted(set(ENTRY) - {"detail", "deleted_at", "versions"}))
def test_a_field_that_is_missing_is_a_problem(field):
    (problem,) = read({key: value for key, value in ENTRY.items() if key != field})
    assert isinstance(problem, Problem)


@pytest.mark.parametrize("field", ["detail", "deleted_at", "versions"])
def test_what_an_older_export_did_not_have_may_be_missing(field):
    (item,) = read({key: value for key, value in ENTRY.items() if key != field})
    assert isinstance(item, Checked)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": "x\x00"}, "source"),
        ({"source": "y" * 5000}, "source"), ({"id": "y" * 5000}, "id"), ({"id": "a\x1bb"}, "id"),
        ({"name": "\x00"}, "name"), ({"name": "y" * 5000}, "name"), ({"note": "y" * 30_000}, "note"),
        ({"kind": "mischief"}, "kind"), ({"value": 40}, "value"), ({"unit": "kg"}, "unit"),
        ({"wall": "2126-03-01T08:00:00+01:00"}, "time"),
    ],
)  # fmt: skip
def test_what_no_diary_holds_does_not_pass_the_gate(change, field):
    (problem,) = read({**ENTRY, **change})
    assert isinstance(problem, Problem)
    assert problem.field == field
    assert len(problem.value) <= 84


@pytest.mark.parametrize("told", [7, "text", None, [], True])
def test_what_is_no_entry_is_told_by_its_number(told):
    whole, problem = read(ENTRY, told)
    assert isinstance(whole, Checked)
    assert isinstance(problem, Problem)
    assert problem.line == 2


def test_what_only_an_empty_diary_can_take_is_counted():
    deleted = {**ENTRY, "deleted_at": "2026-03-02T08:00:00+00:00"}
    edited = {**ENTRY, "versions": [{"number": 0}, {"number": 1}]}
    items = read(deleted, edited, documents=[{"kind": "trial"}, {"kind": "plan"}, 7])
    counts = Counter[str]()
    for one in items:
        if isinstance(one, LeftOut):
            counts[one.what] += one.count
    assert counts == {
        "deleted entries": 1,
        "earlier versions of entries": 2,
        "answers, plans and trials, which only an empty diary can take": 3,
    }


def test_a_number_that_no_computer_holds_refuses_the_file():
    text = json.dumps({"format": "gutline-export", "entries": [ENTRY]}).replace("4,", "1e999,", 1)
    with pytest.raises(ImporterError, match="number"):
        list(read_files([ImportFile("e.json", data=text.encode())], SETTINGS))


@pytest.mark.parametrize(
    ("start", "score"),
    [
        ('{"format": "gutline-export"', 1.0), ('\n {\n "version": 1, "format":"gutline-export"', 1.0),
        ('{"format": "gutline-mapping"', 0.0), ('["gutline-export", "format"]', 0.0), ("", 0.0),
        ('{"a": 1' + " " * 400 + '"format": "gutline-export"', 0.0),
    ],
)  # fmt: skip
def test_an_export_is_known_by_its_first_words(start, score):
    assert gutline_json.score(Head("e.json", start.encode())) == score
