"""Words nobody knows: corrected, joined, or taken apart where two ran together."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from gutline.meals.language import PLAIN
from gutline.meals.names import Names
from gutline.meals.words import fold, skeleton

LONGEST = 40
SHORTEST_PART = 3
# Corrections looked for in one line; what is left stays as it was typed.
MOST_IN_A_LINE = 150
_CACHE = 4096
_UNKNOWN_LETTER = 1.1
_MOST_UNKNOWN = 0.35
_ALIKE_IN_CONTEXT = 0.5
# Words up to this long are short, from this long they are long.
_SHORT, _LONG = 4, 8
_COMMON = 8
_SHORTEST_BEGINNING = 5
_LEFT = "?"


class Part(NamedTuple):
    """A word that a typed word was meant to be, and how many of the typed letters are its."""

    key: str
    letters: int


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
        self._cache: dict[str, tuple[Part, ...]] = {}
        self._slips: dict[str, str] = {}

    @functools.cached_property
    def _words(self) -> list[str]:
        return sorted(w for w in self._names.words if w.isalpha() and len(w) > 2)

    @functools.cached_property
    def _joined(self) -> list[str]:
        return sorted(j for j in self._names.joined() if j.isalpha())

    @functools.cached_property
    def _sounds(self) -> Mapping[str, str]:
        words = self._names.words
        return {skeleton(w): w for w in sorted(self._words, key=lambda w: (words[w], w))}

    @functools.cached_property
    def _longest(self) -> int:
        return max(map(len, self._words), default=0)

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
        if names.counts.get(key) != 1 or len(key) <= _SHORT or key in PLAIN or key in self._cache:
            return self._slips.get(key, "")
        if names.find((key,)) is None:
            near = self._nearest(key, self._words)
            if near and names.counts[near] >= _COMMON and _edits(key, near) == 1:
                self._slips[key] = near
        self._cache[key] = (Part(key, len(key)),)
        return self._slips.get(key, "")

    def correct(self, word: str, key: str) -> tuple[Part, ...]:
        """Return what a word was meant to be; itself when nothing is near enough.

        Parameters
        ----------
        word, key : str
            The word in lower case, and its key.
        """
        if len(word) > LONGEST or not word.isalpha() or not word.isascii():
            return (Part(key, len(word)),)
        known = self._cache.get(word)
        if known is None:
            known = self._corrected(word, key)
            if len(self._cache) < _CACHE:
                self._cache[word] = known
        return known

    def _corrected(self, word: str, key: str) -> tuple[Part, ...]:
        whole = len(word)
        near = self._nearest(key, self._words)
        if near:
            return (Part(near, whole),)
        parts, unknown = self._apart(word)
        if len(parts) > 1 and not unknown:
            return parts
        near = self._by_sound(key) or self._completed(word) or self._near_joined(key)
        if near:
            return (Part(near, whole),)
        if unknown <= _MOST_UNKNOWN * whole and _tells(parts):
            return self._in_context(parts)
        return (Part(key, whole),)

    def _nearest(self, key: str, among: Sequence[str]) -> str:
        allowed = allowed_edits(key)
        if not allowed:
            return ""
        found = process.extract(
            key, among, scorer=OSA.distance, score_cutoff=allowed, limit=8, processor=None
        )
        near = [w for w, _, _ in found if w != key and _plausible(key, w)]
        return min(near, key=lambda w: self._unlikeliness(w, key), default="")

    def _unlikeliness(self, meant: str, typed: str) -> tuple[int, bool, float, str]:
        popularity = self._names.words.get(meant, 0.0)
        return _edits(typed, meant), meant[0] != typed[0], -popularity, meant

    def _by_sound(self, key: str) -> str:
        found = self._sounds.get(skeleton(key), "") if len(key) > 3 else ""
        return found if found and abs(len(found) - len(key)) <= 3 else ""

    def _completed(self, word: str) -> str:
        """Return the likeliest of the words that begin so: "sandwi"."""
        if len(word) < _SHORTEST_BEGINNING:
            return ""
        words, most = self._names.words, 2 * len(word)
        longer = [w for w in self._words if w.startswith(word) and len(w) <= most]
        return max(longer, key=lambda w: (words[w] - 0.1 * len(w), w), default="")

    def _near_joined(self, key: str) -> str:
        return self._nearest(key, self._joined) if len(key) >= 6 else ""

    def _apart(self, word: str) -> tuple[tuple[Part, ...], int]:
        """Return the fewest known words that make up a word, and how many letters are left.

        The best way to read every beginning of the word is built up from the left; a letter that
        belongs to no word costs more than a word.
        """
        if len(word) < 2 * SHORTEST_PART:
            return (), 0
        best: list[tuple[float, int, tuple[Part, ...]]] = [(0.0, 0, ())]
        for end in range(1, len(word) + 1):
            cost, unknown, parts = best[end - 1]
            options = [(cost + _UNKNOWN_LETTER, unknown + 1, _with_letter(parts, word[end - 1]))]
            for start in range(max(0, end - self._longest - 3), end - SHORTEST_PART + 1):
                key = fold(word[start:end])
                if key in self._names.words:
                    cost, unknown, parts = best[start]
                    price = 1.0 + (end - start <= SHORTEST_PART) - 0.1 * self._names.words[key]
                    options.append((cost + price, unknown, (*parts, Part(key, end - start))))
            best.append(min(options))
        return best[-1][2], best[-1][1]

    def _in_context(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Mend what was left between known words, by what usually follows the word before."""
        mended: list[Part] = []
        for part in parts:
            key = part.key
            if key.startswith(_LEFT):
                usual = self._names.after.get(mended[-1].key) if mended else None
                key = self._mended(key[1:], usual or ())
            mended.append(Part(key, part.letters))
        return tuple(mended)

    def _mended(self, letters: str, usual: Iterable[str]) -> str:
        alike = process.extractOne(
            letters,
            sorted(usual),
            scorer=Indel.normalized_similarity,
            score_cutoff=_ALIKE_IN_CONTEXT,
        )
        return alike[0] if alike else self._nearest(letters, self._words) or letters


def _tells(parts: Sequence[Part]) -> bool:
    """Return whether enough of a word is other words for the rest to be slips."""
    known = [part.letters for part in parts if not part.key.startswith(_LEFT)]
    return len(known) > 1 and max(known) > _SHORT and sum(known) >= _LONG


def _with_letter(parts: tuple[Part, ...], letter: str) -> tuple[Part, ...]:
    if parts and parts[-1].key.startswith(_LEFT):
        return (*parts[:-1], Part(parts[-1].key + letter, parts[-1].letters + 1))
    return (*parts, Part(_LEFT + letter, 1))


def allowed_edits(key: str) -> int:
    """Return how many letters of a word may be wrong."""
    return 0 if len(key) < 4 else 1 if len(key) < _LONG else 2


def _edits(a: str, b: str) -> int:
    return int(OSA.distance(a, b))


def _plausible(typed: str, meant: str) -> bool:
    """Return whether one word is likely a slip of another.

    The shorter the word, the less may be wrong: in long ones anything; else the first letter is
    right, and one letter stands for another only where they sound alike or are neighbours on a
    keyboard; in the shortest, letters are only moved, lost or added.
    """
    if len(typed) >= _LONG:
        return True
    moved = sorted(typed) == sorted(meant)
    if typed[0] != meant[0]:
        return moved
    if moved or len(typed) != len(meant):
        return len(meant) > SHORTEST_PART
    pairs = [frozenset(pair) for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return len(typed) > _SHORT and all(pair in _ALIKE for pair in pairs)


def _neighbours() -> set[frozenset[str]]:
    """Pairs of letters that sound alike, or stand side by side on a keyboard."""
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    pairs = {frozenset(pair) for row in rows for pair in pairwise(row)}
    alike = ("aeiouy", "ckqsz", "gj", "fv", "bv", "mn", "dt", "bp", "ij")
    return pairs | {frozenset(pair) for group in alike for pair in combinations(group, 2)}


_ALIKE = _neighbours()
