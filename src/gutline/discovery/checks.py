"""Checks of what was found: halves, hidden causes, common food patterns, steps of the scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh
from scipy.special import ndtri

from gutline.discovery.analysis import Analysis, OutcomeAnalysis
from gutline.discovery.findings import SplitHalf
from gutline.discovery.series import WITHIN, State
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


@dataclass(frozen=True)
class Rival:
    """A logged state that could be behind an effect, ready to be compared with it.

    Attributes
    ----------
    name : str
    columns : ndarray, shape (n, k)
        Its whitened columns with everything else that is adjusted for taken out.
    projection : Projection
        Everything else that is adjusted for.
    """

    name: str
    columns: FloatArray
    projection: Projection

    def share(self, targets: FloatArray, freedom: float) -> float:
        """Return its largest partial R squared with any of some whitened targets, (n, m)."""
        left = self.projection.residuals(targets)
        energy = np.einsum("ij,ij->j", self.columns, self.columns)
        slope = (self.columns.T @ left) / np.maximum(energy, 1e-12)[:, None]
        whole = np.einsum("ij,ij->j", left, left)
        taken = slope**2 * energy[:, None]
        t2 = freedom * taken / np.maximum(whole[None, :] - taken, 1e-12)
        return partial_r2(float(np.sqrt(t2.max())), freedom)


def rivals(outcome: OutcomeAnalysis, states: tuple[State, ...]) -> tuple[Rival, ...]:
    """Return the logged states that could confound, worked out once for an outcome."""
    owner, whole = outcome.group.covariates.owner, outcome.fit.regression.projection.covariates
    found = []
    for index, state in enumerate(states):
        own = owner == index
        if own.any() and "covariate" in state.roles:
            projection = outcome.without(index)
            columns = projection.residuals(np.asfortranarray(whole[:, own]))
            found.append(Rival(state.name, columns, projection))
    return tuple(found)


def strongest_rival(
    rivals: tuple[Rival, ...], effect: EffectSize, freedom: float
) -> tuple[str, float] | None:
    """Return the logged state that could confound most, and its share of variance.

    The share is the larger of its partial R squared with the outcome and with the exposure.
    """
    targets = np.column_stack([effect.left, effect.white[:, effect.best]])
    shares = [(rival.name, rival.share(targets, max(freedom, 1.0))) for rival in rivals]
    return max(shares, key=lambda share: share[1], default=None)


def daily_doses(analysis: Analysis) -> FloatArray:
    """Return the tested exposures' doses of each day, each scaled to mean 0 and sd 1, (D, P)."""
    days = analysis.axis.length
    table = np.zeros((days, len(analysis.tested)))
    for column, index in enumerate(analysis.tested):
        one = analysis.exposures[index]
        inside = (one.days >= 0) & (one.days < days)
        np.add.at(table[:, column], one.days[inside], one.dose[inside])
    return np.asarray((table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1e-9))


def food_patterns(doses: FloatArray, outcome: OutcomeAnalysis, exposure: int) -> FloatArray:
    """Return five principal components of the other foods' daily doses at each rating, (n, 10).

    Five for the day before and five for the day after, as stand-ins for hidden common causes
    of what is eaten.

    Parameters
    ----------
    doses : ndarray, shape (D, P)
        From `daily_doses`.
    outcome : OutcomeAnalysis
    exposure : int
        Position of the exposure that is looked at; the foods that hold it are left out too.
    """
    exposures = outcome.group.candidates.exposures
    own = {exposures[exposure].name, *exposures[exposure].members}
    others = [e.level not in WITHIN and e.name not in own for e in exposures]
    table = doses[:, np.array(others, dtype=bool)]
    days, count = table.shape
    if not count:
        return np.zeros((outcome.ratings.day.size, 0))
    first = max(count - PATTERNS, 0)
    size, axes = eigh(table.T @ table, subset_by_index=(first, count - 1), check_finite=False)
    score = table @ axes / np.sqrt(np.maximum(size, 1e-9)) * np.sqrt(max(days, 1))
    padded = np.vstack([np.zeros(score.shape[1]), score, np.zeros(score.shape[1])])
    day = outcome.ratings.day
    return np.hstack([padded[day], padded[day + 2]])


def slope_without_patterns(
    doses: FloatArray, outcome: OutcomeAnalysis, effect: EffectSize, exposure: int
) -> float:
    """Return the effect's slope with the common food patterns adjusted for as well."""
    regression, line = outcome.fit.regression, line_of(outcome, effect)
    patterns = regression.white(food_patterns(doses, outcome, exposure))
    own = regression.projection.residuals(patterns)
    seen = patterns.T @ own + np.eye(patterns.shape[1])  # prior precision 1 for each
    both = np.column_stack([effect.white[:, effect.best], effect.left])
    column, left = (own @ np.linalg.solve(seen, own.T @ both)).T
    return Line(line.column - column, line.outcome - left, line.freedom).slope


def ordinal_agrees(outcome: OutcomeAnalysis, effect: EffectSize) -> bool:
    """Return whether a cumulative probit sees the effect too, same sign and at least 1.64 errors.

    The offset is what the past and everything else foretell of each rating; the column is the
    part of the exposure history that its own past does not foretell.
    """
    regression, line = outcome.fit.regression, line_of(outcome, effect)
    scale = regression.whitener.scale / np.where(regression.root > 0, regression.root, 1.0)
    foretold = outcome.ratings.value - line.outcome * scale
    fit = fit_cumulative_probit(outcome.ratings.value, line.column * scale, foretold)
    return bool(fit.converged and fit.z * effect.size.centre > 0 and abs(fit.z) > 1.64)


def floor_share(values: FloatArray) -> float:
    """Return the share of ratings at the lowest value seen."""
    return float((values == values.min()).mean())
