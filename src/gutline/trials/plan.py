"""The plan of a trial: everything that is decided before day 1, and the hash that fixes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date

from gutline.diary.zones import zone_named
from gutline.trials.deciding import RULE, Rule
from gutline.trials.errors import TrialError
from gutline.trials.layouts import Layout
from gutline.trials.units import is_rating, unit_words

ESTIMAND = (
    "The mean difference in points between living under the active and under the reference "
    "condition, each sustained."
)
ANALYSIS = (
    "Intention to treat: generalised least squares t on one-step prediction errors, with slow "
    "drift and time of day, inside a randomisation test over the very set of schedules this one "
    "was drawn from; interval by inversion; normal prior times t likelihood for the probabilities."
)
STOPPING = (
    "At the planned end; earlier for safety at any time; for success when the e-value reaches 20; "
    "for futility when the effect is smaller than half a point with a probability above 90 %."
)
_HALF_A_POINT = "half a point"


def estimand_in(unit: str) -> str:
    """Return what is estimated of an outcome of this unit, in words."""
    return ESTIMAND.replace("points", unit_words(unit))


def stopping_in(unit: str) -> str:
    """Return the stopping rule for an outcome of this unit, in words."""
    if is_rating(unit):
        return STOPPING
    return STOPPING.replace(_HALF_A_POINT, "half the smallest difference that matters")


@dataclass(frozen=True)
class Plan:
    """What was planned. Every field is part of the hash.

    Attributes
    ----------
    design, exposure, outcome : str
    reference, active : str
        The two conditions in words.
    start : date
        Local date of day 1.
    zone : str
        IANA name of the time zone.
    pairs, period_days, washout_days, run_in_days : int
    layout : str
        How it is randomised.
    longest_run : int, optional
    carry_over_hours : float
        Mean carry-over where there is no lag curve.
    lag_curve : tuple of (float, float)
        Lags in hours with effects, from the suspect; empty when not known.
    smallest_difference, prior_mean, prior_sd : float
        In the unit of the outcome.
    alpha, level : float
    higher_is_better : bool
    blinded : bool
        Whether the person will not know the condition.
    portions : tuple of str
    eliminates : bool
    put_back : date, optional
        When what was left out is to be eaten again, whatever the result.
    kind : str
        Entry kind of the exposure, such as "food"; empty in plans that are older than the field.
    unit : str
        Unit of the outcome; empty for what is rated from 0 to 10.
    """

    design: str
    exposure: str
    outcome: str
    reference: str
    active: str
    start: date
    zone: str
    pairs: int
    period_days: int
    washout_days: int = 0
    run_in_days: int = 0
    layout: Layout = "pairs"
    longest_run: int | None = None
    carry_over_hours: float = 0.0
    lag_curve: tuple[tuple[float, float], ...] = ()
    smallest_difference: float = 1.0
    prior_mean: float = 0.0
    prior_sd: float = 1.0
    alpha: float = 0.05
    level: float = 0.95
    higher_is_better: bool = False
    blinded: bool = False
    portions: tuple[str, ...] = ()
    eliminates: bool = False
    put_back: date | None = None
    estimand: str = field(default=ESTIMAND)
    analysis: str = field(default=ANALYSIS)
    decision_rule: str = field(default=RULE)
    stopping_rule: str = field(default=STOPPING)
    kind: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be run."""
        for problem in _problems(self):
            raise TrialError(problem)

    @property
    def rule(self) -> Rule:
        """What the decision is made by."""
        return Rule(
            self.smallest_difference, self.prior_mean, self.prior_sd, self.alpha, self.level,
            self.higher_is_better, self.unit,
        )  # fmt: skip

    @property
    def days(self) -> int:
        """Days in all, if nothing is paused."""
        units = 2 * self.pairs
        return self.run_in_days + units * self.period_days + (units - 1) * self.washout_days

    def as_dict(self) -> dict[str, object]:
        """Return the plan as values that JSON knows."""
        values = asdict(self)
        for name in ("start", "put_back"):
            values[name] = values[name].isoformat() if values[name] else None
        values["lag_curve"] = [list(point) for point in self.lag_curve]
        values["portions"] = list(self.portions)
        for name in _LATER:
            if not values[name]:
                # Plans that were locked before there was the field keep their hash.
                del values[name]
        return values

    def digest(self) -> str:
        """Return the SHA-256 of the plan in its one written form."""
        return hashlib.sha256(canonical(self.as_dict()).encode("utf-8")).hexdigest()


_LATER = frozenset({"kind", "unit"})
"""Fields that older plans do not have."""


def canonical(values: object) -> str:
    """Return the one way in which values are written before they are hashed."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def plan_from(values: Mapping[str, object]) -> Plan:
    """Return the plan of what `Plan.as_dict` wrote.

    Raises
    ------
    TrialError
        When a field is missing, unknown or of the wrong type.
    """
    known = {f.name for f in fields(Plan)}
    odd = sorted((known ^ set(values)) - (_LATER - set(values)))
    if odd:
        word = "missing" if odd[0] in known else "not known"
        raise TrialError(f"the plan's field {odd[0]!r} is {word}; use the file as it was written")
    own: dict[str, object] = dict(values)
    try:
        own["start"] = date.fromisoformat(str(own["start"]))
        own["put_back"] = date.fromisoformat(str(own["put_back"])) if own["put_back"] else None
        own["lag_curve"] = tuple((float(a), float(b)) for a, b in own["lag_curve"])  # type: ignore[attr-defined]
        own["portions"] = tuple(str(p) for p in own["portions"])  # type: ignore[attr-defined]
        return Plan(**own)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise TrialError(f"the plan cannot be read: {error}") from None


# What may be changed once the trial runs: nothing that moves its days or the coin's part in them.
AMENDABLE = frozenset({
    "smallest_difference", "prior_mean", "prior_sd", "carry_over_hours", "alpha", "level",
    "put_back", "blinded",
})  # fmt: skip


def amended(plan: Plan, changes: Mapping[str, object]) -> Plan:
    """Return the plan with some fields changed.

    Raises
    ------
    TrialError
        When a field may not be changed once the schedule is drawn.
    """
    for name in changes:
        if name not in AMENDABLE:
            raise TrialError(
                f"{name!r} cannot be changed once the schedule is drawn; these can: "
                f"{', '.join(sorted(AMENDABLE))}. Stop this trial and plan another instead"
            )
    wanted = dict(changes)
    least = wanted.get("smallest_difference", 0.0)
    if "prior_sd" not in wanted and _is_between(least, plan.prior_sd, _LIMITS["prior_sd"][1]):
        # Under a narrower prior nothing that matters could be, before anything was seen.
        wanted["prior_sd"] = least
    return replace(plan, **wanted)  # type: ignore[arg-type]


_LIMITS = {
    "pairs": (1, 60), "period_days": (1, 60), "washout_days": (0, 30), "run_in_days": (0, 60),
    "carry_over_hours": (0.0, 24.0 * 60), "smallest_difference": (1e-6, 1e6),
    "prior_mean": (-1e6, 1e6), "prior_sd": (1e-6, 1e6), "alpha": (0.001, 0.2),
    "level": (0.5, 0.999),
}  # fmt: skip


_WORDS = {
    "pairs": "pairs of periods", "period_days": "days of a period",
    "washout_days": "days between periods", "run_in_days": "days before the first period",
    "carry_over_hours": "hours an effect takes", "prior_mean": "mean of the prior",
    "smallest_difference": "smallest difference that matters", "prior_sd": "spread of the prior",
    "alpha": "error rate", "level": "level of the interval",
}  # fmt: skip


def _is_between(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and low <= value <= high


def _problems(plan: Plan) -> list[str]:
    found: list[str] = []
    texts = ("exposure", "outcome", "reference", "active")
    found += [f"{name} is empty; name it" for name in texts if not getattr(plan, name).strip()]
    if plan.reference == plan.active:
        found.append(f"both conditions are {plan.active!r}; a trial compares two")
    found += [
        f"{_WORDS[name]}: {_shown(getattr(plan, name))} cannot be; give {_range(low, high)}"
        for name, (low, high) in _LIMITS.items()
        if not _is_between(getattr(plan, name), low, high)
    ]
    if plan.longest_run is not None and plan.longest_run < 1:
        found.append(f"longest_run is {plan.longest_run!r}; give 1 or more, or none")
    try:
        zone_named(plan.zone)
    except ValueError as error:
        found.append(str(error))
    return found


def _shown(value: object) -> str:
    is_number = isinstance(value, int | float) and type(value) is not bool
    return f"{value:g}" if is_number else repr(value)


def _range(low: float, high: float) -> str:
    if 0.0 < low < 1e-3:
        return "a number above 0"
    return f"a number from {low:g} to {high:g}"
