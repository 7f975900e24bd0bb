"""The drift alarm: false alarms in quiet days, delays after a shift, beside two simple charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
from scipy.stats import ttest_ind

from gutline.routine.drift_alarm import WAIT_DAYS, find_alarms
from gutline.routine.drift_evidence import Series

QUIET_DAYS = 180
SHIFT_AFTER, WATCHED = 62, 30
"""Quiet days after the wait before the shift, and days after it within which it is looked for."""
DRAGS = (0.0, 0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of simulated person.

    Attributes
    ----------
    drag : float
        Autocorrelation of the symptom's days.
    sd : float
        Standard deviation of the days, points.
    shift : float
        Points by which the symptom gets worse.
    slips : bool
        Whether the routine slips a day before: from 85 to 30 in a hundred things kept.
    plan : bool
        Whether there is a plan of four things at all.
    missing : float
        Share of days without a rating, and of days of which nothing of the plan is known.
    tails : bool
        Whether odd days are frequent: Student's t with 3 degrees of freedom, the same spread.
    """

    drag: float
    sd: float = 0.8
    shift: float = 1.5
    slips: bool = False
    plan: bool = True
    missing: float = 0.12
    tails: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """The days of one simulated person."""

    symptom: Series
    kept: Series | None
    days: int


def draw(scene: Scene, days: int, shift_at: int | None, rng: np.random.Generator) -> Person:
    """Return the days of a simulated person, with a shift from a day on or without one."""
    level = 4.0 + scene.sd * _dragging(days, scene.drag, rng, tails=scene.tails)
    chance = np.full(days, 0.85)
    if shift_at is not None:
        level[shift_at:] += scene.shift
        if scene.slips:
            chance[shift_at - 1 :] = 0.3
    rated = np.clip(np.round(2 * level) / 2, 0.0, 10.0)
    there = rng.random(days) >= scene.missing
    symptom = Series(np.flatnonzero(there), rated[there])
    logit = np.log(chance / (1 - chance)) + 0.6 * _dragging(days, 0.3, rng)
    done = rng.binomial(4, 1 / (1 + np.exp(-logit)))
    known = rng.random(days) >= scene.missing
    kept = Series(np.flatnonzero(known), 2.5 * done[known]) if scene.plan else None
    return Person(symptom, kept, days)


def _dragging(
    days: int, drag: float, rng: np.random.Generator, *, tails: bool = False
) -> np.ndarray:
    new = rng.standard_t(3, days) / np.sqrt(3.0) if tails else rng.standard_normal(days)
    found = np.empty(days)
    found[0] = new[0]
    for day in range(1, days):
        found[day] = drag * found[day - 1] + np.sqrt(1 - drag**2) * new[day]
    return found


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
        late = value[(day > today - 7) & (day <= today)]
        early = value[(day > today - 35) & (day <= today - 7)]
        enough = late.size > 2 and early.size > 7 and min(late.std(), early.std()) > 1e-9
        if enough and ttest_ind(late, early, alternative="greater").pvalue < 0.05:
            found.append(today)
    return _apart(np.array(found, dtype=np.int64))


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


@dataclass(frozen=True, slots=True)
class Rates:
    """What a method does.

    Attributes
    ----------
    false_alarms : float
        In 180 quiet days, on average.
    delay_days : float
        Median days from the first shifted day to the alarm, that day counted.
    missed : float
        Share of shifts without an alarm within 30 days.
    """

    false_alarms: float
    delay_days: float
    missed: float


def rates(scene: Scene, method: int, people: int, seed: int) -> Rates:
    """Return the rates of one method over simulated people of one kind."""
    alarms = METHODS[method][1]
    false, delays = 0, []
    for number in range(people):
        rng = np.random.default_rng([seed, number, round(100 * scene.drag)])
        quiet = replace(scene, slips=False)
        false += len(alarms(draw(quiet, WAIT_DAYS + QUIET_DAYS, None, rng)))
        at = WAIT_DAYS + SHIFT_AFTER
        raised = alarms(draw(scene, at + WATCHED, at, rng))
        # An alarm at the slip itself, a day before the symptom, counts as raised at once.
        late = [max(day - at + 1, 0) for day in raised if day >= at - scene.slips]
        delays.append(late[0] if late else np.inf)
    missed = float(np.mean(np.isinf(delays)))
    return Rates(false / people, float(np.median(delays)), missed)


KINDS: tuple[tuple[str, Scene], ...] = (
    ("days spread by 0.8 points; the symptom alone", Scene(0.0, plan=False)),
    ("days spread by 1.2 points; the symptom alone", Scene(0.0, sd=1.2, plan=False)),
    ("days spread by 1.2 points; the routine slips a day before", Scene(0.0, sd=1.2, slips=True)),
    ("odd days frequent, spread 0.8; the symptom alone", Scene(0.0, plan=False, tails=True)),
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
    tasks = [
        (replace(scene, drag=drag), method)
        for _, scene in KINDS
        for drag in DRAGS
        for method in range(len(METHODS))
    ]
    scenes, methods = zip(*tasks, strict=True)
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            found = list(pool.map(rates, scenes, methods, repeat(people), repeat(seed)))
    else:
        found = list(map(rates, scenes, methods, repeat(people), repeat(seed)))
    return [*_HEAD, *_lines(iter(found))]


_SAID = (
    "A shift of 1.5 points for the worse; 12 in a hundred days without a rating. False alarms in"
    " 180 quiet days, and the median delay in days with the first shifted day counted."
)
_HEAD = ("## Has it drifted?", "", _SAID, "")


def _lines(found: Iterator[Rates]) -> Iterator[str]:
    for words, _ in KINDS:
        yield f"### {words[0].upper()}{words[1:]}"
        yield ""
        yield "| autocorrelation | " + " | ".join(f"{name}" for name, _ in METHODS) + " |"
        yield "|---" * (len(METHODS) + 1) + "|"
        for drag in DRAGS:
            cells = [_cell(next(found)) for _ in METHODS]
            yield f"| {drag:g} | " + " | ".join(cells) + " |"
        yield ""


def _cell(rate: Rates) -> str:
    delay = "none" if np.isinf(rate.delay_days) else f"{rate.delay_days:g} d"
    return f"{rate.false_alarms:.2f} false, {delay}, {100 * rate.missed:.0f} % missed"
