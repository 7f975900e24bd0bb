"""What the foods of a diary hold: tags and nutrients as exposures, added up meal by meal.

A food that surely carries a tag counts; one of which only some versions do does not. Grams are used
where they are known, and the unknown amount in a food stands at the middle of the known ones. A
nutrient is looked at when its amount is known for at least half of what was eaten.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

import numpy as np

from gutline.catalog import load_nutrients, load_tags
from gutline.diary import Diary
from gutline.discovery.portions import Portions
from gutline.discovery.series import Exposure, key_of
from gutline.stats.kernels import FloatArray

LEAST_KNOWN = 0.5
# The foods named as holding a nutrient are those that bring this share of it.
_MAIN_SOURCES = 0.9
_DRUNK_ONLY = frozenset({"water_g"})


@dataclass(frozen=True)
class _Held:
    """One tag or nutrient, its unit (empty for servings) and what a serving of each food holds."""

    name: str
    level: str
    unit: str
    amounts: dict[int, float | None]


def held_exposures(diary: Diary, portions: list[Portions]) -> list[Exposure]:
    """Return the tags and nutrients that more than one food of a diary holds.

    Parameters
    ----------
    diary : Diary
        Its own tags, and the contents of its foods where they were described.
    portions : list of Portions
    """
    held = [*_tags(diary, portions), *_nutrients(portions)]
    taken = {key_of(one.name) for one in portions}
    made = [_exposure(one, portions, taken) for one in held if len(one.amounts) > 1]
    return [one for one in made if one.at_hours.size]


def _tags(diary: Diary, portions: list[Portions]) -> list[_Held]:
    catalog = load_tags() if any(p.contents for p in portions) else {}
    own = {key_of(food): names for food, names in diary.tags.items()}
    # A tag the person writes themselves is the catalog's of that name, however it is spelled.
    spelled = {key_of(word): tag.id for tag in catalog.values() for word in (tag.id, tag.name)}
    amounts: dict[str, dict[int, float | None]] = defaultdict(dict)
    for index, one in enumerate(portions):
        for tag in own.get(key_of(one.name), ()):
            amounts[spelled.setdefault(key_of(tag), tag)][index] = None
        if one.contents is None:
            continue
        for tag, grams in one.contents.tags.items():
            looked_at = tag not in catalog or catalog[tag].exposure
            if looked_at and tag not in one.contents.possible and grams != 0.0:
                amounts[tag][index] = grams
    held = []
    for tag, of in sorted(amounts.items()):
        known = catalog.get(tag)
        unit = load_nutrients()[known.dose].unit if known and known.dose != "grams" else "g"
        unit = unit if any(grams for grams in of.values()) else ""
        held.append(_Held(known.name if known else tag, "tag", unit, of))
    return held


def _nutrients(portions: list[Portions]) -> list[_Held]:
    if not any(p.contents for p in portions):
        return []
    by_tag = {tag.dose for tag in load_tags().values()}
    held = []
    for nutrient in load_nutrients().values():
        if not nutrient.exposure or nutrient.id in by_tag:
            continue
        wanted = {"drink"} if nutrient.id in _DRUNK_ONLY else {"food", "drink"}
        eaten = [i for i, p in enumerate(portions) if p.kind in wanted]
        known = {
            i: contents.nutrients[nutrient.id]
            for i in eaten
            if (contents := portions[i].contents) and nutrient.id in contents.nutrients
        }
        times = sum(portions[i].at_hours.size for i in known)
        if times and times >= LEAST_KNOWN * sum(portions[i].at_hours.size for i in eaten):
            some: dict[int, float | None] = {i: dose for i, dose in known.items() if dose > 0}
            held.append(_Held(nutrient.name, "nutrient", nutrient.unit, some))
    return held


def _exposure(held: _Held, portions: list[Portions], taken: set[str]) -> Exposure:
    of = {portions[i]: amount for i, amount in _filled(held).items()}
    at = np.concatenate([p.at_hours for p in of])
    amount = np.concatenate([p.servings * each for p, each in of.items()])
    spread = np.concatenate([p.spread for p in of])
    days = np.concatenate([p.days for p in of])
    order = np.lexsort((spread, at))
    at, amount, spread, days = at[order], amount[order], spread[order], days[order]
    first = np.flatnonzero(np.diff(at, prepend=np.nan) != 0) if at.size else np.zeros(0, np.int64)
    first = np.union1d(first, np.flatnonzero(np.diff(spread.astype(int), prepend=0) != 0))
    dose = np.add.reduceat(amount, first) if at.size else amount
    usual = usual_dose(dose) if held.unit else 1.0
    return Exposure(
        held.name if key_of(held.name) not in taken else f"{held.name} (any)",
        held.level,
        at[first],
        dose / usual,
        days[first],
        f"{rounded(usual)} {held.unit}" if held.unit else "1 serving",
        "fast",
        spread[first],
        tuple(sorted(p.name for p in (of if held.level == "tag" else _main_sources(of)))),
    )


def _filled(held: _Held) -> dict[int, float]:
    """Return amounts a serving; an unknown one stands at the middle of the known."""
    known = [amount for amount in held.amounts.values() if amount]
    middle = float(median(known)) if held.unit and known else 1.0
    if not held.unit:
        return dict.fromkeys(held.amounts, 1.0)
    return {i: middle if amount is None else amount for i, amount in held.amounts.items()}


def _main_sources(of: dict[Portions, float]) -> list[Portions]:
    brought = [(float(p.servings.sum()) * each, p) for p, each in of.items()]
    brought.sort(key=lambda pair: (pair[0], pair[1].name), reverse=True)
    whole = sum(amount for amount, _ in brought)
    main, sum_so_far = [], 0.0
    for amount, one in brought:
        if sum_so_far >= _MAIN_SOURCES * whole:
            break
        main.append(one)
        sum_so_far += amount
    return main


def usual_dose(dose: FloatArray) -> float:
    """Return the dose at which half of all that was eaten is reached: traces do not count.

    Parameters
    ----------
    dose : ndarray, shape (m,)
        Positive doses, meal by meal.
    """
    ordered = np.sort(dose)
    if not ordered.size or not ordered[-1] > 0:
        return 1.0
    return float(ordered[np.searchsorted(np.cumsum(ordered), 0.5 * ordered.sum())])


def rounded(value: float) -> str:
    """Return a figure to two digits, without an exponent."""
    return f"{float(f'{value:.2g}'):g}"
