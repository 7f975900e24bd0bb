"""What changes eating, meal by meal."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.simulator.body import Body
from gutline.simulator.clock import Clock, draw_clock
from gutline.simulator.eating import draw_servings
from gutline.simulator.foods import Food
from gutline.simulator.kernels import Kernel
from gutline.simulator.menu import Menu
from gutline.simulator.scenario import Eating
from gutline.simulator.truth import TrueEffect

EVEN = (0.25, 0.25, 0.25, 0.25)
NAMES = ("bread", "milk", "rice", "tea", "cake", "plum")
DAYS = 1500
HABIT = Eating()


def menu(share: float = 0.4) -> Menu:
    return Menu(tuple(Food(name, (), EVEN) for name in NAMES), np.full(len(NAMES), share))


def body(points: float | None = None) -> Body:
    kernel = Kernel("flat", np.array([0.0, 48.0]), np.array([1.0, 1.0]))
    milk = TrueEffect("milk", "food", points or 0.0, kernel, members=("milk",))
    return Body(
        effects={"back pain": {} if points is None else {"milk": milk}},
        confounders={"back pain": {}},
        noise_sd={"back pain": 1.0},
        noise_family={"back pain": "ou_white"},
        usual={"back pain": 4.0},
    )


def clock() -> Clock:
    return draw_clock(DAYS, 0.0, np.random.default_rng(0))


def eat(
    knobs: Eating,
    *,
    person: Body | None = None,
    stress: np.ndarray | None = None,
    resting: np.ndarray | None = None,
    seed: int = 3,
) -> np.ndarray:
    return draw_servings(
        knobs,
        menu(),
        person or body(),
        clock(),
        np.zeros(DAYS) if stress is None else stress,
        np.zeros(4 * DAYS) if resting is None else resting,
        np.random.default_rng(seed),
    )


def test_habit_alone_gives_each_food_its_share_of_days() -> None:
    daily = (eat(HABIT) > 0).reshape(DAYS, 4, -1).any(axis=1)
    assert daily.mean(axis=0) == pytest.approx(0.4, abs=0.05)


def test_habit_has_no_memory() -> None:
    daily = (eat(HABIT) > 0).reshape(DAYS, 4, -1).any(axis=1)
    for column in daily.T:
        assert abs(np.corrcoef(column[1:], column[:-1])[0, 1]) < 0.08


def test_foods_keep_to_their_own_luck() -> None:
    eaten = (eat(HABIT) > 0).astype(float)
    alike = np.corrcoef(eaten.T)
    assert np.abs(alike[np.triu_indices(len(NAMES), 1)]).max() < 0.08


class TestStress:
    STRESS = np.tile([0.0, 4.0], DAYS // 2)

    def difference(self, knobs: Eating, person: Body | None = None) -> np.ndarray:
        daily = (eat(knobs, stress=self.STRESS, person=person) > 0).reshape(DAYS, 4, -1).any(axis=1)
        return daily[self.STRESS > 2].mean(axis=0) - daily[self.STRESS < 2].mean(axis=0)

    def test_pulls_as_many_foods_as_said(self) -> None:
        pulled = self.difference(Eating(stress_foods=3, pull=1.0)) > 0.1
        assert pulled.sum() == 3

    def test_pulls_nothing_without_being_asked(self) -> None:
        assert np.abs(self.difference(HABIT)).max() < 0.08

    def test_never_pulls_a_food_that_acts(self) -> None:
        everything = Eating(stress_foods=len(NAMES), pull=1.0)
        difference = self.difference(everything, body(1.0))
        assert abs(difference[NAMES.index("milk")]) < 0.08
        assert np.delete(difference, NAMES.index("milk")).min() > 0.1


class TestPain:
    PULL = Eating(pain_foods=len(NAMES), pull=1.5)

    def pulls(self, seed: int) -> np.ndarray:
        resting = np.random.default_rng(8).standard_normal(4 * DAYS)
        eaten = eat(self.PULL, resting=resting, seed=seed) > 0
        return eaten[resting > 0.5].mean(axis=0) - eaten[resting < -0.5].mean(axis=0)

    def test_pulls_every_food_chosen(self) -> None:
        assert np.abs(self.pulls(3)).min() > 0.02

    def test_pulls_foods_both_ways(self) -> None:
        pulled = np.concatenate([self.pulls(seed) for seed in range(4)])
        assert (pulled > 0).any()
        assert (pulled < 0).any()

    def test_what_was_eaten_before_is_felt(self) -> None:
        """A food that hurts for two days changes what is eaten meanwhile."""
        resting = 0.3 * np.random.default_rng(8).standard_normal(4 * DAYS)
        with_effect = eat(self.PULL, person=body(1.0), resting=resting)
        without = eat(self.PULL, person=body(), resting=resting)
        assert not np.array_equal(with_effect > 0, without > 0)

    def test_only_the_past_is_felt(self) -> None:
        """Pain that comes later changes nothing before it."""
        resting = np.random.default_rng(8).standard_normal(4 * DAYS)
        later = resting.copy()
        later[3000:] = later[3000:][::-1]
        one, other = (eat(self.PULL, person=body(1.0), resting=r) for r in (resting, later))
        assert np.array_equal(one[:3000], other[:3000])
        assert not np.array_equal(one[3000:], other[3000:])


class TestCompany:
    def test_true_foods_get_companions(self) -> None:
        eaten = eat(Eating(company=0.95, alone=0.02), person=body(1.0)) > 0
        milk = eaten[:, NAMES.index("milk")]
        shares = [(eaten[:, i] & milk).sum() / milk.sum() for i in range(len(NAMES)) if i != 1]
        assert max(shares) == pytest.approx(0.95, abs=0.05)

    def test_a_null_person_has_pairs_as_well(self) -> None:
        eaten = (eat(Eating(company=0.95, alone=0.02)) > 0).astype(float)
        alike = np.corrcoef(eaten.T)[np.triu_indices(len(NAMES), 1)]
        assert alike.max() > 0.8
