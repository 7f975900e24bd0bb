"""What a method of the bench takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gutline.simulator import SimulatedPerson


@dataclass(frozen=True, slots=True)
class Scored:
    """What a method says about one exposure and one outcome.

    Attributes
    ----------
    name, level : str
        The exposure and its level: "food", "tag", "supplement", "practice", "stress", "sleep", ...
    score : float
        How sure the method is, on any scale that rises; ranks the exposures.
    found : bool
        Whether the method reports it at its own threshold.
    effect : float or None
        Points at the peak for one serving, signed; None where the method gives none.
    interval : tuple of float or None
        Interval of the effect, meant to hold 90 of 100 truths.
    probability : float or None
        The claimed probability that there is an effect.
    members : tuple of str
        Exposures that the method says cannot be told apart from this one, itself included.
    """

    name: str
    level: str
    score: float
    found: bool
    effect: float | None = None
    interval: tuple[float, float] | None = None
    probability: float | None = None
    members: tuple[str, ...] = ()


Answer = Mapping[str, tuple[Scored, ...]]
Find = Callable[[SimulatedPerson], Answer]
