"""Evidence cards as text and JSON: contested and overstated are called so, assumed is not measured."""

from __future__ import annotations

import json

import pytest

from gutline.catalog.evidence import load_evidence
from gutline.reports.evidence_cards import (
    GRADE_NAMES,
    lag_words,
    render_card,
    render_cards,
    render_cards_json,
    trial_words,
)

CARDS = {card.code: card for card in load_evidence().values()}


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.id)
def test_every_card_is_shown_within_the_terminal(card):
    text = render_card(card)
    assert card.code in text
    assert GRADE_NAMES[card.grade] in text
    assert all(len(line) <= 80 or " " not in line.strip() for line in text.splitlines())
    assert render_card(card, ascii_only=True).isascii() or "é" in text or "û" in text


def test_contested_is_shown_as_contested():
    assert "contested: good studies disagree" in " ".join(render_card(CARDS["T05"]).split())


def test_what_goes_too_far_is_shown():
    assert "Overstated" in render_card(CARDS["M03"])
    assert "Overstated" not in render_card(CARDS["T12"])


def test_sources_that_were_not_read_are_marked():
    text = " ".join(render_card(CARDS["T04"]).split())
    assert "(only told of elsewhere, not read itself)" in text
    assert "take it as open" in text
    assert "take it as open" not in " ".join(render_card(CARDS["T12"]).split())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("T12", "6 to 72 hours after it; measured."),
        ("T01", "2 to 48 hours after it; assumed, not measured."),
        ("T07", "12 to 36 hours after it; one writer's own experience, not measured."),
        (
            "P01",
            "1 to 12 weeks after it; as long as the trials ran; when it began was not measured.",
        ),
        ("M04", "not a matter of hours."),
        ("T03", "0.5 to 8 hours after it; measured in part."),
        ("T13", "1 to 5 days after it; one writer's own experience, not measured."),
    ],
)
def test_how_long_until_an_effect(code, words):
    assert lag_words(CARDS[code]) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "T03",
            "at least 14 days with it and as many without, 3 days between, in an order drawn by lot.",
        ),
        ("T07", "at least 28 days with it and as many without, in an order drawn by lot."),
        ("M04", "nothing to test on oneself."),
    ],
)
def test_what_a_test_would_take(code, words):
    assert trial_words(CARDS[code]) == words


def test_a_list_has_a_line_a_card_with_its_grade():
    text = render_cards([CARDS["T03"], CARDS["T04"]], "dairy")
    assert text.startswith("2 cards for 'dairy'\n")
    assert "T03  Much dairy and an aching back (contested)" in text
    assert render_cards([CARDS["T03"]], "dairy\x1b[31m", ascii_only=True).startswith("1 card")


def test_json_holds_what_a_page_needs():
    (card,) = json.loads(render_cards_json([CARDS["T05"]]))["cards"]
    assert card["contested"] is True
    assert card["lag_measured"] is False
    assert card["rules"] == ["ED01"]
    assert card["reviewed_by_clinician"] is None
    assert {source["seen"] for source in card["sources"]} == {"primary", "secondary"}
