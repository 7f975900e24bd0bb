"""The decision words, fixed before a trial starts, and the rule that leads to each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from gutline.trials.units import is_rating

Decision = Literal["helps", "harms", "no_meaningful_difference", "not_conclusive"]

SURE = 0.9
FUTILE_WITHIN = 0.5
"""Part of a point within which an effect is not worth going on for."""
ENOUGH_EVIDENCE = 20.0

RULE = (
    "No meaningful difference: the effect is smaller than the smallest important difference with a "
    "probability of 90 % or more. Helps or harms: that is not so, and the randomisation test gives "
    "p at or below the error rate at the planned end (after an earlier stop: an e-value of 20 or "
    "more). Not conclusive: everything else."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a decision is made by.

    Attributes
    ----------
    smallest_difference : float
        Smallest difference that matters to the person, in the unit of the outcome.
    prior_mean, prior_sd : float
        Of the effect, in the same unit.
    alpha : float
        Error rate of the randomisation test.
    level : float
        Level of the interval.
    higher_is_better : bool
        Whether more of the outcome is better.
    unit : str
        Unit of the outcome; empty for what is rated from 0 to 10.
    """

    smallest_difference: float = 1.0
    prior_mean: float = 0.0
    prior_sd: float = 1.0
    alpha: float = 0.05
    level: float = 0.95
    higher_is_better: bool = False
    unit: str = ""

    @property
    def step(self) -> float:
        """What is taken for one point: the smallest difference where nothing is rated 0 to 10."""
        return 1.0 if is_rating(self.unit) else self.smallest_difference

    def as_dict(self) -> dict[str, object]:
        """Return the rule as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PosteriorSummary:
    """The posterior of the effect in numbers.

    Attributes
    ----------
    mean, sd : float
        In the unit of the outcome, as every effect here.
    p_benefit, p_harm, p_no_meaningful_difference : float
        Probabilities of an effect beyond the smallest important difference to the good, beyond it
        to the bad, and within it; they sum to 1.
    p_within_half : float
        Probability of an effect within half a point, for futility; where nothing is rated from 0
        to 10, within half the smallest important difference.
    curve : tuple of (float, float)
        Effects with the density at each, for drawing; empty where it was not kept.
    """

    mean: float
    sd: float
    p_benefit: float
    p_harm: float
    p_no_meaningful_difference: float
    p_within_half: float
    curve: tuple[tuple[float, float], ...] = ()


def decide(
    rule: Rule, effect: float, p_value: float, e_value: float, alike: float, *, early: bool
) -> Decision:
    """Return the decision word.

    Parameters
    ----------
    rule : Rule
    effect : float
        Active less reference.
    p_value, e_value : float
    alike : float
        Probability of no meaningful difference.
    early : bool
        Whether the trial was stopped before its planned end.
    """
    if alike >= SURE:
        return "no_meaningful_difference"
    found = e_value >= ENOUGH_EVIDENCE if early else p_value <= rule.alpha * (1.0 + 1e-9)
    if not found:
        return "not_conclusive"
    return "helps" if (effect > 0) == rule.higher_is_better else "harms"
