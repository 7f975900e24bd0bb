"""What public tables say of each food of the package: read fast, parsed when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gutline.catalog.data_files import CatalogError
from gutline.catalog.food import TagShare
from gutline.catalog.food_tags import read_shares

FIGURES = "food_figures.csv"
FIRST_COLUMNS = ("id", "nova", "tags")


@dataclass(frozen=True, slots=True)
class Figures:
    """What public tables say of a food, before its row corrects it."""

    nutrients: Mapping[str, float]
    nova: int | None
    tags: Mapping[str, TagShare]


UNKNOWN = Figures(MappingProxyType({}), None, MappingProxyType({}))


class NutrientCells(Mapping[str, float]):
    """Nutrients of one food, from the cells of its line; empty cells are not known.

    Thousands of foods are loaded and few are looked at, so a line is parsed when the first of its
    nutrients is asked for.

    Parameters
    ----------
    where : str
        File and line, for the message when a cell is no number.
    names : sequence of str
        The ids of the nutrients, in the order of the cells.
    cells : str
        The cells with commas between.
    """

    __slots__ = ("_cells", "_known", "_names", "_where")

    def __init__(self, where: str, names: Sequence[str], cells: str) -> None:
        self._where = where
        self._names = names
        self._cells = cells
        self._known: dict[str, float] | None = None

    def _parsed(self) -> dict[str, float]:
        if self._known is None:
            cells = zip(self._names, self._cells.split(","), strict=True)
            try:
                self._known = {name: float(cell) for name, cell in cells if cell}
            except ValueError as error:
                raise CatalogError(f"{self._where}: {error}; build the figures anew") from None
        return self._known

    def __getitem__(self, name: str) -> float:
        return self._parsed()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def __repr__(self) -> str:
        return repr(self._parsed())


def read_figures(
    path: Path, nutrients: frozenset[str], tags: frozenset[str]
) -> Mapping[str, Figures]:
    """Read what public tables say of each food, by its id.

    Parameters
    ----------
    path : Path
        The file that was built: commas between, no quotes.
    nutrients, tags : frozenset of str
        The ids that it may name.

    Raises
    ------
    CatalogError
        When a line is wrong; the message names file, line and what to do.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read ({error}); build the figures anew") from None
    names = _header(path, lines[0] if lines else "", nutrients)
    found: dict[str, Figures] = {}
    for number, line in enumerate(lines[1:], 2):
        where = f"{path}, line {number}"
        try:
            food, figures = _line(where, line, names, tags)
        except ValueError as error:
            raise CatalogError(f"{where}: {error}; build the figures anew") from None
        if food in found:
            raise CatalogError(f"{where}: {food} stands there twice; build the figures anew")
        found[food] = figures
    return found


def _header(path: Path, line: str, nutrients: frozenset[str]) -> Sequence[str]:
    first, names = line.split(",")[:3], line.split(",")[3:]
    if tuple(first) != FIRST_COLUMNS or not set(names) <= nutrients:
        raise CatalogError(
            f"{path}, line 1: the header must be id,nova,tags and nutrients; build the figures anew"
        )
    return names


def _line(
    where: str, line: str, names: Sequence[str], known: frozenset[str]
) -> tuple[str, Figures]:
    food, nova, tags, cells = line.split(",", 3)
    if cells.count(",") != len(names) - 1:
        raise CatalogError(f"{food} must have {len(names)} nutrients")
    nutrients = NutrientCells(where, names, cells)
    return food, Figures(nutrients, int(nova) if nova else None, read_shares(tags, known))
