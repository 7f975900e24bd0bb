"""Whom to call: what was compared with a source as settled, and nothing else."""

from __future__ import annotations

import pytest

from gutline.catalog.emergency_numbers import load_emergency_numbers, numbers_for
from gutline.safety.whom_to_call import crisis_words, emergency_words


def test_a_number_that_was_compared_stands_alone():
    assert emergency_words(numbers_for("GB")) == "Call 999 or 112."
    assert crisis_words(numbers_for("GB")).endswith("Samaritans, 116 123.")


def test_within_the_european_union_112_is_sure_and_the_rest_is_said_to_be_unsure():
    words = emergency_words(numbers_for("FR"))
    assert words.startswith("Call 112, which works in every country of the European Union.")
    assert words.endswith("15 or 112; this was not compared with a source.")
    assert emergency_words(numbers_for("PL")).endswith("European Union.")


def test_elsewhere_the_local_number_comes_first():
    words = emergency_words(numbers_for("JP"))
    assert words.startswith("Call your local emergency number.")
    assert "119; this was not compared with a source" in words


def test_a_crisis_line_from_memory_comes_with_the_directory():
    assert "not compared" in crisis_words(numbers_for("FR"))
    assert "findahelpline.com" in crisis_words(numbers_for("FR"))
    assert crisis_words(numbers_for("JP")) == (
        "Crisis lines of every country are listed at findahelpline.com."
    )


@pytest.mark.parametrize("country", sorted(load_emergency_numbers()))
def test_nothing_from_memory_is_shown_as_settled(country):
    numbers = numbers_for(country)
    words = emergency_words(numbers)
    assert numbers.emergency in words or numbers.sure == "112"
    if numbers.checked == "memory":
        assert "not compared with a source" in words
        assert numbers.sure == ""
