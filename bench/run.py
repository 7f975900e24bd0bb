"""Draw fresh people and let every method judge them."""

from __future__ import annotations

import importlib
import pkgutil
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from bench import peers
from bench.scoring import Marks, score
from gutline.simulator import SCENARIOS, draw_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.protocol import Find

WARM_UP_DAYS = 60


@dataclass(frozen=True, slots=True)
class Method:
    """One compared method: its file's name, its title, and whether it judges every person.

    The slow peers judge only the first persons of each kind and length.
    """

    name: str
    title: str
    find: Find
    every_person: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One person to draw and the methods that judge them."""

    scenario: str
    days: int
    replicate: int
    seed: int
    methods: tuple[str, ...]

    def generator(self) -> np.random.Generator:
        """Return the person's own source of chance, the same in every run with this seed."""
        kind = zlib.crc32(self.scenario.encode())
        return np.random.default_rng([self.seed, kind, self.days, self.replicate])


@dataclass(frozen=True, slots=True)
class Judged:
    """How one method did on one person."""

    scenario: str
    days: int
    replicate: int
    method: str
    marks: Marks


def method_names() -> tuple[str, ...]:
    """Return every method found in the `peers` folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(peers.__path__)))


def load_method(name: str) -> Method:
    """Return a method by its file's name."""
    module = importlib.import_module(f"{peers.__name__}.{name}")
    return Method(name, module.TITLE, module.find, getattr(module, "EVERY_PERSON", False))


def plan(
    *,
    seed: int,
    lengths: Sequence[int],
    persons: int,
    peer_persons: int,
    methods: Sequence[str],
    scenarios: Sequence[str] = SCENARIOS,
) -> list[Task]:
    """Return the tasks of a comparison: `persons` of each scenario and length.

    Methods that do not judge every person judge the first `peer_persons` of each.
    """
    every = tuple(name for name in methods if load_method(name).every_person)
    tasks = []
    for days in lengths:
        for replicate in range(persons):
            judges = tuple(methods) if replicate < peer_persons else every
            tasks += [Task(one, days, replicate, seed, judges) for one in scenarios if judges]
    return sorted(tasks, key=lambda task: (-task.days, task.replicate))


def judge(task: Task) -> list[Judged]:
    """Draw the person of a task and score every method's answer."""
    person = draw_person(task.scenario, days=task.days, rng=task.generator())
    judged = []
    for name in task.methods:
        find = load_method(name).find
        start = time.process_time()
        answer = find(person)
        marks = score(person, answer, time.process_time() - start)
        judged.append(Judged(task.scenario, task.days, task.replicate, name, marks))
    return judged


def warm_up(methods: Iterable[str]) -> None:
    """Use each method once, so that loading and compiling it is not measured."""
    person = draw_person("plain", days=WARM_UP_DAYS, rng=np.random.default_rng(0), foods=8)
    for name in methods:
        load_method(name).find(person)


def run(tasks: Sequence[Task], jobs: int) -> Iterator[list[Judged]]:
    """Judge all tasks in `jobs` processes, in order."""
    methods = sorted({name for task in tasks for name in task.methods})
    if jobs == 1:
        warm_up(methods)
        yield from map(judge, tasks)
        return
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=warm_up, initargs=(methods,)
    ) as pool:
        yield from pool.map(judge, tasks)
