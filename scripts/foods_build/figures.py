"""The figures of every authored food: nutrients, NOVA group and tags, and the file they fill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from gutline.catalog import TagShare, load_nutrients
from gutline.catalog.figures import FIRST_COLUMNS, Figures
from gutline.catalog.food_rows import TABLES
from gutline.catalog.food_tags import tags_of_nutrients, write_share
from scripts.foods_build.authored import Authored
from scripts.foods_build.nova_groups import nova_of_category, nova_of_recipe, nova_of_sr
from scripts.foods_build.nutrient_figures import (
    added_sugar,
    ciqual_nutrients,
    fndds_nutrients,
    sr_nutrients,
)
from scripts.foods_build.tables import Leaf, Row, TableError, Tables, found
from scripts.foods_build.tag_figures import Made, tags_of

DIGITS = 3


def figures_of(tables: Tables, food: Authored) -> Figures | None:
    """Return what the public tables say of one food; None when it names no table.

    Raises
    ------
    TableError
        When its code or tags_code is in no table; the message says where it stands.
    """
    if not food.table and not food.tags_code:
        return None
    row = _row(tables, food)
    recipe = food.tags_code or row.get("food_code_1718", "")
    if recipe:
        found(tables.recipes, recipe, lambda: f"{food.where}: tags_code {recipe}")
    nutrients = _nutrients(tables, food, row, recipe)
    made = _made(tables, food, row, recipe)
    return Figures(
        nutrients=nutrients,
        nova=_nova(tables, food, row, recipe),
        tags=dict(
            sorted({**(tags_of(made) if made else {}), **tags_of_nutrients(nutrients)}.items())
        ),
    )


def _row(tables: Tables, food: Authored) -> Row:
    if not food.table:
        return {}
    if food.table not in TABLES:
        raise TableError(f"{food.where}: there is no table {food.table!r}; correct the code")
    table: Mapping[str, Row] = getattr(tables, food.table)
    return found(table, food.number, lambda: f"{food.where}: code {food.table}:{food.number}")


def _nutrients(tables: Tables, food: Authored, row: Row, recipe: str) -> dict[str, float]:
    if food.table == "fndds":
        return fndds_nutrients(tables, row, recipe)
    if not food.table:
        return {}
    nutrients = sr_nutrients(row) if food.table == "sr" else ciqual_nutrients(row)
    # The same kind of food in FNDDS tells how much of the sugar was added.
    return {**nutrients, **(added_sugar(tables, recipe, nutrients) if recipe else {})}


def _made(tables: Tables, food: Authored, row: Row, recipe: str) -> Made | None:
    if recipe:
        known = tables.recipes[recipe]
        return Made(
            tables=tables,
            leaves=tables.leaves.get(recipe, []),
            patterns=tables.patterns.get(recipe, {}),
            description=known["food_description"],
            category=known["wweia_category"],
        )
    if food.table == "sr":
        leaf = Leaf(food.number, row["description"], 100.0)
        return Made(tables, [leaf], {}, row["description"], row["food_group"])
    return None


def _nova(tables: Tables, food: Authored, row: Row, recipe: str) -> int | None:
    if food.table == "sr" and (label := nova_of_sr(tables, food.number)):
        return label
    if recipe:
        return nova_of_recipe(tables, recipe)
    return nova_of_category(tables, row) if food.table == "fndds" else None


def rounded(value: float) -> str:
    """Return a figure with three digits, without an exponent where it is not tiny."""
    return f"{float(f'{value:.{DIGITS}g}'):g}"


def rendered(figures: Iterable[tuple[str, Figures]]) -> str:
    """Return the text of the file of figures.

    Parameters
    ----------
    figures : iterable of (str, Figures)
        By the food's id, in the order of the file.
    """
    nutrients = list(load_nutrients())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*FIRST_COLUMNS, *nutrients])
    for food, one in figures:
        cells = [rounded(one.nutrients[n]) if n in one.nutrients else "" for n in nutrients]
        writer.writerow([food, one.nova or "", _tags(one.tags), *cells])
    return text.getvalue()


def _tags(tags: Mapping[str, TagShare]) -> str:
    return "|".join(
        write_share(tag, TagShare(share.grams and float(rounded(share.grams)), share.possible))
        for tag, share in tags.items()
    )


def all_figures(tables: Tables, foods: Sequence[Authored]) -> list[tuple[str, Figures]]:
    """Return the figures of all foods that name a table, in order of id."""
    pairs = ((food.id, figures_of(tables, food)) for food in foods)
    return [(food, one) for food, one in pairs if one is not None]
