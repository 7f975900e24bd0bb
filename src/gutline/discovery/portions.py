"""Portions: every food and drink of a diary in servings, and the meals they make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

import numpy as np

from gutline.diary import Contents, Diary, Entry
from gutline.discovery.series import Axis, Shelf, key_of
from gutline.stats.history import IntArray
from gutline.stats.kernels import FloatArray

_EATEN = ("food", "drink")


@dataclass(frozen=True, eq=False)
class Portions:
    """One food or drink, every time it was had.

    Attributes
    ----------
    name, kind : str
    at_hours, clock_hours : ndarray, shape (m,)
        Hours since the diary's start, and the local time of day.
    servings : ndarray, shape (m,)
        Amounts in servings; where an amount cannot be told in servings, in the
        person's usual amounts.
    days : ndarray of int, shape (m,)
    spread : ndarray of bool, shape (m,)
        True where the time of day is unknown.
    contents : Contents or None
        What one serving holds; None when nothing is known.
    """

    name: str
    kind: str
    at_hours: FloatArray
    clock_hours: FloatArray
    servings: FloatArray
    days: IntArray
    spread: np.ndarray
    contents: Contents | None


def read_portions(diary: Diary, axis: Axis, shelf: Shelf) -> list[Portions]:
    """Return the portions of every food and drink, in order of kind and name."""
    known = {key_of(name): contents for name, contents in diary.contents.items()}
    return [
        _portions(entries, shelf.shown[key], axis, diary, known.get(key[1]))
        for key, entries in sorted(shelf.entries.items())
        if key[0] in _EATEN
    ]


def _portions(
    entries: list[Entry], shown: str, axis: Axis, diary: Diary, contents: Contents | None
) -> Portions:
    usual = usual_amounts(entries)
    rows = [(e, _servings(e, usual, contents)) for e in entries]
    rows = [(e, servings) for e, servings in rows if servings > 0]
    return Portions(
        shown,
        entries[0].kind,
        np.array([axis.hours(e.at) for e, _ in rows], dtype=np.float64),
        np.array([e.at.hour + e.at.minute / 60.0 for e, _ in rows], dtype=np.float64),
        np.array([servings for _, servings in rows], dtype=np.float64),
        np.array([(diary.day_of(e) - axis.first).days for e, _ in rows], dtype=np.int64),
        np.array([e.day_only for e, _ in rows], dtype=bool),
        contents,
    )


def _servings(entry: Entry, usual: dict[str, float], contents: Contents | None) -> float:
    told = contents.servings(entry.value, entry.unit) if contents else None
    return dose_of(entry, usual) if told is None else told


def usual_amounts(entries: list[Entry]) -> dict[str, float]:
    """Return the median positive amount of each unit; servings count as they are."""
    amounts = defaultdict(list)
    for e in entries:
        if e.value is not None and e.value > 0:
            amounts[e.unit].append(e.value)
    usual = {unit: float(median(values)) for unit, values in amounts.items()}
    return {unit: 1.0 if unit in {"serving", ""} else value for unit, value in usual.items()}


def dose_of(entry: Entry, usual: dict[str, float]) -> float:
    """Return an entry's amount in usual ones; without an amount it is one."""
    return 1.0 if entry.value is None else entry.value / usual.get(entry.unit, 1.0)


def dose_words(usual: dict[str, float]) -> str:
    """Return what a dose of 1 is, in words: "1 serving", "150 g"."""
    units = [unit for unit in usual if unit not in {"serving", ""}]
    if len(units) != 1 or len(usual) > 1:
        return "1 serving"
    return f"{usual[units[0]]:g} {units[0]}"
