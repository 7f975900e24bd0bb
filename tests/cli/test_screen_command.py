"""`gutline screen`: from a file, from a diary, or asked page by page."""

from __future__ import annotations

import json
import stat
import subprocess
import sys

import pytest

NONE = "\n"


@pytest.fixture
def answers(tmp_path):
    def write(text: str, name: str = "answers.toml") -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def test_answers_in_toml(run, answers):
    result = run("screen", "--answers", answers("jaundice = true\nage = 40\n"), "--country", "gb")
    assert result.exit_code == 0, result.output
    assert "Yellow skin or eyes" in result.stdout


def test_answers_in_json(run, answers):
    result = run("screen", "--answers", answers('{"vomiting_blood": true}', "a.json"))
    assert "Please act now." in result.stdout


def test_a_diary_alone_is_read_without_questions(run, tmp_path):
    diary = tmp_path / "me.txt"
    diary.write_text("2026-03-01 08:00 note blood in my stool\n", "utf-8")
    result = run("screen", "--diary", str(diary))
    assert "Blood in the stool" in result.stdout
    assert "You wrote on 1 March" in " ".join(result.stdout.split())
    assert "your age" in " ".join(result.stdout.split())


def test_json_is_alone_on_standard_output(run, answers):
    result = run("screen", "--json", "--answers", answers("iron_deficiency = true\n"))
    document = json.loads(result.stdout)
    assert [one["rule"] for one in document["advice"]] == ["loss_unexplained"]
    assert document["stops_everything"] is False


def test_json_without_answers_asks_nothing(run):
    assert json.loads(run("screen", "--json").stdout)["advice"] == []


def test_asked_page_by_page_with_nothing_to_say(run):
    result = run("screen", stdin=NONE * 2 + "40\nf\n" + NONE * 4)
    assert result.exit_code == 0, result.output
    assert "Nothing of what you said or logged asks for a doctor first." in " ".join(
        result.output.split()
    )


def test_an_emergency_ends_the_questions(run):
    result = run("screen", "--country", "US", stdin="4\n")
    assert "Please act now. Call 911." in result.output
    assert "Where is your trouble?" not in result.output


def test_numbers_may_be_written_in_any_way_and_wrong_ones_are_asked_again(run):
    result = run("screen", stdin="99\nfour\n10, 12;\n")
    assert result.output.count("Please give numbers from 1 to") == 2
    result = run("screen", stdin="10 11\n" + NONE + "forty\n40\nm\n" + NONE * 6)
    assert "That cannot be read" in result.output
    assert "Yellow skin or eyes" in result.output


def test_numbers_can_be_left_out(run):
    result = run("screen", stdin=NONE * 8)
    assert result.exit_code == 0, result.output
    assert result.output.count("Your age") == 1


def test_input_that_ends_early_stops_without_a_traceback(run):
    result = run("screen", stdin="")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_answers_are_kept_only_when_asked_and_only_for_oneself(run, answers, tmp_path):
    kept = tmp_path / "kept.json"
    run("screen", "--answers", answers("fever = true\n"), "--save", str(kept))
    assert json.loads(kept.read_text("utf-8")) == {"fever": True}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = run("screen", "--answers", answers("fever = true\n"), "--save", str(kept))
    assert again.exit_code == 2
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fevr = true\n", "did you mean 'fever'"),
        ("age = 900\n", "from 1 to 120"),
        ("age = \n", "cannot be read as TOML or JSON"),
        ('{"fever": tru', "cannot be read as TOML or JSON"),
    ],
)
def test_answers_that_cannot_be_are_refused_in_a_sentence(run, answers, text, words):
    result = run("screen", "--answers", answers(text))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_or_far_too_large(run, tmp_path):
    assert "There is no file" in run("screen", "--answers", "nowhere.toml").stderr
    large = tmp_path / "large.toml"
    large.write_text("# " + "x" * 1_000_001, "utf-8")
    assert "too large" in run("screen", "--answers", str(large)).stderr


def test_the_screen_loads_no_numpy():
    code = "import sys; from gutline.safety import screen; screen({'fever': True}); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
