"""A tag in thirty foods, or one of those foods: whether the engine names the one that acts."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from bench.peers import gutline_engine, seer, seer_who_searches
from bench.scoring import LARGEST_SET
from bench.summary import Rate, ratio
from gutline.simulator.spread import DECOYS, POINTS, TAG, draw_spread_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.protocol import Scored

_ABOUT = (
    "Ninety foods, thirty of them with the tag in different amounts, {decoys} idle tags in fifteen"
    " foods each; {persons} persons a row, two symptoms each."
)
_HEADER = (
    "| what acts | days | seer (p < .05) | seer who must search | named by the engine |"
    " only the other level named | false, of all findings |"
)
LENGTHS = (90, 180, 365)
TRUTHS = tuple(POINTS)


@dataclass(frozen=True, slots=True)
class Named:
    """What was named for one person: of `true` effects, how many by their own name.

    `instead` counts true effects of which only the other level was named (foods for a tag, the tag
    for a food); `false` counts findings that neither act nor hold or belong to what acts.
    """

    truth: str
    days: int
    true: int
    seer: int
    searching: int
    named: int
    instead: int
    claims: int
    false: int


def judge(task: tuple[str, int, int, int]) -> Named:
    """Draw one person and see what is named."""
    truth, days, number, seed = task
    rng = np.random.default_rng([seed, number, days, TRUTHS.index(truth)])
    person = draw_spread_person(truth, days=days, rng=rng)
    answer = gutline_engine.find(person)
    known, searching = seer.find(person), seer_who_searches.find(person)
    counts = np.zeros(5, dtype=np.int64)
    for outcome, effects in person.truth.effects.items():
        (effect,) = effects.values()
        near = {effect.name, *effect.members, *([TAG] if truth == "food" else [])}
        claims = _claims(answer.get(outcome, ()))
        named = any(effect.name in one and len(one) <= LARGEST_SET for one in claims)
        close = any(near & one for one in claims)
        false = sum(not near & one for one in claims)
        counts += [1, named, close and not named, len(claims), false]
    return Named(
        truth, days, int(counts[0]), _found(known), _found(searching), *counts[1:].tolist()
    )


def _claims(scored: Sequence[Scored]) -> set[frozenset[str]]:
    return {
        frozenset(one.members or (one.name,))
        for one in scored
        if one.found and one.level in {"food", "tag", "nutrient", "meal"}
    }


def _found(answer: object) -> int:
    return sum(one.found for scored in answer.values() for one in scored)  # type: ignore[attr-defined]


def level_tables(seed: int, persons: int, jobs: int) -> list[str]:
    """Return the lines of the table: one row a truth and length."""
    tasks = [
        (truth, days, number, seed)
        for truth in TRUTHS
        for days in LENGTHS
        for number in range(persons)
    ]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        named = list(pool.map(judge, tasks, chunksize=4))
    lines = [
        "### A tag in thirty foods, or one food",
        "",
        _ABOUT.format(decoys=len(DECOYS), persons=persons),
        "",
        _HEADER,
        "|---|---|---|---|---|---|---|",
    ]
    for truth in TRUTHS:
        for days in LENGTHS:
            own = [one for one in named if (one.truth, one.days) == (truth, days)]
            lines.append(_row(truth, days, own))
    return [*lines, ""]


def _row(truth: str, days: int, own: list[Named]) -> str:
    def of_true(field: str) -> Rate:
        return ratio([(getattr(one, field), one.true) for one in own])

    low, high = POINTS[truth]
    what = f"{truth}, {low:g} to {high:g} points"
    rates = [of_true(field) for field in ("seer", "searching", "named", "instead")]
    false = ratio([(one.false, one.claims) for one in own])
    return f"| {what} | {days} | " + " | ".join(map(str, [*rates, false])) + " |"
