"""A meal as diary entries: one for each food, in the units a diary keeps."""

from __future__ import annotations

from datetime import datetime

from gutline.catalog import load_kinds, load_units
from gutline.diary import Entry
from gutline.meals.foods_index import foods_for
from gutline.meals.meal import Item, Meal, Own
from gutline.meals.repairing import repair
from gutline.meals.splitting import split
from gutline.meals.words import scan, tidy

SURE = frozenset({"own", "name", "alias"})
"""How a food was found when nothing was guessed."""


def spoken_name(item: Item, own: Own | None = None) -> str:
    """Return the words of an item that name its food, without how much of it there was."""
    line = tidy(item.text)
    foods = foods_for(own)
    tokens = repair(scan(line), foods.speller, foods.is_name)
    content = [t for p in split(tokens, foods.is_name) if not p.denied for t in p.content]
    if not content:
        return " ".join(line.split())
    return " ".join(line[content[0].start : content[-1].end].split())


def entries_of(
    meal: Meal, at: datetime, own: Own | None = None, *, day_only: bool = False
) -> tuple[Entry, ...]:
    """Return the entries that a diary keeps of a meal.

    A food is called by its name where it was sure and says all that was typed, else by what was
    typed, so that "garlic" or "no croutons" is not lost. What was typed stands in the note as well.

    Parameters
    ----------
    meal : Meal
    at : datetime
        When it was eaten, aware.
    own : Own, optional
        The person's own foods, with which the meal was read.
    day_only : bool
        Whether only the day is known.
    """
    return tuple(_entry(item, at, own, day_only=day_only) for item in meal.items)


def _entry(item: Item, at: datetime, own: Own | None, *, day_only: bool) -> Entry:
    kind = item.food.kind if item.food else "food"
    value, unit = _measure(item, kind)
    typed = " ".join(item.text.split())
    name = item.name if _says_all(item) else _typed_name(item, own)
    return Entry(
        at=at, kind=kind, name=name, value=value, unit=unit,
        note="" if typed.casefold() == name.casefold() else typed, day_only=day_only,
    )  # fmt: skip


def _says_all(item: Item) -> bool:
    """Return whether the name of the food is sure and says all that was typed about it."""
    if item.food is None or item.without or item.matches[0].how not in SURE:
        return False
    return all(amount.source == "table" for amount in item.tags.values())


def _typed_name(item: Item, own: Own | None) -> str:
    missing = " and ".join(item.without)
    name = spoken_name(item, own) if item.food is None or not missing else item.name
    return f"{name} without {missing}" if missing and missing not in name else name


def _measure(item: Item, kind: str) -> tuple[float | None, str]:
    """Return how much, in a unit that this kind of entry has; None where it is not known."""
    units = load_kinds()[kind].units
    said = load_units().get(item.unit, item.unit)
    if kind in {"supplement", "medicine"} or item.food is None:
        if said in units and item.quantity is not None:
            return item.quantity, said
        return (item.quantity, "serving") if item.quantity and not said else (None, "")
    if item.grams is None:
        return None, ""
    serving = item.food.serving_g
    if item.assumed and serving:
        return round(item.grams / serving, 3), "serving"
    # Less than a gram keeps its figures: 20 mg of salt are not nothing.
    return round(item.grams, 1) if item.grams >= 1 else float(f"{item.grams:.2g}"), "g"
