"""Diaries made to order: who eats what how often, and what each of it does to the symptom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gutline.diary import Diary, Entry
from gutline.discovery import Finding, Findings, Settings, discover
from gutline.discovery.analysis import Analysis, analyse
from gutline.simulator import SimulatedPerson, draw_person

START = datetime(2026, 1, 5, tzinfo=UTC)
PAIN = "back pain"
PARTY_FOODS = ("chips", "dip", "cake", "olives", "pizza", "nuts")
RATED_AT = (9.0, 15.0, 21.0)


@dataclass(frozen=True)
class Person:
    """Someone whose body is known.

    `eats` is the chance of each food on a day; `acts` says what a food adds: points at the peak,
    and the hour of the peak. `noise` is the spread of the rest, half of which lasts about a day.
    Every day's food is marked as complete unless `complete` is False.
    """

    eats: Mapping[str, float]
    acts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    days: int = 120
    noise: float = 1.0
    usual: float = 4.0
    rated_at: tuple[float, ...] = RATED_AT
    seed: int = 1
    amount: float | None = None
    unit: str = ""
    complete: bool = True


def bump(lag_hours: NDArray[np.float64], peak_hours: float) -> NDArray[np.float64]:
    """A unit-peak gamma shape, zero before the exposure."""
    ratio = np.maximum(lag_hours, 0.0) / peak_hours
    return np.asarray((ratio * np.exp(1.0 - ratio)) ** 2)


def meals(person: Person) -> dict[str, NDArray[np.float64]]:
    """Hours at which each food is eaten, one meal on each day it is eaten."""
    rng = np.random.default_rng([person.seed, 1])
    eaten = {}
    for name, share in person.eats.items():
        on = np.flatnonzero(rng.random(person.days) < share)
        eaten[name] = on * 24.0 + rng.choice([8.0, 13.0, 19.0], on.size)
    return eaten


def restless(hours: NDArray[np.float64], spread: float, seed: int) -> NDArray[np.float64]:
    """Noise of which half the variance lasts about a day."""
    rng = np.random.default_rng([seed, 2])
    slow = np.zeros(hours.size)
    for i in range(1, hours.size):
        kept = np.exp(-(hours[i] - hours[i - 1]) / 20.0)
        slow[i] = kept * slow[i - 1] + np.sqrt(1.0 - kept**2) * rng.normal()
    return np.asarray(spread * (slow + rng.normal(size=hours.size)) / np.sqrt(2.0))


def entries_of(
    person: Person, more: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None
) -> list[Entry]:
    """The person's entries; `more` adds points at the hours of the ratings."""
    eaten = meals(person)
    at = np.array([d * 24.0 + h for d in range(person.days) for h in person.rated_at])
    felt = person.usual + restless(at, person.noise, person.seed)
    for name, (points, peak) in person.acts.items():
        felt = felt + points * bump(at[:, None] - eaten[name][None, :], peak).sum(axis=1)
    felt = felt if more is None else felt + more(at)
    rated = np.clip(np.round(felt), 0, 10)
    food = [
        Entry(clock(h), "food", name, person.amount, person.unit)
        for name, hours in eaten.items()
        for h in hours
    ]
    marks = [Entry(clock(24.0 * d + 22.0), "complete", "food") for d in range(person.days)]
    felt_as = [
        Entry(clock(h), "symptom", PAIN, v, "nrs") for h, v in zip(at, rated.tolist(), strict=True)
    ]
    return food + felt_as + (marks if person.complete else [])


def clock(hours: float) -> datetime:
    """The moment some hours after the start."""
    return START + timedelta(hours=float(hours))


def diary_of(person: Person) -> Diary:
    """The person's diary."""
    return Diary(tuple(entries_of(person)))


def discovered(
    person: Person,
    *,
    tags: Mapping[str, tuple[str, ...]] | None = None,
    more: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None,
    settings: Settings | None = None,
) -> Findings:
    """What the engine says of a person."""
    diary = Diary(tuple(entries_of(person, more)), tags=tags or {})
    return discover(diary, settings=settings or Settings())


def keep(diary: Diary, wanted: Callable[[Entry], bool]) -> Diary:
    """The diary with only the entries that are wanted."""
    return replace(diary, entries=tuple(e for e in diary.entries if wanted(e)))


def also(diary: Diary, more: Iterable[Entry]) -> Diary:
    """The diary with more entries."""
    return replace(diary, entries=(*diary.entries, *more))


def each(diary: Diary, change: Callable[[Entry], Entry]) -> Diary:
    """The diary with every entry changed."""
    return replace(diary, entries=tuple(change(e) for e in diary.entries))


def one(findings: Findings, name: str, outcome: str = PAIN, level: str = "") -> Finding:
    """The only finding of that name for that outcome."""
    found = [f for f in findings.of(outcome) if f.name == name and level in {"", f.level}]
    assert len(found) == 1, [f.name for f in findings.of(outcome)]
    return found[0]


def verdicts(findings: Findings, outcome: str = PAIN) -> dict[str, str]:
    """The verdict on each exposure of one outcome."""
    return {f.name: str(f.verdict) for f in findings.of(outcome)}


def fitted(diary: Diary, settings: Settings | None = None) -> Analysis:
    """The analysis of a diary in arrays."""
    return analyse(diary, None, settings or Settings(), lambda _share, _what: None)


@cache
def drawn(
    scenario: str, seed: int, days: int = 90, foods: int = 25, outcomes: int = 2
) -> SimulatedPerson:
    """A simulated person, drawn once."""
    rng = np.random.default_rng([seed, 20260630])
    return draw_person(scenario, days=days, rng=rng, foods=foods, outcomes=outcomes)


@cache
def found_in(
    scenario: str, seed: int, days: int = 90, foods: int = 25, outcomes: int = 2
) -> Findings:
    """What the engine says of a simulated person, worked out once."""
    return discover(drawn(scenario, seed, days, foods, outcomes).diary)


def with_parties(seed: int, days: int = 200, served: float = 0.75) -> Diary:
    """Something never logged hurts on the evenings on which six harmless foods are eaten."""
    rng = np.random.default_rng(seed)
    nights = np.flatnonzero(rng.random(days) < 0.25)
    person = Person({"milk": 0.4, "rye": 0.5, "egg": 0.3}, days=days, seed=seed)
    felt = entries_of(
        person, lambda at: 2.5 * bump(at[:, None] - (nights * 24.0 + 19.0), 10.0).sum(axis=1)
    )
    eaten = [
        Entry(clock(24.0 * d + 19.0), "food", name)
        for d in nights.tolist()
        for name in PARTY_FOODS
        if rng.random() < served
    ]
    return Diary((*felt, *eaten))
