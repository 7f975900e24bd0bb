"""Who a reference intake is for, and the figure or the range of figures that holds for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gutline.catalog.reference_intakes import (
    AUTHORITIES,
    ReferenceIntake,
    load_reference_intakes,
)

SEXES = ("female", "male")
LIFE_STAGES = ("pregnancy", "lactation")
ADULT_YEARS = 19
OLDEST_YEARS = 120
LEAST_KG, MOST_KG = 20.0, 400.0
_CHILD_BELOW_YEARS = 9


class PersonError(ValueError):
    """What was said of a person cannot be; the message says what to correct."""


@dataclass(frozen=True, slots=True)
class Person:
    """What reference intakes depend on; None is not said.

    Attributes
    ----------
    sex : {"female", "male"} or None
    age : int or None
        Years.
    life_stage : {"pregnancy", "lactation"} or None
    weight_kg : float or None
        Only for protein per kilogram.
    """

    sex: str | None = None
    age: int | None = None
    life_stage: str | None = None
    weight_kg: float | None = None

    def __post_init__(self) -> None:
        """Check that there can be such a person."""
        if self.sex not in {None, *SEXES}:
            raise PersonError(f"sex is {self.sex!r}; give female or male, or leave it out")
        if self.age is not None and not 1 <= self.age <= OLDEST_YEARS:
            raise PersonError(f"age is {self.age!r}; give years from 1 to {OLDEST_YEARS}")
        if self.life_stage not in {None, *LIFE_STAGES}:
            raise PersonError(
                f"the life stage is {self.life_stage!r}; give pregnancy or lactation, or leave it"
                " out"
            )
        if self.life_stage and self.sex == "male":
            raise PersonError(f"{self.life_stage} with sex male has no reference intakes")
        if self.weight_kg is not None and not LEAST_KG <= self.weight_kg <= MOST_KG:
            raise PersonError(
                f"weight is {self.weight_kg!r}; give kilograms from {LEAST_KG:g} to {MOST_KG:g}"
            )

    @property
    def missing(self) -> tuple[str, ...]:
        """What would be needed for one figure in place of a range: "sex", "age"."""
        needs_sex = self.sex is None and self.life_stage is None
        if self.age is not None and self.age < _CHILD_BELOW_YEARS:
            needs_sex = False
        return (*(["sex"] if needs_sex else []), *(["age"] if self.age is None else []))


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference intake or an upper limit, a day: one figure, or the range over several groups.

    Attributes
    ----------
    low, high : float
        In the nutrient's unit; the same when the group is known.
    authority : str
        Who gives it, in words.
    scope : {"", "supplements", "all"}
        For an upper limit: what is counted.
    per_kg : float or None
        The figure per kilogram of body weight that it was worked out from.
    """

    low: float
    high: float
    authority: str
    scope: str = ""
    per_kg: float | None = None

    @property
    def is_range(self) -> bool:
        """Whether it is a range over several groups of people."""
        return self.low < self.high


def references_for(nutrient: str, person: Person) -> tuple[Reference, ...]:
    """Return the reference intakes of a nutrient, the one to compare with first.

    That is the figure of the US National Academies where they have one, by weight where the
    person's weight is known and the figure goes by it; other authorities follow.
    """
    found = [_joined(rows) for rows in _by_authority(nutrient, "intake", person)]
    if person.weight_kg is None:
        return tuple(found)
    by_weight = [
        _times(_joined(rows), person.weight_kg)
        for rows in _by_authority(nutrient, "intake_per_kg", person)
    ]
    return tuple(by_weight or found)


def upper_limit_for(nutrient: str, person: Person) -> Reference | None:
    """Return the upper limit of a nutrient; None where there is none."""
    found = _by_authority(nutrient, "upper", person)
    return _joined(found[0]) if found else None


def _by_authority(nutrient: str, kind: str, person: Person) -> list[list[ReferenceIntake]]:
    rows = [
        row
        for row in load_reference_intakes()
        if row.nutrient == nutrient and row.kind == kind and _is_for(row, person)
    ]
    each = [[row for row in rows if row.authority == name] for name in AUTHORITIES]
    return [rows for rows in each if rows]


def _is_for(row: ReferenceIntake, person: Person) -> bool:
    if person.age is None:
        if row.group == "child" or row.age_to < ADULT_YEARS:
            return False
    elif not row.holds_for(person.age):
        return False
    if person.life_stage:
        return row.group == person.life_stage
    return row.group in {"child", *([person.sex] if person.sex else SEXES)}


def _joined(rows: Iterable[ReferenceIntake]) -> Reference:
    values = [row.value for row in rows]
    first = next(iter(rows))
    return Reference(min(values), max(values), AUTHORITIES[first.authority], first.scope)


def _times(reference: Reference, weight_kg: float) -> Reference:
    return Reference(
        reference.low * weight_kg,
        reference.high * weight_kg,
        reference.authority,
        per_kg=reference.high,
    )
