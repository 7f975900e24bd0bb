"""Tags of an item: from its food's table, from words it does not answer for, less denials."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gutline.catalog.food import Food, TagShare
from gutline.catalog.tags import Tag, load_tags
from gutline.meals.language import BEFORE_DENIED, DENYING
from gutline.meals.meal import TagAmount
from gutline.meals.words import Token, fold, plain

# A food that was said to be left out takes along the tags that make up this much of it.
MAIN_PART_G = 30.0
_LONGEST_PHRASE = 5
# Meatless only when no meat is named beside it.
_WEAK_DENIALS = frozenset({"veggie", "vegetarian", "cooked", "boiled", "steamed", "mild"})
# Words that deny by themselves, and what.
_MEANT = {
    "gf": "gluten", "df": "dairy", "decaf": "caffeine", "decaff": "caffeine",
    "decaffeinated": "caffeine", "unsweetened": "sugar", "sugarless": "sugar",
    "flourless": "flour", "vegan": "",
}  # fmt: skip

# Written so that it is known to be no milk.
_NO_MILK = frozenset({"mylk", "mylks"})

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Denials:
    """What is said not to be in a food.

    Attributes
    ----------
    tags : set of str
    names : list of str
        For people: "gluten", "croutons".
    used : set of int
        Places of the tokens that only deny.
    """

    tags: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


@functools.cache
def tag_phrases() -> Phrases:
    """Return the phrases that mean tags, by the keys of their words."""
    return _by_phrase((tag, tag.words) for tag in load_tags().values())


@functools.cache
def not_phrases() -> Phrases:
    """Return the phrases in which such words do not count."""
    return _by_phrase((tag, tag.not_words) for tag in load_tags().values())


@functools.cache
def free_phrases() -> Phrases:
    """Return the phrases that deny tags, by their words as they are typed."""
    found: dict[tuple[str, ...], list[str]] = {}
    for tag in load_tags().values():
        for phrase in tag.free:
            words = tuple(plain(w) for w in phrase.replace("-", " ").split())
            found.setdefault(words, []).append(tag.id)
    return {words: tuple(dict.fromkeys(tags)) for words, tags in found.items()}


def _by_phrase(groups: Iterable[tuple[Tag, Iterable[str]]]) -> Phrases:
    found: dict[tuple[str, ...], list[str]] = {}
    for tag, phrases in groups:
        for phrase in phrases:
            keys = tuple(fold(plain(w)) for w in phrase.replace("-", " ").split())
            found.setdefault(keys, []).append(tag.id)
    return {keys: tuple(dict.fromkeys(tags)) for keys, tags in found.items()}


def denied_in(tokens: Sequence[Token]) -> Denials:
    """Return what the words of one food deny: "gluten free", "decaf", "no added sugar"."""
    denials = Denials()
    places = [place for place, token in enumerate(tokens) if token.word != "-"]
    words = [tokens[place].word for place in places]
    named = named_tags(tokens[place].key for place in places)
    for start, end, tags in _found(words, free_phrases()):
        phrase = words[start:end]
        weak = bool(_WEAK_DENIALS & set(phrase))
        denials.tags |= {tag for tag in tags if not (weak and tag in named)}
        if _is_denial(phrase):
            denials.names += _denied_names(phrase)
            denials.used |= set(range(start, end))
    _deny_any(words, denials)
    denials.tags |= {"dairy"} & set(load_tags()) if _NO_MILK & set(words) else set()
    denials.names = list(dict.fromkeys(denials.names))
    denials.used = {places[place] for place in denials.used}
    return denials


def _deny_any(words: Sequence[str], denials: Denials) -> None:
    """Add what is denied of any other thing: "lactose free", "egg-free", "no fat"."""
    for place, word in enumerate(words):
        if word == "free":
            other = place - 1
        elif word in DENYING | {"zero", "non"}:
            other = place + 1
        else:
            continue
        if 0 <= other < len(words) and not {place, other} & denials.used:
            denials.names.append(words[other])
            denials.tags |= set(tag_phrases().get((fold(words[other]),), ()))
            denials.used |= {place, other}


def _denied_names(phrase: Sequence[str]) -> list[str]:
    silent = DENYING | BEFORE_DENIED | {"free", "added"}
    return [_MEANT.get(w, w) for w in phrase if w not in silent and _MEANT.get(w, w)]


def _is_denial(phrase: Sequence[str]) -> bool:
    return bool((DENYING | BEFORE_DENIED | set(_MEANT) | {"free"}) & set(phrase))


def named_tags(keys: Iterable[str]) -> set[str]:
    """Return the tags that some words mean."""
    return set(tags_in_words(list(keys)))


def tags_in_words(keys: Sequence[str]) -> dict[str, None]:
    """Return the tags that some words mean, those left out in whose phrases they do not count."""
    excused: dict[str, set[int]] = {}
    for start, end, tags in _found(keys, not_phrases()):
        for tag in tags:
            excused.setdefault(tag, set()).update(range(start, end))
    return {
        tag: None
        for start, end, tags in _found(keys, tag_phrases())
        for tag in tags
        if not excused.get(tag, set()) & set(range(start, end))
    }


def excused_tags(keys: Sequence[str]) -> set[str]:
    """Return the tags whose words are there only in phrases where they do not count."""
    excused = {tag for _, _, tags in _found(keys, not_phrases()) for tag in tags}
    return excused - set(tags_in_words(keys))


def _found(words: Sequence[str], phrases: Phrases) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield every phrase among some words: where it begins and ends, and its tags."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
            tags = phrases.get(tuple(words[start:end]))
            if tags:
                yield start, end, tags


def tags_eaten(
    food: Food, grams: float | None, nutrients: Mapping[str, float]
) -> dict[str, TagAmount]:
    """Return the tags of a food's table, for what was eaten of it."""
    return {
        tag: TagAmount(_dose(tag, share, grams, nutrients), share.possible, "table")
        for tag, share in food.tags.items()
    }


def _dose(
    tag: str, share: TagShare, grams: float | None, nutrients: Mapping[str, float]
) -> float | None:
    known = load_tags().get(tag)
    if known is not None and known.dose != "grams":
        return nutrients.get(known.dose)
    return None if grams is None or share.grams is None else share.grams * grams / 100.0


def tags_left_out(food: Food | None, keys: Sequence[str]) -> set[str]:
    """Return the tags that go when a food is left out: "no croutons" takes the gluten along."""
    tags = set(tags_in_words(keys))
    if food is not None:
        main = (t for t, s in food.tags.items() if not s.possible and (s.grams or 0) >= MAIN_PART_G)
        tags |= set(main)
    return tags


def substituted(part: Food, keys: Sequence[str]) -> set[str]:
    """Return the tags that a part replaces: oat milk in a latte is there instead of milk."""
    return {tag for tag in tag_phrases().get((keys[-1],), ()) if tag not in part.tags}
