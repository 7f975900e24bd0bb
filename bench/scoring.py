"""Score what a method says about a person against what is true of them. See docs/benchmarks.md.

Rules
-----
- Foods, tags, supplements and practices are judged. Stress, sleep, movement and sitting are scored
  apart, because they are confounders as well as exposures.
- A claim is one exposure reported as found, or one set ("one of these") reported once.
- A claim is true when any member of it stands for a true effect on that outcome. An exposure
  stands for an effect when it is the true exposure, when it carries the true tag, or when it is a
  tag at least half of whose servings come from foods that act on the outcome.
- A true effect is found when a true claim of at most three members stands for it. A larger set
  that holds the truth is neither found nor false.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.protocol import Answer, Scored
    from gutline.simulator import SimulatedPerson, TrueEffect

APART = frozenset({"stress", "sleep", "movement", "sitting"})
LARGEST_SET = 3
TAG_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Marks:
    """How one method did on one person.

    `errors` are |estimated - true| points of found effects; `held` says for each true effect with
    an interval whether it holds the truth, `held_found` the same for found ones; `probabilities`
    pairs each claimed probability with whether it was true; `average_precision` is None without a
    true effect.
    """

    true: int
    found: int
    claims: int
    false: int
    wrong_sign: int
    errors: tuple[float, ...]
    held: tuple[bool, ...]
    held_found: tuple[bool, ...]
    probabilities: tuple[tuple[float, bool], ...]
    average_precision: float | None
    apart_true: int
    apart_found: int
    apart_false: int
    cpu_seconds: float = 0.0


Stands = dict[str, frozenset[str]]


def score(person: SimulatedPerson, answer: Answer, cpu_seconds: float = 0.0) -> Marks:
    """Score an answer about a person, over all outcomes as one list."""
    parts = [
        _score_outcome(person, outcome, answer.get(outcome, ()))
        for outcome in person.truth.outcomes
    ]
    return _added(parts, _average_precision(person, answer), cpu_seconds)


def stands_for(person: SimulatedPerson, outcome: str) -> Stands:
    """Return, for each exposure that stands for any true effect, the names of those effects."""
    effects = person.truth.effects[outcome]
    stands: dict[str, set[str]] = {}
    for effect in effects.values():
        for name in (effect.name, *effect.members):
            stands.setdefault(name, set()).add(effect.name)
    for tag, carriers in _carriers(person).items():
        if tag not in effects and _acting_share(person, effects, tag, carriers) >= TAG_SHARE:
            meant = {e.name for e in effects.values() if carriers.intersection(e.members)}
            stands.setdefault(tag, set()).update(meant)
    return {name: frozenset(meant) for name, meant in stands.items()}


def _carriers(person: SimulatedPerson) -> dict[str, frozenset[str]]:
    carriers: dict[str, set[str]] = {}
    for food, tags in person.diary.tags.items():
        for tag in tags:
            carriers.setdefault(tag, set()).add(food)
    return {tag: frozenset(foods) for tag, foods in carriers.items()}


def _acting_share(
    person: SimulatedPerson,
    effects: Mapping[str, TrueEffect],
    tag: str,
    carriers: frozenset[str],
) -> float:
    """Return which share of a tag's servings comes from foods that act on the outcome."""
    acting = {member for effect in effects.values() for member in effect.members}
    taken = person.latent.taken
    whole = float(taken[tag].doses.sum()) if tag in taken else 0.0
    part = sum(float(taken[food].doses.sum()) for food in sorted(carriers & acting))
    return part / whole if whole else 0.0


def _claims(scored: tuple[Scored, ...]) -> list[tuple[str, ...]]:
    """Return the members of each judged claim, a set that several exposures name only once."""
    claims: dict[frozenset[str], tuple[str, ...]] = {}
    for one in scored:
        if one.found and one.level not in APART:
            members = one.members or (one.name,)
            claims.setdefault(frozenset(members), members)
    return list(claims.values())


def _score_outcome(person: SimulatedPerson, outcome: str, scored: tuple[Scored, ...]) -> Marks:
    effects = person.truth.effects[outcome]
    stands = stands_for(person, outcome)
    claims = _claims(scored)
    found: set[str] = set()
    false = 0
    for members in claims:
        meant = frozenset().union(*(stands.get(name, frozenset()) for name in members))
        false += not meant
        if len(members) <= LARGEST_SET:
            found |= meant
    judged = {name: _estimate(effect, scored, stands) for name, effect in effects.items()}
    sized = [(effects[name], one, name in found) for name, one in judged.items() if one]
    errors, wrong = _errors(sized)
    confounders = set(person.truth.confounders[outcome])
    apart = {one.level for one in scored if one.found and one.level in APART}
    return Marks(
        true=len(effects),
        found=len(found),
        claims=len(claims),
        false=false,
        wrong_sign=wrong,
        errors=errors,
        held=_held(sized, only_found=False),
        held_found=_held(sized, only_found=True),
        probabilities=_probabilities(scored, stands),
        average_precision=None,
        apart_true=len(confounders),
        apart_found=len(confounders & apart),
        apart_false=len(apart - confounders),
    )


def _estimate(effect: TrueEffect, scored: tuple[Scored, ...], stands: Stands) -> Scored | None:
    """Return what was said of the true exposure itself, or of the likeliest that stands for it."""
    same = [one for one in scored if one.name == effect.name and one.level == effect.level]
    near = [one for one in scored if effect.name in stands.get(one.name, frozenset())]
    for candidates in ([one for one in same if one.found], [one for one in near if one.found]):
        if candidates:
            return max(candidates, key=lambda one: one.score)
    return same[0] if same else None


def _errors(sized: list[tuple[TrueEffect, Scored, bool]]) -> tuple[tuple[float, ...], int]:
    errors, wrong = [], 0
    for effect, one, found in sized:
        if found and one.effect is not None and np.isfinite(effect.observed_effect):
            errors.append(abs(one.effect - effect.observed_effect))
            wrong += one.effect * effect.observed_effect < 0
    return tuple(errors), wrong


def _held(sized: list[tuple[TrueEffect, Scored, bool]], *, only_found: bool) -> tuple[bool, ...]:
    return tuple(
        one.interval[0] <= effect.observed_effect <= one.interval[1]
        for effect, one, found in sized
        if one.interval is not None and (found or not only_found) and one.name == effect.name
    )


def _probabilities(scored: tuple[Scored, ...], stands: Stands) -> tuple[tuple[float, bool], ...]:
    return tuple(
        (one.probability, bool(stands.get(one.name)))
        for one in scored
        if one.probability is not None and one.level not in APART
    )


def _average_precision(person: SimulatedPerson, answer: Answer) -> float | None:
    """Rank all exposures of all outcomes; what stands for one effect counts as one exposure."""
    ranked: list[tuple[float, bool]] = []
    for outcome, effects in person.truth.effects.items():
        stands = stands_for(person, outcome)
        best = dict.fromkeys(effects, 0.0)
        for one in answer.get(outcome, ()):
            if one.level in APART:
                continue
            meant = stands.get(one.name, frozenset())
            for name in meant:
                best[name] = max(best[name], one.score)
            if not meant:
                ranked.append((one.score, False))
        ranked += [(value, True) for value in best.values()]
    return average_precision(ranked)


def average_precision(ranked: list[tuple[float, bool]]) -> float | None:
    """Return the mean precision at each true item, in order of score; ties count against it."""
    ordered = sorted(ranked, key=lambda item: (-item[0], item[1]))
    precisions, hits = [], 0
    for rank, (_, true) in enumerate(ordered, start=1):
        if true:
            hits += 1
            precisions.append(hits / rank)
    return sum(precisions) / len(precisions) if precisions else None


def _added(parts: list[Marks], precision: float | None, cpu_seconds: float) -> Marks:
    return Marks(
        true=sum(part.true for part in parts),
        found=sum(part.found for part in parts),
        claims=sum(part.claims for part in parts),
        false=sum(part.false for part in parts),
        wrong_sign=sum(part.wrong_sign for part in parts),
        errors=tuple(error for part in parts for error in part.errors),
        held=tuple(one for part in parts for one in part.held),
        held_found=tuple(one for part in parts for one in part.held_found),
        probabilities=tuple(pair for part in parts for pair in part.probabilities),
        average_precision=precision,
        apart_true=sum(part.apart_true for part in parts),
        apart_found=sum(part.apart_found for part in parts),
        apart_false=sum(part.apart_false for part in parts),
        cpu_seconds=cpu_seconds,
    )
