"""Carry-over: how an exposure builds up after it starts and fades after it stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gutline.stats.kernels import FloatArray
from gutline.trials.errors import TrialError
from gutline.trials.plan import Plan

_SPANS = 8.0
_STEPS = 400
_MOST_HOURS = 24.0 * 120


@dataclass(frozen=True)
class CarryOver:
    """The share of a sustained exposure's effect that is there some hours after its start.

    The share left after its end mirrors it, as for every effect that is the sum of the effects of
    single servings.

    Attributes
    ----------
    lags_hours : tuple of float
        Ascending, from 0.
    share : tuple of float
        At each lag; 1 at the last and after it.
    """

    lags_hours: tuple[float, ...] = (0.0,)
    share: tuple[float, ...] = (1.0,)

    @classmethod
    def none(cls) -> CarryOver:
        """Return an effect that starts and stops with its exposure."""
        return cls()

    @classmethod
    def fading(cls, mean_hours: float) -> CarryOver:
        """Return an effect that fades at a constant rate.

        Parameters
        ----------
        mean_hours : float
            Mean time that the effect of a serving takes, in hours; 0 is no carry-over.

        Raises
        ------
        TrialError
            When it is negative or longer than a trial.
        """
        if not 0.0 <= mean_hours <= _MOST_HOURS:
            raise TrialError(
                f"a carry-over of {mean_hours:g} hours cannot be; give 0 to {_MOST_HOURS:g}"
            )
        if mean_hours == 0.0:
            return cls.none()
        lags = np.linspace(0.0, _SPANS * mean_hours, _STEPS)
        share = 1.0 - np.exp(-lags / mean_hours)
        return cls(tuple(lags.tolist()), tuple((share / share[-1]).tolist()))

    @classmethod
    def of_curve(cls, lags_hours: Sequence[float], effect: Sequence[float]) -> CarryOver:
        """Return the carry-over of a lag curve, such as a suspect's: its area up to each lag.

        Parameters
        ----------
        lags_hours : sequence of float
            Ascending, from 0.
        effect : sequence of float
            Effect of one serving at each lag, in any unit and of either sign.

        Raises
        ------
        TrialError
            When the curve has no area or its lags do not ascend.
        """
        lags, values = np.asarray(lags_hours, np.float64), np.asarray(effect, np.float64)
        if lags.size < 2 or lags.size != values.size or np.any(np.diff(lags) <= 0) or lags[0] < 0:
            raise TrialError("a lag curve needs two or more ascending lags, each with an effect")
        area = np.concatenate([[0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * np.diff(lags))])
        if abs(float(area[-1])) < 0.25 * float(np.abs(area).max()) or not area.any():
            raise TrialError("the lag curve changes its sign; give a carry-over in hours instead")
        share = area / area[-1]
        return cls(tuple(lags.tolist()), tuple(share.tolist()))

    def at(self, hours: FloatArray) -> FloatArray:
        """Return the share at times since the start; 0 before it."""
        if len(self.lags_hours) == 1:
            return np.where(hours >= 0.0, 1.0, 0.0)
        inside = np.interp(hours, self.lags_hours, self.share)
        return np.where(hours > 0.0, inside, 0.0)

    @property
    def mean_hours(self) -> float:
        """Mean time the effect of a serving takes, in hours."""
        if len(self.lags_hours) == 1:
            return 0.0
        left = 1.0 - np.asarray(self.share)
        return float(np.trapezoid(left, np.asarray(self.lags_hours)))


def exposure_column(
    at_hours: FloatArray, spans: Sequence[tuple[float, float]], carry_over: CarryOver
) -> FloatArray:
    """Return how much of a sustained exposure is felt at each time.

    Parameters
    ----------
    at_hours : ndarray, shape (n,)
    spans : sequence of (float, float)
        Start and end of every stretch of exposure, in hours.
    carry_over : CarryOver
    """
    column = np.zeros(at_hours.size)
    for start, end in spans:
        column += carry_over.at(at_hours - start) - carry_over.at(at_hours - end)
    return column


def planned_carry_over(plan: Plan) -> CarryOver:
    """Return the carry-over that a plan's analysis models: the lag curve's where it is known."""
    if plan.lag_curve:
        lags, effects = zip(*plan.lag_curve, strict=True)
        return CarryOver.of_curve(lags, effects)
    return CarryOver.fading(plan.carry_over_hours)
