"""Real outcomes, random foods: a real person's series beside a diary of foods drawn for another.

No food of the diary can have acted on the series, so that every finding is false.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import numpy as np

import gutline
from bench.real_series import SHARED, RealSeries, real_series
from bench.summary import ratio
from gutline.diary import Diary, Entry
from gutline.simulator import draw_person
from gutline.simulator.person import START

FOODS = 80
RATED_AT = time(21, 0, tzinfo=UTC)


def random_food_tables(seed: int, repeats: int, folder: Path | None = None) -> list[str]:
    """Return the lines of the table; a line that says why when there is no real series."""
    where = folder or SHARED
    series = real_series(where)
    lines = ["### Real outcomes, random foods", ""]
    if not series:
        return [*lines, "Not measured: the folder of real series is not beside this checkout.", ""]
    rounds = max(repeats // len(series), 1)
    lines += ["| real series | diaries | alarms |", "|---|---|---|"]
    parts: list[tuple[float, float]] = []
    for index, one in enumerate(series):
        alarms = [alarm(one, np.random.default_rng([seed, index, i])) for i in range(rounds)]
        parts += [(float(value), 1.0) for value in alarms]
        lines.append(f"| {one.name} | {rounds} | {sum(alarms)} |")
    lines.append(f"| all {len(series)} series | {len(parts)} | {ratio(parts)} |")
    return [*lines, ""]


def alarm(series: RealSeries, rng: np.random.Generator) -> bool:
    """Return whether anything is found for a real series among random foods."""
    findings = gutline.discover(with_random_foods(series, rng))
    return any(one.verdict.found for one in findings.findings)


def with_random_foods(series: RealSeries, rng: np.random.Generator) -> Diary:
    """Return a diary that holds the series as a symptom and the foods of a drawn person."""
    first, last = min(series.ratings), max(series.ratings)
    person = draw_person("null_plain", days=(last - first).days + 1, rng=rng, foods=FOODS)
    start = datetime.combine(first, time(tzinfo=UTC))
    eaten = [
        Entry(entry.at - START + start, entry.kind, entry.name, entry.value, entry.unit)
        for entry in person.diary.entries
        if entry.kind == "food"
    ]
    rated = [
        Entry(datetime.combine(day, RATED_AT), "symptom", "real series", value, "nrs")
        for day, value in series.ratings.items()
    ]
    return Diary(entries=tuple(eaten + rated), tags=person.diary.tags)
