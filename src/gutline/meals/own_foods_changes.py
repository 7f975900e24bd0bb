"""Changes to a person's own foods: one writer at a time, checked whole, written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from types import MappingProxyType

from gutline.catalog import Food, TagShare, load_foods, load_tags
from gutline.meals.own_food_rows import new_id, row_of
from gutline.meals.own_foods import OwnFoods, recipes_of, with_choice
from gutline.meals.own_foods_file import checked_foods, read_records, write_records
from gutline.meals.own_records import MOST_SERVINGS, OwnFoodsError, OwnRecords, PartRow
from gutline.meals.private_files import locked
from gutline.meals.recipes import Mixture, Part, Recipe, mixed
from gutline.meals.table_nutrients import plain
from gutline.meals.words import phrase_key

Change = Callable[[OwnRecords, Mapping[str, Food]], OwnRecords]


def change(home: Path, how: Change) -> OwnFoods:
    """Change a person's own catalog; nothing is written when the result is not possible.

    Parameters
    ----------
    home : Path
        The person's folder.
    how : callable
        Given the records and all foods, returns the new records.

    Raises
    ------
    OwnFoodsError
        When the change is not possible.
    HomeError
        When the folder cannot be written, or another Gutline is writing there.
    """
    with locked(home):
        before = read_records(home)
        new = how(before, checked_foods(before, home))
        write_records(new, home)
    return OwnFoods.load(home)


def add_food(home: Path, food: Food, *, replacing: bool = False) -> Food:
    """Add a food, and return it with its id.

    Parameters
    ----------
    home : Path
    food : Food
        Its id is given here, whatever it is.
    replacing : bool
        Take the place of the own food of this name.

    Raises
    ------
    OwnFoodsError
        When it is not a possible food, or there is one of this name and `replacing` is not set.
    """
    own = change(home, lambda records, foods: _with_food(records, foods, food, replacing))
    return next(f for f in own.foods.values() if _same(f.name, food.name) and f.origin == "own")


def add_recipe(
    home: Path,
    name: str,
    parts: Sequence[Part],
    *,
    serves: float,
    weight_g: float | None = None,
    replacing: bool = False,
) -> tuple[Food, Mixture]:
    """Add a food that is made of others, and return it with what is known of it.

    Parameters
    ----------
    home : Path
    name : str
    parts : sequence of Part
    serves : float
        Into how many servings the whole is divided.
    weight_g : float, optional
        What the whole weighs when it is done; the sum of the parts when left out.
    replacing : bool
        Take the place of the own food of this name.

    Raises
    ------
    OwnFoodsError, RecipeError
        When a part is not known, or the food is not possible.
    """
    if not 0 < serves <= MOST_SERVINGS:
        raise OwnFoodsError(f"{name[:80]!r} serves {serves:g}; give from 1 to {MOST_SERVINGS:g}")
    whole = weight_g if weight_g is not None else sum(part.grams for part in parts)
    made: list[Mixture] = []

    def how(records: OwnRecords, foods: Mapping[str, Food]) -> OwnRecords:
        every = {**foods, **OwnFoods.from_records(records, foods).foods}
        made.append(mixed([(_known(part.food, every), part.grams) for part in parts], whole))
        food = _food_of(name, made[-1], whole / serves)
        changed = _with_food(records, foods, food, replacing)
        return _with_parts(changed, _own_named(changed, name), parts, (serves, whole))

    own = change(home, how)
    food = next(f for f in own.foods.values() if _same(f.name, name) and f.origin == "own")
    return food, made[-1]


def _with_parts(
    records: OwnRecords, recipe: str, parts: Sequence[Part], size: tuple[float, float]
) -> OwnRecords:
    """Return records in which a recipe has these parts; its size is servings and grams."""
    if any(part.food == recipe for part in parts):
        name = next(row["name"] for row in records.foods if row["id"] == recipe)
        raise OwnFoodsError(f"{name!r} cannot be a part of itself; leave that part out")
    rows = [PartRow(recipe, *size, part.food, part.grams, part.text) for part in parts]
    others = [row for row in records.parts if row.recipe != recipe]
    return replace(records, parts=(*others, *rows))


def _food_of(name: str, mixture: Mixture, serving_g: float) -> Food:
    return Food(
        id="", name=name, aliases=(), kind="food", group="own", serving_g=serving_g,
        measures=MappingProxyType({}), nutrients=mixture.nutrients, tags=mixture.tags, nova=None,
        code="", popularity=0.5, origin="own",
    )  # fmt: skip


def add_alias(home: Path, phrase: str, food: str) -> OwnFoods:
    """Remember that a phrase means a food; a phrase that meant another means this one now.

    Raises
    ------
    OwnFoodsError
        When there is no such food, or the phrase has no word.
    """
    key = phrase_key(phrase)
    if not key:
        raise OwnFoodsError(f"{phrase[:80]!r} has no word that could be remembered")

    def how(records: OwnRecords, foods: Mapping[str, Food]) -> OwnRecords:
        _known(food, foods)
        kept = {p: f for p, f in records.aliases.items() if phrase_key(p) != key}
        return replace(records, aliases={**kept, " ".join(phrase.split()): food})

    return change(home, how)


def add_tags(home: Path, food: str, tags: Iterable[str]) -> OwnFoods:
    """Give a food tags of one's own, also one of the catalog's.

    Raises
    ------
    OwnFoodsError
        When there is no such food, or a tag has no letter or digit.
    """
    wanted = [(food, tag_id(tag)) for tag in tags]

    def how(records: OwnRecords, foods: Mapping[str, Food]) -> OwnRecords:
        _known(food, foods)
        tagged = replace(records, tags=tuple(dict.fromkeys((*records.tags, *wanted))))
        return with_recipes_anew(tagged, foods, {food})

    return change(home, how)


def tag_id(text: str) -> str:
    """Return the id of a tag: one of the catalog's by its name, else one of one's own.

    Raises
    ------
    OwnFoodsError
        When nothing is left of it.
    """
    ident = "_".join(plain(text).split())
    if not ident or len(ident) > 60:
        raise OwnFoodsError(f"{text[:80]!r} cannot be a tag; use letters and digits, at most 60")
    named = {"_".join(plain(tag.name).split()): tag.id for tag in load_tags().values()}
    return named.get(ident, ident)


def remember_choice(home: Path, phrase: str, food: str, day: date) -> OwnFoods:
    """Remember that a phrase was confirmed to mean a food; an alias it had goes.

    Raises
    ------
    OwnFoodsError
        When there is no such food, or the phrase has no word.
    """

    def how(records: OwnRecords, foods: Mapping[str, Food]) -> OwnRecords:
        _known(food, foods)
        key = phrase_key(phrase)
        kept = {p: f for p, f in records.aliases.items() if phrase_key(p) != key or f == food}
        return replace(
            records, aliases=kept, choices=with_choice(records.choices, phrase, food, day)
        )

    return change(home, how)


def remove(home: Path, name: str) -> str:
    """Take away an own food with all that names it, or an alias, or all own tags of a food.

    Returns
    -------
    str
        What was taken away, for people.

    Raises
    ------
    OwnFoodsError
        When there is nothing of that name, or a recipe needs the food.
    """
    said: list[str] = []

    def how(records: OwnRecords, foods: Mapping[str, Food]) -> OwnRecords:
        new, what = _without(records, foods, name)
        said.append(what)
        return new

    change(home, how)
    return said[-1]


def _without(records: OwnRecords, foods: Mapping[str, Food], name: str) -> tuple[OwnRecords, str]:
    aliases = {p: f for p, f in records.aliases.items() if phrase_key(p) != phrase_key(name)}
    own = [row for row in records.foods if row["id"] == name or _same(row["name"], name)]
    if own:
        return _without_food(records, own[0]["id"]), f"the food {own[0]['name']!r}"
    if len(aliases) < len(records.aliases):
        return replace(records, aliases=aliases), f"the alias {name!r}"
    tagged = {food for food, _ in records.tags if food == name or _same(foods[food].name, name)}
    if tagged:
        kept = tuple(item for item in records.tags if item[0] not in tagged)
        return replace(records, tags=kept), f"your own tags of {name!r}"
    learned = tuple(c for c in records.choices if c.phrase != phrase_key(name))
    if len(learned) < len(records.choices):
        return replace(records, choices=learned), f"what was learned of {name!r}"
    raise OwnFoodsError(
        f"there is nothing of your own called {name[:80]!r}; gutline foods search shows what is"
    )


def _without_food(records: OwnRecords, ident: str) -> OwnRecords:
    users = [row.recipe for row in records.parts if row.food == ident and row.recipe != ident]
    if users:
        raise OwnFoodsError(f"{ident!r} is a part of your {users[0]!r}; remove that first")
    return OwnRecords(
        foods=tuple(row for row in records.foods if row["id"] != ident),
        parts=tuple(row for row in records.parts if row.recipe != ident),
        aliases={p: f for p, f in records.aliases.items() if f != ident},
        tags=tuple(item for item in records.tags if item[0] != ident),
        choices=tuple(c for c in records.choices if c.food != ident),
    )


def _with_food(
    records: OwnRecords,
    foods: Mapping[str, Food],
    food: Food,
    replacing: bool,  # noqa: FBT001 - handed on
) -> OwnRecords:
    """Return the records with a food, in the place of the one of this name when there is one."""
    if not phrase_key(food.name):
        raise OwnFoodsError(f"{food.name[:80]!r} cannot be a name; use letters")
    before = _own_named(records, food.name)
    if before and not replacing:
        raise OwnFoodsError(f"you have a {food.name!r} already; add --replace to change it")
    known, own_tags = _tags_split(food)
    ident = before or new_id(food.name, foods)
    row = row_of(replace(food, id=ident, tags=MappingProxyType(known)))
    rows = [row if old["id"] == ident else old for old in records.foods]
    if not before:
        rows.append(row)
    kept = [item for item in records.tags if item[0] != ident or not before]
    own = [(ident, tag) for tag in own_tags]
    parts = tuple(part for part in records.parts if part.recipe != ident)
    changed = replace(
        records, foods=tuple(rows), tags=tuple(dict.fromkeys((*kept, *own))), parts=parts
    )
    now = {**foods, ident: replace(food, id=ident, tags=MappingProxyType(known))}
    return with_recipes_anew(changed, now, {ident}) if before else changed


def with_recipes_anew(
    records: OwnRecords, foods: Mapping[str, Food], changed: Iterable[str]
) -> OwnRecords:
    """Return the records with every recipe worked out anew that changed foods are a part of.

    Parameters
    ----------
    records : OwnRecords
    foods : Mapping of str to Food
        All foods, the changed ones as they are now.
    changed : iterable of str
        Ids of the foods that changed.
    """
    now, recipes = dict(foods), recipes_of(records)
    rows = {row["id"]: row for row in records.foods}
    for ident in _followers(recipes, changed):
        every = {**now, **OwnFoods.from_records(records, now).foods}
        whole = [(_known(p.food, every), p.grams) for p in recipes[ident].parts]
        mixture = mixed(whole, recipes[ident].weight_g)
        known, own = _tags_split(replace(now[ident], tags=mixture.tags))
        now[ident] = replace(now[ident], nutrients=mixture.nutrients, tags=MappingProxyType(known))
        rows[ident] = row_of(now[ident])
        tags = (*records.tags, *((ident, tag) for tag in own))
        records = replace(records, tags=tuple(dict.fromkeys(tags)))
    return replace(records, foods=tuple(rows.values()))


def _followers(recipes: Mapping[str, Recipe], changed: Iterable[str]) -> list[str]:
    """Return the recipes that some foods are in, also by way of others, each after its parts."""
    parts = {ident: {part.food for part in recipe.parts} for ident, recipe in recipes.items()}
    found: set[str] = set()
    waiting = list(changed)
    while waiting:
        part = waiting.pop()
        new = {ident for ident, own in parts.items() if part in own} - found
        found |= new
        waiting += new
    within = {ident: parts[ident] & found for ident in sorted(found)}
    return list(TopologicalSorter(within).static_order())


def _tags_split(food: Food) -> tuple[dict[str, TagShare], tuple[str, ...]]:
    """Return the tags of a food that the catalog knows, and those of one's own."""
    known = {tag: share for tag, share in food.tags.items() if tag in load_tags()}
    return known, tuple(tag for tag in food.tags if tag not in known)


def _own_named(records: OwnRecords, name: str) -> str:
    return next((row["id"] for row in records.foods if _same(row["name"], name)), "")


def _known(ident: str, foods: Mapping[str, Food]) -> Food:
    food = foods.get(ident) or load_foods().get(ident)
    if food is None:
        raise OwnFoodsError(f"there is no food {ident[:80]!r}; gutline foods search finds it")
    return food


def _same(name: str, other: str) -> bool:
    return phrase_key(name) == phrase_key(other) and bool(phrase_key(name))
