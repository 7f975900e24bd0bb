"""A closer look at what the search found promising: blocks of columns under dense kernels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gutline.discovery.candidates import Candidates
from gutline.discovery.fits import SIZE_WEIGHTS, SIZES, OutcomeFit, Unit
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.search import ACTIVE_PROBABILITY, Search, exposure_evidence
from gutline.stats.blocks import Block, BlockPosterior, fit_blocks
from gutline.stats.kernels import FloatArray
from gutline.stats.single_effects import ColumnPosterior, column_posterior

_MORE_LOOKS = 2


def look_closer(search: Search, before: OutcomeFit) -> OutcomeFit:
    """Fit the search's promising exposures under dense kernels, and any that follow."""
    group, odds = search.group, search.odds
    sets = before.sets
    blocks: dict[tuple[int, ...], Block] = {}
    posteriors, left, columns = _fit_sets(search, sets, blocks)
    for _ in range(_MORE_LOOKS):
        more = _overlooked(columns, group.candidates, sets, odds)
        if not more:
            break
        sets = sets + tuple((j,) for j in more)
        posteriors, left, columns = _fit_sets(search, sets, blocks)
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
    search: Search, sets: tuple[tuple[int, ...], ...], blocks: dict[tuple[int, ...], Block]
) -> tuple[list[BlockPosterior], FloatArray, ColumnPosterior]:
    """Fit the sets as blocks, then every search column against what they leave.

    The blocks made are kept in `blocks` for the next look.
    """
    regression, design = search.regression, search.design
    search.group.prepare_closer(j for members in sets for j in members)
    blocks |= {members: _block(search, members) for members in sets if members not in blocks}
    posteriors, whole, half = fit_blocks(
        [blocks[members] for members in sets],
        regression.outcome,
        design.projection,
        regression.variance,
        sizes=SIZES,
        weights=SIZE_WEIGHTS,
        freedom=regression.freedom,
    )
    inner = design.between(whole, half)
    columns = column_posterior(inner, design.energy, regression.variance, search.prior)
    return posteriors, inner, columns


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


def _block(search: Search, members: tuple[int, ...]) -> Block:
    group, regression, odds = search.group, search.regression, search.odds
    each = [regression.weigh(group.closer_white(j, search.model)) for j in members]
    columns = each[0] if len(each) == 1 else np.hstack(each)
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
