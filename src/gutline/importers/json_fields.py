"""Fields of a JSON document that nobody checked, each with the type that is wanted or nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from gutline.diary.entries import RowError

NOTHING: Mapping[str, object] = {}


def part(value: object, *path: str) -> Mapping[str, object]:
    """Return the object that lies at a path of keys; an empty one when there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else NOTHING


def items(value: object, key: str) -> Sequence[object]:
    """Return the list under a key; an empty one when there is none."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else ()


def parts(value: object, key: str) -> Iterator[Mapping[str, object]]:
    """Yield the objects of the list under a key."""
    return (item for item in items(value, key) if isinstance(item, Mapping))


def text(value: Mapping[str, object], *keys: str) -> str:
    """Return the first of some keys that holds a text or a number, as text; "" for none."""
    for key in keys:
        found = value.get(key)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)  # ids have up to 19 digits
        if isinstance(found, float):
            return f"{found:.15g}"
    return ""


def number(value: Mapping[str, object], *keys: str) -> float | None:
    """Return the first of some keys that holds a number; None for none.

    Raises
    ------
    RowError
        When a text stands there that is no number.
    """
    for key in keys:
        found = value.get(key)
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            return float(found) if math.isfinite(found) else None
        if isinstance(found, str) and found.strip():
            return _finite(key, found)
    return None


def _finite(key: str, written: str) -> float:
    try:
        number = float(written)
    except ValueError:
        raise RowError(key, written, "not a number; check the file") from None
    if not math.isfinite(number) or "_" in written:
        raise RowError(key, written, "not a number; check the file")
    return number
