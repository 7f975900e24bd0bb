"""What mySymptoms calls its events, and what they are here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutline.diary.texts import same_name
from gutline.diary.zones import Moment
from gutline.importers.app_times import meal_named
from gutline.importers.entry_making import Said
from gutline.importers.tracker_values import TURNED, Tracked, said_of

_KINDS = {
    "medication": "medicine", "medications": "medicine", "medicine": "medicine",
    "supplement": "supplement", "supplements": "supplement", "food": "food", "foods": "food",
    "drinks": "drink", "drink": "drink", "symptom": "symptom", "symptoms": "symptom",
    "bowel movement": "stool", "bowel movements": "stool", "stool": "stool",
    "exercise": "movement", "exercises": "movement", "stress": "stress", "stressor": "stress",
    "stressors": "stress", "mood": "mood", "sleep quality": "symptom", "energy": "symptom",
    "sleep": "symptom",
}  # fmt: skip
_FORM = re.compile(r"(?:type\s*)?([1-7])(?!\d)", re.IGNORECASE | re.ASCII)


@dataclass
class Reaction:
    """What was felt or done, and how much of it."""

    name: str
    intensity: float | None = None
    minutes: float | None = None
    form: str = ""
    note: str = ""


def kind_of_category(category: str) -> str:
    """Return the kind of an event's category; a note where it is none that is known."""
    word = same_name(category).strip()
    if word in _KINDS:
        return _KINDS[word]
    meal = meal_named(word)
    return "drink" if meal == "drink" else "food" if meal else "note"


def said_of_reaction(
    kind: str, reaction: Reaction, moment: Moment, own: str = "", key: tuple[object, ...] = ()
) -> Said:
    """Return what was felt or done; how long it lasted goes into the note."""
    note = reaction.note
    if reaction.minutes and kind != "movement":
        note = "; ".join(filter(None, (f"lasted {reaction.minutes:g} min", note)))
    if kind == "stool":
        form = _FORM.match(reaction.form or reaction.name)
        value = float(form[1]) if form else None
        words = () if form else (_unless_stool(reaction.name), reaction.form)
        text = "; ".join(filter(None, (*words, _with_level(reaction, note))))
        return Said(moment, "stool", "stool", value, "bristol", text, own, key)
    if kind == "movement":
        text = _with_level(reaction, note)
        return Said(moment, kind, reaction.name, reaction.minutes, "min", text, own, key)
    if kind == "note":
        return Said(moment, kind, reaction.name, note=_with_level(reaction, note), own=own, key=key)
    name = "sleep quality" if same_name(reaction.name) == "sleep" else reaction.name
    if kind in {"stress", "mood"} and reaction.intensity is not None:
        return Said(moment, kind, name, reaction.intensity, "nrs", note, own, key)
    if kind == "symptom" and reaction.intensity is not None and not _is_turned(name):
        return Said(moment, kind, name, reaction.intensity, "nrs", note, own, key)
    return said_of(Tracked(name, reaction.intensity, note=note), moment, own, key)


def _is_turned(name: str) -> bool:
    return same_name(name) in TURNED


def _unless_stool(name: str) -> str:
    return "" if same_name(name) in {"bowel movement", "stool"} else name


def _with_level(reaction: Reaction, note: str) -> str:
    level = "" if reaction.intensity is None else f"intensity {reaction.intensity:g}"
    return "; ".join(filter(None, (level, note)))
