"""Whatever is typed after `gutline foods` and `gutline eat`: an answer or one sentence, never a fault."""

from __future__ import annotations

import json
import os
import re

import pytest

from gutline.meals.own_foods import OwnFoods
from tests.meals.table_files import CIQUAL_CSV

WORDS = {
    "half a character": "caf\udce9",
    "the other way round": "\u202egnp.exe",
    "nothing to see": "\u200b\u2060",
    "to clear the screen": "\x1b[2J\x1b]0;pwn\x07",
    "a bell": "a\x07b",
    "a NUL": "a\x00b",
    "nothing": "",
    "spaces": " \t\n",
    "a path": "../../../../etc/passwd",
    "a formula": "=cmd|' /C calc'!A0",
    "a query": "'; DROP TABLE food; --",
    "an expression": '" OR 1=1 NEAR("a" *)',
    "a template": "{{7*7}} {0} %s %n",
    "an emoji of several": "👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "\u05dc\u05d7\u05dd \u0634\u0627\u06cc",
    "very long": "x" * 4_000,
    "very many": "a " * 2_000,
    "a number": "1e309",
    "combining without end": "e" + "\u0301" * 300,
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    place = tmp_path / "home"
    monkeypatch.setenv("GUTLINE_HOME", str(place))
    return place


def harmless(result) -> None:
    assert result.exit_code in {0, 2}, result.output
    assert "Traceback" not in result.output
    assert "inside Gutline" not in result.output
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", result.output)


COMMANDS = [
    ("eat",),
    ("eat", "--json"),
    ("eat", "an egg", "--choose"),
    ("foods", "search"),
    ("foods", "show"),
    ("foods", "add"),
    ("foods", "add", "mine", "--alias"),
    ("foods", "add", "mine", "--tag"),
    ("foods", "add", "mine", "--no-tag"),
    ("foods", "add", "mine", "--nutrient"),
    ("foods", "add", "mine", "--measure"),
    ("foods", "add", "mine", "--like"),
    ("foods", "recipe", "mine"),
    ("foods", "alias", "usual"),
    ("foods", "tag", "rye bread"),
    ("foods", "remove"),
    ("foods", "import"),
    ("foods", "export"),
    ("coverage",),
]


WORST = ("half a character", "the other way round", "to clear the screen", "a NUL")


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
@pytest.mark.parametrize("command", COMMANDS[:2], ids=" ".join)
def test_a_meal_of_any_words_gets_an_answer(run, command, words):
    harmless(run(*command, "--", words))


@pytest.mark.parametrize("words", [WORDS[name] for name in WORST], ids=WORST)
@pytest.mark.parametrize("command", COMMANDS[2:], ids=" ".join)
def test_any_words_get_an_answer_or_a_sentence(run, tmp_path, monkeypatch, command, words):
    monkeypatch.chdir(tmp_path)
    harmless(run(*command, "--", words) if len(command) < 3 else run(*command, words))


def test_nothing_is_written_outside_the_home_whatever_is_typed(run, tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for words in WORDS.values():
        run("foods", "add", words, "--alias", f"{words} too")
        run("foods", "alias", f"x {words}", "butter")
        run("foods", "tag", "butter", words)
    assert list((tmp_path / "work").iterdir()) == []
    assert {p.name for p in tmp_path.iterdir()} == {"work", "home"}
    assert OwnFoods.load(tmp_path / "home").foods


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "-1", "0", "1e-320", "x", ""])
@pytest.mark.parametrize(
    "command",
    [
        ("foods", "add", "mine", "--serving"),
        ("foods", "recipe", "mine", "100 g butter", "--serves"),
        ("foods", "recipe", "mine", "100 g butter", "--weight"),
    ],
    ids=lambda command: command[-1],
)
def test_a_number_that_cannot_be_is_refused_and_nothing_is_kept(run, home, command, number):
    result = run(*command, number)
    harmless(result)
    assert result.exit_code == 2
    assert OwnFoods.load(home).foods == {}


@pytest.mark.parametrize("tag", ["?my own", "my own=3", "?my own=3"])
def test_a_tag_of_ones_own_is_there_or_not(run, home, tag):
    result = run("foods", "add", "mine", "--tag", tag)
    assert result.exit_code == 2
    assert "a tag of your own is there or not; write 'my_own'" in " ".join(result.stderr.split())
    assert OwnFoods.load(home).foods == {}


def test_names_of_a_table_cannot_turn_the_line_round(run, tmp_path):
    text = CIQUAL_CSV + '4,77,"evil \u202egnp\u2066 cake",,,,,,,,,,,,\n'
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert run("foods", "import", str(tmp_path / "t.csv")).exit_code == 0
    for command in (("search", "evil cake"), ("show", "ciqual:77"), ("list",)):
        result = run("foods", *command)
        harmless(result)
        assert result.exit_code == 0
    assert "evil gnp cake" in " ".join(run("foods", "search", "evil").stdout.split())


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode here")
def test_a_table_whose_file_name_is_no_text_is_listed_harmlessly(run, tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9\x1b[2J.csv")
    path.write_text(CIQUAL_CSV, encoding="utf-8")
    for arguments in (("import", str(path)), ("list",), ("import", str(path))):
        result = run("foods", *arguments)
        harmless(result)
        assert result.exit_code == 0, result.output


def test_json_of_any_words_is_json_with_the_words_in_it(run):
    for words in WORDS.values():
        if len(words) > 200 or not words.isprintable():
            continue
        document = json.loads(run("eat", "--json", "--", words).stdout)
        assert document["text"] == words
