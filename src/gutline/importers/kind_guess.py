"""What a tracker of another app is about, guessed from its name; a person may say otherwise."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gutline.catalog.foods import load_foods
from gutline.catalog.takings import load_medicine_classes, load_substances
from gutline.diary.texts import LONGEST_NAME, same_name
from gutline.importers.names import name_key, package_names

_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "sleep": ("sleep", "hours slept", "sleep hours", "sleep duration", "schlaf",
              "sueño", "sommeil"),
    "stress": ("stress", "stress level", "estrés", "anspannung"),
    "mood": ("mood", "stimmung", "humeur", "estado de ánimo", "laune"),
    "weight": ("weight", "body weight", "gewicht", "poids", "peso"),
    "movement": (
        "steps", "step count", "walk", "walking", "run", "running", "exercise", "workout",
        "cycling", "swimming", "gym", "sport", "yoga", "hiking", "schritte", "pas", "pasos",
    ),
    "stool": ("bowel movement", "bowel movements", "stool", "poop", "bristol", "stuhlgang"),
    "cycle": ("period", "menstruation", "cycle day", "periode", "règles", "regla"),
    "travel": ("travel", "reise", "voyage", "viaje"),
    "sitting": ("sitting", "sedentary time", "sitzen"),
})  # fmt: skip
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words}
_SYMPTOM_WORDS = re.compile(
    r"\b(pain|ache|aches|headache|migraine|bloat\w*|cramps?|nausea|fatigue|tired\w*|stiff\w*|gas|"
    r"reflux|heartburn|diarrh\w+|constipat\w+|itch\w*|rash|brain ?fog|dizz\w+|anxi\w+|schmerz\w*|"
    r"dolor\w*|douleur\w*|übelkeit|müdigkeit|blähung\w*|crash|symptoms?|flare|numb\w*|swell\w*|"
    r"burning|insomnia|palpitations|breath\w*|weakness|soreness|sore)\b",
    re.IGNORECASE,
)
_MOVEMENT_WORDS = re.compile(
    r"\b(yoga|pilates|walk(s|ed|ing)?|run(s|ning)?|jog\w*|swim\w*|cycling|hik(e|ing)|gym|workout\w*|"
    r"exercise class|spazier\w*|marche|caminar)\b",
    re.IGNORECASE,
)
_PRACTICE_WORDS = re.compile(
    r"\b(stretch\w*|meditat\w*|breath\w* (exercise|work)|physio\w*|massage|sauna|journal\w*|"
    r"relax\w*|routine|bath|heat pad|tens|mindful\w*|dehn\w*|posture)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind of entry, and how sure it is.

    Attributes
    ----------
    kind : str
        Id of the kind.
    sure : bool
        Whether a word of the name says so; otherwise it is only the likeliest.
    """

    kind: str
    sure: bool


def guess_kind(name: str, otherwise: str) -> Guess:
    """Return what a tracker is likely about.

    Parameters
    ----------
    name : str
        As the app spells it: "Back pain", "red_wine".
    otherwise : str
        The kind when nothing tells.
    """
    return _kind_of(name[:LONGEST_NAME], otherwise)


@functools.lru_cache(maxsize=10_000)
def _kind_of(name: str, otherwise: str) -> Guess:
    plain = " ".join(same_name(name.replace("_", " ").replace("-", " ")).split())
    if plain in _KIND_OF:
        return Guess(_KIND_OF[plain], sure=True)
    if _PRACTICE_WORDS.search(plain):
        return Guess("practice", sure=True)
    if _MOVEMENT_WORDS.search(plain) and not _SYMPTOM_WORDS.search(plain):
        return Guess("movement", sure=True)
    if _SYMPTOM_WORDS.search(plain):
        return Guess("symptom", sure=True)
    known = _in_table(name) or _known_names().get(plain)
    return Guess(known, sure=True) if known else Guess(otherwise, sure=False)


def _in_table(name: str) -> str:
    key = name_key(name)
    return next((kind for kind, names in package_names().items() if key in names), "")


def guess_taken(name: str) -> str:
    """Return "supplement" or "medicine" for something that is taken; a medicine when in doubt."""
    return _taken_as(name[:LONGEST_NAME])


@functools.lru_cache(maxsize=10_000)
def _taken_as(name: str) -> str:
    plain = same_name(name).strip()
    known = _known_names().get(plain)
    if known in {"supplement", "medicine"}:
        return known
    words = plain.split()
    spans = (
        " ".join(words[first : first + length])
        for first in range(len(words))
        for length in range(_longest_taken(), 0, -1)
    )
    return next((_taken()[span] for span in spans if span in _taken()), "medicine")


@functools.cache
def _known_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for food in load_foods().values():
        for name in (food.name, *food.aliases):
            names.setdefault(same_name(name), food.kind)
    return MappingProxyType(names)


@functools.cache
def _longest_taken() -> int:
    """Return of how many words the longest name of something that is taken is made."""
    return max(len(word.split()) for word in _taken())


@functools.cache
def _taken() -> Mapping[str, str]:
    words = {w: "medicine" for c in load_medicine_classes().values() for w in c.words}
    words.update({w: "supplement" for s in load_substances().values() for w in s.words})
    return MappingProxyType(words)
