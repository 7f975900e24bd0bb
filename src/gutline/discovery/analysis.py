"""The whole analysis of a diary in arrays, before anything is put into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from gutline.diary import Diary
from gutline.discovery.adjustment import adjust_for
from gutline.discovery.candidates import build_candidates, gaps_of
from gutline.discovery.daily import food_coverage, read_states
from gutline.discovery.exposures import read_exposures
from gutline.discovery.fits import OutcomeFit, Unit, unit_weights
from gutline.discovery.fitting import fit_group, with_slow
from gutline.discovery.rating_group import RatingGroup
from gutline.discovery.series import (
    Axis,
    Exposure,
    Ratings,
    Shelf,
    State,
    default_outcomes,
    make_axis,
    read_ratings,
)
from gutline.discovery.settings import Settings
from gutline.discovery.slow import slow_effects
from gutline.stats.kernels import FloatArray
from gutline.stats.noise import NoiseGrid
from gutline.stats.prevalence import EXPECTED_EFFECTS, inclusion_table, prevalence
from gutline.stats.regression import Projection

Progress = Callable[[float, str], None]
FIRST_GUESS = 2.0
# What surely acts on one outcome has this many times the prior odds to act on another.
SHARED_ODDS = 5.0
# A rating counts as surrounded by food when this share of its day and the two before is logged,
# and the outcome must keep this share of its spread among such ratings.
_COVERED = 0.3
_ALIVE = 0.25
# Fewer ratings than this that differ from the commonest one tell nothing.
_LEAST_DIFFERENT = 8


@dataclass(frozen=True)
class OutcomeAnalysis:
    """One outcome with everything fitted to it.

    Attributes
    ----------
    ratings : Ratings
    group : RatingGroup
    fit : OutcomeFit
    probability : ndarray, shape (P,)
        Posterior probability of each tested exposure.
    unit_probability : ndarray
        Posterior probability of each of the fit's units.
    """

    ratings: Ratings
    group: RatingGroup
    fit: OutcomeFit
    probability: FloatArray
    unit_probability: FloatArray

    def without(self, state: int) -> Projection:
        """Return what is adjusted for, less the columns of one state."""
        covariates = self.group.covariates
        kept = covariates.owner != state
        return self.fit.regression.projection.restricted(kept, covariates.precision[kept])

    def unit_of(self, exposure: int) -> Unit:
        """Return the unit that holds an exposure."""
        return next(u for u in self.fit.units if exposure in u.members)


@dataclass(frozen=True)
class Analysis:
    """A diary read into arrays and fitted.

    Attributes
    ----------
    axis : Axis
    exposures : tuple of Exposure
        Every exposure logged, testable or not.
    tested : tuple of int
        Indices of the exposures that were candidates, in the order of the fits.
    states : tuple of State
    ratings : tuple of Ratings
        Every outcome asked for, fitted or not.
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    outcomes : dict of str to OutcomeAnalysis
        The fitted ones.
    expected : float
        Posterior mean of the number of effects per outcome.
    """

    axis: Axis
    exposures: tuple[Exposure, ...]
    tested: tuple[int, ...]
    states: tuple[State, ...]
    ratings: tuple[Ratings, ...]
    covered: FloatArray
    outcomes: dict[str, OutcomeAnalysis] = field(default_factory=dict)
    expected: float = 0.0


def analyse(
    diary: Diary, wanted: tuple[str, ...] | None, settings: Settings, progress: Progress
) -> Analysis:
    """Read a diary that has entries into arrays and fit every outcome that has enough ratings."""
    axis, shelf = make_axis(diary), Shelf.of(diary)
    exposures = tuple(read_exposures(diary, axis, shelf))
    tested = tuple(i for i, e in enumerate(exposures) if e.at_hours.size >= settings.least_count)
    ratings = tuple(read_ratings(diary, axis, shelf, wanted or default_outcomes(shelf)))
    states = tuple(read_states(diary, axis, shelf, mediators=settings.direct))
    covered = food_coverage(diary, axis)
    groups = [
        _make_group(group, [exposures[i] for i in tested], states, covered, axis)
        for group in _same_times(
            [r for r in ratings if not too_little(r, covered, settings)],
            {r.name for r in ratings} if settings.direct else {s.name for s in states},
        )
    ]
    outcomes, expected = _fit(groups, settings, progress)
    return Analysis(axis, exposures, tested, states, ratings, covered, outcomes, expected)


def too_little(ratings: Ratings, covered: FloatArray, settings: Settings) -> str:
    """Return why nothing can be said of an outcome, as a clause; empty when something can.

    Parameters
    ----------
    ratings : Ratings
    covered : ndarray, shape (D,)
        Share of each day's food that was logged.
    settings : Settings
    """
    count, days = ratings.value.size, np.unique(ratings.day).size
    name, spread = ratings.name, float(ratings.value.std()) if ratings.value.size else 0.0
    if count < settings.least_ratings or days < settings.least_days:
        have = "is 1 rating" if count == 1 else f"are {count} ratings"
        on = "1 day" if days == 1 else f"{days} days"
        return (
            f"there {have} of {name} on {on} and "
            f"{settings.least_ratings} on {settings.least_days} days are needed"
        )
    if spread == 0:
        return f"all {count} ratings of {name} are the same"
    usual = int(np.unique(ratings.value, return_counts=True)[1].max())
    if count - usual < _LEAST_DIFFERENT:
        return f"only {count - usual} of {count} ratings of {name} differ from the rest"
    before = np.concatenate([np.zeros(2), covered])
    near = (before[ratings.day] + before[ratings.day + 1] + before[ratings.day + 2]) / 3.0
    known = ratings.value[near >= _COVERED]
    if covered.any() and (known.size < settings.least_ratings or known.std() < _ALIVE * spread):
        return (
            f"on the days when {name} changed, food was hardly ever logged: "
            f"the {known.size} ratings with food around them are too few or all alike"
        )
    return ""


def _same_times(ratings: list[Ratings], apart: set[str]) -> list[list[Ratings]]:
    """Put outcomes rated at exactly the same times together, but those that adjust for others."""
    groups: dict[tuple[bytes, str], list[Ratings]] = {}
    for one in ratings:
        alone = one.name if one.name in apart else ""
        groups.setdefault((one.at_hours.tobytes(), alone), []).append(one)
    return list(groups.values())


def _make_group(
    ratings: list[Ratings],
    exposures: list[Exposure],
    states: tuple[State, ...],
    covered: FloatArray,
    axis: Axis,
) -> RatingGroup:
    first = ratings[0]
    candidates = build_candidates(exposures, first.at_hours, covered)
    names = {r.name for r in ratings}
    others = [s for s in states if s.name not in names]
    covariates = adjust_for(first, axis.length, others, gaps_of(first.at_hours, covered))
    return RatingGroup(
        tuple(ratings), candidates, covariates, NoiseGrid.at(first.at_hours), covered
    )


def _fit(
    groups: list[RatingGroup], settings: Settings, progress: Progress
) -> tuple[dict[str, OutcomeAnalysis], float]:
    """Fit all groups twice: the second time with the diary's own noise and share of effects."""
    expected = FIRST_GUESS
    fits: list[list[OutcomeFit] | None] = [None] * len(groups)
    grid, mass = np.array(EXPECTED_EFFECTS), np.ones(1)
    for sweep in range(2):
        for i, group in enumerate(groups):
            done = (sweep * len(groups) + i) / (2 * len(groups))
            progress(done, "fitting " + ", ".join(r.name for r in group.ratings))
            fits[i] = _fit_group(group, fits[i], expected, settings)
        evidence, weight = _evidence(groups, fits, settings)
        mass = prevalence(evidence, weight, grid)
        expected = max(float(mass @ grid), 0.2)
    outcomes: dict[str, OutcomeAnalysis] = {}
    for group, fitted in zip(groups, fits, strict=True):
        for ratings, fit in zip(group.ratings, fitted or [], strict=True):
            outcomes[ratings.name] = _with_probabilities(
                ratings, group, fit, (grid, mass), settings
            )
    known = float(mass @ grid) if groups else 0.0
    return _shared(outcomes, known, settings), known


def _shared(
    outcomes: dict[str, OutcomeAnalysis], known: float, settings: Settings
) -> dict[str, OutcomeAnalysis]:
    """Let what acts on one outcome be likelier to act on another, by up to `SHARED_ODDS`.

    What acts nowhere else is less likely in turn, so that the expected number of effects stays
    what the diary taught.
    """
    return {
        name: _lent(one, [o for other, o in outcomes.items() if other != name], known, settings)
        for name, one in outcomes.items()
    }


def _lent(
    one: OutcomeAnalysis, others: list[OutcomeAnalysis], known: float, settings: Settings
) -> OutcomeAnalysis:
    if not others or not one.probability.size:
        return one
    elsewhere = np.max([o.probability for o in others], axis=0)
    unit = np.array([elsewhere[list(u.members)].max() for u in one.fit.units])
    weight = unit_weights(one.group.candidates, settings)
    share = np.minimum([known * weight[list(u.members)].sum() for u in one.fit.units], 0.5)
    usual = 1.0 - (1.0 - share) ** len(others)
    odds = one.unit_probability / np.maximum(1.0 - one.unit_probability, 1e-12)
    odds = odds * (1.0 + (SHARED_ODDS - 1.0) * unit) / (1.0 + (SHARED_ODDS - 1.0) * usual)
    unit_probability = odds / (1.0 + odds)
    return replace(
        one,
        unit_probability=unit_probability,
        probability=_by_exposure(one.fit, unit_probability, one.probability.size),
    )


def _by_exposure(fit: OutcomeFit, unit_probability: FloatArray, count: int) -> FloatArray:
    probability = np.zeros(count)
    for unit, p in zip(fit.units, unit_probability, strict=True):
        probability[list(unit.members)] = p * np.array(unit.share)
    return probability


def _fit_group(
    group: RatingGroup, before: list[OutcomeFit] | None, expected: float, settings: Settings
) -> list[OutcomeFit]:
    """Fit a group once, its slow exposures weighed against slow noise beside the search."""
    fits = fit_group(group, before, expected, settings)
    fast = group.values - np.column_stack([_fast_part(group, f) for f in fits])
    slow = slow_effects(group, fast)
    return with_slow(fits, slow, final=before is not None)


def _fast_part(group: RatingGroup, fit: OutcomeFit) -> FloatArray:
    exposures = group.candidates.exposures
    fast = [part for j, part in fit.parts.items() if exposures[j].lags == "fast"]
    return np.asarray(sum(fast, np.zeros(group.at_hours.size)))


def _evidence(
    groups: list[RatingGroup], fits: list[list[OutcomeFit] | None], settings: Settings
) -> tuple[FloatArray, FloatArray]:
    evidence, weight = [], []
    for group, fitted in zip(groups, fits, strict=True):
        each = unit_weights(group.candidates, settings)
        for fit in fitted or []:
            evidence += [u.evidence for u in fit.units]
            weight += [float(each[list(u.members)].sum()) for u in fit.units]
    return np.array(evidence), np.array(weight)


def _with_probabilities(
    ratings: Ratings,
    group: RatingGroup,
    fit: OutcomeFit,
    prevalent: tuple[FloatArray, FloatArray],
    settings: Settings,
) -> OutcomeAnalysis:
    each = unit_weights(group.candidates, settings)
    evidence = np.array([u.evidence for u in fit.units])
    weight = np.array([each[list(u.members)].sum() for u in fit.units])
    grid, mass = prevalent
    unit_probability = mass @ inclusion_table(evidence, weight, grid)
    probability = _by_exposure(fit, unit_probability, each.size)
    return OutcomeAnalysis(ratings, group, fit, probability, unit_probability)
