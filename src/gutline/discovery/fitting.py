"""Fitting the outcomes of a group once: noise, then the search or a closer look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gutline.discovery.closer import look_closer
from gutline.discovery.fits import OutcomeFit, Unit
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.search import Search, look, nothing_to_look_for
from gutline.discovery.settings import Settings
from gutline.discovery.slow import SlowEffect
from gutline.discovery.weighted import weigh_outcome


def with_slow(
    fits: list[OutcomeFit], slow: list[dict[int, SlowEffect]], *, final: bool
) -> list[OutcomeFit]:
    """Join the slow effects, weighed beside the search, to the fits.

    After the first round they take their part of the ratings, so that the noise lets them go;
    after the last their evidence stands for that of their unit, because it knows that the noise
    is uncertain.
    """
    return [_joined(fit, effects, final=final) for fit, effects in zip(fits, slow, strict=True)]


def _joined(fit: OutcomeFit, effects: dict[int, SlowEffect], *, final: bool) -> OutcomeFit:
    if not effects:
        return fit
    if not final:
        strong = {j: e.part for j, e in effects.items() if e.evidence > 0}
        return replace(fit, parts=fit.parts | strong)
    units = [
        _weighed(u, effects[u.members[0]].evidence)
        if len(u.members) == 1 and u.members[0] in effects
        else u
        for u in fit.units
    ]
    return replace(fit, units=tuple(units))


def _weighed(unit: Unit, slow: float) -> Unit:
    """Join a unit's fast and slow evidence, half the prior each; only slow if it has no fast."""
    if not np.isfinite(unit.fast):
        return replace(unit, evidence=slow)
    return replace(unit, evidence=float(np.logaddexp(unit.fast, slow) - np.log(2.0)))


def fit_group(
    group: RatingGroup, before: list[OutcomeFit] | None, expected: float, settings: Settings
) -> list[OutcomeFit]:
    """Fit every outcome of a group once.

    Parameters
    ----------
    group : RatingGroup
    before : list of OutcomeFit or None
        An earlier round; the noise is fitted to what it leaves, with weights for heavy tails.
    expected : float
        Prior expectation of effects per outcome.
    settings : Settings

    Returns
    -------
    list of OutcomeFit, one per outcome
    """
    values = group.values
    left = values if before is None else values - np.column_stack([f.fitted for f in before])
    models, variances = group.likelihood.choose(left)
    if before is not None:
        variances = variances + np.array([f.doubt for f in before]) / values.shape[0]
    fits: dict[int, OutcomeFit] = {}
    for m in sorted(range(len(models)), key=lambda m: models[m]):
        residual = None if before is None else left[:, m]
        regression, design = weigh_outcome(
            group, models[m], values[:, m], float(variances[m]), residual
        )
        search = Search(group, models[m], regression, design, expected, settings)
        if not group.candidates.exposures:
            fits[m] = nothing_to_look_for(search)
        else:
            fits[m] = look(search) if before is None else look_closer(search, before[m])
    return [fits[m] for m in range(len(models))]
