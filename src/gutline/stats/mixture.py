"""Posterior summaries of a mixture of normals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from gutline.stats.kernels import FloatArray

# Newton steps at most, each kept between what is known to lie below and above.
_MOST_STEPS = 60
_CLOSE = 1e-9
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
        """Return quantiles; see `mixture_quantiles`.

        Parameters
        ----------
        probability : ndarray, shape (k,)
            Each strictly between 0 and 1.
        """
        return np.asarray(mixture_quantiles([self], probability)[0])

    def interval(self, level: float) -> tuple[float, float]:
        """Return the equal-tailed credible interval at `level`, such as 0.9."""
        return intervals([self], level)[0]


def mixture_quantiles(mixtures: Sequence[NormalMixture], probability: FloatArray) -> FloatArray:
    """Return quantiles of many mixtures at once, by Newton steps that never leave a bracket.

    Parameters
    ----------
    mixtures : sequence of NormalMixture
        B mixtures.
    probability : ndarray, shape (k,)
        Each strictly between 0 and 1.

    Returns
    -------
    ndarray, shape (B, k)
    """
    weight, mean, sd = _heard(mixtures)
    reach = 6.0 * sd.max(axis=1, keepdims=True)
    low = np.repeat(mean.min(axis=1, keepdims=True) - reach, probability.size, axis=1)
    high = np.repeat(mean.max(axis=1, keepdims=True) + reach, probability.size, axis=1)
    scaled = 1.0 / sd
    shift, height = mean * scaled, weight * scaled
    point = np.clip(_as_normal(weight, mean, sd, probability), low, high)
    for _ in range(_MOST_STEPS):
        z = point[:, :, None] * scaled[:, None, :] - shift[:, None, :]
        missing = probability - np.einsum("bkm,bm->bk", ndtr(z), weight)
        low, high = np.where(missing > 0, point, low), np.where(missing > 0, high, point)
        there = np.abs(missing) < _CLOSE
        if there.all():
            break
        density = np.einsum("bkm,bm->bk", np.exp(-0.5 * z * z), height) / np.sqrt(2.0 * np.pi)
        ahead = point + missing / np.maximum(density, 1e-300)
        ahead = np.where((ahead > low) & (ahead < high), ahead, 0.5 * (low + high))
        point = np.where(there, point, ahead)
    return np.asarray(point)


def _as_normal(
    weight: FloatArray, mean: FloatArray, sd: FloatArray, probability: FloatArray
) -> FloatArray:
    """Return the quantiles of the normals with the mixtures' means and variances, (B, k)."""
    middle = (weight * mean).sum(axis=1)
    second = (weight * (mean**2 + sd**2)).sum(axis=1)
    spread = np.sqrt(np.maximum(second - middle**2, 0.0))
    return np.asarray(middle[:, None] + spread[:, None] * ndtri(probability)[None, :])


def intervals(mixtures: Sequence[NormalMixture], level: float) -> list[tuple[float, float]]:
    """Return the equal-tailed credible interval of each mixture at `level`, such as 0.9."""
    if not mixtures:
        return []
    tail = 0.5 * (1.0 - level)
    ends = mixture_quantiles(mixtures, np.array([tail, 1.0 - tail]))
    return [(float(low), float(high)) for low, high in ends]


def _heard(mixtures: Sequence[NormalMixture]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return weights, means and sds without unheard components, (B, most); short rows padded."""
    kept = [np.flatnonzero(m.weight > _UNHEARD * m.weight.max()) for m in mixtures]
    most = max(k.size for k in kept)
    weight = np.zeros((len(mixtures), most))
    mean, sd = np.zeros_like(weight), np.zeros_like(weight)
    for row, (mixture, own) in enumerate(zip(mixtures, kept, strict=True)):
        weight[row, : own.size] = mixture.weight[own] / mixture.weight[own].sum()
        mean[row], sd[row] = mixture.mean[own[0]], mixture.sd[own[0]]
        mean[row, : own.size], sd[row, : own.size] = mixture.mean[own], mixture.sd[own]
    return weight, mean, sd
