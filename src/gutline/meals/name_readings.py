"""What one name of a diary means: the foods it holds, how sure that is, and what is in them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gutline.catalog import Food
from gutline.diary import Contents, DiaryError
from gutline.diary.texts import same_name, tidy_name
from gutline.meals.meal import Item, Meal, TagAmount
from gutline.meals.quantities import Amount
from gutline.meals.tagging import tags_eaten
from gutline.meals.weighing import in_unit, nutrients_of, weigh

Reader = Callable[[str], Meal]
Sureness = Literal["known", "guessed", "unknown"]
EXACT = frozenset({"own", "name", "alias"})
_DOSE_UNITS = frozenset({"mg", "ug", "iu", "cfu", "g", "ml"})
_WHOLE_UNITS = frozenset({"g", "ml"})
_FISH_OILS = frozenset({"epa", "dha"})
# What is known as a sum and, of supplements, in its parts.
_SUMS = {"epa_dha_g": ("epa_g", "dha_g")}
_SUPPLEMENT_KINDS = frozenset({"supplement", "medicine"})


@dataclass(frozen=True, slots=True)
class Part:
    """One food in a name.

    Attributes
    ----------
    words : str
        What was written for it.
    food : Food or None
        The food it is by the person's choice, its name or an alias, so that other names of that
        food can stand for it; None when it is only guessed, unknown, or said to be different.
    kind : str
        The kind of the food; empty when not known.
    bare : bool
        Whether the words say no amount.
    servings : float or None
        How many servings of `contents` the words mean; None when they say no amount, or none
        that can be told or believed.
    contents : Contents or None
        What one serving holds; None when nothing is known.
    """

    words: str
    food: Food | None
    kind: str
    bare: bool
    servings: float | None
    contents: Contents | None


@dataclass(frozen=True, slots=True)
class NameReading:
    """How a name was understood: its foods, and whether all of them are known for sure."""

    name: str
    parts: tuple[Part, ...]
    sureness: Sureness


def read_name(name: str, read: Reader, kinds: Iterable[str], *, whole: bool = False) -> NameReading:
    """Return what a name of a diary means.

    Parameters
    ----------
    name : str
    read : callable
        Reads a line of foods.
    kinds : iterable of str
        Kinds of the entries with this name. A food is not guessed for a supplement, nor the other
        way round.
    whole : bool
        Keep it as one, whatever it holds.
    """
    items = [_unless_of_another_kind(item, frozenset(kinds)) for item in read(name).items]
    if not any(item[1] for item in items):
        return NameReading(name, (_unknown(name, [item for item, _ in items]),), "unknown")
    sure = all(match and match in EXACT for _, match in items)
    if len(items) == 1:
        parts: tuple[Part, ...] = (_part(*items[0], words=name),)
    elif whole:
        parts = (_joint(name, [item for item, _ in items]),)
    else:
        parts = tuple(_part_of_several(item, how, name) for item, how in items)
    return NameReading(name, parts, "known" if sure else "guessed")


def _unless_of_another_kind(item: Item, kinds: frozenset[str]) -> tuple[Item, str]:
    """Return an item with how its food was found; "" when there is none of the right kind."""
    if item.food is None or not item.matches:
        return item, ""
    how = item.matches[0].how
    alike = (item.food.kind in _SUPPLEMENT_KINDS) == bool(kinds & _SUPPLEMENT_KINDS)
    return item, how if how in EXACT or alike else ""


def _part_of_several(item: Item, how: str, name: str) -> Part:
    """Return a part; an unknown one that is only counted goes by its words without the number."""
    counted = item.food is None and not item.unit
    try:
        words = tidy_name(item.name if counted else item.text) or name
    except DiaryError:
        words = name
    part = _part(item, how, words)
    return replace(part, servings=item.quantity) if counted else part


def _unknown(name: str, items: Iterable[Item]) -> Part:
    """Return a food nobody knows, with the tags that its words say."""
    tags = {
        tag: None
        for item in items
        for tag, amount in item.tags.items()
        if amount.source == "words" and not amount.possible
    }
    return Part(name, None, "", True, None, Contents(tags=tags) if tags else None)


def _part(item: Item, how: str, words: str) -> Part:
    if item.food is None or not how:
        return _unknown(words, [item])
    if how not in EXACT or _said_to_differ(item, item.food):
        return Part(words, None, item.food.kind, True, None, _contents([item], item.grams))
    bare = item.quantity is None and not item.unit
    count = None if bare else _servings(item, item.food)
    return Part(words, item.food, item.food.kind, bare, count, food_contents(item.food))


def _said_to_differ(item: Item, food: Food) -> bool:
    """Return whether the words take something away from the food or add to it."""
    if same_name(item.text) in {same_name(name) for name in (food.name, *food.aliases)}:
        return False
    return bool(item.without) or set(item.tags) != set(food.tags)


def _servings(item: Item, food: Food) -> float | None:
    """Return how many servings the words mean; None when that cannot be told or believed."""
    if food.actives and item.unit in _DOSE_UNITS:
        return pieces(food, item.quantity or 0.0, item.unit)
    if item.grams is not None and food.serving_g:
        return item.grams / food.serving_g
    return None if food.serving_g or item.unit in _DOSE_UNITS else item.quantity


def pieces(food: Food, amount: float, unit: str) -> float | None:
    """Return how many capsules or tablets of a supplement or medicine hold a dose.

    "400 mg" of one active is 400 mg of that. Where there are several, or grams are given, it may
    be of the first, of both fish oils together or of the whole product: whatever comes nearest to
    one piece.
    """
    of_one = [in_unit(*active, unit) for active in food.actives.items()]
    ways = of_one[:1]
    if set(food.actives) <= _FISH_OILS:
        ways.append(sum(one for one in of_one if one))
    if len(of_one) != 1 or unit in _WHOLE_UNITS:
        grams = food.serving_g or 0.0
        ways.append({"g": grams, "ml": grams, "mg": grams * 1000.0}.get(unit))
    found = [amount / way for way in ways if way]
    return min(found, key=lambda count: abs(math.log(count or 1e-9)), default=None)


def food_contents(food: Food) -> Contents:
    """Return what one usual serving of a food holds; of a supplement, one capsule or tablet."""
    weight = weigh(food, Amount())
    nutrients = nutrients_of(food, weight)
    tags = tags_eaten(food, weight.grams, nutrients)
    return _contents_of([tags], [nutrients], food.serving_g)


def _joint(name: str, items: list[Item]) -> Part:
    """Return several foods that the person treats as one."""
    grams = [item.grams for item in items]
    total = sum(g for g in grams if g is not None) if None not in grams else None
    return Part(name, None, "", True, None, _contents(items, total))


def _contents(items: list[Item], grams: float | None) -> Contents:
    return _contents_of([i.tags for i in items], [i.nutrients for i in items], grams)


def _contents_of(
    tags: Sequence[Mapping[str, TagAmount]],
    nutrients: Sequence[Mapping[str, float]],
    grams: float | None,
) -> Contents:
    """Return what some foods hold together.

    A nutrient that one of them lacks is not known; a tag of one is a tag of the whole.
    """
    held = [_with_sums(own) for own in nutrients]
    known = set(held[0]).intersection(*held[1:])
    found: dict[str, list[TagAmount]] = {}
    for own in tags:
        for tag, amount in own.items():
            found.setdefault(tag, []).append(amount)
    return Contents(
        grams or None,
        {tag: _dose([amount.grams for amount in all_]) for tag, all_ in found.items()},
        {name: _rounded(sum(own[name] for own in held)) for name in known},
        frozenset(tag for tag, all_ in found.items() if all(a.possible for a in all_)),
    )


def _with_sums(nutrients: Mapping[str, float]) -> dict[str, float]:
    sums = {
        whole: sum(nutrients[part] for part in parts)
        for whole, parts in _SUMS.items()
        if all(part in nutrients for part in parts)
    }
    return {**sums, **nutrients}


def _dose(grams: list[float | None]) -> float | None:
    known = [g for g in grams if g is not None]
    return _rounded(sum(known)) if len(known) == len(grams) else None


def _rounded(value: float) -> float:
    """Return six digits of a number, so that the same food by another way is the same number."""
    return float(f"{value:.6g}")


def with_own_tags(
    contents: Contents | None, own: Iterable[str], denied: Mapping[str, str]
) -> Contents | None:
    """Return contents with the tags a person gave; theirs are certain and can take one away.

    Parameters
    ----------
    contents : Contents or None
    own : iterable of str
        The person's tags of the food.
    denied : Mapping of str to str
        Phrases that deny a tag ("gluten free", as `same_name` has it), each with the tag.
    """
    said = tuple(own)
    if contents is None or not said:
        return contents
    gone = {denied[same_name(tag)] for tag in said if same_name(tag) in denied} - set(said)
    given = {tag: contents.tags.get(tag) for tag in said if same_name(tag) not in denied}
    tags = {tag: dose for tag, dose in contents.tags.items() if tag not in gone} | given
    possible = (contents.possible - set(said)) & set(tags)
    return Contents(contents.serving_g, tags, contents.nutrients, possible)
