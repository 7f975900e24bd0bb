"""`gutline discover`: what goes where, what is said of bad rows, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from gutline import reports
from tests.cli.conftest import csv_of
from tests.reports import samples

pytestmark = pytest.mark.usefixtures("engine")


def test_the_findings_are_printed(run, diary_file):
    result = run("discover", str(diary_file))
    assert result.exit_code == 0
    assert result.stdout == reports.render_terminal(samples.findings(), 80)
    assert result.stderr == ""


def test_json_is_all_there_is_on_standard_output(run, bad_file):
    result = run("discover", str(bad_file), "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    jsonschema.validate(document, reports.json_schema())
    assert "refused" in result.stderr


def test_the_page_is_written_and_its_place_told(run, diary_file, tmp_path):
    page = tmp_path / "page.html"
    result = run("discover", str(diary_file), "--html", str(page))
    assert result.stdout.endswith(f"The page is in {page}\n")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir() if "page" in path.name] == ["page.html"]


def test_with_json_the_place_of_the_page_goes_to_standard_error(run, diary_file, tmp_path):
    page = tmp_path / "page.html"
    result = run("discover", str(diary_file), "--json", "--html", str(page))
    json.loads(result.stdout)
    assert f"The page is in {page}" in result.stderr


def test_an_older_page_is_replaced(run, diary_file, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    assert run("discover", str(diary_file), "--html", str(page)).exit_code == 0
    assert "old" not in page.read_text("utf-8")[:20]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (".", "is a folder; name the page to be written in it"),
        ("none/page.html", "no folder 'none'"),
    ],
)
def test_a_page_that_cannot_be_written_is_refused_before_the_work(
    run, diary_file, engine, tmp_path, monkeypatch, place, said
):
    monkeypatch.chdir(tmp_path)
    result = run("discover", str(diary_file), "--html", place)
    assert result.exit_code == 2
    assert said in result.stderr
    assert engine == []


def test_every_refused_row_is_told_and_counted_last(run, bad_file):
    result = run("discover", str(bad_file), "--all-problems")
    lines = result.stderr.splitlines()
    assert len(lines) == 31
    assert lines[0].startswith("refused: line 2, value '11': ")
    assert lines[-1] == "30 rows were refused and left out."


def test_the_first_twenty_are_enough_unless_asked(run, bad_file):
    lines = run("discover", str(bad_file)).stderr.splitlines()
    assert len([line for line in lines if line.startswith("refused: ")]) == 20
    assert lines[20] == "and 10 more; --all-problems shows them all"
    assert lines[-1] == "30 rows were refused and left out."


def test_one_row_is_one_row(run, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text(csv_of(20) + "2026-01-03T21:00,symptom,back pain,14,nrs\n", encoding="utf-8")
    result = run("discover", str(path))
    assert result.stderr.splitlines()[-1] == "1 row was refused and left out."


def test_strict_stops_at_the_first(run, bad_file, engine):
    result = run("discover", str(bad_file), "--strict")
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert result.stderr.count("\n") == 1
    assert engine == []


@pytest.mark.parametrize("asked", ["back pain", "BACK  pain", "Back Pain"])
def test_an_outcome_is_found_as_the_diary_spells_it(run, diary_file, engine, asked):
    assert run("discover", str(diary_file), "--outcome", asked).exit_code == 0
    assert engine[0]["outcomes"] == ("back pain",)


def test_several_outcomes_each_once(run, diary_file, engine):
    arguments = [w for n in ("bloating", "back pain", "Bloating") for w in ("--outcome", n)]
    assert run("discover", str(diary_file), *arguments).exit_code == 0
    assert engine[0]["outcomes"] == ("Bloating", "back pain")


def test_no_outcome_means_all(run, diary_file, engine):
    run("discover", str(diary_file))
    assert engine[0]["outcomes"] is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("bak pain", "The diary holds no 'bak pain'; did you mean 'back pain'?"),
        ("knee", "The diary holds no 'knee'; it holds Bloating, back pain."),
    ],
)
def test_a_wrong_outcome_gets_the_nearest(run, diary_file, asked, said):
    result = run("discover", str(diary_file), "--outcome", asked)
    assert (result.exit_code, result.stderr) == (2, f"gutline: {said}\n")


def test_a_diary_without_ratings_has_no_outcomes(run, tmp_path):
    path = tmp_path / "food.csv"
    path.write_text("time,kind,name,value,unit\n2026-01-01T08:00,food,rye,1,serving\n", "utf-8")
    result = run("discover", str(path), "--outcome", "back pain")
    assert (result.exit_code, "holds no ratings at all" in result.stderr) == (2, True)


def test_direct_is_handed_on(run, diary_file, engine):
    run("discover", str(diary_file), "--direct")
    run("discover", str(diary_file))
    assert [getattr(call["settings"], "direct", None) for call in engine] == [True, False]


def test_the_zone_is_handed_on(run, diary_file, engine):
    run("discover", str(diary_file), "--zone", "Europe/Berlin")
    assert getattr(engine[0]["diary"], "zone", "") == "Europe/Berlin"


def test_an_unknown_zone_is_refused(run, diary_file):
    result = run("discover", str(diary_file), "--zone", "Europe/Nowhere")
    assert result.exit_code == 2
    assert "Europe/Nowhere" in result.stderr


def test_tags_come_from_a_file_of_their_own(run, diary_file, engine, tmp_path):
    tags = tmp_path / "tags.csv"
    tags.write_text("food,tag\nrye bread,gluten\n", encoding="utf-8")
    assert run("discover", str(diary_file), "--tags", str(tags)).exit_code == 0
    assert dict(getattr(engine[0]["diary"], "tags", {})) == {"rye bread": ("gluten",)}


def test_tags_that_are_not_there_are_refused(run, diary_file):
    result = run("discover", str(diary_file), "--tags", "no-tags.csv")
    assert (result.exit_code, "no-tags.csv" in result.stderr) == (2, True)


@pytest.mark.parametrize("form", ["csv", "text"])
def test_standard_input_is_read(run, engine, form):
    text = csv_of(20) if form == "csv" else "2026-03-01 20:00 back pain 4\n"
    assert run("discover", "-", stdin=text).exit_code == 0
    assert len(getattr(engine[0]["diary"], "entries", ())) == (47 if form == "csv" else 1)


def test_a_file_that_is_not_there(run, diary_file):
    result = run("discover", str(diary_file.with_name("mee.csv")))
    assert result.exit_code == 2
    assert result.stderr.startswith("gutline: There is no file")
    assert f"did you mean {str(diary_file)!r}?" in result.stderr


def test_a_folder_that_is_not_there(run, tmp_path):
    result = run("discover", str(tmp_path / "none" / "me.csv"))
    assert "there is no folder" in result.stderr
    assert result.exit_code == 2


def test_a_folder_is_no_diary(run, tmp_path):
    result = run("discover", str(tmp_path))
    assert result.exit_code == 2
    assert "is a folder; name the diary file in it." in result.stderr


def test_a_file_that_may_not_be_read(run, diary_file, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    result = run("discover", str(diary_file))
    assert result.exit_code == 2
    assert "may not be read by you" in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02binary\xff",
        b"\xff\xfet\x00i\x00m\x00e\x00",
        b"PK\x03\x04 a workbook",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_a_file_of_another_sort_gets_a_sentence(run, tmp_path, content):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    result = run("discover", str(path))
    assert result.exit_code == 2
    assert result.stderr.startswith("gutline: ")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["bad\x00name.csv", "n" * 5000])
def test_a_name_no_file_can_have(run, name):
    result = run("discover", name)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_letters_that_are_not_utf8_are_named(run, diary_file):
    with diary_file.open("ab") as file:
        file.write(b"2026-01-09T08:00,food,caf\xe9,1,serving\n")
    result = run("discover", str(diary_file))
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr
    assert result.stdout == ""


def test_hostile_names_do_not_reach_the_terminal(run, tmp_path):
    path = tmp_path / "hostile.csv"
    path.write_text(csv_of(9) + "2026-01-02T09:00,\x1b[31mfood,x,1,serving\n", encoding="utf-8")
    result = run("discover", str(path))
    assert "\x1b" not in result.output


def test_a_terminal_without_our_marks_gets_ascii(process, diary_file):
    done = process("check", str(diary_file), PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout.isascii()) == (0, True)


def test_paths_are_shown_as_given(run, diary_file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("discover", Path(diary_file).name, "--html", "out.html")
    assert "The page is in out.html" in result.stdout
