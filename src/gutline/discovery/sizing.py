"""The size and course of one exposure's effect, under many kernel shapes and dose responses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from gutline.discovery.candidates import CURVE_HOURS, Kernel
from gutline.discovery.findings import LagCurve
from gutline.discovery.fits import SIZE_WEIGHTS, SIZES, OutcomeFit, Unit
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.searched import mixture_of
from gutline.discovery.weighted import Weighted
from gutline.stats.blocks import Block, BlockPosterior, block_posterior
from gutline.stats.kernels import FloatArray, shape_bank
from gutline.stats.mixture import NormalMixture

# Prior mass of the dose responses; each is 1 at one dose, so an effect reads "points a dose".
RESPONSES = (("linear", 0.5), ("saturating", 0.25), ("presence", 0.25))
_ODDS = 0.05
# No shape of a bank is the true one. The nearest of ours misses the peak of smooth curves of other
# families by 6 to 10 % (root mean square, `bench/shape_error.py`); what the spread over shapes does
# not tell of that is left to every size.
SHAPE_ERROR = 0.05
# Doses that saturate are looked at under the shapes that hold this much of the probability.
_LIKELY_SHAPES = 0.999


@dataclass(frozen=True)
class EffectSize:
    """What is known of one effect given that there is one.

    Attributes
    ----------
    size : NormalMixture
        Points at the kernel's peak for one dose.
    kernel : ndarray, shape (k,)
        Posterior probability of each shape and response.
    kernels : tuple of Kernel
        The shape of each.
    mean, sd : ndarray, shape (k,)
        Coefficient under each; `sd` holds what no shape of the bank tells, too.
    white : ndarray, shape (n, k)
        Whitened, weighted columns.
    left : ndarray, shape (n,)
        Whitened, weighted ratings less all other exposures.
    """

    size: NormalMixture
    kernel: FloatArray
    kernels: tuple[Kernel, ...]
    mean: FloatArray
    sd: FloatArray
    white: FloatArray
    left: FloatArray

    @property
    def best(self) -> int:
        """Index of the likeliest shape."""
        return int(np.argmax(self.kernel))


def size_effect(group: RatingGroup, fit: OutcomeFit, unit: Unit, exposure: int) -> EffectSize:
    """Fit one exposure closely, its unit's part of the fit given back to it.

    Parameters
    ----------
    group : RatingGroup
    fit : OutcomeFit
    unit : Unit
        The unit that holds the exposure.
    exposure : int
    """
    regression = fit.regression
    own = [fit.parts[j] for j in unit.members if j in fit.parts]
    left = fit.unexplained + regression.white(np.sum(own, axis=0)) if own else fit.unexplained
    shapes = _shapes(group, regression, exposure, "linear")
    posterior = shapes.posterior(regression, left)
    if np.ptp(group.candidates.exposures[exposure].dose) > 0:
        fast, kept = _likely(posterior.probability, shapes)
        others = [_shapes(group, regression, exposure, r, fast) for r, _ in RESPONSES[1:]]
        shapes = _Shapes.joined([shapes.only(kept), *others])
        posterior = shapes.posterior(regression, left)
    kernel = posterior.probability / posterior.probability.sum()
    column = posterior.column
    error = np.array([0.0 if k.slow else SHAPE_ERROR for k in shapes.kernels])
    sd = np.sqrt(np.maximum(column.second - column.mean**2, 1e-12))
    return EffectSize(
        _widened(mixture_of(column, slice(None), kernel), error),
        kernel,
        shapes.kernels,
        column.mean,
        np.hypot(sd, error * column.mean),
        shapes.white,
        left,
    )


def _widened(size: NormalMixture, error: FloatArray) -> NormalMixture:
    """Return a mixture whose components are known no better than a share of their means."""
    share = np.tile(error, size.mean.size // error.size)
    return NormalMixture(size.weight, size.mean, np.hypot(size.sd, share * size.mean))


@dataclass(frozen=True)
class _Shapes:
    """One exposure's whitened columns under some shapes, with their prior mass."""

    white: FloatArray
    weight: FloatArray
    kernels: tuple[Kernel, ...]

    @classmethod
    def joined(cls, parts: list[_Shapes]) -> _Shapes:
        return cls(
            np.hstack([part.white for part in parts]),
            np.concatenate([part.weight for part in parts]),
            tuple(kernel for part in parts for kernel in part.kernels),
        )

    def only(self, kept: np.ndarray) -> _Shapes:
        kernels = tuple(self.kernels[int(i)] for i in kept)
        return _Shapes(self.white[:, kept], self.weight[kept], kernels)

    def posterior(self, regression: Weighted, left: FloatArray) -> BlockPosterior:
        projection = regression.projection
        block = Block.of(self.white, projection, _ODDS * self.weight, regression.sd)
        inner = self.white.T @ left - block.half.T @ projection.half(left)
        return block_posterior(
            block, inner, regression.variance, SIZES, SIZE_WEIGHTS, regression.freedom
        )


def _shapes(
    group: RatingGroup,
    regression: Weighted,
    exposure: int,
    response: str,
    only: np.ndarray | None = None,
) -> _Shapes:
    """Return an exposure under a dose response and the shapes of the widest bank, or some."""
    under = group.under(exposure, shape_bank(), response, only)
    return _Shapes(
        regression.white(under.columns),
        dict(RESPONSES)[response] * under.weight,
        tuple(under.kernels[int(k)] for k in under.kernel),
    )


def _likely(probability: FloatArray, shapes: _Shapes) -> tuple[np.ndarray, np.ndarray]:
    """Return the fast kernels that hold nearly all probability, and their columns with the slow."""
    order = np.argsort(-probability, kind="stable")
    share = np.cumsum(probability[order]) / probability.sum()
    likely = order[: int(np.searchsorted(share, _LIKELY_SHAPES)) + 1]
    slow = np.array([kernel.slow for kernel in shapes.kernels])
    fast = np.sort(likely[~slow[likely]])
    if not fast.size:  # an effect that is surely slow: the likeliest fast shape stands for them
        fast = np.flatnonzero(~slow)[:1]
    return fast, np.concatenate([fast, np.flatnonzero(slow)])


def lag_curve(effect: EffectSize, level: float) -> LagCurve | None:
    """Return the effect against hours since exposure with a pointwise band, 0-72 h.

    None for an effect that is slow: it has no course within three days.

    Parameters
    ----------
    effect : EffectSize
    level : float
        Level of the band, such as 0.9; normal approximation to the mixture at each hour.
    """
    if effect.kernels[effect.best].slow:
        return None
    shapes = np.array([k.course for k in effect.kernels])
    middle = (effect.kernel * effect.mean) @ shapes
    second = (effect.kernel * (effect.mean**2 + effect.sd**2)) @ shapes**2
    half = _width(level) * np.sqrt(np.maximum(second - middle**2, 0.0))
    return LagCurve(
        CURVE_HOURS,
        tuple(float(v) for v in middle),
        tuple(float(v) for v in middle - half),
        tuple(float(v) for v in middle + half),
    )


def total_effect(effect: EffectSize, level: float) -> tuple[float, tuple[float, float]]:
    """Return points x hours over 72 h after one dose, with an interval at `level`.

    For slow exposures: the points reached when one dose a day is kept up.
    """
    slow = effect.kernels[effect.best].slow
    area = np.array([1.0 if slow else k.area_hours for k in effect.kernels])
    middle = float(effect.kernel @ (effect.mean * area))
    second = float(effect.kernel @ ((effect.mean**2 + effect.sd**2) * area**2))
    half = _width(level) * float(np.sqrt(max(second - middle**2, 0.0)))
    return middle, (middle - half, middle + half)


def peak_hours(effect: EffectSize) -> float | None:
    """Return the posterior mean hour of the peak; None for a slow effect."""
    if effect.kernels[effect.best].slow:
        return None
    peaks = np.array([k.peak_hours for k in effect.kernels])
    fast = np.array([not k.slow for k in effect.kernels])
    weight = effect.kernel * fast
    return float(weight @ peaks / weight.sum())


def _width(level: float) -> float:
    return float(ndtri(0.5 + 0.5 * level))
