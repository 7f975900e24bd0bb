"""Distributed lags by generalised least squares with AR(1) errors (statsmodels), one food a time.

Covariates and their day before are adjusted for; the four lags are tested together by an F-test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from statsmodels.regression.linear_model import GLSAR

from bench.claims import LagResult, control
from bench.daily import DailyDiary, by_day, shifted

if TYPE_CHECKING:
    from bench.protocol import Answer
    from gutline.simulator import SimulatedPerson

TITLE = "distributed lags, GLS AR(1), Benjamini-Hochberg 10 % (statsmodels)"
LAGS = range(4)
ROUNDS = 3


def find(person: SimulatedPerson) -> Answer:
    """Fit each food by itself and control the false discovery rate over all fits."""
    days = by_day(person.diary)
    known = np.column_stack(
        [np.ones(days.doses.shape[0]), days.covariates]
        + [shifted(column, 1) for column in days.covariates.T]
    )
    tested = [
        _fit(days, index, outcome, known) for outcome in days.outcomes for index in days.testable()
    ]
    return control(tested, list(days.outcomes))


def _fit(days: DailyDiary, index: int, outcome: str, known: np.ndarray) -> LagResult:
    lagged = np.column_stack([shifted(days.doses[:, index], lag) for lag in LAGS])
    columns = np.column_stack([lagged, known])
    rating = days.outcomes[outcome]
    rows = ~np.isnan(columns).any(axis=1) & ~np.isnan(rating)
    fit = GLSAR(rating[rows], columns[rows], rho=1).iterative_fit(maxiter=ROUNDS)
    test = np.eye(len(LAGS), columns.shape[1])
    strongest = int(np.argmax(np.abs(fit.tvalues[: len(LAGS)])))
    p_value = float(fit.f_test(test).pvalue)
    return LagResult(
        outcome=outcome,
        name=days.names[index],
        level=days.levels[index],
        p_value=p_value if np.isfinite(p_value) else 1.0,
        effect=float(fit.params[strongest]),
    )
