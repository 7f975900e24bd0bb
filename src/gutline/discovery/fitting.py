"""Fitting outcomes: noise, a search over all exposures, and a closer look at the promising ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gutline.discovery.candidates import Candidates
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.settings import Settings
from gutline.discovery.slow import SlowEffect
from gutline.discovery.weighted import Weighted, weigh_outcome
from gutline.stats.blocks import Block, BlockPosterior, fit_blocks
from gutline.stats.kernels import FloatArray
from gutline.stats.mixture import NormalMixture
from gutline.stats.noise import fit_noise
from gutline.stats.regression import Design
from gutline.stats.single_effects import (
    ColumnPosterior,
    EffectPrior,
    SumOfEffects,
    column_posterior,
    fit_effects,
)

SIZES = (0.3, 0.6, 1.2)
SIZE_WEIGHTS = (0.3, 0.4, 0.3)
WIDE_SIZES = (0.6, 1.2, 2.4)
WIDE_WEIGHTS = (0.35, 0.4, 0.25)
ACTIVE_PROBABILITY = 0.08
MOST_ACTIVE = 30
TAG_WEIGHT = 0.5
_TOGETHER = 0.5
_SHARE = 0.02
_MORE_LOOKS = 2


@dataclass(frozen=True)
class Unit:
    """Exposures that share a block: one, or a few that cannot be told apart.

    Attributes
    ----------
    members : tuple of int
    share : tuple of float
        Probability of each member given that the unit acts; sums to 1.
    evidence : float
        Log Bayes factor of the unit against none.
    fast : float
        The same by its fast kernels alone, for a single exposure.
    """

    members: tuple[int, ...]
    share: tuple[float, ...]
    evidence: float
    fast: float = -np.inf


@dataclass(frozen=True)
class OutcomeFit:
    """Everything fitted to one outcome.

    Attributes
    ----------
    model : int
        Index of its noise model in the grid.
    regression : Weighted
    units : tuple of Unit
        Every exposure stands in exactly one.
    parts : dict of int to ndarray, shape (n,)
        Each active exposure's fitted points at each rating.
    left : ndarray, shape (p,)
        ``x'M r`` of every search column with what the active exposures leave.
    sets : tuple of tuple of int
        The active exposures, grouped where they cannot be told apart.
    doubt : float
        Posterior variance of the fit, summed over ratings, whitened points squared.
    rounds : int
        Sweeps of the search; `converged` says whether it settled.
    """

    model: int
    regression: Weighted
    units: tuple[Unit, ...]
    parts: dict[int, FloatArray]
    left: FloatArray
    sets: tuple[tuple[int, ...], ...]
    doubt: float
    rounds: int
    converged: bool

    def fitted(self) -> FloatArray:
        """Return the points all active exposures add at each rating, shape (n,)."""
        total = np.zeros(self.regression.root.size)
        for part in self.parts.values():
            total += part
        return total


def unit_weights(candidates: Candidates, settings: Settings) -> FloatArray:
    """Return each exposure's relative prior mass, summing to 1, shape (P,).

    Foods, drinks and the rest weigh the same, times what `settings.prior_weights` says of a name;
    a tag stands for foods that are weighed already and weighs half.
    """
    weight = [
        (TAG_WEIGHT if e.level == "tag" else 1.0) * settings.prior_weight(e.name)
        for e in candidates.exposures
    ]
    return np.array(weight) / max(sum(weight), 1e-9)


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
    left = values if before is None else values - np.column_stack([f.fitted() for f in before])
    covariates = group.covariates
    models, variances = fit_noise(group.grid, left, covariates.matrix, covariates.precision)
    if before is not None:
        variances = variances + np.array([f.doubt for f in before]) / values.shape[0]
    fits: dict[int, OutcomeFit] = {}
    for m in sorted(range(len(models)), key=lambda m: models[m]):
        residual = None if before is None else left[:, m]
        regression, design = weigh_outcome(
            group, models[m], values[:, m], float(variances[m]), residual
        )
        search = _Search(group, models[m], regression, design, expected, settings)
        if not group.candidates.exposures:
            fits[m] = _nothing_to_look_for(search)
        else:
            fits[m] = _look(search) if before is None else _look_closer(search, before[m])
    return [fits[m] for m in range(len(models))]


@dataclass(frozen=True)
class _Search:
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


def _nothing_to_look_for(search: _Search) -> OutcomeFit:
    """Fit an outcome of a diary in which no exposure can be tested: its noise alone."""
    return OutcomeFit(
        search.model, search.regression, (), {}, np.zeros(0), (), 0.0, 0, converged=True
    )


def _look(search: _Search) -> OutcomeFit:
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


def _look_closer(search: _Search, before: OutcomeFit) -> OutcomeFit:
    """Fit the search's promising exposures under dense kernels, and any that follow."""
    group, odds = search.group, search.odds
    sets = before.sets
    posteriors, left, columns = _fit_sets(search, sets)
    for _ in range(_MORE_LOOKS):
        more = _overlooked(columns, group.candidates, sets, odds)
        if not more:
            break
        sets = sets + tuple((j,) for j in more)
        posteriors, left, columns = _fit_sets(search, sets)
    units: list[Unit] = []
    parts: dict[int, FloatArray] = {}
    for members, posterior in zip(sets, posteriors, strict=True):
        units.append(_unit(group, members, posterior))
        parts |= _parts(group, members, posterior)
    evidence = exposure_evidence(columns.log_bayes_factor, group.candidates)
    rest = sorted(set(range(odds.size)) - set(parts))
    fast = _fast_evidence(columns.log_bayes_factor, group.candidates)
    units += [Unit((j,), (1.0,), float(evidence[j]), float(fast[j])) for j in rest]
    return replace(
        before,
        model=search.model,
        regression=search.regression,
        units=tuple(units),
        parts=parts,
        left=left,
        sets=sets,
    )


def _overlooked(
    columns: ColumnPosterior,
    candidates: Candidates,
    sets: tuple[tuple[int, ...], ...],
    odds: FloatArray,
) -> list[int]:
    """Return exposures outside the sets that look promising once the sets are fitted."""
    evidence = exposure_evidence(columns.log_bayes_factor, candidates)
    chance = odds * np.exp(np.minimum(evidence, 50.0))
    known = {j for members in sets for j in members}
    order = [int(j) for j in np.argsort(-chance, kind="stable") if int(j) not in known]
    return [j for j in order if chance[j] / (1.0 + chance[j]) > ACTIVE_PROBABILITY]


def _fit_sets(
    search: _Search, sets: tuple[tuple[int, ...], ...]
) -> tuple[list[BlockPosterior], FloatArray, ColumnPosterior]:
    """Fit the sets as blocks, then every search column against what they leave."""
    regression, design = search.regression, search.design
    posteriors, whole, half = fit_blocks(
        [_block(search, members) for members in sets],
        regression.outcome,
        design.projection,
        regression.variance,
        sizes=SIZES,
        weights=SIZE_WEIGHTS,
        freedom=regression.freedom,
    )
    inner = design.columns.T @ whole - design.half.T @ half
    columns = column_posterior(inner, design.energy, regression.variance, search.prior)
    return posteriors, inner, columns


def exposure_evidence(log_bayes_factor: FloatArray, candidates: Candidates) -> FloatArray:
    """Average the columns' Bayes factors over each exposure's kernels; return logs, shape (P,)."""
    starts = np.searchsorted(candidates.owner, np.arange(len(candidates.exposures)))
    if not starts.size:
        return np.zeros(0)
    return np.asarray(np.logaddexp.reduceat(log_bayes_factor + np.log(candidates.weight), starts))


def _fast_evidence(log_bayes_factor: FloatArray, candidates: Candidates) -> FloatArray:
    """Return each exposure's evidence by its fast kernels alone, -inf without any, (P,)."""
    slow = np.array([k.slow for k in candidates.kernels])[candidates.kernel]
    evidence = np.full(len(candidates.exposures), -np.inf)
    for j in np.unique(candidates.owner[slow]):
        own = np.flatnonzero((candidates.owner == j) & ~slow)
        if own.size:
            weight = candidates.weight[own] / candidates.weight[own].sum()
            evidence[j] = np.logaddexp.reduce(log_bayes_factor[own] + np.log(weight))
    return evidence


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


def _block(search: _Search, members: tuple[int, ...]) -> Block:
    group, regression, odds = search.group, search.regression, search.odds
    columns = np.hstack([regression.weigh(group.closer_white(j, search.model)) for j in members])
    weight = np.concatenate([odds[j] * group.closer(j).weight for j in members])
    return Block.of(columns, regression.projection, weight, regression.sd)


def _slices(group: RatingGroup, members: tuple[int, ...]) -> list[slice]:
    ends = np.cumsum([group.closer(j).weight.size for j in members])
    return [slice(int(a), int(b)) for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def _unit(group: RatingGroup, members: tuple[int, ...], posterior: BlockPosterior) -> Unit:
    mass = [float(posterior.probability[s].sum()) for s in _slices(group, members)]
    total = max(sum(mass), 1e-300)
    fast = -np.inf
    if len(members) == 1:
        closer = group.closer(members[0])
        fast = float(_fast_evidence(posterior.column.log_bayes_factor, closer)[0])
    return Unit(members, tuple(m / total for m in mass), posterior.log_bayes_factor, fast)


def _parts(
    group: RatingGroup, members: tuple[int, ...], posterior: BlockPosterior
) -> dict[int, FloatArray]:
    mean = posterior.mean
    slices = _slices(group, members)
    return {
        j: np.asarray(group.closer(j).columns @ mean[s])
        for j, s in zip(members, slices, strict=True)
    }


def searched_size(fit: OutcomeFit, candidates: Candidates, exposure: int) -> NormalMixture:
    """Return the effect in points at the peak of an exposure that was not found.

    Sizes have a wider prior here than in the search: a narrow one would draw what is unknown
    towards zero and clear too much.
    """
    index, regression = candidates.of(exposure), fit.regression
    scale = np.full(index.size, regression.sd)
    prior = EffectPrior(
        candidates.weight[index], scale, WIDE_SIZES, WIDE_WEIGHTS, regression.freedom
    )
    energy = regression.energy[index]
    columns = column_posterior(fit.left[index], energy, regression.variance, prior)
    log_mass = columns.log_bayes_factor + np.log(candidates.weight[index])
    mass = np.exp(log_mass - log_mass.max())
    return mixture_of(columns, np.arange(index.size), mass / mass.sum())


def mixture_of(columns: ColumnPosterior, index: np.ndarray, weight: FloatArray) -> NormalMixture:
    """Join the posteriors of some columns, weighted, into one mixture."""
    return NormalMixture(
        (columns.parts_weight[:, index] * weight).ravel(),
        columns.parts_mean[:, index].ravel(),
        columns.parts_sd[:, index].ravel(),
    )
