"""Undoing: what came goes, what was touched stays, and everything can be made again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.diary.entries import Entry
from gutline.importers.names import NameRule
from gutline.importers.source import ImportFile, ImportSettings
from gutline.store import queries
from gutline.store.errors import NotThereError, StoreError
from gutline.store.services.edits import delete, edit, restore
from gutline.store.services.imports import (
    import_batch,
    import_batches,
    import_files,
    keep_name_rules,
    name_rules,
    undo_import,
)
from gutline.store.services.people import add_person
from tests.store.conftest import NOW

SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 3, 2))
START = datetime(2026, 2, 1, 8, tzinfo=UTC)
FILE = ImportFile("made.txt", data=b"made")


class Made:
    """A source of a few entries."""

    ID, NAME, EXPERIMENTAL = "made", "Made up", False

    def __init__(self, *numbers: int) -> None:
        self._numbers = numbers

    def score(self, head):
        return 1.0

    def read(self, file, settings):
        for number in self._numbers:
            at = START + timedelta(hours=number)
            yield Entry(at, "symptom", "bloating", 4.0, "nrs", source="made", id=f"made:{number}")


@pytest.fixture
def somebody(sqlite_store):
    return add_person("Europe/Berlin", NOW).key


def brought(person: int, *numbers: int, minute: int = 0) -> str:
    now = NOW + timedelta(minutes=minute)
    return import_files(person, [FILE], SETTINGS, now, source=Made(*numbers)).key


def ids(person: int) -> list[str]:
    return [one.id for one in queries.read_diary(person).entries]


def record(person: int, ident: str):
    pages = queries.days.timeline(person, date(2026, 1, 1), date(2026, 4, 1))
    found = [one for page in pages for one in page.records if one.entry.id == ident]
    return found[0]


def test_only_what_this_import_added_goes(somebody):
    first = brought(somebody, 1, 2)
    second = brought(somebody, 2, 3, minute=1)
    undone = undo_import(somebody, second, NOW)
    assert (undone.removed, undone.kept) == (1, ())
    assert ids(somebody) == ["made:1", "made:2"]
    assert undo_import(somebody, first, NOW).removed == 2
    assert ids(somebody) == []


def test_undoing_twice_changes_nothing_more(somebody):
    batch = brought(somebody, 1, 2)
    first = undo_import(somebody, batch, NOW)
    again = undo_import(somebody, batch, NOW + timedelta(hours=1))
    assert again.removed == 0
    assert again.batch == first.batch


def test_what_was_brought_to_the_same_second_has_names_of_its_own(somebody):
    keys = [brought(somebody, number) for number in range(3)]
    assert len(set(keys)) == 3
    assert [one.key for one in import_batches(somebody)] == keys[::-1]


def test_an_edited_entry_stays_until_it_is_asked_for_too(somebody):
    batch = brought(somebody, 1, 2, 3)
    edit(somebody, record(somebody, "made:2").key, {"value": 7.0}, NOW)
    undone = undo_import(somebody, batch, NOW)
    assert undone.removed == 2
    assert [one.entry.value for one in undone.kept] == [7.0]
    assert import_batch(somebody, batch).kept == 1
    undone = undo_import(somebody, batch, NOW, edited_too=True)
    assert (undone.removed, undone.batch.removed, undone.batch.kept) == (1, 3, 0)
    assert ids(somebody) == []


def test_an_entry_that_was_deleted_goes_for_good(somebody):
    batch = brought(somebody, 1, 2)
    delete(somebody, record(somebody, "made:1").key, NOW)
    assert undo_import(somebody, batch, NOW).removed == 2
    assert brought(somebody, 1, 2, minute=1)
    assert ids(somebody) == ["made:1", "made:2"]


def test_an_entry_that_was_deleted_does_not_come_back_by_another_import(somebody):
    brought(somebody, 1, 2)
    key = record(somebody, "made:1").key
    delete(somebody, key, NOW)
    assert brought(somebody, 1, 2, minute=1) == ""
    assert ids(somebody) == ["made:2"]
    restore(somebody, key, NOW)
    assert ids(somebody) == ["made:1", "made:2"]


def test_an_import_of_nothing_new_leaves_no_trace(somebody):
    brought(somebody, 1)
    before = queries.person(somebody)
    assert brought(somebody, 1, minute=1) == ""
    assert len(import_batches(somebody)) == 1
    assert queries.person(somebody) == before


def test_nobody_undoes_what_is_anothers(somebody):
    other = add_person("Asia/Tokyo", NOW, account="other").key
    batch = brought(somebody, 1)
    brought(other, 1)
    with pytest.raises(NotThereError):
        undo_import(other, batch + "x", NOW)
    undo_import(other, import_batches(other)[0].key, NOW)
    assert ids(somebody) == ["made:1"]


@pytest.mark.parametrize(
    "rule",
    [
        NameRule("symptom", "", "symptom", "x"), NameRule("symptom", " ", "symptom", "x"),
        NameRule("symptom", "x", "symptom", ""), NameRule("symptom", "x", "", "y"),
        NameRule("symptom", "x", "wings", "y"), NameRule("symptom", "x" * 501, "symptom", "y"),
        NameRule("symptom", "x", "symptom", "y" * 501),
    ],
)  # fmt: skip
def test_a_rule_that_says_nothing_is_refused_and_the_others_stay(somebody, rule):
    good = NameRule("symptom", "sore wing", "symptom", "shoulder pain")
    keep_name_rules(somebody, [good], NOW)
    with pytest.raises(StoreError, match="import names"):
        keep_name_rules(somebody, [good, rule], NOW)
    assert name_rules(somebody) == (good,)


def test_rules_take_the_place_of_those_before(somebody):
    keep_name_rules(somebody, [NameRule("symptom", "a", "symptom", "b")], NOW)
    keep_name_rules(somebody, [NameRule("symptom", "c", "", "", "made")], NOW)
    assert name_rules(somebody) == (NameRule("symptom", "c", "", "", "made"),)
    keep_name_rules(somebody, [], NOW)
    assert name_rules(somebody) == ()
