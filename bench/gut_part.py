"""The checklist on the gut: what it finds where there is a link, and where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from gutline.diary import Diary, Entry
from gutline.discovery.gut_part import gut_figures
from gutline.safety.gut_part import gut_part

START = datetime(2026, 1, 1, tzinfo=UTC)
SIGN = "bloating_and_back"
MEALS = "after_meals"


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated person of whom it is known whether the gut has a part.

    Attributes
    ----------
    days : int
    drag : float
        How much of a day's level carries over to the next, 0 to below 1.
    link : float
        Points of back pain for each point of bloating on the same day.
    after_meal : float
        Points of back pain in the hours after a meal.
    """

    days: int = 120
    drag: float = 0.5
    link: float = 0.0
    after_meal: float = 0.0


def draw_diary(person: Person, rng: np.random.Generator) -> Diary:
    """Return a diary of a simulated person: three ratings a day, meals, stress, stool, gaps.

    Parameters
    ----------
    person : Person
    rng : numpy.random.Generator
    """
    series = {name: _dragging(person, rng) for name in ("bloat", "back", "tired", "stress", "form")}
    season = np.sin(2 * np.pi * np.arange(person.days) / 90.0)
    entries: list[Entry] = []
    for day in range(person.days):
        if rng.random() < 0.08:
            continue
        bloat = 3.0 + 1.5 * series["bloat"][day] + 0.7 * season[day]
        level = 3.5 + 1.5 * series["back"][day] + person.link * (bloat - 3.0)
        entries += _day(day, person, rng, level)
        states = {"bloating": bloat, "fatigue": 4.0 + 1.5 * series["tired"][day]}
        entries += [_rating(day, 20.5, "symptom", n, v, rng) for n, v in states.items()]
        entries.append(_rating(day, 21.0, "stress", "stress", 4 + 2 * series["stress"][day], rng))
        form = float(np.clip(round(4.0 + 1.2 * series["form"][day]), 1, 7))
        entries.append(Entry(_at(day, 8.2), "stool", "stool", form, "bristol"))
    return Diary.from_entries(entries, zone="UTC")


def _dragging(person: Person, rng: np.random.Generator) -> np.ndarray:
    values = np.empty(person.days)
    value = rng.standard_normal()
    for day in range(person.days):
        value = person.drag * value + np.sqrt(1 - person.drag**2) * rng.standard_normal()
        values[day] = value
    return values


def _at(day: int, clock: float) -> datetime:
    return START + timedelta(days=day, minutes=round(clock * 60))


def _rating(
    day: int, clock: float, kind: str, name: str, value: float, rng: np.random.Generator
) -> Entry:
    rated = float(np.clip(round(value + 0.5 * rng.standard_normal()), 0, 10))
    return Entry(_at(day, clock), kind, name, rated, "nrs")


def _day(day: int, person: Person, rng: np.random.Generator, level: float) -> list[Entry]:
    meals = [clock + rng.normal(0.0, 0.9) for clock in (8.0, 13.0, 19.0) if rng.random() < 0.85]
    entries = [Entry(_at(day, clock), "food", "bread") for clock in meals]
    for clock in (9.5 + rng.normal(0, 1.2), 15.5 + rng.normal(0, 1.5), 20.8 + rng.normal(0, 0.7)):
        full = any(0.5 <= clock - meal <= 4.0 for meal in meals)
        value = level + 0.6 * np.sin(clock / 24 * 2 * np.pi) + person.after_meal * full
        at = float(np.clip(clock, 0, 23.9))
        entries.append(_rating(day, at, "symptom", "back pain", value, rng))
    return entries


@dataclass(frozen=True, slots=True)
class Rates:
    """How often the checklist says that something speaks for the gut.

    Attributes
    ----------
    people : int
    any_sign, bloating, meals : float
        Share of people with any sign of the diary for it, with bloating, with meals.
    covered : float
        Share of 90 % intervals that hold the truth, of bloating and of meals.
    cleared : float
        Share of people in whom bloating speaks against it.
    """

    people: int
    any_sign: float
    bloating: float
    meals: float
    covered: float
    cleared: float


def rates(person: Person, people: int, seed: int) -> Rates:
    """Return the rates over simulated people of one kind."""
    counts = np.zeros(4)
    inside, told = 0, 0
    for number in range(people):
        diary = draw_diary(person, np.random.default_rng([seed, number]))
        figures = gut_figures(diary)
        found = gut_part(figures, {})
        spoken = {s.sign.id for s in found.speaking("for")}
        against = {s.sign.id for s in found.speaking("against")}
        counts += [bool(spoken), SIGN in spoken, MEALS in spoken, SIGN in against]
        for name, truth in ((SIGN, person.link), (MEALS, person.after_meal)):
            interval = figures[name].interval
            if interval is not None:
                told += 1
                inside += interval[0] <= truth <= interval[1]
    any_sign, bloating, meals, cleared = counts / people
    return Rates(people, any_sign, bloating, meals, inside / max(told, 1), cleared)


KINDS: tuple[tuple[str, Person], ...] = (
    ("nothing, days apart", Person(drag=0.0)),
    ("nothing, days drag", Person(drag=0.5)),
    ("nothing, days drag much", Person(drag=0.8)),
    ("nothing, 60 days", Person(days=60)),
    ("bloating 0.3 a point", Person(link=0.3)),
    ("bloating 0.5 a point", Person(link=0.5)),
    ("meals 0.7 points", Person(after_meal=0.7)),
)


def gut_part_tables(seed: int, people: int) -> list[str]:
    """Return the table of the bench as lines."""
    lines = [
        "## Could the gut have a part?",
        "",
        "| person, 120 days unless said | any sign | bloating | meals | cleared | covered |",
        "|---|---|---|---|---|---|",
    ]
    for words, person in KINDS:
        r = rates(person, people, seed)
        lines.append(
            f"| {words} | {r.any_sign:.2f} | {r.bloating:.2f} | {r.meals:.2f} | {r.cleared:.2f} |"
            f" {r.covered:.2f} |"
        )
    return [*lines, ""]
