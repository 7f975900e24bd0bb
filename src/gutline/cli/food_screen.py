"""Foods in a terminal: what a search found, and all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.cli.lines import amount, bold, dim, listed, printable, wrapped
from gutline.cli.meal_screen import tag_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gutline.catalog import Food, TagShare
    from gutline.cli.screen import Screen
    from gutline.meals.food_search import Found
    from gutline.meals.full_tables import TableEntry, TableHit
    from gutline.meals.own_foods import OwnFoods
    from gutline.meals.recipes import Mixture

_TABLES = {
    "fndds": "USDA FNDDS",
    "fdc": "USDA FoodData Central",
    "sr": "USDA SR",
    "ciqual": "Anses Ciqual",
}
_QUIET = frozenset({"energy_kcal"})
_INDENT = "  "


def search_lines(found: Sequence[Found], hits: Sequence[TableHit], screen: Screen) -> list[str]:
    """Return what a search found: own and catalog foods first, then those of full tables."""
    lines: list[str] = []
    for one in found:
        lines += _found_lines(one, screen)
    if hits:
        lines += ["", "In the tables you loaded:"] if lines else ["In the tables you loaded:"]
    for hit in hits:
        words = f"{hit.name}  {hit.code}, {hit.table}"
        lines += _headed(words, hit.name, screen)
    return lines


def _found_lines(one: Found, screen: Screen) -> list[str]:
    food = one.food
    about = [food.id]
    if food.origin == "own":
        about.append("yours")
    if food.kind != "food":
        about.append(food.kind)
    if one.alias:
        about.append(f"as {one.alias}")
    return _headed(f"{food.name}  {', '.join(about)}", food.name, screen)


def _headed(words: str, name: str, screen: Screen) -> list[str]:
    """Return words as lines, the name at their start in bold."""
    name, lines = printable(name), wrapped(words, screen.width, "", "    ")
    if lines[0].startswith(name):
        lines[0] = bold(name, screen) + lines[0][len(name) :]
    return lines


def food_lines(
    food: Food, own: OwnFoods, screen: Screen, *, entry: TableEntry | None, everything: bool
) -> list[str]:
    """Return what is known of a food.

    Parameters
    ----------
    food : Food
    own : OwnFoods
        For its recipe and what it is called.
    screen : Screen
    entry : TableEntry or None
        Its portions, when it is from a full table.
    everything : bool
        Whether to show all nutrients, and which are not known.
    """
    kind = "" if food.kind == "food" else f", {food.kind}"
    lines = _headed(f"{food.name}  {food.id}{kind}", food.name, screen)
    for words in _facts(food, own, entry):
        lines += wrapped(words, screen.width, _INDENT, _INDENT * 2)
    lines += _nutrient_lines(food, screen, everything=everything)
    source = _source(food, is_recipe=food.id in own.recipes)
    return lines + wrapped(source, screen.width, _INDENT, _INDENT * 2)


def _facts(food: Food, own: OwnFoods, entry: TableEntry | None) -> Iterable[str]:
    phrases = [phrase for phrase, ident in own.aliases.items() if ident == food.id]
    names = [*food.aliases, *(f"{phrase} (yours)" for phrase in phrases)]
    if names:
        yield "also called: " + ", ".join(names)
    if food.serving_g is not None:
        yield f"usual serving: {amount(food.serving_g)} g"
    elif food.kind in {"food", "drink"}:
        yield "usual serving: not known"
    if entry is not None and entry.portions:
        yield "portions: " + listed(f"{words} {amount(g)} g" for words, g in entry.portions)
    elif food.measures:
        yield "measures: " + listed(f"{_one(m)} {amount(g)} g" for m, g in food.measures.items())
    if food.actives:
        amounts = (
            f"{n.replace('_', ' ')} {amount(a.value)} {a.unit.replace('ug', 'µg')}"
            for n, a in food.actives.items()
        )
        yield "in one: " + listed(amounts)
    yield "tags: " + _tags(food, own)
    if food.nova is not None:
        yield f"processing: NOVA group {food.nova}"
    yield from _recipe(food, own)


def _one(measure: str) -> str:
    from gutline.catalog import load_measures

    known = load_measures().get(measure)
    return known.name if known else measure


def _tags(food: Food, own: OwnFoods) -> str:
    if food.origin == "table" and not food.tags:
        return "not known for foods of full tables; gutline foods add --like takes them over"
    if not food.tags:
        return "none"
    mine = own.tags.get(food.id, ())
    shares = sorted(food.tags.items(), key=lambda item: (item[1].possible, item[0]))
    return listed(_share(tag, share, own=tag in mine) for tag, share in shares)


def _share(tag: str, share: TagShare, *, own: bool) -> str:
    grams = ""
    if share.grams is not None:
        most = "up to " if share.possible else ""
        grams = f" {most}{amount(share.grams)} g in 100 g"
    marks = [mark for mark, is_so in (("possible", share.possible), ("yours", own)) if is_so]
    return f"{tag_name(tag)}{grams}" + (f" ({', '.join(marks)})" if marks else "")


def _recipe(food: Food, own: OwnFoods) -> Iterable[str]:
    recipe = own.recipes.get(food.id)
    if recipe is not None:
        parts = listed(part.text for part in recipe.parts)
        yield f"made of: {parts}; {amount(recipe.weight_g)} g, serves {amount(recipe.serves)}"


def _nutrient_lines(food: Food, screen: Screen, *, everything: bool) -> list[str]:
    from gutline.catalog import load_nutrients

    known = load_nutrients()
    shown = [
        n
        for n, about in known.items()
        if everything or ((about.exposure or about.coverage) and n not in _QUIET)
    ]
    figures = [
        f"{known[n].name} {amount(food.nutrients[n])} {known[n].unit.replace('ug', 'µg')}"
        for n in shown
        if n in food.nutrients
    ]
    if not figures and food.actives:
        return []
    missing = [known[n].name for n in shown if n not in food.nutrients]
    lines: list[str] = []
    if figures:
        lines += wrapped("in 100 g: " + listed(figures), screen.width, _INDENT, _INDENT * 2)
    if missing:
        words = "not known: " + ", ".join(missing)
        lines += [dim(line, screen) for line in wrapped(words, screen.width, _INDENT, _INDENT * 2)]
    return lines


def _source(food: Food, *, is_recipe: bool) -> str:
    table, _, number = food.code.partition(":")
    if table in _TABLES:
        return f"figures from: {_TABLES[table]}, food {number}"
    if food.origin == "own":
        return "figures from: its parts" if is_recipe else "figures from: you"
    return "figures from: what is printed on the package" if food.actives else "figures from: none"


def mixture_lines(mixture: Mixture, screen: Screen) -> list[str]:
    """Return what a recipe's parts do not tell: figures that are at least so much."""
    from gutline.catalog import load_nutrients

    known = load_nutrients()
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, value in mixture.at_least.items():
        about = known[name]
        if value and (about.exposure or about.coverage) and name not in _QUIET:
            unit = about.unit.replace("ug", "µg")
            words = f"{about.name} at least {amount(value)} {unit}"
            groups.setdefault(mixture.unknown_of[name], []).append(words)
    lines: list[str] = []
    for names, figures in groups.items():
        words = f"in 100 g, as not known of {', '.join(names)}: {listed(figures)}"
        lines += wrapped(words, screen.width, _INDENT, _INDENT * 2)
    return lines


def own_lines(own: OwnFoods, tables: Mapping[str, int], screen: Screen) -> list[str]:
    """Return all that is a person's own."""
    foods = [food for food in own.foods.values() if food.origin == "own"]
    learned = {choice.phrase: choice.food for choice in own.learned}
    parts = [
        ("foods", [f"{food.name} ({food.id})" for food in foods]),
        ("aliases", [f"{phrase} = {_name(food, own)}" for phrase, food in own.aliases.items()]),
        ("tags", [f"{_name(f, own)}: {', '.join(tags)}" for f, tags in own.tags.items()]),
        ("learned", [f"{phrase} = {_name(f, own)}" for phrase, f in learned.items()]),
        ("tables", [f"{name}, {count:,} foods" for name, count in tables.items()]),
    ]
    lines: list[str] = []
    for what, items in parts:
        if items:
            lines += wrapped(f"{what}: {listed(items)}", screen.width, "", _INDENT * 2)
    return lines or ["There is nothing of your own yet; gutline foods add makes a food."]


def _name(ident: str, own: OwnFoods) -> str:
    from gutline.catalog import load_foods

    food = own.foods.get(ident) or load_foods().get(ident)
    return food.name if food else ident
