"""Search over the names of foods: BM25, and what it lacks for short names.

A name is a document. Its BM25 score is divided by what the query and the name would score on
themselves, so that 1 means equal. To that come bonuses for the same head word, for a name that
says no more than was typed, and for what is often eaten.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from gutline.catalog.food import Food
from gutline.meals.language import DESCRIBING
from gutline.meals.names import Name

K1, B = 1.2, 0.4
WEAK = 0.45
# Shares of a score: how much of what was typed the name has, and the other way round.
SAID, MEANT = 0.36, 0.30
HEAD_BONUS, OTHER_HEAD = 0.22, 0.18
PLAIN_BONUS = 0.06
POPULAR_BONUS = 0.06
# A name that scores less says something else.
LEAST = 0.34
_AFTER_HEAD = frozenset(["with", "in", "on", "of", "and", "for", "from", "without", "no"])


class Hit(NamedTuple):
    """A food found by a search, its score from 0 to 1, and the name that was found."""

    food: Food
    score: float
    name: Name


class Index:
    """An inverted index of names.

    Parameters
    ----------
    names : sequence of Name
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = names
        self._heads = [head_of(name.keys) for name in names]
        postings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        for place, name in enumerate(names):
            for key in dict.fromkeys(name.keys):
                postings[key].append(place)
        self._postings = dict(postings)
        self._mean = sum(len(n.keys) for n in names) / max(len(names), 1)
        self._weights = {key: self._weight(key, len(places)) for key, places in postings.items()}
        self._of_typed = array(
            "f", (SAID * self._saturation(len(n.keys)) / self._saturation(1) for n in names)
        )
        self._of_name = array("f", (MEANT / self._of_itself(name.keys) for name in names))

    def _weight(self, key: str, documents: int) -> float:
        rarity = math.log(1.0 + (len(self._names) - documents + 0.5) / (documents + 0.5))
        return rarity * (WEAK if key in DESCRIBING or key in _AFTER_HEAD else 1.0)

    def _saturation(self, length: int) -> float:
        return (K1 + 1.0) / (1.0 + K1 * (1.0 - B + B * length / self._mean))

    def _of_itself(self, keys: Sequence[str]) -> float:
        return sum(self._weights[key] for key in dict.fromkeys(keys))

    def weight(self, key: str) -> float:
        """Return how much a word tells; a word in no name tells as much as one in a single name."""
        return self._weights.get(key) or self._weight(key, 1)

    def search(
        self,
        keys: Sequence[str],
        most: int = 3,
        bonus: Callable[[Food], float] | None = None,
        head: str = "",
    ) -> list[Hit]:
        """Return the foods whose names are nearest, best first, each food once.

        Parameters
        ----------
        keys : sequence of str
            Keys of the words.
        most : int
            How many foods at most.
        bonus : callable, optional
            What to add to a food's score, for what the person eats.
        head : str
            The key that says what it is, where that is known.
        """
        overlaps = self._overlaps(keys)
        if not overlaps:
            return []
        whole = sum(self.weight(key) for key in dict.fromkeys(keys))
        head = head or head_of(keys)
        best: dict[str, Hit] = {}
        for place, overlap in overlaps.items():
            score = self._score(place, overlap, whole, keys, head)
            food = self._names[place].food
            if bonus is not None:
                score += bonus(food)
            if score >= LEAST and (food.id not in best or score > best[food.id].score):
                best[food.id] = Hit(food, score, self._names[place])
        ranked = sorted(best.values(), key=lambda hit: (-hit.score, hit.food.id))
        return [hit._replace(score=min(hit.score, 1.0)) for hit in ranked[:most]]

    def _overlaps(self, keys: Sequence[str]) -> Mapping[int, float]:
        """Sum up what each name shares with the words; describing words alone share nothing.

        Each word once and in the order typed: the order of a set is another in every process, and
        with it the last digit of a sum, which decides between foods that are equally near.
        """
        overlaps: dict[int, float] = defaultdict(float)
        each = dict.fromkeys(keys)
        strong = [key for key in each if key not in DESCRIBING]
        for key in strong:
            weight = self._weights.get(key, 0.0)
            for place in self._postings.get(key, ()):
                overlaps[place] += weight
        for key in (key for key in each if key in DESCRIBING):
            weight = self._weights.get(key, 0.0)
            for place in self._postings.get(key, ()):
                if place in overlaps:
                    overlaps[place] += weight
        return overlaps

    def _score(
        self, place: int, overlap: float, whole: float, keys: Sequence[str], head: str
    ) -> float:
        name = self._names[place]
        meant = overlap * self._of_name[place]
        score = overlap / whole * self._of_typed[place] + meant
        other = self._heads[place]
        if other == head:
            score += HEAD_BONUS
        elif head in name.keys:
            score += HEAD_BONUS / 3
        elif other not in keys:
            score -= OTHER_HEAD
        if meant > 0.999 * MEANT:
            score += PLAIN_BONUS
        return score + POPULAR_BONUS * name.food.popularity


def head_of(keys: Sequence[str]) -> str:
    """Return the word that says what it is: "soup" of cream of tomato soup with bread."""
    end = len(keys)
    for place, key in enumerate(keys):
        if place and key in _AFTER_HEAD:
            end = place
            break
    for key in reversed(keys[:end]):
        if key not in DESCRIBING:
            return key
    return keys[end - 1] if keys else ""
