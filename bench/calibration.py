"""Simulation-based calibration: does the engine mean what it says of its uncertainty.

People are drawn from a prior of the engine's own kind: each food acts on an outcome with the
engine's prior chance, effects are normal around zero, kernels are bumps and the noise is
Ornstein-Uhlenbeck plus white. Where the true effect lies in each posterior is then uniform if the
posterior is right; the posterior is taken as normal with the reported centre and interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare, norm

import gutline
from gutline.simulator import Kernel, SimulatedPerson, TrueEffect
from gutline.simulator.body import OUTCOMES, Body
from gutline.simulator.kernels import REACH_HOURS, STEP_HOURS
from gutline.simulator.menu import Menu, draw_menu
from gutline.simulator.person import live
from gutline.simulator.scenario import Scenario

if TYPE_CHECKING:
    from gutline.discovery import Finding, Findings

FloatArray = NDArray[np.float64]

DAYS, FOODS, RANKS = 180, 30, 10
ACTING = 2.0
SPREAD = 1.2
SURE = 0.9
LEVELS = (0.5, 0.8, 0.9, 0.95)
HARMLESS = 0.5
STORY = Scenario(story="Drawn from the engine's own prior.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a truth lies in a posterior: its rank from 0 to 1, and what was said."""

    rank: float
    truth: float
    probability: float
    cleared: bool


def calibration_tables(seed: int, repeats: int) -> list[str]:
    """Return the lines of the calibration tables over `repeats` drawn people."""
    places: list[Place] = []
    for index in range(repeats):
        rng = np.random.default_rng([seed, DAYS, index])
        person = draw_from_prior(rng)
        places += judged_places(person, gutline.discover(person.diary))
    sure = [one for one in places if one.probability >= SURE and one.truth != 0.0]
    lines = ["### Simulation-based calibration", ""]
    lines += [f"{repeats} people of {DAYS} days x {FOODS} foods x 2 outcomes.", ""]
    lines += _histogram(sure) + _coverage(sure) + _cleared(places)
    return lines


def draw_from_prior(rng: np.random.Generator) -> SimulatedPerson:
    """Draw a person whose effects follow the engine's prior."""
    menu = draw_menu(FOODS, rng)
    names = OUTCOMES[:2]
    body = Body(
        effects={outcome: _effects(menu, rng) for outcome in names},
        confounders={outcome: {} for outcome in names},
        noise_sd={outcome: float(rng.uniform(1.0, 1.6)) for outcome in names},
        noise_family=dict.fromkeys(names, "ou_white"),
        usual=dict.fromkeys(names, 5.0),
    )
    return live("prior", STORY, menu, body, days=DAYS, rng=rng)


def _effects(menu: Menu, rng: np.random.Generator) -> dict[str, TrueEffect]:
    acting = [name for name in menu.names if rng.random() < ACTING / len(menu.names)]
    return {
        name: TrueEffect(
            name=name,
            level="food",
            effect_at_peak=float(rng.normal(0.0, SPREAD)),
            kernel=_bump(rng),
            members=(name,),
        )
        for name in acting
    }


def _bump(rng: np.random.Generator) -> Kernel:
    hours = np.arange(0.0, REACH_HOURS + STEP_HOURS, STEP_HOURS)
    peak = float(np.exp(rng.uniform(np.log(2.0), np.log(50.0))))
    away = np.log((hours + 3.0) / (peak + 3.0)) / 0.42
    shape = np.exp(-0.5 * away**2) * np.clip(hours, 0.0, 1.0)
    return Kernel("bump", hours, shape / shape.max())


def judged_places(person: SimulatedPerson, findings: Findings) -> list[Place]:
    """Return where each food's true effect lies in its posterior."""
    return [
        _place(one, person.truth.effects[one.outcome].get(one.name))
        for one in findings.findings
        if one.level == "food" and one.effect is not None and one.interval is not None
    ]


def _place(one: Finding, effect: TrueEffect | None) -> Place:
    low, high = one.interval or (0.0, 0.0)
    sd = max((high - low) / (2 * float(norm.ppf(0.95))), 1e-9)
    truth = effect.observed_effect if effect is not None else 0.0
    rank = float(norm.cdf((truth - (one.effect or 0.0)) / sd))
    return Place(rank, truth, one.probability or 0.0, one.verdict == "cleared")


def _histogram(sure: list[Place]) -> list[str]:
    count = len(sure)
    counts, _ = np.histogram([one.rank for one in sure], bins=RANKS, range=(0.0, 1.0))
    p_value = float(chisquare(counts).pvalue) if sure else float("nan")
    said = (
        f"Rank of the true effect among {count} that are at least {SURE:.0%} sure, in tenths "
        f"(even when right): {', '.join(map(str, counts))}; chi-squared p = {p_value:.2f}."
    )
    return [said, ""]


def _coverage(sure: list[Place]) -> list[str]:
    ranks = np.array([one.rank for one in sure])
    held = [
        float(np.mean(np.abs(ranks - 0.5) <= level / 2)) if sure else np.nan for level in LEVELS
    ]
    said = ", ".join(f"{level:.0%}: {one:.3f}" for level, one in zip(LEVELS, held, strict=True))
    return [f"Share of these true effects that lie in the central interval of {said}.", ""]


def _cleared(places: list[Place]) -> list[str]:
    cleared = [one for one in places if one.cleared]
    wrong = sum(abs(one.truth) >= HARMLESS for one in cleared)
    share = wrong / len(cleared) if cleared else float("nan")
    said = (
        f"Cleared foods: {len(cleared)} of {len(places)}; {wrong} of them ({share:.2%}) have a "
        f"true effect of {HARMLESS} points or more."
    )
    return [said, ""]
