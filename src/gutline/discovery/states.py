"""Bad nights, stress and the like as exposures: what goes with the state of a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.discovery.analysis import OutcomeAnalysis
from gutline.discovery.checks import Line
from gutline.discovery.fits import SIZE_WEIGHTS, SIZES
from gutline.discovery.searched import mixture_of
from gutline.discovery.series import State
from gutline.stats.blocks import Block, block_posterior
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray
from gutline.stats.mixture import NormalMixture
from gutline.stats.regression import Projection

# A state has one prior chance in ten; what sleep and stress do is known from many people.
PRIOR_PROBABILITY = 0.1
WINDOWS = (("the same day", 0.0), ("the day before", 24.0), ("3 days", 36.0), ("7 days", 84.0))


@dataclass(frozen=True)
class StateEffect:
    """One state's effect on one outcome.

    Attributes
    ----------
    state : State
    probability : float
    size : NormalMixture
        Points for one `swing` more.
    swing : float
        A usual change of the state, in its unit.
    swing_words : str
    peak_hours : float
        Posterior mean delay in hours.
    line : Line
        The simple regression of the ratings less the exposures on the likeliest column.
    """

    state: State
    probability: float
    size: NormalMixture
    swing: float
    swing_words: str
    peak_hours: float
    line: Line


def state_histories(daily: FloatArray, day: IntArray) -> FloatArray:
    """Return a state on the day, the day before, and averaged over 3 and 7 days, shape (n, 4).

    Missing days stand at the mean.

    Parameters
    ----------
    daily : ndarray, shape (D,)
        NaN where nothing was logged.
    day : ndarray of int, shape (n,)
        Local day of each rating.
    """
    known = daily[np.isfinite(daily)]
    middle = float(known.mean()) if known.size else 0.0
    filled = np.where(np.isfinite(daily), daily, middle)
    padded = np.concatenate([np.full(7, middle), filled])
    total = np.concatenate([[0.0], np.cumsum(padded)])
    end = day + 8
    spans = [(total[end] - total[end - k]) / k for k in (3, 7)]
    return np.column_stack([padded[day + 7], padded[day + 6], *spans])


def usual_swing(state: State) -> float:
    """Return two standard deviations of a state, rounded to a plain figure, at least one step."""
    known = state.daily[np.isfinite(state.daily)]
    spread = 2.0 * float(known.std())
    step = {"h": 0.5, "min": 10.0, "steps": 1000.0}.get(state.unit, 1.0)
    return max(step, round(spread / step) * step)


def swing_in_words(state: State, swing: float) -> str:
    """Return the swing as a phrase: "3 points more", "1.5 h more"."""
    if state.level in {"illness", "travel", "medicine"}:
        return "a day with it"
    unit = {"nrs": "points" if swing != 1 else "point"}.get(state.unit, state.unit)
    return f"{swing:g} {unit} more"


def state_effects(outcome: OutcomeAnalysis, states: tuple[State, ...]) -> list[StateEffect]:
    """Fit each state that may be an exposure, all else adjusted for.

    Parameters
    ----------
    outcome : OutcomeAnalysis
    states : tuple of State
        The states the outcome's covariates were built from, in order.
    """
    found = []
    for index, state in enumerate(states):
        if "exposure" in state.roles and np.nanstd(state.daily) > 0:
            found.append(_effect(outcome, state, outcome.without(index)))
    return found


def _effect(outcome: OutcomeAnalysis, state: State, projection: Projection) -> StateEffect:
    regression, fit = outcome.fit.regression, outcome.fit
    swing = usual_swing(state)
    raw = state_histories(state.daily, outcome.ratings.day) / swing
    white = regression.white(raw)
    odds = PRIOR_PROBABILITY / (1.0 - PRIOR_PROBABILITY) / len(WINDOWS)
    block = Block.of(white, projection, np.full(len(WINDOWS), odds), regression.sd)
    left = fit.unexplained
    inner = white.T @ left - block.half.T @ projection.half(left)
    posterior = block_posterior(
        block, inner, regression.variance, SIZES, SIZE_WEIGHTS, regression.freedom
    )
    total = float(posterior.probability.sum())
    window = posterior.probability / max(total, 1e-300)
    delay = float(window @ np.array([hours for _, hours in WINDOWS]))
    return StateEffect(
        state,
        total,
        mixture_of(posterior.column, np.arange(len(WINDOWS)), window),
        swing,
        swing_in_words(state, swing),
        delay,
        Line.of(white[:, int(np.argmax(window))], left, projection, regression.rows),
    )
