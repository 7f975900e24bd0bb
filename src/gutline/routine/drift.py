"""Has it drifted? From a diary and what was kept of the plan to a sentence with its figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from gutline.diary import Diary
from gutline.diary.entries import NONE
from gutline.routine.adherence import SHARE, DayKept
from gutline.routine.drift_alarm import LEAST_RATED, WAIT_DAYS, as_series, find_alarms
from gutline.routine.drift_evidence import LEAST_VALUES, Series, Size, change_size
from gutline.routine.drift_spells import Spell, find_spell
from gutline.routine.exposures import every_day

LOOKED_BACK_DAYS = 180
FRESH_DAYS = 14
"""An alarm is shown for so long, as long as it still holds."""
LASTING_DAYS = 5
"""After so many rated days for the worse a doctor's questions come first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of the plan was kept in some days: things done, of those of which it is known."""

    done: float
    known: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A change for the worse.

    Attributes
    ----------
    since, noticed : date
        The likeliest first day, and the day on which it was sure enough to be told.
    size : Size or None
        By how many points the symptom is worse since; None where it has not changed.
    rated_days : int
        Days since then that have a rating.
    kept, usual : Kept or None
        What was kept of the plan since then, and before; None where the plan did not slip.
    """

    since: date
    noticed: date
    size: Size | None
    rated_days: int
    kept: Kept | None
    usual: Kept | None

    @property
    def lasting(self) -> bool:
        """Whether the symptom has been worse for so long that it should be looked at."""
        return self.size is not None and self.rated_days >= LASTING_DAYS


@dataclass(frozen=True, slots=True)
class Drift:
    """What is to be said of drifting, if anything.

    Attributes
    ----------
    outcome : str
        The symptom that was looked at; empty where none is rated.
    rated_days : int
        Days with a rating among the days looked at.
    slip : Slip or None
    spell : Spell or None
    quiet : str
        Why nothing is said, in a sentence; empty where something is.
    """

    outcome: str
    rated_days: int
    slip: Slip | None = None
    spell: Spell | None = None
    quiet: str = ""


def find_drift(
    diary: Diary, kept: Sequence[DayKept], today: date, outcome: str | None = None
) -> Drift:
    """Return whether a person has drifted from their own usual.

    Parameters
    ----------
    diary : Diary
    kept : sequence of DayKept
        What is known of the plan, in order; days may be missing.
    today : date
    outcome : str, optional
        The symptom to be looked at; by default the one rated on most days.
    """
    first = today - timedelta(days=LOOKED_BACK_DAYS - 1)
    chosen, by_day = _ratings(diary, first, today, outcome)
    if len(by_day) < LEAST_RATED:
        return Drift(chosen, len(by_day), quiet=_too_few(chosen, len(by_day)))
    first = max(first, min(by_day))
    days = (today - first).days + 1
    dates = [first + timedelta(days=n) for n in range(days)]
    symptom = as_series([by_day.get(day) for day in dates])
    own = [day for day in every_day(kept) if first <= day.day <= today]
    shares = {day.day: day.share for day in own}
    routine = as_series([_tenths(shares.get(day)) for day in dates])
    slip = _slip(symptom, routine, own, first, days)
    spell = find_spell(own, symptom, first.toordinal())
    if spell is not None and not own[-1].day >= today - timedelta(days=1):
        spell = None
    quiet = "" if slip or spell else "Nothing has moved away from your own usual."
    if days < WAIT_DAYS and not spell:
        quiet = _too_few(chosen, len(by_day))
    return Drift(chosen, len(by_day), slip, spell, quiet)


def _tenths(share: float | None) -> float | None:
    return None if share is None else 10.0 * share


def _too_few(outcome: str, rated: int) -> str:
    if not outcome:
        return "Nothing is rated yet, so there is no usual to drift from."
    left = max(LEAST_RATED - rated, 1)
    return (
        f"Your own usual is not known yet: {outcome} is rated on {rated} days; about {left} more,"
        f" over at least {WAIT_DAYS} days, are needed."
    )


def _ratings(
    diary: Diary, first: date, last: date, outcome: str | None
) -> tuple[str, Mapping[date, float]]:
    """Return the symptom that is looked at, and its mean rating of each day that has one."""
    found: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for entry in diary.of_kind("symptom"):
        day = diary.day_of(entry)
        if entry.value is not None and entry.name != NONE and first <= day <= last:
            found[entry.name][day].append(entry.value)
    count = Counter({name: len(days) for name, days in found.items()})
    chosen = outcome or (min(count, key=lambda name: (-count[name], name)) if count else "")
    return chosen, {day: fmean(values) for day, values in found.get(chosen, {}).items()}


def _slip(
    symptom: Series, routine: Series, kept: Sequence[DayKept], first: date, days: int
) -> Slip | None:
    alarms = find_alarms(symptom, routine if routine.value.size else None, days)
    if not alarms or days - 1 - alarms[-1].day > FRESH_DAYS:
        return None
    last = alarms[-1]
    before = [alarm.since for alarm in alarms[:-1] if alarm.symptom]
    size = _rise(symptom, last.since, before)
    since = first + timedelta(days=last.since)
    after, usual = _kept_between(kept, since)
    slipped = last.routine and after is not None and usual is not None
    if size is None and not slipped:
        return None
    return Slip(
        since,
        first + timedelta(days=last.day),
        size,
        int((symptom.day >= last.since).sum()),
        after if slipped else None,
        usual if slipped else None,
    )


def _rise(symptom: Series, since: int, before: Sequence[int]) -> Size | None:
    """Return by how much the symptom is worse since a day; None where it may not be."""
    if not LEAST_VALUES <= int((symptom.day >= since).sum()) < symptom.value.size:
        return None
    size = change_size(symptom, since, before)
    return size if size.low > 0.0 else None


def _kept_between(kept: Sequence[DayKept], since: date) -> tuple[Kept | None, Kept | None]:
    before, after = (
        [state for day in kept if (day.day >= since) is late for state in day.known]
        for late in (False, True)
    )
    made = [Kept(sum(SHARE[s] for s in states), len(states)) for states in (after, before)]
    return (made[0] if made[0].known else None), (made[1] if made[1].known else None)
