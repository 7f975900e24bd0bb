"""Our engine, by its public door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gutline
from bench.protocol import Answer, Scored

if TYPE_CHECKING:
    from gutline.discovery import Finding
    from gutline.simulator import SimulatedPerson

TITLE = "Gutline"
EVERY_PERSON = True


def find(person: SimulatedPerson) -> Answer:
    """Run `gutline.discover` on the diary."""
    findings = gutline.discover(person.diary)
    return {
        outcome: tuple(_scored(one) for one in findings.of(outcome))
        for outcome in findings.outcomes
    }


def _scored(one: Finding) -> Scored:
    several = one.verdict == "one_of"
    return Scored(
        name=one.name,
        level=one.level,
        score=one.probability or 0.0,
        found=one.verdict.found,
        effect=one.effect,
        interval=one.interval,
        probability=one.probability,
        members=one.credible_set if several else (one.name,),
    )
