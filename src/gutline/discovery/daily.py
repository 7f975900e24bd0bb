"""What has a value every day: logged states, and how much of the food was logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from statistics import median

import numpy as np

from gutline.catalog import EntryKind
from gutline.diary import DayState, Diary, Entry
from gutline.discovery.series import Absences, Axis, Shelf, State
from gutline.stats.kernels import FloatArray

_MARKING = 1 / 3
_SUMMED = {"movement", "sitting", "sleep", "medicine"}
_PRESENCE = {"illness", "travel", "medicine"}


def read_states(diary: Diary, axis: Axis, shelf: Shelf, *, mediators: bool) -> list[State]:
    """Return the daily states of a diary: covariates, and mediators when asked for.

    Presence kinds (illness, travel, medicine) are 0 on days without an entry; the others are NaN.
    """
    states = []
    for kind, key in shelf.with_role("covariate"):
        states.append(_state(shelf.entries[key], shelf.shown[key], kind, axis, diary))
    if mediators:
        absent = Absences.of(diary)
        for kind, key in shelf.with_role("mediator"):
            own = shelf.entries[key]
            zeros = absent.times(own) if kind.id == "symptom" else []
            states.append(_state(own, shelf.shown[key], kind, axis, diary, zeros))
    return states


def _state(
    entries: list[Entry],
    shown: str,
    kind: EntryKind,
    axis: Axis,
    diary: Diary,
    zeros: Sequence[datetime] = (),
) -> State:
    total, seen = np.zeros(axis.length), np.zeros(axis.length)
    for at in zeros:
        seen[(at.date() - axis.first).days] += 1
    for e in entries:
        value = 1.0 if e.value is None or kind.id in {"illness", "travel"} else e.value
        day = (diary.day_of(e) - axis.first).days
        total[day] += value
        seen[day] += 1
    daily = np.full(axis.length, 0.0 if kind.id in _PRESENCE else np.nan)
    logged = seen > 0
    daily[logged] = total[logged] if kind.id in _SUMMED else total[logged] / seen[logged]
    return State(shown, kind.id, daily, frozenset(kind.roles), kind.unit, len(entries))


def food_coverage(diary: Diary, axis: Axis) -> FloatArray:
    """Return how much of each day's food the diary holds, 0 to 1, shape (D,).

    1 where the day is marked complete or explicitly without food, 0 where nothing about food was
    logged. A person who marks days complete tells something by not marking one: where a third of
    the logged days are marked, an unmarked one counts for its share of the entries that a complete
    day usually has. Who does not mark days is taken at their word: a logged day is a whole day.
    """
    states = diary.day_states("food")
    entries = Counter(diary.day_of(e) for e in diary.of_kind("food", "drink"))
    marked = [entries[day] for day, state in states.items() if state is DayState.COMPLETE]
    logged = sum(state is DayState.LOGGED for state in states.values())
    usual = 0.0
    if len(marked) >= _MARKING * (len(marked) + logged):
        usual = float(median(marked)) if marked else 0.0
    cover = np.zeros(axis.length)
    for day, state in states.items():
        index = (day - axis.first).days
        if 0 <= index < axis.length and state is not DayState.UNLOGGED:
            part = state is DayState.LOGGED and usual > 0
            cover[index] = min(1.0, entries[day] / usual) if part else 1.0
    return cover
