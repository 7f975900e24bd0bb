"""A person's own foods, recipes, aliases, tags and learned choices, as reading a meal asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from gutline.catalog import CatalogError, Food, TagShare, load_foods
from gutline.meals.own_foods_file import catalog_folder, read_records
from gutline.meals.own_records import Choice, OwnFoodsError, OwnRecords
from gutline.meals.recipes import Part, Recipe
from gutline.meals.words import phrase_key

HALF_LIFE_DAYS = 30.0
"""After this many days a choice counts half for what is eaten lately."""


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OwnFoods:
    """What is a person's own about foods. Frozen; changes go through `own_foods_changes`.

    Attributes
    ----------
    foods : Mapping of str to Food
        By id: foods they added, and foods of the catalog that they gave tags of their own.
    choices : Mapping of str to str
        Phrases in their plain form, each with the id of the food that is meant: aliases they
        gave, and what they confirmed, the latest first.
    recent : Mapping of str to float
        For each food that was confirmed, how much it is eaten lately, up to 1.
    recipes : Mapping of str to Recipe
        By the id of the food they make.
    aliases : Mapping of str to str
        Phrases as typed, each with the id of a food.
    tags : Mapping of str to tuple of str
        Tags of their own, by the id of the food.
    learned : tuple of Choice
        Everything that was confirmed, the latest last.
    """

    foods: Mapping[str, Food] = field(default_factory=lambda: MappingProxyType({}))
    choices: Mapping[str, str] = field(default_factory=_nothing)
    recent: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    recipes: Mapping[str, Recipe] = field(default_factory=lambda: MappingProxyType({}))
    aliases: Mapping[str, str] = field(default_factory=_nothing)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    learned: tuple[Choice, ...] = ()

    @classmethod
    def load(cls, home: Path) -> OwnFoods:
        """Return what lies in a person's folder; nothing where there is nothing.

        Raises
        ------
        OwnFoodsError
            When a file is wrong; the message names file, line, field and what to do.
        """
        records = read_records(home)
        try:
            foods = load_foods(catalog_folder(home))
        except CatalogError as error:
            raise OwnFoodsError(str(error)) from None
        return cls.from_records(records, foods)

    @classmethod
    def from_records(cls, records: OwnRecords, foods: Mapping[str, Food]) -> OwnFoods:
        """Return the view of records; what names a food that is not there is passed over."""
        tags = _tags(records)
        own = {food.id: food for food in foods.values() if food.origin == "own"}
        tagged = {ident: foods[ident] for ident in tags if ident in foods}
        learned = tuple(choice for choice in records.choices if choice.food in foods)
        aliases = {phrase: food for phrase, food in records.aliases.items() if food in foods}
        return cls(
            foods=MappingProxyType(
                {
                    ident: _tagged(food, tags.get(ident, ()))
                    for ident, food in (own | tagged).items()
                }
            ),
            choices=_choices(aliases, learned),
            recent=_recent(learned),
            recipes=MappingProxyType(recipes_of(records)),
            aliases=MappingProxyType(aliases),
            tags=MappingProxyType(tags),
            learned=learned,
        )

    def with_choice(self, phrase: str, food: str, day: date) -> OwnFoods:
        """Return what it is after a phrase was confirmed to mean a food, on a day."""
        learned = with_choice(self.learned, phrase, food, day)
        aliases = {p: f for p, f in self.aliases.items() if phrase_key(p) != phrase_key(phrase)}
        return replace(
            self, choices=_choices(aliases, learned), recent=_recent(learned), learned=learned
        )


def with_choice(learned: Iterable[Choice], phrase: str, food: str, day: date) -> tuple[Choice, ...]:
    """Return the choices after one more; it counts as the latest.

    Raises
    ------
    OwnFoodsError
        When the phrase has no letter or digit.
    """
    key = phrase_key(phrase)
    if not key:
        raise OwnFoodsError(f"{phrase[:80]!r} has no word that could be remembered")
    kept, before = [], Choice(key, food, 0, day)
    for choice in learned:
        if (choice.phrase, choice.food) == (key, food):
            before = choice
        else:
            kept.append(choice)
    last = max(before.last_day, day)
    return (*kept, Choice(key, food, before.times + 1, last))


def recipes_of(records: OwnRecords) -> dict[str, Recipe]:
    """Return the recipes by the id of the food they make."""
    recipes: dict[str, Recipe] = {}
    for row in records.parts:
        part = Part(row.food, row.grams, row.text)
        before = recipes.get(row.recipe)
        parts = (*before.parts, part) if before else (part,)
        recipes[row.recipe] = Recipe(row.recipe, row.serves, row.weight_g, parts)
    return recipes


def _tags(records: OwnRecords) -> dict[str, tuple[str, ...]]:
    tags: dict[str, tuple[str, ...]] = {}
    for food, tag in records.tags:
        tags[food] = (*tags.get(food, ()), tag)
    return tags


def _tagged(food: Food, tags: Iterable[str]) -> Food:
    own = {tag: TagShare(None, possible=False) for tag in tags}
    if not own:
        return food
    return replace(food, tags=MappingProxyType(dict(sorted({**own, **food.tags}.items()))))


def _choices(aliases: Mapping[str, str], learned: Iterable[Choice]) -> Mapping[str, str]:
    """Return what each phrase means: what was said to be an alias, else what was chosen last."""
    chosen = {choice.phrase: choice.food for choice in learned}
    named = {phrase_key(phrase): food for phrase, food in aliases.items()}
    return MappingProxyType({**chosen, **named})


def _recent(learned: tuple[Choice, ...]) -> Mapping[str, float]:
    if not learned:
        return MappingProxyType({})
    latest = max(choice.last_day for choice in learned)
    weights: dict[str, float] = {}
    for choice in learned:
        age = (latest - choice.last_day).days
        weight = choice.times * 0.5 ** (age / HALF_LIFE_DAYS)
        weights[choice.food] = weights.get(choice.food, 0.0) + weight
    most = max(weights.values())
    return MappingProxyType({food: weight / most for food, weight in weights.items()})
