"""The checklist on the gut: counted honestly, chance kept over all signs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog.gut_signs import load_gut_signs
from gutline.safety.answers import Seen
from gutline.safety.gut_part import CHANCE, NO_MORE_THAN, SignFigure, gut_part

SIGNS = load_gut_signs()
MEASURED = [sign.id for sign in SIGNS.values() if sign.figure]


def figure(estimate=0.5, interval=(0.2, 0.8), p_value=0.001, swing=2.0) -> SignFigure:
    return SignFigure(estimate, interval, p_value, 60, 40, swing, "points", ("a", "b"))


def speaks(figures, known=None) -> dict[str, str]:
    return {seen.sign.id: seen.speaks for seen in gut_part(figures, known or {}).signs}


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (figure(), "for"),
        (figure(p_value=0.2), "unknown"),
        (figure(estimate=-0.5, interval=(-0.8, -0.2)), "against"),
        (figure(estimate=0.1, interval=(-0.2, 0.4), p_value=0.3), "against"),
        (figure(estimate=0.1, interval=(-0.2, 0.6), p_value=0.3), "unknown"),
        (figure(estimate=0.1, interval=(-0.2, 0.6), p_value=0.3, swing=1.0), "against"),
        (SignFigure(None, None, None, 3, 0, 0.0, "", (), "log more"), "unknown"),
    ],
)
def test_what_a_figure_speaks_for(one, says):
    assert speaks({"bloating_and_back": one})["bloating_and_back"] == says
    assert NO_MORE_THAN == 1.0


def test_chance_is_kept_over_all_signs_together():
    alone = speaks({MEASURED[0]: figure(p_value=0.04)})
    assert alone[MEASURED[0]] == "for"
    many = {name: figure(p_value=0.04 if n == 0 else 0.9) for n, name in enumerate(MEASURED)}
    assert speaks(many)[MEASURED[0]] == "unknown"


def test_a_sign_after_the_first_is_held_to_less():
    p_values = [0.001, CHANCE / (len(MEASURED) - 1) - 1e-6, *[0.9] * (len(MEASURED) - 2)]
    figures = {name: figure(p_value=p) for name, p in zip(MEASURED, p_values, strict=True)}
    assert [speaks(figures)[name] for name in MEASURED[:2]] == ["for", "for"]


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"stiff_without_injury": Seen(True, "answer", "")}, "for"),
        ({"stiff_without_injury": Seen(False, "answer", "")}, "against"),
        ({}, "unknown"),
    ],
)
def test_what_an_answer_speaks_for(known, says):
    assert speaks({}, known)["stiff_without_injury"] == says


def test_every_sign_has_its_card_and_words_for_each_case():
    for seen in gut_part({}, {}).signs:
        assert seen.card is not None
        assert seen.words == seen.sign.how_to_know
        assert all(text.endswith(".") for text in (seen.sign.if_seen, seen.sign.if_not))


def test_nothing_known_is_said_plainly():
    assert gut_part({}, {}).summary.startswith("Nothing can be said yet")


def test_the_summary_counts_for_against_and_unknown():
    figures = {"bloating_and_back": figure(), "after_meals": figure(-0.5, (-0.9, -0.1), 0.99)}
    found = gut_part(figures, {"antibiotics_often": Seen(True, "answer", "")})
    assert len(found.speaking("for")) == 2
    assert len(found.speaking("against")) == 1
    assert (
        "2 signs speak for a part of your gut in it, 1 of them in your own diary" in found.summary
    )
    assert "1 sign speaks against it" in found.summary
    assert "only a test can" in found.summary


@given(st.dictionaries(st.sampled_from(MEASURED), st.floats(0, 1), max_size=7))
def test_the_counts_add_up_and_smaller_p_values_never_say_less(p_values):
    figures = {name: figure(p_value=p) for name, p in p_values.items()}
    found = gut_part(figures, {})
    counts = [len(found.speaking(s)) for s in ("for", "against", "unknown")]
    assert sum(counts) == len(SIGNS)
    stronger = {name: figure(p_value=p / 10) for name, p in p_values.items()}
    assert len(gut_part(stronger, {}).speaking("for")) >= counts[0]
