"""Everything a person is exposed to: what was eaten, drunk, taken or done, and what it holds."""

from __future__ import annotations

import numpy as np

from gutline.catalog import EntryKind
from gutline.diary import Diary, Entry
from gutline.discovery.held import held_exposures
from gutline.discovery.meal_times import meal_exposures
from gutline.discovery.portions import dose_of, dose_words, read_portions, usual_amounts
from gutline.discovery.series import Axis, Exposure, Shelf


def read_exposures(diary: Diary, axis: Axis, shelf: Shelf) -> list[Exposure]:
    """Return everything eaten, drunk, taken or done, then what it holds, then how it was eaten."""
    exposures = []
    for kind, key in shelf.with_role("exposure"):
        if "covariate" in kind.roles:
            continue
        exposures.append(_exposure(shelf.entries[key], shelf.shown[key], kind, axis, diary))
    exposures = [e for e in exposures if e.at_hours.size]
    portions = read_portions(diary, axis, shelf)
    return [*exposures, *held_exposures(diary, portions), *meal_exposures(diary, axis, portions)]


def _exposure(
    entries: list[Entry], shown: str, kind: EntryKind, axis: Axis, diary: Diary
) -> Exposure:
    usual = usual_amounts(entries)
    rows = [(e, dose_of(e, usual)) for e in entries]
    rows = [(e, dose) for e, dose in rows if dose > 0]
    hours = np.array([axis.hours(e.at) for e, _ in rows], dtype=np.float64)
    days = [(diary.day_of(e) - axis.first).days for e, _ in rows]
    return Exposure(
        shown,
        kind.id,
        hours,
        np.array([dose for _, dose in rows], dtype=np.float64),
        np.array(days, dtype=np.int64),
        dose_words(usual),
        kind.lags,
        np.array([e.day_only for e, _ in rows], dtype=bool),
    )
