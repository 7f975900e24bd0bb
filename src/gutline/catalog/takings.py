"""What people take: classes of medicines and substances of supplements, and the words for them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import (
    CatalogError,
    field_problems,
    id_problems,
    read_checked,
    read_folder,
)

DOSE_UNITS = ("mg", "g", "ug", "iu")


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """Medicines that are alike in what has to be minded with them.

    Attributes
    ----------
    id, name : str
    words : tuple of str
        Names of medicines and brands that mean the class, in lower case.
    """

    id: str
    name: str
    words: tuple[str, ...]

    @property
    def fact(self) -> str:
        """The fact that a person takes one of them."""
        return f"takes_{self.id}"


@dataclass(frozen=True, slots=True)
class Substance:
    """What a supplement holds, or a food that has to be minded like one.

    Attributes
    ----------
    id, name : str
    words : tuple of str
        Names of products that mean it, in lower case.
    actives : tuple of str
        Ids of active substances in the table of supplements.
    tags : tuple of str
        Food tags that mean it.
    unit : str
        Unit of its daily dose; empty where doses do not matter.
    weighed : {"substance", "product"}
        What a weight in a diary is of: "magnesium 400 mg" is magnesium, "fish oil 1 g" is oil.
    """

    id: str
    name: str
    words: tuple[str, ...]
    actives: tuple[str, ...]
    tags: tuple[str, ...]
    unit: str
    weighed: str

    @property
    def fact(self) -> str:
        """The fact that a person uses it."""
        return f"uses_{self.id}"

    @property
    def dose_fact(self) -> str:
        """The fact that holds its daily dose; empty where doses do not matter."""
        return f"dose_{self.id}_{self.unit}" if self.unit else ""


@functools.cache
def load_medicine_classes() -> Mapping[str, MedicineClass]:
    """Return every class of medicines by its id."""
    return read_folder("medicine_classes", read_medicine_class)


@functools.cache
def load_substances() -> Mapping[str, Substance]:
    """Return every substance by its id."""
    return read_folder("substances", read_substance)


_CLASS: Mapping[str, type] = {"id": str, "name": str, "words": tuple}
_SUBSTANCE: Mapping[str, type] = {
    **_CLASS, "actives": tuple, "tags": tuple, "unit": str,
    "weighed": str,
}  # fmt: skip


def read_medicine_class(path: Path) -> MedicineClass:
    """Read and check one class of medicines.

    Raises
    ------
    CatalogError
        When the file is not TOML, or a field is missing, unknown or of the wrong type.
    """
    fields = _checked(path, _CLASS)
    return MedicineClass(str(fields["id"]), str(fields["name"]), _list(fields, "words"))


def read_substance(path: Path) -> Substance:
    """Read and check one substance.

    Raises
    ------
    CatalogError
        As in `read_medicine_class`, or when the unit is not one doses have.
    """
    fields = _checked(path, _SUBSTANCE)
    if fields["weighed"] not in {"substance", "product"}:
        raise CatalogError(f"{path}: weighed must be substance or product")
    if fields["unit"] not in {"", *DOSE_UNITS}:
        raise CatalogError(f"{path}: unit must be empty or one of {', '.join(DOSE_UNITS)}")
    return Substance(
        str(fields["id"]),
        str(fields["name"]),
        _list(fields, "words"),
        _list(fields, "actives"),
        _list(fields, "tags"),
        str(fields["unit"]),
        str(fields["weighed"]),
    )


def _checked(path: Path, types: Mapping[str, type]) -> Mapping[str, object]:
    return read_checked(path, lambda stem, fields: _problems(stem, fields, types))


def _problems(stem: str, fields: Mapping[str, object], types: Mapping[str, type]) -> Iterable[str]:
    yield from field_problems(fields, types)
    yield from id_problems(stem, fields)
    if not str(fields["name"]).strip() or not fields["words"]:
        yield "name and words must not be empty"


def _list(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", fields[name]))
