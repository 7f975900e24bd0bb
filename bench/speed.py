"""Time and memory of the engine, beside a peer on the same diary where there is one."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import gutline
from bench import peers
from gutline.diary import write_csv
from gutline.simulator import draw_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from gutline.simulator import SimulatedPerson

PEER = "pcmci"
DOUBLINGS = (180, 360, 720, 1440)
MIB_IN_KIB = 1024
COMMAND = "import sys; from gutline.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of a diary to measure on."""

    days: int
    foods: int
    outcomes: int

    def __str__(self) -> str:
        """Return the size as the tables show it."""
        return f"{self.days:,} days x {self.foods} foods x {self.outcomes} outcomes"

    def draw(self, seed: int) -> SimulatedPerson:
        """Draw a plain person of this size."""
        rng = np.random.default_rng([seed, self.days, self.foods])
        return draw_person(
            "plain", days=self.days, rng=rng, foods=self.foods, outcomes=self.outcomes
        )


SMALL, YEAR, DECADE = Shape(180, 40, 3), Shape(365, 80, 8), Shape(3650, 300, 10)


def speed_tables(seed: int, *, quick: bool = False) -> list[str]:
    """Return the lines of the speed tables; `quick` leaves the ten-year diary out."""
    repeats = 3 if quick else 7
    small = SMALL.draw(seed)
    ours = cpu_seconds(lambda: gutline.discover(small.diary), repeats)
    peer = import_module(f"{peers.__name__}.{PEER}")
    theirs = cpu_seconds(lambda: peer.find(small), max(repeats // 2, 1))
    every_link = cpu_seconds(lambda: peer.find_all_links(small), 1)
    year = YEAR.draw(seed)
    lines = ["### Speed", "", "| work | shortest of some runs |", "|---|---|"]
    lines.append(f"| engine, {SMALL} | {ours:.3f} CPU-s |")
    lines.append(
        f"| PCMCI on the same diary, as it comes (links between all variables) | "
        f"{every_link:.2f} CPU-s, {every_link / ours:.0f} x ours |"
    )
    lines.append(
        f"| PCMCI, asked for links into the symptoms only | "
        f"{theirs:.2f} CPU-s, {theirs / ours:.1f} x ours |"
    )
    yearly = cpu_seconds(lambda: gutline.discover(year.diary), repeats)
    lines.append(f"| engine, {YEAR} | {yearly:.2f} CPU-s |")
    if not quick:
        lines.append(_decade_row(seed))
    lines += [_growth_row(seed, repeats), *_process_rows(small, repeats), ""]
    return lines


def cpu_seconds(work: Callable[[], object], repeats: int) -> float:
    """Return the shortest CPU time of some runs of a work, after one that does not count.

    What else runs on a machine can only add to it.
    """
    work()
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def _decade_row(seed: int) -> str:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, mib, before = pool.submit(_measure_decade, seed).result()
    return (
        f"| engine, {DECADE} | {seconds:.1f} CPU-s, peak {mib:,.0f} MiB "
        f"(the diary and Python alone {before:,.0f} MiB) |"
    )


def _measure_decade(seed: int) -> tuple[float, float, float]:
    person = DECADE.draw(seed)
    gutline.discover(SMALL.draw(seed).diary)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB_IN_KIB
    start = time.process_time()
    gutline.discover(person.diary)
    seconds = time.process_time() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB_IN_KIB, before


def _growth_row(seed: int, repeats: int) -> str:
    seconds = []
    for days in DOUBLINGS:
        diary = Shape(days, 40, 3).draw(seed).diary
        seconds.append(cpu_seconds(lambda diary=diary: gutline.discover(diary), repeats))  # type: ignore[misc]
    ratios = [f"{after / before:.2f}" for before, after in pairwise(seconds)]
    shown = ", ".join(f"{one:.2f}" for one in seconds)
    return (
        f"| growth, {' / '.join(map(str, DOUBLINGS))} days x 40 foods x 3 | "
        f"{shown} CPU-s: x {', x '.join(ratios)} a doubling |"
    )


def _process_rows(person: SimulatedPerson, repeats: int) -> list[str]:
    """Time whole processes: the command on a file, its help, and Python doing nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        write_csv(person.diary, path)
        nothing = _wall([sys.executable, "-c", "pass"], repeats)
        helped = _wall([sys.executable, "-c", COMMAND, "--help"], repeats)
        found = _wall([sys.executable, "-c", COMMAND, "discover", str(path)], repeats)
    return [
        f"| `gutline discover FILE`, {SMALL}, whole process | {found:.2f} s wall |",
        f"| `gutline --help` | {helped:.2f} s wall (`python -c pass`: {nothing:.2f} s) |",
    ]


def _wall(command: list[str], repeats: int) -> float:
    """Return the shortest time of some runs, after one that leaves compiled modules behind."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603 - our own command
        taken.append(time.perf_counter() - start)
    return min(taken[1:])
