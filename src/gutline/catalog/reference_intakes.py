"""Reference intakes and upper limits by sex, age and life stage, as public bodies give them.

Two authorities: "dri" are the Dietary Reference Intakes of the US National Academies (recommended
dietary allowances, adequate intakes and tolerable upper intake levels; alpha-linolenic acid and
protein per kg from the report of 2005), "efsa" the dietary reference values of the European Food
Safety Authority.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.number_tables import number_in, one_of, read_rows
from gutline.catalog.nutrients import load_nutrients

AUTHORITIES: Mapping[str, str] = {"dri": "US National Academies", "efsa": "EFSA"}
GROUPS = ("child", "male", "female", "pregnancy", "lactation")
KINDS = ("intake", "intake_per_kg", "upper")
COLUMNS = (
    "nutrient", "kind", "group", "age_from", "age_to", "value", "scope", "authority",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReferenceIntake:
    """One figure for one group of people, a day.

    Attributes
    ----------
    nutrient : str
        Id of the nutrient; the value is in its unit.
    kind : {"intake", "intake_per_kg", "upper"}
        What is recommended or adequate, the same per kilogram of body weight, or the upper limit.
    group : {"child", "male", "female", "pregnancy", "lactation"}
    age_from, age_to : float
        Years, both included; `age_to` is infinite without an end.
    value : float
    scope : {"", "supplements", "all"}
        For an upper limit: of what is taken as supplements or medicines, or of food as well.
    authority : {"dri", "efsa"}
    """

    nutrient: str
    kind: str
    group: str
    age_from: float
    age_to: float
    value: float
    scope: str
    authority: str

    def holds_for(self, age: int) -> bool:
        """Return whether it is meant for this age in years."""
        return self.age_from <= age <= self.age_to


@functools.cache
def load_reference_intakes() -> tuple[ReferenceIntake, ...]:
    """Return every reference intake of the package.

    Raises
    ------
    CatalogError
        When the table is wrong.
    """
    return read_reference_intakes(DATA / "reference_intakes.csv")


def read_reference_intakes(path: Path) -> tuple[ReferenceIntake, ...]:
    """Read and check a table of reference intakes.

    Raises
    ------
    CatalogError
        When a row is wrong, or two rows speak of the same people and nutrient.
    """
    rows = read_rows(path, COLUMNS, _reference)
    for number, row in enumerate(rows, 2):
        if any(_same_people(row, other) for other in rows[: number - 2]):
            raise CatalogError(
                f"{path}, line {number}: age_from: an earlier line gives {row.nutrient} for "
                f"{row.group} of this age too; keep one of them"
            )
    return rows


def _reference(cells: Mapping[str, str]) -> ReferenceIntake:
    if cells["nutrient"] not in load_nutrients():
        raise CatalogError(f"nutrient: {cells['nutrient']!r} is not a nutrient of the catalog")
    kind = one_of(cells, "kind", KINDS)
    age_from = number_in(cells, "age_from", above=0.0)
    age_to = number_in(cells, "age_to", above=0.0) if cells["age_to"] else math.inf
    if age_to < age_from:
        raise CatalogError(f"age_to: {cells['age_to']!r} is below age_from; swap them")
    return ReferenceIntake(
        cells["nutrient"],
        kind,
        one_of(cells, "group", GROUPS),
        age_from,
        age_to,
        number_in(cells, "value", above=0.0),
        one_of(cells, "scope", ("supplements", "all") if kind == "upper" else ("",)),
        one_of(cells, "authority", tuple(AUTHORITIES)),
    )


def _same_people(one: ReferenceIntake, other: ReferenceIntake) -> bool:
    keys = ("nutrient", "kind", "group", "authority")
    alike = all(getattr(one, key) == getattr(other, key) for key in keys)
    return alike and one.age_from <= other.age_to and other.age_from <= one.age_to
