"""The public tables, read from their folder as they are."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = Mapping[str, str]


class TableError(ValueError):
    """A public table is missing or lacks a row; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One ingredient that has no ingredients of its own, in 100 g of a food.

    Attributes
    ----------
    code : str
        Its number in the SR tables.
    name : str
        Its description there.
    grams : float
        In 100 g of the food; with water lost in cooking, all leaves can sum to more than 100.
    """

    code: str
    name: str
    grams: float


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        packed = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path} is missing; give the folder of the tables as --shared") from None
    try:
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
        yield from csv.DictReader(io.StringIO(text, newline=""), strict=True)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path} cannot be read ({error}); fetch it again") from None


class Tables:
    """The tables by the key that rows are looked up with; each is read when first asked for.

    Parameters
    ----------
    shared : Path
        The folder with `data/foods` and `data/tags`.
    """

    def __init__(self, shared: Path) -> None:
        self._data = shared / "data"

    def _by(self, key: str, name: str) -> dict[str, dict[str, str]]:
        rows = list(_rows(self._data / name))
        if rows and key not in rows[0]:
            raise TableError(f"{self._data / name} has no column {key!r}; fetch it again")
        return {row[key]: row for row in rows}

    @functools.cached_property
    def fndds(self) -> Mapping[str, Row]:
        """FNDDS 2021-2023 by FDC id."""
        return self._by("fdc_id", "foods/fndds_2021_2023_foods.csv.gz")

    @functools.cached_property
    def sr(self) -> Mapping[str, Row]:
        """SR26 by NDB number, without leading zeros."""
        return self._by("ndb_no", "foods/usda_sr26_foods.csv.gz")

    @functools.cached_property
    def ciqual(self) -> Mapping[str, Row]:
        """Ciqual 2020 by food code."""
        return self._by("alim_code", "foods/ciqual_2020_en.csv.gz")

    @functools.cached_property
    def recipes(self) -> Mapping[str, Row]:
        """What is known of each FNDDS 2017-18 food: category, NOVA label, by food code."""
        return self._by("food_code", "tags/fndds_2017_2018_food_tags.csv.gz")

    @functools.cached_property
    def patterns(self) -> Mapping[str, Row]:
        """FPED 2017-18, cup and ounce equivalents in 100 g, by food code."""
        return self._by("food_code", "foods/fped_2017_2018_per100g.csv.gz")

    @functools.cached_property
    def leaf_tags(self) -> Mapping[str, Row]:
        """Tags of single ingredients by their code."""
        return self._by("leaf_ingredient_code", "tags/leaf_ingredient_tags.csv.gz")

    @functools.cached_property
    def leaf_nutrients(self) -> Mapping[str, Row]:
        """Nutrients of single ingredients by their code."""
        return self._by("Ingredient code", "foods/fndds_ingredient_nutrients.csv.gz")

    @functools.cached_property
    def leaves(self) -> Mapping[str, Sequence[Leaf]]:
        """What each FNDDS 2017-18 food is made of, by food code."""
        found: dict[str, list[Leaf]] = defaultdict(list)
        for row in _rows(self._data / "foods/fndds_2017_2018_flat_ingredients.csv.gz"):
            leaf = Leaf(
                row["leaf_ingredient_code"], row["leaf_description"], float(row["g_per_100g"])
            )
            found[row["food_code"]].append(leaf)
        return found

    @functools.cached_property
    def nova_labels(self) -> Mapping[str, int]:
        """NOVA group by SR or FNDDS code, the newest label where there are several."""
        return {
            row["code"]: int(row["nova_class"])
            for row in _rows(self._data / "tags/nova_labels_sr_fndds.csv.gz")
        }

    @functools.cached_property
    def nova_categories(self) -> Mapping[str, Row]:
        """The commonest NOVA group of each What We Eat In America category, by its name."""
        return self._by("wweia_category", "tags/nova_by_wweia_category.csv")


def found(table: Mapping[str, Row], code: str, say: Callable[[], str]) -> Row:
    """Return the row of a code.

    Raises
    ------
    TableError
        When there is none; `say` tells where the code stands.
    """
    if code not in table:
        raise TableError(f"{say()} is in no row of that table; correct the code")
    return table[code]
