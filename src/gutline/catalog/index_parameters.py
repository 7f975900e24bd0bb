"""Parameters of the literature inflammatory index: weights and the spread of intake world-wide.

The figures are those of Shivappa et al. 2014, Public Health Nutrition 17:1689-1696,
doi:10.1017/S1368980013002115: for each parameter the weight that the literature gives it, and mean
and standard deviation of its daily intake in eleven populations. Only parameters that tables of
foods give as a nutrient are here. Caffeine is not: its published mean, 8.05 g a day, cannot be in
that unit.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.number_tables import number_in, one_of, read_rows
from gutline.catalog.nutrients import UNITS

COLUMNS = ("parameter", "unit", "weight", "mean", "sd")


@dataclass(frozen=True, slots=True)
class IndexParameter:
    """One parameter of the index.

    Attributes
    ----------
    name : str
        As in `Nutrient.index`; nutrients with the same name are added up.
    unit : {"kcal", "g", "mg", "ug"}
        The unit of `mean` and `sd`.
    weight : float
        Above 0 where the literature finds more inflammation with more of it.
    mean, sd : float
        Of daily intake world-wide.
    """

    name: str
    unit: str
    weight: float
    mean: float
    sd: float


@functools.cache
def load_index_parameters() -> tuple[IndexParameter, ...]:
    """Return every parameter of the package.

    Raises
    ------
    CatalogError
        When the table is wrong.
    """
    return read_index_parameters(DATA / "inflammatory_index.csv")


def read_index_parameters(path: Path) -> tuple[IndexParameter, ...]:
    """Read and check a table of parameters.

    Raises
    ------
    CatalogError
        When a row is wrong or a parameter stands there twice.
    """
    rows = read_rows(path, COLUMNS, _parameter)
    names = [row.name for row in rows]
    for number, name in enumerate(names, 2):
        if name in names[: number - 2]:
            raise CatalogError(
                f"{path}, line {number}: parameter: {name!r} stands there twice; keep one"
            )
    return rows


def _parameter(cells: Mapping[str, str]) -> IndexParameter:
    if not cells["parameter"].strip():
        raise CatalogError("parameter: must not be empty")
    return IndexParameter(
        cells["parameter"],
        one_of(cells, "unit", tuple(sorted(UNITS))),
        number_in(cells, "weight"),
        number_in(cells, "mean", above=0.0),
        number_in(cells, "sd", above=0.0),
    )
