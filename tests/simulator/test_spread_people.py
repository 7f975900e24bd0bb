"""People of whom a tag is known by the gram, and how what is named for them is counted."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from bench import levels
from bench.levels import LENGTHS, TRUTHS, Named, _claims, _row, judge
from bench.scoring import LARGEST_SET
from gutline.simulator.spread import DECOYS, GRAMS, POINTS, TAG, draw_spread_person


def drawn(truth: str, seed: int = 1, **more):
    options = {"days": 60, "foods": 30, "carriers": 10} | more
    return draw_spread_person(truth, rng=np.random.default_rng(seed), **options)


def acting(person) -> dict[str, list[tuple[str, float]]]:
    """What acts on each symptom, and by how many points at its peak."""
    return {
        outcome: [(e.name, e.effect_at_peak) for e in effects.values()]
        for outcome, effects in person.truth.effects.items()
    }


@pytest.mark.parametrize("truth", POINTS)
def test_the_same_seed_is_the_same_person(truth):
    one, other = drawn(truth), drawn(truth)
    assert one.diary == other.diary
    assert acting(one) == acting(other)
    assert drawn(truth, 2).diary != one.diary


@pytest.mark.parametrize("truth", POINTS)
def test_what_acts_is_of_the_strength_that_was_asked_for(truth):
    weakest, strongest = POINTS[truth]
    for seed in range(4):
        for effects in drawn(truth, seed).truth.effects.values():
            (effect,) = effects.values()
            assert weakest <= abs(effect.effect_at_peak) <= strongest
            assert (effect.name == TAG) == (truth != "food")


@pytest.mark.parametrize("seed", range(3))
def test_the_diary_says_by_the_gram_what_every_food_holds(seed):
    person = drawn("tag", seed)
    carriers = [c for c in person.diary.contents.values() if TAG in c.tags]
    assert len(carriers) == 10
    for decoy in DECOYS:
        assert sum(decoy in c.tags for c in person.diary.contents.values()) == 5
    grams = [g for c in person.diary.contents.values() for g in c.tags.values()]
    assert all(g and g > 0 for g in grams)
    assert 0.4 * GRAMS < float(np.median(grams)) < 2.5 * GRAMS
    assert person.diary.tags == {}


@pytest.mark.parametrize("seed", range(3))
def test_a_food_that_acts_is_one_that_carries_the_tag(seed):
    person = drawn("food", seed)
    for effects in person.truth.effects.values():
        (effect,) = effects.values()
        assert TAG in person.diary.contents[effect.name].tags


def test_there_are_as_many_symptoms_as_were_asked_for():
    assert len(drawn("tag", outcomes=1).truth.effects) == 1
    assert len(drawn("tag", outcomes=3).truth.effects) == 3


@pytest.mark.parametrize("truth", ["", "Tag", "tags", "TAG "])
def test_another_truth_is_refused_by_name(truth):
    with pytest.raises(ValueError, match="tag, weak tag, food"):
        drawn(truth)


# --- counting -----------------------------------------------------------------------------------


def scored(name: str, *, level: str = "food", found: bool = True, members: tuple[str, ...] = ()):
    return SimpleNamespace(name=name, level=level, found=found, members=members)


def test_claims_are_what_was_found_of_foods_and_of_what_they_hold():
    every = [
        scored("milk"), scored("rye", found=False), scored("gluten", level="tag"),
        scored("fibre", level="nutrient"), scored("late meal", level="meal"),
        scored("magnesium", level="supplement"), scored("a or b", members=("b", "a")),
        scored("b or a", members=("a", "b")),
    ]  # fmt: skip
    wanted = [{"milk"}, {"gluten"}, {"fibre"}, {"late meal"}, {"a", "b"}]
    assert _claims(every) == set(map(frozenset, wanted))
    assert _claims([]) == set()


def judged(monkeypatch, truth: str, *claimed, number: int = 1) -> Named:
    """What `judge` makes of an engine that claims these for every outcome."""
    answer = lambda person: dict.fromkeys(person.truth.effects, claimed)  # noqa: E731
    for peer in ("gutline_engine", "seer", "seer_who_searches"):
        monkeypatch.setattr(levels, peer, SimpleNamespace(find=answer))
    return judge((truth, 60, number, 7))


def test_the_tag_is_named_by_its_name(monkeypatch):
    told = judged(monkeypatch, "tag", scored(TAG, level="tag"))
    assert (told.true, told.named, told.instead, told.claims, told.false) == (2, 2, 0, 2, 0)


def test_a_tag_that_has_no_part_in_it_is_a_false_finding(monkeypatch):
    told = judged(monkeypatch, "tag", scored(DECOYS[0], level="tag"))
    assert (told.named, told.instead, told.claims, told.false) == (0, 0, 2, 2)


def test_the_tag_in_place_of_its_food_is_the_other_level(monkeypatch):
    told = judged(monkeypatch, "food", scored(TAG, level="tag"))
    assert (told.named, told.instead, told.false) == (0, 2, 0)


def test_nothing_claimed_is_nothing_named(monkeypatch):
    told = judged(monkeypatch, "tag")
    assert (told.true, told.seer, told.named, told.claims, told.false) == (2, 0, 0, 0, 0)


def test_a_set_too_large_to_be_of_use_names_nothing(monkeypatch):
    crowd = (*(f"food {n}" for n in range(LARGEST_SET)), TAG)
    told = judged(monkeypatch, "tag", scored("crowd", members=crowd))
    assert (told.named, told.instead) == (0, 2)


def test_a_row_says_what_acts_and_for_how_long():
    own = [Named("tag", 90, 2, 2, 1, 1, 1, 2, 0), Named("tag", 90, 2, 2, 2, 2, 0, 3, 1)]
    row = _row("tag", 90, own)
    assert row.startswith("| tag, 0.6 to 2.5 points | 90 | ")
    assert row.count("|") == 8
    assert "1.00" in row
    assert "0.75" in row


def test_every_truth_and_length_is_measured():
    assert set(TRUTHS) == set(POINTS)
    assert sorted(LENGTHS) == list(LENGTHS)
