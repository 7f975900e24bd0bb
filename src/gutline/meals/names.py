"""Every name of the foods, to be found whatever its spaces, plurals and spelling conventions."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from gutline.catalog.food import Food
from gutline.meals.language import FRACTIONS, NUMBERS, UNITS_BEFORE, UNITS_BEHIND
from gutline.meals.quantities import SIZES, unit_words
from gutline.meals.words import fold, keys_of

LONGEST_NAME = 8
SHORTEST_VARIANT = 5
SHORTEST_BEGINNING = 5
# So many foods of a group before a word make a pattern: "chips" of vegetables.
OFTEN = 3
# A word followed by another one this often begins its name.
MOSTLY = 0.6
_DOSES = frozenset({"mg", "mcg", "ug", "iu", "g", "cfu", "ml"})
_SIMPLE = re.compile(r"[a-z ]+")
# What takes a name apart when it is read by its words: "7 up", "dr. pepper", "fish & chips".
_BREAKS = re.compile(r"[&.+*\d]")
# "l. reuteri" is not a litre of anything.
_INITIAL = re.compile(r"[a-z]\. ")
_JOINS = frozenset({"and", "with"})


class Name(NamedTuple):
    """One name of one food.

    Attributes
    ----------
    food : Food
    keys : tuple of str
    alias : bool
        Whether it is another name than the food's first one.
    """

    food: Food
    keys: tuple[str, ...]
    alias: bool


class Names:
    """The names of some foods, to be looked up.

    Parameters
    ----------
    foods : iterable of Food
    """

    def __init__(self, foods: Iterable[Food]) -> None:
        foods = tuple(foods)
        self.all: list[Name] = [name for food in foods for name in _names_of(food)]
        self.words: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self._exact: dict[str, Name] = {}
        for name in self.all:
            self._add(name)
        self._drop_amounts()
        exact = self._exact
        self._written = {
            text: name
            for food in foods
            for text, name in _written_of(food)
            if "".join(name.keys) in exact or _INITIAL.match(text)
        }
        self.variants = self._spellings()

    def _add(self, name: Name) -> None:
        food, keys, _ = name
        _keep_better(self._exact, "".join(keys), name)
        words, counts, popularity = self.words, self.counts, food.popularity
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
            if words.get(key, -1.0) < popularity:
                words[key] = popularity

    def _drop_amounts(self) -> None:
        """Drop names that only add an amount to another name of their food: "pint of lager"."""
        amounts = []
        for joined, name in self._exact.items():
            rest = _without_amount(name.keys)
            shorter = self._exact.get("".join(rest)) if rest else None
            if shorter is not None and shorter.food is name.food:
                amounts.append(joined)
        for joined in amounts:
            del self._exact[joined]

    def _spellings(self) -> Mapping[str, str]:
        """Return other names of one word that only spell a word differently: "spagetti"."""
        variants: dict[str, str] = {}
        first = ""
        for _, keys, alias in self.all:
            if not alias:
                first = keys[0] if len(keys) == 1 else ""
            elif first and len(keys) == 1 and self.counts[keys[0]] == 1:
                variants |= {key: first for key in keys if _is_slip(key, first)}
        return variants

    @functools.cached_property
    def after(self) -> Mapping[str, Counter[str]]:
        """How often which word follows a word in names."""
        after: dict[str, Counter[str]] = defaultdict(Counter)
        for name in self.all:
            for word, following in pairwise(name.keys):
                after[word][following] += 1
        return after

    @functools.cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        """The groups of the foods that often stand before the last word of names."""
        parts: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name in self.all:
            part = self._exact.get("".join(name.keys[:-1]))
            if part is not None:
                parts[name.keys[-1]].add((part.food.group, part.food.id))
        return {last: _often(group for group, _ in found) for last, found in parts.items()}

    @functools.cached_property
    def _any_order(self) -> Mapping[str, Name]:
        names: dict[str, Name] = {}
        for name in self.all:
            if len(name.keys) > 1:
                _keep_better(names, _unordered(name.keys), name)
        return names

    def is_made_of(self, last: str, part: Name) -> bool:
        """Return whether names that end in a word have such foods, and this one, before it."""
        alike = part.food.group in self._parts.get(last, ())
        return alike and last in self.after.get(part.keys[-1], ())

    def begun(self, key: str) -> Name | None:
        """Return the name of two words that nearly always begins with a word: "brussels".

        Short words begin many things that are no food: "back".
        """
        if len(key) < SHORTEST_BEGINNING:
            return None
        following = self.after.get(key)
        if following is None:
            return None
        last, times = following.most_common(1)[0]
        return self.find((key, last)) if times >= MOSTLY * following.total() else None

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that these keys spell, whatever the spaces between them."""
        return self._exact.get("".join(keys))

    def find_written(self, text: str) -> Name | None:
        """Return the name that is written exactly so, whatever its words mean by themselves."""
        return self._written.get(written(text))

    @functools.cached_property
    def unlike_words(self) -> Mapping[str, Name]:
        """The names that hold marks, digits or the word of a number, as they are written."""
        return {
            text: name
            for text, name in self._written.items()
            if _BREAKS.search(text) or not NUMBERS.keys().isdisjoint(name.keys[1:])
        }

    def find_in_any_order(self, keys: Sequence[str]) -> Name | None:
        """Return the name that has these keys, joining words left out."""
        return self._any_order.get(_unordered(keys)) if len(keys) > 1 else None

    def joined(self) -> Iterable[str]:
        """Return the names of two or three words, each as one word."""
        return (k for k, name in self._exact.items() if 1 < len(name.keys) <= 3)


def _is_slip(typed: str, meant: str) -> bool:
    """Return whether a word is another one with a letter doubled, lost, added or moved."""
    if typed[0] != meant[0] or abs(len(typed) - len(meant)) > 1 or len(typed) < SHORTEST_VARIANT:
        return False
    letters, others = Counter(typed), Counter(meant)
    return (letters - others).total() + (others - letters).total() <= 2


def _often(groups: Iterable[str]) -> frozenset[str]:
    return frozenset(group for group, times in Counter(groups).items() if times >= OFTEN)


def _without_amount(keys: Sequence[str]) -> Sequence[str]:
    start = 0
    while start + 1 < len(keys) and (keys[start] in _amount_keys() or keys[start].isdigit()):
        start += 1
    if start:
        return keys[start:]
    if len(keys) > 2 and keys[-1] in _DOSES and keys[-2].isdigit():
        return keys[:-2]
    if len(keys[-1]) > 1 and keys[-1].isdigit():
        return keys[:-1]
    return keys[:-1] if len(keys) > 1 and keys[-1] in UNITS_BEHIND else ()


@functools.cache
def _amount_keys() -> frozenset[str]:
    """Words that only say how much at the beginning of a name."""
    units = {
        fold(words[0])
        for words, measure in unit_words().items()
        if measure.id in UNITS_BEFORE | SIZES
    }
    return frozenset({*units, *NUMBERS, *FRACTIONS, "of"})


def _unordered(keys: Sequence[str]) -> str:
    return " ".join(sorted(set(keys) - _JOINS))


def _keep_better(names: dict[str, Name], key: str, name: Name) -> None:
    """Let a first name win over another name, and a popular food over a rare one."""
    old = names.get(key)
    if old is None or _rank(name) > _rank(old):
        names[key] = name


def _rank(name: Name) -> tuple[bool, float, str]:
    return (not name.alias, name.food.popularity, name.food.id)


def _names_of(food: Food) -> Iterable[Name]:
    seen = set()
    for place, text in enumerate((food.name, *food.aliases)):
        keys = _keys_of_name(text)
        if keys and keys not in seen:
            seen.add(keys)
            yield Name(food, keys, alias=place > 0)


def _written_of(food: Food) -> Iterable[tuple[str, Name]]:
    for place, text in enumerate((food.name, *food.aliases)):
        keys = _keys_of_name(text)
        if keys:
            yield written(text), Name(food, keys, alias=place > 0)


def written(text: str) -> str:
    """Return a text as it is compared with written names: small letters, single spaces."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def _keys_of_name(text: str) -> tuple[str, ...]:
    if _SIMPLE.fullmatch(text):
        return tuple(map(fold, text.split()))
    return keys_of(text)
