"""Damage to JSON: other values, keys that are gone, doubled or swapped, lists without end."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

from scripts.fuzzing.damage_text import ODD_CELLS, lines_moved, values_changed

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, -0.0, 1e300, 2**63, -(2**70), float("nan"), float("inf"), "",
    [], {}, [[]], [None], {"": None}, {"value": {"value": {"value": []}}}, [0] * 50, "a" * 5_000,
    1893456000, 1893456000000, -62135596801000, 253402300800, 1e18, "\ud800", "\x00",
)  # fmt: skip
_Slot = tuple[Any, Any]
"""A dict or a list, and one of its keys or places."""


def damaged_json(data: bytes, rng: random.Random) -> bytes:
    """Change a few places of a document; what is none is damaged as a text."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return rng.choice((values_changed, lines_moved))(data, rng)
    holder = [document]
    # A list grows once at most, or a few changes could make a gigabyte of it.
    growing = rng.randrange(3)
    for number in range(rng.randint(1, 3)):
        _change(holder, rng, 40 if number == growing else 1)
    try:
        text = json.dumps(holder[0] if holder else None, ensure_ascii=rng.random() < 0.5)
    except (ValueError, RecursionError):  # a place was put into itself
        return b"[" * 2_000
    return text.encode("utf-8", "surrogatepass")


def _change(holder: list[Any], rng: random.Random, most: int) -> None:
    slots = _slots(holder)
    if not slots:
        return
    inside, key = rng.choice(slots)
    how = rng.randrange(8)
    if how == 0:
        del inside[key]
    elif how == 1:
        other, its = rng.choice(slots)
        inside[key], other[its] = other[its], inside[key]
    elif how == 2:
        inside[key] = rng.choice(([inside[key]], {"value": inside[key]}, str(inside[key])[:5_000]))
    elif how == 3 and isinstance(inside, list):
        inside[key:key] = [inside[key]] * rng.randint(1, most)
    elif how == 4 and isinstance(inside, dict):
        inside[rng.choice(ODD_CELLS)] = inside.pop(key)
    elif how == 5 and rng.random() < 0.2:
        inside[key] = _deep(rng.choice((5, 59, 61, 400)))
    else:
        inside[key] = rng.choice((deepcopy(rng.choice(ODD_VALUES)), rng.choice(ODD_CELLS)))


def _deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


def _slots(holder: list[Any]) -> list[_Slot]:
    """Return every place of a document, at most some thousand of them."""
    slots: list[_Slot] = []
    waiting: list[Any] = [holder]
    while waiting and len(slots) < 3_000:
        inside = waiting.pop()
        keys = list(inside) if isinstance(inside, dict) else range(len(inside))
        for key in keys:
            slots.append((inside, key))
            if isinstance(inside[key], (dict, list)):
                waiting.append(inside[key])
    return slots
