"""Values lie in the range of their kind and unit; names are tidied the same way everywhere."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import load_kinds, load_units
from gutline.diary.entries import RowError, shown
from gutline.diary.measures import check_measure, number_text, read_measure, read_number
from gutline.diary.texts import LONGEST_NAME, LONGEST_NOTE, same_name, tidy_name, tidy_note

RANGES = [(kind, unit) for kind in load_kinds().values() for unit in kind.units]
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def label(value):
    return value if isinstance(value, str) else value.id


@pytest.mark.parametrize(("kind", "unit"), RANGES, ids=label)
def test_the_ends_of_every_range_are_taken_and_what_lies_beyond_is_not(kind, unit):
    lowest, highest = kind.range[unit]
    assert check_measure(kind, "x", lowest, unit) == (lowest, unit)
    assert check_measure(kind, "x", highest, unit) == (highest, unit)
    for beyond in (math.nextafter(lowest, -math.inf), math.nextafter(highest, math.inf)):
        with pytest.raises(RowError, match="lies between"):
            check_measure(kind, "x", beyond, unit)


@pytest.mark.parametrize(("kind", "unit"), RANGES, ids=label)
def test_every_spelling_of_a_unit_is_read(kind, unit):
    lowest = kind.range[unit][0]
    for spelling, meant in load_units().items():
        if meant == unit:
            for typed in (spelling, spelling.upper(), f" {spelling} "):
                assert check_measure(kind, "x", lowest, typed) == (lowest, unit)


@pytest.mark.parametrize("kind", load_kinds().values(), ids=label)
def test_a_missing_value_is_taken_where_it_may_be_missing(kind):
    if kind.value == "required":
        with pytest.raises(RowError, match="needs a value"):
            read_measure(kind, "x", "", "")
    else:
        assert read_measure(kind, "x", "", "") == (None, "")


@pytest.mark.parametrize("kind", ["food", "drink", "symptom"])
def test_none_takes_no_value(kind):
    assert check_measure(load_kinds()[kind], "none", None, "") == (None, "")
    assert check_measure(load_kinds()[kind], "none", 0.0, "") == (None, "")
    with pytest.raises(RowError, match="'none' takes no value"):
        check_measure(load_kinds()[kind], "none", 1.0, "")


@given(FINITE)
def test_a_number_reads_back_exactly(number):
    text = number_text(number)
    again = read_number(text, decimal_comma=False)
    assert again == number
    assert math.copysign(1, again) == math.copysign(1, number)
    assert not text.endswith(".0")
    assert read_number(text.replace(".", ","), decimal_comma=True) == number


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_refused(text):
    for decimal_comma in (True, False):
        try:
            number = read_number(text, decimal_comma=decimal_comma)
        except RowError:
            continue
        assert math.isfinite(number)
        assert float(text.replace(",", ".")) == number


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing_more(text):
    try:
        name, note = tidy_name(text), tidy_note(text)
    except RowError:
        assert any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)
        return
    assert tidy_name(name) == name
    assert tidy_note(note) == note
    assert name == " ".join(name.split())
    assert same_name(name) == same_name(name.upper().lower()) or not name.isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Milk", "milk"), ("STRASSE", "stra\u00dfe"), ("\ufb01sh", "Fish"), ("\u212b", "\u00e5")],
)
def test_spellings_of_one_name(one, other):
    assert same_name(one) == same_name(other)


def test_the_longest_name_and_note_are_taken():
    assert len(tidy_name("x" * LONGEST_NAME)) == LONGEST_NAME
    assert len(tidy_note("x" * LONGEST_NOTE)) == LONGEST_NOTE
    with pytest.raises(RowError, match="longer than"):
        tidy_name("x" * (LONGEST_NAME + 1))
    with pytest.raises(RowError, match="longer than"):
        tidy_note("x" * (LONGEST_NOTE + 1))


@given(st.text(max_size=200))
def test_what_is_shown_is_short_and_harmless(text):
    safe = shown(text)
    assert len(safe) <= 80
    assert safe.isprintable()
    if text.isprintable() and len(text) <= 80:
        assert safe == text
