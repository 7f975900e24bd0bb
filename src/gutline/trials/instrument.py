"""The effect of what was really done, with the assignment as the instrument.

The assignment moves the ratings only through what it makes a person do. So if a day of full
exposure adds d, the ratings less d times the real exposure do not depend on the assignment,
and the randomisation test of that hypothesis is as exact as the one of the assignment itself.
"""

from __future__ import annotations

import numpy as np

from gutline.stats.assignment_test import AssignmentTest

REAL = 1
"""Outcome column of the real exposure."""
_ROUNDS = 6
_WEAKEST = 0.25


def effect_of_what_was_done(
    test: AssignmentTest, level: float
) -> tuple[float | None, tuple[float, float] | None]:
    """Return the effect of full exposure, and its interval.

    Parameters
    ----------
    test : AssignmentTest
        Its outcome columns are the ratings, the real exposure, and the assigned one.
    level : float

    Returns
    -------
    effect : float or None
        None where the assignment hardly changed what was done.
    interval : tuple of float, or None
    """
    moved = _effect(test, 0.0) - _effect(test, 1.0)
    if moved < _WEAKEST:
        return None, None
    effect = _effect(test, 0.0) / moved
    for _ in range(_ROUNDS):
        effect += _effect(test, effect) / moved
    interval = test.interval(level, REAL, effect)
    return float(effect), None if interval is None else interval[:2]


def _effect(test: AssignmentTest, shift: float) -> float:
    value = test.observed(test.weights(shift, REAL))[0]
    return float(np.nan_to_num(value))
