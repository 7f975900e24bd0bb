"""The seer: knows the true exposures, their kernels, doses and times, stress and sleep.

It fits their sizes by generalised least squares with Ornstein-Uhlenbeck plus white noise whose two
parameters it finds by maximum likelihood. No method that must search can be expected to do better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

from bench.protocol import Answer, Scored
from bench.whitening import Fit, fit_known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gutline.simulator import SimulatedPerson

TITLE = "seer (true exposures and kernels known)"
EVERY_PERSON = True
HOURS_A_DAY = 24.0
LEVEL = 0.05
QUANTILE = float(norm.ppf(0.95))


def find(person: SimulatedPerson) -> Answer:
    """Fit the size of every true effect; found when its two-sided p < .05."""
    return {outcome: _judge(person, outcome) for outcome in person.truth.outcomes}


def _judge(person: SimulatedPerson, outcome: str) -> tuple[Scored, ...]:
    effects = person.truth.effects[outcome]
    if not effects:
        return ()
    rated = person.latent.rated[outcome]
    histories = [
        effect.history(rated.hours, person.latent.taken[name]) for name, effect in effects.items()
    ]
    columns = np.column_stack([*histories, *_background(person, outcome, rated.hours)])
    fit = fit_known(rated.hours, rated.values, columns)
    return tuple(
        _scored(name, effect.level, fit, index)
        for index, (name, effect) in enumerate(effects.items())
    )


def _scored(name: str, level: str, fit: Fit, index: int) -> Scored:
    estimate, reach = float(fit.estimate[index]), float(QUANTILE * fit.error[index])
    p_value = float(fit.p_values[index])
    return Scored(
        name=name,
        level=level,
        score=1.0 - p_value,
        found=p_value < LEVEL,
        effect=estimate,
        interval=(estimate - reach, estimate + reach),
        members=(name,),
    )


def _background(
    person: SimulatedPerson, outcome: str, hours: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Return a constant and the true confounders, today's and yesterday's."""
    day = (hours // HOURS_A_DAY).astype(np.int64)
    columns = [np.ones(hours.size)]
    for name in person.truth.confounders[outcome]:
        values = person.latent.daily[name]
        columns += [values[day], values[np.maximum(day - 1, 0)]]
    return columns
