"""The checklist on the gut as text and JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gutline.reports.gut_part import figure_words, render_gut_part, render_gut_part_json
from gutline.safety import screening
from gutline.safety.gut_part import SignFigure, gut_part

FIGURE = SignFigure(
    0.62, (0.31, 0.93), 0.0004, 84, 61, 3.2, "points of back pain for each point of bloating",
    ("bloating", "back pain"),
)  # fmt: skip


def part(figure: SignFigure | None = FIGURE, **answers: bool):
    figures = {} if figure is None else {"bloating_and_back": figure}
    return gut_part(figures, screening.know(answers))


def seen(figure: SignFigure | None = FIGURE, **answers: bool):
    return next(s for s in part(figure, **answers).signs if s.sign.id == "bloating_and_back")


def test_a_figure_has_its_interval_its_count_and_its_chance():
    words = figure_words(seen())
    assert words.startswith("+0.6 points of back pain for each point of bloating (")
    assert "from 84 readings, the sign present in 61" in words
    assert "fewer than 1 in 1,000 diaries" in words
    assert "about 40 of 1,000" in figure_words(seen(replace(FIGURE, p_value=0.04)))
    assert "chance" not in figure_words(seen(replace(FIGURE, p_value=None)))


def test_without_a_figure_it_says_what_is_missing_or_what_was_said():
    few = SignFigure(
        None, None, None, 5, 0, 0.0, "", ("bloating",), "5 days so far, 21 are needed."
    )
    assert figure_words(seen(few)) == "5 days so far, 21 are needed."
    assert figure_words(seen(None)) == ""
    told = next(s for s in part(None, uveitis_ever=True).signs if s.answered)
    assert figure_words(told) == "You said yes."


def test_what_speaks_for_it_comes_first_and_nothing_is_left_out():
    text = render_gut_part(part(uveitis_ever=True))
    assert text.index("Speaks for it") < text.index("Not known yet")
    assert all(one.sign.name in " ".join(text.split()) for one in part().signs)
    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_poor_terminal_gets_plain_letters(ascii_only):
    assert render_gut_part(part(), ascii_only=ascii_only).isascii() or not ascii_only


def test_as_json_every_sign_is_there_with_its_grade():
    document = json.loads(render_gut_part_json(part(uveitis_ever=True)))
    assert document["summary"] == part(uveitis_ever=True).summary
    by = {sign["id"]: sign for sign in document["signs"]}
    assert by["bloating_and_back"]["speaks"] == "for"
    assert by["bloating_and_back"]["grade"]
    assert by["inflamed_bowel"]["answered"] is True
