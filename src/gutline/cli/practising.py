"""Leading somebody through a practice in the terminal, by a clock that is passed in."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from gutline.catalog.exercises import Exercise
    from gutline.catalog.practices import Counts, Practice
    from gutline.routine.sessions import Session
    from gutline.routine.timetable import Step


class Clock(Protocol):
    """Seconds that only go forward, and waiting."""

    def seconds(self) -> float:
        """Return the seconds that have gone by since some moment."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait so many seconds."""
        ...


class ComputerClock:
    """The clock of this computer."""

    def seconds(self) -> float:
        """Return the seconds since some moment."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


def computer_clock() -> Clock:
    """Return the clock that practices run by."""
    return ComputerClock()


@dataclass(frozen=True, slots=True)
class Led:
    """How far somebody came.

    Attributes
    ----------
    seconds : float
        How long they practised.
    finished : bool
        Whether they came to the end.
    """

    seconds: float
    finished: bool

    @property
    def minutes(self) -> float:
        """The same in minutes, to the half."""
        return max(0.5, round(self.seconds / 60 * 2) / 2)


def lead(steps: Sequence[Step], clock: Clock, say: Callable[[Step], None]) -> Led:
    """Say every step when it is due; Control-C ends it early.

    Parameters
    ----------
    steps : sequence of Step
    clock : Clock
    say : callable
        Is called with each step when it begins.
    """
    began = clock.seconds()
    try:
        for step in steps:
            _wait_until(clock, began + step.start_s)
            say(step)
        end = steps[-1].start_s + steps[-1].seconds if steps else 0
        _wait_until(clock, began + end)
    except KeyboardInterrupt:
        return Led(clock.seconds() - began, finished=False)
    return Led(clock.seconds() - began, finished=True)


def _wait_until(clock: Clock, moment: float) -> None:
    left = moment - clock.seconds()
    if left > 0:
        clock.wait(left)


def find_thing(name: str) -> Practice | Exercise:
    """Return the practice or exercise of a name, as it is written or by its id.

    Raises
    ------
    RefusalError
        When there is none; it names the nearest.
    """
    from gutline.catalog.exercises import load_exercises
    from gutline.catalog.practices import load_practices

    things: list[Practice | Exercise] = [*load_practices().values(), *load_exercises().values()]
    known = {_plain(one): thing for thing in things for one in (thing.id, thing.name)}
    found = known.get(_plain(name))
    if found is None:
        near = difflib.get_close_matches(_plain(name), known, n=1)
        hint = f"Did you mean {known[near[0]].name!r}? " if near else ""
        raise RefusalError(
            f"There is no practice {name[:60]!r}. {hint}`gutline practise --list` shows all."
        )
    return found


def _plain(name: str) -> str:
    kept = "".join(c if c.isalnum() else " " for c in name.casefold().replace("'", ""))
    return " ".join(kept.split())


def read_counts(text: str) -> Counts:
    """Return the counts of a breath, written as 4-4-4-4 or 4,0,6,0.

    Raises
    ------
    RefusalError
        When they are no four whole numbers.
    """
    parts = text.replace(",", "-").split("-")
    if len(parts) != 4 or not all(p.strip().isascii() and p.strip().isdigit() for p in parts):
        raise RefusalError(
            f"--counts {text[:40]!r} is not understood; write in-hold-out-rest, such as 4-4-4-4."
        )
    breath_in, hold, out, rest = (int(p) for p in parts)
    return (breath_in, hold, out, rest)


def exercise_steps(exercise: Exercise) -> tuple[Step, ...]:
    """Return the steps of one exercise, sharing its time."""
    from gutline.routine.timetable import Step

    whole, count = exercise.seconds, len(exercise.steps)
    starts = [round(whole * number / count) for number in range(count + 1)]
    return tuple(
        Step(starts[number], starts[number + 1] - starts[number], say)
        for number, say in enumerate(exercise.steps)
    )


def session_steps(session: Session) -> tuple[Step, ...]:
    """Return the steps of a session: each exercise with the time to get ready for it."""
    from gutline.routine.timetable import Step

    steps, start = [], 0
    for item in session.items:
        sides = ", half on each side" if item.exercise.sides else ""
        first = item.exercise.steps[0]
        name = item.exercise.name.capitalize()
        steps.append(Step(start, item.change_s, f"Get ready: {item.exercise.name}. {first}"))
        steps.append(Step(start + item.change_s, item.seconds, f"{name}{sides}."))
        start += item.whole_s
    return tuple(steps)
