"""`gutline import --mapping`: a table of one's own from the terminal."""

from __future__ import annotations

import os

import pytest

from gutline.diary import parse_csv
from gutline.store.settings import configure

TABLE = "Date,Time,Back,Mood\n2026-03-01,08:15,3,5\n2026-03-02,,0,\n"
MAPPING = """\
format = "gutline-mapping"
version = 1
name = "log"
day = "Date"
clock = "Time"
[[things]]
column = "Back"
kind = "symptom"
name = "back pain"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A table, its mapping, and a diary that is not there yet."""
    umask = os.umask(0o022)
    monkeypatch.setenv("GUTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("GUTLINE_DATABASE", raising=False)
    (tmp_path / "log.csv").write_text(TABLE, "utf-8")
    (tmp_path / "log.toml").write_text(MAPPING, "utf-8")
    yield tmp_path
    configure(tmp_path / "home")
    from django.db import connections

    connections.close_all()
    os.umask(umask)


def test_a_table_is_imported_by_its_mapping(run, folder):
    words = ["import", str(folder / "log.csv"), "--mapping", str(folder / "log.toml")]
    looked = run(*words, "--dry-run")
    assert looked.exit_code == 0, looked.output
    assert "Mood" in looked.stdout
    assert parse_csv(run("export").stdout).entries == ()
    done = run(*words, "--yes")
    assert done.exit_code == 0, done.output
    diary = parse_csv(run("export").stdout)
    assert [entry.value for entry in diary.entries] == [3.0, 0.0]
    assert [entry.day_only for entry in diary.entries] == [False, True]


def test_without_a_mapping_it_is_said_how(run, folder):
    done = run("import", str(folder / "log.csv"), "--yes")
    assert done.exit_code == 2
    assert "not recognised" in done.stderr


def test_a_wrong_mapping_is_refused_in_words(run, folder):
    (folder / "log.toml").write_text(MAPPING.replace("symptom", "pain"), "utf-8")
    done = run("import", str(folder / "log.csv"), "--mapping", str(folder / "log.toml"), "--yes")
    assert done.exit_code == 2
    assert "there is no kind 'pain'" in done.stderr
