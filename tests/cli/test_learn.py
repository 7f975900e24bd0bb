"""`gutline learn`: what is said, what is known, and how sure that is."""

from __future__ import annotations

import json

import pytest


def test_the_best_card_is_shown_in_full_and_others_by_name(run):
    result = run("learn", "gluten")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Gluten and spasms of the back\n")
    assert "contested" in result.stdout
    assert "Also: 2 cards for 'gluten'" in result.stdout


def test_several_words_are_one_question(run):
    assert run("learn", "leaky", "gut").stdout.startswith("Leaky gut and joints")


def test_a_code_finds_its_card_alone(run):
    result = run("learn", "t12")
    assert result.stdout.startswith("Poor sleep before gut and back trouble")
    assert "Also:" not in result.stdout


def test_all_lists_every_card(run):
    assert run("learn", "sleep", "--all").stdout.count("\n     ") >= 3


def test_json_is_alone_on_standard_output(run):
    cards = json.loads(run("learn", "dairy", "--json").stdout)["cards"]
    assert cards[0]["code"] == "T03"
    assert json.loads(run("learn", "xyzzy", "--json").stdout)["cards"] == []


def test_a_word_without_a_card_is_told_in_a_sentence(run):
    result = run("learn", "xyzzy")
    assert result.exit_code == 2
    assert "There is no card about 'xyzzy'" in result.stderr


@pytest.mark.parametrize("arguments", [("learn",), ("learn", "")])
def test_nothing_asked_is_refused(run, arguments):
    assert run(*arguments).exit_code == 2
