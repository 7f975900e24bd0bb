"""Tags are written and read back, corrected by rows, and follow from figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import CatalogError, TagShare, load_nutrients, load_tags
from gutline.catalog.food_tags import (
    LEAST_PER_100_G,
    PRESENCE_ONLY,
    corrected,
    read_share,
    tags_of_nova,
    tags_of_nutrients,
    write_share,
)

KNOWN = frozenset(load_tags())
COUNTED = sorted(KNOWN - PRESENCE_ONLY - set(LEAST_PER_100_G))


def certain(grams: float | None = None) -> TagShare:
    return TagShare(grams, possible=False)


def test_the_four_signs_mean_there_how_much_possible_and_not_there():
    assert read_share("+gluten") == ("gluten", certain())
    assert read_share("+gluten=12.5") == ("gluten", certain(12.5))
    assert read_share("?gluten") == ("gluten", TagShare(None, possible=True))
    assert read_share("?gluten=3") == ("gluten", TagShare(3.0, possible=True))
    assert read_share("-gluten") == ("gluten", None)


@given(
    st.sampled_from(COUNTED),
    st.none() | st.integers(1, 12_000).map(lambda tenths: tenths / 10),
    st.booleans(),
)
def test_a_share_that_is_written_is_read_back(tag, grams, possible):
    share = TagShare(grams, possible)
    assert read_share(write_share(tag, share)) == (tag, share)


@given(st.sampled_from(["", "*", "gluten", "=3", "++"]), st.text("=+-?.x1", max_size=4))
def test_text_without_a_sign_and_a_tag_is_refused(start, end):
    text = "" if start == "" else start + end
    if text[:1] == "+" and text[1:].partition("=")[0]:
        text = text.replace("+", "*", 1)
    with pytest.raises(CatalogError, match="tags: "):
        read_share(text)


@pytest.mark.parametrize("tag", sorted(PRESENCE_ONLY | set(LEAST_PER_100_G)))
def test_tags_that_are_there_or_not_and_those_counted_as_nutrients_have_no_grams(tag):
    assert read_share(f"+{tag}=40") == (tag, certain())


def test_rules_name_tags_and_nutrients_that_exist():
    assert PRESENCE_ONLY <= KNOWN
    assert set(LEAST_PER_100_G) <= KNOWN
    assert {nutrient for nutrient, _ in LEAST_PER_100_G.values()} <= set(load_nutrients())


@pytest.mark.parametrize(
    ("nutrient", "below", "above", "tag"),
    [
        ("caffeine_mg", 2.0, 10.0, "caffeine"),
        ("alcohol_g", 0.4, 4.0, "alcohol"),
        ("added_sugar_g", 0.9, 9.0, "added_sugar"),
        ("excess_fructose_g", 0.8, 3.5, "excess_fructose"),
        ("polyols_g", 0.1, 0.6, "polyols"),
    ],
)
def test_a_nutrient_makes_a_tag_from_a_certain_amount(nutrient, below, above, tag):
    assert tags_of_nutrients({nutrient: below}) == {}
    assert tags_of_nutrients({nutrient: above}) == {tag: certain()}


def test_only_the_fourth_group_is_ultra_processed():
    assert tags_of_nova(4) == {"ultra_processed": certain()}
    assert [tags_of_nova(nova) for nova in (None, 1, 2, 3)] == [{}, {}, {}, {}]


def test_what_is_not_known_makes_no_tag():
    assert tags_of_nutrients({"fibre_g": 3.0}) == {}


def test_corrections_win_and_keep_grams_that_they_do_not_give():
    tags = {"gluten": certain(50.0), "dairy": certain(10.0), "soy": certain(1.0)}
    words = ["-soy", "?gluten", "+dairy=20", "+nut"]
    assert corrected(tags, words, KNOWN) == {
        "dairy": certain(20.0),
        "gluten": TagShare(50.0, possible=True),
        "nut": certain(),
    }
    assert tags["soy"] == certain(1.0)


def test_taking_away_what_was_not_there_does_no_harm():
    assert corrected({}, ["-gluten"], KNOWN) == {}


def test_tags_come_in_order_of_their_ids():
    assert list(corrected({"soy": certain()}, ["+nut", "+egg"], KNOWN)) == ["egg", "nut", "soy"]


@pytest.mark.parametrize("words", [["+glutin"], ["-glutin"], ["+nut", "-nut"]])
def test_unknown_and_repeated_tags_are_refused(words):
    with pytest.raises(CatalogError, match="tags: "):
        corrected({}, words, KNOWN)
