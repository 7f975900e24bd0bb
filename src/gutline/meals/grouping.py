"""Which words of a portion are one food: "turkey avocado sandwich", "tomato | peppers"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gutline.catalog.food import Food
from gutline.meals.language import (
    CARRIERS,
    DESCRIBING,
    FLAVOURS,
    WRAPPERS,
)
from gutline.meals.names import LONGEST_NAME, Name
from gutline.meals.search import head_of
from gutline.meals.words import Token, is_plain


class Lookup(Protocol):
    """What grouping asks of the names of foods."""

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that some keys spell."""

    def begun(self, key: str) -> Name | None:
        """Return the only name of two words that begins with a word."""

    def comes_before(self, food: Food, last: str) -> bool:
        """Return whether names that end in a word have such foods before it."""


_UNKNOWN, _DESCRIBING, _PLAIN = 1.35, 0.5, 0.4
_FOOD, _ALIAS = 1.0, 0.03


@dataclass(slots=True)
class Span:
    """Neighbouring words that are one name, or one word that is none."""

    tokens: list[Token]
    name: Name | None = None


@dataclass(slots=True)
class Group:
    """The words of one food.

    Attributes
    ----------
    tokens : list of Token
        All of its words, in order.
    heads : list of Span
        Names among them; the last one says what it is, those before say what it holds.
    """

    tokens: list[Token] = field(default_factory=list)
    heads: list[Span] = field(default_factory=list)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the words that say something of the food."""
        keys = tuple(t.key for t in self.tokens if not is_plain(t) and len(t.key) > 1)
        return keys or tuple(t.key for t in self.tokens)


def group(tokens: Sequence[Token], lookup: Lookup) -> list[Group]:
    """Return the foods among some words, in order.

    Parameters
    ----------
    tokens : sequence of Token
        The content of a portion.
    lookup : Lookup
        The names of foods.
    """
    groups: list[Group] = []
    waiting: list[Token] = []
    for span in cover(tokens, lookup):
        if span.name is None:
            waiting += span.tokens
        else:
            groups.append(Group([*waiting, *span.tokens], [span]))
            waiting = []
    if waiting and groups:
        groups[-1].tokens += waiting
    elif waiting:
        groups.append(Group(waiting))
    return _joined(groups, lookup)


def cover(tokens: Sequence[Token], lookup: Lookup) -> list[Span]:
    """Return the words as names where they are names, with as few names as can be."""
    best: list[tuple[float, int, Name | None]] = [(0.0, 0, None)]
    for end in range(1, len(tokens) + 1):
        word = tokens[end - 1]
        options: list[tuple[float, int, Name | None]] = [
            (best[end - 1][0] + _price_of_word(word), end - 1, None)
        ]
        for start in range(max(0, end - LONGEST_NAME), end):
            keys = [t.key for t in tokens[start:end] if t.kind != "mark"]
            name = lookup.find(keys)
            if name is None and len(keys) == 1 and not _describes(word):
                name = lookup.begun(keys[0])
            if name is not None and not _is_said_plainly(tokens[start:end]):
                options.append((best[start][0] + _FOOD + _ALIAS * name.alias, start, name))
        best.append(min(options, key=lambda option: (option[0], option[1])))
    return _followed_back(tokens, best)


def _price_of_word(token: Token) -> float:
    if is_plain(token):
        return _PLAIN
    return _DESCRIBING if token.key in DESCRIBING else _UNKNOWN


def _describes(token: Token) -> bool:
    return is_plain(token) or token.key in DESCRIBING


def _is_said_plainly(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and is_plain(tokens[0]) and tokens[0].kind == "word"


def _followed_back(
    tokens: Sequence[Token], best: Sequence[tuple[float, int, Name | None]]
) -> list[Span]:
    spans: list[Span] = []
    end = len(tokens)
    while end:
        _, start, name = best[end]
        spans.append(Span(list(tokens[start:end]), name))
        end = start
    return spans[::-1]


def _joined(groups: list[Group], lookup: Lookup) -> list[Group]:
    """Join foods to the dish that takes them in, from the right."""
    joined: list[Group] = []
    for one in reversed(groups):
        if joined and _is_part(one, joined[-1], lookup):
            joined[-1].tokens[:0] = one.tokens
            joined[-1].heads[:0] = one.heads
        else:
            joined.append(one)
    return joined[::-1]


def _is_part(part: Group, whole: Group, lookup: Lookup) -> bool:
    """Return whether a food is what the one after it is made of, or its flavour."""
    if not (part.heads and whole.heads and part.heads[-1].name and whole.heads[-1].name):
        return False
    head = whole.heads[-1].tokens
    dish, last = head[-1].key, part.heads[-1].tokens[-1]
    if _is_complete(head) or _is_plural(last):
        return False
    name = part.heads[-1].name
    is_flavour = len(name.keys) == 1 and name.keys[0] in FLAVOURS
    is_dish = head_of(name.keys) in CARRIERS and not is_flavour
    if is_dish:
        return dish in WRAPPERS
    if dish in CARRIERS:
        return True
    if is_flavour and dish not in FLAVOURS:
        return True
    alike = name.food.group == whole.heads[-1].name.food.group
    return not alike and lookup.comes_before(name.food, dish)


def _is_complete(head: Sequence[Token]) -> bool:
    """Return whether a dish is whole without what stands before it: "side salad"."""
    described = len(head) > 1 and (is_plain(head[-2]) or head[-2].key in DESCRIBING)
    return described and head[-1].key in {"salad", "soup"}


def _is_plural(token: Token) -> bool:
    return token.word.endswith("s") and token.key != token.word
