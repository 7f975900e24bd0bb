"""How it was eaten: late, skipped, irregular and large meals, and the hours since the last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutline.diary import DayState, Diary
from gutline.discovery.portions import Portions
from gutline.discovery.series import Axis, Exposure
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray

LEVEL = "meal"
ONCE = "once"
# What is eaten within this time belongs to one meal.
_ONE_MEAL_HOURS = 0.75
_LATE_FROM, _LATE_UNTIL = 21.0, 4.0
_SLOTS = ((5.0, 11.0), (11.0, 15.5), (17.0, 22.0))
# A slot is usual where this share of the days with meals has one in it.
_USUAL = 0.6
_TIMED = 2 / 3
_LONGEST_GAP_HOURS = 20.0
_LEAST_EVENTS = 8
# A diary with fewer meals a day does not hold the meals.
_LEAST_MEALS_A_DAY = 1.8
_KNOWN = 0.5


@dataclass(frozen=True)
class Meals:
    """Meals in time order.

    Attributes
    ----------
    at_hours, clock_hours : ndarray, shape (m,)
        Hours since the diary's start, and the local time of day.
    day : ndarray of int, shape (m,)
    grams : ndarray, shape (m,)
        What the meal weighed; NaN where that is known for less than half of its foods.
    """

    at_hours: FloatArray
    clock_hours: FloatArray
    day: IntArray
    grams: FloatArray


def find_meals(portions: list[Portions]) -> Meals | None:
    """Return the meals of a diary; None where too few foods have a time of day."""
    foods = [p for p in portions if p.kind == "food"]
    timed = sum(int((~p.spread).sum()) for p in foods)
    if not timed or timed < _TIMED * sum(p.at_hours.size for p in foods):
        return None
    at = np.concatenate([p.at_hours[~p.spread] for p in foods])
    order = np.argsort(at, kind="stable")
    at = at[order]
    clock = np.concatenate([p.clock_hours[~p.spread] for p in foods])[order]
    day = np.concatenate([p.days[~p.spread] for p in foods])[order]
    grams = np.concatenate([_grams(p)[~p.spread] for p in foods])[order]
    first = _starts(at)
    known = np.isfinite(grams)
    share = np.add.reduceat(known.astype(float), first) / np.diff(first, append=at.size)
    weight = np.add.reduceat(np.where(known, grams, 0.0), first)
    return Meals(at[first], clock[first], day[first], np.where(share >= _KNOWN, weight, np.nan))


def _grams(one: Portions) -> FloatArray:
    grams = one.contents.serving_g if one.contents else None
    return one.servings * (np.nan if grams is None else grams)


def _starts(at: FloatArray) -> IntArray:
    """Return where each meal begins: everything within its time belongs to it."""
    starts, begin = [], -np.inf
    for index, hour in enumerate(at.tolist()):
        if hour > begin + _ONE_MEAL_HOURS:
            starts.append(index)
            begin = hour
    return np.array(starts, dtype=np.int64)


def meal_exposures(diary: Diary, axis: Axis, portions: list[Portions]) -> list[Exposure]:
    """Return how a person ate as exposures, those that happened often enough to be tested.

    Parameters
    ----------
    diary : Diary
    axis : Axis
    portions : list of Portions
    """
    meals = find_meals(portions)
    if meals is None or meals.day.size < _LEAST_MEALS_A_DAY * np.unique(meals.day).size:
        return []
    made = [
        _late(meals),
        _waited(meals),
        _skipped(meals, diary, axis),
        _irregular(meals),
        _large(meals),
    ]
    return [one for one in made if one.at_hours.size >= _LEAST_EVENTS]


def _late(meals: Meals) -> Exposure:
    late = (meals.clock_hours >= _LATE_FROM) | (meals.clock_hours < _LATE_UNTIL)
    at, day = meals.at_hours[late], meals.day[late]
    return _made("late meal", at, np.ones(at.size), day, ONCE)


def _waited(meals: Meals) -> Exposure:
    gap = np.diff(meals.at_hours)
    known = gap <= _LONGEST_GAP_HOURS
    return _measured(
        "hours since the last meal", meals.at_hours[1:][known], gap[known], meals.day[1:][known],
        "h",
    )  # fmt: skip


def _large(meals: Meals) -> Exposure:
    known = np.isfinite(meals.grams) & (meals.grams > 0)
    if known.mean() < _KNOWN:
        known[:] = False
    at, day = meals.at_hours[known], meals.day[known]
    return _measured("meal size", at, meals.grams[known], day, "g")


def _slots(meals: Meals) -> list[tuple[np.ndarray, float]]:
    """Return for each usual slot which meals lie in it, and its middle clock hour."""
    days = np.unique(meals.day).size
    found = []
    for begin, end in _SLOTS:
        inside = (meals.clock_hours >= begin) & (meals.clock_hours < end)
        if np.unique(meals.day[inside]).size >= _USUAL * days:
            found.append((inside, float(np.median(meals.clock_hours[inside]))))
    return found


def _skipped(meals: Meals, diary: Diary, axis: Axis) -> Exposure:
    known = _known_days(meals, diary, axis)
    at, day = [], []
    for inside, middle in _slots(meals):
        without = np.setdiff1d(known, meals.day[inside])
        at.append(without * 24.0 + middle)
        day.append(without)
    joined = np.concatenate(at) if at else np.zeros(0)
    days = np.concatenate(day) if day else np.zeros(0, dtype=np.int64)
    order = np.argsort(joined, kind="stable")
    return _made("skipped meal", joined[order], np.ones(joined.size), days[order], ONCE)


def _known_days(meals: Meals, diary: Diary, axis: Axis) -> IntArray:
    """Return the days of which it is known whether a meal was skipped.

    Those marked as complete or as without food; for a person who marks none, all with two meals.
    """
    states = diary.day_states("food")
    sure = [
        (day - axis.first).days
        for day, state in states.items()
        if state in {DayState.COMPLETE, DayState.NONE}
    ]
    if DayState.COMPLETE in states.values():
        return np.array(sure, dtype=np.int64)
    days, count = np.unique(meals.day, return_counts=True)
    return np.union1d(days[count > 1], np.array(sure, dtype=np.int64))


def _irregular(meals: Meals) -> Exposure:
    off, seen = np.zeros(meals.day.max() + 1), np.zeros(meals.day.max() + 1)
    last = np.zeros(meals.day.max() + 1)
    for inside, middle in _slots(meals):
        day = meals.day[inside]
        np.add.at(off, day, np.abs(meals.clock_hours[inside] - middle))
        np.add.at(seen, day, 1.0)
        np.maximum.at(last, day, meals.at_hours[inside])
    days = np.flatnonzero(seen)
    mean = off[days] / seen[days]
    return _measured("meals off their usual time", last[days], mean, days, "h")


def _measured(name: str, at: FloatArray, amount: FloatArray, day: IntArray, unit: str) -> Exposure:
    some = amount > 0
    usual = float(np.median(amount[some])) if some.any() else 1.0
    words = f"{float(f'{usual:.2g}'):g} {unit}"
    return _made(name, at[some], amount[some] / usual, day[some], words)


def _made(name: str, at: FloatArray, dose: FloatArray, day: IntArray, words: str) -> Exposure:
    timed = np.zeros(at.size, dtype=bool)
    return Exposure(name, LEVEL, at, dose, day.astype(np.int64), words, "fast", timed)
