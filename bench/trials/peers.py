"""What others do with the same trial: Welch's t on days, a paired t on block means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

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
    return float(stats.ttest_ind(means[active], means[~active], equal_var=False).pvalue)


def paired_on_blocks(drawn: Drawn) -> float:
    """Return the p-value of a paired t test on block means, one rating a day: the evening's."""
    evening = drawn.ground.at_hours % 24.0 > 12.0
    period = (drawn.ground.at_hours // (24.0 * drawn.ground.form.period_days)).astype(np.int64)
    own = drawn.assignment
    blocks = [drawn.values[evening & (period == k)] for k in range(len(own))]
    gaps = [
        (b.mean() - a.mean()) * (1 if own[2 * k + 1] else -1)
        for k, (a, b) in enumerate(zip(blocks[::2], blocks[1::2], strict=True))
        if a.size and b.size
    ]
    if len(gaps) < 2 or np.ptp(gaps) == 0.0:
        return 1.0
    return float(stats.ttest_1samp(gaps, 0.0).pvalue)
