"""Pain that is clearly worse than it was: two points above usual, five rated days in a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import fmean, median

from gutline.diary import Diary
from gutline.safety.notes import signs_in

RISE = 2.0
"""Points; the smallest change that people notice on a scale of 0 to 10."""
DAYS = 5
_WITHIN_DAYS = 7
_BEFORE_DAYS = 28
_LEAST_BEFORE = 7


def pain_rise(diary: Diary, today: date) -> tuple[str, float] | None:
    """Return the symptom whose pain has risen, and by how many points; None where none has.

    Each of the last five rated days must lie at least `RISE` above the median of the four weeks
    before them. Days without a rating are not known, and never count as zero.
    """
    risen = []
    for name, by_day in _pains(diary, today).items():
        rise = _rise(by_day, today)
        if rise is not None and rise >= RISE:
            risen.append((rise, name))
    if not risen:
        return None
    rise, name = max(risen)
    return name, rise


def _pains(diary: Diary, today: date) -> Mapping[str, Mapping[date, float]]:
    found: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    names = {name for name in diary.names("symptom") if _is_pain(name)}
    for entry in diary.of_kind("symptom"):
        day = diary.day_of(entry)
        if entry.name in names and entry.value is not None and day <= today:
            found[entry.name][day].append(entry.value)
    return {n: {day: fmean(v) for day, v in by_day.items()} for n, by_day in found.items()}


def _is_pain(name: str) -> bool:
    return any(told.fact == "any_pain" for told in signs_in(name))


def _rise(by_day: Mapping[date, float], today: date) -> float | None:
    latest = sorted(by_day)[-DAYS:]
    if len(latest) < DAYS or today - latest[0] >= timedelta(days=_WITHIN_DAYS):
        return None
    first = latest[0] - timedelta(days=_BEFORE_DAYS)
    before = [value for day, value in by_day.items() if first <= day < latest[0]]
    if len(before) < _LEAST_BEFORE:
        return None
    return min(by_day[day] for day in latest) - median(before)
