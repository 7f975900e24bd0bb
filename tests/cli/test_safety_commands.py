"""The commands of safety in the wrong order, with files that are none, and on odd terminals."""

from __future__ import annotations

import json

import pytest

from gutline.catalog.facts import load_facts
from gutline.catalog.red_flags import load_red_flags
from gutline.safety.gates import KINDS


@pytest.fixture
def answers(tmp_path):
    def write(text: str | bytes, name: str = "answers.toml") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def flat(result) -> str:
    return " ".join(result.output.split())


def toml(table) -> str:
    return "".join(
        f"{name} = {json.dumps(value) if not isinstance(value, bool) else str(value).lower()}\n"
        for name, value in table.items()
    )


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "a.toml", ""),
        ("[1, 2]", "a.json", "must be a table of answers"),
        ('"fever"', "a.json", "must be a table of answers"),
        ("{", "a.json", "cannot be read"),
        ('{"fever": tru}', "a.json", "cannot be read"),
        ("fever: yes", "a.toml", "cannot be read"),
        (b"\xff\xfe\x00\x01", "a.toml", "cannot be read"),
        ("fever = 1", "a.toml", "give true or false"),
        ("feber = true", "a.toml", "did you mean 'fever'"),
        ("age = 4000", "a.toml", "from 1 to 120"),
        ('{"fever": null}', "a.json", ""),
        ('{"a":' + "[" * 200_000, "a.json", "nested too deeply"),
        ("x" * 1_000_001, "a.toml", "too large"),
    ],
)
def test_a_file_of_answers_is_read_or_refused_in_a_sentence(run, answers, content, name, words):
    result = run("screen", "--answers", answers(content, name))
    assert "Traceback" not in result.output
    assert (result.exit_code == 0) == (not words), result.output
    assert words in flat(result)


@pytest.mark.parametrize("where", ["no/such/folder/mine.json", ""])
def test_answers_that_cannot_be_kept_there_are_refused_in_a_sentence(run, answers, tmp_path, where):
    path = tmp_path / where if where else tmp_path
    result = run("screen", "--answers", answers("fever = true\n"), "--save", str(path))
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert "name another file" in flat(result)


@pytest.mark.parametrize(
    "flag", [f.id for f in load_red_flags().values() if f.fires.answers and not f.fires.diary][::3]
)
def test_a_red_flag_is_told_with_its_message_by_its_example(run, answers, flag):
    rule = load_red_flags()[flag]
    file = answers(toml(rule.fires.answers))
    document = json.loads(run("screen", "--json", "--answers", file).stdout)
    assert flag in {one["rule"] for one in document["advice"]}
    text = flat(run("screen", "--answers", file))
    first = document["advice"][0]
    assert " ".join(first["message"].split())[:40] in text


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("bla", "There is no plan 'bla'"),
        ("", "There is no plan ''"),
        ("out", "needs the name"),
        ("out:", "needs the name"),
        ("out: ", "needs the name"),
        ("OUT:dairy", "There is no plan"),
        (":dairy", "There is no plan"),
        ("x" * 500, "There is no plan"),
    ],
)
def test_a_plan_that_is_none_says_how_one_is_written(run, plan, words):
    result = run("screen", "--json", "--before", plan)
    assert result.exit_code != 0
    assert words in flat(result)
    assert len(result.output) < 400


@pytest.mark.parametrize(
    "plan", ["out:dairy", "back:milk", "eat:milk", "take:zinc", "meals", "do:walking"]
)
def test_every_kind_of_plan_can_be_asked_about_and_waits_for_answers(run, plan):
    found = json.loads(run("screen", "--json", "--before", plan).stdout)
    assert found["allowed"] is False
    assert any("short check" in first for first in found["what_first"])
    assert len(KINDS) == 6


@pytest.mark.parametrize("days", ["0", "-3", "x"])
def test_a_plan_takes_a_number_of_days(run, days):
    result = run("screen", "--json", "--before", "out:dairy", "--days", days)
    assert result.exit_code != 0
    assert "Traceback" not in result.output


@pytest.mark.parametrize("country", ["", "ZZ", "x" * 50, "1", "gb", "GB"])
def test_whatever_the_country_somebody_can_be_called(run, answers, country):
    file = answers("vomiting_blood = true\n")
    result = run("screen", "--answers", file, "--country", country)
    assert "Traceback" not in result.output
    if result.exit_code == 0:
        assert "Please act now. Call " in flat(result)


def test_a_whole_set_of_noes_lets_a_supplement_start(run, answers):
    whole: dict[str, object] = {
        f.id: False for f in load_facts().values() if f.kind == "yes_no" and not f.computed
    }
    whole |= {"age": 40, "sex": "female", "height_cm": 170, "weight_kg": 65,
              "supplements_started_this_week": 0}  # fmt: skip
    file = answers(toml(whole))
    assert "Nothing stands against this plan." in flat(
        run("screen", "--answers", file, "--before", "take:zinc")
    )
    file = answers(toml({**whole, "kidney_disease": True}), "b.toml")
    assert flat(run("screen", "--answers", file, "--before", "take:magnesium")).startswith(
        "Not yet."
    )


@pytest.mark.parametrize("words", [["zebra"], ["T99"], ["%%%"], ["gluten" * 100]])
def test_words_that_no_card_has_are_a_sentence(run, words):
    result = run("learn", *words)
    assert result.exit_code != 0
    assert "There is no card about" in flat(result)
    assert len(result.output) < 300


def test_the_others_are_listed_by_name_after_the_best(run):
    result = run("learn", "gluten")
    assert "Also: " in result.output
    every = run("learn", "gluten", "--all").output
    listed = [line for line in result.output.split("Also: ")[1].splitlines() if line[:1].isupper()]
    assert all(line[:3] in every for line in listed if line.strip())


@pytest.mark.parametrize("content", ["", "time,kind,name\n", "nonsense\n"])
def test_the_checklist_on_the_gut_says_plainly_when_a_diary_tells_nothing(run, tmp_path, content):
    path = tmp_path / "me.csv"
    path.write_text(content, "utf-8")
    result = run("gut-part", str(path))
    assert "Traceback" not in result.output
    if result.exit_code == 0:
        assert "Nothing can be said yet" in flat(result)
