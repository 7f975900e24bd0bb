"""Recipes: what a mixture holds, from its parts; what is not known of one is not known of all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gutline.catalog import Food, TagShare


class RecipeError(ValueError):
    """A recipe cannot be made; the message says which part is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a recipe.

    Attributes
    ----------
    food : str
        Id of the food.
    grams : float
        How much of it goes into the whole recipe.
    text : str
        As it was typed.
    """

    food: str
    grams: float
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a food of one's own is made of.

    Attributes
    ----------
    id : str
        Id of the food it makes.
    serves : float
        Into how many servings the whole is divided.
    weight_g : float
        What the whole weighs when it is done.
    parts : tuple of Part
    """

    id: str
    serves: float
    weight_g: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """What 100 g of a mixture hold.

    Attributes
    ----------
    nutrients : Mapping of str to float
        Those known of every part.
    at_least : Mapping of str to float
        Those not known of some part: what the other parts bring, which is a lower bound.
    unknown_of : Mapping of str to tuple of str
        For each nutrient that is not known of some part, the names of those parts.
    tags : Mapping of str to TagShare
    """

    nutrients: Mapping[str, float]
    at_least: Mapping[str, float]
    unknown_of: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, TagShare]


def mixed(parts: Sequence[tuple[Food, float]], weight_g: float) -> Mixture:
    """Return what a mixture holds.

    Parameters
    ----------
    parts : sequence of (Food, float)
        The foods with grams of each.
    weight_g : float
        What the whole weighs when it is done; cooking takes water away.

    Raises
    ------
    RecipeError
        When there are no parts, or the whole weighs nothing.
    """
    weights = (weight_g, *(grams for _, grams in parts))
    if not parts or not all(0 < grams < math.inf for grams in weights):
        raise RecipeError("a recipe needs parts that weigh something, and a weight above 0")
    sums, unknown = _summed(parts)
    per_100_g = {name: value * 100.0 / weight_g for name, value in sums.items()}
    return Mixture(
        nutrients=_frozen((n, v) for n, v in per_100_g.items() if n not in unknown),
        at_least=_frozen((n, v) for n, v in per_100_g.items() if n in unknown),
        unknown_of=MappingProxyType({n: tuple(names) for n, names in sorted(unknown.items())}),
        tags=_tags(parts, weight_g),
    )


def _frozen(items: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    return MappingProxyType(dict(sorted(items)))


def _summed(parts: Sequence[tuple[Food, float]]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return grams of each nutrient in the whole, and the parts each is not known of."""
    sums: dict[str, float] = {}
    for food, grams in parts:
        for name, value in food.nutrients.items():
            sums[name] = sums.get(name, 0.0) + value * grams / 100.0
    unknown = {n: [f.name for f, _ in parts if n not in f.nutrients] for n in sums}
    return sums, {n: list(dict.fromkeys(names)) for n, names in unknown.items() if names}


def _tags(parts: Sequence[tuple[Food, float]], weight_g: float) -> Mapping[str, TagShare]:
    found: dict[str, list[tuple[TagShare, float]]] = {}
    for food, grams in parts:
        for tag, share in food.tags.items():
            found.setdefault(tag, []).append((share, grams / weight_g))
    return MappingProxyType({tag: _together(found[tag]) for tag in sorted(found)})


def _together(shares: Iterable[tuple[TagShare, float]]) -> TagShare:
    """Return the share of a tag in the whole; its grams are known only if those of all parts are.

    It is there for certain when one part has it for certain.
    """
    parts = list(shares)
    grams = [share.grams * part for share, part in parts if share.grams is not None]
    return TagShare(
        grams=sum(grams) if len(grams) == len(parts) else None,
        possible=all(share.possible for share, _ in parts),
    )
