"""`gutline gut-part`, and whether a plan may start by `gutline screen --before`."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def diary(tmp_path):
    lines = []
    for day in range(1, 29):
        pain, bloat = (day * 3) % 7, (day * 3) % 7 // 2
        lines += [
            f"2026-02-{day:02d} 20:00 back pain {pain}",
            f"2026-02-{day:02d} 20:05 bloating {bloat}",
        ]
    path = tmp_path / "me.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def test_each_sign_is_told_with_its_figure(run, diary):
    result = run("gut-part", diary)
    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    assert text.startswith("Could my gut have a part in this?")
    assert "Bloating and back pain on the same days" in text
    assert "from 28 readings" in text
    assert "only a test can" in text


def test_as_json_it_is_whole(run, diary):
    document = json.loads(run("gut-part", diary, "--json").stdout)
    assert document["schema"] == 1
    sign = next(s for s in document["signs"] if s["id"] == "bloating_and_back")
    assert sign["figure"]["count"] == 28
    assert len(document["signs"]) == 10


def test_answers_of_a_file_count(run, diary, tmp_path):
    answers = tmp_path / "a.toml"
    answers.write_text("uveitis_ever = true\n", "utf-8")
    result = run("gut-part", diary, "--answers", str(answers))
    assert "You said yes." in result.stdout


def test_a_diary_that_is_not_there_is_a_sentence(run):
    result = run("gut-part", "nothing.csv")
    assert result.exit_code != 0
    assert "Traceback" not in result.output


def test_whether_a_plan_may_start_is_told_with_what_is_open(run, tmp_path):
    answers = tmp_path / "a.toml"
    answers.write_text("back_pain = true\n", "utf-8")
    text = " ".join(
        run("screen", "--answers", str(answers), "--before", "out:gluten").stdout.split()
    )
    assert text.startswith("Not yet.")
    assert "a coeliac blood test" in text
    found = json.loads(
        run("screen", "--answers", str(answers), "--before", "out:gluten", "--json").stdout
    )
    assert found["allowed"] is False
    assert "coeliac_test_done" in found["questions"]


def test_a_plan_that_is_none_is_refused_before_anything_is_asked(run):
    result = run("screen", "--before", "dance:tango")
    assert result.exit_code != 0
    assert "as in out:dairy" in result.output
    assert "needs the name" in run("screen", "--json", "--before", "out:").output
