"""Nutrients: what the figures of a food measure, and the unit that is part of each id."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import (
    field_problems,
    id_problems,
    read_checked,
    read_folder,
)

UNITS = frozenset({"kcal", "g", "mg", "ug"})


@dataclass(frozen=True, slots=True)
class Nutrient:
    """One nutrient; figures of foods are per 100 g.

    Attributes
    ----------
    id : str
        Ends in the unit: fibre_g, caffeine_mg, vitamin_d_ug.
    name : str
        For people.
    unit : {"kcal", "g", "mg", "ug"}
        The unit of every figure.
    exposure : bool
        Whether intake is looked at as an exposure.
    coverage : bool
        Whether intake is compared with reference intakes.
    index : str
        Its name in the literature inflammatory index; empty when it has no part in it.
    """

    id: str
    name: str
    unit: str
    exposure: bool
    coverage: bool
    index: str


@functools.cache
def load_nutrients() -> Mapping[str, Nutrient]:
    """Return every nutrient by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file does not hold a valid nutrient.
    """
    return read_folder("nutrients", read_nutrient)


_TYPES: Mapping[str, type] = {
    "id": str, "name": str, "unit": str, "exposure": bool, "coverage": bool, "index": str,
}  # fmt: skip


def read_nutrient(path: Path) -> Nutrient:
    """Read and check one nutrient's file.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing, unknown or of the wrong type, or the fields
        contradict each other.
    """
    fields = read_checked(path, _problems)
    return Nutrient(
        **{name: cast("str", fields[name]) for name in ("id", "name", "unit", "index")},
        exposure=fields["exposure"] is True,
        coverage=fields["coverage"] is True,
    )


def _problems(stem: str, fields: Mapping[str, object]) -> Iterable[str]:
    """Yield what is wrong with one file, most basic first; the caller stops at the first."""
    yield from field_problems(fields, _TYPES)
    yield from id_problems(stem, fields)
    if not str(fields["name"]).strip():
        yield "name must not be empty"
    if fields["unit"] not in UNITS:
        yield f"unit must be one of {', '.join(sorted(UNITS))}"
    if not stem.endswith(f"_{fields['unit']}"):
        yield f"id must end in its unit, _{fields['unit']}"
