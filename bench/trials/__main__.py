"""`python -m bench.trials`: measure the analysis of trials, and print it as tables."""

from __future__ import annotations

import argparse
import secrets
from datetime import date
from typing import TYPE_CHECKING

from bench.trials.priors import prior_table
from bench.trials.tables import (
    coverage_table,
    evidence_table,
    power_table,
    six_pairs_table,
    size_table,
    speed_table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = ("size", "coverage", "evidence", "power", "six-pairs", "priors", "speed")
_START = date(2026, 1, 5)


def trial_tables(seed: int, trials: int, jobs: int, parts: Sequence[str] = PARTS) -> list[str]:
    """Return the tables as lines of markdown.

    Parameters
    ----------
    seed : int
    trials : int
        Simulated trials a row; five times as many for each null of the e-process.
    jobs : int
        Processes.
    parts : sequence of str
    """
    tables = {
        "size": lambda: size_table(seed, trials, jobs),
        "coverage": lambda: coverage_table(seed, trials, jobs),
        "evidence": lambda: evidence_table(seed, 10 * trials, jobs),
        "power": lambda: power_table(seed, trials, jobs, _START),
        "six-pairs": lambda: six_pairs_table(seed, trials),
        "priors": lambda: prior_table(seed, max(trials // 80, 2)),
        "speed": lambda: speed_table(_START),
    }
    lines: list[str] = []
    for part in parts:
        lines += [*tables[part](), ""]
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.trials", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 31))
    parser.add_argument("--trials", type=int, default=2_500, help="simulated trials a row")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this table")
    options = parser.parse_args(argv)
    print(f"Seed {options.seed}.\n")
    for part in options.part or PARTS:
        lines = trial_tables(options.seed, options.trials, options.jobs, [part])
        print("\n".join(lines), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
