"""Cautions for supplements and medicines: with each other, with conditions, by dose, in time."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gutline.catalog.cautions import Caution, load_cautions
from gutline.catalog.conditions import facts_of
from gutline.catalog.gates import load_gates
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.rules import Rule
from gutline.catalog.takings import MedicineClass, Substance, load_substances
from gutline.diary import Diary, Entry
from gutline.meals.reference import Person, upper_limit_for
from gutline.safety.advice import Advice, advice_of, strictest_first
from gutline.safety.answers import joined, number, with_worked_out
from gutline.safety.gates import Profile, know_person
from gutline.safety.takings import Taken, medicines_in, spelled, substances_taken, taken_facts
from gutline.safety.truth import truth


def cautions(
    taken: Iterable[Taken],
    profile: Profile | None = None,
    diary: Diary | None = None,
    *,
    today: date | None = None,
) -> list[Advice]:
    """Return what to mind with what is taken in a day, or planned, the strictest first.

    Parameters
    ----------
    taken : iterable of Taken
        All that is looked at now; doses of the same substance add up.
    profile : Profile, optional
        Conditions, medicines and further supplements; one that is looked at by the same name
        counts once.
    diary : Diary, optional
        What was logged lately counts as taken.
    today : date, optional
    """
    given = tuple(taken)
    person = profile or Profile()
    everything = taken_facts((*_further(person.supplements, given), *given))
    known = with_worked_out(joined(everything, know_person(person, None, diary, today=today)))
    about = {one.id for item in given for one in substances_taken(item.name)}
    classes = {one.fact for item in given for one in medicines_in(item.name)}
    found = [
        advice_of(caution, caution.when, known)
        for caution in load_cautions().values()
        if (not given or _is_about(caution, about, classes)) and truth(caution.when, known) is True
    ]
    return strictest_first(found)


def is_covered(name: str) -> bool:
    """Return whether any rule here looks at something that is taken; of anything else none is said.

    Parameters
    ----------
    name : str
        As it was typed; a product counts by what it holds.
    """
    facts, ids = _looked_at()
    named: list[Substance | MedicineClass] = [*substances_taken(name), *medicines_in(name)]
    return any(one.fact in facts or one.id in ids for one in named)


@functools.cache
def _looked_at() -> tuple[frozenset[str], frozenset[str]]:
    """Return the facts that rules ask for, and the ids of what is to be kept apart."""
    every: tuple[Rule, ...] = (
        *load_cautions().values(), *load_gates().values(), *load_red_flags().values(),
    )  # fmt: skip
    facts = frozenset(fact for rule in every for fact in facts_of(rule.when))
    apart = (spacing.other for caution in load_cautions().values() for spacing in caution.spacing)
    return facts, frozenset(apart)


def _further(listed: Iterable[Taken], given: Iterable[Taken]) -> Iterator[Taken]:
    """Yield what is taken beside what is looked at: the same name is the same thing, once."""
    names = {spelled(one.name) for one in given}
    return (one for one in listed if spelled(one.name) not in names)


def _is_about(caution: Caution, substances: set[str], medicines: set[str]) -> bool:
    """Return whether a caution belongs to what is looked at."""
    return bool(substances & set(caution.substances) or medicines & set(facts_of(caution.when)))


@dataclass(frozen=True, slots=True)
class OverLimit:
    """A daily dose above an upper limit.

    Attributes
    ----------
    substance, name, unit : str
    dose, limit : float
        A day, in `unit`.
    authority : str
        Who gives the limit.
    """

    substance: str
    name: str
    unit: str
    dose: float
    limit: float
    authority: str


_LIMITED: Mapping[str, tuple[str, float]] = {
    "magnesium": ("magnesium_mg", 1.0),
    "vitamin_d": ("vitamin_d_ug", 40.0),
}
"""Substances with an upper limit: the nutrient, and how many units of the dose one of it is."""


def over_limits(taken: Iterable[Taken], person: Person | None = None) -> list[OverLimit]:
    """Return the substances of which more than the upper limit is taken a day.

    Parameters
    ----------
    taken : iterable of Taken
        All that is taken in a day.
    person : Person, optional
        The lowest limit of all groups is taken where age or sex is not known.
    """
    known = taken_facts(taken)
    found = []
    for ident, (nutrient, units) in _LIMITED.items():
        substance = load_substances()[ident]
        dose = number(known, substance.dose_fact)
        limit = upper_limit_for(nutrient, person or Person())
        if dose is not None and limit is not None and dose > limit.low * units:
            found.append(
                OverLimit(
                    ident, substance.name, substance.unit, dose, limit.low * units, limit.authority
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class Apart:
    """Two things that should lie hours apart.

    Attributes
    ----------
    one, other : str
        As they were named.
    hours : float
        At least so many.
    rule : str
        Id of the caution.
    times : int
        How often a diary shows them closer together; 0 for a plan.
    """

    one: str
    other: str
    hours: float
    rule: str
    times: int = 0


def keep_apart(names: Iterable[str]) -> list[Apart]:
    """Return which of the things that somebody takes should lie hours apart."""
    listed = list(dict.fromkeys(names))
    return [
        Apart(one, other, hours, rule)
        for one in listed
        for other in listed
        for hours, rule in _spacing(one, other)
    ]


def _spacing(one: str, other: str) -> Iterator[tuple[float, str]]:
    about = {substance.id for substance in substances_taken(one)}
    ids = {x.id for x in medicines_in(other)} | {x.id for x in substances_taken(other)}
    for caution in load_cautions().values():
        hours = [s.hours for s in caution.spacing if s.other in ids]
        if hours and about & set(caution.substances):
            yield max(hours), caution.id


def too_close(diary: Diary, days: int = 14) -> list[Apart]:
    """Return which things a diary shows closer together than they should be, with how often.

    Parameters
    ----------
    diary : Diary
    days : int
        The last days that are looked at; entries without a time of day are left out.
    """
    if not diary.days:
        return []
    first = diary.days[-1] - timedelta(days=days - 1)
    timed = [
        entry
        for entry in diary.of_kind("medicine", "supplement")
        if not entry.day_only and diary.day_of(entry) >= first
    ]
    found = []
    for pair in keep_apart(entry.name for entry in timed):
        times = sum(_is_close(entry, timed, pair) for entry in timed if entry.name == pair.one)
        if times:
            found.append(replace(pair, times=times))
    return found


def _is_close(entry: Entry, among: Iterable[Entry], pair: Apart) -> bool:
    gap = timedelta(hours=pair.hours)
    return any(other.name == pair.other and abs(other.at - entry.at) < gap for other in among)
