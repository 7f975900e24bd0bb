"""What was taken in each day: nutrients of food and of supplements, and how much of it is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from types import MappingProxyType

from gutline.diary import Contents, DayState, Diary, Entry
from gutline.diary.entries import NONE

FOOD_KINDS = ("food", "drink")
SUPPLEMENT_KINDS = ("supplement", "medicine")
WATER = "water_g"

MARKING = 1 / 3
"""Share of logged days marked complete from which an unmarked day counts as incomplete."""
LEAST_OF_USUAL = 0.5
"""Share of the usual number of entries from which a day counts, where days are not marked."""

# Weight and weight without water, in grams, of what is not known, before the diary tells better.
_TYPICAL = {"food": (150.0, 60.0), "drink": (250.0, 10.0)}


@dataclass(frozen=True, slots=True)
class DayIntake:
    """What one local day's entries hold.

    Attributes
    ----------
    day : date
    state : DayState
        What is known of the day's food.
    whole : bool
        Whether the day counts as logged in full.
    food : Mapping of str to float
        Amount of each nutrient from food and drinks. A lower bound where `known` is below 1; a
        nutrient of which nothing is known is absent.
    supplements : Mapping of str to float
        The same from supplements and medicines.
    known : Mapping of str to float
        Share of what was eaten and drunk for which the nutrient is known, 0 to 1, by weight
        without water (for water itself by weight).
    unknown_supplements : tuple of str
        Supplements whose contents are not known.
    """

    day: date
    state: DayState
    whole: bool
    food: Mapping[str, float]
    supplements: Mapping[str, float]
    known: Mapping[str, float]
    unknown_supplements: tuple[str, ...]


def daily_intake(diary: Diary, nutrients: Iterable[str] | None = None) -> tuple[DayIntake, ...]:
    """Return what was taken in on each day of a diary whose foods were looked up.

    Parameters
    ----------
    diary : Diary
        As returned by `describe`.
    nutrients : iterable of str, optional
        Ids of the nutrients wanted; all that any of its foods has when left out.
    """
    wanted = tuple(_all_nutrients(diary) if nutrients is None else dict.fromkeys(nutrients))
    states, whole = diary.day_states("food"), whole_days(diary)
    eaten: dict[date, list[Entry]] = defaultdict(list)
    for entry in diary.of_kind(*FOOD_KINDS, *SUPPLEMENT_KINDS):
        if entry.name != NONE:
            eaten[diary.day_of(entry)].append(entry)
    scale = _Scale(diary)
    return tuple(
        _day_intake(day, state, day in whole, eaten[day], scale, wanted)
        for day, state in states.items()
    )


def whole_days(diary: Diary) -> frozenset[date]:
    """Return the days whose food counts as logged in full.

    Those marked as complete, and those said to be without food. Who marks fewer than a third of
    the logged days is taken at their word for the others, if they hold at least half the usual
    number of entries.
    """
    states = diary.day_states("food")
    sure = {day for day, state in states.items() if state in {DayState.COMPLETE, DayState.NONE}}
    logged = [day for day, state in states.items() if state is DayState.LOGGED]
    if marks_days(diary) or not logged:
        return frozenset(sure)
    count = Counter(diary.day_of(e) for e in diary.of_kind(*FOOD_KINDS) if e.name != NONE)
    least = LEAST_OF_USUAL * median(count[day] for day in logged)
    return frozenset(sure | {day for day in logged if count[day] >= least})


def marks_days(diary: Diary) -> bool:
    """Return whether a person marks days complete, so that an unmarked one tells something."""
    states = Counter(diary.day_states("food").values())
    marked, logged = states[DayState.COMPLETE], states[DayState.LOGGED]
    return marked > 0 and marked >= MARKING * (marked + logged)


def _all_nutrients(diary: Diary) -> list[str]:
    return sorted({nutrient for own in diary.contents.values() for nutrient in own.nutrients})


@dataclass(frozen=True, slots=True)
class _Portion:
    """One entry: how many servings of what, and its weight with and without water."""

    contents: Contents | None
    servings: float
    grams: float
    dry_grams: float


class _Scale:
    """Weighs entries; what has no known weight weighs what this diary's entries usually do."""

    def __init__(self, diary: Diary) -> None:
        self._contents = diary.contents
        weights: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for entry in diary.of_kind(*FOOD_KINDS):
            known = self._weights(entry, self._contents.get(entry.name))
            if known is not None:
                weights[entry.kind].append(known)
        self._typical = {
            kind: (median(g for g, _ in weights[kind]), median(d for _, d in weights[kind]))
            if weights[kind]
            else usual
            for kind, usual in _TYPICAL.items()
        }

    @staticmethod
    def _weights(entry: Entry, own: Contents | None) -> tuple[float, float] | None:
        servings = own.servings(entry.value, entry.unit) if own else None
        if own is None or own.serving_g is None or servings is None:
            return None
        dry = max(own.serving_g - own.nutrients.get(WATER, 0.0), 0.0)
        return servings * own.serving_g, servings * dry

    def portion(self, entry: Entry) -> _Portion:
        """Return one entry with its weights."""
        own = self._contents.get(entry.name)
        servings = own.servings(entry.value, entry.unit) if own else None
        if own is None or servings is None:
            own, servings = None, 0.0
        typical = self._typical.get(entry.kind, (0.0, 0.0))
        return _Portion(own, servings, *(self._weights(entry, own) or typical))


def _day_intake(
    day: date,
    state: DayState,
    whole: bool,  # noqa: FBT001
    entries: Iterable[Entry],
    scale: _Scale,
    nutrients: tuple[str, ...],
) -> DayIntake:
    portions = [(entry, scale.portion(entry)) for entry in entries]
    food = [portion for entry, portion in portions if entry.kind in FOOD_KINDS]
    taken = [(entry, portion) for entry, portion in portions if entry.kind in SUPPLEMENT_KINDS]
    unknown = {e.name for e, p in taken if e.kind == "supplement" and not _is_known(p)}
    sums, known = _sums(food, nutrients), _known(food, nutrients)
    if not food and state in {DayState.NONE, DayState.COMPLETE}:
        sums, known = dict.fromkeys(nutrients, 0.0), dict.fromkeys(nutrients, 1.0)
    return DayIntake(
        day,
        state,
        whole,
        MappingProxyType(sums),
        MappingProxyType(_sums([portion for _, portion in taken], nutrients)),
        MappingProxyType(known),
        tuple(sorted(unknown)),
    )


def _is_known(portion: _Portion) -> bool:
    return portion.contents is not None and bool(portion.contents.nutrients)


def _sums(portions: Iterable[_Portion], nutrients: tuple[str, ...]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for portion in portions:
        if portion.contents is None:
            continue
        held = portion.contents.nutrients
        for nutrient in nutrients:
            if nutrient in held:
                sums[nutrient] = sums.get(nutrient, 0.0) + portion.servings * held[nutrient]
    return sums


def _known(portions: Iterable[_Portion], nutrients: tuple[str, ...]) -> dict[str, float]:
    """Return the share of the portions for which each nutrient is known; nothing for no weight."""
    all_grams = all_dry = 0.0
    grams = dict.fromkeys(nutrients, 0.0)
    for portion in portions:
        all_grams += portion.grams
        all_dry += portion.dry_grams
        held = portion.contents.nutrients if portion.contents else {}
        for nutrient in nutrients:
            if nutrient in held:
                grams[nutrient] += portion.grams if nutrient == WATER else portion.dry_grams
    wholes = {n: all_grams if n == WATER else all_dry for n in nutrients}
    return {n: min(grams[n] / whole, 1.0) for n, whole in wholes.items() if whole > 0}
