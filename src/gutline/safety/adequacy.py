"""Whether a diet is still enough while something is out, from what is eaten and what it held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gutline.diary import Diary, Entry
from gutline.diary.entries import NONE
from gutline.meals.coverage import NUTRIENTS, WINDOW_DAYS, Coverage, NutrientCoverage, coverage
from gutline.meals.reference import Person

MUCH = 0.2
"""Share of a nutrient from which a food that goes leaves a gap to think of."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A nutrient of which much came from what is out.

    Attributes
    ----------
    nutrient, name : str
    share : float
        Share of its intake before that came from the foods that are out; at least so much.
    below : bool
        Whether intake is below the reference while they are out.
    """

    nutrient: str
    name: str
    share: float
    below: bool


@dataclass(frozen=True, slots=True)
class Adequacy:
    """Intake before and while something is out.

    Attributes
    ----------
    before, during : Coverage
    lost : tuple of Lost
        The largest share first.
    below : tuple of NutrientCoverage
        Nutrients whose intake is below the reference now and was not before.
    can_tell : bool
        Whether enough days were logged in full for a figure.
    """

    before: Coverage
    during: Coverage
    lost: tuple[Lost, ...]
    below: tuple[NutrientCoverage, ...]
    can_tell: bool


def adequacy(
    diary: Diary, out: Iterable[str], since: date, person: Person | None = None
) -> Adequacy:
    """Return what a diet holds since something is out, beside what it held before.

    Parameters
    ----------
    diary : Diary
        As returned by `describe`: with the contents of its foods.
    out : iterable of str
        Foods, or tags of foods, that are out.
    since : date
        The first day without them.
    person : Person, optional
    """
    earlier = diary.restrict(since - timedelta(days=WINDOW_DAYS), since - timedelta(days=1))
    later = diary.restrict(since)
    before = coverage(earlier, person)
    length = max(1, len(later.days))
    during = coverage(later, person, days=length)
    was_below = {one.nutrient for one in before.nutrients if one.status == "below"}
    below = tuple(
        one for one in during.nutrients if one.status == "below" and one.nutrient not in was_below
    )
    short = {one.nutrient for one in during.nutrients if one.status == "below"}
    return Adequacy(before, during, _lost(earlier, set(out), short), below, not during.why)


def _lost(diary: Diary, out: set[str], short: set[str]) -> tuple[Lost, ...]:
    names = {nutrient.nutrient: nutrient.name for nutrient in coverage(diary).nutrients}
    found = []
    for nutrient in NUTRIENTS:
        total, taken = 0.0, 0.0
        for entry in diary.of_kind("food", "drink"):
            amount = _amount(diary, entry, nutrient)
            total += amount
            taken += amount if _is_out(diary, entry.name, out) else 0.0
        if total > 0 and taken / total >= MUCH:
            found.append(Lost(nutrient, names[nutrient], taken / total, nutrient in short))
    return tuple(sorted(found, key=lambda one: (-one.share, one.nutrient)))


def _amount(diary: Diary, entry: Entry, nutrient: str) -> float:
    own = diary.contents.get(entry.name)
    if own is None or entry.name == NONE:
        return 0.0
    servings = 1.0 if entry.value is None else entry.value
    if entry.value is not None and entry.unit in {"g", "ml"}:
        servings = entry.value / own.serving_g if own.serving_g else 0.0
    elif entry.unit == "l":
        servings = 1000.0 * servings / own.serving_g if own.serving_g else 0.0
    return servings * own.nutrients.get(nutrient, 0.0)


def _is_out(diary: Diary, name: str, out: set[str]) -> bool:
    own = diary.contents.get(name)
    held = {*diary.tags.get(name, ()), *(own.tags if own else ())}
    return name in out or bool(held & out)
