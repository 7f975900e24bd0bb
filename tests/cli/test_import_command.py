"""`gutline import`: shown first, kept or not, taken back, and told in plain words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gutline.cli import program
from gutline.store.settings import configure

FIXTURE = Path(__file__).parent.parent / "golden" / "importers" / "apple_health" / "export.xml"
OWN = Path(__file__).parent.parent / "golden" / "importers" / "gutline_json" / "export.json"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A diary of its own, of somebody in Berlin."""
    umask = os.umask(0o022)
    place = tmp_path / "home"
    monkeypatch.setenv("GUTLINE_HOME", str(place))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("GUTLINE_DATABASE", raising=False)
    yield place
    configure(place)
    from django.db import connections

    connections.close_all()
    os.umask(umask)


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call `gutline import` in this process."""
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*words: object, stdin: str = "") -> Result:
        result = CliRunner().invoke(program, ["import", *map(str, words)], input=stdin)
        assert "Traceback" not in result.output
        return result

    return call


def key_of(result: Result) -> str:
    found = re.search(r"--undo (\S+)", result.output)
    assert found
    return found[1]


def test_a_dry_run_shows_all_and_keeps_nothing(bring):
    first = bring(FIXTURE, "--dry-run")
    assert first.exit_code == 0
    assert "from     Apple Health, 2026-02-10 to 2026-03-10" in first.output
    assert "entries  32: 32 new, 0 here already" in first.output
    assert "10  measurement" in first.output
    assert "line 16, value 'HKCategoryValueSeverityEnormous'" in first.output
    assert "records of heart rate" in first.output
    assert bring(FIXTURE, "--dry-run").output == first.output
    assert "nothing was imported yet" in bring("--list").output


def test_a_file_is_kept_once_and_can_be_taken_back(bring):
    kept = bring(FIXTURE)
    assert "kept 32 entries" in kept.output
    again = bring(FIXTURE)
    assert "0 new, 32 here already" in again.output
    assert "nothing new" in again.output
    assert "32 entries  2026-02-10 to 2026-03-10  export.xml" in bring("--list").output
    undone = bring("--undo", key_of(kept))
    assert "32 entries" in undone.output
    assert "undone" in bring("--list").output
    assert "kept 32 entries" in bring(FIXTURE, "--yes").output


def test_undoing_tells_what_was_edited_since(bring, home):
    key = key_of(bring(FIXTURE))
    from datetime import UTC, date, datetime

    from gutline.store import queries
    from gutline.store.services.edits import edit

    person = queries.only_person().key
    record = queries.day_page(person, date(2026, 2, 10)).records[0]
    edit(person, record.key, {"note": "mine"}, datetime.now(UTC))
    undone = bring("--undo", key)
    assert "31 entries" in undone.output
    assert "1 that you have edited since was kept" in undone.output
    assert "2026-02-10  cycle cycle" in undone.output
    assert "1 entry of" in bring("--undo", key, "--edited-too").output


def test_an_own_export_comes_back_whole_into_an_empty_diary(bring, tmp_path):
    told = json.loads(OWN.read_text("utf-8"))
    told["entries"], told["documents"] = told["entries"][:2], []
    path = tmp_path / "export.json"
    path.write_text(json.dumps(told))
    assert "all of the export is back: 2 entries" in bring(path).output
    again = bring(path)
    assert "nothing new" in again.output


def test_files_given_together_are_one_import(bring, tmp_path):
    copy = tmp_path / "second.xml"
    copy.write_bytes(FIXTURE.read_bytes())
    result = bring(FIXTURE, copy)
    assert "kept 32 entries" in result.output
    assert "export.xml, second.xml" in bring("--list").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Give the files to import"),
        (["nothing.csv"], "nothing.csv does not exist"),
        (["."], "is a folder"),
        ([FIXTURE, "--source", "mystery"], "there is no source 'mystery'"),
        ([FIXTURE, "--zone", "Mars/Base"], "there is no time zone"),
        (["--undo", "mystery"], "there is no import 'mystery'"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(bring, words, told):
    result = bring(*words)
    assert result.exit_code == 2
    assert told in result.output


def test_a_file_that_nobody_knows_or_is_broken_leaves_nothing(bring, tmp_path):
    for name, data in (("a.csv", b"one,two\n1,2\n"), ("b.xml", FIXTURE.read_bytes()[:-300])):
        path = tmp_path / name
        path.write_bytes(data)
        result = bring(path)
        assert result.exit_code == 2
        assert name in result.output
    assert "nothing was imported yet" in bring("--list").output


def test_a_file_without_entries_is_not_said_to_be_there_already(bring, tmp_path):
    bundle = tmp_path / "bundle.json"
    bundle.write_text('{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "X"}}]}')
    done = bring(bundle, "--yes")
    assert done.exit_code == 0
    assert "nothing to keep: no entries were found in it" in done.output
    assert "already" not in done.output.splitlines()[-1]


def test_an_import_that_was_taken_back_says_so_the_second_time(bring):
    key = key_of(bring(FIXTURE, "--yes"))
    assert "were removed" in bring("--undo", key).output
    again = bring("--undo", key)
    assert again.exit_code == 0
    assert "taken back before" in again.output
    assert "kept 32 entries" in bring(FIXTURE, "--yes").output


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("read_files", "nothing was kept"),
        ("count_known", "nothing was kept"),
        ("insert_new", "look at it with gutline import --list"),
    ],
)
def test_control_c_leaves_nothing_and_says_so(bring, home, monkeypatch, place: str, told: str):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(f"gutline.store.services.imports.{place}", interrupted)
        stopped = bring(FIXTURE, "--yes")
    assert stopped.exit_code == 130
    assert f"stopped; {told}" in stopped.output
    assert "nothing was imported yet" in bring("--list").output
    assert list(home.glob(".work-*")) == list(home.glob(".import-*")) == []
    assert "32 new" in bring(FIXTURE, "--dry-run").output
