"""Outcomes rated at the same times, and the work they share: histories, filters, designs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from gutline.discovery.adjustment import Covariates
from gutline.discovery.candidates import (
    Candidates,
    histories,
    kernels_of,
    lagged_doses,
    later_dose,
    unlogged_history,
    usual_dose,
)
from gutline.discovery.series import Ratings
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray, KernelBank, dense_bank, slow_bank
from gutline.stats.noise import GridLikelihood, NoiseGrid
from gutline.stats.regression import Design

# Whitened columns of more cells than this are kept for one noise model at a time.
LARGE = 4_000_000
# What is had in so many hours after a rating may follow from it.
AHEAD_HOURS = 24.0


@dataclass
class RatingGroup:
    """One set of rating times with everything that does not depend on the rated values.

    Attributes
    ----------
    ratings : tuple of Ratings
        M outcomes rated at exactly these times.
    candidates : Candidates
    covariates : Covariates
    grid : NoiseGrid
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    """

    ratings: tuple[Ratings, ...]
    candidates: Candidates
    covariates: Covariates
    grid: NoiseGrid
    covered: FloatArray
    _designs: dict[int, Design] = field(default_factory=dict)
    _closer: dict[int, Candidates] = field(default_factory=dict)
    _white: dict[tuple[int, int], FloatArray] = field(default_factory=dict)
    _unlogged: dict[KernelBank, FloatArray] = field(default_factory=dict)
    _lagged: dict[tuple[int, str, float], csr_array] = field(default_factory=dict)

    @property
    def at_hours(self) -> FloatArray:
        """Rating times in hours, shape (n,)."""
        return self.ratings[0].at_hours

    @property
    def values(self) -> FloatArray:
        """Ratings, shape (n, M)."""
        return np.column_stack([r.value for r in self.ratings])

    @cached_property
    def likelihood(self) -> GridLikelihood:
        """The restricted likelihood of the noise models with these covariates."""
        covariates = self.covariates
        return GridLikelihood.of(self.grid, covariates.matrix, covariates.precision)

    @cached_property
    def basis(self) -> FloatArray:
        """Orthonormal columns that span the covariates, not whitened, shape (n, q)."""
        return np.asarray(np.linalg.qr(self.covariates.matrix)[0])

    @cached_property
    def doses_after(self) -> FloatArray:
        """Each exposure's dose in the day after each rating, less the covariates, shape (n, P)."""
        exposures = self.candidates.exposures
        if not exposures:
            return np.zeros((self.at_hours.size, 0))
        each = [later_dose(e, self.at_hours, AHEAD_HOURS) for e in exposures]
        later = np.column_stack(each)
        return np.asarray(later - self.basis @ (self.basis.T @ later))

    def design(self, model: int) -> Design:
        """Return the whitened design under one noise model of the grid, made once."""
        if model not in self._designs:
            if self.candidates.columns.size > LARGE:
                self._designs.clear()
            self._designs[model] = Design.whiten(
                self.candidates.columns,
                self.covariates.matrix,
                self.covariates.precision,
                self.grid.whiteners[model],
            )
        return self._designs[model]

    def closer(self, exposure: int) -> Candidates:
        """Return one exposure under the dense kernel bank, made once."""
        if exposure not in self._closer:
            self._closer[exposure] = self.under(exposure, dense_bank())
        return self._closer[exposure]

    def prepare_closer(self, exposures: Iterable[int]) -> None:
        """Make what `closer` returns for those of some exposures that act fast only, at once."""
        each = self.candidates.exposures
        new = [j for j in exposures if j not in self._closer and each[j].lags == "fast"]
        if not new:
            return
        bank, chosen = dense_bank(), [each[j] for j in new]
        columns = histories(chosen, self.at_hours, self.covered, bank, self.unlogged(bank))
        for place, j in enumerate(new):
            own = columns[:, place * bank.size : (place + 1) * bank.size]
            self._closer[j] = self._fast_only(j, bank, own)

    def _fast_only(self, exposure: int, bank: KernelBank, columns: FloatArray) -> Candidates:
        return Candidates(
            (self.candidates.exposures[exposure],),
            columns,
            np.zeros(bank.size, dtype=np.int64),
            np.arange(bank.size),
            kernels_of(bank, slow=False),
            bank.prior,
        )

    def closer_white(self, exposure: int, model: int) -> FloatArray:
        """Return the columns of `closer` whitened by one noise model, made once."""
        key = (exposure, model)
        if key not in self._white:
            self._white[key] = self.grid.whiteners[model].apply(self.closer(exposure).columns)
        return self._white[key]

    def unlogged(self, bank: KernelBank) -> FloatArray:
        """Return the history of the food that was not logged under a bank, made once, (n, K)."""
        if bank not in self._unlogged:
            self._unlogged[bank] = unlogged_history(self.at_hours, self.covered, bank)
        return self._unlogged[bank]

    def under(
        self,
        exposure: int,
        bank: KernelBank,
        response: str = "linear",
        only: np.ndarray | None = None,
    ) -> Candidates:
        """Return one exposure under a bank, and under the slow kernels where it may act slowly.

        Parameters
        ----------
        exposure : int
        bank : KernelBank
        response : str
            How doses add up.
        only : ndarray of int, optional
            Which kernels of the bank; all unless given.
        """
        one, slow = self.candidates.exposures[exposure], slow_bank()
        every = np.arange(bank.size) if only is None else only
        parts: list[tuple[FloatArray, IntArray, FloatArray]] = []
        share = 0.5 if one.lags == "both" else 1.0
        if one.lags != "slow":
            columns = self._columns(exposure, bank, response, every)
            parts.append((columns, every, share * bank.prior[every]))
        if one.lags != "fast":
            all_slow = np.arange(slow.size)
            columns = self._columns(exposure, slow, response, all_slow)
            parts.append((columns, bank.size + all_slow, share * slow.prior))
        kernel = np.concatenate([part[1] for part in parts])
        return Candidates(
            (one,),
            parts[0][0] if len(parts) == 1 else np.hstack([part[0] for part in parts]),
            np.zeros(kernel.size, dtype=np.int64),
            kernel,
            kernels_of(bank, slow=False) + kernels_of(slow, slow=True),
            np.concatenate([part[2] for part in parts]),
        )

    def _columns(
        self, exposure: int, bank: KernelBank, response: str, only: IntArray
    ) -> FloatArray:
        """Return one exposure's histories under some kernels of a bank, shape (n, len(only))."""
        one = self.candidates.exposures[exposure]
        key = (exposure, response, bank.span_hours)
        if key not in self._lagged:
            self._lagged[key] = lagged_doses(one, self.at_hours, bank, response)
        table, gaps = bank.by_lag, self.unlogged(bank)
        if only.size < bank.size:
            table, gaps = table[:, only], gaps[:, only]
        columns = np.asfortranarray(self._lagged[key] @ table)
        usual = usual_dose(one, self.covered, response)
        if usual:
            columns += usual * gaps
        return columns
