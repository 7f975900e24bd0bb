"""What the engine said, scored against what is true by the benchmark's own rules."""

from __future__ import annotations

from bench.protocol import Answer, Scored
from bench.scoring import Marks, score
from gutline.discovery import Finding, Findings
from tests.discovery.diaries import drawn, found_in

STATES = frozenset({"stress", "sleep", "movement", "sitting"})


def answer(findings: Findings) -> Answer:
    """The findings in the form in which every method of the benchmark answers."""
    return {name: tuple(map(_scored, findings.of(name))) for name in findings.outcomes}


def _scored(f: Finding) -> Scored:
    sure = f.probability or 0.0
    return Scored(
        f.name, f.level, sure, f.verdict.found, f.effect, f.interval, f.probability, f.credible_set
    )


def marks(scenario: str, seeds: range, days: int = 180, foods: int = 25) -> list[Marks]:
    """Score one person a seed, two outcomes each."""
    people = [
        (drawn(scenario, s, days, foods, 2), found_in(scenario, s, days, foods, 2)) for s in seeds
    ]
    return [score(person, answer(said)) for person, said in people]


def named(findings: Findings) -> list[Finding]:
    """What was found, states aside."""
    return [f for f in findings.findings if f.verdict.found and f.level not in STATES]
