"""The rules by which the benchmark judges: docs/benchmarks.md says them in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bench.protocol import Scored
from bench.scoring import Marks, average_precision, score, stands_for
from gutline.diary import Diary
from gutline.simulator import Events, Kernel, Latent, SimulatedPerson, TrueEffect, Truth

KERNEL = Kernel("flat", np.array([0.0, 10.0]), np.array([1.0, 1.0]))
PAIN = "back pain"
TAGS = {
    "milk": ("dairy", "lactose"),
    "kefir": ("dairy", "lactose"),
    "cheese": ("dairy",),
    "butter": ("dairy",),
}
SERVINGS = {"milk": 30, "kefir": 10, "cheese": 20, "butter": 30, "rice": 40, "plum": 9}


def effect(name: str, points: float = 1.0, members: tuple[str, ...] = ()) -> TrueEffect:
    level = "tag" if members else "food"
    return TrueEffect(
        name, level, points, KERNEL, members=members or (name,), observed_effect=points
    )


def person(*effects: TrueEffect, confounders: tuple[str, ...] = ()) -> SimulatedPerson:
    taken = {name: meals(count) for name, count in SERVINGS.items()}
    for tag in ("dairy", "lactose"):
        taken[tag] = meals(sum(SERVINGS[food] for food, tags in TAGS.items() if tag in tags))
    return SimulatedPerson(
        scenario="made",
        diary=Diary(entries=(), tags=TAGS),
        truth=Truth(
            {PAIN: {one.name: one for one in effects}}, {PAIN: dict.fromkeys(confounders, 0.3)}
        ),
        latent=Latent(datetime(2024, 1, 1, tzinfo=UTC), taken, {}, {}),
    )


def meals(count: int) -> Events:
    return Events(24.0 * np.arange(count), np.ones(count))


def said(name: str, level: str = "food", **others: object) -> Scored:
    usual = Scored(name, level, score=0.9, found=True, effect=1.0, members=(name,))
    return replace(usual, **others)


def judged(who: SimulatedPerson, *scored: Scored) -> Marks:
    return score(who, {PAIN: scored})


class TestFoods:
    def test_the_true_food_is_found(self) -> None:
        marks = judged(person(effect("milk")), said("milk"), said("rice", found=False))
        assert (marks.true, marks.found, marks.claims, marks.false) == (1, 1, 1, 0)

    def test_another_food_is_false(self) -> None:
        marks = judged(person(effect("milk")), said("rice"))
        assert (marks.found, marks.claims, marks.false) == (0, 1, 1)

    def test_saying_nothing_finds_nothing(self) -> None:
        marks = score(person(effect("milk")), {})
        assert (marks.true, marks.found, marks.claims, marks.false) == (1, 0, 0, 0)

    def test_everything_is_false_in_a_null_person(self) -> None:
        marks = judged(person(), said("milk"), said("dairy", "tag"))
        assert (marks.true, marks.claims, marks.false) == (0, 2, 2)

    def test_each_outcome_has_its_own_truth(self) -> None:
        who = person(effect("milk"))
        both = replace(
            who.truth,
            effects={PAIN: {}, "itch": who.truth.effects[PAIN]},
            confounders={PAIN: {}, "itch": {}},
        )
        marks = score(replace(who, truth=both), {PAIN: (said("milk"),), "itch": (said("milk"),)})
        assert (marks.true, marks.found, marks.claims, marks.false) == (1, 1, 2, 1)


class TestSets:
    def test_a_small_set_with_the_truth_counts_once_and_is_not_false(self) -> None:
        members = ("butter", "milk", "rice")
        marks = judged(person(effect("milk")), *(said(name, members=members) for name in members))
        assert (marks.found, marks.claims, marks.false) == (1, 1, 0)

    def test_the_order_of_a_set_does_not_matter(self) -> None:
        marks = judged(
            person(effect("milk")),
            said("milk", members=("milk", "rice")),
            said("rice", members=("rice", "milk")),
        )
        assert marks.claims == 1

    def test_a_large_set_with_the_truth_is_neither_found_nor_false(self) -> None:
        members = ("butter", "milk", "rice", "plum")
        marks = judged(person(effect("milk")), said("milk", members=members))
        assert (marks.found, marks.claims, marks.false) == (0, 1, 0)

    def test_a_set_without_the_truth_is_one_false_claim(self) -> None:
        members = ("rice", "plum")
        marks = judged(person(effect("milk")), *(said(name, members=members) for name in members))
        assert (marks.found, marks.claims, marks.false) == (0, 1, 1)

    def test_a_set_of_two_true_foods_finds_both(self) -> None:
        marks = judged(
            person(effect("milk"), effect("rice")), said("milk", members=("milk", "rice"))
        )
        assert (marks.true, marks.found, marks.false) == (2, 2, 0)


class TestTags:
    def test_a_tag_mostly_of_acting_foods_stands_for_them(self) -> None:
        marks = judged(person(effect("milk")), said("lactose", "tag"))
        assert (marks.found, marks.false) == (1, 0)

    def test_a_tag_mostly_of_innocent_foods_does_not(self) -> None:
        marks = judged(person(effect("milk")), said("dairy", "tag"))
        assert (marks.found, marks.false) == (0, 1)

    def test_several_acting_foods_make_up_a_tag_together(self) -> None:
        who = person(effect("milk"), effect("cheese"))
        assert stands_for(who, PAIN)["dairy"] == {"milk", "cheese"}

    def test_a_true_tag_is_found_by_name(self) -> None:
        dairy = effect("dairy", members=("milk", "kefir", "cheese", "butter"))
        marks = judged(person(dairy), said("dairy", "tag"))
        assert (marks.true, marks.found, marks.false) == (1, 1, 0)

    def test_a_true_tag_is_found_by_any_food_that_carries_it(self) -> None:
        dairy = effect("dairy", members=("milk", "kefir", "cheese", "butter"))
        marks = judged(person(dairy), said("kefir"), said("butter"))
        assert (marks.true, marks.found, marks.claims, marks.false) == (1, 1, 2, 0)

    def test_a_narrower_tag_stands_for_the_true_one(self) -> None:
        dairy = effect("dairy", members=("milk", "kefir", "cheese", "butter"))
        assert judged(person(dairy), said("lactose", "tag")).found == 1


class TestEffects:
    def test_the_error_is_against_what_is_observed(self) -> None:
        true = replace(effect("milk", 2.0), observed_effect=1.5)
        assert judged(person(true), said("milk", effect=1.2)).errors == pytest.approx((0.3,))

    def test_only_found_effects_have_an_error(self) -> None:
        marks = judged(person(effect("milk")), said("milk", found=False, effect=3.0))
        assert marks.errors == ()

    def test_a_wrong_sign_is_counted(self) -> None:
        assert judged(person(effect("milk", -1.0)), said("milk", effect=0.8)).wrong_sign == 1
        assert judged(person(effect("milk", -1.0)), said("milk", effect=-0.8)).wrong_sign == 0

    def test_no_effect_no_error(self) -> None:
        assert judged(person(effect("milk")), said("milk", effect=None)).errors == ()

    @pytest.mark.parametrize(
        ("interval", "held"), [((0.5, 1.5), True), ((1.1, 2.0), False), ((-1.0, 0.9), False)]
    )
    def test_intervals_hold_the_truth_or_not(
        self, interval: tuple[float, float], *, held: bool
    ) -> None:
        marks = judged(person(effect("milk")), said("milk", interval=interval))
        assert marks.held == marks.held_found == (held,)

    def test_intervals_of_true_effects_count_when_not_found_too(self) -> None:
        marks = judged(person(effect("milk")), said("milk", found=False, interval=(0.0, 2.0)))
        assert marks.held == (True,)
        assert marks.held_found == ()

    def test_the_exposure_itself_is_preferred_to_its_tag(self) -> None:
        marks = judged(
            person(effect("milk")),
            said("lactose", "tag", effect=0.2, score=0.99),
            said("milk", effect=0.9),
        )
        assert marks.errors == pytest.approx((0.1,))


class TestApart:
    def test_stress_is_scored_apart(self) -> None:
        marks = judged(person(confounders=("stress",)), said("stress", "stress"))
        assert (marks.claims, marks.false) == (0, 0)
        assert (marks.apart_true, marks.apart_found, marks.apart_false) == (1, 1, 0)

    def test_idle_sleep_that_is_reported_is_counted(self) -> None:
        marks = judged(person(confounders=("stress",)), said("sleep", "sleep"))
        assert (marks.apart_true, marks.apart_found, marks.apart_false) == (1, 0, 1)

    def test_they_do_not_enter_the_ranking(self) -> None:
        who = person(effect("milk"))
        marks = judged(who, said("stress", "stress", score=1.0), said("milk", score=0.5))
        assert marks.average_precision == 1.0


class TestProbabilities:
    def test_pair_each_claim_with_its_truth(self) -> None:
        marks = judged(
            person(effect("milk")),
            said("milk", probability=0.95),
            said("rice", found=False, probability=0.05),
            said("stress", "stress", probability=0.5),
        )
        assert marks.probabilities == ((0.95, True), (0.05, False))

    def test_none_is_left_out(self) -> None:
        assert judged(person(effect("milk")), said("milk")).probabilities == ()


class TestAveragePrecision:
    def test_is_one_when_the_true_come_first(self) -> None:
        assert average_precision([(0.9, True), (0.8, True), (0.1, False)]) == 1.0

    def test_is_the_mean_precision_at_the_true_ones(self) -> None:
        ranked = [(0.9, True), (0.8, False), (0.7, True), (0.1, False)]
        assert average_precision(ranked) == pytest.approx((1 + 2 / 3) / 2)

    def test_ties_count_against_it(self) -> None:
        assert average_precision([(0.5, True), (0.5, False)]) == 0.5

    def test_nothing_true_nothing_to_say(self) -> None:
        assert average_precision([(0.5, False)]) is None

    def test_unmentioned_true_effects_come_last(self) -> None:
        marks = judged(person(effect("milk")), said("rice", found=False, score=0.3))
        assert marks.average_precision == 0.5

    def test_a_tag_and_its_food_are_one_item(self) -> None:
        marks = judged(
            person(effect("milk")),
            said("lactose", "tag", score=0.9),
            said("milk", score=0.2),
            said("rice", found=False, score=0.5),
        )
        assert marks.average_precision == 1.0
