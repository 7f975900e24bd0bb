"""What a finished analysis says: numbers, one row per period, checks, words and provenance."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from gutline.trials.deciding import Decision, PosteriorSummary


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """One period and its ratings.

    Attributes
    ----------
    start, end : datetime
    condition, pair : str
    ratings : int
    mean, sd : float or None
        Of its ratings; None without any (for `sd`, with fewer than two).
    """

    start: datetime
    end: datetime
    condition: str
    pair: str
    ratings: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating that counted.

    Attributes
    ----------
    at : datetime
    value : float
    period : int
        Number of its period from 0; -1 between periods.
    """

    at: datetime
    value: float
    period: int


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at beside the main analysis.

    Attributes
    ----------
    name : str
    passed : bool or None
        None for what is told without a judgement.
    text : str
        A plain sentence.
    """

    name: str
    passed: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Adherence:
    """How far the plan was kept to.

    Attributes
    ----------
    kept : float
        Share of the logged days that were kept, partly kept ones counting half.
    logged, days : int
        Days with a word about it, and days of the periods.
    effect : float or None
        Effect of what was really done, with the assignment as instrument.
    interval : tuple of float, or None
    """

    kept: float
    logged: int
    days: int
    effect: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class TrialResult:
    """The result of a trial.

    Attributes
    ----------
    outcome, reference, active : str
    effect : float or None
        In the unit of the outcome, active less reference, when sustained; None where nothing can
        be said.
    interval : tuple of float, or None
        The effects that the randomisation test does not reject.
    interval_level : float or None
    p_randomisation : float or None
    schedules : int
        Schedules compared, the real one included.
    posterior : PosteriorSummary or None
    e_value : float or None
    decision : str
    grade : str
        How sure: "high", "moderate", "low"; empty unless the decision is that it helps or harms.
    because : str
        Why it is not conclusive; empty otherwise.
    adherence : Adherence or None
    periods : tuple of PeriodSummary
    checks : tuple of Check
    text : str
        The result in plain sentences.
    provenance : dict
        What it was computed from.
    ratings : tuple of Rated
        Every rating that counted, in order of time.
    unit : str
        Unit of the outcome; empty for what is rated from 0 to 10.
    """

    outcome: str
    reference: str
    active: str
    effect: float | None
    interval: tuple[float, float] | None
    interval_level: float | None
    p_randomisation: float | None
    schedules: int
    posterior: PosteriorSummary | None
    e_value: float | None
    decision: Decision
    grade: str
    because: str
    adherence: Adherence | None
    periods: tuple[PeriodSummary, ...]
    checks: tuple[Check, ...] = ()
    text: str = ""
    provenance: dict[str, object] = field(default_factory=dict)
    ratings: tuple[Rated, ...] = ()
    unit: str = ""

    @property
    def table(self) -> list[dict[str, object]]:
        """One row per period, for a data frame."""
        return [asdict(period) for period in self.periods]
