"""What a person expected before each period and guessed after it, and whether they could know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gutline.stats.randomisation import Reference
from gutline.trials.trial_data import TrialData

_ALPHA = 0.05
_LEAST_GUESSES = 4


@dataclass(frozen=True)
class Answers:
    """Answers by number of period, from 0.

    Attributes
    ----------
    expectations : mapping of int to float
        How much of a difference was expected, 0 to 10, asked before the period.
    guesses : mapping of int to int
        Which condition it was, asked after: 1 active, 0 reference, -1 unsure.
    """

    expectations: Mapping[int, float] = field(default_factory=dict)
    guesses: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Blinding:
    """Bang's index for each condition, and a test over the schedules.

    Attributes
    ----------
    active, reference : float or None
        Right guesses less wrong ones, over all guesses under the condition: 0 is guessing, 1 is
        knowing; None without guesses.
    right, guesses : int
    p_value : float
        Chance of so many right guesses if nobody could know.
    """

    active: float | None
    reference: float | None
    right: int
    guesses: int
    p_value: float

    @property
    def broken(self) -> bool:
        """Whether the person could tell."""
        return self.p_value <= _ALPHA


def read_blinding(data: TrialData, answers: Answers, reference: Reference) -> Blinding | None:
    """Return the blinding of a trial; None with too few guesses.

    References
    ----------
    Bang, Ni and Davis (2004), Assessment of blinding in clinical trials, Controlled Clinical
    Trials 25.
    """
    own = data.schedule.assignment
    guessed = {k: g for k, g in answers.guesses.items() if 0 <= k < len(own)}
    sure = {k: g for k, g in guessed.items() if g >= 0}
    if len(guessed) < _LEAST_GUESSES:
        return None
    places = np.array(sorted(sure), dtype=np.int64)
    said = np.array([sure[int(k)] for k in places], dtype=np.int8)
    right = (reference.assignments[:, places] == said).sum(axis=1)
    mine = int(right[reference.observed])
    return Blinding(
        _bang(guessed, own, 1), _bang(guessed, own, 0), mine, len(guessed),
        float((right >= mine).mean()) if places.size else 1.0,
    )  # fmt: skip


def _bang(guessed: Mapping[int, int], own: tuple[int, ...], side: int) -> float | None:
    said = [g for k, g in guessed.items() if own[k] == side]
    if not said:
        return None
    return (sum(g == side for g in said) - sum(g == 1 - side for g in said)) / len(said)


def expected_more(data: TrialData, answers: Answers) -> float | None:
    """Return how much more was expected before active periods than before reference ones."""
    own = data.schedule.assignment
    by_side: dict[int, list[float]] = {0: [], 1: []}
    for number, value in answers.expectations.items():
        if 0 <= number < len(own):
            by_side[own[number]].append(value)
    if not by_side[0] or not by_side[1]:
        return None
    return float(np.mean(by_side[1]) - np.mean(by_side[0]))
