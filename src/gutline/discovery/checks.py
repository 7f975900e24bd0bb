"""Checks of what was found: halves, hidden causes, common food patterns, steps of the scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh
from scipy.special import ndtri

from gutline.discovery.analysis import Analysis, OutcomeAnalysis
from gutline.discovery.findings import SplitHalf
from gutline.discovery.series import State
from gutline.discovery.sizing import EffectSize
from gutline.stats.kernels import FloatArray
from gutline.stats.ordinal import fit_cumulative_probit
from gutline.stats.regression import Projection
from gutline.stats.robustness import partial_r2, robustness_value

PATTERNS = 5


@dataclass(frozen=True)
class Line:
    """A whitened column and outcome with everything else taken out, ready for simple regression.

    Attributes
    ----------
    column, outcome : ndarray, shape (n,)
    freedom : float
        Residual degrees of freedom.
    """

    column: FloatArray
    outcome: FloatArray
    freedom: float

    @classmethod
    def of(
        cls, column: FloatArray, outcome: FloatArray, projection: Projection, freedom: float
    ) -> Line:
        """Take the covariates out of a whitened column and outcome."""
        return cls(projection.residuals(column), projection.residuals(outcome), freedom)

    @property
    def slope(self) -> float:
        """Least-squares coefficient, points a dose."""
        return float(self.column @ self.outcome) / max(float(self.column @ self.column), 1e-12)

    @property
    def standard_error(self) -> float:
        """Standard error of the slope."""
        left = self.outcome - self.slope * self.column
        squares = max(float(self.column @ self.column), 1e-12)
        return float(np.sqrt(float(left @ left) / max(self.freedom, 1.0) / squares))

    @property
    def evenness(self) -> float:
        """Plain standard error over one that allows uneven spread (White 1980, Econometrica 48).

        Below 1 where the residuals are widest just where the exposure is.
        """
        left = self.outcome - self.slope * self.column
        uneven = float(np.sqrt((self.column**2) @ (left**2)))
        plain = float(np.sqrt((self.column @ self.column) * (left**2).mean()))
        return plain / max(uneven, 1e-12)

    @property
    def t(self) -> float:
        """Slope over its standard error."""
        return self.slope / max(self.standard_error, 1e-12)


def line_of(outcome: OutcomeAnalysis, effect: EffectSize) -> Line:
    """Return the simple regression behind one effect, under its likeliest shape."""
    regression = outcome.fit.regression
    return Line.of(
        effect.white[:, effect.best],
        effect.left,
        regression.projection,
        regression.rows,
    )


def split_half(line: Line, first: np.ndarray) -> SplitHalf:
    """Estimate an effect in each half of the diary.

    Parameters
    ----------
    line : Line
    first : ndarray of bool, shape (n,)
        Which ratings belong to the first half.
    """
    halves = [Line(line.column[m], line.outcome[m], line.freedom / 2) for m in (first, ~first)]
    a, b = halves
    apart = abs(a.slope - b.slope) / max(np.hypot(a.standard_error, b.standard_error), 1e-9)
    agrees = bool(apart < float(ndtri(0.975)) and a.slope * b.slope > 0)
    return SplitHalf(a.slope, b.slope, agrees)


def robustness(line: Line) -> float:
    """Return the robustness value of a line's slope."""
    return robustness_value(line.t, max(line.freedom, 1.0))


def strongest_state(
    outcome: OutcomeAnalysis, states: tuple[State, ...], effect: EffectSize
) -> tuple[str, float] | None:
    """Return the logged state that could confound most, and its share of variance.

    The share is the larger of its partial R squared with the outcome and with the exposure.
    """
    best: tuple[str, float] | None = None
    covariates, regression = outcome.group.covariates, outcome.fit.regression
    for index, state in enumerate(states):
        own = covariates.owner == index
        if not own.any() or "covariate" not in state.roles:
            continue
        without = covariates.without(index)
        projection = Projection.of(regression.white(without.matrix), without.precision)
        share = 0.0
        for column in regression.white(covariates.matrix[:, own]).T:
            for target in (effect.left, effect.white[:, effect.best]):
                against = Line.of(column, target, projection, regression.rows)
                share = max(share, partial_r2(against.t, max(regression.rows, 1.0)))
        if best is None or share > best[1]:
            best = (state.name, share)
    return best


def food_patterns(analysis: Analysis, outcome: OutcomeAnalysis, exposure: int) -> FloatArray:
    """Return five principal components of the other foods' daily doses at each rating, (n, 10).

    Five for the day before and five for the day after, as stand-ins for hidden common causes
    of what is eaten.
    """
    days = analysis.axis.length
    table = np.zeros((days, len(analysis.tested)))
    for column, index in enumerate(analysis.tested):
        one = analysis.exposures[index]
        inside = (one.days >= 0) & (one.days < days)
        np.add.at(table[:, column], one.days[inside], one.dose[inside])
    table = np.delete(table, exposure, axis=1)
    table = (table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1e-9)
    count = table.shape[1]
    if not count:
        return np.zeros((outcome.ratings.day.size, 0))
    first = max(count - PATTERNS, 0)
    size, axes = eigh(table.T @ table, subset_by_index=(first, count - 1))
    score = table @ axes / np.sqrt(np.maximum(size, 1e-9)) * np.sqrt(max(days, 1))
    padded = np.vstack([np.zeros(score.shape[1]), score, np.zeros(score.shape[1])])
    day = outcome.ratings.day
    return np.hstack([padded[day], padded[day + 2]])


def slope_without_patterns(
    analysis: Analysis, outcome: OutcomeAnalysis, effect: EffectSize, exposure: int
) -> float:
    """Return the effect's slope with the common food patterns adjusted for as well."""
    regression, covariates = outcome.fit.regression, outcome.group.covariates
    patterns = food_patterns(analysis, outcome, exposure)
    matrix = np.hstack([covariates.matrix, patterns])
    precision = np.concatenate([covariates.precision, np.full(patterns.shape[1], 1.0)])
    projection = Projection.of(regression.white(matrix), precision)
    return Line.of(effect.white[:, effect.best], effect.left, projection, regression.rows).slope


def ordinal_agrees(outcome: OutcomeAnalysis, effect: EffectSize) -> bool:
    """Return whether a cumulative probit sees the effect too, same sign and at least 1.64 errors.

    The offset is what the past and everything else foretell of each rating; the column is the
    part of the exposure history that its own past does not foretell.
    """
    regression = outcome.fit.regression
    projection = regression.projection
    plain = np.where(regression.root > 0, regression.root, 1.0)
    errors = projection.residuals(effect.left) / plain * regression.whitener.scale
    column = projection.residuals(effect.white[:, effect.best]) / plain * regression.whitener.scale
    fit = fit_cumulative_probit(outcome.ratings.value, column, outcome.ratings.value - errors)
    return bool(fit.converged and fit.z * effect.size.centre > 0 and abs(fit.z) > 1.64)


def floor_share(values: FloatArray) -> float:
    """Return the share of ratings at the lowest value seen."""
    return float((values == values.min()).mean())
