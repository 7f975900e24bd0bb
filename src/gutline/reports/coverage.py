"""Intake beside reference intakes, as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gutline.reports.wording import (
    NBSP,
    capital,
    day,
    finite,
    listing,
    number,
    percent,
    plain,
    plural,
    shortened_listing,
)

if TYPE_CHECKING:
    from gutline.meals.coverage import Coverage, LimitCheck, NutrientCoverage
    from gutline.meals.intervals import Estimate
    from gutline.meals.reference import Person, Reference

_ASCII = str.maketrans({"–": "-", "…": "...", "µ": "u", NBSP: " "})
_HEAD = 28
_NAMED = 6
_MANY = 10.0
_AS_GOOD_AS_ALL = 0.99
# What people say instead of "0.25 g" and "1,900 g".
_SHOWN: dict[str, tuple[str, float]] = {"epa_dha_g": ("mg", 1000.0), "water_g": ("l", 0.001)}
_ASK = "a pharmacist can tell whether that is right for you"
_NOT_A_LACK = (
    "A reference intake is set so high that it covers nearly everyone: less on these days does not"
    " mean that you lack anything."
)


def render_coverage(coverage: Coverage, width: int = 80, *, ascii_only: bool = False) -> str:
    """Return intake beside reference intakes as text.

    Parameters
    ----------
    coverage : Coverage
    width : int
        Columns of the terminal.
    ascii_only : bool
        Whether to keep to ASCII in all that Gutline itself says.
    """
    lines = [*_window(coverage), ""]
    if coverage.why:
        lines.append(f"Nothing to say yet, because {coverage.why}.")
    else:
        for nutrient in coverage.nutrients:
            lines += _nutrient(nutrient)
        lines += ["", *_notes(coverage)]
    lines += _limits(coverage)
    text = "\n".join(_wrapped(line, width) for line in lines).rstrip() + "\n"
    return text.translate(_ASCII) if ascii_only else text


def _wrapped(line: str, width: int) -> str:
    indent = " " * (_HEAD if line[:_HEAD].endswith("  ") else 2)
    return textwrap.fill(line, width, subsequent_indent=indent)


def _window(coverage: Coverage) -> Iterator[str]:
    if coverage.first_day is None or coverage.last_day is None:
        yield "Intake: the diary is empty"
        return
    ends = dict.fromkeys((coverage.first_day, coverage.last_day))
    span = " to ".join(day(end.isoformat()) for end in ends)
    yield f"Intake a day, {span}, for {_who(coverage.person)}"
    words = f"{_days(coverage.counted)} logged in full"
    left = [
        f"{coverage.incomplete} with only some of the food" if coverage.incomplete else "",
        f"{coverage.unlogged} without any" if coverage.unlogged else "",
    ]
    left_out = listing(filter(None, left))
    yield words + (f"; left out: {left_out}" if left_out else "")
    if not coverage.marked and coverage.counted:
        yield (
            "Days are not marked as complete, so those with at least half the usual number of"
            " entries count as whole days"
        )


def _days(count: int) -> str:
    return plural(count, "day")


def _who(person: Person) -> str:
    age = f" of {person.age}" if person.age is not None else ""
    if person.life_stage:
        return f"{person.life_stage}{age and ' at the age' + age}"
    whom = {"female": "a woman", "male": "a man"}.get(person.sex or "", "a person")
    return whom + (age or " of any age")


def _nutrient(nutrient: NutrientCoverage) -> Iterator[str]:
    head = f"{capital(plain(nutrient.name)):<{_HEAD - 2}}  "
    if nutrient.total is None:
        yield f"{head}nothing to say yet, because it is known for too little of what was eaten"
        return
    words = [f"{_least(nutrient)}{_interval(nutrient, nutrient.total)}{_sources(nutrient)}"]
    if nutrient.references:
        words += [_reference(nutrient), _status(nutrient)]
    if nutrient.known < _AS_GOOD_AS_ALL:
        words.append(f"known for {percent(nutrient.known)} of what was eaten")
    yield head + "; ".join(words)


def _least(nutrient: NutrientCoverage) -> str:
    return "at least " if nutrient.known < _AS_GOOD_AS_ALL else ""


def _interval(nutrient: NutrientCoverage, total: Estimate) -> str:
    low, high = _amount(nutrient, total.low), _amount(nutrient, total.high)
    return f"{_amount(nutrient, total.mean)} ({_from_to(low, high)})"


def _from_to(low: str, high: str) -> str:
    return f"{low.partition(NBSP)[0]} to {high}"


def _sources(nutrient: NutrientCoverage) -> str:
    if not nutrient.supplements:
        return " from food and drinks"
    food, taken = _amount(nutrient, nutrient.food), _amount(nutrient, nutrient.supplements)
    return f", {food} from food and drinks, {taken} from supplements"


def _reference(nutrient: NutrientCoverage) -> str:
    first, *others = nutrient.references
    words = f"reference {_range(nutrient, first)}"
    if first.per_kg is not None:
        words += f", {number(first.per_kg, 2)}{NBSP}g for each kg of weight"
    others = [o for o in others if (o.low, o.high) != (first.low, first.high)]
    said = [f"{other.authority}: {_range(nutrient, other)}" for other in others]
    return words + (f" ({', '.join(said)})" if said else "")


def _range(nutrient: NutrientCoverage, reference: Reference) -> str:
    high = _amount(nutrient, reference.high)
    if not reference.is_range:
        return high
    return _from_to(_amount(nutrient, reference.low), high)


def _status(nutrient: NutrientCoverage) -> str:
    if nutrient.status == "reached":
        return "the reference is reached"
    if nutrient.status == "around":
        return "about the reference"
    if nutrient.status == "below":
        return f"{_share(nutrient)} of the reference"
    if nutrient.references[0].is_range:
        return "the reference differs with age and sex"
    if nutrient.total and nutrient.total.high < nutrient.references[0].low:
        return "what is not known may make up the rest"
    return "these days cannot tell yet whether the reference is reached"


def _share(nutrient: NutrientCoverage) -> str:
    mean, reference = nutrient.total.mean if nutrient.total else 0.0, nutrient.references[0]
    shares = dict.fromkeys(percent(mean / end) for end in (reference.high, reference.low))
    return " to ".join(shares)


def _amount(nutrient: NutrientCoverage, value: float | None) -> str:
    """Return an amount in the unit people use: "1.9 l", "18 g", "250 mg"; never broken."""
    unit, factor = _SHOWN.get(nutrient.nutrient, (nutrient.unit, 1.0))
    known = finite(value)
    if known is None:
        return "–"
    shown = known * factor
    digits = 0 if round(shown, 1) >= _MANY or shown == 0 else 1
    unit = "µg" if unit == "ug" else unit
    return f"{number(shown, digits)}{NBSP}{unit}"


def _notes(coverage: Coverage) -> Iterator[str]:
    asked = coverage.person.missing
    if asked:
        words = f"--{' and --'.join(asked)}"
        yield f"With {words} the references are one figure in place of a range."
    foods = [f"{name} ({plural(times, 'time')})" for name, times in coverage.unknown_foods]
    if foods:
        yield f"What these hold is not known: {shortened_listing(foods, _NAMED)}."
    taken = coverage.unknown_supplements
    if taken:
        yield f"What these supplements hold is not known: {shortened_listing(taken, _NAMED)}."
    if any(n.nutrient == "water_g" and n.status != "reached" for n in coverage.nutrients):
        yield "Plain water counts only where it was logged."
    yield _NOT_A_LACK
    names = dict.fromkeys(n.references[0].authority for n in coverage.nutrients if n.references)
    yield f"Reference intakes: {listing(names)}."


def _limits(coverage: Coverage) -> Iterator[str]:
    found = [(n, n.limit) for n in coverage.nutrients if n.limit is not None]
    if found:
        yield ""
        yield "Supplements beside the upper limits:"
    for nutrient, limit in found:
        head = f"{capital(plain(nutrient.name)):<{_HEAD - 2}}  "
        yield head + _limit(nutrient, limit)


def _limit(nutrient: NutrientCoverage, limit: LimitCheck) -> str:
    most, line = _amount(nutrient, limit.most), _range(nutrient, limit.limit)
    above, with_food = limit.days_above, limit.days_above_with_food
    words = f"at most {most} on one day; "
    if above:
        times = f"{above} of {_days(limit.days)}"
        return f"{words}above the upper limit from supplements, {line}, on {times}; {_ASK}"
    if with_food:
        times = f"{with_food} of {_days(limit.days)}"
        return f"{words}together with food above the upper limit, {line}, on {times}; {_ASK}"
    return f"{words}the upper limit of {line} was not passed"
