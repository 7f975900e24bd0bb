"""What a word that is in no name was meant to be: a near word, a longer one, or several."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gutline.meals.names import Names
from gutline.meals.segmenting import Piece, Segmenter
from gutline.meals.words import skeleton

# Words up to this long are short, from this long they are long.
_SHORT, _LONG = 4, 8
_SHORTEST_PART = 3
_SHORTEST_BEGINNING = 5
_SHORTEST_SOUND = 5
_SHORTEST_JOINED = 6
# The shortest words that may have none, one or two letters wrong; of rare words the same.
_LENGTHS, _LENGTHS_RARE = (0, 3, 9), (0, 6, 10)
_COMMON = 0.15
# Letters that are no word are a word of their own from this many on.
_SHORTEST_LEFT = 4


class Corrector:
    """Finds what a word was meant to be.

    Parameters
    ----------
    names : Names
        The names whose words are right.
    known : frozenset of str
        Further words that are right.
    """

    def __init__(self, names: Names, known: frozenset[str]) -> None:
        self._names = names
        self._segmenter = Segmenter(names, known)

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

    def one_letter_off(self, key: str) -> str:
        """Return the likeliest word that differs in one letter, or ""."""
        return self._nearest(key, self._words, 1)

    def correct(self, word: str, key: str, before: str = "") -> tuple[Piece, ...]:
        """Return what a word was meant to be; itself when nothing is near enough.

        Parameters
        ----------
        word, key : str
            The word in lower case, and its key.
        before : str
            Key of the word before it.
        """
        whole = len(word)
        near = self._nearest(key, self._words, 1)
        if near:
            return (Piece(near, whole, begins=False, guessed=True),)
        pieces = self._segmenter.pieces(word, before)
        if len(pieces) > 1 and not any(piece.guessed or not piece.known for piece in pieces):
            return _parts(pieces)
        near = (
            self._nearest(key, self._words, allowed_edits(key))
            or self._by_sound(key)
            or self._completed(word)
            or self._near_joined(key)
        )
        if near:
            return (Piece(near, whole, begins=False, guessed=True),)
        return _parts(pieces) or (Piece(key, whole, begins=False, known=False),)

    def _nearest(self, key: str, among: Sequence[str], edits: int) -> str:
        allowed = min(edits, allowed_edits(key))
        if not allowed:
            return ""
        found = process.extract(
            key, among, scorer=OSA.distance, score_cutoff=allowed, limit=8, processor=None
        )
        near = [w for w, n, _ in found if w != key and _plausible(key, w) and self._may_be(w, n)]
        return min(near, key=lambda w: self._unlikeliness(w, key), default="")

    def _may_be(self, meant: str, edits: float) -> bool:
        """Return whether a word is long enough to be known: rare ones must be longer."""
        common = self._names.words.get(meant, 0.0) >= _COMMON
        return len(meant) >= (_LENGTHS if common else _LENGTHS_RARE)[int(edits)]

    def _unlikeliness(self, meant: str, typed: str) -> tuple[int, bool, float, str]:
        popularity = self._names.words.get(meant, 0.0)
        return _edits(typed, meant), meant[0] != typed[0], -popularity, meant

    def _by_sound(self, key: str) -> str:
        found = self._sounds.get(skeleton(key), "") if len(key) >= _SHORTEST_SOUND else ""
        alike = found and (found[0] == key[0] or {found[0], key[0]} == {"c", "k"})
        return found if alike and abs(len(found) - len(key)) <= 1 else ""

    def _completed(self, word: str) -> str:
        """Return the likeliest of the words that begin so: "sandwi"."""
        if len(word) < _SHORTEST_BEGINNING:
            return ""
        words, most = self._names.words, 2 * len(word)
        longer = [w for w in self._words if w.startswith(word) and len(w) <= most]
        return max(longer, key=lambda w: (words[w] - 0.1 * len(w), w), default="")

    def _near_joined(self, key: str) -> str:
        if len(key) < _SHORTEST_JOINED:
            return ""
        return self._nearest(key, self._joined, allowed_edits(key))


def _parts(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Let a few letters that are no word go with the word before them."""
    parts: list[Piece] = []
    for piece in pieces:
        if parts and not piece.known and piece.letters < _SHORTEST_LEFT:
            parts[-1] = parts[-1]._replace(letters=parts[-1].letters + piece.letters, guessed=True)
        else:
            parts.append(piece._replace(begins=piece.begins and bool(parts)))
    return tuple(parts)


def allowed_edits(key: str) -> int:
    """Return how many letters of a word may be wrong."""
    return 0 if len(key) < 4 else 1 if len(key) < _LONG else 2


def _edits(a: str, b: str) -> int:
    return int(OSA.distance(a, b))


def _plausible(typed: str, meant: str) -> bool:
    """Return whether one word is likely a slip of another.

    The shorter the word, the less may be wrong: in long ones two letters, in all the first letter
    is right unless letters are only moved; in shorter ones one letter stands for another only
    where they sound alike or are neighbours on a keyboard; in the shortest, letters are only
    moved, lost or added.
    """
    moved = sorted(typed) == sorted(meant)
    if typed[0] != meant[0]:
        return moved or (len(typed) >= _LONG and _edits(typed, meant) == 1)
    if len(typed) >= _LONG:
        return True
    if moved or len(typed) != len(meant):
        return len(meant) > _SHORTEST_PART
    pairs = [frozenset(pair) for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return len(typed) > _SHORT and all(pair in _ALIKE for pair in pairs)


def _neighbours() -> set[frozenset[str]]:
    """Pairs of letters that sound alike, or stand side by side on a keyboard."""
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    pairs = {frozenset(pair) for row in rows for pair in pairwise(row)}
    alike = ("aeiouy", "ckqsz", "gj", "fv", "bv", "mn", "dt", "bp", "ij")
    return pairs | {frozenset(pair) for group in alike for pair in combinations(group, 2)}


_ALIKE = _neighbours()
