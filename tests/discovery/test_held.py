"""Tags and nutrients of what was eaten become exposures, meal by meal, in grams where known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutline.catalog import load_nutrients, load_tags
from gutline.diary import Contents, Diary
from gutline.discovery.exposures import read_exposures
from gutline.discovery.held import usual_dose
from gutline.discovery.series import Exposure, Shelf, make_axis

MILK = Contents(200.0, {"dairy": 200.0}, {"lactose_g": 10.0, "fibre_g": 0.0, "protein_g": 7.0})
PIZZA = Contents(300.0, {"dairy": 60.0, "gluten": 100.0}, {"fibre_g": 6.0, "protein_g": 30.0})
RYE = Contents(60.0, {"gluten": 40.0}, {"fibre_g": 4.0})
UNKNOWN_DAIRY = Contents(None, {"dairy": None}, {})


def exposures(diary: Diary, **contents: Contents) -> dict[tuple[str, str], Exposure]:
    diary = replace(diary, contents={k.replace("_", " "): v for k, v in contents.items()})
    read = read_exposures(diary, make_axis(diary), Shelf.of(diary))
    return {(e.level, e.name): e for e in read}


def test_a_tag_adds_up_its_grams_meal_by_meal(diary):
    """
    2026-03-01 08:00 ate milk
    2026-03-01 08:00 ate pizza 2 servings
    2026-03-02 08:00 ate pizza
    2026-03-03 08:00 ate milk 100 g
    """
    dairy = exposures(diary, milk=MILK, pizza=PIZZA)["tag", "dairy"]
    usual = 320.0
    assert dairy.dose_words == "320 g"
    assert dairy.dose.tolist() == [1.0, 60 / usual, 100 / usual]
    assert dairy.days.tolist() == [0, 1, 2]
    assert dairy.members == ("milk", "pizza")


def test_an_unknown_amount_stands_at_the_middle_of_the_known(diary):
    """
    2026-03-01 08:00 ate milk
    2026-03-02 08:00 ate pizza
    2026-03-03 08:00 ate cake
    """
    dairy = exposures(diary, milk=MILK, pizza=PIZZA, cake=UNKNOWN_DAIRY)["tag", "dairy"]
    assert (dairy.dose * 200.0).tolist() == [200.0, 60.0, pytest.approx(130.0)] or (
        dairy.dose[2] / dairy.dose[0] == pytest.approx(0.65)
    )


def test_without_any_grams_a_tag_counts_servings(diary):
    """
    2026-03-01 08:00 ate cake 2 servings
    2026-03-02 08:00 ate scone
    """
    dairy = exposures(diary, cake=UNKNOWN_DAIRY, scone=UNKNOWN_DAIRY)["tag", "dairy"]
    assert dairy.dose.tolist() == [2.0, 1.0]
    assert dairy.dose_words == "1 serving"


def test_what_is_only_possible_does_not_count(diary):
    """
    2026-03-01 08:00 ate soup
    2026-03-02 08:00 ate rye
    2026-03-03 08:00 ate pizza
    """
    soup = Contents(250.0, {"gluten": 5.0}, {}, frozenset({"gluten"}))
    gluten = exposures(diary, soup=soup, rye=RYE, pizza=PIZZA)["tag", "gluten"]
    assert gluten.members == ("pizza", "rye")
    assert gluten.days.tolist() == [1, 2]


def test_a_tag_of_one_food_is_that_food(diary):
    """
    2026-03-01 08:00 ate milk
    2026-03-02 08:00 ate rye
    """
    assert ("tag", "dairy") not in exposures(diary, milk=MILK, rye=RYE)


def test_the_persons_own_tag_joins_what_the_catalog_knows(diary):
    """
    tag milk: fresh
    tag rye: fresh
    2026-03-01 08:00 ate milk
    2026-03-02 08:00 ate rye
    """
    fresh = exposures(diary, milk=MILK, rye=RYE)["tag", "fresh"]
    assert fresh.members == ("milk", "rye")
    assert fresh.dose_words == "1 serving"


def test_a_nutrient_adds_up_and_leaves_out_what_holds_none(diary):
    """
    2026-03-01 08:00 ate milk
    2026-03-01 08:00 ate rye
    2026-03-02 08:00 ate pizza
    2026-03-03 08:00 ate milk
    """
    fibre = exposures(diary, milk=MILK, rye=RYE, pizza=PIZZA)["nutrient", "fibre"]
    assert (fibre.dose * 6.0).tolist() == [4.0, 6.0]
    assert fibre.dose_words == "6 g"
    assert fibre.members == ("pizza", "rye")


def test_a_nutrient_known_of_less_than_half_is_not_looked_at(diary):
    """
    2026-03-01 08:00 ate milk
    2026-03-02 08:00 ate rye
    2026-03-03 08:00 ate rye
    2026-03-04 08:00 ate pizza
    2026-03-05 08:00 ate rye
    """
    found = exposures(diary, milk=MILK, rye=RYE, pizza=PIZZA)
    assert ("nutrient", "protein") not in found
    assert ("nutrient", "fibre") in found


def test_water_is_counted_from_drinks_alone(diary):
    """
    2026-03-01 08:00 drank tea
    2026-03-02 08:00 drank squash
    2026-03-03 08:00 ate melon
    2026-03-04 08:00 ate soup
    """
    wet = {
        name: Contents(250.0, {}, {"water_g": 240.0}) for name in ("tea", "squash", "melon", "soup")
    }
    water = exposures(diary, **wet)["nutrient", load_nutrients()["water_g"].name]
    assert water.days.tolist() == [0, 1]


def test_a_tag_measured_by_a_nutrient_takes_its_unit_and_its_place(diary):
    """
    2026-03-01 20:00 drank wine
    2026-03-02 20:00 drank beer
    """
    glass = Contents(150.0, {"alcohol": 16.0}, {"alcohol_g": 16.0})
    found = exposures(diary, wine=glass, beer=glass)
    assert load_tags()["alcohol"].dose == "alcohol_g"
    assert found["tag", "alcohol"].dose_words == "16 g"
    assert not [key for key in found if key[0] == "nutrient"]


def test_a_tag_with_the_name_of_a_food_says_that_it_is_any(diary):
    """
    2026-03-01 08:00 ate ginger
    2026-03-02 08:00 ate ginger tea
    """
    held = Contents(5.0, {"ginger": 5.0}, {})
    assert ("tag", "ginger (any)") in exposures(diary, ginger=held, ginger_tea=held)


def test_a_day_without_times_stays_without(diary):
    """
    2026-03-01 ate milk
    2026-03-01 12:00 ate pizza
    2026-03-02 ate milk
    """
    dairy = exposures(diary, milk=MILK, pizza=PIZZA)["tag", "dairy"]
    assert sorted(dairy.spread.tolist()) == [False, True, True]
    assert dairy.dose.size == 3


@pytest.mark.parametrize(
    ("doses", "usual"),
    [([10.0], 10.0), ([0.1] * 30 + [12.0, 12.0], 12.0), ([1.0, 2.0, 3.0], 2.0), ([], 1.0)],
)
def test_the_usual_dose_is_the_one_at_half_of_all_that_was_eaten(doses, usual):
    assert usual_dose(np.array(doses)) == usual


def test_without_contents_only_the_persons_tags_are_there(diary):
    """
    tag milk: dairy
    tag pizza: dairy
    2026-03-01 08:00 ate milk
    2026-03-01 08:00 ate pizza
    2026-03-02 08:00 ate pizza
    """
    found = exposures(diary)
    assert sorted(found) == [("food", "milk"), ("food", "pizza"), ("tag", "dairy")]
    assert found["tag", "dairy"].dose.tolist() == [2.0, 1.0]
