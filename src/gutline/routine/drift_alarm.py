"""The alarm: the sum of the evidence for a change on any of the last days, against a threshold.

The sum over all days on which a change may have begun is an e-detector of the kind of Shiryaev and
Roberts (Shin, Ramdas and Rinaldo 2023). Half of it is what the symptom alone says; the other half
what the routine and the symptom say together: a routine that slipped, and a symptom that changed on
the same day or up to three days later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from gutline.routine.drift_evidence import (
    LONGEST_DAYS,
    Evidence,
    FloatArray,
    IntArray,
    Series,
    change_evidence,
    oddness,
    tamed,
)

POINTS = (1.0, 1.5, 2.5)
"""Rises of a symptom that are looked for, in points."""
LEAST_POINTS_SD = 0.4
SHARES = (-2.5, -5.0)
"""Falls of what was kept that are looked for, in tenths of the plan."""
LEAST_SHARE_SD = 1.0
LATER_DAYS = (0, 1, 2, 3)
WAIT_DAYS = 28
"""Nothing is said before the person's own usual is known from so many days."""
LEAST_RATED = 20
STILL_POINTS = 0.75
"""The latest rating must be so far above the four weeks before it: one bad day is not a drift."""
USUAL_VALUES, NOT_USUAL = 28, 3
REST_DAYS = 7
"""After an alarm the next change is looked for from so many days on."""
THRESHOLD_DRAG = (0.1, 0.45, 0.7, 0.9)
THRESHOLD = (19.0, 25.0, 20.0, 10.0)
THRESHOLD_SD, THRESHOLD_POWER = 0.8, 2.3
LEAST_SPREAD, MOST_SPREAD = 0.5, 2.5
USUAL_ODD, MOST_ODD, ODD_RATE = 1.05, 1.45, 7.0
"""The threshold by the autocorrelation a day, for days that spread by 0.8 points; how it grows with
the spread, and with odd days. Measured for less than one false alarm in 180 quiet days (see
bench/drift.py)."""
ALONE, TOGETHER = 1 / 2, 1 / 6
"""What the evidence of the symptom alone counts beside a plan, and that of both."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm.

    Attributes
    ----------
    day : int
        The day on which it was raised.
    since : int
        The likeliest first day of the change.
    symptom, routine : bool
        Which of the two changed.
    evidence : float
        The sum, against its threshold of 1.
    """

    day: int
    since: int
    symptom: bool
    routine: bool
    evidence: float


def threshold(drag: FloatArray, sd: FloatArray, odd: FloatArray) -> FloatArray:
    """Return the threshold of the sum.

    Parameters
    ----------
    drag, sd, odd : ndarray, shape (D,)
        Autocorrelation a day and standard deviation, as in `Evidence`, and `oddness`.
    """
    wide = np.clip(sd / THRESHOLD_SD, LEAST_SPREAD, MOST_SPREAD) ** THRESHOLD_POWER
    more = np.exp(ODD_RATE * (np.clip(odd, USUAL_ODD, MOST_ODD) - USUAL_ODD))
    base = np.exp(np.interp(drag, THRESHOLD_DRAG, np.log(THRESHOLD)))
    return np.asarray(base * wide * more)


def find_alarms(
    symptom: Series, kept: Series | None, days: int, wait: int = WAIT_DAYS
) -> tuple[Alarm, ...]:
    """Return every alarm of a diary, in order; each begins anew from the level it found.

    Parameters
    ----------
    symptom : Series
        Mean rating of each day, 0 to 10.
    kept : Series or None
        What was kept of the plan on each day, in tenths.
    days : int
        Days since day 0 that are looked at.
    wait : int
        Days before the first alarm.
    """
    odd = oddness(symptom)
    symptom = tamed(symptom, LEAST_POINTS_SD)
    found: list[Alarm] = []
    start = wait
    risen: list[int] = []
    fallen: list[int] = []
    while True:
        says = change_evidence(symptom, POINTS, days, LEAST_POINTS_SD, risen)
        slips = None
        if kept is not None and kept.value.size >= LEAST_RATED:
            slips = change_evidence(kept, SHARES, days, LEAST_SHARE_SD, fallen)
        alarm = _first(symptom, odd, says, slips, start)
        if alarm is None:
            return tuple(found)
        found.append(alarm)
        start = alarm.day + REST_DAYS
        risen += [alarm.since] if alarm.symptom else []
        fallen += [alarm.since] if alarm.routine else []


def _first(
    symptom: Series, odd: FloatArray, says: Evidence, slips: Evidence | None, start: int
) -> Alarm | None:
    rated = np.searchsorted(symptom.day, np.arange(says.drag.size), side="right")
    still = _is_still_worse(symptom, rated)
    limit = threshold(says.drag, says.sd, odd[rated])
    for day in range(start, says.drag.size):
        if rated[day] < LEAST_RATED:
            continue
        if not still[day]:
            says.ratio[day] = np.nan
        own = _since(says.ratio[day], day - start)
        both, level = own * np.nan, np.nansum(own)
        if slips is not None:
            both = _together(says, slips, day, day - start)
            level = ALONE * level + TOGETHER * np.nansum(both)
        if level >= limit[day]:
            return _alarm(day, own, both, slips, float(level / limit[day]))
    return None


def _is_still_worse(symptom: Series, rated: IntArray) -> NDArray[np.bool_]:
    """Return on which days the latest rating is above the usual of the four weeks before it."""
    value = symptom.value
    worse = np.zeros(value.size + 1, dtype=bool)
    whole = USUAL_VALUES + NOT_USUAL
    for n in range(LEAST_RATED - 1, min(whole, value.size)):
        worse[n + 1] = value[n] - np.median(value[: n - NOT_USUAL]) >= STILL_POINTS
    if value.size > whole:
        usual = np.median(sliding_window_view(value[: -NOT_USUAL - 1], USUAL_VALUES), axis=1)
        worse[whole + 1 :] = value[whole:] - usual >= STILL_POINTS
    return worse[rated]


def _since(ratio: FloatArray, newest: int) -> FloatArray:
    """Return the evidence for changes that are no older than the last alarm."""
    kept = ratio.copy()
    kept[max(newest + 1, 0) :] = np.nan
    return kept


def _together(says: Evidence, slips: Evidence, day: int, newest: int) -> FloatArray:
    """Return the evidence for a slip `a` days ago with a symptom that followed, shape (W,)."""
    follows = np.where(np.isnan(says.ratio[day]), 1.0, says.ratio[day])
    after = np.ones((len(LATER_DAYS), LONGEST_DAYS))
    for row, later in enumerate(LATER_DAYS):
        after[row, later:] = follows[: LONGEST_DAYS - later]
    return _since(slips.ratio[day] * after.mean(axis=0), newest)


def _alarm(
    day: int, own: FloatArray, both: FloatArray, slips: Evidence | None, level: float
) -> Alarm:
    alone, joint = float(np.nansum(own)), float(np.nansum(both))
    leading = both if joint > alone else own
    ago = int(np.nanargmax(leading))
    near = np.zeros(1) if slips is None else np.nan_to_num(_since(slips.ratio[day], ago + 3))
    routine = bool(near.max() > 10.0)
    symptom = bool(np.nanmax(np.nan_to_num(own)) > 3.0) or not routine
    return Alarm(day, day - ago, symptom, routine, level)


def as_series(values: Sequence[float | None]) -> Series:
    """Return one value a day, None where there is none, as a series."""
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    return Series(
        np.array([n for n, _ in known], dtype=np.int64),
        np.array([value for _, value in known], dtype=np.float64),
    )
