"""Imports: looked at first, kept as a whole or not at all, once only, and undone as a whole."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gutline.diary.entries import Entry
from gutline.importers.finding import load_sources
from gutline.importers.names import NameRule
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    Read,
)
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import NotThereError, StoreError
from gutline.store.queries.documents import documents
from gutline.store.services import import_rows
from gutline.store.services.edits import delete, edit
from gutline.store.services.exports import export_json
from gutline.store.services.imports import (
    ImportCancelledError,
    Progress,
    import_batch,
    import_batches,
    import_files,
    keep_name_rules,
    name_rules,
    opened_import,
    preview_import,
    undo_import,
)
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person
from scripts.fuzzing.damage import damaged
from scripts.fuzzing.trying import random_of, seeds_of
from tests.store.conftest import NOW, Store

SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 3, 2))
DAMAGED = ImportSettings("Europe/Berlin", today=date(2026, 7, 1))
START = datetime(2026, 2, 1, 8, tzinfo=UTC)
FILE = ImportFile("made.txt", data=b"made")


@pytest.fixture
def other_person(store: Store) -> int:
    """Somebody else whose diary is in the same database."""
    return add_person("Asia/Tokyo", NOW, account="other").key


def entry(number: int, **more: object) -> Entry:
    at = START + timedelta(hours=number)
    made = Entry(
        at, "symptom", "bloating", float(number % 11), "nrs", source="made", id=f"made:{number}"
    )
    return replace(made, **more)


class Made:
    """A source that yields what it is told."""

    ID, NAME, EXPERIMENTAL = "made", "Made up", True

    def __init__(self, *reads: Read | Exception) -> None:
        self.reads = reads

    def score(self, head: Head) -> float:
        return 0.0

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        for one in self.reads:
            if isinstance(one, Exception):
                raise one
            yield one


def bring(person: int, *reads: Read | Exception, **more: object):
    return import_files(person, [FILE], SETTINGS, NOW, source=Made(*reads), **more)


def kept(person: int) -> list[tuple[str, float | None]]:
    return [(e.name, e.value) for e in queries.read_diary(person).entries]


def state(person: int) -> tuple[object, ...]:
    """All that an import could leave behind."""
    return (kept(person), import_batches(person), queries.person(person).revision)


def test_entries_are_kept_with_their_batch(person):
    batch = bring(person, entry(1), entry(2), Problem(3, "value", "x", "odd"), LeftOut("totals", 4))
    assert (batch.added, batch.known, batch.problems) == (2, 0, 1)
    assert batch.key == "20260301-093000-made"
    assert (batch.sources, batch.files) == (("made",), ("made.txt",))
    assert (batch.first_day, batch.last_day) == (date(2026, 2, 1), date(2026, 2, 1))
    assert (dict(batch.kinds), dict(batch.left_out)) == ({"symptom": 2}, {"totals": 4})
    assert kept(person) == [("bloating", 1.0), ("bloating", 2.0)]
    assert import_batches(person) == (batch,)
    assert queries.person(person).revision > 0


def test_a_preview_of_our_own_export_is_the_same_journal(person, other_person):
    """What one diary exported, another one that is not empty takes in as it was."""
    for number in range(12):
        log_entry(person, Draft("symptom", "back pain", START + timedelta(hours=5 * number),
                                float(number % 11), detail={"stiffness_min": number}), NOW)  # fmt: skip
    bring(person, entry(1), entry(2, kind="food", name="none", value=None, unit=""))
    log_entry(other_person, Draft("mood", "mood", START, 4.0), NOW)
    file = ImportFile("export.json", data=export_json(person).encode())
    batch = import_files(other_person, [file], SETTINGS, NOW)
    assert (batch.added, batch.problems) == (14, 0)
    assert import_files(other_person, [file], SETTINGS, NOW).added == 0
    undo_import(other_person, batch.key, NOW)
    assert kept(other_person) == [("mood", 4.0)]
    import_files(other_person, [file], SETTINGS, NOW)
    mine, theirs = (json.loads(export_json(who))["entries"] for who in (person, other_person))
    said = ("wall", "zone", "kind", "name", "value", "unit", "note", "source", "id", "detail")
    assert [[e[f] for f in said] for e in theirs if e["kind"] != "mood"] == [
        [e[f] for f in said] for e in mine
    ]


def test_every_field_is_kept_as_it_was(person):
    placed = Placed(
        entry(1, note="after lunch", at=START.astimezone(ZoneInfo("Asia/Tokyo"))),
        "Asia/Tokyo",
        {"stiffness_min": 20},
    )
    bring(person, placed)
    (read,) = queries.read_diary(person).entries
    assert (read.note, read.source, read.id) == ("after lunch", "made", "made:1")
    assert read.at == START
    (page,) = queries.day_page(person, date(2026, 2, 1)).records
    assert page.content.zone == "Asia/Tokyo"
    assert page.content.detail == {"stiffness_min": 20.0}
    assert page.content.wall == "2026-02-01T17:00:00+09:00"


def test_imported_rows_are_the_rows_that_logging_makes(person):
    """The quick way into the table keeps what the usual way keeps."""
    made = [
        entry(1), entry(2, at=START.astimezone(timezone(timedelta(hours=1)))),
        entry(3, at=START.astimezone(timezone(timedelta(hours=5)))),
        entry(4, at=START.astimezone(ZoneInfo("America/New_York"))),
        entry(5, day_only=True, at=START.astimezone(ZoneInfo("Europe/Berlin"))),
        entry(6, at=datetime(2025, 10, 26, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))),
        entry(7, at=START.replace(microsecond=120)),
    ]  # fmt: skip
    bring(person, *made)
    imported = list(queries.read_diary(person).entries)
    batch = import_batches(person)[0].key
    undo_import(person, batch, NOW)
    for one in made:
        log_entry(person, Draft(one.kind, one.name, one.at, one.value, one.unit, "", one.note,
                                one.source, one.id, one.day_only), NOW)  # fmt: skip
    logged = list(queries.read_diary(person).entries)
    assert imported == logged
    assert [e.at.isoformat() for e in imported] == [e.at.isoformat() for e in logged]


def test_a_second_import_adds_only_what_is_new(person):
    bring(person, entry(1), entry(2))
    before = state(person)
    again = bring(person, entry(1), entry(2))
    assert (again.added, again.known, again.key) == (0, 2, "")
    assert state(person) == before
    longer = bring(person, entry(1), entry(2), entry(3))
    assert (longer.added, longer.known) == (1, 2)
    assert longer.key == "20260301-093000-made-2"
    assert len(kept(person)) == 3


def test_one_id_twice_in_a_file_is_kept_once(person):
    batch = bring(person, entry(1), entry(1))
    assert (batch.added, batch.known) == (1, 1)


def test_an_edit_and_a_deletion_survive_another_import(person):
    bring(person, entry(1), entry(2))
    first, second = (r.key for r in queries.day_page(person, date(2026, 2, 1)).records)
    edit(person, first, {"value": 9.0}, NOW)
    delete(person, second, NOW)
    assert bring(person, entry(1), entry(2)).added == 0
    assert kept(person) == [("bloating", 9.0)]


def test_the_same_file_is_another_thing_in_another_diary(person, other_person):
    assert bring(person, entry(1)).added == 1
    assert bring(other_person, entry(1)).added == 1
    with pytest.raises(NotThereError, match="there is no import"):
        undo_import(other_person, "mystery", NOW)
    assert len(kept(person)) == 1


@pytest.mark.parametrize("error", [ImporterError("cut short"), KeyError("x")])
def test_a_file_that_fails_at_its_end_leaves_nothing(person, error: Exception):
    before = state(person)
    with pytest.raises(ImporterError):
        bring(person, *(entry(n) for n in range(50)), error)
    assert state(person) == before


def test_stopping_at_any_point_leaves_nothing(person, monkeypatch):
    monkeypatch.setattr(import_rows, "CHUNK", 10)
    monkeypatch.setattr("gutline.store.services.imports._STEP", 7)
    before = state(person)
    for last in range(12):
        asked = iter(range(1000))
        with pytest.raises(ImportCancelledError, match="nothing of it was kept"):
            bring(
                person, *(entry(n) for n in range(60)),
                cancelled=lambda asked=asked, last=last: next(asked) >= last,
            )  # fmt: skip
        assert state(person) == before
    assert bring(person, *(entry(n) for n in range(60))).added == 60


def test_a_failure_in_the_middle_of_keeping_leaves_nothing(person, monkeypatch):
    monkeypatch.setattr(import_rows, "CHUNK", 10)
    before, calls = state(person), iter(range(10))
    real = import_rows.insert_new

    def failing(*args: object) -> int:
        if next(calls) == 3:
            raise MemoryError
        return real(*args)

    monkeypatch.setattr("gutline.store.services.imports.insert_new", failing)
    with pytest.raises(MemoryError):
        bring(person, *(entry(n) for n in range(60)))
    assert state(person) == before


def test_progress_is_told(person, monkeypatch):
    monkeypatch.setattr(import_rows, "CHUNK", 10)
    monkeypatch.setattr("gutline.store.services.imports._STEP", 10)
    told: list[Progress] = []
    bring(person, *(entry(n) for n in range(25)), progress=told.append)
    assert [(p.phase, p.done, p.total) for p in told] == [
        ("reading", 10, None), ("reading", 20, None), ("keeping", 0, 25), ("keeping", 10, 25),
        ("keeping", 20, 25), ("keeping", 25, 25),
    ]  # fmt: skip


def test_a_preview_keeps_nothing_and_counts_what_is_there(person):
    bring(person, entry(1))
    before = state(person)
    found = preview_import(person, [FILE], SETTINGS, source=Made(entry(1), entry(2)))
    assert (found.new, found.known, found.sources, found.experimental) == (1, 1, ("Made up",), True)
    assert found.preview.entries == 2
    assert state(person) == before


def test_what_was_looked_at_is_kept_without_reading_again(person):
    source = Made(entry(1))
    with opened_import(person, [FILE], SETTINGS, source=source) as pending:
        source.reads = (KeyError("read twice"),)
        assert pending.preview().new == 1
        assert pending.keep(NOW).added == 1
    assert len(kept(person)) == 1


def test_an_impossible_detail_is_a_problem(person):
    odd = Placed(entry(1), "", {"sites": ["nowhere"]})
    batch = bring(person, odd, entry(2))
    assert (batch.added, batch.problems) == (1, 1)


def test_an_undone_import_is_gone_and_can_be_made_again(person):
    batch = bring(person, *(entry(n) for n in range(20)))
    log_entry(person, Draft("symptom", "own", START, 5.0), NOW)
    undone = undo_import(person, batch.key, NOW)
    assert (undone.removed, undone.kept) == (20, ())
    assert kept(person) == [("own", 5.0)]
    assert import_batch(person, batch.key).undone_at == NOW
    assert undo_import(person, batch.key, NOW).removed == 0
    assert bring(person, *(entry(n) for n in range(20))).added == 20


def test_undoing_tells_what_was_edited_since_and_keeps_it(person):
    batch = bring(person, entry(1), entry(2), entry(3))
    first, second, _ = (r.key for r in queries.day_page(person, date(2026, 2, 1)).records)
    edit(person, first, {"note": "much worse"}, NOW)
    delete(person, second, NOW)
    undone = undo_import(person, batch.key, NOW)
    assert undone.removed == 2
    assert [record.entry.note for record in undone.kept] == ["much worse"]
    assert kept(person) == [("bloating", 1.0)]
    assert undone.batch.kept == 1
    last = undo_import(person, batch.key, NOW, edited_too=True)
    assert (last.removed, last.kept, last.batch.removed) == (1, (), 3)
    assert kept(person) == []


def test_only_an_own_import_can_be_undone(person, other_person):
    batch = bring(person, entry(1))
    for who, key in ((other_person, batch.key), (person, "mystery")):
        with pytest.raises(NotThereError, match="there is no import"):
            undo_import(who, key, NOW)
    assert len(kept(person)) == 1


def test_own_rules_for_names_are_kept_and_used(person):
    rules = (NameRule("symptom", "bloating", "symptom", "drum belly"),)
    keep_name_rules(person, rules, NOW)
    assert name_rules(person) == rules
    bring(person, entry(1))
    bring(person, entry(2), names=[NameRule("symptom", "bloating", "", "")])
    assert [name for name, _ in kept(person)] == ["drum belly"]


def test_an_impossible_rule_is_not_kept(person):
    with pytest.raises(StoreError, match="import names"):
        keep_name_rules(person, [NameRule("symptom", "x", "mystery", "y")], NOW)
    assert name_rules(person) == ()


def test_nobody_can_import_for_a_person_who_is_not_there(person):
    with pytest.raises(NotThereError):
        bring(person + 99, entry(1))


def test_nothing_of_an_import_stays_in_the_folder(person, store):
    bring(person, entry(1))
    assert not [path for path in store.home.rglob("*") if "import" in path.name]


GOLDEN = Path(__file__).parent.parent / "golden" / "importers"
DATABASES = {
    "health_connect": "health_connect_export.db",
    "loop_habits": "Loop Habits Backup.db",
    "mysymptoms": "backup.sqlite",
}


@pytest.mark.parametrize("ident", DATABASES)
def test_copies_of_databases_lie_in_the_home_and_are_gone_afterwards(
    store: Store, person: int, tmp_path, monkeypatch, ident: str
):
    system = tmp_path / "system"
    system.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(system))
    places: list[Path] = []
    real = sqlite3.connect

    def connect(address: str, **options: Any) -> sqlite3.Connection:
        places.extend(store.home.glob(".work-*/*/file"))
        return real(address, **options)

    monkeypatch.setattr("gutline.importers.sqlite_tables.sqlite3.connect", connect)
    batch = import_files(
        person, [ImportFile.at(GOLDEN / ident / DATABASES[ident])],
        ImportSettings("Europe/Berlin", today=date(2026, 7, 1)), NOW,
    )  # fmt: skip
    assert batch.added > 0
    assert len(places) == 1
    assert list(store.home.glob(".work-*")) == []
    assert list(system.iterdir()) == []


def _kept(person: int) -> int:
    return len(queries.read_diary(person).entries) + len(documents(person, "questionnaire"))


def test_a_damaged_file_is_kept_as_a_whole_or_not_at_all(store: Store, person: int):
    rng, ends = random_of(20260701), Counter[str]()
    files = [(source, *seed) for source in load_sources() for seed in seeds_of(source)]
    for source, name, data in files:
        before = _kept(person)
        file = ImportFile(name, data=damaged(data, rng))
        try:
            batch = import_files(person, [file], DAMAGED, NOW, source=source)
        except ImporterError:
            ends["refused"] += 1
            added = 0
        else:
            ends["kept" if batch.added else "nothing new"] += 1
            added = batch.added
        assert _kept(person) == before + added, (source, name)
    assert min(ends["refused"], ends["kept"]) > 3
    assert list(store.home.glob(".work-*")) == []
    assert list(store.home.glob(".import-*")) == []
