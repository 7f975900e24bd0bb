"""The drift alarm: false alarms in quiet days, delays after a shift, beside two simple charts."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
from scipy.stats import t as student

from bench.drift_people import Person, Scene, draw
from bench.drift_seer import seer_alarms, seer_evidence, seer_threshold
from gutline.routine.drift_alarm import WAIT_DAYS, find_alarms

QUIET_DAYS = 180
SHIFT_AFTER, WATCHED = 62, 30
"""Quiet days after the wait before the shift, and days after it within which it is looked for."""
DRAGS = (0.0, 0.3, 0.5, 0.7, 0.9)
RESAMPLED = 200
_CRITICAL = student.ppf(0.95, np.arange(1, 80))
"""Of the t-test at p < .05, by its degrees of freedom less one."""


def gutline_alarms(person: Person) -> list[int]:
    """Return the days on which our alarm is raised."""
    return [alarm.day for alarm in find_alarms(person.symptom, person.kept, person.days)]


def control_chart(person: Person) -> list[int]:
    """Return the days above the mean and three standard deviations of the 28 days at first."""
    day, value = person.symptom.day, person.symptom.value
    first = value[day < WAIT_DAYS]
    limit = first.mean() + 3.0 * first.std(ddof=1)
    return _apart(day[(day >= WAIT_DAYS) & (value > limit)])


def t_test_window(person: Person) -> list[int]:
    """Return the days on which the last 7 are above the 28 before: t-test, one-sided, p < .05."""
    day, value = person.symptom.day, person.symptom.value
    found = []
    for today in range(WAIT_DAYS + 7, person.days):
        start, middle, end = np.searchsorted(day, [today - 34, today - 6, today + 1])
        late, early = value[middle:end], value[start:middle]
        if late.size > 2 and early.size > 7 and _is_above(late, early):
            found.append(today)
    return _apart(np.array(found, dtype=np.int64))


def _is_above(late: np.ndarray, early: np.ndarray) -> bool:
    """Return whether Student's t-test of equal spreads says so, one-sided, at the level."""
    freedom = late.size + early.size - 2
    squares = late.var() * late.size + early.var() * early.size
    if squares < 1e-9:
        return False
    error = np.sqrt(squares / freedom * (1 / late.size + 1 / early.size))
    return bool((late.mean() - early.mean()) / error > _CRITICAL[freedom - 1])


def _apart(days: np.ndarray) -> list[int]:
    """Return alarms, those within a week of the one before counted as one with it."""
    found: list[int] = []
    for day in days:
        if not found or day - found[-1] > 7:
            found.append(int(day))
    return found


METHODS: tuple[tuple[str, Callable[[Person], list[int]]], ...] = (
    ("Gutline", gutline_alarms),
    ("control chart, 3 sd", control_chart),
    ("t-test, 7 against 28 days", t_test_window),
)
SEER = "a seer, the symptom alone"


@dataclass(frozen=True, slots=True)
class Rates:
    """What a method does.

    Attributes
    ----------
    false_alarms, false_error : float
        In 180 quiet days, on average, and the standard error.
    delay_days, delay_error : float
        Median days from the first shifted day to the alarm, that day counted, and its standard
        error by resampling people.
    missed : float
        Share of shifts without an alarm within 30 days.
    """

    false_alarms: float
    false_error: float
    delay_days: float
    delay_error: float
    missed: float


def rates(scene: Scene, method: int, people: int, seed: int) -> Rates:
    """Return the rates of one method over simulated people of one kind."""
    alarms = METHODS[method][1]
    raised = [alarms(_drawn(scene, number, seed)[1]) for number in range(people)]
    return _rates(scene, _calm(replace(scene, slips=False), method, people, seed), raised, seed)


@functools.lru_cache(maxsize=64)
def _calm(scene: Scene, method: int, people: int, seed: int) -> list[list[int]]:
    """Return the alarms in quiet days, the same for scenes that differ in the shift."""
    alarms = METHODS[method][1]
    return [alarms(_drawn(scene, number, seed)[0]) for number in range(people)]


@functools.lru_cache(maxsize=64)
def seer_rates(scene: Scene, people: int, seed: int) -> Rates:
    """Return the rates of the detector that knows everything but when, on the same people."""
    drawn = [_drawn(scene, number, seed) for number in range(people)]
    quiet, shifted = (
        [(seer_evidence(scene, pair[late]), pair[late].symptom.day) for pair in drawn]
        for late in (0, 1)
    )
    limit = seer_threshold(quiet)
    calm, raised = ([seer_alarms(*one, limit) for one in known] for known in (quiet, shifted))
    return _rates(scene, calm, raised, seed)


def _drawn(scene: Scene, number: int, seed: int) -> tuple[Person, Person]:
    """Return a person in quiet days, and one with a shift."""
    rng = np.random.default_rng([seed, number, round(100 * scene.drag)])
    quiet = draw(replace(scene, slips=False), WAIT_DAYS + QUIET_DAYS, None, rng)
    at = WAIT_DAYS + SHIFT_AFTER
    return quiet, draw(scene, at + WATCHED, at, rng)


def _rates(
    scene: Scene, calm: Sequence[Sequence[int]], raised: Sequence[Sequence[int]], seed: int
) -> Rates:
    at = WAIT_DAYS + SHIFT_AFTER
    false = np.array([len(days) for days in calm])
    delays = []
    for days in raised:
        # An alarm at the slip itself, a day before the symptom, counts as raised at once.
        late = [max(day - at + 1, 0) for day in days if day >= at - scene.slips]
        delays.append(late[0] if late else np.inf)
    delay = np.array(delays)
    again = np.random.default_rng(seed).integers(0, delay.size, (RESAMPLED, delay.size))
    medians = np.median(np.minimum(delay, WATCHED + 1)[again], axis=1)
    return Rates(
        float(false.mean()),
        float(false.std(ddof=1) / np.sqrt(false.size)),
        float(np.median(delay)),
        float(medians.std()),
        float(np.mean(np.isinf(delay))),
    )


_ALONE = Scene(0.0, plan=False)
KINDS: tuple[tuple[str, Scene], ...] = (
    ("days spread by 0.8 points; the routine slips a day before", Scene(0.0, slips=True)),
    ("days spread by 1.2 points; the routine slips a day before", Scene(0.0, sd=1.2, slips=True)),
    ("odd days frequent, spread 0.8; the routine slips", Scene(0.0, slips=True, tails=True)),
    ("days spread by 0.8 points; the plan is kept, the symptom alone shifts", Scene(0.0)),
    ("days spread by 0.8 points; no plan", _ALONE),
    ("days spread by 1.2 points; no plan", replace(_ALONE, sd=1.2)),
    ("odd days frequent, spread 0.8; no plan", replace(_ALONE, tails=True)),
    (
        "whole points, 30 in a hundred days without a rating; no plan",
        replace(_ALONE, step=1.0, missing=0.3),
    ),
    (
        "two worse days a week (0.8) and a swing of 0.4 points in 90 days; no plan",
        replace(_ALONE, weekend=0.8, wander=0.4),
    ),
)


def drift_tables(seed: int, people: int, jobs: int) -> list[str]:
    """Return the tables of the bench as lines.

    Parameters
    ----------
    seed : int
    people : int
        Of each kind and autocorrelation.
    jobs : int
        Processes.
    """
    scenes = [replace(scene, drag=drag) for _, scene in KINDS for drag in DRAGS]
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            found = list(pool.map(_row, scenes, repeat(people), repeat(seed)))
    else:
        found = list(map(_row, scenes, repeat(people), repeat(seed)))
    return [*_HEAD, _SAID.format(people=people), "", *_lines(iter(found))]


def _row(scene: Scene, people: int, seed: int) -> list[Rates]:
    own = [rates(scene, method, people, seed) for method in range(len(METHODS))]
    # It sees the symptom alone, which is the same with and without a plan.
    return [*own, seer_rates(replace(scene, plan=False, slips=False), people, seed)]


_SAID = (
    "A shift of 1.5 points for the worse; 12 in a hundred days without a rating, ratings in half"
    " points where nothing else is said; {people} people a row. False alarms in 180 quiet days, and"
    " the median delay in days with the first shifted day counted, each with its standard error;"
    " then the share of shifts without an alarm in 30 days. The seer knows the usual, the spread,"
    " the autocorrelation and the size of the shift; its threshold is fitted to these very days:"
    " where days are a bell curve no method that sees the symptom alone can be much better."
)
_HEAD = ("## Has it drifted?", "")


def _lines(found: Iterator[list[Rates]]) -> Iterator[str]:
    names = [*(name for name, _ in METHODS), SEER]
    for words, _ in KINDS:
        yield f"### {words[0].upper()}{words[1:]}"
        yield ""
        yield "| autocorrelation | " + " | ".join(names) + " |"
        yield "|---" * (len(names) + 1) + "|"
        for drag in DRAGS:
            yield f"| {drag:g} | " + " | ".join(map(_cell, next(found))) + " |"
        yield ""


def _cell(rate: Rates) -> str:
    delay = "none"
    if not np.isinf(rate.delay_days):
        delay = f"{rate.delay_days:g} d (± {rate.delay_error:.1f})"
    false = f"{rate.false_alarms:.2f} (± {rate.false_error:.2f}) false"
    return f"{false}, {delay}, {100 * rate.missed:.0f} % missed"


def main() -> None:
    """Print the tables, with more people than the whole bench has time for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=20261201)
    asked.add_argument("--people", type=int, default=100)
    asked.add_argument("--jobs", type=int, default=1)
    options = asked.parse_args()
    print("\n".join(drift_tables(options.seed, options.people, options.jobs)))


if __name__ == "__main__":
    main()
