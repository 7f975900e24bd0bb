"""People of whom a tag is known by the gram."""

from __future__ import annotations

import numpy as np
import pytest

from bench.levels import judge, level_tables
from gutline.simulator.spread import DECOYS, GRAMS, POINTS, TAG, draw_spread_person


def drawn(truth: str, seed: int = 1, days: int = 60):
    return draw_spread_person(truth, days=days, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("truth", POINTS)
def test_the_same_chance_gives_the_same_person(truth):
    one, other = drawn(truth), drawn(truth)
    assert one.diary == other.diary
    assert one.diary.contents == other.diary.contents


@pytest.mark.parametrize("truth", POINTS)
def test_thirty_of_ninety_foods_carry_the_tag(truth):
    contents = drawn(truth).diary.contents
    assert sum(TAG in held.tags for held in contents.values()) == 30
    assert all(sum(tag in held.tags for held in contents.values()) == 15 for tag in DECOYS)


def test_what_acts_is_the_tag_with_all_its_carriers():
    person = drawn("tag")
    for effects in person.truth.effects.values():
        (effect,) = effects.values()
        assert (effect.name, effect.level, len(effect.members)) == (TAG, "tag", 30)


def test_what_acts_is_one_food_that_carries_the_tag():
    person = drawn("food")
    for effects in person.truth.effects.values():
        (effect,) = effects.values()
        assert effect.level == "food"
        assert TAG in person.diary.contents[effect.name].tags


def test_a_dose_of_the_tag_is_in_proportion_to_its_grams():
    person = drawn("tag")
    eaten = person.latent.taken
    grams = {name: held.tags.get(TAG, 0.0) for name, held in person.diary.contents.items()}
    of_foods = sum(float(eaten[name].doses.sum()) * of for name, of in grams.items())
    assert float(eaten[TAG].doses.sum()) * GRAMS == pytest.approx(of_foods)


def test_carriers_are_not_eaten_more_than_about_twice_a_day():
    servings = [drawn("tag", seed).latent.taken[TAG].hours.size / 60 for seed in range(6)]
    assert 0.8 < float(np.mean(servings)) < 2.2


def test_another_truth_is_refused():
    with pytest.raises(ValueError, match="one of"):
        drawn("moon")


@pytest.mark.parametrize("truth", POINTS)
def test_named_counts_add_up(truth):
    named = judge((truth, 120, 3, 5))
    assert named.true == 2
    assert 0 <= named.named + named.instead <= named.true
    assert 0 <= named.false <= named.claims


@pytest.mark.slow
def test_the_tag_is_named_and_not_its_foods():
    judged = [judge(("tag", 180, number, 11)) for number in range(8)]
    named, true = sum(j.named for j in judged), sum(j.true for j in judged)
    assert named >= 0.8 * true
    assert sum(j.instead for j in judged) <= 1


@pytest.mark.slow
def test_the_table_has_a_row_for_every_truth_and_length():
    lines = level_tables(3, 1, 2)
    assert len([line for line in lines if "points |" in line]) == 3 * len(POINTS)
