"""The sets a schedule is drawn from, and the randomisation test over the very same set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gutline.stats.coin_sequences import BitArray, CoinSequences, RandomisationError
from gutline.stats.kernels import FloatArray

Layout = Literal["pairs", "complete", "alternating", "days"]
LAYOUTS: tuple[Layout, ...] = ("pairs", "complete", "alternating", "days")

MOST_EXACT = 4_096
DRAWS = 3_999
# Statistics that are equal but for rounding, as those of mirrored schedules are, count as equal.
_SAME = 1e-6


@dataclass(frozen=True)
class AssignmentSet:
    """Every way in which the units of a trial could have been assigned; all equally likely.

    Attributes
    ----------
    layout : {"pairs", "complete", "alternating", "days"}
        `pairs`: a coin for each pair of neighbouring units says which of the two is active.
        `complete`: a fixed number of active units in any order. `alternating`: one coin says
        which comes first. `days`: a coin for each unit.
    coins : CoinSequences
    units : int
        Units of the trial: its periods or days.
    begun : int, optional
        Units that were carried out, where a trial ended early; rows of the set are cut there, and
        those that are then the same count as often as they come.
    """

    layout: Layout
    coins: CoinSequences
    units: int
    begun: int | None = None

    @classmethod
    def of(
        cls,
        layout: Layout,
        units: int,
        ones: int | None = None,
        longest_run: int | None = None,
        begun: int | None = None,
    ) -> AssignmentSet:
        """Make the set of a layout.

        Parameters
        ----------
        layout : str
        units : int
        ones : int, optional
            Active units; needed by `complete` alone.
        longest_run : int, optional
            Most units in a row of the same condition; for `pairs`, most pairs of the same order.
        begun : int, optional
            Units that were carried out, where there are fewer.

        Raises
        ------
        RandomisationError
            When the units cannot be assigned so.
        """
        if layout == "pairs":
            if units < 2 or units % 2:
                raise RandomisationError(f"{units} periods do not make pairs; give an even number")
            return cls(layout, CoinSequences(units // 2, None, longest_run), units, begun)
        if layout == "alternating":
            return cls(layout, CoinSequences(1), units, begun)
        fixed = ones if layout == "complete" else None
        return cls(layout, CoinSequences(units, fixed, longest_run), units, begun)

    def count(self) -> int:
        """Return the number of assignments in the set."""
        return self.coins.count()

    def assigned(self, tosses: BitArray) -> BitArray:
        """Return the units of coin tosses: (S, tosses) becomes (S, units), 1 for active."""
        units = tosses
        if self.layout == "pairs":
            units = np.stack([tosses, 1 - tosses], axis=2).reshape(len(tosses), -1)
        elif self.layout == "alternating":
            units = np.asarray((tosses + np.arange(self.units)) % 2, dtype=np.int8)
        return units[:, : self.begun]

    def tosses(self, assignment: Sequence[int]) -> tuple[int, ...]:
        """Return the coin tosses that gave an assignment.

        Raises
        ------
        RandomisationError
            When the assignment is not in the set.
        """
        own = tuple(int(a) for a in assignment)
        tosses = own[:: self.units_a_toss]
        possible = len(own) == (self.begun or self.units) and self.coins.completions(tosses) > 0
        if not possible or self._one(tosses) != list(own):
            raise RandomisationError(
                f"the schedule is not one that {self.layout!r} can draw; name the way in which it "
                "was randomised"
            )
        return tosses

    @property
    def units_a_toss(self) -> int:
        """Units that one coin toss decides."""
        return {"pairs": 2, "alternating": self.units}.get(self.layout, 1)

    def _one(self, tosses: Sequence[int]) -> list[int]:
        whole = (*tosses, *([0] * (self.coins.length - len(tosses))))
        row: list[int] = self.assigned(np.array([whole], dtype=np.int8))[0].tolist()
        return row

    def reference(
        self, observed: Sequence[int], rng: np.random.Generator, draws: int = DRAWS
    ) -> Reference:
        """Return the assignments that the observed one is compared with.

        All of them when there are at most `MOST_EXACT`, else the observed one and `draws` others.
        """
        own = np.array([self._one(self.tosses(observed))], dtype=np.int8)
        if self.count() <= MOST_EXACT:
            every = self.assigned(self.coins.all())
            place = int(np.flatnonzero((every == own).all(axis=1))[0])
            return Reference(every, place, exact=True)
        drawn = self.assigned(self.coins.draws(draws, rng))
        return Reference(np.vstack([own, drawn]), 0, exact=False)


@dataclass(frozen=True)
class Reference:
    """The assignments of a test.

    Attributes
    ----------
    assignments : ndarray of int8, shape (S, units)
    observed : int
        Row of the one that was carried out.
    exact : bool
        Whether they are the whole set; else the observed one and random draws.
    """

    assignments: BitArray
    observed: int
    exact: bool

    @property
    def size(self) -> int:
        """Number of assignments S that are compared."""
        return len(self.assignments)

    def p_value(self, statistics: FloatArray) -> float:
        """Return the two-sided p-value of the observed assignment's statistic.

        Parameters
        ----------
        statistics : ndarray, shape (S,)

        Returns
        -------
        float
            Share of assignments whose statistic is at least as far from 0, the observed one
            included; never 0, and valid for drawn assignments too.
        """
        size = np.abs(statistics)
        limit = size[self.observed] * (1.0 - _SAME)
        return float((size >= limit).mean())

    @property
    def smallest_p(self) -> float:
        """Smallest p-value that a two-sided test over these assignments can be counted on for.

        The mirrored assignment, with the conditions exchanged, is as far from 0 as the observed
        one; it is not in the set where the conditions have different numbers of units.
        """
        own = self.assignments[self.observed]
        same = float((self.assignments == own).all(axis=1).mean())
        mirrored = float((self.assignments == 1 - own).all(axis=1).mean())
        return min(same + (mirrored if self.exact else same), 1.0)
