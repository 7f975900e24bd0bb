"""What diary apps do: the plain correlation at the best of four daily lags, at p < .05."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import linregress

from bench.daily import DailyDiary, by_day, shifted
from bench.protocol import Answer, Scored

if TYPE_CHECKING:
    from gutline.simulator import SimulatedPerson

TITLE = "best-lag correlation, p < .05 (diary apps)"
LAGS = range(4)
LEVEL = 0.05


def find(person: SimulatedPerson) -> Answer:
    """Report each food with any lag's p below .05."""
    days = by_day(person.diary)
    return {
        outcome: tuple(_judge(days, index, outcome) for index in days.testable())
        for outcome in days.outcomes
    }


def _judge(days: DailyDiary, index: int, outcome: str) -> Scored:
    tried = [_line(shifted(days.doses[:, index], lag), days.outcomes[outcome]) for lag in LAGS]
    p_value, slope = min(tried)
    return Scored(
        name=days.names[index],
        level=days.levels[index],
        score=1.0 - p_value,
        found=p_value < LEVEL,
        effect=slope,
    )


def _line(dose: np.ndarray, rating: np.ndarray) -> tuple[float, float]:
    both = ~np.isnan(dose) & ~np.isnan(rating)
    if both.sum() < 4 or np.ptp(dose[both]) == 0 or np.ptp(rating[both]) == 0:
        return 1.0, 0.0
    line = linregress(dose[both], rating[both])
    return float(line.pvalue), float(line.slope)
