"""The records of a food: its servings, its nutrients and its tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

KINDS = ("food", "drink", "supplement", "medicine")
ORIGINS = ("catalog", "own", "table")


@dataclass(frozen=True, slots=True)
class TagShare:
    """One tag in one food.

    Attributes
    ----------
    grams : float or None
        Grams of the tagged ingredient in 100 g of the food; None when it is there but how much is
        not known, and for tags whose dose is a nutrient. Grams of dairy are grams of milk that
        hold as much, so they can exceed 100.
    possible : bool
        True when only some versions of the food have it, or when the grams are an upper bound.
    """

    grams: float | None
    possible: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its unit."""

    value: float
    unit: str


def _nothing() -> Mapping[str, Amount]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Food:
    """A food, a drink, a supplement or a medicine.

    Attributes
    ----------
    id : str
        Never changes.
    name : str
        What people call it, in English.
    aliases : tuple of str
        Other names.
    kind : {"food", "drink", "supplement", "medicine"}
    group : str
        The stem of the file its row stands in.
    serving_g : float or None
        A usual serving in grams, for drinks too.
    measures : Mapping of str to float
        Grams of one household measure: {"slice": 32}.
    nutrients : Mapping of str to float
        Per 100 g, by the id of the nutrient; one that is not known is absent, never 0.
    tags : Mapping of str to TagShare
    nova : int or None
        1 unprocessed, 2 culinary ingredient, 3 processed, 4 ultra-processed.
    code : str
        Where the nutrients come from: "fndds:2705385", "sr:1001", "ciqual:25601", or "".
    popularity : float
        How often it is logged, 0 to 1.
    actives : Mapping of str to Amount
        Amount of each active in one tablet, capsule, scoop.
    origin : {"catalog", "own", "table"}
        Whether it came with Gutline, from the person, or from a public table they loaded.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    group: str
    serving_g: float | None
    measures: Mapping[str, float]
    nutrients: Mapping[str, float]
    tags: Mapping[str, TagShare]
    nova: int | None
    code: str
    popularity: float
    actives: Mapping[str, Amount] = field(default_factory=_nothing)
    origin: str = "catalog"
