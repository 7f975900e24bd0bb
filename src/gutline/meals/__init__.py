"""Meals: what was eaten, read from what a person types.

The names below are loaded when they are first used, so that `import gutline.meals` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gutline.meals.contents import describe, look_up
    from gutline.meals.meal import Item, Match, Meal, TagAmount
    from gutline.meals.reading import read_meal

_MODULE_OF = {
    "Item": "gutline.meals.meal",
    "Match": "gutline.meals.meal",
    "Meal": "gutline.meals.meal",
    "TagAmount": "gutline.meals.meal",
    "describe": "gutline.meals.contents",
    "look_up": "gutline.meals.contents",
    "read_meal": "gutline.meals.reading",
}

__all__ = ["Item", "Match", "Meal", "TagAmount", "describe", "look_up", "read_meal"]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'gutline.meals' has no attribute {name!r}")
    value: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
