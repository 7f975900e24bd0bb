"""What is known of one outcome once it is fitted: units of exposures, parts of the ratings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.discovery.candidates import Candidates
from gutline.discovery.series import WITHIN
from gutline.discovery.settings import Settings
from gutline.discovery.weighted import Weighted
from gutline.stats.kernels import FloatArray

SIZES = (0.3, 0.6, 1.2)
SIZE_WEIGHTS = (0.3, 0.4, 0.3)
LEVEL_WEIGHTS = {"tag": 0.5, "nutrient": 0.1, "meal": 0.1}
MOST_WITHIN = 0.2


@dataclass(frozen=True)
class Unit:
    """Exposures that share a block: one, or a few that cannot be told apart.

    Attributes
    ----------
    members : tuple of int
    share : tuple of float
        Probability of each member given that the unit acts; sums to 1.
    evidence : float
        Log Bayes factor of the unit against none.
    fast : float
        The same by its fast kernels alone, for a single exposure.
    """

    members: tuple[int, ...]
    share: tuple[float, ...]
    evidence: float
    fast: float = -np.inf


@dataclass(frozen=True)
class OutcomeFit:
    """Everything fitted to one outcome.

    Attributes
    ----------
    model : int
        Index of its noise model in the grid.
    regression : Weighted
    units : tuple of Unit
        Every exposure stands in exactly one.
    parts : dict of int to ndarray, shape (n,)
        Each active exposure's fitted points at each rating.
    left : ndarray, shape (p,)
        ``x'M r`` of every search column with what the active exposures leave.
    sets : tuple of tuple of int
        The active exposures, grouped where they cannot be told apart.
    doubt : float
        Posterior variance of the fit, summed over ratings, whitened points squared.
    rounds : int
        Sweeps of the search; `converged` says whether it settled.
    """

    model: int
    regression: Weighted
    units: tuple[Unit, ...]
    parts: dict[int, FloatArray]
    left: FloatArray
    sets: tuple[tuple[int, ...], ...]
    doubt: float
    rounds: int
    converged: bool

    @cached_property
    def fitted(self) -> FloatArray:
        """The points all active exposures add at each rating, shape (n,)."""
        total = np.zeros(self.regression.root.size)
        for part in self.parts.values():
            total += part
        return total

    @cached_property
    def unexplained(self) -> FloatArray:
        """Whitened, weighted ratings less what all active exposures add, shape (n,)."""
        return self.regression.white(self.regression.values - self.fitted)


def unit_weights(candidates: Candidates, settings: Settings) -> FloatArray:
    """Return each exposure's relative prior mass, summing to 1, shape (P,).

    Foods, drinks and the rest weigh the same, times what `settings.prior_weights` says of a name;
    a tag stands for foods that are weighed already and weighs half, a nutrient and a way of eating
    a tenth, and all of these together no more than a fifth of what the foods weigh.
    """
    levels = [e.level for e in candidates.exposures]
    weight = np.array([LEVEL_WEIGHTS.get(level, 1.0) for level in levels])
    within = np.array([level in WITHIN for level in levels], dtype=bool)
    most = MOST_WITHIN * float(weight[~within].sum())
    if within.any() and 0.0 < most < weight[within].sum():
        weight[within] *= most / weight[within].sum()
    weight *= [settings.prior_weight(e.name) for e in candidates.exposures]
    return np.asarray(weight / max(float(weight.sum()), 1e-9))
