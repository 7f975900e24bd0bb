"""The search: a sum of single effects over all exposures under all lag kernels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.discovery.candidates import Candidates
from gutline.discovery.fits import SIZE_WEIGHTS, SIZES, OutcomeFit, Unit, unit_weights
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.settings import Settings
from gutline.discovery.weighted import Weighted
from gutline.stats.kernels import FloatArray
from gutline.stats.regression import Design
from gutline.stats.single_effects import (
    ColumnPosterior,
    EffectPrior,
    SumOfEffects,
    column_posterior,
    fit_effects,
)

ACTIVE_PROBABILITY = 0.08
MOST_ACTIVE = 30
_TOGETHER = 0.5
_SHARE = 0.02


@dataclass(frozen=True)
class Search:
    """Everything one outcome's fit needs, passed along together."""

    group: RatingGroup
    model: int
    regression: Weighted
    design: Design
    expected: float
    settings: Settings

    @cached_property
    def odds(self) -> FloatArray:
        """Prior odds of each exposure, shape (P,)."""
        return self.expected * unit_weights(self.group.candidates, self.settings)

    @cached_property
    def prior(self) -> EffectPrior:
        """Prior of a single effect over all search columns."""
        candidates, odds = self.group.candidates, self.odds
        mass = odds[candidates.owner] * candidates.weight / (1.0 + odds.sum())
        scale = np.full(mass.size, self.regression.sd)
        return EffectPrior(mass, scale, SIZES, SIZE_WEIGHTS, self.regression.freedom)


def nothing_to_look_for(search: Search) -> OutcomeFit:
    """Fit an outcome of a diary in which no exposure can be tested: its noise alone."""
    return OutcomeFit(
        search.model, search.regression, (), {}, np.zeros(0), (), 0.0, 0, converged=True
    )


def look(search: Search) -> OutcomeFit:
    """Fit one outcome by the search alone: enough to learn its noise and how much acts."""
    candidates, regression, design = search.group.candidates, search.regression, search.design
    prior, odds, variance = search.prior, search.odds, search.regression.variance
    effects = fit_effects(
        design, regression.outcome, variance, prior, most=search.settings.most_effects
    )
    columns = column_posterior(effects.residual, design.energy, variance, prior)
    evidence = exposure_evidence(columns.log_bayes_factor, candidates)
    inclusion = _inclusion(effects, candidates)
    seen = np.log(inclusion + 1e-12) - np.log1p(-np.minimum(inclusion, 1.0 - 1e-12)) - np.log(odds)
    evidence = np.where(inclusion > 0.5, np.maximum(evidence, seen), evidence)
    active = _active(effects, candidates, columns, odds)
    return OutcomeFit(
        search.model,
        regression,
        tuple(Unit((j,), (1.0,), float(e)) for j, e in enumerate(evidence)),
        _searched_parts(effects, candidates),
        effects.residual,
        tuple(_sets(effects, candidates, design, active)),
        effects.doubt(design.energy),
        effects.rounds,
        effects.converged,
    )


def _searched_parts(effects: SumOfEffects, candidates: Candidates) -> dict[int, FloatArray]:
    """Return the points each exposure adds at each rating in a search."""
    mean = effects.mean.sum(axis=0)
    used = np.flatnonzero(mean)
    parts: dict[int, FloatArray] = {}
    for j in np.unique(candidates.owner[used]):
        own = used[candidates.owner[used] == j]
        parts[int(j)] = candidates.columns[:, own] @ mean[own]
    return parts


def exposure_evidence(log_bayes_factor: FloatArray, candidates: Candidates) -> FloatArray:
    """Average the columns' Bayes factors over each exposure's kernels; return logs, shape (P,)."""
    starts = np.searchsorted(candidates.owner, np.arange(len(candidates.exposures)))
    if not starts.size:
        return np.zeros(0)
    return np.asarray(np.logaddexp.reduceat(log_bayes_factor + np.log(candidates.weight), starts))


def _inclusion(search: SumOfEffects, candidates: Candidates) -> FloatArray:
    if not len(candidates.exposures):
        return np.zeros(0)
    return np.asarray(1.0 - np.prod(1.0 - _by_exposure(search, candidates), axis=0))


def _by_exposure(search: SumOfEffects, candidates: Candidates) -> FloatArray:
    starts = np.searchsorted(candidates.owner, np.arange(len(candidates.exposures)))
    return np.asarray(np.add.reduceat(search.alpha, starts, axis=1))


def _active(
    search: SumOfEffects,
    candidates: Candidates,
    alone: ColumnPosterior,
    odds: FloatArray,
) -> list[int]:
    """Return the exposures worth a closer look, most promising first."""
    if not odds.size:
        return []
    evidence = exposure_evidence(alone.log_bayes_factor, candidates)
    chance = odds * np.exp(np.minimum(evidence, 50.0))
    level = np.maximum(chance / (1.0 + chance), _inclusion(search, candidates))
    order = np.argsort(-level, kind="stable")[:MOST_ACTIVE]
    return [int(j) for j in order if level[j] > ACTIVE_PROBABILITY]


def _sets(
    search: SumOfEffects, candidates: Candidates, design: Design, active: list[int]
) -> list[tuple[int, ...]]:
    """Group active exposures: those that share a single effect and are eaten together."""
    taken: set[int] = set()
    sets: list[tuple[int, ...]] = []
    inclusion = _by_exposure(search, candidates) if active else np.zeros((0, 0))
    for effect, shares in enumerate(inclusion):
        top = int(np.argmax(shares))
        if shares.sum() < 0.5 or top in taken:
            continue
        near = _likeness(search.alpha[effect], top, candidates, design)
        likely = [int(j) for j in np.argsort(-shares, kind="stable") if j != top]
        likely = [j for j in likely if shares[j] > _SHARE * shares.sum() and near[j] > _TOGETHER]
        members = (top, *[j for j in likely if j not in taken])
        taken.update(members)
        sets.append(members)
    return sets + [(j,) for j in active if j not in taken]


def _likeness(alpha: FloatArray, top: int, candidates: Candidates, design: Design) -> FloatArray:
    """Return each exposure's largest correlation with the likeliest column of `top`, (P,)."""
    column = int(np.argmax(np.where(candidates.owner == top, alpha, -1.0)))
    covariance = design.gram(np.array([column]))[:, 0]
    scale = np.sqrt(np.maximum(design.energy * design.energy[column], 1e-12))
    starts = np.searchsorted(candidates.owner, np.arange(len(candidates.exposures)))
    return np.asarray(np.maximum.reduceat(np.abs(covariance / scale), starts))
