"""What is eaten at each meal, given habit, stress, company and the pain of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutline.simulator.foods import SLOTS
from gutline.simulator.menu import (
    Company,
    Menu,
    chance,
    draw_doses,
    keep_company,
    logit,
)
from gutline.simulator.truth import RESPONSES, TrueEffect

if TYPE_CHECKING:
    from gutline.simulator.body import Body
    from gutline.simulator.clock import Clock
    from gutline.simulator.scenario import Eating

FloatArray = NDArray[np.float64]

LEAST_CHANCE = 1e-4
FAMILIAR_SHARE = 0.06
LEAST_PAIRS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Feeling:
    """How the first outcome would be felt at each meal if nothing acting were eaten.

    Attributes
    ----------
    resting : ndarray of shape (meals,)
        Points away from the usual level: noise and confounders.
    effects : tuple of TrueEffect
        The food effects that come on top.
    """

    resting: FloatArray
    effects: tuple[TrueEffect, ...]


def draw_servings(
    knobs: Eating,
    menu: Menu,
    body: Body,
    clock: Clock,
    stress: FloatArray,
    resting: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw the servings of each food (columns) at each meal (rows).

    Parameters
    ----------
    knobs : Eating
    menu, body, clock
        The person.
    stress : ndarray of shape (days,)
        True stress.
    resting : ndarray of shape (meals,)
        As in `Feeling`.
    rng : numpy.random.Generator
    """
    usual = np.tile(menu.slot_chances(), (clock.days, 1))
    odds = logit(np.clip(usual, LEAST_CHANCE, 1.0 - LEAST_CHANCE))
    odds = np.where(usual > 0, odds, -np.inf)
    if knobs.stress_foods:
        odds = odds + _stress_pull(knobs, menu, body, stress, rng)
    doses = draw_doses(usual.shape, rng)
    luck = rng.random(usual.shape)
    if knobs.pain_foods:
        effects = tuple(next(iter(body.effects.values())).values())
        pull = _pain_pull(knobs, menu, rng)
        return _eat_by_feeling(odds, luck, doses, pull, menu, clock, Feeling(resting, effects))
    servings = np.where(luck < chance(odds), doses, 0.0)
    company = _draw_company(knobs, menu, body, rng)
    return keep_company(servings, doses, menu.names, company, rng)


def _stress_pull(
    knobs: Eating, menu: Menu, body: Body, stress: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Return the shift of the log odds under stress, for innocent foods only."""
    away = (stress - stress.mean()) / max(float(stress.std()), 1e-9)
    innocent = _familiar(menu, set(body.acting_foods))
    pull = np.zeros(len(menu.foods))
    chosen = rng.permutation(innocent)[: knobs.stress_foods]
    pull[chosen] = knobs.pull * rng.uniform(0.5, 1.0, chosen.size)
    return np.outer(np.repeat(away, len(SLOTS)), pull)


def _pain_pull(knobs: Eating, menu: Menu, rng: np.random.Generator) -> FloatArray:
    """Return the shift of the log odds for one standard deviation of pain, either way."""
    chosen = rng.permutation(_familiar(menu, set()))[: knobs.pain_foods]
    pull = np.zeros(len(menu.foods))
    sign = np.where(rng.random(chosen.size) < 0.5, 1.0, -1.0)
    pull[chosen] = knobs.pull * rng.uniform(0.5, 1.0, chosen.size) * sign
    return pull


def _familiar(menu: Menu, left_out: set[str]) -> NDArray[np.int64]:
    """Return the columns of foods that are eaten now and then."""
    kept = [
        column
        for column, name in enumerate(menu.names)
        if name not in left_out and menu.day_shares[column] >= FAMILIAR_SHARE
    ]
    return np.array(kept, dtype=np.int64)


def _draw_company(knobs: Eating, menu: Menu, body: Body, rng: np.random.Generator) -> Company:
    """Give each acting food and some others an innocent companion, no two the same."""
    if not knobs.company:
        return Company()
    acting = body.acting_foods
    innocent = [name for name in menu.names if name not in acting]
    innocent = [innocent[i] for i in rng.permutation(len(innocent)).tolist()]
    rest = innocent[len(acting) :]
    others = list(zip(rest[0::2], rest[1::2], strict=False))
    of = dict(zip(acting, innocent, strict=False))
    of |= dict(others[: max(LEAST_PAIRS - len(acting), 0)])
    return Company(of=of, company=knobs.company, alone=knobs.alone)


def _eat_by_feeling(
    odds: FloatArray,
    luck: FloatArray,
    doses: FloatArray,
    pull: FloatArray,
    menu: Menu,
    clock: Clock,
    feeling: Feeling,
) -> FloatArray:
    """Go from meal to meal: what was eaten changes the pain, the pain what is eaten."""
    names = menu.names
    columns = [[names.index(member) for member in e.members] for e in feeling.effects]
    pain = feeling.resting - feeling.resting.mean() - _expected(menu, feeling.effects)
    spread = max(float(feeling.resting.std()), 1e-9)
    servings = np.zeros(odds.shape)
    for meal, hour in enumerate(clock.meals):
        likely = chance(odds[meal] + pull * np.clip(pain[meal] / spread, -2.5, 2.5))
        plate = np.where(luck[meal] < likely, doses[meal], 0.0)
        servings[meal] = plate
        for effect, members in zip(feeling.effects, columns, strict=True):
            dose = plate[members].sum(keepdims=True)
            if dose[0] > 0:
                end = np.searchsorted(clock.meals, hour + effect.kernel.reach_hours)
                lags = clock.meals[meal + 1 : end] - hour
                size = effect.effect_at_peak * RESPONSES[effect.response](dose)[0]
                pain[meal + 1 : end] += size * effect.kernel(lags)
    return servings


def _expected(menu: Menu, effects: tuple[TrueEffect, ...]) -> float:
    """Return the points that usual eating adds on average, so that pain is seen against it."""
    return sum(
        effect.effect_at_peak
        * effect.kernel.area
        / 24.0
        * sum(menu.share_of(member) for member in effect.members)
        for effect in effects
    )
