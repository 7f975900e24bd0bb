"""What others do with the same trial: t tests on days and on blocks, a model without memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr, stdtrit

if TYPE_CHECKING:
    from bench.trials.people import Drawn
    from gutline.stats.kernels import FloatArray


def day_means(drawn: Drawn) -> tuple[FloatArray, np.ndarray]:
    """Return the mean rating of each rated day, and the day's number."""
    day = (drawn.ground.at_hours // 24.0).astype(np.int64)
    days, place = np.unique(day, return_inverse=True)
    return np.bincount(place, drawn.values) / np.bincount(place), days


def welch_on_days(drawn: Drawn) -> float:
    """Return the p-value of Welch's t test on the days of both conditions."""
    means, days = day_means(drawn)
    active = np.array(drawn.assignment)[days // drawn.ground.form.period_days] == 1
    a, b = means[active], means[~active]
    if min(a.size, b.size) < 2:
        return 1.0
    u, v = a.var(ddof=1) / a.size, b.var(ddof=1) / b.size
    if u + v == 0.0:
        return 1.0
    freedom = (u + v) ** 2 / (u**2 / (a.size - 1) + v**2 / (b.size - 1))
    return _two_sided((a.mean() - b.mean()) / np.sqrt(u + v), freedom)


def paired_on_blocks(drawn: Drawn) -> float:
    """Return the p-value of a paired t test on block means, one rating a day: the evening's."""
    evening = drawn.ground.at_hours % 24.0 > 12.0
    period = (drawn.ground.at_hours // (24.0 * drawn.ground.form.period_days)).astype(np.int64)
    own, units = np.array(drawn.assignment), len(drawn.assignment)
    counts = np.bincount(period[evening], minlength=units)
    sums = np.bincount(period[evening], drawn.values[evening], minlength=units)
    means = sums / np.maximum(counts, 1)
    both = (counts[::2] > 0) & (counts[1::2] > 0)
    gaps = ((means[1::2] - means[::2]) * np.where(own[1::2] == 1, 1.0, -1.0))[both]
    if gaps.size < 2 or np.ptp(gaps) == 0.0:
        return 1.0
    t = gaps.mean() / (gaps.std(ddof=1) / np.sqrt(gaps.size))
    return _two_sided(t, gaps.size - 1.0)


def without_memory(drawn: Drawn) -> tuple[float, float]:
    """Return the 95 % credible interval of a normal model whose ratings are independent.

    Flat priors on both means and on the standard deviation: what R's nof1 fits to a normal outcome
    unless a trend or a correlation is asked for.
    """
    period = (drawn.ground.at_hours // (24.0 * drawn.ground.form.period_days)).astype(np.int64)
    active = np.array(drawn.assignment)[period] == 1
    a, b = drawn.values[active], drawn.values[~active]
    freedom = a.size + b.size - 3
    if min(a.size, b.size) < 1 or freedom < 1:
        return -np.inf, np.inf
    rest = ((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()
    error = np.sqrt(rest / freedom * (1.0 / a.size + 1.0 / b.size))
    reach, middle = float(stdtrit(freedom, 0.975) * error), float(a.mean() - b.mean())
    return middle - reach, middle + reach


def _two_sided(t: float, freedom: float) -> float:
    return float(2.0 * stdtr(freedom, -abs(t)))
