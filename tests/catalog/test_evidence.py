"""Evidence cards: every file is whole, one without grade, source or review fails, search finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gutline.catalog.cautions import load_cautions
from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.evidence import GRADES, LAGS, is_due, load_evidence, read_card
from gutline.catalog.evidence_search import cards_about, find_cards
from gutline.catalog.gates import load_gates
from gutline.catalog.red_flags import load_red_flags

SHARED = Path(__file__).parents[2].parent / "shared" / "content" / "claims.yaml"
CARDS = load_evidence()

CARD = """
id = "card"
code = "X01"
title = "Tea"
category = "helper"
said = "Tea helps."
known = "Not shown."
grade = "limited"
studies = "one trial"
effect = ""
whom = ""
lag_hours = [1, 5]
lag_kind = "assumption"
lag_basis = ""
trial_days = 14
overstated = ""
caution = ""
exposures = ["tea"]
outcomes = ["back_pain"]
words = ["infusion"]
rules = []
reviewed = 2026-03-01

[[sources]]
title = "A trial"
seen = "primary"
doi = "10.1/x"
"""


@pytest.fixture
def card_file(toml_file: Callable[..., Path]) -> Callable[[str], Path]:
    return lambda text: toml_file(text, "card.toml")


def test_a_sound_card_is_read(card_file):
    card = read_card(card_file(CARD))
    assert (card.grade, card.lag_hours, card.trial_days, card.washout_days) == (
        "limited", (1.0, 5.0), 14, None,
    )  # fmt: skip
    assert (card.contested, card.settled, card.lag_measured) == (False, True, False)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('grade = "limited"', "", "'grade' is missing"),
        ('grade = "limited"', 'grade = "good"', "grade must be one of"),
        ("reviewed = 2026-03-01", "", "'reviewed' is missing"),
        ("reviewed = 2026-03-01", "reviewed = 2026", "reviewed must be a day"),
        (
            '[[sources]]\ntitle = "A trial"\nseen = "primary"\ndoi = "10.1/x"',
            "",
            "'sources' is missing",
        ),
        ("rules = []", "rules = []\nsources2 = []", "'sources2' is not known"),
        ('said = "Tea helps."', 'said = ""', "said must be a text"),
        ('known = "Not shown."', "known = 1", "known must be a text"),
        ('id = "card"', 'id = "tea"', "must be the same"),
        ('category = "helper"', 'category = "food"', "category must be one of"),
        ('lag_kind = "assumption"', 'lag_kind = "guess"', "lag_kind must be one of"),
        ('lag_kind = "assumption"', 'lag_kind = "none"', "unless lag_kind is 'none'"),
        ("lag_hours = [1, 5]", "", "unless lag_kind is 'none'"),
        ("lag_hours = [1, 5]", "lag_hours = [5, 1]", "must rise"),
        ("lag_hours = [1, 5]", "lag_hours = [1]", "must be .from, to."),
        ("trial_days = 14", "trial_days = 0", "above 0"),
        ("trial_days = 14", "trial_days = 1.5", "above 0"),
        ('exposures = ["tea"]', 'exposures = "tea"', "exposures must be a list"),
    ],
)
def test_an_unsound_card_is_refused_with_its_reason(card_file, old, new, words):
    assert old in CARD
    with pytest.raises(CatalogError, match=words):
        read_card(card_file(CARD.replace(old, new)))


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.id)
def test_a_card_is_whole(card):
    assert card.grade in GRADES
    assert card.lag_kind in LAGS
    assert card.sources
    assert card.reviewed <= date(2026, 12, 31)
    assert card.known.endswith(".")
    assert card.said.endswith(".")
    assert card.words or card.exposures
    assert "!" not in card.known + card.title


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.id)
def test_the_sources_of_a_card_can_be_found(card):
    for source in card.sources:
        assert source.title
        if source.seen == "primary":
            assert source.address or source.id
        assert not re.search(
            r"copy|scribd|proxy|weglot|mdsite|stored|excerpt", source.address + source.id
        )


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.id)
def test_the_rules_a_card_names_exist(card):
    codes = {rule.code for rule in load_red_flags().values()}
    codes |= {rule.code for rule in load_gates().values()}
    codes |= {rule.code for rule in load_cautions().values()}
    assert set(card.rules) <= codes


def test_every_claim_of_the_list_has_its_card_with_its_grade():
    if not SHARED.exists():
        pytest.skip("the list of claims is not beside this project")
    text = SHARED.read_text("utf-8")
    codes = re.findall(r"^- id: (\w+)", text, re.MULTILINE)
    grades = re.findall(r"^  evidence_grade: (\w+)", text, re.MULTILINE)
    assert {card.code: card.grade for card in CARDS.values()} == dict(
        zip(codes, grades, strict=True)
    )
    assert len(CARDS) == 82


def test_what_is_assumed_is_never_called_measured():
    measured = {card.code for card in CARDS.values() if card.lag_measured}
    assert {"T12", "M13", "S08"} <= measured
    assert not measured & {"S04", "T01", "T05", "T07"}


def test_contested_cards_are_called_so():
    assert {c.code for c in CARDS.values() if c.contested} == {
        "M07",
        "M08",
        "T03",
        "T04",
        "T05",
        "R04",
    }


def test_cards_that_were_overstated_say_so():
    assert "vagus" in next(c for c in CARDS.values() if c.code == "M03").overstated
    assert sum(bool(card.overstated) for card in CARDS.values()) >= 20


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dairy", "dairy_and_back"),
        ("milk", "dairy_and_back"),
        ("Gluten", "gluten_and_back"),
        ("magnesium", "magnesium"),
        ("leaky gut", "leaky_gut"),
        ("red wine", "alcohol_and_back"),
        ("curcumin", "curcumin"),
        ("curcmin", "curcumin"),
        ("probiotics", "probiotics"),
        ("walking", "walking_and_stretching"),
        ("T12", "poor_sleep"),
        ("poor_sleep", "poor_sleep"),
        ("box breathing", "breathing"),
        ("kale", "raw_kale"),
    ],
)
def test_a_word_finds_its_card(text, first):
    assert find_cards(text)[0].id == first


@pytest.mark.parametrize("text", ["", "xyzzy", "the and of", "!!!"])
def test_a_word_that_fits_nothing_finds_nothing(text):
    assert find_cards(text) == []


def test_every_word_must_fit():
    assert find_cards("magnesium zebra") == []


@pytest.mark.parametrize(
    ("name", "tags", "card"),
    [
        ("cheddar", ("dairy",), "dairy_and_back"),
        ("red wine", (), "alcohol_and_back"),
        ("magnesium glycinate", (), "magnesium"),
        ("stress", (), "stress_and_flares"),
        ("bread", ("gluten",), "gluten_and_back"),
    ],
)
def test_what_was_logged_finds_its_cards(name, tags, card):
    assert card in {found.id for found in cards_about(name, tags)}


def test_something_without_a_card_has_none():
    assert cards_about("umbrella") == []


def test_a_card_is_due_after_three_years(card_file):
    card = read_card(card_file(CARD))
    assert not is_due(card, date(2029, 2, 28))
    assert is_due(card, date(2029, 3, 1))


def test_adding_a_card_is_one_file(card_file, tmp_path):
    read_card(card_file(CARD))
    assert set(CARDS) == {path.stem for path in (DATA / "evidence").glob("*.toml")}
    assert find_cards("infusion", {"card": read_card(tmp_path / "card.toml")})[0].code == "X01"
