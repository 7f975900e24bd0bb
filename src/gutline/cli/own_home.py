"""The person's folder, as this process's environment names it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from pathlib import Path

    from gutline.catalog import Food
    from gutline.meals.own_foods import OwnFoods


def own_place() -> Path:
    """Return where the person's folder is or would be; nothing is made."""
    from gutline.meals.home import home_place

    return home_place(os.environ)


def own_folder() -> Path:
    """Return the person's folder, made when it is not there."""
    from gutline.meals.home import home_folder

    return home_folder(os.environ)


def own_foods() -> OwnFoods:
    """Return the person's own foods; nothing is made when there are none."""
    from gutline.meals.own_foods import OwnFoods

    return OwnFoods.load(own_place())


def named_food(text: str, own: OwnFoods) -> Food:
    """Return the food of an id, a name, an alias or a full table's code."""
    from gutline.meals.food_search import food_named
    from gutline.meals.full_tables import FullTables

    return food_named(text, own, FullTables(own_place()))


def kept_food(text: str, own: OwnFoods) -> Food:
    """Return the food of a name, one that can be named for good.

    Raises
    ------
    RefusalError
        When it is in a full table, and so is to be made one's own first.
    """
    food = named_food(text, own)
    if food.origin == "table":
        raise RefusalError(
            f"{food.name!r} is in a full table; make it yours first: "
            f'gutline foods add "a name" --like {food.id}'
        )
    return food
