"""Mann-Whitney tests of exposed against unexposed days at three lags, Benjamini-Hochberg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import mannwhitneyu

from bench.claims import LagResult, control
from bench.daily import DailyDiary, by_day, shifted

if TYPE_CHECKING:
    from bench.protocol import Answer
    from gutline.simulator import SimulatedPerson

TITLE = "rank test, Benjamini-Hochberg 10 %"
LAGS = range(3)


def find(person: SimulatedPerson) -> Answer:
    """Test every food at every lag and control the false discovery rate over all of them."""
    days = by_day(person.diary)
    tested = [
        _test(days, index, outcome, lag)
        for outcome in days.outcomes
        for index in days.testable()
        for lag in LAGS
    ]
    return control(tested, list(days.outcomes))


def _test(days: DailyDiary, index: int, outcome: str, lag: int) -> LagResult:
    dose, rating = shifted(days.doses[:, index], lag), days.outcomes[outcome]
    known = ~np.isnan(dose) & ~np.isnan(rating)
    exposed, spared = rating[known & (dose > 0)], rating[known & (dose == 0)]
    p_value, effect = 1.0, 0.0
    if min(exposed.size, spared.size) >= 3:
        p_value = float(mannwhitneyu(exposed, spared).pvalue)
        effect = float(exposed.mean() - spared.mean())
    return LagResult(outcome, days.names[index], days.levels[index], p_value, effect)
