"""Opening: private files, safe settings, the right library, older tables upgraded, newer refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from gutline.store import library, opening, queries, schema
from gutline.store.database_url import database_settings, sqlite_database
from gutline.store.documents import checked, document_kinds
from gutline.store.drafts import Draft
from gutline.store.errors import NewerSchemaError, SettingError, UnsafeDatabaseError
from gutline.store.home import secret_key
from gutline.store.library import is_at_risk, sqlite3
from gutline.store.pragmas import WANTED, broken_promises
from gutline.store.queries.documents import document_history, documents
from gutline.store.queries.imports import import_batches
from gutline.store.queries.safety import kept_safety
from gutline.store.queries.trials import kept_trial
from gutline.store.services.log import log_entry
from gutline.store.services.people import add_person
from gutline.store.settings import configure
from tests.store.conftest import NOW, Store


def mode(path):
    return path.stat().st_mode & 0o777


# --- the folder ---------------------------------------------------------------------------------


def test_everything_is_made_for_its_owner_alone(tmp_path):
    store = Store(tmp_path / "new" / "home", None)
    os.umask(0)
    store.open()
    log_entry(add_person("Europe/Berlin", NOW).key, Draft("food", "rice"), NOW)
    assert mode(store.home) == 0o700
    files = {path.name: mode(path) for path in store.home.rglob("*") if path.is_file()}
    assert {"gutline.db", "gutline.db-wal", "gutline.db-shm", "reserve"} <= set(files)
    assert set(files.values()) == {0o600}
    assert mode(store.home / "backups") == 0o700


def test_what_others_could_read_is_closed(sqlite_store):
    connection.close()
    sqlite_store.home.chmod(0o755)
    sqlite_store.database.chmod(0o644)
    sqlite_store.open()
    assert mode(sqlite_store.home) == 0o700
    assert mode(sqlite_store.database) == 0o600


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "home").write_text("x")
    with pytest.raises(SettingError, match="set GUTLINE_HOME"):
        Store(tmp_path / "home", None).open()


def test_a_link_in_place_of_the_database_is_refused(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "elsewhere.db").touch()
    (home / "gutline.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(SettingError, match=r"gutline\.db"):
        Store(home, None).open()


def test_the_secret_key_is_drawn_once(tmp_path):
    first = secret_key(tmp_path)
    assert len(first) > 40
    assert secret_key(tmp_path) == first
    assert mode(tmp_path / "secret_key") == 0o600


# --- pragmas ------------------------------------------------------------------------------------


def test_every_connection_keeps_its_promises(sqlite_store):
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000
    assert found == dict(WANTED)
    assert found["journal_mode"] == "wal"
    assert found["synchronous"] == 2


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("PRAGMA synchronous=NORMAL", "synchronous is 1"),
        ("PRAGMA foreign_keys=OFF", "foreign_keys is 0"),
        ("PRAGMA trusted_schema=ON", "trusted_schema is 1"),
        ("PRAGMA busy_timeout=100", "busy_timeout is 100"),
        ("PRAGMA temp_store=FILE", "temp_store is 1"),
    ],
)
def test_a_broken_promise_is_seen(sqlite_store, command, told):
    with connection.cursor() as cursor:
        cursor.execute(command)
    assert [one for one in broken_promises(connection) if told in one]


def test_a_connection_that_keeps_no_promises_is_refused(sqlite_store):
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = before.replace("synchronous=2", "synchronous=0")
    try:
        with pytest.raises(UnsafeDatabaseError, match="not on a network folder"):
            queries.people()
    finally:
        options["init_command"] = before
        connection.close()


def test_writing_asks_for_the_right_to_write_first(sqlite_store):
    assert sqlite_database(sqlite_store.database)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    seen: list[str] = []
    queries.people()
    raw = connection.connection
    raw.set_trace_callback(seen.append)
    add_person("UTC", NOW)
    raw.set_trace_callback(None)
    assert seen[0] == "BEGIN IMMEDIATE"


# --- the library --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "at_risk"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_that_can_lose_the_log_are_known(version, at_risk):
    assert is_at_risk(version) is at_risk


def test_django_uses_the_library_that_was_chosen(sqlite_store):
    queries.people()
    assert isinstance(connection.connection, sqlite3.Connection)
    with connection.cursor() as cursor:
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
    assert version == sqlite3.sqlite_version


def in_a_process(code):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


CHOOSE = """
import sqlite3, sys, types
sqlite3.sqlite_version_info = {own}
carried = types.ModuleType("pysqlite3"); carried.dbapi2 = types.ModuleType("pysqlite3.dbapi2")
carried.sqlite_version_info = {carried}
import importlib.machinery
carried.__spec__ = importlib.machinery.ModuleSpec("pysqlite3", None)
sys.modules["pysqlite3"] = carried; sys.modules["pysqlite3.dbapi2"] = carried.dbapi2
from gutline.store import library
print(library.sqlite3 is carried)
"""


@pytest.mark.parametrize(
    ("own", "carried", "chosen"),
    [
        ((3, 40, 1), (3, 53, 4), "True"),
        ((3, 53, 0), (3, 53, 4), "False"),
        ((3, 40, 1), (3, 45, 0), "False"),
    ],
)
def test_the_better_library_is_chosen(own, carried, chosen):
    assert in_a_process(CHOOSE.format(own=own, carried=carried)) == chosen


def test_pythons_own_library_does_where_there_is_no_other():
    code = "import sys; sys.modules['pysqlite3'] = None\nimport importlib.util\n"
    code += "importlib.util.find_spec = lambda name: None\nimport sqlite3\n"
    code += "from gutline.store import library; print(library.sqlite3 is sqlite3)"
    assert in_a_process(code) == "True"
    assert library.AT_RISK_FROM < library.AT_RISK_TO


# --- the shape of the tables --------------------------------------------------------------------


def pretend_step(name, app="store"):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)",
            [app, name, NOW],
        )


def forget_step(name):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'store' AND name = %s", [name])


def test_a_diary_of_a_newer_gutline_is_refused_and_not_touched(store, person):
    log_entry(person, Draft("food", "rice"), NOW)
    pretend_step("9999_from_the_future")
    try:
        with pytest.raises(NewerSchemaError, match=r"newer Gutline.*9999_from_the_future"):
            store.open()
        assert queries.read_diary(person).names("food") == ("rice",)
    finally:
        forget_step("9999_from_the_future")
    store.open()


def test_steps_of_apps_that_are_not_here_say_nothing(store):
    pretend_step("0042_accounts", app="elsewhere")
    store.open()
    assert ("elsewhere", "0042_accounts") in schema.applied_steps()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'elsewhere'")


def test_the_tables_are_those_of_the_models(sqlite_store):
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def test_opening_twice_changes_nothing(sqlite_store):
    before = schema.applied_steps()
    sqlite_store.open()
    assert schema.applied_steps() == before == schema.known_steps()
    assert list((sqlite_store.home / "backups").iterdir()) == []


RELEASED = sorted((Path(__file__).parent / "released").glob("*.json"))


def build(home, dump):
    """Build a database of a released version from what was kept of it."""
    home.mkdir(mode=0o700)
    database = sqlite3.connect(home / "gutline.db")
    database.executescript("\n".join(dump["schema"]))
    for table, rows in dump["rows"].items():
        for row in rows:
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            command = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own file
            database.execute(command, [*row.values()])
    database.commit()
    database.close()


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_diary_of_every_released_version_is_brought_up_to_date(tmp_path, path):
    dump = json.loads(path.read_text("utf-8"))
    store = Store(tmp_path / "home", None)
    build(store.home, dump)
    store.open()
    assert schema.missing_steps() == set()
    (person,) = queries.people()
    assert queries.read_diary(person.key).digest() == dump["digest"]
    assert len(queries.recently_deleted(person.key)) == dump["deleted"]
    assert live_documents(person.key) == dump.get("documents", {})
    connection.close()


def live_documents(person):
    """Return the keys of a person's documents by kind, having had each checked as its kind."""
    found: dict[str, list[str]] = {}
    for kind in document_kinds():
        for one in documents(person, kind):
            assert checked(kind, one.body) == one.body
            found.setdefault(kind, []).append(one.key)
    return found


def test_what_was_kept_in_documents_means_what_it_meant(tmp_path):
    dump = json.loads(next(path for path in RELEASED if path.stem == "0002_documents").read_text())
    store = Store(tmp_path / "home", None)
    build(store.home, dump)
    store.open()
    (person,) = queries.people()
    assert kept_safety(person.key).given["back_pain"].value is True
    assert kept_trial(person.key, "dairy-1").trial.allocation is not None
    assert [one.undone_at is None for one in import_batches(person.key)] == [False, True]
    assert len(document_history(person.key, "answers", "check")) > 1
    connection.close()


def test_every_version_of_the_tables_is_kept():
    steps = sorted(name for app, name in schema.known_steps() if app == "store")
    assert [path.stem for path in RELEASED] == steps


def test_a_copy_is_kept_before_an_upgrade(sqlite_store, monkeypatch):
    log_entry(add_person("UTC", NOW).key, Draft("food", "rice"), NOW)
    steps = iter([frozenset({("store", "0002")}), frozenset({("store", "0002")})])
    monkeypatch.setattr(opening, "missing_steps", lambda: next(steps))
    sqlite_store.open()
    (copy,) = (sqlite_store.home / "backups").iterdir()
    assert copy.name == "before-upgrade-20260301-093000.db"
    assert mode(copy) == 0o600
    copied = sqlite3.connect(copy)
    assert copied.execute("SELECT name FROM store_entry").fetchall() == [("rice",)]
    copied.close()


def test_a_file_that_is_no_database_is_told(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "gutline.db").write_bytes(b"this is not a database, but a text" * 200)
    with pytest.raises(UnsafeDatabaseError, match="gutline doctor"):
        Store(home, None).open()


# --- where the rows live ------------------------------------------------------------------------


def test_a_url_names_a_postgresql_database(tmp_path):
    url = "postgresql://me:p%40ss@db.example:5433/gut?sslmode=require"
    told = database_settings(tmp_path, url)
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example", "5433", "gut")
    assert (told["USER"], told["PASSWORD"]) == ("me", "p@ss")
    assert told["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/gut", "'mysql', which is not supported"),
        ("postgresql://localhost", "no database"),
        ("postgresql://localhost/a/b", "no database"),
        ("postgresql://localhost:port/gut", "not a URL"),
        ("postgresql://[::1/gut", "not a URL"),
        ("gut.db", "not supported"),
        ("postgresql://me:secret@localhost/gut?shell=rm", "'shell' that is not known"),
    ],
)
def test_a_wrong_url_is_told_without_its_password(tmp_path, url, told):
    with pytest.raises(SettingError, match=told) as refusal:
        database_settings(tmp_path, url)
    assert "secret" not in str(refusal.value)


def test_a_server_that_is_not_there_is_told(tmp_path):
    store = Store(tmp_path / "home", f"postgresql://me@/gut?host={tmp_path}")
    with pytest.raises(UnsafeDatabaseError, match="cannot be used"):
        store.open()


def test_pointing_elsewhere_leaves_the_first_diary_alone(new_store):
    first = new_store()
    add_person("UTC", NOW)
    second = new_store()
    assert queries.people() == ()
    configure(first.home)
    assert len(queries.people()) == 1
    assert replace(second, url=None).database.exists()
