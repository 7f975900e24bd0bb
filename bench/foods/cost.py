"""What reading a meal costs: CPU time of a phrase, memory, CPU time until the first meal."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from gutline.meals import read_meal

_FIRST = """
import sys, time
start = time.process_time()
import gutline.meals
imported = time.process_time()
gutline.meals.read_meal("2 slices rye toast w/ butter, large red wnie")
first = time.process_time()
for line in sys.stdin:
    gutline.meals.read_meal(line)
with open("/proc/self/status") as file:
    kib = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
heavy = sorted({"numpy", "scipy", "pandas"} & set(sys.modules))
print(imported - start, first - start, kib / 1024, ",".join(heavy))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of a phrase, CPU seconds until import and first meal, MiB in memory."""

    mean_ms: float
    longest_ms: float
    import_s: float
    first_s: float
    memory_mib: float
    heavy: str


def measure_cost(phrases: Sequence[str], repeats: int = 3) -> Cost:
    """Measure over some phrases; the process is measured in one of its own."""
    read_meal("bread")
    taken = []
    for _ in range(repeats):
        for phrase in phrases:
            start = time.process_time()
            read_meal(phrase)
            taken.append(1000.0 * (time.process_time() - start))
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _FIRST],
        input="\n".join(phrases),
        capture_output=True,
        text=True,
        check=True,
    )
    imported, first, memory, heavy = done.stdout.rstrip("\n").split(" ")
    return Cost(
        mean_ms=sum(taken) / len(taken),
        longest_ms=max(taken),
        import_s=float(imported),
        first_s=float(first),
        memory_mib=float(memory),
        heavy=heavy,
    )
