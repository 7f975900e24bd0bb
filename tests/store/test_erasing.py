"""Erasing: what was logged is found nowhere, not even in the bytes that are left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from gutline.store import queries
from gutline.store.copying import kept_models
from gutline.store.drafts import Draft
from gutline.store.errors import BusyError, NotThereError
from gutline.store.home import secret_key
from gutline.store.library import sqlite3
from gutline.store.models import Entry
from gutline.store.opening import copy_file
from gutline.store.services.erasing import erase_everything, erase_person
from gutline.store.services.log import delete, edit, log_entry, log_many
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW

CANARIES = [f"canary-{number:02}-sings" for number in range(50)]


def fill(person):
    """Fifty canaries: in names, notes, sources, details of versions, choices and copies."""
    drafts = [
        Draft("food", word, note=f"{word} note " * 20, source=word, id=word) for word in CANARIES
    ]
    records = log_many(person, drafts, NOW).records
    for record in records[:20]:
        edit(person, record.key, {"name": "something else"}, NOW + timedelta(hours=1))
    for record in records[20:30]:
        delete(person, record.key, NOW)
    choose(person, "saying", CANARIES[0], NOW)


def found_in(home: Path) -> set[str]:
    """The canaries that some file of the home still holds."""
    held = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    return {word for word in CANARIES if word.encode() in held}


def test_everything_that_is_erased_is_really_gone(sqlite_store):
    home = sqlite_store.home
    fill(add_person("UTC", NOW, name=CANARIES[1]).key)
    copy_file(home / "backups" / "before.db")
    (home / "catalog").mkdir()
    (home / "catalog" / "own.csv").write_text(CANARIES[2])
    (home / ".work-left").mkdir()
    (home / ".work-left" / "gutline.db").write_text(CANARIES[3])
    key = secret_key(home)
    assert found_in(home) == set(CANARIES)
    erase_everything()
    assert found_in(home) == set()
    assert [model._base_manager.count() for model in kept_models()] == [0] * len(kept_models())
    assert not (home / "catalog").exists()
    assert secret_key(home) != key


def test_a_plain_delete_leaves_bytes_behind(sqlite_store):
    """The control: rows that are only deleted can still be read from the file."""
    fill(add_person("UTC", NOW).key)
    connection.close()
    raw = sqlite3.connect(sqlite_store.database)
    raw.execute("PRAGMA secure_delete=OFF")
    raw.execute("DELETE FROM store_entryversion")
    raw.execute("DELETE FROM store_choice")
    raw.execute("DELETE FROM store_entry")
    raw.commit()
    raw.close()
    assert found_in(sqlite_store.home)


def test_nothing_else_in_the_folder_is_touched(sqlite_store):
    (sqlite_store.home / "letter.txt").write_text("mine")
    (sqlite_store.home / "photos").mkdir()
    erase_everything()
    assert (sqlite_store.home / "letter.txt").read_text() == "mine"
    assert (sqlite_store.home / "photos").is_dir()


def test_one_person_is_erased_and_the_others_stay(store):
    first, second = add_person("UTC", NOW).key, add_person("UTC", NOW).key
    fill(first)
    log_entry(second, Draft("food", "rice"), NOW)
    before = queries.read_diary(second)
    erase_person(first)
    with pytest.raises(NotThereError):
        queries.person(first)
    assert queries.read_diary(second) == before
    assert Entry.objects.count() == 1
    assert found_in(store.home) == set()
    with pytest.raises(NotThereError):
        erase_person(first)


def test_a_diary_goes_on_after_it_was_erased(store):
    fill(add_person("UTC", NOW).key)
    erase_everything()
    assert queries.only_person() is None
    store.open()
    person = add_person("UTC", NOW).key
    log_entry(person, Draft("food", "rice"), NOW)
    assert queries.read_diary(person).names("food") == ("rice",)


def test_a_reader_that_still_holds_old_bytes_is_told_of(sqlite_store, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 5.0)
    fill(add_person("UTC", NOW).key)
    connection.close()
    reader = sqlite3.connect(sqlite_store.database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM store_entry").fetchone()
    with pytest.raises(BusyError, match="erase once more"):
        erase_everything()
    reader.rollback()
    reader.close()
    erase_everything()
    assert found_in(sqlite_store.home) == set()
    connection.close()
