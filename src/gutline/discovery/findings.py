"""What the engine says: one frozen record for every exposure and outcome, and their whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """The six answers the engine can give about one exposure and one outcome."""

    SUSPECT = "suspect"
    HELPER = "helper"
    ONE_OF = "one_of"
    CLEARED = "cleared"
    UNDECIDED = "undecided"
    UNTESTABLE = "untestable"

    @property
    def found(self) -> bool:
        """Whether this verdict is on the list of findings."""
        return self in {Verdict.SUSPECT, Verdict.HELPER, Verdict.ONE_OF}


@dataclass(frozen=True, slots=True)
class LagCurve:
    """Points of outcome per dose against hours since the exposure, with a pointwise band.

    All four tuples have the same length; `hours` rises from 0.
    """

    hours: tuple[float, ...]
    estimate: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What would decide an undecided or untestable exposure: about how much more."""

    days: int | None
    exposures: int | None


@dataclass(frozen=True, slots=True)
class LeadCheck:
    """Whether the outcome predicts the exposure that comes after it.

    Attributes
    ----------
    reversed : bool
        True when exposure after a rating goes with that rating more than chance allows.
    p_value : float
        Two-sided p-value of that association.
    """

    reversed: bool
    p_value: float


@dataclass(frozen=True, slots=True)
class SplitHalf:
    """The effect in the first and the second half of the diary, in points per dose."""

    first: float
    second: float
    agrees: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What the diary says about one exposure and one outcome.

    Attributes
    ----------
    outcome, name, level : str
        The outcome, the exposure, and its level: an entry kind ("food", "sleep", ...), "tag",
        "nutrient" or, for how it was eaten, "meal".
    verdict : Verdict
    probability : float or None
        Posterior probability that the exposure has an effect; None when untestable.
    effect : float or None
        Points at the peak of the lag curve for one `dose`, signed; None when untestable.
    interval : tuple of float or None
        Credible interval of `effect` at `interval_level`.
    total : float or None
        Points x hours over the 72 h after one dose (slow exposures: points, sustained).
    total_interval : tuple of float or None
    peak_hours : float or None
        Hours from exposure to the peak; None when not known.
    dose : str
        What one unit of effect refers to, in words: "1 serving", "150 g", "3 points more".
    count : int
        Times the exposure was logged.
    days : int
        Local days on which it was logged.
    credible_set : tuple of str
        Exposures that cannot be told apart from this one, itself included, likeliest first.
    robustness : float or None
        Robustness value (Cinelli and Hazlett 2020): the share of the remaining variance of both
        exposure and outcome a hidden cause would have to explain to bring the effect to zero.
    robustness_words : str
        The same against a logged confounder, as a clause; empty when not known.
    lead_check : LeadCheck or None
    split_half : SplitHalf or None
    reason : str
        Why this verdict, one plain sentence.
    next_step : str
        What to do next, one plain sentence; may be empty.
    needs : Needs or None
    sentence : str
        The whole finding as a plain sentence.
    lag_curve : LagCurve or None
    notes : tuple of str
        Further cautions (floor, ordinal refit, hidden common causes), plain sentences.
    foods : tuple of str
        For a tag or nutrient, the foods of the diary that hold it.
    """

    outcome: str
    name: str
    level: str
    verdict: Verdict
    probability: float | None = None
    effect: float | None = None
    interval: tuple[float, float] | None = None
    total: float | None = None
    total_interval: tuple[float, float] | None = None
    peak_hours: float | None = None
    dose: str = "1 serving"
    count: int = 0
    days: int = 0
    credible_set: tuple[str, ...] = ()
    robustness: float | None = None
    robustness_words: str = ""
    lead_check: LeadCheck | None = None
    split_half: SplitHalf | None = None
    reason: str = ""
    next_step: str = ""
    needs: Needs | None = None
    sentence: str = ""
    lag_curve: LagCurve | None = None
    notes: tuple[str, ...] = ()
    foods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeSummary:
    """What is known of one outcome's ratings.

    Attributes
    ----------
    name : str
    ratings, days : int
        Ratings used, and local days that have one.
    mean, sd : float or None
    floor_share : float or None
        Share of ratings at the lowest value seen.
    status : str
        "ok", or why nothing can be said yet, as a plain sentence.
    needs : Needs or None
        About how much more is needed when nothing can be said.
    times, values : tuple
        The ratings for a plot: ISO local times and values.
    notes : tuple of str
        Cautions for the whole outcome (missing ratings, confounding index), plain sentences.
    """

    name: str
    ratings: int
    days: int
    mean: float | None = None
    sd: float | None = None
    floor_share: float | None = None
    status: str = "ok"
    needs: Needs | None = None
    times: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the whole run: its name, whether it passed, a figure and a plain sentence."""

    name: str
    outcome: str
    passed: bool
    value: float | None
    sentence: str


@dataclass(frozen=True)
class Findings:
    """The engine's whole answer for one diary.

    Attributes
    ----------
    outcomes : dict of str to OutcomeSummary
    findings : tuple of Finding
        Every exposure exactly once per outcome, ordered by outcome, verdict and certainty.
    checks : tuple of Check
    provenance : dict
        Version, settings and the digest of the diary, JSON-able.
    diary : dict
        {"entries", "days", "first_day", "last_day", "zone", "refused"}, JSON-able.
    interval_level : float
    """

    outcomes: Mapping[str, OutcomeSummary]
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()
    provenance: Mapping[str, object] = field(default_factory=dict)
    diary: Mapping[str, object] = field(default_factory=dict)
    interval_level: float = 0.9

    def of(self, outcome: str) -> tuple[Finding, ...]:
        """Return the findings of one outcome, in order."""
        return tuple(f for f in self.findings if f.outcome == outcome)

    @property
    def table(self) -> list[dict[str, object]]:
        """Return tidy rows, one per exposure and outcome, with plain values only."""
        return [_row(f) for f in self.findings]

    @property
    def text(self) -> str:
        """Return the findings as plain sentences, one paragraph per outcome."""
        if not self.outcomes:
            return "\n".join(c.sentence for c in self.checks if not c.passed)
        paragraphs = []
        for name, outcome in self.outcomes.items():
            said = [f.sentence for f in self.of(name) if f.sentence]
            if outcome.status != "ok":
                said = [outcome.status]
            paragraphs.append(f"{name}: " + "\n".join(said))
        return "\n\n".join(paragraphs)


def _row(f: Finding) -> dict[str, object]:
    lower, upper = f.interval or (None, None)
    return {
        "outcome": f.outcome,
        "exposure": f.name,
        "level": f.level,
        "verdict": str(f.verdict),
        "probability": f.probability,
        "effect": f.effect,
        "lower": lower,
        "upper": upper,
        "peak_hours": f.peak_hours,
        "dose": f.dose,
        "count": f.count,
        "days": f.days,
        "reason": f.reason,
    }
