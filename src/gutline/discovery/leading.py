"""The arrow of time: whether the outcome foretells the exposure rather than follows it."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from gutline.discovery.analysis import OutcomeAnalysis
from gutline.discovery.findings import LeadCheck
from gutline.stats.kernels import FloatArray

REVERSED_BELOW = 0.01


def prediction_errors(outcome: OutcomeAnalysis) -> FloatArray:
    """Return the outcome's whitened residuals: what its own past did not foretell, shape (n,)."""
    return outcome.fit.regression.projection.residuals(outcome.fit.unexplained)


def lead_scores(outcome: OutcomeAnalysis) -> FloatArray:
    """Return a z score per tested exposure: later dose against the rating's surprise, (P,).

    A rating's prediction error is new when it is made; if doses after it go with it, the outcome
    (or something behind both) moves the exposure.
    """
    errors = prediction_errors(outcome)
    later = outcome.group.doses_after
    scale = np.sqrt((errors**2).mean() * (later**2).sum(axis=0))
    return np.asarray((errors @ later) / np.maximum(scale, 1e-9))


def lead_check(score: float) -> LeadCheck:
    """Return the check of one exposure from its z score."""
    p_value = float(2 * ndtr(-abs(score)))
    return LeadCheck(reversed=p_value < REVERSED_BELOW, p_value=p_value)


def confounding_index(scores: FloatArray) -> float:
    """Return how far the lead scores of all exposures together exceed chance, in standard errors.

    About 0 where food does not follow the outcome; the sum of squared z scores against its
    chi-squared expectation.
    """
    if not scores.size:
        return 0.0
    return float(((scores**2).sum() - scores.size) / np.sqrt(2.0 * scores.size))
