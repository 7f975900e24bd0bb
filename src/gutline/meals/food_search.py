"""Foods found by words: among a person's own and the catalog's, and by one name exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gutline.catalog import Food, load_foods
from gutline.meals.full_tables import FullTables, is_code
from gutline.meals.names import Names
from gutline.meals.own_foods import OwnFoods
from gutline.meals.search import Hit, Index
from gutline.meals.words import keys_of, phrase_key

MOST = 10


class FoodNameError(ValueError):
    """No food has the name that was given; the message says which are near."""


@dataclass(frozen=True, slots=True)
class Found:
    """A food that was found, and the other name of it that was searched for, if any."""

    food: Food
    alias: str = ""


def all_foods(own: OwnFoods) -> Mapping[str, Food]:
    """Return the foods of the catalog with a person's own."""
    return {**load_foods(), **own.foods}


def search_foods(words: str, own: OwnFoods, limit: int = MOST) -> tuple[Found, ...]:
    """Return foods whose names are near to some words or begin like them, the best first."""
    keys = keys_of(words)
    if not keys:
        return ()
    foods = all_foods(own)
    names = Names(foods.values())
    found: dict[str, Found] = {}
    chosen = own.choices.get(phrase_key(words))
    if chosen in foods:
        found[str(chosen)] = Found(foods[str(chosen)])
    for hit in Index(names.all).search(keys, limit):
        found.setdefault(hit.food.id, Found(hit.food, _alias(hit)))
    for food in sorted(foods.values(), key=lambda f: (-f.popularity, f.id)):
        if len(found) < limit and _begins(food, words):
            found.setdefault(food.id, Found(food))
    return tuple(found.values())[:limit]


def _alias(hit: Hit) -> str:
    """Return the other name that was found, as it is written."""
    if not hit.name.alias:
        return ""
    return next((alias for alias in hit.food.aliases if keys_of(alias) == hit.name.keys), "")


def _begins(food: Food, words: str) -> bool:
    """Return whether a word of a food's names begins like what was typed."""
    start = " ".join(words.casefold().split())
    return any(f" {name.casefold()}".find(f" {start}") >= 0 for name in (food.name, *food.aliases))


def food_named(text: str, own: OwnFoods, tables: FullTables | None = None) -> Food:
    """Return the food of an id, a name, an alias or the code of a full table.

    Raises
    ------
    FoodNameError
        When there is none; the message names the nearest.
    """
    foods = all_foods(own)
    key = phrase_key(text)
    ident = text.strip()
    mine = {i: food for i, food in own.foods.items() if food.origin == "own"}
    name = Names(mine.values()).find(keys_of(text)) if key else None
    if name is not None:
        return name.food
    if ident in foods:
        return foods[ident]
    if own.choices.get(key) in foods:
        return foods[own.choices[key]]
    name = Names(foods.values()).find(keys_of(text)) if key else None
    if name is not None:
        return name.food
    if tables is not None and is_code(ident):
        entry = tables.food(ident)
        if entry is not None:
            return entry.food
    raise FoodNameError(_not_there(text, own))


def _not_there(text: str, own: OwnFoods) -> str:
    near = [f"{found.food.name} ({found.food.id})" for found in search_foods(text, own, 3)]
    said = repr(" ".join(text.split())[:80])
    if near:
        return f"There is no food {said}; did you mean {' or '.join(near)}?"
    return f"There is no food {said}; gutline foods add makes it one of your own."
