"""`gutline export`: the journal as a file, in every format, of all days or of some."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from gutline.cli.commands.export import FORMAT_IDS
from gutline.diary import parse_csv
from gutline.reports.exchange.formats import FORMATS


@pytest.fixture
def full(run, home):
    """A diary of three days."""
    assert run("log", "2026-03-01 21:00 back pain 6").exit_code == 0
    assert run("log", "2026-03-02 08:00 ate =1+1").exit_code == 0
    assert run("log", "2026-03-03 07:00 slept 7 h").exit_code == 0
    return home


def test_the_formats_are_those_there_are():
    assert FORMAT_IDS == tuple(FORMATS)


def test_without_a_word_it_is_csv_on_standard_output(run, full):
    done = run("export")
    assert done.exit_code == 0
    diary = parse_csv(done.stdout)
    assert diary.zone == "Europe/Berlin"
    assert [entry.kind for entry in diary.entries] == ["symptom", "food", "sleep"]
    assert "earlier versions" in done.stderr


@pytest.mark.parametrize("format_id", FORMAT_IDS)
def test_every_format_becomes_a_file_of_its_own(run, full, tmp_path, format_id):
    to = tmp_path / f"out.{FORMATS[format_id].ending}"
    done = run("export", "--to", str(to))
    assert done.exit_code == 0, done.output
    assert FORMATS[format_id].name in done.stderr
    assert to.stat().st_size > 0
    assert to.stat().st_mode & 0o077 == 0
    if format_id == "fhir":
        assert json.loads(to.read_text("utf-8"))["resourceType"] == "Bundle"
    if format_id == "omh":
        assert json.loads(to.read_text("utf-8"))[0]["body"]["total_sleep_time"]["value"] == 7


def test_the_plan_is_a_calendar(run, full, tmp_path):
    assert run("plan", "add", "wind-down").exit_code == 0
    to = tmp_path / "plan.ics"
    assert run("export", "--to", str(to)).exit_code == 0
    assert 1 <= to.read_bytes().count(b"BEGIN:VEVENT") <= 14
    refused = run("export", "--format", "ics", "--since", "2026-03-01")
    assert refused.exit_code == 2
    assert "leave the days out" in refused.stderr


def test_a_span_holds_its_days_only(run, full):
    done = run("export", "--since", "2026-03-02", "--until", "2026-03-02")
    assert [entry.kind for entry in parse_csv(done.stdout).entries] == ["food"]
    told = json.loads(run("export", "--format", "json", "--until", "2026-03-01").stdout)
    assert [entry["kind"] for entry in told["entries"]] == ["symptom"]


def test_a_spreadsheet_runs_nothing(run, full):
    assert ",=1+1" in run("export").stdout
    assert ",'=1+1" in run("export", "--for-spreadsheet").stdout


def test_what_is_exported_comes_back(run, full, tmp_path):
    to = tmp_path / "me.csv"
    run("export", "--to", str(to))
    assert run("import", str(to), "--yes").exit_code == 0
    assert len(parse_csv(run("export").stdout).entries) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "soon"], "is not a day"),
        (["--since", "2026-03-02", "--until", "2026-03-01"], "swap them"),
        (["--format", "doc"], "Invalid value"),
        (["--to", "/nowhere/at/all.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, full, words, said):
    done = run("export", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_an_empty_diary_is_exported_too(run, home):
    assert run("export").stdout.startswith("# zone: Europe/Berlin\n")
    told = json.loads(run("export", "--format", "fhir").stdout)
    assert len(told["entry"]) == 1
    assert told["timestamp"] <= datetime.now(UTC).isoformat()
