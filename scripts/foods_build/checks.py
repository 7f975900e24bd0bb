"""What must hold over all foods, checked whenever the figures are built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gutline.catalog.figures import Figures
from gutline.catalog.food_rows import impossible
from scripts.foods_build.authored import Authored

# Rum cakes and chocolates with liqueur stay below; bread with more holds another food's figures.
ALCOHOL_IN_GRAIN_MAX_G = 6.0
MUCH_GRAIN_G = 20.0


def problems(foods: Sequence[Authored], figures: Mapping[str, Figures]) -> list[str]:
    """Return everything that is wrong, as sentences with file and line."""
    return [*_twice(foods), *_figures(foods, figures)]


def _twice(foods: Sequence[Authored]) -> Iterator[str]:
    ids: dict[str, Authored] = {}
    names: dict[str, Authored] = {}
    for food in foods:
        if ids.setdefault(food.id, food) is not food:
            yield f"{food.where}: the id {food.id!r} stands in {ids[food.id].where} too"
        for name in dict.fromkeys(name.casefold() for name in (food.name, *food.aliases)):
            owner = names.setdefault(name, food)
            if owner is not food:
                yield f"{food.where}: {food.id}: {name!r} is in {owner.where} ({owner.id}) too"


def _figures(foods: Sequence[Authored], figures: Mapping[str, Figures]) -> Iterator[str]:
    for food in foods:
        one = figures.get(food.id)
        if one is None:
            continue
        for problem in impossible(one.nutrients):
            yield f"{food.where}: {food.id}: {problem}"
        grain = one.tags.get("gluten")
        alcohol = one.nutrients.get("alcohol_g", 0.0)
        much = grain is not None and (grain.grams or 0.0) >= MUCH_GRAIN_G
        if much and alcohol > ALCOHOL_IN_GRAIN_MAX_G:
            yield f"{food.where}: {food.id}: {alcohol:g} g of alcohol in a food made of grain"
