"""A diary as one row a day, which is what the peers work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gutline.diary import Diary, Entry

FloatArray = NDArray[np.float64]

EXPOSURE_KINDS = ("food", "drink", "supplement", "practice")
COVARIATE_KINDS = ("stress", "sleep", "movement", "sitting")
LEAST_DAYS = 6


@dataclass(frozen=True, slots=True, eq=False)
class DailyDiary:
    """A diary, day by day.

    Attributes
    ----------
    names, levels : tuple of str
        The exposures and their kinds.
    doses : ndarray of shape (days, exposures)
        Servings eaten on each day, 0 where none is logged, as diary apps do.
    covariates : ndarray of shape (days, covariates)
        Daily means; a missing day has the mean of all days.
    outcomes : dict of outcome to ndarray of shape (days,)
        Mean rating of each day; not a number where none was made.
    """

    names: tuple[str, ...]
    levels: tuple[str, ...]
    doses: FloatArray
    covariates: FloatArray
    outcomes: dict[str, FloatArray]

    def testable(self) -> list[int]:
        """Return the exposures that were taken on at least six days and left on six others."""
        eaten = (self.doses > 0).sum(axis=0)
        good = (eaten >= LEAST_DAYS) & (self.doses.shape[0] - eaten >= LEAST_DAYS)
        return [int(index) for index in np.flatnonzero(good)]


def by_day(diary: Diary) -> DailyDiary:
    """Lay a diary out by day."""
    entries = diary.entries
    first = entries[0].at.date().toordinal()
    days = entries[-1].at.date().toordinal() - first + 1
    kept = [entry for entry in entries if entry.kind in EXPOSURE_KINDS]
    columns = {name: kind for kind, name in sorted({(e.kind, e.name) for e in kept})}
    place = {name: index for index, name in enumerate(columns)}
    doses = np.zeros((days, len(columns)))
    for entry in kept:
        amount = 1.0 if entry.value is None else entry.value
        doses[entry.at.date().toordinal() - first, place[entry.name]] += amount
    return DailyDiary(
        names=tuple(columns),
        levels=tuple(columns.values()),
        doses=doses,
        covariates=_covariates(entries, first, days),
        outcomes=_means(entries, ("symptom",), first, days),
    )


def _means(
    entries: tuple[Entry, ...], kinds: tuple[str, ...], first: int, days: int
) -> dict[str, FloatArray]:
    sums: dict[str, FloatArray] = {}
    counts: dict[str, FloatArray] = {}
    for entry in entries:
        if entry.kind in kinds and entry.value is not None:
            day = entry.at.date().toordinal() - first
            sums.setdefault(entry.name, np.zeros(days))[day] += entry.value
            counts.setdefault(entry.name, np.zeros(days))[day] += 1
    return {
        name: np.where(counts[name] > 0, total / np.maximum(counts[name], 1), np.nan)
        for name, total in sums.items()
    }


def _covariates(entries: tuple[Entry, ...], first: int, days: int) -> FloatArray:
    means = _means(entries, COVARIATE_KINDS, first, days)
    filled = [np.where(np.isnan(one), np.nanmean(one), one) for one in means.values()]
    return np.column_stack(filled) if filled else np.zeros((days, 0))


def shifted(column: FloatArray, lag: int) -> FloatArray:
    """Return a column as it was `lag` days earlier; the first days are not numbers."""
    if lag == 0:
        return column
    return np.concatenate([np.full(lag, np.nan), column[:-lag]])
