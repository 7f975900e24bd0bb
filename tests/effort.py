"""How much work a test's subject is, told so that neither a slow nor a busy computer matters.

CPU time of this process alone, the least of several rounds, and in yardsticks: a fixed piece of
plain Python that is timed in the same moment. A bound in yardsticks stands far above what was
measured; it is there for work that grows out of hand. `make bench` measures the rest.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import time
from collections.abc import Callable, Sequence

ROUNDS = 3


def cpu_s(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least CPU time of several rounds, in seconds."""
    spent = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def ended_cpu_s() -> float:
    """Return the CPU time of all programs that this process has started and seen end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def program_cpu_s(command: Sequence[str], rounds: int = ROUNDS) -> float:
    """Return the least CPU time of several runs of a program, in seconds."""
    spent = []
    for _ in range(rounds):
        before = ended_cpu_s()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        spent.append(ended_cpu_s() - before)
    return min(spent)


def yardstick() -> int:
    """Do a fixed piece of work: texts, a dictionary, a sort; some 15 ms of a computer of 2020."""
    words = {f"{n * 7919 % 10_007:05d}": n for n in range(60_000)}
    return sum(words[word] for word in sorted(words))


def yardsticks(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return how many yardsticks some work is as long as."""
    return cpu_s(work, rounds) / cpu_s(yardstick)
