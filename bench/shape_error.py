"""How far the nearest shape of the engine's bank is from curves it does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gutline.simulator.kernels import FAST, draw_kernel
from gutline.stats.kernels import shape_bank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

SMOOTH = ("gamma", "lognormal", "weibull", "triangular", "double_exponential")
"""Families with one peak and no edges; what a size's uncertainty is set by."""
DRAWS = 150


@dataclass(frozen=True, slots=True)
class ShapeError:
    """How well one family is met.

    Attributes
    ----------
    family : str
    bias, spread : float
        Mean and root mean square of the error of the peak, as a share of it.
    misfit : float
        Root of the share of the curve's square that is left over, on average.
    """

    family: str
    bias: float
    spread: float
    misfit: float


def shape_errors(seed: int, draws: int = DRAWS) -> list[ShapeError]:
    """Fit the bank to curves of every family by least squares, and compare the peaks."""
    rng = np.random.default_rng(seed)
    return [_error(family, draws, rng) for family in FAST]


def _error(family: str, draws: int, rng: np.random.Generator) -> ShapeError:
    bank = shape_bank()
    lags = np.asarray(bank.lags_hours)
    curves = [draw_kernel(family, rng)(lags) for _ in range(draws)]
    met = np.array([_met(np.asarray(bank.table), curve) for curve in curves])
    return ShapeError(
        family,
        float(met[:, 0].mean()),
        float(np.sqrt((met[:, 0] ** 2).mean())),
        float(met[:, 1].mean()),
    )


def _met(table: NDArray[np.float64], curve: NDArray[np.float64]) -> tuple[float, float]:
    """Return the error of the peak under the nearest shape, and the share left over."""
    size = table @ curve / (table**2).sum(axis=1)
    left = ((curve - size[:, None] * table) ** 2).sum(axis=1)
    best = int(np.argmin(left))
    return size[best] - 1.0, float(np.sqrt(left[best] / (curve @ curve)))


def shape_tables(errors: Iterable[ShapeError]) -> list[str]:
    """Return the lines of the table."""
    lines = [
        "### Curves the bank does not hold",
        "",
        "| family | peak, mean error | peak, root mean square | left over |",
        "|---|---|---|---|",
    ]
    lines += [f"| {e.family} | {e.bias:+.3f} | {e.spread:.3f} | {e.misfit:.3f} |" for e in errors]
    return [*lines, ""]
