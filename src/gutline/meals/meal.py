"""The records of a meal: its items, the foods they may be, how much, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from gutline.catalog.food import Food

How = Literal["own", "name", "alias", "search", "spelling"]
Source = Literal["table", "words"]


class Own(Protocol):
    """What reading a meal asks of a person's own foods."""

    @property
    def foods(self) -> Mapping[str, Food]:
        """Foods of their own, by id."""

    @property
    def choices(self) -> Mapping[str, str]:
        """Phrases they have confirmed, each with the id of the food they meant."""

    @property
    def recent(self) -> Mapping[str, float]:
        """How much they have eaten each food lately, by the food's id."""


@dataclass(frozen=True, slots=True)
class Match:
    """A food that a phrase may mean.

    Attributes
    ----------
    food : Food
    score : float
        From 0 to 1; 1 for what the person confirmed and for a food's own name.
    how : {"own", "name", "alias", "search", "spelling"}
        How it was found; "spelling" when a word had to be corrected first.
    """

    food: Food
    score: float
    how: How


@dataclass(frozen=True, slots=True)
class TagAmount:
    """A tag in what was eaten.

    Attributes
    ----------
    grams : float or None
        Grams of the tagged ingredient eaten; for a tag whose dose is a nutrient, the amount of
        that nutrient in its own unit. None when it is there but how much is not known.
    possible : bool
        True when only some versions of the food have it, or when the grams are an upper bound.
    source : {"table", "words"}
        Whether the food's table says so, or only a word that was typed.
    """

    grams: float | None
    possible: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Item:
    """One food of a meal.

    Attributes
    ----------
    text : str
        What was typed for it.
    name : str
        The food's name, or the words themselves when the food is not known.
    food : Food or None
    matches : tuple of Match
        The likeliest three foods, best first; empty when none is likely enough.
    quantity, quantity_high : float or None
        How many of `unit`; the second only for a range such as 2-3.
    unit : str
        Id of a measure, or "" for plain numbers.
    grams : float or None
        What was eaten; None when it cannot be told.
    assumed : bool
        True when no amount was given and the usual serving stands in.
    without : tuple of str
        What it was said not to hold.
    tags : Mapping of str to TagAmount
    nutrients : Mapping of str to float
        Amounts eaten; one that is not known is absent, never 0.
    """

    text: str
    name: str
    food: Food | None
    matches: tuple[Match, ...]
    quantity: float | None
    quantity_high: float | None
    unit: str
    grams: float | None
    assumed: bool
    without: tuple[str, ...]
    tags: Mapping[str, TagAmount]
    nutrients: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Meal:
    """All that a line says was eaten.

    Attributes
    ----------
    text : str
        The line.
    items : tuple of Item
        In the order of the line.
    problems : tuple of str
        What could not be understood or believed, as sentences.
    """

    text: str
    items: tuple[Item, ...]
    problems: tuple[str, ...]

    @property
    def tags(self) -> Mapping[str, TagAmount]:
        """Tags of all items together; grams are None when those of any item are not known."""
        found: dict[str, list[TagAmount]] = {}
        for item in self.items:
            for tag, amount in item.tags.items():
                found.setdefault(tag, []).append(amount)
        return MappingProxyType({tag: _together(found[tag]) for tag in sorted(found)})

    @property
    def nutrients(self) -> Mapping[str, float]:
        """Nutrients of all foods together; one that any food's table lacks is left out."""
        eaten = [i.nutrients for i in self.items if i.food and i.food.kind in {"food", "drink"}]
        extra = [i.nutrients for i in self.items if i.food and i.food.kind not in {"food", "drink"}]
        known = set.intersection(*(set(n) for n in eaten)) if eaten else set().union(*extra)
        return MappingProxyType(
            {name: sum(n.get(name, 0.0) for n in (*eaten, *extra)) for name in sorted(known)}
        )


def _together(amounts: Iterable[TagAmount]) -> TagAmount:
    parts = list(amounts)
    grams = [p.grams for p in parts if p.grams is not None]
    return TagAmount(
        grams=sum(grams) if len(grams) == len(parts) else None,
        possible=all(p.possible for p in parts),
        source="table" if any(p.source == "table" for p in parts) else "words",
    )
