"""Recipes: sums of what is known of every part, lower bounds of the rest, tags of the parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import TagShare
from gutline.meals.recipes import RecipeError, mixed
from tests.meals.own_samples import GROATS, KVARG, certain, food, perhaps


def test_what_is_known_of_every_part_is_summed_for_100_g():
    mixture = mixed([(GROATS, 200.0), (KVARG, 50.0)], 250.0)
    assert mixture.nutrients["protein_g"] == pytest.approx((26.0 + 5.75) / 2.5)
    assert mixture.nutrients["fibre_g"] == pytest.approx(8.0)


def test_what_is_not_known_of_a_part_is_a_lower_bound_and_says_of_which():
    mixture = mixed([(GROATS, 200.0), (KVARG, 50.0)], 250.0)
    assert "lactose_g" not in mixture.nutrients
    assert mixture.at_least["lactose_g"] == pytest.approx(3.2 * 0.5 / 2.5)
    assert mixture.unknown_of["lactose_g"] == ("groats of ours",)


def test_a_nutrient_no_part_has_is_nowhere():
    mixture = mixed([(GROATS, 100.0)], 100.0)
    assert "zinc_mg" not in {**mixture.nutrients, **mixture.at_least}


def test_a_known_zero_stays_a_zero():
    mixture = mixed([(KVARG, 100.0)], 100.0)
    assert mixture.nutrients["fibre_g"] == 0.0


def test_cooking_away_water_makes_it_denser():
    raw, cooked = (mixed([(GROATS, 100.0)], weight) for weight in (100.0, 50.0))
    assert cooked.nutrients["fibre_g"] == 2 * raw.nutrients["fibre_g"]
    assert cooked.tags["oats"].grams == 200.0


def test_tags_of_the_parts_add_up():
    other = food("other milk", tags={"dairy": certain(60.0)})
    mixture = mixed([(KVARG, 100.0), (other, 100.0)], 200.0)
    assert mixture.tags["dairy"] == TagShare(100.0, possible=False)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (certain(), certain(10.0), certain()),
        (perhaps(10.0), perhaps(30.0), perhaps(20.0)),
        (perhaps(), certain(), certain()),
    ],
)
def test_a_tag_is_as_sure_as_its_surest_part_and_its_grams_as_known_as_the_least_known(
    first, second, together
):
    parts = [(food("a", tags={"soy": first}), 100.0), (food("b", tags={"soy": second}), 100.0)]
    assert mixed(parts, 200.0).tags["soy"] == together


@pytest.mark.parametrize(
    ("parts", "weight"), [([], 100.0), ([(GROATS, 0.0)], 100.0), ([(GROATS, 10.0)], 0.0)]
)
def test_a_recipe_of_nothing_is_refused(parts, weight):
    with pytest.raises(RecipeError, match="a recipe needs parts"):
        mixed(parts, weight)


grams = st.floats(0.1, 2000.0)
some = st.dictionaries(st.sampled_from(["protein_g", "fibre_g", "zinc_mg"]), st.floats(0, 100))


@given(st.lists(st.tuples(some, grams), min_size=1, max_size=6))
def test_the_whole_holds_what_its_parts_hold(parts):
    foods = [(food(f"part {n}", nutrients=held), g) for n, (held, g) in enumerate(parts)]
    weight = sum(g for _, g in parts)
    mixture = mixed(foods, weight)
    for name in ("protein_g", "fibre_g", "zinc_mg"):
        brought = sum(held.get(name, 0.0) * g / 100.0 for held, g in parts)
        everywhere = all(name in held for held, _ in parts)
        assert (name in mixture.nutrients) == everywhere
        said = {**mixture.at_least, **mixture.nutrients}.get(name, 0.0)
        assert said * weight / 100.0 == pytest.approx(brought, abs=1e-9)
