"""Candidate columns: every exposure under every lag kernel, with its share of prior mass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from scipy.sparse import csr_array

from gutline.discovery.series import MEAL_HOURS, WITHIN, Exposure
from gutline.stats.history import Events, IntArray, dose_at_lags, exposure_history
from gutline.stats.kernels import FloatArray, KernelBank, fast_bank, slow_bank

# Levels of which a day may be unlogged.
EATEN = frozenset({"food", "drink", *WITHIN})
# How much food went unlogged lately is told by this kernel of the search bank.
GAP_KERNEL = "lasting 24 h"
# Where the course of an effect is told.
CURVE_HOURS = tuple(float(h) for h in range(0, 73, 2))


@dataclass(frozen=True)
class Candidates:
    """The columns the search runs over, at one set of rating times.

    Attributes
    ----------
    exposures : tuple of Exposure
        P exposures, in a fixed order.
    columns : ndarray, shape (n, p), Fortran order
        Exposure histories; unlogged days hold the person's average intake.
    owner : ndarray of int, shape (p,)
        Exposure of each column; columns of one exposure stand together.
    kernel : ndarray of int, shape (p,)
        Index into `kernels` for each column.
    kernels : tuple of Kernel
    weight : ndarray, shape (p,)
        Relative prior mass of each column; sums to 1 over an exposure.
    """

    exposures: tuple[Exposure, ...]
    columns: FloatArray
    owner: IntArray
    kernel: IntArray
    kernels: tuple[Kernel, ...]
    weight: FloatArray

    def of(self, exposure: int) -> IntArray:
        """Return the column indices of one exposure."""
        return np.flatnonzero(self.owner == exposure)


@dataclass(frozen=True)
class Kernel:
    """One lag kernel as the findings need it: is it slow, its shape per hour, peak and area."""

    slow: bool
    lags_hours: FloatArray
    values: FloatArray
    peak_hours: float
    area_hours: float

    @cached_property
    def course(self) -> FloatArray:
        """Its values at `CURVE_HOURS`."""
        return np.interp(CURVE_HOURS, self.lags_hours, self.values)


@lru_cache(maxsize=16)
def kernels_of(bank: KernelBank, *, slow: bool) -> tuple[Kernel, ...]:
    """Return the kernels of a bank one by one."""
    return tuple(
        Kernel(slow, bank.lags_hours, row, float(peak), float(area))
        for row, peak, area in zip(bank.table, bank.peaks_hours, bank.areas, strict=True)
    )


def build_candidates(
    exposures: list[Exposure],
    at_hours: FloatArray,
    covered: FloatArray,
) -> Candidates:
    """Build the candidate columns at one set of rating times.

    Parameters
    ----------
    exposures : list of Exposure
    at_hours : ndarray, shape (n,)
        Rating times in hours.
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    """
    fast, slow = fast_bank(), slow_bank()
    blocks, owner, kernel, weight = [], [], [], []
    for bank, offset, lags in ((fast, 0, "fast"), (slow, fast.size, "slow")):
        chosen = [i for i, e in enumerate(exposures) if e.lags in {lags, "both"}]
        if not chosen:
            continue
        missing = unlogged_history(at_hours, covered, bank)
        blocks.append(histories([exposures[i] for i in chosen], at_hours, covered, bank, missing))
        owner += [i for i in chosen for _ in range(bank.size)]
        kernel += [offset + k for _ in chosen for k in range(bank.size)]
        share = [0.5 if exposures[i].lags == "both" else 1.0 for i in chosen]
        weight += [s * w for s in share for w in bank.prior]
    columns = _joined(blocks, at_hours.size)
    order = np.lexsort((kernel, owner))
    if len(blocks) > 1:
        columns = np.asfortranarray(columns[:, order])
    return Candidates(
        tuple(exposures),
        columns,
        np.array(owner, dtype=np.int64)[order],
        np.array(kernel, dtype=np.int64)[order],
        kernels_of(fast, slow=False) + kernels_of(slow, slow=True),
        np.array(weight)[order],
    )


def _joined(blocks: list[FloatArray], n: int) -> FloatArray:
    """Return blocks of columns side by side; a single one as it is."""
    if len(blocks) == 1:
        return blocks[0]
    return np.hstack(blocks) if blocks else np.zeros((n, 0), order="F")


def histories(
    exposures: list[Exposure],
    at_hours: FloatArray,
    covered: FloatArray,
    bank: KernelBank,
    unlogged: FloatArray,
) -> FloatArray:
    """Return some exposures' histories under a bank, one exposure after the other, (n, P * K).

    Food that was not logged stands at its mean.

    Parameters
    ----------
    exposures : list of Exposure
    at_hours : ndarray, shape (n,)
        Rating times in hours.
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    bank : KernelBank
    unlogged : ndarray, shape (n, K)
        From `unlogged_history`.
    """
    history = exposure_history(_events(exposures), at_hours, bank)
    for j, exposure in enumerate(exposures):
        usual = usual_dose(exposure, covered)
        if usual:
            history[:, j * bank.size : (j + 1) * bank.size] += usual * unlogged
    return history


def doses_under(response: str, dose: FloatArray) -> FloatArray:
    """Return doses under a dose response that is 1 at one dose, shape (m,)."""
    if response == "saturating":
        return np.asarray(1.5 * dose / (dose + 0.5))
    return np.ones_like(dose) if response == "presence" else dose


def lagged_doses(
    exposure: Exposure, at_hours: FloatArray, bank: KernelBank, response: str
) -> csr_array:
    """Return an exposure's doses at the lags of a bank under a dose response, shape (n, G)."""
    bent = replace(exposure, dose=doses_under(response, exposure.dose))
    return dose_at_lags(_events([bent]), at_hours, bank)


def usual_dose(exposure: Exposure, covered: FloatArray, response: str = "linear") -> float:
    """Return the mean dose of a logged day, which stands for a day that was not logged.

    0 for what is not eaten: there a day without it is a day without it.

    Parameters
    ----------
    exposure : Exposure
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    response : str
    """
    if exposure.level not in EATEN:
        return 0.0
    return float(doses_under(response, exposure.dose).sum()) / max(float(covered.sum()), 1.0)


def later_dose(exposure: Exposure, at_hours: FloatArray, ahead_hours: float) -> FloatArray:
    """Return the dose taken in the hours after each rating, shape (n,)."""
    total = np.concatenate([[0.0], np.cumsum(exposure.dose)])
    start = np.searchsorted(exposure.at_hours, at_hours, side="right")
    stop = np.searchsorted(exposure.at_hours, at_hours + ahead_hours, side="right")
    return np.asarray(total[stop] - total[start])


def unlogged_history(at_hours: FloatArray, covered: FloatArray, bank: KernelBank) -> FloatArray:
    """Return the history of the food that was not logged, under every kernel, shape (n, K).

    As if it were an exposure: one dose on a day of which nothing is known, less where a share is,
    without a time of day; the days before the diary count as unknown.

    Parameters
    ----------
    at_hours : ndarray, shape (n,)
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    bank : KernelBank
    """
    before = int(np.ceil(bank.span_hours / 24.0))
    days = np.concatenate([np.arange(-before, 0), np.flatnonzero(covered < 1.0)])
    missing = np.concatenate([np.ones(before), 1.0 - covered[covered < 1.0]])
    untimed = np.ones(days.size, dtype=bool)
    food = Exposure("", "", days * 24.0 + 12.0, missing, days, "", "fast", untimed)
    return exposure_history(_events([food]), at_hours, bank)


def gaps_of(at_hours: FloatArray, covered: FloatArray) -> FloatArray:
    """Return for what share of the last day or so food was not logged, shape (n,)."""
    bank = fast_bank()
    recent = bank.only(np.array([bank.names.index(GAP_KERNEL)]))
    return np.asarray(unlogged_history(at_hours, covered, recent)[:, 0])


def _events(exposures: list[Exposure]) -> Events:
    """Join the events of all exposures; one without a time of day is spread over the meals."""
    each = [_timed(e) for e in exposures]
    at = np.concatenate([hours for hours, _ in each])
    amount = np.concatenate([dose for _, dose in each])
    which = np.repeat(np.arange(len(each)), [hours.size for hours, _ in each])
    order = np.argsort(at, kind="stable")
    return Events(at[order], which[order].astype(np.int64), amount[order], len(exposures))


def _timed(exposure: Exposure) -> tuple[FloatArray, FloatArray]:
    """Return hours and doses of one exposure, what has no time of day spread over the meals."""
    if not exposure.spread.any():
        return exposure.at_hours, exposure.dose
    clock, untimed = ~exposure.spread, exposure.spread
    hours = [exposure.at_hours[untimed] + meal - 12.0 for meal in MEAL_HOURS]
    dose = [exposure.dose[untimed] / len(MEAL_HOURS)] * len(MEAL_HOURS)
    return (
        np.concatenate([exposure.at_hours[clock], *hours]),
        np.concatenate([exposure.dose[clock], *dose]),
    )
