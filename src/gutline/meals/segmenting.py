"""Words that ran together taken apart: every letter covered, by as common foods as can be.

The best way to read every beginning of a word is built up from the left. A food costs less the
more often it is eaten, so that two common foods are likelier than a rare one; a word that is part
of names only, a word cut short or with a slip in it cost more, and letters of no word most.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gutline.meals.language import PLAIN
from gutline.meals.names import Names
from gutline.meals.words import describes, fold

SHORTEST_PART, LONGEST_PART = 3, 16
# Parts of names that are looked for after a first one: "raw vegan chocolate".
_MOST_WORDS = 3
_SHORTEST_CUT, _SHORTEST_SLIP = 4, 5
# What a food costs, from the most to the least popular, and what else there may be instead.
_FOOD, _RARE, _ALIAS = 2.0, 4.5, 0.3
_PART_OF_NAMES, _DESCRIBING, _PLAIN = 5.5, 2.5, 4.0
_SHORT = 1.2
_SLIP, _CUT, _MISSING_LETTER = 2.6, 1.8, 0.3
_LEFT, _LEFT_LETTER, _MOST_LEFT = 3.5, 1.8, 8
# So much of a word that was cut short must be there.
_LEAST_OF_CUT = 0.5
# What a letter may cost: with guesses, where nothing needs to be guessed, and of foods only.
DEAR, FAIR, FOODS = 1.3, 0.8, 1.5
_MOST_UNKNOWN, _LEAST_SURE, _LEAST_ALONE = 0.34, 0.25, 0.6
_TELLING = 4


class Piece(NamedTuple):
    """A word found in a longer one.

    Attributes
    ----------
    key : str
        Its key; of letters that are no word, the letters.
    letters : int
        How many letters were typed for it.
    begins : bool
        Whether a food begins with it.
    guessed : bool
        Whether it was not typed as it should be.
    known : bool
        Whether it is a word.
    describes : bool
        Whether it only describes the food behind it.
    food : bool
        Whether it is a food, or a word of its name.
    """

    key: str
    letters: int
    begins: bool = True
    guessed: bool = False
    known: bool = True
    describes: bool = False
    food: bool = False


class _Way(NamedTuple):
    """A way to read the beginning of a word, and what it costs."""

    cost: float
    pieces: tuple[Piece, ...]


class _Step(NamedTuple):
    """A word or name that may stand at some place: where it ends and what it costs."""

    end: int
    cost: float
    pieces: tuple[Piece, ...]


class Segmenter:
    """Takes words apart.

    Parameters
    ----------
    names : Names
        The names whose words are looked for.
    known : frozenset of str
        Further words that may stand among them: "homemade".
    """

    def __init__(self, names: Names, known: frozenset[str]) -> None:
        self._names = names
        self._known = frozenset(word for word in known if len(word) > SHORTEST_PART)

    def pieces(self, word: str, before: str = "") -> tuple[Piece, ...]:
        """Return the words that make up a word; none when it cannot be told.

        Parameters
        ----------
        word : str
        before : str
            Key of the word before it, which may be the beginning of a name: "brussels sprts".
        """
        for end, _, pieces in self._names_from(word, 0, (Piece(before, 0),), guess=True):
            if end == len(word):
                return pieces[1:]
        exact = self._read(word, before, guess=False)
        if exact is not None and exact.cost <= FAIR * len(word):
            return exact.pieces
        guessed = self._read(word, before, guess=True)
        if guessed is not None and guessed.cost <= DEAR * len(word) and _tells(guessed, len(word)):
            return guessed.pieces
        if exact is not None and exact.cost <= FOODS * len(word) and self._are_foods(exact.pieces):
            return exact.pieces
        return ()

    def _are_foods(self, pieces: Sequence[Piece]) -> bool:
        return all(self._names.find((piece.key,)) is not None for piece in pieces)

    def _read(self, word: str, before: str, *, guess: bool) -> _Way | None:
        ways: list[_Way | None] = [_Way(0.0, ())] + [None] * len(word)
        for end, cost, pieces in self._names_from(word, 0, (Piece(before, 0),), guess=guess):
            ways[end] = min(ways[end] or _Way(cost, pieces[1:]), _Way(cost, pieces[1:]))
        for start in range(len(word)):
            way = ways[start]
            if way is None:
                continue
            for end, cost, pieces in self._steps(word, start, guess=guess):
                known = ways[end]
                if known is None or way.cost + cost < known.cost:
                    ways[end] = _Way(way.cost + cost, _followed(way.pieces, pieces))
        return ways[-1]

    def _steps(self, word: str, start: int, *, guess: bool) -> Iterator[_Step]:
        """Yield what may stand at a place of a word."""
        words = list(self._words(word, start))
        for end, key in words:
            piece = self._piece(key, word[start:end])
            yield _Step(end, self._price(piece, end - start), (piece,))
            yield from self._names_from(word, end, (piece,), guess=guess)
        if not guess:
            return
        for end, key, cost in self._guesses(word, start):
            piece = Piece(key, end - start, guessed=True)
            yield _Step(end, cost + self._price(piece, len(key)), (piece,))
            for step in self._names_from(word, end, (piece,), guess=False):
                yield step._replace(cost=step.cost + cost)
        for end in range(start + 1, min(start + _MOST_LEFT, len(word)) + 1):
            left = Piece(word[start:end], end - start, known=False)
            yield _Step(end, _LEFT + _LEFT_LETTER * (end - start), (left,))

    def _words(self, word: str, start: int) -> Iterator[tuple[int, str]]:
        """Yield the known words that stand at a place as they should be."""
        for end in range(start + SHORTEST_PART, min(start + LONGEST_PART, len(word)) + 1):
            key = fold(word[start:end])
            if key in self._names.words or key in self._known:
                yield end, key

    def _names_from(
        self, word: str, start: int, before: tuple[Piece, ...], *, guess: bool
    ) -> Iterator[_Step]:
        """Yield the names of several words that begin with some."""
        after = self._names.after.get(before[-1].key)
        if after is None or len(before) >= _MOST_WORDS:
            return
        found = [(end, Piece(key, end - start, begins=False), 0.0)
                 for end, key in self._words(word, start) if key in after]  # fmt: skip
        if guess:
            found += [(start + n, Piece(key, n, begins=False, guessed=True), cost)
                      for key in after for n, cost in _guesses_of(word[start:], key)]  # fmt: skip
        for end, piece, cost in found:
            pieces = (*before, piece)
            if (name := self._names.find([p.key for p in pieces])) is not None:
                price = _price_of_food(name.food.popularity, alias=name.alias)
                foods = tuple(p._replace(food=True, describes=False) for p in pieces)
                yield _Step(end, price + cost, foods)
            if not piece.guessed:
                yield from self._names_from(word, end, pieces, guess=guess)

    def _piece(self, key: str, typed: str) -> Piece:
        names = self._names
        food = names.find((key,)) is not None or names.begun(key) is not None
        return Piece(key, len(typed), describes=describes(typed, key), food=food)

    def _price(self, piece: Piece, letters: int) -> float:
        key, short = piece.key, _SHORT * (letters <= SHORTEST_PART)
        if piece.describes:
            return _DESCRIBING + short
        if key in PLAIN or key not in self._names.words:
            return _PLAIN + short
        name = self._names.find((key,))
        if name is not None:
            return _price_of_food(name.food.popularity, alias=name.alias) + short
        if (name := self._names.begun(key)) is not None:
            return _price_of_food(name.food.popularity, alias=True) + short
        return _PART_OF_NAMES - self._names.words[key] + short

    def _guesses(self, word: str, start: int) -> Iterator[tuple[int, str, float]]:
        """Yield the words that may have been meant at a place: where they end, and the extra."""
        rest = word[start:]
        for meant in self._by_beginning.get(rest[:2], ()):
            for letters, cost in _cut(rest, meant, _SHORTEST_CUT, _SHORTEST_SLIP):
                if fold(rest[:letters]) not in self._names.words:
                    yield start + letters, meant, cost
        for letters in range(_SHORTEST_SLIP, min(LONGEST_PART, len(rest)) + 1):
            for meant in self._slips_of(rest[:letters]):
                yield start + letters, meant, _SLIP
                if rest[letters : letters + 1] == "s":
                    yield start + letters + 1, meant, _SLIP

    @functools.cached_property
    def _foods(self) -> Sequence[str]:
        """Words that are foods, or begin names, and are long enough to be known by a part."""
        names = self._names
        found = (word for word in names.words if word.isalpha() and len(word) > _TELLING)
        return sorted(w for w in found if w not in PLAIN and (w in names.after or names.find((w,))))

    @functools.cached_property
    def _by_beginning(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._foods:
            found[word[:2]].append(word)
        return found

    @functools.cached_property
    def _less_a_letter(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._foods:
            for form in _forms(word):
                found[form].append(word)
        return found

    def _slips_of(self, typed: str) -> Sequence[str]:
        index = self._less_a_letter
        near = {word for form in _forms(typed) for word in index.get(form, ())}
        return [word for word in sorted(near) if _is_slip(typed, word)]


def _price_of_food(popularity: float, *, alias: bool) -> float:
    return _FOOD + _RARE * (1.0 - popularity) + _ALIAS * alias


def _followed(before: tuple[Piece, ...], pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Put words behind others; a food does not begin behind the word that describes it."""
    if before and before[-1].describes and pieces[0].known:
        return (*before, pieces[0]._replace(begins=False), *pieces[1:])
    return before + pieces


def _guesses_of(typed: str, meant: str) -> Iterator[tuple[int, float]]:
    """Yield how many letters may be meant for a word that is likely here, and the cost."""
    if typed[:1] != meant[0]:
        return
    yield from _cut(typed, meant, SHORTEST_PART, SHORTEST_PART)
    if len(meant) >= _SHORTEST_SLIP:
        for letters in range(len(meant) - 1, min(len(meant) + 1, len(typed)) + 1):
            if typed[:letters] != meant and _is_slip(typed[:letters], meant):
                yield letters, _SLIP


def _cut(typed: str, meant: str, beginning: int, shortest: int) -> Iterator[tuple[int, float]]:
    """Yield how many letters may be a word cut short or without some letters, and the cost.

    Either its beginning is there, or its first and last letter and, in order, some between.
    """
    place = same = 0
    for number, letter in enumerate(meant):
        if place >= len(typed):
            break
        if typed[place] != letter:
            continue
        same += place == number
        place += 1
        if place >= beginning and place == same and number + 1 < len(meant):
            yield from _priced(place, len(meant))
    if place > same and place >= shortest and typed[place - 1] == meant[-1]:
        yield from _priced(place, len(meant))
        if typed[place : place + 1] == "s":
            yield from ((letters + 1, cost) for letters, cost in _priced(place, len(meant)))


def _priced(letters: int, whole: int) -> Iterator[tuple[int, float]]:
    if letters >= _LEAST_OF_CUT * whole:
        yield letters, _CUT + _MISSING_LETTER * (whole - letters)


def _forms(word: str) -> set[str]:
    """Return a word, and what is left when any letter but the first is lost."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


def _is_slip(typed: str, meant: str) -> bool:
    """Return whether one letter is lost, added, wrong or moved."""
    if len(typed) != len(meant):
        longer, shorter = sorted((typed, meant), key=len, reverse=True)
        return len(longer) == len(shorter) + 1 and shorter in _forms(longer)
    wrong = [place for place in range(len(typed)) if typed[place] != meant[place]]
    if len(wrong) == 2:
        one, other = wrong
        return other == one + 1 and typed[one] == meant[other] and typed[other] == meant[one]
    return len(wrong) == 1


def _tells(way: _Way, letters: int) -> bool:
    """Return whether enough of a word is known for the rest to be slips."""
    unknown = sum(p.letters for p in way.pieces if not p.known)
    sure = [p for p in way.pieces if p.known and not p.guessed]
    foods = [p.letters for p in sure if p.food]
    telling = foods if unknown else [p.letters for p in sure]
    if not foods or max(telling) < _TELLING or unknown > _MOST_UNKNOWN * letters:
        return False
    lone = unknown and len(foods) == 1 and not any(p.guessed for p in way.pieces)
    return sum(p.letters for p in sure) >= (_LEAST_ALONE if lone else _LEAST_SURE) * letters
