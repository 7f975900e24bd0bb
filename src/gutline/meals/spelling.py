"""Words that are right, and what other words were meant to be.

What is right can be told from the names alone; what compares letters is loaded for the first word
that is not.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gutline.meals.language import PLAIN
from gutline.meals.names import Names
from gutline.meals.segmenting import Piece

if TYPE_CHECKING:
    from gutline.meals.correcting import Corrector

LONGEST = 40
# Corrections looked for in one line; what is left stays as it was typed.
MOST_IN_A_LINE = 150
_CACHE = 4096
# Words up to this long are too short to be slips of another one.
_SHORT = 4
_COMMON = 8


class Speller:
    """Corrects words that are in no name.

    Parameters
    ----------
    names : Names
        The names whose words are right.
    known : iterable of str
        Keys of further words that are right, and are no food.
    """

    def __init__(self, names: Names, known: Iterable[str]) -> None:
        self._names = names
        self._known = frozenset(known)
        self._cache: dict[tuple[str, str], tuple[Piece, ...]] = {}
        self._slips: dict[str, str] = {}

    @functools.cached_property
    def _corrector(self) -> Corrector:
        from gutline.meals.correcting import Corrector  # noqa: PLC0415 - see above

        return Corrector(self._names, self._known)

    def knows(self, key: str) -> bool:
        """Return whether a word is in a name or needs no correction."""
        return key in self._names.words or key in self._known

    def usual(self, key: str) -> str:
        """Return the usual spelling of a name that is written another way too, or ""."""
        return self._names.variants.get(key, "")

    def slip_of(self, key: str) -> str:
        """Return the common word that a word is a slip of, or "": "beacon" in one long name.

        Words that are names by themselves, and words of several names, are no slips.
        """
        names = self._names
        if key in self._slips:
            return self._slips[key]
        if names.counts.get(key) != 1 or len(key) <= _SHORT or key in PLAIN or names.find((key,)):
            return ""
        near = self._corrector.one_letter_off(key)
        self._slips[key] = near if near and names.counts[near] >= _COMMON else ""
        return self._slips[key]

    def correct(self, word: str, key: str, before: str = "") -> tuple[Piece, ...]:
        """Return what a word was meant to be; itself when nothing is near enough.

        Parameters
        ----------
        word, key : str
            The word in lower case, and its key.
        before : str
            Key of the word before it.
        """
        if len(word) > LONGEST or not word.isalpha() or not word.isascii():
            return (Piece(key, len(word)),)
        if before not in self._names.words or self._names.find((before,)) is not None:
            before = ""
        known = self._cache.get((word, before))
        if known is None:
            known = self._corrector.correct(word, key, before)
            if len(self._cache) < _CACHE:
                self._cache[word, before] = known
        return known
