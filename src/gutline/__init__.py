"""Gutline: which exposures drive which symptom, found in one person's own diary.

The names below are loaded when they are first used, so that `import gutline` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gutline.diary import Diary, Entry, read
    from gutline.discovery import Finding, Findings, Settings, Verdict, discover
    from gutline.meals import Meal, describe, read_meal
    from gutline.safety import screen

    __version__: str

_ROOM_OF = {
    "Diary": "gutline.diary",
    "Entry": "gutline.diary",
    "read": "gutline.diary",
    "Finding": "gutline.discovery",
    "Findings": "gutline.discovery",
    "Settings": "gutline.discovery",
    "Verdict": "gutline.discovery",
    "discover": "gutline.discovery",
    "Meal": "gutline.meals",
    "describe": "gutline.meals",
    "read_meal": "gutline.meals",
    "screen": "gutline.safety",
}

__all__ = [
    "Diary",
    "Entry",
    "Finding",
    "Findings",
    "Meal",
    "Settings",
    "Verdict",
    "__version__",
    "describe",
    "discover",
    "read",
    "read_meal",
    "screen",
]


def __getattr__(name: str) -> object:
    """Load a public name from its room, or the version from the installed package."""
    if name == "__version__":
        value: object = import_module("importlib.metadata").version("gutline")
    elif name in _ROOM_OF:
        value = getattr(import_module(_ROOM_OF[name]), name)
    else:
        raise AttributeError(f"module 'gutline' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
