"""Fitting outcomes: noise, a search over all exposures, and a closer look at the promising ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gutline.discovery.candidates import Candidates
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.settings import Settings
from gutline.discovery.slow import SlowEffect
from gutline.stats.blocks import Block, BlockPosterior, fit_blocks
from gutline.stats.kernels import FloatArray
from gutline.stats.mixture import NormalMixture
from gutline.stats.noise import Whitener, fit_noise
from gutline.stats.regression import Design, Projection
from gutline.stats.single_effects import (
    ColumnPosterior,
    EffectPrior,
    SumOfEffects,
    column_posterior,
    fit_effects,
)
from gutline.stats.tails import fit_tails

SIZES = (0.3, 0.6, 1.2)
SIZE_WEIGHTS = (0.3, 0.4, 0.3)
ACTIVE_PROBABILITY = 0.08
MOST_ACTIVE = 30
LEAST_SD = 0.1
# Above this share of ratings at the floor, what rises from it is signal, not a heavy tail.
FLOOR_CROWDED = 0.3
TAG_WEIGHT = 0.5
_TOGETHER = 0.5
_SHARE = 0.02
_MOST_LOOKS = 3


@dataclass(frozen=True)
class Weighted:
    """One outcome's regression with its noise model and row weights.

    Attributes
    ----------
    values : ndarray, shape (n,)
        The ratings.
    whitener : Whitener
    root : ndarray, shape (n,)
        Square roots of the row weights; 1 where tails are normal.
    design : Design
        Whitened and weighted columns and covariates.
    outcome : ndarray, shape (n,)
        Whitened and weighted ratings.
    variance : float
        Noise variance, points squared.
    freedom : float
        Degrees of freedom behind it.
    """

    values: FloatArray
    whitener: Whitener
    root: FloatArray
    design: Design
    outcome: FloatArray
    variance: float
    freedom: float

    @property
    def sd(self) -> float:
        """Standard deviation of the ratings: the unit of prior effect sizes, in points."""
        return max(float(self.values.std()), LEAST_SD)

    def white(self, columns: FloatArray) -> FloatArray:
        """Whiten and weight raw columns (n,) or (n, k)."""
        return self.weigh(self.whitener.apply(columns))

    def weigh(self, white: FloatArray) -> FloatArray:
        """Weight columns that are whitened already."""
        root = self.root if white.ndim == 1 else self.root[:, None]
        return np.asarray(white * root)


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
    """

    members: tuple[int, ...]
    share: tuple[float, ...]
    evidence: float


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
    columns : ColumnPosterior
        Every search column against what the active exposures leave.
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
    columns: ColumnPosterior
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


def unit_weights(candidates: Candidates) -> FloatArray:
    """Return each exposure's relative prior mass, summing to 1, shape (P,).

    Foods, drinks and the rest weigh the same; a tag stands for foods that are weighed already and
    weighs half.
    """
    weight = [TAG_WEIGHT if e.level == "tag" else 1.0 for e in candidates.exposures]
    return np.array(weight) / max(sum(weight), 1e-9)


def with_slow(
    fits: list[OutcomeFit], slow: list[dict[int, SlowEffect]], *, final: bool
) -> list[OutcomeFit]:
    """Join the slow effects, weighed beside the search, to the fits.

    After the first round they take their part of the ratings, so that the noise lets them go;
    after the last their evidence stands for that of their unit, because it knows that the noise
    is uncertain.
    """
    return [_joined(fit, effects, final) for fit, effects in zip(fits, slow, strict=True)]


def _joined(fit: OutcomeFit, effects: dict[int, SlowEffect], final: bool) -> OutcomeFit:
    if not effects:
        return fit
    if not final:
        strong = {j: e.part for j, e in effects.items() if e.evidence > 0}
        return replace(fit, parts=fit.parts | strong)
    units = [
        replace(u, evidence=effects[u.members[0]].evidence)
        if len(u.members) == 1 and u.members[0] in effects
        else u
        for u in fit.units
    ]
    return replace(fit, units=tuple(units))


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
    fits = []
    for m, model in enumerate(models):
        residual = None if before is None else left[:, m]
        regression = _regression(group, model, values[:, m], float(variances[m]), residual)
        if before is None:
            fits.append(_look(group, model, regression, expected, settings))
        else:
            fits.append(_look_closer(group, model, regression, before[m], expected))
    return fits


def _regression(
    group: RatingGroup,
    model: int,
    values: FloatArray,
    variance: float,
    residual: FloatArray | None,
) -> Weighted:
    design, whitener = group.design(model), group.grid.whiteners[model]
    outcome = whitener.apply(values)
    root = np.ones(values.size)
    spent = float((design.projection.half(np.eye(values.size)) ** 2).sum())
    freedom = values.size - spent
    crowded = float((values == values.min()).mean()) > FLOOR_CROWDED
    if residual is not None and not crowded:
        errors = design.projection.residuals(whitener.apply(residual))
        tails = fit_tails(errors)
        if np.isfinite(tails.freedom):
            root = np.sqrt(tails.weights(errors))
            variance = max(variance, tails.information_variance * values.size / (values.size - spent))
            covariates = design.projection.covariates * root[:, None]
            design = Design(
                np.asfortranarray(design.columns * root[:, None]),
                Projection.of(covariates, group.covariates.precision),
            )
            outcome = outcome * root
    return Weighted(values, whitener, root, design, outcome, variance, freedom)


def _search(
    group: RatingGroup, regression: Weighted, expected: float, settings: Settings
) -> tuple[SumOfEffects, EffectPrior, FloatArray]:
    """Run the sum of single effects; return it, its prior and each exposure's prior odds."""
    candidates = group.candidates
    odds = expected * unit_weights(candidates)
    prior = _prior(candidates, odds, regression)
    search = fit_effects(
        regression.design,
        regression.outcome,
        regression.variance,
        prior,
        most=settings.most_effects,
    )
    return search, prior, odds


def _prior(candidates: Candidates, odds: FloatArray, regression: Weighted) -> EffectPrior:
    mass = odds[candidates.owner] * candidates.weight / (1.0 + odds.sum())
    scale = np.full(mass.size, regression.sd)
    return EffectPrior(mass, scale, SIZES, SIZE_WEIGHTS, regression.freedom)


def _look(
    group: RatingGroup, model: int, regression: Weighted, expected: float, settings: Settings
) -> OutcomeFit:
    """Fit one outcome by the search alone: enough to learn its noise and how much acts."""
    candidates = group.candidates
    search, prior, odds = _search(group, regression, expected, settings)
    columns = column_posterior(
        search.residual, regression.design.energy, regression.variance, prior
    )
    evidence = exposure_evidence(columns.log_bayes_factor, candidates)
    inclusion = _inclusion(search, candidates)
    seen = np.log(inclusion + 1e-12) - np.log1p(-np.minimum(inclusion, 1.0 - 1e-12)) - np.log(odds)
    evidence = np.where(inclusion > 0.5, np.maximum(evidence, seen), evidence)
    units = tuple(Unit((j,), (1.0,), float(e)) for j, e in enumerate(evidence))
    mean = search.mean.sum(axis=0)
    used = np.flatnonzero(mean)
    parts: dict[int, FloatArray] = {}
    for j in np.unique(candidates.owner[used]):
        own = used[candidates.owner[used] == j]
        parts[int(j)] = candidates.columns[:, own] @ mean[own]
    active = _active(search, candidates, columns, odds)
    sets = _sets(search, candidates, regression.design, active)
    return OutcomeFit(
        model, regression, units, parts, columns, tuple(sets), search.doubt(regression.design.energy), search.rounds, search.converged
    )


def _look_closer(
    group: RatingGroup,
    model: int,
    regression: Weighted,
    before: OutcomeFit,
    expected: float,
) -> OutcomeFit:
    """Fit the exposures that the search found promising under dense kernels, and any that follow."""
    odds = expected * unit_weights(group.candidates)
    prior = _prior(group.candidates, odds, regression)
    sets = list(before.sets)
    for _ in range(_MOST_LOOKS):
        blocks = [_block(group, model, regression, members, odds) for members in sets]
        posteriors, columns = _fit_sets(regression, blocks, prior)
        evidence = exposure_evidence(columns.log_bayes_factor, group.candidates)
        known = {j for members in sets for j in members}
        chance = odds * np.exp(np.minimum(evidence, 50.0))
        more = [int(j) for j in np.argsort(-chance, kind="stable") if int(j) not in known]
        more = [j for j in more if chance[j] / (1.0 + chance[j]) > ACTIVE_PROBABILITY]
        if not more:
            break
        sets += [(j,) for j in more]
    sets = sets[: len(posteriors)]
    units, parts = [], {}
    for members, posterior in zip(sets, posteriors, strict=True):
        units.append(_unit(group, members, posterior))
        parts |= _parts(group, members, posterior)
    rest = sorted(set(range(odds.size)) - set(parts))
    units += [Unit((j,), (1.0,), float(evidence[j])) for j in rest]
    return replace(
        before,
        model=model,
        regression=regression,
        units=tuple(units),
        parts=parts,
        columns=columns,
        sets=tuple(sets),
    )


def _fit_sets(
    regression: Weighted, blocks: list[Block], prior: EffectPrior
) -> tuple[list[BlockPosterior], ColumnPosterior]:
    """Fit blocks, then every search column against what they leave."""
    design = regression.design
    posteriors, whole, half = fit_blocks(
        blocks,
        regression.outcome,
        design.projection,
        regression.variance,
        sizes=SIZES,
        weights=SIZE_WEIGHTS,
        freedom=regression.freedom,
    )
    inner = design.columns.T @ whole - design.half.T @ half
    return posteriors, column_posterior(inner, design.energy, regression.variance, prior)


def exposure_evidence(log_bayes_factor: FloatArray, candidates: Candidates) -> FloatArray:
    """Average the columns' Bayes factors over each exposure's kernels; return logs, shape (P,)."""
    starts = np.searchsorted(candidates.owner, np.arange(len(candidates.exposures)))
    if not starts.size:
        return np.zeros(0)
    return np.asarray(
        np.logaddexp.reduceat(log_bayes_factor + np.log(candidates.weight), starts)
    )


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


def _likeness(
    alpha: FloatArray, top: int, candidates: Candidates, design: Design
) -> FloatArray:
    """Return each exposure's largest correlation with the likeliest column of `top`, (P,)."""
    column = int(np.argmax(np.where(candidates.owner == top, alpha, -1.0)))
    covariance = design.gram(np.array([column]))[:, 0]
    scale = np.sqrt(np.maximum(design.energy * design.energy[column], 1e-12))
    starts = np.searchsorted(candidates.owner, np.arange(len(candidates.exposures)))
    return np.asarray(np.maximum.reduceat(np.abs(covariance / scale), starts))


def _block(
    group: RatingGroup,
    model: int,
    regression: Weighted,
    members: tuple[int, ...],
    odds: FloatArray,
) -> Block:
    columns = np.hstack([regression.weigh(group.closer_white(j, model)) for j in members])
    weight = np.concatenate([odds[j] * group.closer(j).weight for j in members])
    return Block.of(columns, regression.design.projection, weight, regression.sd)


def _slices(group: RatingGroup, members: tuple[int, ...]) -> list[slice]:
    ends = np.cumsum([group.closer(j).weight.size for j in members])
    return [slice(int(a), int(b)) for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def _unit(group: RatingGroup, members: tuple[int, ...], posterior: BlockPosterior) -> Unit:
    mass = [float(posterior.probability[s].sum()) for s in _slices(group, members)]
    total = max(sum(mass), 1e-300)
    return Unit(members, tuple(m / total for m in mass), posterior.log_bayes_factor)


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
    """Return an exposure's effect in points at the peak, from its search columns alone."""
    index = candidates.of(exposure)
    log_mass = fit.columns.log_bayes_factor[index] + np.log(candidates.weight[index])
    mass = np.exp(log_mass - log_mass.max())
    return mixture_of(fit.columns, index, mass / mass.sum())


def mixture_of(columns: ColumnPosterior, index: np.ndarray, weight: FloatArray) -> NormalMixture:
    """Join the posteriors of some columns, weighted, into one mixture."""
    return NormalMixture(
        (columns.parts_weight[:, index] * weight).ravel(),
        columns.parts_mean[:, index].ravel(),
        columns.parts_sd[:, index].ravel(),
    )
