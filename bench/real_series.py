"""Real daily series of real people, from the project's shared data where it is at hand.

They are no symptom ratings - no freely licensed series of daily symptom ratings of one person was
to be had - but they hold what a generator may lack: a real person's weeks, drifts, trips, gaps and
odd days. Each is scaled to whole numbers from 0 to 10.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "diaries"
DIET_FILE = "david2014_subjectA_daily_diet.csv"
LOG_FILE = "treets_food_logs.csv.gz"
DIET_START = date(2009, 1, 1)
LEAST_DAYS = 80
TOP = 10.0


@dataclass(frozen=True, slots=True)
class RealSeries:
    """One real series: where it is from and a rating from 0 to 10 for each day that has one."""

    name: str
    ratings: dict[date, float]


def real_series(folder: Path) -> list[RealSeries]:
    """Return all series found in a folder of real data, none when there is no such folder."""
    series: list[RealSeries] = []
    if (folder / DIET_FILE).exists():
        series += _diet(folder / DIET_FILE)
    if (folder / LOG_FILE).exists():
        series += _logs(folder / LOG_FILE)
    return [one for one in series if len(one.ratings) >= LEAST_DAYS]


def _diet(path: Path) -> list[RealSeries]:
    """Read a person's daily nutrients, one series a nutrient."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name.startswith("diet_")]
    return [
        RealSeries(
            f"David 2014 subject A, {name.removeprefix('diet_')}",
            _scaled(
                {
                    DIET_START + timedelta(days=int(float(row["day"]))): float(row[name])
                    for row in rows
                    if row[name]
                }
            ),
        )
        for name in names
    ]


def _logs(path: Path) -> list[RealSeries]:
    """Read people's food logs: each day's first hour, span of hours and number of lines."""
    hours: dict[str, dict[date, list[float]]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["logged_at_utc"])
            days = hours.setdefault(row["person"], {})
            days.setdefault(at.date(), []).append(at.hour + at.minute / 60.0)
    series = []
    for person, days in sorted(hours.items()):
        for what, measure in (("first hour", min), ("span", np.ptp), ("lines", len)):
            values = {day: float(measure(logged)) for day, logged in sorted(days.items())}
            series.append(RealSeries(f"food log {person}, {what}", _scaled(values)))
    return series


def _scaled(values: dict[date, float]) -> dict[date, float]:
    """Scale values to whole numbers from 0 to 10, the outermost 2 of 100 cut off."""
    low, high = np.quantile(list(values.values()), [0.02, 0.98])
    width = max(float(high - low), 1e-9)
    return {
        day: float(np.clip(np.round(TOP * (value - low) / width), 0.0, TOP))
        for day, value in values.items()
    }
