"""False-discovery control for the peers that have none of their own (Benjamini-Hochberg)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.stats import false_discovery_control

from bench.protocol import Answer, Scored

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAIMED_FDR = 0.10


@dataclass(frozen=True, slots=True)
class LagResult:
    """One test of one exposure on one outcome: its p-value and the effect it goes with."""

    outcome: str
    name: str
    level: str
    p_value: float
    effect: float


def control(tested: Sequence[LagResult], outcomes: Sequence[str]) -> Answer:
    """Judge all tests of a diary as one list at a false discovery rate of 10 %.

    Several tests of one exposure and outcome become one score, that of the smallest p-value.
    """
    adjusted = false_discovery_control([one.p_value for one in tested]) if tested else []
    best: dict[tuple[str, str], Scored] = {}
    for one, q_value in zip(tested, adjusted, strict=True):
        key = (one.outcome, one.name)
        if key not in best or best[key].score < 1.0 - one.p_value:
            found = bool(q_value <= CLAIMED_FDR)
            best[key] = Scored(one.name, one.level, 1.0 - one.p_value, found, one.effect)
    return {
        outcome: tuple(scored for (at, _), scored in best.items() if at == outcome)
        for outcome in outcomes
    }
