"""What an outcome is counted in: points where it is rated from 0 to 10, else its own unit.

Kept free of arithmetic, so that pages and stores may use it.
"""

from __future__ import annotations

import math

RATINGS = frozenset({"", "nrs"})
"""Units of what is rated from 0 to 10."""
_WORDS = {
    "h": ("hour", "hours"), "min": ("minute", "minutes"), "day": ("day", "days"),
    "g": ("gram", "grams"), "steps": ("step", "steps"), "serving": ("serving", "servings"),
    "bristol": ("step of the Bristol scale", "steps of the Bristol scale"),
    "pct": ("percentage point", "percentage points"), "degc": ("°C", "°C"),
    "bpm": ("beat a minute", "beats a minute"), "ug": ("µg", "µg"), "iu": ("IU", "IU"),
}  # fmt: skip
_SAME_MEASURE = {
    "ug": ("mass", 1e-6), "mg": ("mass", 1e-3), "g": ("mass", 1.0), "kg": ("mass", 1e3),
    "lb": ("mass", 453.59237), "ms": ("time", 1e-3 / 60.0), "min": ("time", 1.0),
    "h": ("time", 60.0), "ml": ("volume", 1e-3), "l": ("volume", 1.0),
}  # fmt: skip
_FIGURES = 3


def is_rating(unit: str) -> bool:
    """Return whether an outcome of this unit is rated from 0 to 10."""
    return unit in RATINGS


def own_unit(unit: str) -> str:
    """Return a unit as a plan keeps it: empty for what is rated from 0 to 10."""
    return "" if is_rating(unit) else unit


def unit_words(unit: str, number: float = 2.0) -> str:
    """Return what so many of a unit are called: "point", "points", "hours", "ms"."""
    one, many = ("point", "points") if is_rating(unit) else _WORDS.get(unit, (unit, unit))
    return one if number == 1.0 else many


def amount(number: float, unit: str = "") -> str:
    """Return a size in words: "1 point", "1.5 points", "20 ms"."""
    return f"{_plain(number, unit)} {unit_words(unit, number)}"


def change(number: float, unit: str = "") -> str:
    """Return a difference in words, with its sign: "+1.50 points", "-12.3 ms"."""
    return f"{change_figure(number, unit)} {unit_words(unit)}"


def change_figure(number: float, unit: str = "", beside: float | None = None) -> str:
    """Return the figure of a difference with its sign, as exact as its unit deserves.

    Parameters
    ----------
    number : float
    unit : str
    beside : float, optional
        A figure that it stands beside, and shall be as exact as.
    """
    places = decimals(number if beside is None else beside, unit)
    return f"{number:+,.{places}f}"


def decimals(number: float, unit: str = "", rating: int = 2) -> int:
    """Return how many digits behind the point tell something about a number.

    Parameters
    ----------
    number : float
    unit : str
        Of a rating from 0 to 10, `rating` digits are told; of anything else three figures in all.
    rating : int
    """
    if is_rating(unit):
        return rating
    if number == 0.0 or not math.isfinite(number):
        return 0
    return min(max(_FIGURES - 1 - math.floor(math.log10(abs(number))), 0), 9)


def factor(unit: str, into: str) -> float | None:
    """Return how many of one unit another is; None where they measure different things."""
    if unit == into:
        return 1.0
    first, second = _SAME_MEASURE.get(unit), _SAME_MEASURE.get(into)
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1] / second[1]


def _plain(number: float, unit: str) -> str:
    """Return a number that a person gave, as they may have written it."""
    words = f"{number:g}" if is_rating(unit) else f"{number:.4g}"
    return words if "e" not in words else f"{number:,.{decimals(number, 'other')}f}"
