"""What of the library fits a search and some filters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.catalog.exercises import PLACES, Exercise, load_exercises
from gutline.catalog.practices import Practice, load_practices
from gutline.catalog.swaps import Swap, load_swaps

if TYPE_CHECKING:
    from django.http import QueryDict

SORTS = ("practices", "movement", "swaps")
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for.

    Attributes
    ----------
    words : str
    what : str
        One of SORTS, or "" for all.
    place : str
        Where they are: standing, chair, floor; "" for anywhere.
    bloated : bool
        Whether to hide what presses the belly.
    """

    words: str = ""
    what: str = ""
    place: str = ""
    bloated: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether something is looked for; being bloated is no search, it only hides."""
        return bool(self.words or self.what or self.place)


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, and how many exercises are hidden since they press the belly."""

    practices: tuple[Practice, ...]
    exercises: tuple[Exercise, ...]
    swaps: tuple[Swap, ...]
    hidden: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.practices) + len(self.exercises) + len(self.swaps)


def wanted_of(asked: QueryDict) -> Wanted:
    """Return what the fields of the search say; what is not known is left out."""
    what, place = asked.get("what", ""), asked.get("place", "")
    return Wanted(
        words=asked.get("words", "").strip()[:LONGEST_WORDS],
        what=what if what in SORTS else "",
        place=place if place in PLACES else "",
        bloated=asked.get("bloated") == "1",
    )


def find(wanted: Wanted) -> Found:
    """Return what fits, in order of name."""
    asked = re.findall(r"\w+", wanted.words.casefold())
    practices = [p for p in load_practices().values() if _holds(asked, (p.name, p.helps, *p.words))]
    exercises = [
        e
        for e in load_exercises().values()
        if _holds(asked, (e.name, e.helps, e.part, e.place, *e.words))
        and wanted.place in {"", e.place}
    ]
    swaps = [s for s in load_swaps().values() if _holds(asked, _swap_words(s))]
    free = [e for e in exercises if not (wanted.bloated and e.presses)]
    shows = {sort: wanted.what in {"", sort} for sort in SORTS}
    return Found(
        practices=tuple(sorted(practices, key=_name)) if shows["practices"] else (),
        exercises=tuple(sorted(free, key=_name)) if shows["movement"] else (),
        swaps=tuple(swaps) if shows["swaps"] else (),
        hidden=len(exercises) - len(free) if shows["movement"] else 0,
    )


def _name(thing: Practice | Exercise) -> str:
    return thing.name.casefold()


def _swap_words(swap: Swap) -> tuple[str, ...]:
    return (swap.name, *swap.words, *(one.name for one in swap.instead))


def _holds(asked: Iterable[str], texts: Iterable[str]) -> bool:
    """Return whether every word asked for begins a word of the texts."""
    there = re.findall(r"\w+", " ".join(texts).casefold())
    return all(any(word.startswith(one) for word in there) for one in asked)
