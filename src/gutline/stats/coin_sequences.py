"""Sequences of coin tosses, all equally likely, with a fixed number of ones or a longest run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import NDArray

BitArray = NDArray[np.int8]

MOST_TOSSES = 400


class RandomisationError(ValueError):
    """A way of randomising cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class CoinSequences:
    """Every sequence of 0 and 1 that keeps to the rules; each is equally likely.

    Attributes
    ----------
    length : int
        Tosses in a sequence.
    ones : int, optional
        Number of ones in every sequence; any number unless given.
    longest_run : int, optional
        The same side never comes more often than this in a row.

    Raises
    ------
    RandomisationError
        When no sequence keeps to the rules, or there are too many tosses.
    """

    length: int
    ones: int | None = None
    longest_run: int | None = None

    def __post_init__(self) -> None:
        """Refuse rules that no sequence keeps to."""
        if not 1 <= self.length <= MOST_TOSSES:
            raise RandomisationError(
                f"{self.length} coin tosses cannot be handled; a trial has 1 to {MOST_TOSSES}"
            )
        if self.count() == 0:
            raise RandomisationError(
                f"no order of {self.length} tosses has {self.ones} ones and at most "
                f"{self.longest_run} of the same in a row; allow a longer run"
            )

    def count(self) -> int:
        """Return the number of sequences, exactly."""
        return self.completions(())

    def completions(self, start: Sequence[int]) -> int:
        """Return how many sequences begin with these tosses."""
        run, last = 0, -1
        for toss in start:
            run, last = (run + 1 if toss == last else 1), toss
            if self.longest_run is not None and run > self.longest_run:
                return 0
        left = self.length - len(start)
        ones = None if self.ones is None else self.ones - sum(start)
        return _completions(left, ones, last, run, self.longest_run)

    def chance(self, start: Sequence[int]) -> float:
        """Return the probability that the next toss is 1 after these."""
        return self.completions((*start, 1)) / self.completions(start)

    def holds(self, tosses: Sequence[int]) -> bool:
        """Return whether a whole sequence keeps to the rules."""
        return len(tosses) == self.length and self.completions(tuple(tosses)) == 1

    def all(self) -> BitArray:
        """Return every sequence, shape (S, length), in ascending order as binary numbers."""
        return np.array(list(self._each(())), dtype=np.int8).reshape(-1, self.length)

    def _each(self, start: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if self.completions(start) == 0:
            return
        if len(start) == self.length:
            yield start
            return
        yield from self._each((*start, 0))
        yield from self._each((*start, 1))

    def draws(self, number: int, rng: np.random.Generator) -> BitArray:
        """Return sequences drawn at random with equal chances, shape (number, length)."""
        if self.longest_run is None and self.ones is None:
            return rng.integers(0, 2, (number, self.length), dtype=np.int8)
        if self.longest_run is None:
            row = (np.arange(self.length) < (self.ones or 0)).astype(np.int8)
            return rng.permuted(np.tile(row, (number, 1)), axis=1)
        return np.array(
            [self.tossed(lambda part, whole: int(rng.random() * whole < part))
             for _ in range(number)],
            dtype=np.int8,
        )  # fmt: skip

    def tossed(self, coin: Callable[[int, int], int]) -> tuple[int, ...]:
        """Return one sequence.

        Parameters
        ----------
        coin : callable
            Given two whole numbers, returns 1 with the probability of the first over the second.
        """
        start: tuple[int, ...] = ()
        for _ in range(self.length):
            side = coin(self.completions((*start, 1)), self.completions(start))
            start = (*start, side)
        return start


@lru_cache(maxsize=1 << 18)
def _completions(left: int, ones: int | None, last: int, run: int, longest: int | None) -> int:
    """Return in how many ways `left` more tosses can follow a run of `run` times `last`."""
    if ones is not None and not 0 <= ones <= left:
        return 0
    if longest is None:
        return 1 << left if ones is None else comb(left, ones)
    if left == 0:
        return 1
    ways = 0
    for toss in (0, 1):
        length = run + 1 if toss == last else 1
        if length <= longest:
            rest = None if ones is None else ones - toss
            ways += _completions(left - 1, rest, toss, length, longest)
    return ways
