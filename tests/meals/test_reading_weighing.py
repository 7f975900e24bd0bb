"""From what was said to grams, tablets and nutrients."""

from __future__ import annotations

import pytest

from gutline.catalog import Amount as Active
from gutline.catalog import load_measures
from gutline.meals.quantities import Amount, read_amount, read_clock, read_times, unit_words
from gutline.meals.weighing import MOST_GRAMS, MOST_UNITS, Weight, in_unit, nutrients_of, weigh
from gutline.meals.words import read_number, scan
from tests.meals.kitchen import food

SOUP = food("soup", serving_g=300.0, measures={"bowl": 320.0, "cup": 245.0}, fibre_g=2.0)
TEA = food("tea", kind="drink", serving_g=240.0)
OIL = food("oil", serving_g=10.0, measures={"tbsp": 13.8})
STEW = food("stew", serving_g=350.0)
SALT = food("salt", serving_g=None)
APPLE = food("apple", serving_g=180.0, measures={"piece": 170.0, "small": 130.0, "slice": 15.0})
PILL = food("pill", kind="medicine", serving_g=0.5, actives={"thing": Active(10.0, "mg")})
POWDER = food("powder", kind="supplement", serving_g=30.0, measures={"scoop": 30.0, "tsp": 5.0})
VITAMINS = food(
    "vitamins", kind="supplement", serving_g=1.0,
    actives={"vitamin_d": Active(400.0, "iu"), "magnesium": Active(0.1, "g"),
             "mystery": Active(5.0, "mg"), "vitamin_b12": Active(2.5, "ug")},
)  # fmt: skip


@pytest.mark.parametrize(
    ("eaten", "amount", "grams", "assumed"),
    [
        (SOUP, Amount(), 300.0, True),
        (SOUP, Amount(2.0), 600.0, True),
        (SOUP, Amount(2.0, None, "bowl"), 640.0, False),
        (SOUP, Amount(1.0, None, "bowl", "small"), 224.0, False),
        (SOUP, Amount(1.0, None, "mug"), 300.0 * 245.0 / 240.0, False),
        (SOUP, Amount(100.0, None, "ml"), 245.0 / 2.4, False),
        (SOUP, Amount(1.0, None, "portion"), 300.0, True),
        (SOUP, Amount(1.0, 3.0, "bowl"), 640.0, False),
        (TEA, Amount(1.0, None, "pint"), 568.0, False),
        (TEA, Amount(1.0, None, "mug", "large"), 420.0, False),
        (TEA, Amount(None, None, "", "large"), 336.0, True),
        (OIL, Amount(1.0, None, "tsp"), 4.6, False),
        (OIL, Amount(1.0, None, "tbsp"), 13.8, False),
        (STEW, Amount(1.0, None, "bowl"), 350.0, True),
        (STEW, Amount(1.0, None, "cup"), 350.0, True),
        (STEW, Amount(2.0, None, "tbsp"), 30.0, False),
        (STEW, Amount(1.0, None, "handful"), 30.0, False),
        (STEW, Amount(0.5, None, "kg"), 500.0, False),
        (STEW, Amount(1.0, None, "piece"), 350.0, True),
        (STEW, Amount(1.0, None, "iu"), None, False),
        (APPLE, Amount(2.0), 340.0, False),
        (APPLE, Amount(2.0, None, "", "small"), 260.0, False),
        (APPLE, Amount(2.0, None, "", "large"), 476.0, False),
        (APPLE, Amount(1.0, None, "dozen"), 2040.0, False),
        (APPLE, Amount(None, None, "slice"), 180.0, True),
        (SALT, Amount(), None, True),
        (SALT, Amount(3.0), None, True),
        (SALT, Amount(3.0, None, "g"), 3.0, False),
    ],
)
def test_grams_of_what_was_eaten(eaten, amount, grams, assumed):
    weight = weigh(eaten, amount)
    assert weight.grams == (None if grams is None else pytest.approx(grams))
    assert weight.assumed == assumed
    assert not weight.absurd


@pytest.mark.parametrize(
    ("eaten", "amount", "units", "grams"),
    [
        (PILL, Amount(), 1.0, 0.5),
        (PILL, Amount(2.0), 2.0, 1.0),
        (PILL, Amount(20.0, None, "mg"), 2.0, 1.0),
        (PILL, Amount(20000.0, None, "ug"), 2.0, 1.0),
        (PILL, Amount(2.0, None, "tablet"), 2.0, 1.0),
        (POWDER, Amount(2.0, None, "scoop"), 2.0, 60.0),
        (POWDER, Amount(20.0, None, "g"), None, 20.0),
        (POWDER, Amount(5.0, None, "ml"), None, None),
        (VITAMINS, Amount(800.0, None, "iu"), 2.0, 2.0),
    ],
)
def test_doses_are_counted_in_tablets_where_their_strength_is_known(eaten, amount, units, grams):
    weight = weigh(eaten, amount)
    assert (weight.units, weight.grams) == (units, grams)


def test_a_dose_in_a_unit_of_another_kind_has_no_count():
    assert weigh(PILL, Amount(1000.0, None, "cfu")).units is None


@pytest.mark.parametrize(
    ("eaten", "amount"),
    [
        (SOUP, Amount(MOST_GRAMS["food"] / 320.0 + 0.1, None, "bowl")),
        (TEA, Amount(900.0, None, "glass")),
        (PILL, Amount(MOST_UNITS + 1.0)),
        (None, Amount(50.0, None, "kg")),
        (None, Amount(10_000.0)),
    ],
)
def test_what_cannot_be_is_absurd_and_weighs_nothing_known(eaten, amount):
    weight = weigh(eaten, amount)
    assert weight == Weight(None, absurd=True)


def test_much_is_not_yet_absurd():
    assert not weigh(TEA, Amount(10.0, None, "pint")).absurd
    assert not weigh(PILL, Amount(8.0)).absurd


@pytest.mark.parametrize(
    ("amount", "grams"),
    [(Amount(), None), (Amount(2.0), None), (Amount(150.0, None, "g"), 150.0),
     (Amount(2.0, None, "cup"), 480.0), (Amount(1.0, None, "slice"), None)],
)  # fmt: skip
def test_an_unknown_food_weighs_what_its_unit_says(amount, grams):
    assert weigh(None, amount) == Weight(grams)


@pytest.mark.parametrize(
    ("active", "amount", "unit", "value"),
    [
        ("x", Active(5.0, "mg"), "mg", 5.0),
        ("x", Active(5.0, "mg"), "g", 0.005),
        ("x", Active(5.0, "g"), "ug", 5e6),
        ("vitamin_d", Active(400.0, "iu"), "ug", 10.0),
        ("vitamin_d", Active(10.0, "ug"), "iu", 400.0),
        ("vitamin_d", Active(0.01, "mg"), "iu", 400.0),
        ("vitamin_a", Active(1000.0, "iu"), "ug", 300.0),
        ("vitamin_e", Active(10.0, "iu"), "mg", 6.7),
        ("x", Active(400.0, "iu"), "ug", None),
        ("x", Active(4.0, "mg"), "iu", None),
        ("x", Active(1e9, "cfu"), "mg", None),
    ],
)
def test_units_of_doses_are_converted_where_they_can_be(active, amount, unit, value):
    found = in_unit(active, amount, unit)
    assert found == (None if value is None else pytest.approx(value))


def test_actives_that_are_nutrients_are_eaten_and_others_are_not():
    eaten = nutrients_of(VITAMINS, Weight(2.0, units=2.0))
    assert eaten == {
        "vitamin_d_ug": pytest.approx(20.0),
        "magnesium_mg": pytest.approx(200.0),
        "vitamin_b12_ug": pytest.approx(5.0),
    }


def test_nutrients_follow_the_grams():
    assert nutrients_of(SOUP, Weight(150.0)) == {"fibre_g": 3.0}
    assert nutrients_of(SOUP, Weight(None)) == {}


@pytest.mark.parametrize(
    ("raw", "value"),
    [("2", 2.0), ("2.5", 2.5), ("2,5", 2.5), ("1,000", 1000.0), ("12,345.6", 12345.6), ("½", 0.5),
     ("⅓", 1 / 3), ("1234567890123", None), ("1.2.3", None), ("1,2,3", None), ("007", 7.0)],
)  # fmt: skip
def test_a_number_is_read_with_point_or_comma(raw, value):
    assert read_number(raw) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "amount", "tokens"),
    [
        ("2 slices of the bread", Amount(2.0, None, "slice"), 4),
        ("2 large glasses of wine", Amount(2.0, None, "glass", "large"), 4),
        ("2-3 cups tea", Amount(2.0, 3.0, "cup"), 4),
        ("half a small bowl of soup", Amount(0.5, None, "bowl", "small"), 5),
        ("1/2 tsp sugar", Amount(0.5, None, "tsp"), 4),
        ("2 x 330ml can", Amount(660.0, None, "ml"), 4),
        ("a couple of dozen eggs", Amount(2.0, None, "dozen"), 4),
        ("table spoon honey", Amount(1.0, None, "tbsp"), 2),
        ("half fat butter", None, 0),
        ("quarter pounder", None, 0),
        ("bread", None, 0),
        ("2 hours ago", None, 0),
    ],
)
def test_an_amount_is_read_from_where_it_begins(text, amount, tokens):
    read = read_amount(scan(text), 0)
    assert read == (None if amount is None else (amount, tokens))


def test_the_end_of_a_time_is_found():
    assert read_clock(scan("2 hours ago"), 0) == 1
    assert read_clock(scan("2 eggs"), 0) == 0


def test_times_are_read_behind_a_food():
    assert read_times(scan("x 2"), 0) == (2.0, 2)
    assert read_times(scan("x two"), 0) == (2.0, 2)
    assert read_times(scan("x eggs"), 0) is None


def test_an_amount_can_be_multiplied():
    assert Amount(2.0, 3.0, "cup").times(2.0) == Amount(4.0, 6.0, "cup")
    assert Amount().times(3.0) == Amount(3.0)
    assert not Amount().given
    assert Amount(size="small").given


def test_every_word_of_every_measure_is_understood():
    known = unit_words()
    assert {measure.id for measure in known.values()} == set(load_measures())
    assert known[("table", "spoons")].id == "tbsp"
    assert known[("litre",)].id == "l"
