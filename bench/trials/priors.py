"""What the priors that trials hand on do to the list of findings, right ones and wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import gutline
from bench.calibration import draw_from_prior
from gutline.discovery.settings import Settings
from gutline.trials.learned import SHARE, STRONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.discovery import Findings
    from gutline.simulator import SimulatedPerson

_TRIED = 4
_RIGHT = 0.9
_LISTED = frozenset({"suspect", "helper"})


@dataclass(slots=True)
class Counted:
    """Findings on the list, and how many of them are of things that do not act."""

    listed: int = 0
    false: int = 0
    acting: int = 0
    found: int = 0

    def add(self, person: SimulatedPerson, findings: Findings) -> None:
        """Count one person's list."""
        for one in findings.findings:
            real = one.name in person.truth.effects[one.outcome]
            self.acting += real
            if one.verdict in _LISTED:
                self.listed += 1
                self.false += not real
                self.found += real

    @property
    def row(self) -> str:
        """The counts as cells."""
        false = self.false / max(self.listed, 1)
        return f"{self.listed} | {false:.3f} | {self.found / max(self.acting, 1):.3f}"


def prior_table(seed: int, people: int) -> list[str]:
    """Return the lines: the list without trials, with right ones, and with trials that were wrong.

    Parameters
    ----------
    seed : int
    people : int
        Simulated people a row, each with two symptoms and thirty foods.
    """
    kinds = ("no trials", "four trials, nine in ten right", "four trials, all wrong")
    counted = {kind: Counted() for kind in kinds}
    for index in range(people):
        rng = np.random.default_rng([seed, index])
        person = draw_from_prior(rng)
        for kind in kinds:
            weights = _weights(person, kind, rng)
            found = gutline.discover(person.diary, settings=Settings(prior_weights=weights))
            counted[kind].add(person, found)
    about = (
        f"{people} people drawn from the engine's own prior, two symptoms and thirty foods each; a "
        f"trial of each of {_TRIED} foods hands on a weight of {STRONGEST**SHARE:.2f} or "
        f"{STRONGEST**-SHARE:.2f}."
    )
    head = "| before the diary is read | on the list | of these do not act | found of what acts |"
    lines = [about, "", head, "|---|---|---|---|"]
    return lines + [f"| {kind} | {counted[kind].row} |" for kind in kinds]


def _weights(person: SimulatedPerson, kind: str, rng: np.random.Generator) -> Mapping[str, float]:
    if kind == "no trials":
        return {}
    acting = sorted({name for of in person.truth.effects.values() for name in of})
    others = [name for name in person.diary.names("food") if name not in acting]
    tried = [*acting[: _TRIED // 2], *others[: _TRIED - min(len(acting), _TRIED // 2)]]
    right = [kind.endswith("right") and rng.random() < _RIGHT for _ in tried]
    up, down = STRONGEST**SHARE, STRONGEST**-SHARE
    return {
        name: up if (name in acting) == sure else down
        for name, sure in zip(tried, right, strict=True)
    }
