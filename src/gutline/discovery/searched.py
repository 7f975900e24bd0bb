"""How large the effects may be that were not found, and mixtures of what columns say."""

from __future__ import annotations

import numpy as np

from gutline.discovery.candidates import Candidates
from gutline.discovery.fits import OutcomeFit
from gutline.stats.kernels import FloatArray
from gutline.stats.mixture import NormalMixture
from gutline.stats.single_effects import ColumnPosterior, EffectPrior, column_posterior

WIDE_SIZES = (0.6, 1.2, 2.4)
WIDE_WEIGHTS = (0.35, 0.4, 0.25)


def searched_sizes(fit: OutcomeFit, candidates: Candidates) -> list[NormalMixture]:
    """Return the effect in points at the peak of every exposure, as the search sees it.

    For those that were not found. Sizes have a wider prior here than in the search: a narrow one
    would draw what is unknown towards zero and clear too much.
    """
    regression, owner, weight = fit.regression, candidates.owner, candidates.weight
    if not owner.size:
        return []
    prior = EffectPrior(
        weight,
        np.full(owner.size, regression.sd),
        WIDE_SIZES,
        WIDE_WEIGHTS,
        regression.freedom,
    )
    columns = column_posterior(fit.left, regression.energy, regression.variance, prior)
    starts = np.searchsorted(owner, np.arange(len(candidates.exposures)))
    log_mass = columns.log_bayes_factor + np.log(weight)
    mass = np.exp(log_mass - np.maximum.reduceat(log_mass, starts)[owner])
    mass /= np.add.reduceat(mass, starts)[owner]
    ends = [*starts[1:], owner.size]
    return [
        mixture_of(columns, slice(int(a), int(b)), mass[a:b])
        for a, b in zip(starts, ends, strict=True)
    ]


def mixture_of(
    columns: ColumnPosterior, index: slice | np.ndarray, weight: FloatArray
) -> NormalMixture:
    """Join the posteriors of some columns, weighted, into one mixture."""
    return NormalMixture(
        (columns.parts_weight[:, index] * weight).ravel(),
        columns.parts_mean[:, index].ravel(),
        columns.parts_sd[:, index].ravel(),
    )
