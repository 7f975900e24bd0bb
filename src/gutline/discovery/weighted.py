"""One outcome's regression: whitened by its noise model, its rows weighted for heavy tails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.discovery.rating_group import RatingGroup
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import Whitener
from gutline.stats.regression import Design, Projection
from gutline.stats.tails import fit_tails

LEAST_SD = 0.1
# Above this share of ratings at the floor, what rises from it is signal, not a heavy tail.
FLOOR_CROWDED = 0.3


@dataclass(frozen=True)
class Weighted:
    """One outcome's regression with its noise model and row weights.

    Attributes
    ----------
    values : ndarray, shape (n,)
        The ratings.
    whitener : Whitener
    root : ndarray, shape (n,)
        Square roots of the row weights; 1 where tails are normal.
    projection : Projection
        Of the whitened and weighted covariates.
    energy : ndarray, shape (p,)
        ``x'M x`` of every search column.
    outcome : ndarray, shape (n,)
        Whitened and weighted ratings.
    variance : float
        Noise variance, points squared.
    rows : float
        Ratings less the covariates' effective number: residual degrees of freedom.
    """

    values: FloatArray
    whitener: Whitener
    root: FloatArray
    projection: Projection
    energy: FloatArray
    outcome: FloatArray
    variance: float
    rows: float

    @cached_property
    def freedom(self) -> float:
        """Degrees of freedom behind a Bayes factor: no more than ratings above the floor."""
        return min(self.rows, float((self.values > self.values.min()).sum()))

    @cached_property
    def even(self) -> bool:
        """Whether every row weighs 1."""
        return bool(np.all(self.root == 1.0))

    @cached_property
    def sd(self) -> float:
        """Standard deviation of the ratings: the unit of prior effect sizes, in points."""
        return max(float(self.values.std()), LEAST_SD)

    def white(self, columns: FloatArray) -> FloatArray:
        """Whiten and weight raw columns (n,) or (n, k)."""
        return self.weigh(self.whitener.apply(columns))

    def weigh(self, white: FloatArray) -> FloatArray:
        """Weight columns that are whitened already."""
        if self.even:
            return white
        root = self.root if white.ndim == 1 else self.root[:, None]
        return np.asarray(white * root)


def weigh_outcome(
    group: RatingGroup,
    model: int,
    values: FloatArray,
    variance: float,
    residual: FloatArray | None,
) -> tuple[Weighted, Design]:
    """Set up one outcome's regression under a noise model.

    Parameters
    ----------
    group : RatingGroup
    model : int
        Index of the noise model in the group's grid.
    values : ndarray, shape (n,)
        Ratings.
    variance : float
        Noise variance, points squared.
    residual : ndarray, shape (n,), or None
        Ratings less what an earlier round found; heavy tails are weighed by it where few ratings
        stand at the floor.

    Returns
    -------
    Weighted
        Small, to be kept.
    Design
        As large as all candidate columns, to be let go once the outcome is fitted.
    """
    design, whitener = group.design(model), group.grid.whiteners[model]
    outcome = whitener.apply(values)
    root = np.ones(values.size)
    rows = values.size - design.projection.effective_number
    crowded = float((values == values.min()).mean()) > FLOOR_CROWDED
    if residual is not None and not crowded:
        errors = design.projection.residuals(whitener.apply(residual))
        tails = fit_tails(errors)
        if np.isfinite(tails.freedom):
            root = np.sqrt(tails.weights(errors))
            variance = max(variance, tails.information_variance * values.size / rows)
            covariates = design.projection.covariates * root[:, None]
            projection = Projection.of(covariates, group.covariates.precision)
            design = Design(design.columns, projection, root)
            outcome = outcome * root
    regression = Weighted(
        values, whitener, root, design.projection, design.energy, outcome, variance, rows
    )
    return regression, design
