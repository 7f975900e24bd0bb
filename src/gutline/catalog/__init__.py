"""What the world knows, as data files with one loader that checks them."""

from __future__ import annotations

from gutline.catalog.data_files import CatalogError
from gutline.catalog.foods import Amount, Food, TagShare, load_foods, read_food_table
from gutline.catalog.kinds import EntryKind, load_kinds, load_units, read_kind
from gutline.catalog.measures import Measure, load_measures
from gutline.catalog.nutrients import Nutrient, load_nutrients
from gutline.catalog.tags import Tag, load_tags

__all__ = [
    "Amount",
    "CatalogError",
    "EntryKind",
    "Food",
    "Measure",
    "Nutrient",
    "Tag",
    "TagShare",
    "load_foods",
    "load_kinds",
    "load_measures",
    "load_nutrients",
    "load_tags",
    "load_units",
    "read_food_table",
    "read_kind",
]
