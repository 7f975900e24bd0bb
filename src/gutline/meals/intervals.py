"""A mean over days with its interval, from the standard library alone."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over days.

    Attributes
    ----------
    mean, low, high : float
        The mean and the ends of its 90 % interval, never below 0.
    days : int
    """

    mean: float
    low: float
    high: float
    days: int


def mean_over_days(values: Sequence[float]) -> Estimate | None:
    """Return the mean of daily amounts with its t interval; None with fewer than two days.

    What people eat on one day hardly depends on the day before, so days count as independent.
    """
    days = len(values)
    if days < 2:
        return None
    mean = statistics.fmean(values)
    half = t_quantile(0.5 + LEVEL / 2, days - 1) * statistics.stdev(values) / math.sqrt(days)
    return Estimate(mean, max(mean - half, 0.0), mean + half, days)


def t_quantile(p: float, freedom: int) -> float:
    """Return a quantile of Student's t, to about three digits for levels up to 95 %.

    Parameters
    ----------
    p : float
        Probability, from 0.5 up to below 1.
    freedom : int
        Degrees of freedom, from 1.
    """
    if freedom == 1:
        return math.tan(math.pi * (p - 0.5))
    if freedom == 2:
        return (2 * p - 1) * math.sqrt(2 / (4 * p * (1 - p)))
    z = statistics.NormalDist().inv_cdf(p)
    # The expansion of Cornish and Fisher in powers of 1 / freedom.
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, 1))
