"""The size and course of one exposure's effect, under many kernel shapes and dose responses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from gutline.discovery.candidates import Kernel
from gutline.discovery.findings import LagCurve
from gutline.discovery.fitting import (
    SIZE_WEIGHTS,
    SIZES,
    OutcomeFit,
    Unit,
    mixture_of,
)
from gutline.discovery.rating_group import RatingGroup
from gutline.stats.blocks import Block, block_posterior
from gutline.stats.kernels import FloatArray, shape_bank
from gutline.stats.mixture import NormalMixture

# Prior mass of the dose responses; each is 1 at one dose, so an effect reads "points a dose".
RESPONSES = (("linear", 0.5), ("saturating", 0.25), ("presence", 0.25))
CURVE_HOURS = tuple(float(h) for h in range(0, 73, 2))
_ODDS = 0.05


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
        Coefficient under each.
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


def doses_under(response: str, dose: FloatArray) -> FloatArray:
    """Return doses under a dose response that is 1 at one dose, shape (m,)."""
    if response == "saturating":
        return np.asarray(1.5 * dose / (dose + 0.5))
    return np.ones_like(dose) if response == "presence" else dose


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
    own = sum((fit.parts[j] for j in unit.members if j in fit.parts), np.zeros(1))
    left = regression.white(regression.values - fit.fitted() + own)
    raw, weight, kernels = _columns(group, exposure)
    white = regression.white(raw)
    block = Block.of(white, regression.projection, _ODDS * weight, regression.sd)
    inner = white.T @ left - block.half.T @ regression.projection.half(left)
    posterior = block_posterior(
        block, inner, regression.variance, SIZES, SIZE_WEIGHTS, regression.freedom
    )
    kernel = posterior.probability / posterior.probability.sum()
    column = posterior.column
    return EffectSize(
        mixture_of(column, np.arange(kernel.size), kernel),
        kernel,
        kernels,
        column.mean,
        np.sqrt(np.maximum(column.second - column.mean**2, 1e-12)),
        white,
        left,
    )


def _columns(
    group: RatingGroup, exposure: int
) -> tuple[FloatArray, FloatArray, tuple[Kernel, ...]]:
    """Return raw columns under every shape and response, their prior mass and their kernels."""
    dose = group.candidates.exposures[exposure].dose
    responses = RESPONSES if np.ptp(dose) > 0 else (("linear", 1.0),)
    columns, weight, kernels = [], [], []
    for name, mass in responses:
        under = group.under(exposure, shape_bank(), doses_under(name, dose))
        columns.append(under.columns)
        weight.append(mass * under.weight)
        kernels += [under.kernels[k] for k in under.kernel]
    return np.hstack(columns), np.concatenate(weight), tuple(kernels)


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
    hours = np.array(CURVE_HOURS)
    shapes = np.array([np.interp(hours, k.lags_hours, k.values) for k in effect.kernels])
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
