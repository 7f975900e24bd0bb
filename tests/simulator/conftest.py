"""People drawn once and looked at by many tests."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gutline.simulator import SimulatedPerson, draw_person

if TYPE_CHECKING:
    from collections.abc import Callable

# The benchmark is run from the repository and never installed, but its judging is tested.
ROOT = Path(__file__).parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))


@cache
def _drawn(scenario: str, seed: int, days: int, foods: int, outcomes: int) -> SimulatedPerson:
    rng = np.random.default_rng(seed)
    return draw_person(scenario, days=days, rng=rng, foods=foods, outcomes=outcomes)


@pytest.fixture(scope="session")
def draw() -> Callable[..., SimulatedPerson]:
    """Return `draw_person` with defaults, remembering the people drawn before."""

    def drawn(
        scenario: str = "plain",
        seed: int = 1,
        *,
        days: int = 180,
        foods: int = 40,
        outcomes: int = 3,
    ) -> SimulatedPerson:
        return _drawn(scenario, seed, days, foods, outcomes)

    return drawn


@pytest.fixture
def rng() -> np.random.Generator:
    """Return a generator of a fixed seed."""
    return np.random.default_rng(20260630)
