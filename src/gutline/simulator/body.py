"""What acts on a simulated person: true exposures, confounders and the noise of each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutline.simulator.kernels import SLOW, draw_kernel
from gutline.simulator.noise import FAMILIES
from gutline.simulator.truth import TrueEffect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.simulator.menu import Menu
    from gutline.simulator.scenario import Effects, Scenario

FloatArray = NDArray[np.float64]

OUTCOMES = (
    "back pain",
    "joint pain",
    "bloating",
    "fatigue",
    "headache",
    "itch",
    "stomach ache",
    "neck pain",
    "brain fog",
    "heartburn",
    "nausea",
    "stiffness",
)
SLOW_EXPOSURES = {
    "magnesium": "supplement",
    "omega-3": "supplement",
    "stretching": "practice",
    "breathing exercise": "practice",
}
# A food that is eaten nearly always or hardly ever cannot be learned about from a diary.
LEAST_TRUE_SHARE, MOST_TRUE_SHARE = 0.10, 0.72
CARRY_OVER = 0.4
SLEEP_POINTS = (0.15, 0.4)
SLEEP_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Body:
    """What acts on the outcomes of one person.

    Attributes
    ----------
    effects, confounders
        As in `Truth`, with `observed_effect` not yet known.
    noise_sd, noise_family : mapping of outcome to points and family
    usual : mapping of outcome to points
        The mean rating aimed at.
    """

    effects: Mapping[str, Mapping[str, TrueEffect]]
    confounders: Mapping[str, Mapping[str, float]]
    noise_sd: Mapping[str, float]
    noise_family: Mapping[str, str]
    usual: Mapping[str, float]

    @property
    def acting_foods(self) -> tuple[str, ...]:
        """Return all foods that act on any outcome, by themselves or as carriers of a tag."""
        found: dict[str, None] = {}
        for effects in self.effects.values():
            for effect in effects.values():
                found.update(dict.fromkeys(effect.members))
        return tuple(found)


def draw_body(scenario: Scenario, menu: Menu, outcomes: int, rng: np.random.Generator) -> Body:
    """Draw what acts on a person in a scenario.

    Raises
    ------
    ValueError
        When `outcomes` is below 1 or above the number of known symptoms.
    """
    if not 1 <= outcomes <= len(OUTCOMES):
        raise ValueError(f"A simulated person has 1 to {len(OUTCOMES)} outcomes, not {outcomes}.")
    names = OUTCOMES[:outcomes]
    pool = _pool(scenario.effects, menu, rng)
    families = list(FAMILIES)
    return Body(
        effects={name: _effects(scenario.effects, menu, pool, rng) for name in names},
        confounders={name: _confounders(scenario, rng) for name in names},
        noise_sd={name: float(rng.uniform(1.0, 1.8)) for name in names},
        noise_family={name: families[rng.integers(len(families))] for name in names},
        usual={name: float(rng.uniform(3.0, 4.5)) for name in names},
    )


def _pool(knobs: Effects, menu: Menu, rng: np.random.Generator) -> list[str]:
    """Return the exposures of which the outcomes' true ones are drawn, so that some are shared."""
    if knobs.slow:
        return list(SLOW_EXPOSURES)
    if knobs.tag:
        eligible = _spread_tags(menu, rng)
    else:
        within = (menu.day_shares >= LEAST_TRUE_SHARE) & (menu.day_shares <= MOST_TRUE_SHARE)
        eligible = [name for name, good in zip(menu.names, within, strict=True) if good]
    return [eligible[i] for i in rng.permutation(len(eligible))[: 2 * knobs.most]]


def _spread_tags(menu: Menu, rng: np.random.Generator) -> list[str]:
    """Return tags carried by at least three foods eaten now and then, no food by two of them."""
    tags = sorted({tag for food in menu.foods for tag in food.tags})
    spread: list[str] = []
    used: set[str] = set()
    for tag in [tags[i] for i in rng.permutation(len(tags)).tolist()]:
        carriers = menu.carriers(tag)
        servings = sum(menu.share_of(name) for name in carriers)
        if len(carriers) >= 3 and 0.3 <= servings <= 2.2 and not used.intersection(carriers):
            spread.append(tag)
            used.update(carriers)
    return spread


def _effects(
    knobs: Effects, menu: Menu, pool: list[str], rng: np.random.Generator
) -> dict[str, TrueEffect]:
    count = min(int(rng.integers(knobs.least, knobs.most + 1)), len(pool))
    chosen = [pool[i] for i in sorted(rng.permutation(len(pool))[:count].tolist())]
    return {name: _effect(name, knobs, menu, rng) for name in chosen}


def _effect(name: str, knobs: Effects, menu: Menu, rng: np.random.Generator) -> TrueEffect:
    points = float(rng.uniform(knobs.weakest, knobs.strongest))
    helps = rng.random() < (0.75 if knobs.slow else knobs.helpers)
    families = tuple(SLOW) if knobs.slow else knobs.kernels
    level = SLOW_EXPOSURES[name] if knobs.slow else "tag" if knobs.tag else "food"
    members = () if knobs.slow else menu.carriers(name) if knobs.tag else (name,)
    return TrueEffect(
        name=name,
        level=level,
        effect_at_peak=-points if helps else points,
        kernel=draw_kernel(families[rng.integers(len(families))], rng),
        response=knobs.responses[rng.integers(len(knobs.responses))],
        members=members,
    )


def _confounders(scenario: Scenario, rng: np.random.Generator) -> dict[str, float]:
    acting: dict[str, float] = {}
    if rng.random() < scenario.stress_share:
        acting["stress"] = float(rng.uniform(*scenario.stress_points))
    if rng.random() < SLEEP_SHARE:
        acting["sleep"] = -float(rng.uniform(*SLEEP_POINTS))
    return acting


def confounding(
    acting: Mapping[str, float], daily: Mapping[str, FloatArray], day: NDArray[np.int64]
) -> FloatArray:
    """Return what stress and sleep add to an outcome at moments on the given days, in points."""
    added = np.zeros(day.size)
    for name, points in acting.items():
        away = daily[name] - daily[name].mean()
        before = np.concatenate([away[:1], away[:-1]])
        added += points * (away + CARRY_OVER * before)[day]
    return added
