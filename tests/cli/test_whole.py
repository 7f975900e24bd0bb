"""The whole program as a process: the demo, and a diary with the real engine."""

from __future__ import annotations

import json

import jsonschema
import pytest

from gutline import reports

SMALL = """\
2026-03-01 08:00 ate rye bread
2026-03-01 20:00 back pain 4
2026-03-02 20:00 back pain 3
"""


@pytest.mark.slow
def test_the_demo_draws_finds_and_writes(process, tmp_path):
    done = process("demo", COLUMNS="80", NO_COLOR="1")
    assert (done.returncode, done.stderr) == (0, "")
    home = tmp_path / "gutline-demo"
    assert f"The page is in  {home.name}/page.html" in done.stdout
    assert (home / "diary.csv").read_text("utf-8").count("\n") > 500
    assert "</html>" in (home / "page.html").read_text("utf-8")
    assert "suspect" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.slow
def test_the_demo_is_the_same_every_time_and_its_diary_can_be_read(process, tmp_path):
    first, second = (process("demo", "--folder", name) for name in ("a", "b"))
    assert first.stdout.replace("a/", "b/") == second.stdout
    done = process("discover", "a/diary.csv", "--json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, reports.json_schema())
    assert done.stderr == ""
    again = process("discover", "a/diary.csv", "--json", OMP_NUM_THREADS="1")
    assert again.stdout == done.stdout


@pytest.mark.slow
def test_another_person_by_seed(process, tmp_path):
    done = process("demo", "--seed", "3", "--folder", "c")
    assert done.returncode == 0
    assert (tmp_path / "c" / "page.html").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(process, tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    done = process("demo", "--folder", "taken")
    assert (done.returncode, done.stderr) == (2, "gutline: 'taken' is a file; name a folder.\n")


@pytest.mark.parametrize("text", ["", "time,kind,name,value,unit\n", SMALL])
def test_short_and_empty_diaries_have_nothing_to_say_yet(process, tmp_path, text):
    (tmp_path / "me.csv" if "kind" in text or not text else tmp_path / "me.txt").write_text(text)
    name = "me.txt" if text == SMALL else "me.csv"
    done = process("discover", name)
    assert "Traceback" not in done.stderr
    if text == SMALL:
        assert done.returncode == 0
        assert "nothing to say yet" in done.stdout.lower()


@pytest.mark.slow
def test_one_outcome_alone_and_all_of_them_agree_on_its_ratings(process):
    process("demo", "--folder", "d")
    alone = json.loads(process("discover", "d/diary.csv", "--outcome", "bloating", "--json").stdout)
    whole = json.loads(process("discover", "d/diary.csv", "--json").stdout)
    assert list(alone["outcomes"]) == ["bloating"]
    assert alone["outcomes"]["bloating"]["ratings"] == whole["outcomes"]["bloating"]["ratings"]


def test_the_answer_of_a_short_diary_says_for_how_long(process, tmp_path):
    (tmp_path / "me.txt").write_text(SMALL, encoding="utf-8")
    words = " ".join(process("discover", "me.txt").stdout.split())
    assert "Nothing to say yet, because" in words
    assert "more days" in words


def test_check_and_discover_read_the_same_file(process, tmp_path):
    (tmp_path / "me.txt").write_text(SMALL + "rubbish\n", encoding="utf-8")
    checked, found = process("check", "me.txt"), process("discover", "me.txt")
    assert checked.stderr == found.stderr
    assert checked.stderr.splitlines()[-1] == "1 row was refused and left out."


def test_every_exposure_once_in_the_real_answer(process, tmp_path):
    (tmp_path / "me.txt").write_text(SMALL, encoding="utf-8")
    done = process("discover", "me.txt", "--json", "--html", "page.html")
    document = json.loads(done.stdout)
    jsonschema.validate(document, reports.json_schema())
    for outcome in document["outcomes"].values():
        names = [(e["name"], e["level"]) for e in outcome["exposures"]]
        assert len(names) == len(set(names))
    assert "Nothing to say yet" in (tmp_path / "page.html").read_text("utf-8")
