"""What is true of a simulated person, and what a seer may know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutline.simulator.kernels import Kernel, exposure_history

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from gutline.diary import Diary

FloatArray = NDArray[np.float64]


def _linear(dose: FloatArray) -> FloatArray:
    return dose


def _emax(dose: FloatArray) -> FloatArray:
    return 1.5 * dose / (dose + 0.5)


def _log(dose: FloatArray) -> FloatArray:
    return np.asarray(np.log1p(2.0 * dose) / np.log(3.0))


def _step(dose: FloatArray) -> FloatArray:
    return (dose > 0).astype(np.float64)


# Every response is 1 at one serving, so that an effect always reads as points a serving.
RESPONSES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "linear": _linear,
    "emax": _emax,
    "log": _log,
    "step": _step,
}


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """When something really was taken and how much: hours since the first midnight, servings."""

    hours: FloatArray
    doses: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TrueEffect:
    """One effect that is built into a simulated person.

    Attributes
    ----------
    name, level : str
        The exposure and its level: "food", "tag", "supplement" or "practice".
    effect_at_peak : float
        Points at the kernel's peak for one serving on the latent scale; for a slow kernel, points
        when taken every day. Positive is worse.
    observed_effect : float
        The same on the recorded scale from 0 to 10, once its ends have cut the ratings: the slope
        of what the effect really changed in them. This is what an analysis is scored on. Not a
        number when the exposure was never taken.
    kernel : Kernel
    response : str
        A key of `RESPONSES`: how the effect grows with the dose.
    members : tuple of str
        The foods that carry the effect: the food itself, or all foods of a tag.
    """

    name: str
    level: str
    effect_at_peak: float
    kernel: Kernel
    response: str = "linear"
    members: tuple[str, ...] = ()
    observed_effect: float = float("nan")

    @property
    def peak_hours(self) -> float:
        """Return the hours from exposure to the peak."""
        return self.kernel.peak_hours

    def history(self, at_hours: FloatArray, events: Events) -> FloatArray:
        """Return what the effect would add at each time were it 1 point at its peak."""
        doses = RESPONSES[self.response](events.doses)
        return exposure_history(at_hours, events.hours, doses, self.kernel)

    def added(self, at_hours: FloatArray, events: Events) -> FloatArray:
        """Return the points the effect adds to the outcome at each time."""
        return self.effect_at_peak * self.history(at_hours, events)


@dataclass(frozen=True, slots=True)
class Truth:
    """What acts on what.

    Attributes
    ----------
    effects : mapping of outcome to mapping of exposure name to TrueEffect
    confounders : mapping of outcome to mapping of "stress" or "sleep" to points for one unit more
        (one rating point of stress, one hour of sleep) on the same day; `CARRY_OVER` of it comes
        on the day after.
    noise_sd, noise_family : mapping of outcome to the noise's spread in points and its family
    """

    effects: Mapping[str, Mapping[str, TrueEffect]]
    confounders: Mapping[str, Mapping[str, float]]
    noise_sd: Mapping[str, float] = field(default_factory=dict)
    noise_family: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the names of the outcomes."""
        return tuple(self.effects)


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """The ratings of one outcome as they came about: all arrays have one value a rating.

    Attributes
    ----------
    hours : ndarray
        Exact times in hours since the first midnight.
    latent : ndarray
        The value before rounding and before the ends of the scale cut it.
    noise : ndarray
        Its random part, felt and white.
    values : ndarray
        What was recorded, whole numbers from 0 to 10.
    """

    hours: FloatArray
    latent: FloatArray
    noise: FloatArray
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Latent:
    """What a seer may look at: what really happened, before any logging error.

    Attributes
    ----------
    start : datetime
        The first midnight.
    taken : mapping of exposure name to Events
        Foods, tags, supplements and practices.
    daily : mapping of covariate name to ndarray of shape (days,)
        True stress, sleep, movement and sitting.
    rated : mapping of outcome to Rated
        The ratings the diary holds.
    """

    start: datetime
    taken: Mapping[str, Events]
    daily: Mapping[str, FloatArray]
    rated: Mapping[str, Rated]


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedPerson:
    """A diary whose truth is known."""

    scenario: str
    diary: Diary
    truth: Truth
    latent: Latent
