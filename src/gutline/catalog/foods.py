"""Foods: the package's own table with figures of public tables, and a person's own foods."""

from __future__ import annotations

import contextlib
import csv
import functools
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.figures import FIGURES, UNKNOWN, Figures, read_figures
from gutline.catalog.food import Amount, Food, TagShare
from gutline.catalog.food_rows import (
    ACTIVES,
    COLUMNS,
    Source,
    Vocabulary,
    food_of_row,
)
from gutline.catalog.measures import load_measures
from gutline.catalog.nutrients import load_nutrients
from gutline.catalog.tags import load_tags

__all__ = [
    "Amount", "CatalogError", "Food", "TagShare", "load_foods", "read_food_table",
]  # fmt: skip


def load_foods(overlay: Path | None = None) -> Mapping[str, Food]:
    """Return every food by its id, in order of id.

    Parameters
    ----------
    overlay : Path, optional
        A person's own catalog folder; the tables in its `foods` folder are added. A food of the
        package cannot be changed there.

    Raises
    ------
    CatalogError
        When a table is wrong; the message names file, line, field and what to do.
    """
    foods = _package_foods()
    if overlay is None:
        return foods
    own = _read_folder(overlay / "foods", {}, "own")
    twice = sorted(set(own) & set(foods))
    if twice:
        raise CatalogError(
            f"{overlay}: the food {twice[0]!r} is in Gutline already; give yours another id"
        )
    return MappingProxyType(dict(sorted({**foods, **own}.items())))


def read_food_table(
    path: Path, figures: Mapping[str, Figures] = MappingProxyType({}), origin: str = "own"
) -> tuple[Food, ...]:
    """Read and check one table of foods.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 with the header of `COLUMNS`; columns named after nutrients (per 100 g) and a
        column `actives` may follow.
    figures : Mapping of str to Figures
        What public tables say, by the food's id.
    origin : str
        Where the foods come from.

    Raises
    ------
    CatalogError
        When a row is wrong; the message names file, line, field and what to do.
    """
    words = _vocabulary()
    source = Source(path.stem, origin)
    known = words.nutrients | {ACTIVES}
    columns: list[str] = []

    def check(header: Sequence[str]) -> None:
        if tuple(header[: len(COLUMNS)]) != COLUMNS:
            raise CatalogError(f"the header must begin with {','.join(COLUMNS)}")
        extra = header[len(COLUMNS) :]
        wrong = [name for name in extra if name not in known or extra.count(name) > 1]
        if wrong:
            raise CatalogError(f"the column {wrong[0]!r} is not known or stands there twice")
        columns.extend(extra)

    def food(cells: Sequence[str]) -> Food:
        more = dict(zip(columns, cells[len(COLUMNS) :], strict=True)) if columns else {}
        return food_of_row(cells, more, figures.get(cells[0], UNKNOWN), words, source)

    return tuple(_read(path, check, food))


def _read(
    path: Path,
    check: Callable[[Sequence[str]], None],
    row: Callable[[Sequence[str]], Food],
) -> Iterator[Food]:
    """Yield the food of each row that is not blank; what goes wrong gets file and line."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            check(header)
            for cells in reader:
                line = reader.line_num
                if cells:
                    _check_length(header, cells)
                    yield row(cells)
    except (CatalogError, csv.Error) as error:
        raise CatalogError(f"{path}, line {line}: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read as UTF-8 CSV ({error})") from None


def _check_length(header: Sequence[str], cells: Sequence[str]) -> None:
    if len(cells) != len(header):
        raise CatalogError(
            f"{len(cells)} fields where the header has {len(header)}; put a field that has a comma "
            "in double quotes"
        )


@functools.cache
def _package_foods() -> Mapping[str, Food]:
    path = DATA / FIGURES
    words = _vocabulary()
    with _nothing_is_garbage():
        figures = read_figures(path, words.nutrients, words.tags) if path.exists() else {}
        return MappingProxyType(_read_folder(DATA / "foods", figures, "catalog"))


@contextlib.contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """Pause the collector, which would look through thousands of new records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_folder(folder: Path, figures: Mapping[str, Figures], origin: str) -> dict[str, Food]:
    """Read all tables of a folder; that names differ was checked when the package was built."""
    foods: dict[str, Food] = {}
    owners: dict[str, Food] = {}
    for path in sorted(folder.glob("*.csv")):
        for food in read_food_table(path, figures, origin):
            if food.id in foods:
                raise CatalogError(
                    f"{path}: the food {food.id!r} stands in {foods[food.id].group}.csv too; give "
                    "one of them another id"
                )
            foods[food.id] = food
            if origin != "catalog":
                _own(owners, food, path)
    return dict(sorted(foods.items()))


def _own(owners: dict[str, Food], food: Food, path: Path) -> None:
    """Keep who has each name, and refuse a second owner."""
    for name in (food.name, *food.aliases):
        owner = owners.setdefault(name.casefold(), food)
        if owner is not food:
            raise CatalogError(
                f"{path}: {name!r} is a name of {food.id!r} and of {owner.id!r} in "
                f"{owner.group}.csv; leave it to one of them"
            )


@functools.cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        frozenset(load_tags()), frozenset(load_measures()), frozenset(load_nutrients())
    )
