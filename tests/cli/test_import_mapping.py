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


def test_a_proposed_mapping_is_one_that_imports_the_table(run, folder):
    table = TABLE.replace("Mood", "Doctor").replace(",5\n", ",Dr Who\n")
    (folder / "log.csv").write_text(table, "utf-8")
    proposed = run("import", "--propose-mapping", str(folder / "log.csv"))
    assert proposed.exit_code == 0, proposed.output
    assert 'day = "Date"' in proposed.stdout
    assert "gutline import log.csv --mapping log.toml" in proposed.stdout
    (folder / "log.toml").write_text(proposed.stdout, "utf-8")
    done = run("import", str(folder / "log.csv"), "--mapping", str(folder / "log.toml"), "--yes")
    assert done.exit_code == 0, done.output
    entries = parse_csv(run("export").stdout).entries
    assert ("back", 3.0) in [(entry.name, entry.value) for entry in entries]


def test_a_proposal_for_a_table_without_days_says_what_is_missing(run, folder):
    (folder / "my log.csv").write_text("a,b\nx,\ny,z\n", "utf-8")
    proposed = run("import", "--propose-mapping", str(folder / "my log.csv"))
    assert proposed.exit_code == 0, proposed.output
    assert "No column holds days" in proposed.stdout
    assert "--mapping 'my log.toml'" in proposed.stdout
    (folder / "log.toml").write_text(proposed.stdout, "utf-8")
    words = ["import", str(folder / "my log.csv"), "--mapping", str(folder / "log.toml")]
    assert "which column holds the day" in run(*words).stderr


def test_a_proposal_names_what_it_does_not_read_and_keeps_nothing(run, folder):
    (folder / "log.csv").write_text("Date,Back,Empty\n2026-03-01,3,\n", "utf-8")
    proposed = run("import", "--propose-mapping", str(folder / "log.csv"))
    assert "# Not read: Empty\n" in proposed.stdout
    assert not (folder / "home").exists()


def test_what_is_no_table_gets_no_proposal(run, folder):
    (folder / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    refused = run("import", "--propose-mapping", str(folder / "a.csv"))
    assert refused.exit_code == 2
    assert "is a picture" in refused.stderr
    assert run("import", "--propose-mapping", "a.csv", "b.csv").exit_code == 2


def test_a_mapping_that_was_given_once_is_known_the_next_time(run, folder):
    table, mapping = str(folder / "log.csv"), str(folder / "log.toml")
    run("import", table, "--mapping", mapping, "--dry-run")
    assert run("import", table, "--yes").exit_code == 2
    assert run("import", table, "--mapping", mapping, "--yes").exit_code == 0
    (folder / "log.csv").write_text(TABLE + "2026-03-03,,4,\n", "utf-8")
    again = run("import", table, "--yes")
    assert again.exit_code == 0, again.output
    assert "1 new, 2 here already" in again.stdout
    (folder / "other.csv").write_text("Day,Knee\n2026-03-01,3\n", "utf-8")
    assert "not recognised" in run("import", str(folder / "other.csv"), "--yes").stderr
