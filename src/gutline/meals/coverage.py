"""Intake over a window of days, beside the reference intakes for the person's age and sex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Literal

from gutline.catalog import load_nutrients
from gutline.diary import DayState, Diary
from gutline.diary.entries import NONE
from gutline.meals.intake import DayIntake, daily_intake, marks_days
from gutline.meals.intervals import Estimate, mean_over_days
from gutline.meals.reference import Person, Reference, references_for, upper_limit_for

NUTRIENTS = (
    "fibre_g", "protein_g", "magnesium_mg", "vitamin_d_ug", "epa_dha_g", "ala_g", "water_g",
)  # fmt: skip
"""The nutrients that are looked at, in the order shown."""

WINDOW_DAYS = 28
LEAST_DAYS = 3
LEAST_KNOWN = 0.5
"""Share of a day's food that must be known for the day to count for a nutrient."""
MOSTLY_KNOWN = 0.9
"""Share from which an intake below the reference is not put down to what is unknown."""
_NEAR = 0.25


class WindowError(ValueError):
    """A window of days cannot be; the message says what to give."""


Status = Literal["reached", "around", "below", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """Supplements beside an upper limit.

    Attributes
    ----------
    limit : Reference
    days : int
        Days looked at.
    days_above : int
        Days on which supplements alone were above the limit.
    days_above_with_food : int
        Days on which they were above it together with food, for limits of all intake.
    most : float
        The most from supplements on one day.
    """

    limit: Reference
    days: int
    days_above: int
    days_above_with_food: int
    most: float


@dataclass(frozen=True, slots=True)
class NutrientCoverage:
    """One nutrient's intake over the window.

    Attributes
    ----------
    nutrient, name, unit : str
        Its id, its name for people, and the unit of every amount here.
    total : Estimate or None
        Daily intake from food and supplements; None while nothing can be said.
    food, supplements : float or None
        Daily means of the same days, apart.
    known : float
        Share of what was eaten for which the nutrient is known, 0 to 1; below 1 the intake is at
        least what is given.
    references : tuple of Reference
        The first one is compared with.
    status : {"reached", "around", "below", "open", "unknown"}
        `reached`: the interval lies at or above the reference; `below`: under it; `around`: the
        reference is inside; `open`: too few days or too much unknown to tell; `unknown`: nothing
        can be said yet.
    limit : LimitCheck or None
        Where there is an upper limit and supplements had the nutrient.
    """

    nutrient: str
    name: str
    unit: str
    total: Estimate | None
    food: float | None
    supplements: float | None
    known: float
    references: tuple[Reference, ...]
    status: Status
    limit: LimitCheck | None

    @property
    def share(self) -> float | None:
        """Mean intake as a share of the reference; of its upper end where that is a range."""
        if self.total is None or not self.references:
            return None
        return self.total.mean / self.references[0].high


@dataclass(frozen=True, slots=True)
class Coverage:
    """Intake over a window beside reference intakes.

    Attributes
    ----------
    first_day, last_day : date or None
        The window; None for a diary without days.
    days, counted, incomplete, unlogged : int
        Local days in the window; those logged in full, which count; those with some food logged;
        those with none. The last three add up to the first.
    marked : bool
        Whether the person marks days complete.
    person : Person
    nutrients : tuple of NutrientCoverage
    unknown_foods : tuple of (str, int)
        Foods and drinks of the window whose contents are not known, with how often they were
        logged, the most frequent first.
    unknown_supplements : tuple of str
    why : str
        Why nothing can be said yet; empty when something can.
    """

    first_day: date | None
    last_day: date | None
    days: int
    counted: int
    incomplete: int
    unlogged: int
    marked: bool
    person: Person
    nutrients: tuple[NutrientCoverage, ...]
    unknown_foods: tuple[tuple[str, int], ...]
    unknown_supplements: tuple[str, ...]
    why: str


def coverage(diary: Diary, person: Person | None = None, *, days: int = WINDOW_DAYS) -> Coverage:
    """Return intake over the last days of a diary, beside reference intakes.

    Parameters
    ----------
    diary : Diary
        As returned by `describe`: with the contents of its foods.
    person : Person, optional
        Whom to compare for; ranges over groups where sex or age is left out.
    days : int
        Local days of the window, which ends with the diary's last day; all of it when shorter.

    Raises
    ------
    WindowError
        When `days` is below 1.
    """
    if days < 1:
        raise WindowError(f"a window of {days} days holds nothing; give 1 or more")
    who = person or Person()
    intake = _in_window(daily_intake(diary, NUTRIENTS), days)
    counted = [day for day in intake if day.whole]
    unlogged = sum(day.state is DayState.UNLOGGED for day in intake)
    return Coverage(
        first_day=intake[0].day if intake else None,
        last_day=intake[-1].day if intake else None,
        days=len(intake),
        counted=len(counted),
        incomplete=len(intake) - len(counted) - unlogged,
        unlogged=unlogged,
        marked=marks_days(diary),
        person=who,
        nutrients=tuple(_nutrient(name, intake, who) for name in NUTRIENTS),
        unknown_foods=_unknown_foods(diary, {day.day for day in intake}),
        unknown_supplements=tuple(sorted({n for d in intake for n in d.unknown_supplements})),
        why=_why(intake, counted),
    )


def _in_window(intake: Sequence[DayIntake], days: int) -> list[DayIntake]:
    if not intake:
        return []
    last = intake[-1].day
    return [day for day in intake if last - day.day < timedelta(days=days)]


def _why(intake: Sequence[DayIntake], counted: Sequence[DayIntake]) -> str:
    if all(day.state is DayState.UNLOGGED for day in intake):
        return "no food or drink was logged in these days"
    missing = LEAST_DAYS - len(counted)
    if missing <= 0:
        return ""
    so_far = f"only {len(counted)} of {len(intake)} days" if counted else "none of these days"
    more = "1 more day is" if missing == 1 else f"{missing} more days are"
    verb = "was" if len(counted) == 1 else "were"
    return f"{so_far} {verb} logged in full; {more} enough for a first figure"


def _nutrient(nutrient: str, intake: Sequence[DayIntake], person: Person) -> NutrientCoverage:
    about = load_nutrients()[nutrient]
    used = [day for day in intake if day.whole and day.known.get(nutrient, 0.0) >= LEAST_KNOWN]
    references = references_for(nutrient, person)
    food = [day.food.get(nutrient, 0.0) for day in used]
    taken = [day.supplements.get(nutrient, 0.0) for day in used]
    total = None
    if len(used) >= LEAST_DAYS:
        total = mean_over_days([f + s for f, s in zip(food, taken, strict=True)])
    known = fmean(day.known[nutrient] for day in used) if used else 0.0
    return NutrientCoverage(
        nutrient=nutrient,
        name=about.name,
        unit=about.unit,
        total=total,
        food=fmean(food) if total else None,
        supplements=fmean(taken) if total else None,
        known=known,
        references=references,
        status=_status(total, known, references),
        limit=_limit(nutrient, intake, person),
    )


def _status(total: Estimate | None, known: float, references: Sequence[Reference]) -> Status:
    if total is None:
        return "unknown"
    if not references:
        return "open"
    reference = references[0]
    if total.low >= reference.high:
        return "reached"
    if total.high < reference.low:
        return "below" if known >= MOSTLY_KNOWN else "open"
    narrow = total.high - total.mean <= _NEAR * reference.high
    return "around" if narrow and not reference.is_range else "open"


def _limit(nutrient: str, intake: Iterable[DayIntake], person: Person) -> LimitCheck | None:
    limit = upper_limit_for(nutrient, person)
    looked = [day for day in intake if day.supplements or day.state is not DayState.UNLOGGED]
    taken = [day.supplements.get(nutrient, 0.0) for day in looked]
    if limit is None or not any(taken):
        return None
    above = [amount > limit.low for amount in taken]
    with_food = [
        limit.scope == "all" and amount > 0 and amount + day.food.get(nutrient, 0.0) > limit.low
        for day, amount in zip(looked, taken, strict=True)
    ]
    return LimitCheck(limit, len(looked), sum(above), sum(with_food), max(taken))


def _unknown_foods(diary: Diary, days: Iterable[date]) -> tuple[tuple[str, int], ...]:
    window = frozenset(days)
    held: Mapping[str, bool] = {n: bool(own.nutrients) for n, own in diary.contents.items()}
    times = Counter(
        entry.name
        for entry in diary.of_kind("food", "drink")
        if entry.name != NONE and not held.get(entry.name) and diary.day_of(entry) in window
    )
    return tuple(sorted(times.items(), key=lambda item: (-item[1], item[0])))
