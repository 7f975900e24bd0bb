"""Contents of foods: frozen, checked, carried by the diary and part of what it is."""

from __future__ import annotations

import dataclasses
import math
import pickle
from datetime import UTC, date, datetime

import pytest

from gutline.diary import Contents, Diary, DiaryError, Entry
from gutline.diary.contents import contents_text, tidy_contents

EIGHT = datetime(2026, 3, 1, 8, tzinfo=UTC)
MILK = Entry(EIGHT, "drink", "milk")
GLASS = Contents(200.0, {"dairy": 200.0, "histamine": None}, {"protein_g": 7.0}, {"histamine"})


def test_contents_are_frozen_in_all_their_parts():
    with pytest.raises(dataclasses.FrozenInstanceError):
        GLASS.serving_g = 100.0
    with pytest.raises(TypeError):
        GLASS.tags["gluten"] = 1.0
    with pytest.raises(TypeError):
        GLASS.nutrients["fibre_g"] = 1.0
    assert isinstance(GLASS.possible, frozenset)


def test_nothing_known_is_said_with_nothing():
    empty = Contents()
    assert (empty.serving_g, dict(empty.tags), dict(empty.nutrients)) == (None, {}, {})
    assert empty.possible == frozenset()


def test_contents_do_not_follow_what_they_were_made_of():
    nutrients = {"protein_g": 7.0}
    made = Contents(None, {}, nutrients)
    nutrients["protein_g"] = 99.0
    assert made.nutrients["protein_g"] == 7.0


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf, "7", None, True, [1]])
def test_an_impossible_amount_of_a_nutrient_is_refused(bad):
    with pytest.raises(DiaryError, match=r"'protein_g' is .* finite number from 0 up"):
        Contents(nutrients={"protein_g": bad})


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf, "7", False])
def test_an_impossible_dose_of_a_tag_is_refused(bad):
    with pytest.raises(DiaryError, match="'dairy' is"):
        Contents(tags={"dairy": bad})


def test_a_tag_in_an_unknown_amount_is_no_zero():
    assert Contents(tags={"dairy": None}).tags["dairy"] is None
    assert Contents(tags={"dairy": 0}).tags["dairy"] == 0.0


@pytest.mark.parametrize("bad", [0.0, -3.0, math.nan, math.inf])
def test_a_serving_weighs_something(bad):
    with pytest.raises(DiaryError, match="serving_g"):
        Contents(bad)


def test_names_are_tidied_as_those_of_tags():
    made = Contents(
        tags={"  raw   leafy ": None}, nutrients={" fibre_g": 1}, possible={"raw leafy"}
    )
    assert dict(made.tags) == {"raw leafy": None}
    assert dict(made.nutrients) == {"fibre_g": 1.0}
    assert type(made.nutrients["fibre_g"]) is float


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_is_needed(name):
    with pytest.raises(DiaryError, match="has no name"):
        Contents(tags={name: None})


def test_control_characters_in_a_name_are_refused():
    with pytest.raises(DiaryError, match="control character"):
        Contents(nutrients={"a\x00": 1.0})


def test_what_is_possible_must_be_a_tag():
    with pytest.raises(DiaryError, match="'gluten' is possible but not among the tags"):
        Contents(tags={"dairy": None}, possible={"gluten"})


def test_equal_contents_share_a_hash():
    again = Contents(200, {"histamine": None, "dairy": 200}, {"protein_g": 7}, ["histamine"])
    assert again == GLASS
    assert hash(again) == hash(GLASS)
    assert Contents(200) != GLASS


def test_contents_can_be_sent_to_another_process():
    again = pickle.loads(pickle.dumps(GLASS))  # noqa: S301 - our own bytes
    assert again == GLASS
    with pytest.raises(TypeError):
        again.tags["gluten"] = 1.0


# Servings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "servings"),
    [(None, "", 1.0), (2.5, "serving", 2.5), (0.0, "serving", 0.0), (100.0, "g", 0.5),
     (300.0, "ml", 1.5), (1.0, "l", 5.0), (50_000.0, "mg", 0.25)],
)  # fmt: skip
def test_an_amount_in_servings(value, unit, servings):
    several = Contents(200.0, {}, {"protein_g": 7.0, "fibre_g": 1.0})
    assert several.servings(value, unit) == pytest.approx(servings)


def test_an_amount_in_grams_tells_nothing_without_a_serving():
    assert Contents().servings(100.0, "g") is None
    assert Contents().servings(100.0, "mg") is None
    assert Contents().servings(1.0, "iu") is None
    assert Contents(100.0).servings(1.0, "bowl") is None


def test_milligrams_of_a_supplement_are_those_of_its_one_nutrient():
    magnesium = Contents(1.2, {}, {"magnesium_mg": 200.0})
    assert magnesium.servings(300.0, "mg") == pytest.approx(1.5)
    omega = Contents(None, {}, {"epa_dha_g": 0.3})
    assert omega.servings(600.0, "mg") == pytest.approx(2.0)


def test_international_units_are_those_of_vitamin_d():
    tablet = Contents(None, {}, {"vitamin_d_ug": 25.0})
    assert tablet.servings(2000.0, "iu") == pytest.approx(2.0)
    assert tablet.servings(50.0, "ug") == pytest.approx(2.0)
    assert Contents(None, {}, {"magnesium_mg": 25.0}).servings(100.0, "iu") is None


def test_milligrams_of_several_nutrients_are_those_of_the_whole():
    blend = Contents(1.0, {}, {"epa_g": 0.18, "dha_g": 0.12})
    assert blend.servings(2000.0, "mg") == pytest.approx(2.0)
    assert Contents(None, {}, {"epa_g": 0.18, "dha_g": 0.12}).servings(2000.0, "mg") is None


# In a diary ---------------------------------------------------------------------------------


def test_a_diary_has_no_contents_until_they_are_looked_up():
    assert Diary((MILK,)).contents == {}


def test_a_diary_with_contents_is_frozen_and_another():
    plain, known = Diary((MILK,)), Diary((MILK,), contents={"milk": GLASS})
    assert plain != known
    assert plain.digest() != known.digest()
    assert hash(known) == hash(Diary((MILK,), contents={"milk": GLASS}))
    with pytest.raises(TypeError):
        known.contents["tea"] = GLASS


def test_the_digest_sees_every_part_of_the_contents():
    others = [
        dataclasses.replace(GLASS, serving_g=201.0),
        dataclasses.replace(GLASS, possible=frozenset()),
        Contents(200.0, {"dairy": 199.0, "histamine": None}, GLASS.nutrients, {"histamine"}),
        Contents(200.0, GLASS.tags, {"protein_g": 7.1}, {"histamine"}),
    ]
    digests = {Diary((MILK,), contents={"milk": own}).digest() for own in [GLASS, *others]}
    assert len(digests) == 5


def test_the_order_of_contents_does_not_matter():
    one = Diary((MILK,), contents={"milk": GLASS, "tea": Contents()})
    other = Diary((MILK,), contents={"tea": Contents(), "milk": GLASS})
    assert one.digest() == other.digest()
    assert one == other
    assert contents_text({}) == ""


def test_a_diary_with_contents_can_be_sent_to_another_process():
    diary = Diary((MILK,), contents={"milk": GLASS})
    assert pickle.loads(pickle.dumps(diary)) == diary  # noqa: S301 - our own bytes


def test_a_part_of_a_diary_keeps_its_contents():
    diary = Diary((MILK,), contents={"milk": GLASS})
    assert diary.restrict(date(2026, 3, 1), date(2026, 3, 1)) == diary
    assert diary.restrict(last=date(2026, 2, 1)).contents == {"milk": GLASS}


def test_names_of_contents_are_spelled_as_the_entries_are():
    diary = Diary.from_entries([dataclasses.replace(MILK, name="Milk")], contents={" milk ": GLASS})
    assert diary.contents == {"Milk": GLASS}


def test_two_contents_for_one_name_are_refused():
    with pytest.raises(DiaryError, match="two different contents"):
        tidy_contents({"Milk": GLASS, "milk": Contents()}, ["milk"])
    assert tidy_contents({"Milk": GLASS, "milk": GLASS}, ["milk"]) == {"milk": GLASS}
