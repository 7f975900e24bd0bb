"""Damaged files that hypothesis draws: `python -m scripts.fuzzing.drawn SOURCE RUNS TALLY`."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scripts.fuzzing.damage import TOKENS, damaged
from scripts.fuzzing.trying import Tally, bound_memory, random_of, variants_of

EACH = 50
"""Inputs for one example of hypothesis, whose own work costs more than reading a file."""


def draw(ident: str, runs: int, path: Path) -> Tally:
    """Try that many damaged files of a source; return what came of them."""
    tally, seeds = Tally(ident), variants_of(ident)

    @settings(
        max_examples=max(-(-runs // EACH), 1), deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(st.integers(0, 2**63), st.lists(st.sampled_from(TOKENS) | st.binary(max_size=9)))
    def tried(seed: int, own: list[bytes]) -> None:
        rng = random_of(seed)
        for _ in range(min(EACH, runs - tally.inputs)):
            name, data = rng.choice(seeds)
            tally.one(name, damaged(data, rng, (*TOKENS, *own)))
        tally.write(path)

    while tally.inputs < runs:  # hypothesis ends sooner when it has seen all that it can draw
        tried()
    return tally


if __name__ == "__main__":
    bound_memory()
    draw(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
