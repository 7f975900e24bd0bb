"""The one list of findings: which exposures, sets and states may stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gutline.discovery import checks
from gutline.discovery.analysis import Analysis, OutcomeAnalysis
from gutline.discovery.fits import Unit, unit_weights
from gutline.discovery.leading import confounding_index, lead_check, lead_scores
from gutline.discovery.searched import searched_sizes
from gutline.discovery.series import WITHIN, Exposure, State
from gutline.discovery.settings import Settings
from gutline.discovery.sizing import size_effect
from gutline.discovery.states import StateEffect
from gutline.discovery.testability import partners
from gutline.discovery.weighted import FLOOR_CROWDED
from gutline.stats.fdr import discovery_list
from gutline.stats.kernels import FloatArray
from gutline.stats.mixture import NormalMixture

ALONE_SHARE = 0.8
SET_SHARE = 0.9
LARGEST_SET = 4
LIKELY = 0.4
LEAST_EXPECTED = 0.02
LEAST_PROBABILITY = 0.5


@dataclass(frozen=True)
class Candidate:
    """Something that may stand on the list of findings: an exposure, or a set of them.

    Attributes
    ----------
    outcome : str
    members : tuple of int
        Indices among the tested exposures; one, or more for a set.
    unit : Unit
    probability : float
        Tempered where the outcome foretells the exposure.
    refused : bool
        True where only a trial could tell.
    """

    outcome: str
    members: tuple[int, ...]
    unit: Unit
    probability: float
    refused: bool


@dataclass(frozen=True)
class OutcomeView:
    """What verdicts need to know of one outcome, worked out once.

    Attributes
    ----------
    analysis : Analysis
    outcome : OutcomeAnalysis
    leads : ndarray, shape (P,)
        How well ratings foretell each exposure.
    index : float
        The confounding index.
    first_half : ndarray of bool, shape (n,)
    partners : dict of int to str
        What an exposure is never had without.
    doses : ndarray, shape (D, P)
        Daily doses of the tested exposures, for the patterns in what is eaten.
    """

    analysis: Analysis
    outcome: OutcomeAnalysis
    leads: FloatArray
    index: float
    first_half: np.ndarray
    partners: dict[int, str]
    doses: FloatArray

    @cached_property
    def rivals(self) -> tuple[checks.Rival, ...]:
        """Logged states that could be behind an effect."""
        return checks.rivals(self.outcome, self.states)

    @cached_property
    def searched(self) -> list[NormalMixture]:
        """Every exposure's effect as the search sees it."""
        return searched_sizes(self.outcome.fit, self.outcome.group.candidates)

    @property
    def states(self) -> tuple[State, ...]:
        """The states the outcome's covariates were built from, in order."""
        names = {r.name for r in self.outcome.group.ratings}
        return tuple(s for s in self.analysis.states if s.name not in names)


def views_of(analysis: Analysis) -> dict[str, OutcomeView]:
    """Return what verdicts need to know of every fitted outcome."""
    groups = {id(o.group): o.group for o in analysis.outcomes.values()}
    together = {key: partners(group) for key, group in groups.items()}
    doses = checks.daily_doses(analysis)
    return {
        name: _view(analysis, name, together[id(outcome.group)], doses)
        for name, outcome in analysis.outcomes.items()
    }


def _view(
    analysis: Analysis, name: str, together: dict[int, str], doses: FloatArray
) -> OutcomeView:
    outcome = analysis.outcomes[name]
    leads = lead_scores(outcome)
    own = np.array([e.level not in WITHIN for e in outcome.group.candidates.exposures], dtype=bool)
    middle = np.median(outcome.ratings.at_hours)
    return OutcomeView(
        analysis,
        outcome,
        leads,
        confounding_index(leads[own]),
        outcome.ratings.at_hours <= middle,
        together,
        doses,
    )


def candidates_of(view: OutcomeView, settings: Settings) -> list[Candidate]:
    """Return one candidate for each unit of an outcome."""
    outcome = view.outcome
    found = []
    for unit, probability in zip(outcome.fit.units, outcome.unit_probability, strict=True):
        members = _credible(unit, outcome.group.candidates.exposures)
        exposures = outcome.group.candidates.exposures
        kin = {m for m in unit.members if m in members or _kin(exposures[m], exposures[members[0]])}
        chance = float(probability) * sum(
            s for m, s in zip(unit.members, unit.share, strict=True) if m in kin
        )
        backwards = any(lead_check(float(view.leads[m])).reversed for m in members)
        kept = _kept_evidence(
            view, unit, members, settings, likely=chance > LIKELY, backwards=backwards
        )
        if kept < 1.0:
            chance = min(chance, _tempered(view, unit, kept, settings))
        refused = backwards and view.index > settings.refuse_above
        found.append(Candidate(outcome.ratings.name, members, unit, chance, refused))
    return found


def _credible(unit: Unit, exposures: tuple[Exposure, ...]) -> tuple[int, ...]:
    """Return the one member that holds most of a unit, or the smallest set that does.

    A food and its own tag are no choice for the person: of these the likelier one stands.
    """
    order = np.argsort(-np.array(unit.share), kind="stable")
    top = unit.members[order[0]]
    if unit.share[order[0]] >= ALONE_SHARE:
        return (top,)
    total = np.cumsum(np.array(unit.share)[order])
    size = min(int(np.searchsorted(total, SET_SHARE)) + 1, LARGEST_SET)
    members = [unit.members[i] for i in order[:size]]
    return tuple(m for m in members if m == top or not _kin(exposures[m], exposures[top]))


def _kin(a: Exposure, b: Exposure) -> bool:
    """Return whether one holds the other, or both are held by some of the same foods.

    Two tags of just the same foods are a choice that only other foods could settle.
    """
    if a.members and b.members:
        return bool(set(a.members) & set(b.members)) and a.members != b.members
    return a.name in b.members or b.name in a.members


def _kept_evidence(
    view: OutcomeView,
    unit: Unit,
    members: tuple[int, ...],
    settings: Settings,
    *,
    likely: bool,
    backwards: bool,
) -> float:
    """Return the share of a unit's evidence that counts, 1 for most.

    Half where the outcome foretells the exposure in a diary that shows much of that. Where many
    ratings stand at the floor, what is above it varies more: the evidence of a likely finding
    then counts as a standard error that allows for it would have it.
    """
    kept = 0.5 if backwards and view.index > settings.temper_above else 1.0
    crowded = checks.floor_share(view.outcome.ratings.value) > FLOOR_CROWDED
    if crowded and likely:
        effect = size_effect(view.outcome.group, view.outcome.fit, unit, members[0])
        kept *= min(1.0, checks.line_of(view.outcome, effect).evenness ** 2)
    return kept


def _tempered(view: OutcomeView, unit: Unit, kept: float, settings: Settings) -> float:
    """Return the probability of a unit when only a share of its evidence counts."""
    weights = unit_weights(view.outcome.group.candidates, settings)
    expected = max(view.analysis.expected, LEAST_EXPECTED)
    share = min(expected * float(weights[list(unit.members)].sum()), 0.5)
    odds = share / (1 - share) * np.exp(min(unit.evidence * kept, 50.0))
    return float(odds / (1 + odds))


Listed = tuple[list[Candidate], list[Candidate], set[tuple[str, str]]]


def list_of_findings(
    views: dict[str, OutcomeView], effects: dict[str, list[StateEffect]], settings: Settings
) -> Listed:
    """Choose one list over all outcomes: exposures, sets and states together.

    Parameters
    ----------
    views : dict of str to OutcomeView
    effects : dict of str to list of StateEffect
    settings : Settings

    Returns
    -------
    chosen, offered : list of Candidate
        Those found, and those that only a trial could tell.
    states : set of (outcome, state) names found
    """
    candidates = [c for view in views.values() for c in candidates_of(view, settings)]
    states = [(name, e) for name, found in effects.items() for e in found]
    probability = np.array([c.probability for c in candidates] + [e.probability for _, e in states])
    mask = discovery_list(probability, settings.claimed_fdr) & (probability > LEAST_PROBABILITY)
    chosen = [c for c, yes in zip(candidates, mask, strict=False) if yes]
    picked = {
        (name, e.state.name)
        for (name, e), yes in zip(states, mask[len(candidates) :], strict=True)
        if yes
    }
    return [c for c in chosen if not c.refused], [c for c in chosen if c.refused], picked
