"""Grams and doses: from an amount that was said and a food to what was eaten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gutline.catalog.food import Amount as Active
from gutline.catalog.food import Food
from gutline.catalog.measures import Measure, load_measures
from gutline.catalog.nutrients import load_nutrients
from gutline.meals.quantities import Amount

# What one of a food is, when it is only counted.
_ONE = (
    "piece", "medium", "slice", "rasher", "fillet", "tablet", "capsule", "bar", "ball", "stick",
    "clove", "square", "scoop", "packet",
)  # fmt: skip
# Without a figure of the food itself, these hold its usual serving.
_SERVINGS = frozenset(
    {"portion", "bowl", "plate", "pot", "packet", "box", "tube", "jar", "bar", "share_bag"}
)
_CONTAINERS = frozenset(
    {"glass", "mug", "cup", "can", "bottle", "carton", "jug", "pint", "flute", "schooner"}
)
_DOSES = {"mg": 0.001, "ug": 0.000001, "g": 1.0, "iu": 0.0, "cfu": 0.0}
_SIZE_FACTOR = {"small": 0.7, "medium": 1.0, "large": 1.4}
_IU: Mapping[str, tuple[float, str]] = {
    "vitamin_d": (0.025, "ug"), "vitamin_a": (0.3, "ug"), "vitamin_e": (0.67, "mg"),
}  # fmt: skip

# More than this at one meal is a slip, not an amount.
MOST_GRAMS = {"food": 3000.0, "drink": 6000.0, "supplement": 1000.0, "medicine": 1000.0}
MOST_UNITS = 60.0


@dataclass(frozen=True, slots=True)
class Weight:
    """What was eaten of a food.

    Attributes
    ----------
    grams : float or None
    units : float or None
        Of a supplement or medicine: how many tablets, capsules or scoops.
    assumed : bool
        Whether a usual serving stands in for an amount.
    absurd : bool
        Whether the amount cannot be believed; grams and units are then None.
    """

    grams: float | None
    units: float | None = None
    assumed: bool = False
    absurd: bool = False


_ABSURD = Weight(None, absurd=True)


def weigh(food: Food | None, amount: Amount) -> Weight:
    """Return what was eaten; food may be unknown."""
    if food is None:
        return _weigh_unknown(amount)
    if food.kind in {"supplement", "medicine"}:
        return _weigh_dose(food, amount)
    count = _count(amount)
    if amount.quantity is None and not amount.size:
        return Weight(food.serving_g, assumed=True)
    one, assumed = _one(food, amount)
    grams = None if one is None else one * count
    if grams is not None and grams > MOST_GRAMS[food.kind]:
        return _ABSURD
    return Weight(grams, assumed=assumed)


def _count(amount: Amount) -> float:
    """Return the number, of a range the middle."""
    low = 1.0 if amount.quantity is None else amount.quantity
    return low if amount.high is None else (low + amount.high) / 2.0


def _weigh_unknown(amount: Amount) -> Weight:
    measure = load_measures().get(amount.unit)
    one = None if measure is None else measure.grams or measure.ml
    if one is None:
        return _ABSURD if _count(amount) > MOST_GRAMS["food"] else Weight(None)
    grams = one * _count(amount)
    return _ABSURD if grams > MOST_GRAMS["drink"] else Weight(grams)


def _one(food: Food, amount: Amount) -> tuple[float | None, bool]:
    """Return the grams of one unit, and whether a usual serving stands in for it."""
    factor = _SIZE_FACTOR.get(amount.size, 1.0)
    if not amount.unit and amount.size in food.measures:
        return food.measures[amount.size], False
    if amount.unit in {"", "dozen"}:
        one, assumed = _one_counted(food, factor)
        dozens = 12.0 if amount.unit else 1.0
        return (None if one is None else dozens * one), assumed
    return _one_measured(food, load_measures().get(amount.unit), factor)


def _one_measured(food: Food, measure: Measure | None, factor: float) -> tuple[float | None, bool]:
    if measure is None or measure.grams is not None:
        return (None if measure is None else measure.grams), False
    if measure.id in food.measures:
        return food.measures[measure.id] * factor, False
    if measure.ml is not None and measure.id not in _CONTAINERS:
        return measure.ml * _density(food), False
    return _one_container(food, measure, factor)


def _one_counted(food: Food, factor: float) -> tuple[float | None, bool]:
    for measure in _ONE:
        if measure in food.measures:
            return food.measures[measure] * factor, False
    return (None if food.serving_g is None else food.serving_g * factor), True


def _one_container(food: Food, measure: Measure, factor: float) -> tuple[float | None, bool]:
    if measure.ml is not None and (food.kind == "drink" or _known_density(food)):
        return measure.ml * _density(food) * factor, False
    if measure.usual_g is not None and measure.id not in _SERVINGS:
        return measure.usual_g * factor, False
    return _one_counted(food, factor) if measure.id == "piece" else _serving(food, factor)


def _serving(food: Food, factor: float) -> tuple[float | None, bool]:
    return (None if food.serving_g is None else food.serving_g * factor), True


def _density(food: Food) -> float:
    return _known_density(food) or 1.0


def _known_density(food: Food) -> float | None:
    """Return grams of a millilitre, by a measure of the food whose volume is fixed."""
    for unit in ("cup", "tbsp", "tsp", "ml", "pint"):
        if unit in food.measures:
            return food.measures[unit] / (load_measures()[unit].ml or 1.0)
    return None


def _weigh_dose(food: Food, amount: Amount) -> Weight:
    """Count tablets and capsules; a dose in mg is as many of them as hold it."""
    count = _count(amount)
    if amount.unit in _DOSES and food.actives:
        active = next(iter(food.actives.items()))
        of_one = in_unit(*active, amount.unit)
        units = None if not of_one else count / of_one
    elif amount.unit in _DOSES or amount.unit == "ml":
        units = None
    else:
        units = count
    if units is not None and units > MOST_UNITS:
        return _ABSURD
    return Weight(_grams_of_units(food, amount, units), units, assumed=not amount.given)


def _grams_of_units(food: Food, amount: Amount, units: float | None) -> float | None:
    if units is None:
        measure = load_measures().get(amount.unit)
        return None if measure is None or measure.grams is None else measure.grams * _count(amount)
    one = food.measures.get(amount.unit) or food.serving_g
    return None if one is None else one * units


def in_unit(active: str, amount: Active, unit: str) -> float | None:
    """Return an amount of an active in another unit; None when it cannot be converted."""
    if amount.unit == unit:
        return amount.value
    value, own = amount.value, amount.unit
    iu = _IU.get(active)
    if own == "iu" and iu is not None:
        value, own = value * iu[0], iu[1]
    if unit == "iu" and iu is not None:
        in_own = in_unit(active, Active(value, own), iu[1])
        return None if in_own is None else in_own / iu[0]
    if not _DOSES.get(own) or not _DOSES.get(unit):
        return None
    return value * _DOSES[own] / _DOSES[unit]


def nutrients_of(food: Food, weight: Weight) -> dict[str, float]:
    """Return the nutrients that were eaten; those of a supplement are its actives."""
    eaten: dict[str, float] = {}
    if weight.grams is not None:
        eaten = {n: value * weight.grams / 100.0 for n, value in food.nutrients.items()}
    if weight.units is not None:
        for active, amount in food.actives.items():
            nutrient = _nutrient_of(active)
            value = in_unit(active, amount, nutrient.rpartition("_")[2]) if nutrient else None
            if value is not None:
                eaten[nutrient] = value * weight.units
    return eaten


def _nutrient_of(active: str) -> str:
    known = load_nutrients()
    return next((n for n in known if n == active or n.rpartition("_")[0] == active), "")
