"""Damaged files that atheris steers by the branches they reach.

    python -m scripts.fuzzing.guided SOURCE RUNS TALLY

The first byte of an input says under which name the rest of it is read. Atheris never returns, so
this is a process of its own; what came of it is in the file TALLY.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

LONGEST_INPUT = 8_192
EVERY = 500
"""Inputs after which the tally is written."""


def main(ident: str, runs: int, path: Path) -> None:
    """Try that many inputs."""
    import atheris  # type: ignore[import-untyped]

    # All that reads files is imported here, so that its branches are seen.
    with atheris.instrument_imports(include=["gutline.importers"]):
        from scripts.fuzzing.damage import damaged
        from scripts.fuzzing.trying import (
            LONGEST_S,
            Tally,
            bound_memory,
            random_of,
            source_of,
            variants_of,
        )

        source_of(ident)
    bound_memory()
    tally, seeds = Tally(ident), variants_of(ident)

    def one_input(data: bytes) -> None:
        if tally.inputs < runs:
            tally.one(seeds[data[0] % len(seeds)][0] if data else "empty", data[1:])
            if tally.inputs % EVERY == 0 or tally.inputs == runs:
                tally.write(path)

    def changed(data: bytes, longest: int, seed: int) -> bytes:
        if seed % 3 == 0 or len(data) < 2:
            return bytes(atheris.Mutate(data, longest))
        return (data[:1] + damaged(data[1:], random_of(seed)))[:longest]

    with TemporaryDirectory(prefix="gutline-fuzz-") as folder:
        for number, (_, data) in enumerate(seeds):
            (Path(folder) / f"{number}").write_bytes(bytes([number]) + data)
        # A few more runs than are counted: some inputs of libFuzzer's own never reach us.
        limits = [f"-runs={runs + 200}", f"-timeout={LONGEST_S:.0f}", f"-max_len={LONGEST_INPUT}"]
        atheris.Setup(
            [sys.argv[0], *limits, "-rss_limit_mb=1024", "-verbosity=0", "-len_control=0", folder],
            one_input,
            custom_mutator=changed,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
