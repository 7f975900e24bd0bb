"""What a finished trial leaves behind: a rule for the journal, and a prior for the findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import erf, sqrt

from gutline.trials.plan import Plan
from gutline.trials.result import TrialResult
from gutline.trials.trial import Trial

STRONGEST = 5.0
"""A trial makes an exposure at most so many times likelier or less likely than others."""
SHARE = 0.5
"""Part of a trial's evidence, in logarithms, that is handed on: findings weigh an exposure by its
name for every symptom at once, and the trial was about one."""
_VERDICTS = {
    "helps": "helps", "harms": "harms", "no_meaningful_difference": "cleared",
    "not_conclusive": "open",
}  # fmt: skip
_WORDS = {
    "helps": "{name}: helps with {outcome}, by trial",
    "harms": "{name}: makes {outcome} worse, by trial",
    "cleared": "{name}: cleared by trial for {outcome}",
    "open": "{name}: still open for {outcome} after a trial",
}


@dataclass(frozen=True, slots=True)
class Learned:
    """What a finished trial says of its thing.

    Attributes
    ----------
    name, outcome : str
    verdict : {"cleared", "helps", "harms", "open"}
    words : str
        One short sentence.
    trial : str
    ended : date
    effect, low, high : float or None
        In the unit of the outcome.
    weight : float or None
        How much likelier than others it is to act; None where the trial says nothing of it.
    unit : str
        Unit of the outcome; empty for what is rated from 0 to 10.
    """

    name: str
    outcome: str
    verdict: str
    words: str
    trial: str
    ended: date
    effect: float | None
    low: float | None
    high: float | None
    weight: float | None
    unit: str = ""


def learn(trial: Trial, result: TrialResult, ended: date) -> Learned:
    """Return what a result says, in the words and numbers that are kept.

    Parameters
    ----------
    trial : Trial
    result : TrialResult
    ended : date
        The local day on which it was over.
    """
    plan, verdict = trial.plan, _VERDICTS[result.decision]
    low, high = result.interval or (None, None)
    return Learned(
        plan.exposure, plan.outcome, verdict,
        _WORDS[verdict].format(name=plan.exposure, outcome=plan.outcome), trial.id, ended,
        result.effect, low, high, prior_weight(plan, result), result.unit,
    )  # fmt: skip


def prior_weight(plan: Plan, result: TrialResult) -> float | None:
    """Return how much likelier a trial makes it that its thing acts, before the diary is asked.

    The odds of an effect beyond the smallest important difference after the trial over those
    before it, held within a fifth and five times, and half of its logarithm handed on.
    """
    posterior = result.posterior
    if posterior is None:
        return None
    before = 1.0 - _within(plan.prior_mean, plan.prior_sd, plan.smallest_difference)
    after = 1.0 - posterior.p_no_meaningful_difference
    ratio = _odds(after) / _odds(before)
    return float(min(max(ratio, 1.0 / STRONGEST), STRONGEST) ** SHARE)


def _odds(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1.0 - 1e-6)
    return kept / (1.0 - kept)


def _within(mean: float, sd: float, most: float) -> float:
    """Return the probability of a normal value within plus or minus `most`."""
    return 0.5 * (erf((most - mean) / (sd * sqrt(2.0))) - erf((-most - mean) / (sd * sqrt(2.0))))
