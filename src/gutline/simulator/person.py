"""Draw a person: habits, body, life and diary, each from the one generator passed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutline.simulator.body import SLOW_EXPOSURES, Body, confounding, draw_body
from gutline.simulator.clock import Clock, draw_clock, draw_daily
from gutline.simulator.eating import draw_servings
from gutline.simulator.logbook import Life, write_diary
from gutline.simulator.menu import Menu, draw_menu
from gutline.simulator.noise import (
    HOURS_A_DAY,
    NoisePath,
    blend,
    daily_chain,
    draw_noise,
)
from gutline.simulator.registry import find_scenario
from gutline.simulator.truth import Events, Latent, Rated, SimulatedPerson, TrueEffect, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.simulator.scenario import Scenario

FloatArray = NDArray[np.float64]

START = datetime(2015, 1, 5, tzinfo=UTC)
TOP = 10.0
MOST_SHARED_NOISE = 0.4
# A spell of a supplement or practice lasts about this many days, and so does a pause.
SPELL_DAYS = 14.0
KEPT_SHARE = 0.9


def draw_person(
    scenario: str,
    *,
    days: int,
    rng: np.random.Generator,
    foods: int = 40,
    outcomes: int = 3,
) -> SimulatedPerson:
    """Draw a person of a scenario and the diary they keep.

    Parameters
    ----------
    scenario : str
        One of `SCENARIOS`.
    days : int
        Length of the diary, at least 2.
    rng : numpy.random.Generator
        The only source of chance: the same state gives the same person.
    foods, outcomes : int

    Raises
    ------
    ScenarioError
        When there is no such scenario.
    ValueError
        When a number is out of range.
    """
    knobs = find_scenario(scenario)
    if days < 2:
        raise ValueError(f"A simulated diary has at least 2 days, not {days}.")
    menu = draw_menu(foods, rng)
    body = draw_body(knobs, menu, outcomes, rng)
    return live(scenario, knobs, menu, body, days=days, rng=rng)


def live(
    name: str,
    knobs: Scenario,
    menu: Menu,
    body: Body,
    *,
    days: int,
    rng: np.random.Generator,
    start: datetime = START,
) -> SimulatedPerson:
    """Let a person of given habits and body live and log for some days, from midnight `start`."""
    clock = draw_clock(days, knobs.logging.ratings_missed, rng)
    daily = draw_daily(days, rng)
    noise, resting = _by_itself(body, clock, daily, rng)
    feeling = resting[next(iter(body.effects))][clock.meal_rows()]
    servings = draw_servings(knobs.eating, menu, body, clock, daily["stress"], feeling, rng)
    slow = _spells(days, rng) if knobs.effects.slow else {}
    taken = _taken(menu, clock, servings) | slow
    rated = _rate(knobs, body, clock, noise, resting, taken, rng)
    life = Life(
        start=start,
        clock=clock,
        menu=menu,
        servings=servings,
        slow={one: (SLOW_EXPOSURES[one], events) for one, events in slow.items()},
        daily=daily,
        ratings={outcome: one.values for outcome, one in rated.items()},
        bad=_badness(next(iter(rated.values())), days),
    )
    diary, kept = write_diary(life, knobs.logging, rng)
    rated = {outcome: _only(one, kept) for outcome, one in rated.items()}
    latent = Latent(start=start, taken=taken, daily=daily, rated=rated)
    return SimulatedPerson(name, diary, _truth(body, rated, taken), latent)


def _by_itself(
    body: Body, clock: Clock, daily: Mapping[str, FloatArray], rng: np.random.Generator
) -> tuple[dict[str, NoisePath], dict[str, FloatArray]]:
    """Return each outcome's noise, and what is felt of noise and confounders, at all moments."""
    moments = clock.moments
    day = (moments // HOURS_A_DAY).astype(np.int64)
    shared = draw_noise("ou_white", moments, 1.0, rng)
    share = float(rng.uniform(0.0, MOST_SHARED_NOISE))
    noise, resting = {}, {}
    for outcome, family in body.noise_family.items():
        own = draw_noise(family, moments, body.noise_sd[outcome], rng)
        noise[outcome] = blend(own, shared, share)
        stirred = confounding(body.confounders[outcome], daily, day)
        resting[outcome] = stirred + noise[outcome].process
    return noise, resting


def _spells(days: int, rng: np.random.Generator) -> dict[str, Events]:
    """Draw when supplements and practices are taken: spells of days, now and then forgotten."""
    spells = {}
    for name in SLOW_EXPOSURES:
        inside = daily_chain(days, float(np.cos(np.pi / SPELL_DAYS)), rng) > 0.0
        taken = np.flatnonzero(inside & (rng.random(days) < KEPT_SHARE))
        hours = taken * HOURS_A_DAY + 8.0 + rng.uniform(0.0, 0.5, taken.size)
        spells[name] = Events(hours, np.ones(taken.size))
    return spells


def _taken(menu: Menu, clock: Clock, servings: FloatArray) -> dict[str, Events]:
    """Return the true events of every food and, added up meal by meal, of every tag."""
    taken = {
        name: _events(clock.meals, servings[:, column]) for column, name in enumerate(menu.names)
    }
    for tag in sorted({tag for food in menu.foods for tag in food.tags}):
        strengths = np.array([food.strength_of(tag) for food in menu.foods])
        taken[tag] = _events(clock.meals, servings @ strengths)
    return taken


def _events(hours: FloatArray, doses: FloatArray) -> Events:
    eaten = doses > 0
    return Events(hours[eaten], doses[eaten])


def _rate(
    knobs: Scenario,
    body: Body,
    clock: Clock,
    noise: Mapping[str, NoisePath],
    resting: Mapping[str, FloatArray],
    taken: Mapping[str, Events],
    rng: np.random.Generator,
) -> dict[str, Rated]:
    """Rate every outcome: what is felt, the effects and the rating's own error, on 0 to 10."""
    here = clock.rating_rows()
    rated = {}
    for outcome, effects in body.effects.items():
        latent = resting[outcome][here] + noise[outcome].white[here]
        for effect in effects.values():
            latent = latent + effect.added(clock.ratings, taken[effect.name])
        latent = latent + _lift(latent, knobs.floor, body.usual[outcome], rng)
        values = np.clip(np.round(latent), 0.0, TOP)
        rated[outcome] = Rated(clock.ratings, latent, noise[outcome].total[here], values)
    return rated


def _lift(
    latent: FloatArray,
    floor: tuple[float, float] | None,
    usual: float,
    rng: np.random.Generator,
) -> float:
    """Return what brings the mean to the usual rating, or the wanted share of ratings to 0."""
    if floor is None:
        return usual - float(latent.mean())
    return 0.5 - float(np.quantile(latent, rng.uniform(*floor)))


def _badness(rated: Rated, days: int) -> FloatArray:
    """Return how bad each day was, in standard deviations; 0 on days without a rating."""
    day = (rated.hours // HOURS_A_DAY).astype(np.int64)
    counts = np.bincount(day, minlength=days)
    means = np.bincount(day, weights=rated.latent, minlength=days) / np.maximum(counts, 1)
    seen = means[counts > 0]
    away = (means - seen.mean()) / max(float(seen.std()), 1e-9)
    return np.where(counts > 0, away, 0.0)


def _only(rated: Rated, kept: NDArray[np.bool_]) -> Rated:
    return Rated(rated.hours[kept], rated.latent[kept], rated.noise[kept], rated.values[kept])


def _truth(body: Body, rated: Mapping[str, Rated], taken: Mapping[str, Events]) -> Truth:
    effects = {
        outcome: {
            name: replace(effect, observed_effect=_observed(effect, rated[outcome], taken[name]))
            for name, effect in built.items()
        }
        for outcome, built in body.effects.items()
    }
    return Truth(effects, body.confounders, body.noise_sd, body.noise_family)


def _observed(effect: TrueEffect, rated: Rated, events: Events) -> float:
    """Return the slope of what the effect really changed in the recorded ratings.

    That is the regression, on the effect's own history, of each rating's difference between the
    recorded scale with the effect and without it; between the ends of the scale it equals the
    latent effect.
    """
    history = effect.history(rated.hours, events)
    without = rated.latent - effect.effect_at_peak * history
    changed = np.clip(rated.latent, 0.0, TOP) - np.clip(without, 0.0, TOP)
    away = history - history.mean()
    if not away.any():
        return float("nan")
    return float(away @ changed / (away @ away))
