"""Posterior summaries of a mixture of normals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from gutline.stats.kernels import FloatArray

_HALVINGS = 20
# Components lighter than this share of the heaviest cannot move a quantile noticeably.
_UNHEARD = 1e-6


@dataclass(frozen=True)
class NormalMixture:
    """A mixture of normal distributions.

    Attributes
    ----------
    weight, mean, sd : ndarray, shape (m,)
        Weights sum to 1; standard deviations are positive.
    """

    weight: FloatArray
    mean: FloatArray
    sd: FloatArray

    @property
    def centre(self) -> float:
        """Mean of the mixture."""
        return float(self.weight @ self.mean)

    @property
    def spread(self) -> float:
        """Standard deviation of the mixture."""
        second = float(self.weight @ (self.mean**2 + self.sd**2))
        return float(np.sqrt(max(second - self.centre**2, 0.0)))

    def below(self, value: float) -> float:
        """Return the probability of being at or below `value`."""
        return float(self.weight @ ndtr((value - self.mean) / self.sd))

    def quantiles(self, probability: FloatArray) -> FloatArray:
        """Return quantiles by bisection, to one millionth of the mixture's reach.

        Parameters
        ----------
        probability : ndarray, shape (k,)
            Each strictly between 0 and 1.
        """
        heard = self.weight > _UNHEARD * float(self.weight.max())
        weight, mean, sd = self.weight[heard], self.mean[heard], self.sd[heard]
        weight = weight / weight.sum()
        reach = 6.0 * float(sd.max())
        low = np.full(probability.size, float(mean.min()) - reach)
        high = np.full(probability.size, float(mean.max()) + reach)
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            level = ndtr((middle[:, None] - mean) / sd) @ weight
            low = np.where(level < probability, middle, low)
            high = np.where(level < probability, high, middle)
        return np.asarray(0.5 * (low + high))

    def interval(self, level: float) -> tuple[float, float]:
        """Return the equal-tailed credible interval at `level`, such as 0.9."""
        tail = 0.5 * (1.0 - level)
        low, high = self.quantiles(np.array([tail, 1.0 - tail]))
        return float(low), float(high)
