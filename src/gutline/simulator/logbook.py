"""Write a simulated life into a diary, with the errors people make when they log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutline.diary import Diary, Entry
from gutline.simulator.foods import SLOTS
from gutline.simulator.menu import Menu, chance, logit
from gutline.simulator.noise import HOURS_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gutline.simulator.clock import Clock
    from gutline.simulator.scenario import Logging
    from gutline.simulator.truth import Events

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

LAST_HOUR = 23.9


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """What happened, ready to be written down.

    `servings` has a row a meal and a column a food; `slow` holds supplements and practices by
    name as (kind, Events); `ratings` the recorded values by outcome, one a rating of the clock;
    `bad` says how bad each day was, in standard deviations.
    """

    start: datetime
    clock: Clock
    menu: Menu
    servings: FloatArray
    slow: Mapping[str, tuple[str, Events]]
    daily: Mapping[str, FloatArray]
    ratings: Mapping[str, FloatArray]
    bad: FloatArray


def write_diary(life: Life, knobs: Logging, rng: np.random.Generator) -> tuple[Diary, BoolArray]:
    """Write a life into a diary.

    Returns
    -------
    Diary
    ndarray of bool of shape (ratings,)
        Which of the clock's ratings the diary holds.
    """
    left_out = _days_left_out(life, knobs, rng)
    rating_days = (life.clock.ratings // HOURS_A_DAY).astype(np.int64)
    rated = ~left_out[rating_days] | (rng.random(rating_days.size) < 0.5)
    entries = [
        *_meals(life, knobs, left_out, rng),
        *_slow(life),
        *_days(life, left_out, rng),
        *_ratings(life, rated),
    ]
    entries.sort(key=lambda entry: (entry.at, entry.kind, entry.name))
    return Diary(entries=tuple(entries), zone="UTC", tags=life.menu.tags), rated


def _moment(start: datetime, hours: float) -> datetime:
    return start + timedelta(minutes=round(60.0 * hours))


def _days_left_out(life: Life, knobs: Logging, rng: np.random.Generator) -> BoolArray:
    if not knobs.days_left_out:
        return np.zeros(life.clock.days, dtype=np.bool_)
    odds = logit(np.full(life.clock.days, knobs.days_left_out)) + knobs.bad_days * life.bad
    return np.asarray(rng.random(life.clock.days) < chance(odds))


def _meals(
    life: Life, knobs: Logging, left_out: BoolArray, rng: np.random.Generator
) -> Iterator[Entry]:
    luck = rng.random(life.servings.shape[0])
    logged = (luck >= knobs.meals_left_out) & ~np.repeat(left_out, len(SLOTS))
    hours, timeless = _logged_hours(life.clock.meals, knobs, rng)
    moments = [_moment(life.start, float(hour)) for hour in hours]
    names = life.menu.names
    for row, column in np.argwhere(life.servings > 0).tolist():
        if logged[row]:
            amount = float(life.servings[row, column])
            yield Entry(
                at=moments[row],
                kind="food",
                name=names[column],
                value=amount,
                unit="serving",
                day_only=bool(timeless[row]),
            )
    if rng.random() < 0.5:
        yield from _marks(life, logged, rng)


def _logged_hours(
    hours: FloatArray, knobs: Logging, rng: np.random.Generator
) -> tuple[FloatArray, BoolArray]:
    """Return the hours that are written down, and which meals have a date only (then noon)."""
    midnight = np.floor(hours / HOURS_A_DAY) * HOURS_A_DAY
    delay = (rng.random(hours.size) < knobs.late) * (0.5 + rng.exponential(3.0, hours.size))
    written = hours + delay
    rounded = rng.random(hours.size) < knobs.rounded
    written = np.where(rounded, np.round(written), written)
    written = np.minimum(written, midnight + LAST_HOUR)
    timeless = rng.random(hours.size) < knobs.without_time
    return np.where(timeless, midnight + 12.0, written), timeless


def _marks(life: Life, logged: BoolArray, rng: np.random.Generator) -> Iterator[Entry]:
    """Yield the marks of a person who often notes that a day's food is complete."""
    whole = logged.reshape(life.clock.days, len(SLOTS)).all(axis=1)
    for day in np.flatnonzero(whole & (rng.random(life.clock.days) < 0.8)).tolist():
        yield Entry(at=_moment(life.start, day * HOURS_A_DAY + 22.5), kind="complete", name="food")


def _slow(life: Life) -> Iterator[Entry]:
    for name, (kind, events) in life.slow.items():
        for hour in events.hours.tolist():
            yield Entry(at=_moment(life.start, hour), kind=kind, name=name)


_WRITTEN = {
    "stress": (20.5, "nrs", 0.7, 1.0, 10.0),
    "sleep": (7.0, "h", 0.25, 0.25, 12.0),
    "movement": (18.0, "min", 5.0, 5.0, 300.0),
    "sitting": (18.2, "h", 0.5, 0.5, 16.0),
}


def _days(life: Life, left_out: BoolArray, rng: np.random.Generator) -> Iterator[Entry]:
    for name, (hour, unit, error, step, most) in _WRITTEN.items():
        noisy = life.daily[name] + rng.normal(0.0, error, life.clock.days)
        values = np.clip(np.round(noisy / step) * step, 0.0, most)
        logged = ~left_out | (rng.random(life.clock.days) < 0.5)
        for day in np.flatnonzero(logged).tolist():
            at = _moment(life.start, day * HOURS_A_DAY + hour)
            yield Entry(at=at, kind=name, name=name, value=float(values[day]), unit=unit)


def _ratings(life: Life, rated: BoolArray) -> Iterator[Entry]:
    moments = [_moment(life.start, float(hour)) for hour in life.clock.ratings]
    for outcome, values in life.ratings.items():
        for row in np.flatnonzero(rated).tolist():
            yield Entry(
                at=moments[row], kind="symptom", name=outcome, value=float(values[row]), unit="nrs"
            )
