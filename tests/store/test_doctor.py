"""The doctor: each thing that can be wrong is seen, told in plain words, and left as it is."""

from __future__ import annotations

import os
from datetime import timedelta
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.db import connection

from gutline.store import ballast, doctor
from gutline.store.doctor import examine
from gutline.store.drafts import Draft
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person
from gutline.store.settings import configure
from tests.store.conftest import NOW


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def found(now=NOW):
    return {check.name: check for check in examine(now)}


def wrong(now=NOW):
    """What is not good, with its words."""
    return {name: (c.state, c.words) for name, c in found(now).items() if c.state != "good"}


def test_a_sound_diary_has_nothing_wrong(store, monkeypatch):
    monkeypatch.setattr(doctor, "is_at_risk", lambda version: False)
    log_entry(add_person("UTC", NOW).key, Draft("food", "rice"), NOW)
    assert wrong() == {}
    wanted = {"permissions", "free space", "settings", "tables", "soundness", "clock"}
    assert wanted <= set(found())
    assert not any(check.remedy for check in examine(NOW))


def test_no_diary_yet_is_nothing_wrong(tmp_path):
    configure(tmp_path / "none")
    (only,) = examine(NOW)
    assert (only.state, only.name) == ("good", "folder")
    assert not (tmp_path / "none").exists()
    (tmp_path / "none").mkdir(mode=0o700)
    assert found()["database"].words == "nothing has been logged yet"
    assert list((tmp_path / "none").iterdir()) == []


@pytest.mark.parametrize("name", ["gutline.db", "backups", ""])
def test_what_others_may_open_is_bad(sqlite_store, name):
    (sqlite_store.home / name).chmod(0o755)
    state, words = wrong()["permissions"]
    assert state == "bad"
    assert "others on this computer may open" in words
    assert "chmod -R go=" in found()["permissions"].remedy


def test_many_open_files_are_counted_not_listed(sqlite_store):
    for number in range(8):
        path = sqlite_store.home / f"f{number}"
        path.touch()
        path.chmod(0o644)
    assert wrong()["permissions"][1].endswith("and 5 more")


def test_a_folder_of_another_account_is_bad(sqlite_store, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert "belongs to another account" in wrong()["permissions"][1]


@pytest.mark.parametrize(("free", "state"), [(1_000_000, "bad"), (100_000_000, "warning")])
def test_little_room_is_told(sqlite_store, monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**9, 0, free))
    assert wrong()["free space"][0] == state


def test_a_library_that_can_lose_the_log_is_told(sqlite_store, monkeypatch):
    monkeypatch.setattr(doctor, "is_at_risk", lambda version: True)
    assert wrong()["SQLite"][0] == "warning"
    assert "pysqlite3" in found()["SQLite"].remedy


def test_a_reserve_that_was_given_up_is_told(sqlite_store):
    ballast.give_up(sqlite_store.home)
    assert wrong()["reserve"] == (
        "warning",
        "the reserve of 8 MB was given up because the disk was full",
    )
    assert not ballast.is_held(sqlite_store.home)


def test_a_promise_that_is_broken_is_bad(sqlite_store):
    examine(NOW)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    assert wrong()["settings"] == ("bad", "synchronous is 1 and must be 2")


@pytest.mark.parametrize(("app", "state"), [("store", "bad"), ("elsewhere", "good")])
def test_a_newer_diary_is_bad(store, app, state):
    with connection.cursor() as cursor:
        sql = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, '9999_x', %s)"
        cursor.execute(sql, [app, NOW])
        checks = found()
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_x'")
    assert checks["database" if state == "bad" else "tables"].state == state


def test_an_older_diary_is_told(sqlite_store, monkeypatch):
    monkeypatch.setattr(doctor, "missing_steps", lambda: {("store", "0002")})
    assert wrong()["tables"] == ("warning", "the diary was last opened by an older Gutline")


def test_a_diary_without_tables_is_told(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "gutline.db").touch(mode=0o600)
    configure(home)
    assert wrong()["tables"] == ("warning", "there are no tables yet")
    connection.close()


def test_a_damaged_file_is_bad(sqlite_store):
    person = add_person("UTC", NOW).key
    for _ in range(300):
        log_entry(person, Draft("food", "rice"), NOW)
    connection.close()
    pages = bytearray(sqlite_store.database.read_bytes())
    pages[40_960:81_920] = b"\xff" * 40_960
    sqlite_store.database.write_bytes(pages)
    bad = [check for check in examine(NOW) if check.state == "bad"]
    assert "gutline restore FILE" in bad[0].remedy


def test_a_file_that_is_no_database_is_bad(sqlite_store):
    connection.close()
    sqlite_store.database.write_bytes(b"not a database at all " * 400)
    state, words = wrong()["database"]
    assert state == "bad"
    assert "cannot be used" in words


def test_an_orphan_row_is_bad(sqlite_store):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(
            "INSERT INTO store_choice (person_id, key, value, changed_at) VALUES (99, 'a', '1', '')"
        )
        cursor.execute("PRAGMA foreign_keys=ON")
    assert "store_choice" in wrong()["soundness"][1]


def test_a_clock_that_went_back_is_told(store):
    log_entry(add_person("UTC", NOW).key, Draft("food", "rice"), NOW)
    assert wrong(NOW - timedelta(days=3))["clock"][0] == "warning"
    assert "clock" not in wrong(NOW - timedelta(minutes=2))


class Answers:
    """A PostgreSQL server that answers what it is told to."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def execute(self, command):
        self.asked = command.removeprefix("SHOW ")

    def fetchone(self):
        return (self.answers[self.asked],)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"fsync": "off"}, "fsync is off"),
        ({"synchronous_commit": "off"}, "synchronous_commit is off"),
        ({"server_encoding": "SQL_ASCII"}, "encoding"),
        ({"server_version_num": "120010"}, "older"),
    ],
)
def test_an_unsafe_server_is_bad(monkeypatch, changed, told):
    safe = {
        "fsync": "on",
        "synchronous_commit": "on",
        "server_encoding": "UTF8",
        "server_version_num": "150012",
    }
    answers = dict(safe)
    server = SimpleNamespace(cursor=lambda: Answers(**answers))
    monkeypatch.setattr(doctor, "connection", server)
    assert doctor._postgresql().state == "good"
    answers.update(changed)
    assert told in doctor._postgresql().words
