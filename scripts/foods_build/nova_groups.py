"""The NOVA group of each food: experts' labels, then what its category almost always is.

What is raw or plainly cooked is in group 1. Dishes are told by no category: a lasagne may come from
a factory or from the oven at home.
"""

from __future__ import annotations

import re

from scripts.foods_build.leaf_rules import is_mixture
from scripts.foods_build.tables import Row, Tables

PURITY = 0.8
_DISHES = re.compile(
    r"mixed dish|soup|sandwich|fried rice|stir-fry|mexican|macaroni|pizza|burger|turnover|"
    r"pancake|fruit|vegetable|potato|beans|eggs|not included|coffee|tea\b|"
    r"chicken|beef|pork|fish|turkey|lamb|liver|rice|oatmeal|cooked cereals|"
    r"cream and cream",
    re.IGNORECASE,
)
_AT_HOME = re.compile(r"home ?-?made|home recipe", re.IGNORECASE)
# Added in any kitchen: it makes no other group of what it is added to.
_ADDED = re.compile(r"^(?:salt,|beverages, water|water|oil|butter|margarine)", re.IGNORECASE)
FEW = 3
_AS_GROWN = re.compile(
    r"^(?!.*(?:cured|smoked|sweetened|syrup|salted|dried, sulf|oil|prepared)).*"
    r"(?:\braw\b|\bcooked, (?:boiled|roasted|dry heat|grilled|broiled))",
    re.IGNORECASE,
)


def nova_of_recipe(tables: Tables, recipe: str) -> int | None:
    """Return the NOVA group of an FNDDS 2017-18 food."""
    row = tables.recipes[recipe]
    if row["nova_label"]:
        return int(row["nova_label"])
    things = [leaf for leaf in tables.leaves.get(recipe, []) if not _ADDED.search(leaf.name)]
    if len(things) == 1 and not is_mixture(tables, things[0]):
        label = tables.nova_labels.get(things[0].code)
        if label:
            return label
    if 1 <= len(things) <= FEW and all(_AS_GROWN.search(leaf.name) for leaf in things):
        return 1
    return nova_of_category(tables, row)


def nova_of_category(tables: Tables, row: Row) -> int | None:
    """Return the NOVA group that nearly all foods of a category have."""
    name = row["wweia_category"]
    category = tables.nova_categories.get(name)
    words = row.get("description", row.get("food_description", ""))
    if category is None or _DISHES.search(name) or _AT_HOME.search(words):
        return None
    if float(category["purity"]) < PURITY:
        return None
    return int(category["majority"])


def nova_of_sr(tables: Tables, number: str) -> int | None:
    """Return the NOVA group of a food of SR."""
    return tables.nova_labels.get(number)
