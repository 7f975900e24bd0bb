"""Lasso on all foods and lags at once, its penalty by cross-validation (scikit-learn)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LassoCV

from bench.daily import DailyDiary, by_day, shifted
from bench.protocol import Answer, Scored

if TYPE_CHECKING:
    from gutline.simulator import SimulatedPerson

TITLE = "cross-validated lasso on lags (scikit-learn)"
LAGS = range(4)
FOLDS = 5


def find(person: SimulatedPerson) -> Answer:
    """Report each food that keeps a coefficient at any lag."""
    days = by_day(person.diary)
    return {outcome: _judge(days, outcome) for outcome in days.outcomes}


def _judge(days: DailyDiary, outcome: str) -> tuple[Scored, ...]:
    kept = days.testable()
    lagged = [shifted(days.doses[:, index], lag) for index in kept for lag in LAGS]
    before = [shifted(column, 1) for column in days.covariates.T]
    columns = np.column_stack([*lagged, days.covariates, *before])
    rating = days.outcomes[outcome]
    rows = ~np.isnan(columns).any(axis=1) & ~np.isnan(rating)
    spread = columns[rows].std(axis=0)
    spread[spread == 0] = 1.0
    centred = (columns[rows] - columns[rows].mean(axis=0)) / spread
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fit = LassoCV(cv=FOLDS).fit(centred, rating[rows])
    sizes = fit.coef_[: len(lagged)].reshape(len(kept), len(LAGS))
    points = (fit.coef_ / spread)[: len(lagged)].reshape(len(kept), len(LAGS))
    return tuple(
        _scored(days, index, size, point)
        for index, size, point in zip(kept, sizes, points, strict=True)
    )


def _scored(days: DailyDiary, index: int, sizes: np.ndarray, points: np.ndarray) -> Scored:
    largest = int(np.argmax(np.abs(sizes)))
    return Scored(
        name=days.names[index],
        level=days.levels[index],
        score=float(np.abs(sizes[largest])),
        found=bool(np.any(sizes != 0)),
        effect=float(points[largest]),
    )
