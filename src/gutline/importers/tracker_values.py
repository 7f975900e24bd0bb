"""Values of trackers that a person named themselves: what kind of entry they make.

A diary's ratings run from 0, none, to 10, as bad as it could be. Other scales are stretched to it,
and what is rated the other way round (energy, quality of sleep) is turned round and named so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gutline.catalog.kinds import load_units
from gutline.diary.measures import number_text
from gutline.diary.texts import same_name
from gutline.diary.zones import Moment
from gutline.importers.entry_making import Said
from gutline.importers.kind_guess import guess_kind

TURNED: Mapping[str, str] = MappingProxyType({
    "energy": "low energy", "energy level": "low energy", "energie": "low energy",
    "energía": "low energy", "énergie": "low energy", "sleep quality": "poor sleep",
    "quality of sleep": "poor sleep", "schlafqualität": "poor sleep",
    "calidad del sueño": "poor sleep", "qualité du sommeil": "poor sleep",
    "wellbeing": "low wellbeing", "well-being": "low wellbeing", "motivation": "low motivation",
    "focus": "poor focus", "concentration": "poor focus",
})  # fmt: skip
"""Ratings in which more is better, and the name of each as a complaint."""
_EXERTION = ("exertion", "physical activity", "cognitive activity", "emotional stress")
_RATED = frozenset({"symptom", "stress", "mood", "illness"})
_TAKEN = frozenset({"food", "drink", "supplement", "medicine"})
_HOURS_OF = {"h": 1.0, "min": 1 / 60, "s": 1 / 3600, "sec": 1 / 3600, "seconds": 1 / 3600}


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of ratings.

    Attributes
    ----------
    low, high : float
        Its ends; `low` is none at all.
    """

    low: float
    high: float

    def to_ten(self, value: float) -> float:
        """Return a rating on the scale from 0 to 10."""
        return round((value - self.low) / (self.high - self.low) * 10, 4)


TO_TEN = Scale(0, 10)


@dataclass(frozen=True, slots=True)
class Tracked:
    """One value of one tracker.

    Attributes
    ----------
    name : str
        As the app spells it.
    value : float or None
        None where it was only ticked.
    unit : str
        As the app spells it; may be empty.
    scale : Scale
        Of a rating.
    note : str
        What was written beside it.
    otherwise : str
        The kind of a tracker whose name tells nothing.
    """

    name: str
    value: float | None = None
    unit: str = ""
    scale: Scale = TO_TEN
    note: str = ""
    otherwise: str = "symptom"


def said_of(tracked: Tracked, moment: Moment, own: str = "", key: tuple[object, ...] = ()) -> Said:
    """Return what a tracker's value says, in a kind and unit that a diary has.

    What fits no kind becomes a note with the number in it, so that nothing is lost.
    """
    name = tracked.name.replace("_", " ").strip()
    kind, name, value, unit = _reading(tracked, name)
    if kind == "note":
        note = _as_text(tracked)
        return Said(moment, "note", name, None, "", note, own, key)
    # A figure that the kind has no place for stands in the note; a bare 1 only says "done".
    lost = value is None and not (tracked.value == 1 and not tracked.unit)
    note = _as_text(tracked) if lost else tracked.note
    return Said(moment, kind, name, value, unit, note, own, key)


def _reading(tracked: Tracked, name: str) -> tuple[str, str, float | None, str]:
    turned = TURNED.get(same_name(name))
    if turned is not None:
        value = _on_ten(tracked)
        value = None if value is None else round(10 - value, 4)
        return _rating("symptom", turned, value)
    if any(word in same_name(name) for word in _EXERTION):
        return _rating("stress", name, _on_ten(tracked))
    kind = guess_kind(name, tracked.otherwise).kind
    if kind in _RATED:
        return _rating(kind, name, _on_ten(tracked))
    if kind in _TAKEN:
        return kind, name, tracked.value, _unit_in(tracked.unit, "serving")
    return _measured(kind, name, tracked)


def _on_ten(tracked: Tracked) -> float | None:
    return None if tracked.value is None else tracked.scale.to_ten(tracked.value)


def _rating(kind: str, name: str, value: float | None) -> tuple[str, str, float | None, str]:
    """Return a rating; without a level, or off the scale, it can only be a note."""
    if value is None or not 0 <= value <= 10:
        return "note", name, None, ""
    return kind, name, value, "nrs"


def _unit_in(unit: str, usual: str) -> str:
    return load_units().get(unit.casefold().strip(), usual)


def _measured(kind: str, name: str, tracked: Tracked) -> tuple[str, str, float | None, str]:
    value, unit = tracked.value, load_units().get(tracked.unit.casefold().strip(), "")
    if kind in {"sleep", "sitting", "weight"}:
        return _needed(kind, name, tracked)
    if kind == "stool":
        return kind, "stool", value if value and 1 <= value <= 7 else None, "bristol"
    if kind == "movement" and not unit and ("step" in name.casefold() or (value or 0) > 1440):
        return kind, name, value, "steps"
    timed = unit in {"min", "h", "km", "steps"}
    if kind not in {"movement", "practice"}:
        return kind, name, None, ""
    return kind, name, value if timed or value == 0 else None, unit if timed else "min"


def _needed(kind: str, name: str, tracked: Tracked) -> tuple[str, str, float | None, str]:
    """Return what makes no entry without a value; a note then."""
    if tracked.value is None:
        return "note", name, None, ""
    if kind == "weight":
        return kind, kind, tracked.value, load_units().get(tracked.unit.casefold().strip(), "kg")
    unit = load_units().get(tracked.unit.casefold().strip(), "")
    if unit and unit not in _HOURS_OF:
        return "note", name, None, ""
    return kind, kind, _hours(tracked.value, tracked.unit), "h"


def _hours(value: float, unit: str) -> float:
    """Return a duration in hours; without a unit, by its size: hours, minutes or seconds."""
    word = unit.casefold().strip()
    factor = _HOURS_OF.get(load_units().get(word, word))
    if factor is None:
        factor = 1.0 if value <= 24 else 1 / 60 if value <= 1440 else 1 / 3600
    return round(value * factor, 4)


def _as_text(tracked: Tracked) -> str:
    said = "" if tracked.value is None else f"{number_text(tracked.value)} {tracked.unit}".strip()
    return "; ".join(filter(None, (said, tracked.note)))
