"""Finding cards: by any word that stands on them, misspelled, in any case; and by what was logged."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.evidence import GRADES, LAGS, EvidenceCard, load_evidence
from gutline.catalog.evidence_search import cards_about, find_cards
from gutline.reports.evidence_cards import (
    GRADE_NAMES,
    card_values,
    lag_words,
    render_card,
    render_cards,
    trial_words,
)

CARDS = load_evidence()
EXPOSURES = sorted({name for card in CARDS.values() for name in card.exposures})
IDS = sorted(CARDS)


def ids(cards) -> list[str]:
    return [card.id for card in cards]


@pytest.mark.parametrize("ident", IDS)
def test_a_card_is_found_by_its_code_its_id_and_its_title(ident):
    card = CARDS[ident]
    assert ids(find_cards(card.code)) == ids(find_cards(f" {card.code.lower()} ")) == [ident]
    assert ids(find_cards(ident)) == [ident]
    assert ident in ids(find_cards(card.title))[:3]


@pytest.mark.parametrize("name", EXPOSURES)
def test_everything_a_card_is_about_leads_to_it_from_the_diary(name):
    about = {card.id for card in CARDS.values() if name in card.exposures}
    found = ids(cards_about(name.replace("_", " ")))
    assert about <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("magnesum", "magnesium"),
        ("magnesiun", "magnesium"),
        ("curcumine", "curcumin"),
        ("glutem", "gluten"),
        ("alchohol", "alcohol"),
        ("strech", "stretch"),
        ("MAGNESIUM", "magnesium"),
        ("magnésium", "magnesium"),
        ("what is magnesium", "magnesium"),
        ("does gluten", "gluten"),
        ("foods", "food"),
    ],
)
def test_a_slip_finds_what_was_meant(typed, meant):
    wanted = ids(find_cards(meant))
    assert wanted, meant
    assert ids(find_cards(typed))[0] == wanted[0]


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_looked_for(text):
    found = find_cards(text)
    assert len({card.id for card in found}) == len(found)
    assert set(ids(found)) <= set(CARDS)


@pytest.mark.parametrize(
    ("one", "other"), [("sleep", "pain"), ("dairy", "back"), ("gut", "stress")]
)
def test_one_word_more_never_finds_more(one, other):
    both, first = set(ids(find_cards(f"{one} {other}"))), set(ids(find_cards(one)))
    assert both <= first
    assert both == set(ids(find_cards(f"{other} {one}")))


def test_the_title_counts_for_more_than_the_rest():
    first, *_ = find_cards("stress")
    assert "stress" in first.title.lower() or "stress" in " ".join(first.words).lower()


@pytest.mark.parametrize("name", ["", "  ", "!!!", "x" * 500, "umbrella stand"])
def test_what_no_card_is_about_has_none(name):
    assert cards_about(name) == []


def test_a_tag_leads_to_its_cards_and_part_of_a_tag_does_not():
    assert "dairy_and_back" in ids(cards_about("something", ("dairy",)))
    assert "dairy_and_back" not in ids(cards_about("something", ("dairy_free_spread",)))


def test_among_no_cards_nothing_is_found():
    assert find_cards("gluten", {}) == []
    assert cards_about("gluten", (), {}) == []


@pytest.mark.parametrize("ident", IDS)
def test_a_card_says_what_is_known_without_a_promise(ident):
    card = CARDS[ident]
    said = f"{card.known} {card.effect} {card.caution}".lower()
    assert not re.search(r"\b(cures?|heals?|treats?|guarantee[sd]?|miracle|proven to)\b", said)
    assert card.grade in GRADES
    assert card.known.endswith((".", "!", "?"))


@pytest.mark.parametrize("ident", IDS)
def test_hours_until_an_effect_are_ordered_and_named_by_how_they_are_known(ident):
    card = CARDS[ident]
    words = lag_words(card)
    assert words.endswith(f"{LAGS[card.lag_kind]}.")
    if card.lag_hours is None:
        assert card.lag_kind == "none"
        return
    low, high = card.lag_hours
    assert 0 <= low <= high
    assert card.lag_measured == (card.lag_kind == "measured")
    assert re.match(r"[\d.,]+ to [\d.,]+ (hour|day|week)s after it; ", words)


@pytest.mark.parametrize("ident", IDS)
def test_what_a_test_takes_is_said_with_its_days(ident):
    card = CARDS[ident]
    words = trial_words(card)
    if card.trial_days is None:
        assert words == "nothing to test on oneself."
    else:
        assert f"at least {card.trial_days} day" in words
        assert ("between" in words) == bool(card.washout_days)


@pytest.mark.parametrize("ident", IDS[::4])
@pytest.mark.parametrize("width", [40, 100])
def test_a_card_in_a_terminal_has_its_rows_in_order(ident, width):
    card = CARDS[ident]
    text = render_card(card, width, ascii_only=True)
    assert text.isascii() or not all(map(str.isascii, _texts(card)))
    heads = re.findall(r"^(Said|Known|Evidence|Overstated|How large|In whom|When|To test it|Mind)\b",
                       text, re.MULTILINE)  # fmt: skip
    wanted = ["Said", "Known", "Evidence", "Overstated" * bool(card.overstated),
              "How large" * bool(card.effect), "In whom" * bool(card.whom), "When", "To test it",
              "Mind" * bool(card.caution)]  # fmt: skip
    assert [head for head in heads if head in wanted][: len(list(filter(None, wanted)))] == list(
        filter(None, wanted)
    )
    assert ("Overstated" in heads) == bool(card.overstated)
    assert f"Card {card.code}." in text.replace("\n    ", " ")


def _texts(card: EvidenceCard) -> list[str]:
    return [str(value) for value in card_values(card).values()]


@pytest.mark.parametrize("ident", IDS[::5])
def test_a_list_names_the_grade_of_a_card(ident):
    card = CARDS[ident]
    text = " ".join(render_cards([card], "a word", 100).split())
    assert f"({GRADE_NAMES[card.grade]})" in text
    assert text.startswith("1 card for 'a word'")
    assert card.code in text


@pytest.mark.parametrize("ident", IDS[::5])
def test_a_contested_card_is_called_contested_wherever_it_is_told(ident):
    card, values = CARDS[ident], card_values(CARDS[ident])
    assert values["contested"] == (card.grade == "contested")
    assert values["settled"] == any(one["seen"] == "primary" for one in values["sources"])
    if not card.settled:
        assert "take it as open" in " ".join(render_card(card).split())
