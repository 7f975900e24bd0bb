"""The literature inflammatory index of each day: exploratory, and never the ground of a claim.

For every parameter of the published table (see `gutline.catalog.index_parameters`) the day's intake
from food and drinks is set against the world-wide mean and spread, turned into a percentile centred
on 0 (from -1 to 1), and weighted; the sum is the day's figure. Higher means more of what the
literature links with inflammation in groups of people. It says nothing about one person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

from gutline.catalog import load_nutrients
from gutline.catalog.index_parameters import IndexParameter, load_index_parameters
from gutline.diary import Diary
from gutline.meals.intake import DayIntake, daily_intake

LEAST_KNOWN = 0.8
"""Share of a day's food for which a parameter must be known to be used."""
LEAST_PARAMETERS = 20
"""Parameters a day needs for a figure: sums of fewer are not comparable with those of most days."""

_MILLIGRAMS = {"g": 1000.0, "mg": 1.0, "ug": 0.001}


@dataclass(frozen=True, slots=True)
class DailyIndex:
    """One day's literature inflammatory index; exploratory.

    Attributes
    ----------
    day : date
    value : float or None
        None where too few parameters are known.
    parameters : int
        How many were used. Days are comparable only where about the same ones were.
    possible : int
        How many there are.
    """

    day: date
    value: float | None
    parameters: int
    possible: int


def inflammatory_index(diary: Diary) -> tuple[DailyIndex, ...]:
    """Return the index of every day that is logged in full.

    Parameters
    ----------
    diary : Diary
        As returned by `describe`: with the contents of its foods.
    """
    sources = _sources()
    wanted = [nutrient for nutrients in sources.values() for nutrient in nutrients]
    parameters = [p for p in load_index_parameters() if p.name in sources]
    return tuple(
        _daily(day, parameters, sources) for day in daily_intake(diary, wanted) if day.whole
    )


def index_of(amounts: Mapping[str, float], parameters: Iterable[IndexParameter]) -> float:
    """Return the sum of weighted centred percentiles.

    Parameters
    ----------
    amounts : Mapping of str to float
        Daily intake by the parameter's name, in its unit; those that are absent are passed over.
    parameters : iterable of IndexParameter
    """
    return sum(
        parameter.weight * (2.0 * NormalDist(parameter.mean, parameter.sd).cdf(amount) - 1.0)
        for parameter in parameters
        if (amount := amounts.get(parameter.name)) is not None
    )


def _sources() -> dict[str, tuple[str, ...]]:
    """Return the nutrients that make up each parameter."""
    known = {parameter.name for parameter in load_index_parameters()}
    sources: dict[str, list[str]] = defaultdict(list)
    for nutrient in load_nutrients().values():
        if nutrient.index in known:
            sources[nutrient.index].append(nutrient.id)
    return {name: tuple(nutrients) for name, nutrients in sources.items()}


def _daily(
    day: DayIntake, parameters: list[IndexParameter], sources: Mapping[str, tuple[str, ...]]
) -> DailyIndex:
    amounts = {
        parameter.name: _amount(day, parameter, sources[parameter.name])
        for parameter in parameters
        if all(day.known.get(n, 0.0) >= LEAST_KNOWN for n in sources[parameter.name])
    }
    enough = len(amounts) >= LEAST_PARAMETERS
    value = index_of(amounts, parameters) if enough else None
    return DailyIndex(day.day, value, len(amounts), len(parameters))


def _amount(day: DayIntake, parameter: IndexParameter, nutrients: Iterable[str]) -> float:
    units = load_nutrients()
    return sum(day.food.get(n, 0.0) * _factor(units[n].unit, parameter.unit) for n in nutrients)


def _factor(unit: str, wanted: str) -> float:
    return 1.0 if unit == wanted else _MILLIGRAMS[unit] / _MILLIGRAMS[wanted]
