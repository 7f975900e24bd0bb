"""Which words of a portion are one food: "turkey avocado sandwich", "tomato | peppers"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from gutline.catalog.food import Food
from gutline.meals.language import (
    BLENDS,
    CARRIERS,
    DESCRIBING_FIRST,
    FLAVOURS,
    MADE_OF,
    MEALS,
    NO_FILLING,
    OTHER_KINDS,
    SERVED_IN,
    SIDES,
    TEA_MAKERS,
    WRAPPERS,
)
from gutline.meals.names import LONGEST_NAME, Name
from gutline.meals.search import head_of
from gutline.meals.words import Token, describes, is_plain, is_plural


class Lookup(Protocol):
    """What grouping asks of the names of foods."""

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that some keys spell."""

    def begun(self, key: str) -> Name | None:
        """Return the only name of two words that begins with a word."""

    def is_made_of(self, last: str, part: Name) -> bool:
        """Return whether names that end in a word have such foods, and this one, before it."""


_UNKNOWN, _DESCRIBING, _PLAIN = 1.35, 0.5, 0.4
_FOOD, _ALIAS, _RARE = 1.0, 0.03, 0.02
# Where each of several words is a food, and the first is in the plural, they are no one food.
_LISTED = 1.2
# A name whose words are all plain ones costs less than they do: "my usual", "protein drink".
_SAID_PLAINLY = 0.75
# So many foods before "smoothie" are what it is; before "banana smoothie" one is enough.
_FEWEST_BLENDED = 2


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
        if waiting and span.tokens[0].begins and not _describe(waiting):
            groups = _with_rest(groups, waiting)
            waiting = []
        if span.name is None:
            waiting += span.tokens
        else:
            groups.append(Group([*waiting, *span.tokens], [span]))
            waiting = []
    return _joined(_with_rest(groups, waiting), lookup)


def _describe(tokens: Sequence[Token]) -> bool:
    return all(_describes(token) for token in tokens)


def _with_rest(groups: list[Group], rest: list[Token]) -> list[Group]:
    """Add words that are no name to the food before them, unless they begin another one."""
    if not rest:
        return groups
    if groups and not rest[0].begins:
        groups[-1].tokens += rest
        return groups
    return [*groups, Group(rest)]


class _Option(NamedTuple):
    """How the words up to a place may be covered: the price, and the last piece."""

    price: float
    start: int
    name: Name | None


def cover(tokens: Sequence[Token], lookup: Lookup) -> list[Span]:
    """Return the words as names where they are names, with as few names as can be."""
    best = [_Option(0.0, 0, None)]
    for end in range(1, len(tokens) + 1):
        price = best[end - 1].price + _price_of_word(tokens[end - 1])
        if end == len(tokens) and end > 1 and tokens[-1].key in SERVED_IN:
            price = best[end - 1].price + _PLAIN
        options = [_Option(price, end - 1, None)]
        for start, name in _names_until(tokens, end, lookup):
            price = best[start].price + _price_of_name(tokens[start:end], name, lookup)
            options.append(_Option(price, start, name))
        best.append(min(options, key=lambda option: option[:2]))
    return _followed_back(tokens, best)


def _names_until(tokens: Sequence[Token], end: int, lookup: Lookup) -> Iterator[tuple[int, Name]]:
    """Yield the names that end at a place, with their beginnings."""
    for start in range(end - 1, max(0, end - LONGEST_NAME) - 1, -1):
        keys = [t.key for t in tokens[start:end] if t.kind != "mark"]
        name = lookup.find(keys)
        if name is None and len(keys) == 1 and _may_begin(tokens, end, lookup):
            name = lookup.begun(keys[0])
        if name is not None and not _is_said_plainly(tokens[start:end]):
            yield start, name
        if tokens[start].begins:
            return


def _may_begin(tokens: Sequence[Token], end: int, lookup: Lookup) -> bool:
    """Return whether a word may stand for a name: nothing unknown follows that could be it."""
    if _describes(tokens[end - 1]):
        return False
    after = tokens[end] if end < len(tokens) else None
    return after is None or after.kind == "mark" or lookup.find((after.key,)) is not None


def _price_of_word(token: Token) -> float:
    if is_plain(token):
        return _PLAIN
    return _DESCRIBING if describes(token.word, token.key) else _UNKNOWN


def _price_of_name(tokens: Sequence[Token], name: Name, lookup: Lookup) -> float:
    price = _FOOD + _ALIAS * name.alias + _RARE * (1.0 - name.food.popularity)
    if len(tokens) > 1 and all(t.kind == "word" and _describes(t) for t in tokens):
        price = min(price, _SAID_PLAINLY * sum(map(_price_of_word, tokens)))
    return price + _LISTED if _is_list(tokens, name.food, lookup) else price


def _is_list(tokens: Sequence[Token], food: Food, lookup: Lookup) -> bool:
    """Return whether a name of two words is more likely two foods: "veggies rice"."""
    if len(tokens) != 2 or tokens[1].key in MADE_OF | CARRIERS:
        return False
    first, last = tokens
    if not is_plural(first.word, first.key) or describes(last.word, last.key):
        return False
    written = f"{first.word} {last.word}" in (food.name, *food.aliases)
    return not written and all(lookup.find((t.key,)) for t in tokens)


def _describes(token: Token) -> bool:
    return is_plain(token) or describes(token.word, token.key)


def _is_said_plainly(tokens: Sequence[Token]) -> bool:
    return len(tokens) == 1 and is_plain(tokens[0]) and tokens[0].kind == "word"


def _followed_back(tokens: Sequence[Token], best: Sequence[_Option]) -> list[Span]:
    spans: list[Span] = []
    end = len(tokens)
    while end:
        start = best[end].start
        spans.append(Span(list(tokens[start:end]), best[end].name))
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
    return [part for one in joined[::-1] for part in _unblended(one)]


def _unblended(one: Group) -> Iterator[Group]:
    """Yield what is in a smoothie or juice of several foods, each by itself."""
    *parts, dish = one.heads or [Span([])]
    named = len(dish.tokens) > 1
    few = len(parts) + named < _FEWEST_BLENDED
    if few or not parts or dish.name is None or dish.name.keys[-1] not in BLENDS:
        yield one
        return
    if named:
        parts, dish = [*parts, dish], Span([])
    ends = [span.tokens[0].start for span in parts[1:]]
    for span, start, end in zip(parts, [-1, *ends], [*ends, 1 << 60], strict=True):
        tokens = [t for t in one.tokens if start <= t.start < end and t not in dish.tokens]
        yield Group(tokens, [span])


def _is_part(part: Group, whole: Group, lookup: Lookup) -> bool:
    """Return whether a food is what the one after it is made of, or its flavour."""
    if not (part.heads and whole.heads and part.heads[-1].name and whole.heads[-1].name):
        return False
    last = part.heads[-1].tokens[-1]
    stands_alone = _is_complete(whole.heads[-1].tokens) or _is_described_first(whole)
    if is_plural(last.word, last.key) or stands_alone:
        return False
    return _takes_in(whole, part.heads[-1].name, lookup)


def _takes_in(whole: Group, part: Name, lookup: Lookup) -> bool:
    head, together = whole.heads[-1].tokens, whole.tokens[0].begins
    dish = head[-1].key
    if part.food.group in NO_FILLING and dish not in SERVED_IN:
        return False
    is_flavour = len(part.keys) == 1 and part.keys[0] in FLAVOURS
    if head_of(part.keys) in CARRIERS and not is_flavour:
        return dish in WRAPPERS
    if together:
        return len(head) == 1 and dish in WRAPPERS | BLENDS
    if dish in CARRIERS or (is_flavour and dish not in FLAVOURS) or other_kind(head, part):
        return True
    name = whole.heads[-1].name
    alike = name is not None and name.food.group == part.food.group
    meal = len(part.keys) > 1 and part.food.group in MEALS
    return not alike and not meal and lookup.is_made_of(dish, part)


def other_kind(head: Sequence[Token], part: Name) -> tuple[str, ...]:
    """Return the keys of what a dish is with such a food before it: herbal tea, not tea."""
    groups, _, keys = OTHER_KINDS.get(head[-1].key, (frozenset(), False, ()))
    alone = len(head) == 1 and not is_plural(head[-1].word, head[-1].key)
    return keys if alone and part.food.group in groups else ()


def kind_meant(one: Group) -> tuple[str, ...]:
    """Return the keys of what a group is because of what stands before its head; () otherwise."""
    if not one.heads or len(one.heads[-1].tokens) > 1:
        return ()
    head = one.heads[-1].tokens
    for span in one.heads[:-1]:
        if span.name is not None and (keys := other_kind(head, span.name)):
            return keys
    _, any_unknown, keys = OTHER_KINDS.get(head[0].key, (frozenset(), False, ()))
    named = {id(token) for span in one.heads for token in span.tokens}
    unknown = (t for t in one.tokens if id(t) not in named and t.start < head[0].start)
    told = (t.key not in TEA_MAKERS and not _describes(t) for t in unknown)
    return keys if any_unknown and any(told) else ()


def _is_complete(head: Sequence[Token]) -> bool:
    """Return whether a dish is whole without what stands before it: "side salad"."""
    return len(head) > 1 and _describes(head[-2]) and head[-1].key in SIDES


def _is_described_first(whole: Group) -> bool:
    """Return whether a dish begins with its own description: "plum | vegan pie"."""
    return whole.tokens[0].key in DESCRIBING_FIRST and len(whole.tokens) > 1
