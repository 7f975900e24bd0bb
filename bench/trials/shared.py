"""The tests of many simulated trials at once: what they share is worked out once.

Trials of one ground have the same times, units and schedules; only ratings and draw differ. The
test of each is the very one that the program runs, made from sums that were not added up anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gutline.stats.assignment_test import AssignmentTest, Grams, TrialColumns
from gutline.stats.randomisation import MOST_EXACT, Reference
from gutline.stats.regression import Projection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.trials.people import Drawn, Ground
    from gutline.stats.coin_sequences import BitArray
    from gutline.stats.kernels import FloatArray
    from gutline.stats.noise import Whitener

_DRAWS = 999


@dataclass(frozen=True)
class _Filtered:
    """The units of a ground as one noise model sees them."""

    whitener: Whitener
    projection: Projection
    units: FloatArray
    half: FloatArray

    @classmethod
    def of(cls, ground: Ground, whitener: Whitener) -> _Filtered:
        covariates, precision = ground.covariates
        projection = Projection.of(whitener.apply(covariates), precision)
        units = whitener.apply(ground.units)
        return cls(whitener, projection, units, projection.half(units))

    def against(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the squares of columns, shape (B,), and their products with units, (U, B)."""
        white = self.whitener.apply(values)
        half = self.projection.half(white)
        squares = (white**2).sum(axis=0) - (half**2).sum(axis=0)
        return squares, self.units.T @ white - self.half.T @ half


@dataclass(frozen=True)
class SharedTests:
    """Makes the randomisation tests of trials drawn on one ground."""

    ground: Ground

    @cached_property
    def _filtered(self) -> list[_Filtered]:
        return [_Filtered.of(self.ground, whitener) for whitener in self.ground.grid.whiteners]

    @cached_property
    def _own(self) -> Grams:
        """Sums of the ground itself, with no rating in them."""
        empty = np.zeros((self.ground.at_hours.size, 1))
        covariates, precision = self.ground.covariates
        columns = TrialColumns(
            self.ground.at_hours, empty, self.ground.units, covariates, precision
        )
        return Grams.of(columns, self.ground.grid)

    @cached_property
    def _every(self) -> BitArray | None:
        """All schedules, where the program goes through all of them."""
        assignments = self.ground.assignments
        return assignments.assigned(assignments.coins.all()) if self._is_exact else None

    @property
    def _is_exact(self) -> bool:
        return self.ground.assignments.count() <= MOST_EXACT

    def of(self, drawn: Sequence[Drawn], rng: np.random.Generator) -> list[AssignmentTest]:
        """Return the test of each trial; where schedules are drawn, these trials share them."""
        others = self._every
        if others is None:
            coins = self.ground.assignments.coins
            others = self.ground.assignments.assigned(coins.draws(_DRAWS, rng))
        references = [self._reference(one, others) for one in drawn]
        whole = [number for number, one in enumerate(drawn) if one.ground is self.ground]
        energy = self._energy(others) if whole else None
        tests = self._grams([drawn[number] for number in whole])
        found = []
        for number, (one, reference) in enumerate(zip(drawn, references, strict=True)):
            if number not in whole or energy is None:
                found.append(AssignmentTest.of(one.columns, reference, one.ground.grid))
                continue
            test = AssignmentTest(tests[whole.index(number)], reference)
            # Filled as if it had been asked for: the same for all trials but the own row.
            vars(test)["_energy"] = self._whole_energy(one, energy)
            found.append(test)
        return found

    def _reference(self, one: Drawn, others: BitArray) -> Reference:
        own = np.array([one.assignment], dtype=np.int8)
        if self._is_exact:
            place = int(np.flatnonzero((others == own).all(axis=1))[0])
            return Reference(others, place, exact=True)
        return Reference(np.vstack([own, others]), 0, exact=False)

    def _energy(self, assignments: BitArray) -> FloatArray:
        reference = Reference(assignments, 0, exact=True)
        return AssignmentTest(self._own, reference)._energy  # noqa: SLF001

    def _whole_energy(self, one: Drawn, energy: FloatArray) -> FloatArray:
        if self._is_exact:
            return energy
        return np.vstack([self._energy(np.array([one.assignment], dtype=np.int8)), energy])

    def _grams(self, drawn: Sequence[Drawn]) -> list[Grams]:
        if not drawn:
            return []
        values = np.column_stack([one.values - one.values.mean() for one in drawn])
        parts = [filtered.against(values) for filtered in self._filtered]
        squares = np.array([part[0] for part in parts])
        crossed = np.array([part[1] for part in parts])
        return [
            self._one(squares[:, k], crossed[:, :, k], np.array(one.assignment, dtype=np.float64))
            for k, one in enumerate(drawn)
        ]

    def _one(self, squares: FloatArray, crossed: FloatArray, own: FloatArray) -> Grams:
        """Return the sums of one trial: its ratings, then its exposure as it was assigned."""
        felt = self._own.units @ own
        inner = crossed @ own
        outcomes = np.empty((squares.size, 2, 2))
        outcomes[:, 0, 0], outcomes[:, 1, 1] = squares, felt @ own
        outcomes[:, 0, 1] = outcomes[:, 1, 0] = inner
        return Grams(
            self._own.fixed, outcomes, np.stack([crossed, felt], axis=2), self._own.units,
            self._own.freedom,
        )  # fmt: skip
