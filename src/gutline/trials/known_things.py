"""What the catalog knows of a thing by any of its names."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from gutline.catalog.food import Food
from gutline.catalog.foods import load_foods


def known_thing(name: str) -> Food | None:
    """Return the food, drink, supplement or medicine of a name; None where none is called so."""
    return _by_name().get(_key(name))


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


@functools.cache
def _by_name() -> Mapping[str, Food]:
    found: dict[str, Food] = {}
    for food in load_foods().values():
        for name in food.aliases:
            found.setdefault(_key(name), food)
    return found | {_key(food.name): food for food in load_foods().values()}
