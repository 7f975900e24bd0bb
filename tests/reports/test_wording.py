"""Numbers, dates and lists in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.discovery.findings import Needs
from gutline.reports import wording


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.26, "1.3"),
        (-0.44, "−0.4"),
        (-0.04, "0.0"),
        (0.0, "0.0"),
        (12345.0, "12,345.0"),
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_number(value, words):
    assert wording.number(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1.3, "+1.3"), (-1.3, "−1.3"), (0.01, "0.0"), (None, "–")]
)
def test_signed(value, words):
    assert wording.signed(value) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.98, "98 %"),
        (0.5, "50 %"),
        (0.0, "0 %"),
        (0.004, "under 1 %"),
        (0.999, "over 99 %"),
        (1.0, "over 99 %"),
        (None, "–"),
    ],
)
def test_percent_never_says_certain(share, words):
    assert wording.percent(share).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.0, "at the same time"),
        (0.3, "within the hour"),
        (1.0, "about 1 hour later"),
        (14.2, "about 14 hours later"),
        (168.0, "about 7 days later"),
        (None, "not known"),
    ],
)
def test_peak(hours, words):
    assert wording.peak(hours) == words


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (None, ""),
        (Needs(None, None), ""),
        (Needs(26, None), "about 26 more days"),
        (Needs(1, None), "about 1 more day"),
        (Needs(26, 26), "about 26 more days"),
        (Needs(3650, 400), "more of the same will hardly decide it"),
        (Needs(None, 5), "about 5 more times"),
        (Needs(26, 9), "about 26 more days, 9 more times"),
    ],
)
def test_needed(needs, words):
    assert wording.needed(needs) == words


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        (None, ""),
        (Needs(None, 5), ""),
        (Needs(26, 9), "26 more days"),
        (Needs(3650, 400), ""),
    ],
)
def test_needed_days(needs, words):
    assert wording.needed_days(needs) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listing(names, words):
    assert wording.listing(names) == words


def test_a_long_listing_counts_the_rest():
    assert wording.shortened_listing(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert wording.shortened_listing(["a", "b"], 2) == "a and b"


def test_between_needs_both_ends():
    assert wording.between((0.8, 1.8)) == "0.8 to 1.8"
    assert wording.between((math.nan, 1.8)) == "–"
    assert wording.between(None) == "–"


def test_often():
    assert wording.often(37, 35) == "37 times on 35 days"
    assert wording.often(5, 5) == "on 5 days"
    assert wording.often(1, 1) == "on 1 day"


def test_day():
    assert wording.day("2026-01-03") == "3 January 2026"
    assert wording.day("2026-01-03T08:00:00+01:00") == "3 January 2026"
    assert wording.day("some day") == "some day"


def test_plural():
    assert wording.plural(1, "entry", "entries") == "1 entry"
    assert wording.plural(1204, "entry", "entries") == "1,204 entries"


@given(st.text(max_size=60))
def test_plain_text_moves_no_cursor_and_turns_no_direction(text):
    words = wording.plain(text)
    assert not set(words) & {*map(chr, range(32)), "\x7f", "\x9b", "\u202e", "\u2066", "\u200b"}
    assert wording.plain(words) == words
    words.encode("utf-8")


@given(st.text(max_size=60), st.integers(min_value=1, max_value=50))
def test_short_text_is_short(text, width):
    words = wording.short(text, width)
    assert len(words) <= max(width, 2)
    assert words == wording.plain(text) or words.endswith("…")


def test_capital():
    assert wording.capital("about 3 more days") == "About 3 more days"
    assert wording.capital("") == ""
