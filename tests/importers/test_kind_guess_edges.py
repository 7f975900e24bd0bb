"""Guesses from names: neither length nor language nor letters may stop or mislead them."""

from __future__ import annotations

import pytest

from gutline.catalog.kinds import load_kinds
from gutline.importers.kind_guess import guess_kind, guess_taken
from tests.effort import yardsticks


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SLEEP", "sleep"), ("Hours slept", "sleep"), ("Schlaf", "sleep"), ("sleep quality", "note"),
        ("period", "cycle"), ("Period pain", "symptom"), ("walk", "movement"),
        ("Walking pain", "symptom"), ("evening-walk", "movement"), ("back__pain", "symptom"),
        ("Low back pain (left)", "symptom"), ("PAINT", "note"), ("Spain", "note"),
        ("champagne", "drink"), ("Brainfog", "symptom"), ("Bauchschmerzen", "symptom"),
        ("Schmerzen", "symptom"), ("dolor de cabeza", "symptom"), ("Physiotherapy", "practice"),
        ("Warm bath", "practice"), ("bathroom", "note"), ("Oats", "food"), ("", "note"),
        ("   ", "note"), ("🙂", "note"), ("12345", "note"), ("drunk", "note"),
        ("ibuprofen", "medicine"), ("Sitting", "sitting"), ("Reise", "travel"),
    ],
)  # fmt: skip
def test_what_a_name_is_about(name: str, kind: str):
    assert guess_kind(name, "note").kind == kind


@pytest.mark.parametrize("otherwise", ["practice", "symptom", "note", ""])
def test_a_guess_that_is_none_is_what_was_asked_for_and_not_sure(otherwise: str):
    guess = guess_kind("Zorp blorp", otherwise)
    assert (guess.kind, guess.sure) == (otherwise, False)


@pytest.mark.parametrize("name", ["Sleep", "back pain", "Oats", "Vitamin D", "yoga", "stress"])
def test_case_blanks_and_underscores_change_no_guess(name: str):
    kind = guess_kind(name, "note").kind
    assert kind in load_kinds()
    for spelled in (name.upper(), f"  {name} ", name.replace(" ", "_"), name.replace(" ", "  ")):
        assert guess_kind(spelled, "note").kind == kind, spelled


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("VITAMIN D3", "supplement"), ("Magnesium (evening)", "supplement"),
        ("one probiotic capsule", "supplement"), ("Omeprazole 20 mg", "medicine"),
        ("pantoprazole", "medicine"), ("Unheard of", "medicine"), ("", "medicine"),
        ("💊", "medicine"), ("Folic acid", "supplement"), ("Fish oil 1000", "supplement"),
    ],
)  # fmt: skip
def test_what_is_taken(name: str, kind: str):
    assert guess_taken(name) == kind


@pytest.mark.parametrize("word", ["word ", "vitamin ", "a b ", "💊 "])
def test_a_name_of_a_hundred_thousand_letters_is_guessed_at_once(word: str):
    name = word * (100_000 // len(word))
    # What was guessed once is remembered, so that only the first time is work.
    assert yardsticks(lambda: (guess_taken(name), guess_kind(name, "note")), rounds=1) < 60
    assert guess_taken(name) in {"medicine", "supplement"}
    assert guess_kind(name, "note").kind in {*load_kinds(), "note"}
