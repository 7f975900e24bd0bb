"""The timetable of a practice: what is said or breathed, from which second and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gutline.catalog.practices import MOST_MINUTES, PHASES, Counts, Practice, count_problem
from gutline.routine.errors import RoutineError

PHASE_WORDS = {"in": "Breathe in", "hold": "Hold", "out": "Breathe out", "rest": "Rest"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes
    ----------
    start_s, seconds : int
        When it begins, and how long it lasts.
    say : str
        What is said.
    phase : {"in", "hold", "out", "rest", ""}
        The part of a breath; "" in a guided practice.
    """

    start_s: int
    seconds: int
    say: str
    phase: str = ""


def timetable(
    practice: Practice, minutes: float | None = None, counts: Counts | None = None
) -> tuple[Step, ...]:
    """Return the steps of a practice.

    Parameters
    ----------
    practice : Practice
    minutes : float, optional
        How long; its own length when left out. Breathing ends with a whole breath.
    counts : (int, int, int, int), optional
        Other seconds of breathing in, holding, breathing out and resting.

    Raises
    ------
    RoutineError
        When the minutes or the counts are not possible, or a practice without counts gets some.
    """
    length = float(practice.minutes if minutes is None else minutes)
    if not 1 <= length <= MOST_MINUTES:
        raise RoutineError(
            "minutes", f"{length:g} is not possible; choose from 1 to {MOST_MINUTES} minutes"
        )
    if counts is not None and practice.counts is None:
        raise RoutineError("counts", f"{practice.name} has no set breath; leave the counts out")
    breath = counts or practice.counts
    if breath is None:
        return tuple(_guided(practice, round(length * 60)))
    if count_problem(breath):
        raise RoutineError("counts", count_problem(breath))
    return tuple(_breaths(breath, round(length * 60)))


def _breaths(counts: Counts, seconds: int) -> Iterator[Step]:
    start = 0
    for _ in range(max(1, seconds // sum(counts))):
        for phase, count in zip(PHASES, counts, strict=True):
            if count:
                yield Step(start, count, PHASE_WORDS[phase], phase)
                start += count


def _guided(practice: Practice, seconds: int) -> Iterator[Step]:
    whole = sum(prompt.share for prompt in practice.prompts)
    passed = 0.0
    for prompt in practice.prompts:
        start = round(seconds * passed / whole)
        passed += prompt.share
        yield Step(start, round(seconds * passed / whole) - start, prompt.say)
