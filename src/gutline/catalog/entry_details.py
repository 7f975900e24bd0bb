"""Details of entries: what an entry may say beyond its name and value, by kind."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from gutline.catalog.data_files import DATA, read_tables
from gutline.catalog.kinds import load_kinds

Holds = Literal["sites", "number"]
_NEEDS = {
    "sites": {"most"},
    "number": {"unit", "lowest", "highest"},
}
_ALWAYS = {"name", "description", "kinds", "holds"}


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """One detail that entries of some kinds may have.

    Attributes
    ----------
    id : str
        Its name in an entry's detail.
    name, description : str
        For people.
    kinds : tuple of str
        Ids of the entry kinds that may have it.
    holds : {"sites", "number"}
        What it holds: ids of body sites, or a number.
    most : int
        Most sites; 0 for a number.
    unit : str
        Unit of a number; empty otherwise.
    lowest, highest : float
        Bounds of a number; 0 otherwise.
    """

    id: str
    name: str
    description: str
    kinds: tuple[str, ...]
    holds: Holds
    most: int = 0
    unit: str = ""
    lowest: float = 0.0
    highest: float = 0.0


@functools.cache
def load_entry_details() -> Mapping[str, EntryDetail]:
    """Return every detail by its id."""
    return read_entry_details(DATA / "entry_details.toml")


def read_entry_details(path: Path) -> Mapping[str, EntryDetail]:
    """Read and check a file of details.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing or unknown, or a kind does not exist.
    """
    tables = read_tables(path, _problems)
    return MappingProxyType({ident: _detail(ident, fields) for ident, fields in tables.items()})


def _detail(ident: str, fields: Mapping[str, object]) -> EntryDetail:
    return EntryDetail(
        id=ident,
        name=str(fields["name"]),
        description=str(fields["description"]),
        kinds=tuple(cast("list[str]", fields["kinds"])),
        holds=cast("Holds", fields["holds"]),
        most=cast("int", fields.get("most", 0)),
        unit=str(fields.get("unit", "")),
        lowest=float(cast("float", fields.get("lowest", 0))),
        highest=float(cast("float", fields.get("highest", 0))),
    )


def _problems(fields: object) -> Iterator[str]:
    if not isinstance(fields, dict):
        yield "is a value; make it a table"
        return
    if fields.get("holds") not in _NEEDS:
        yield "holds must be 'sites' or 'number'"
    wanted = _ALWAYS | _NEEDS[fields["holds"]]
    for name in sorted(wanted ^ set(fields)):
        yield f"the field {name!r} is " + ("missing" if name in wanted else "not known")
    unknown = sorted(set(fields["kinds"]) - set(load_kinds()))
    if unknown or not fields["kinds"]:
        yield f"kinds must be ids of entry kinds, and {', '.join(unknown) or 'none'} is not"
    if fields["holds"] == "number" and not fields["lowest"] < fields["highest"]:
        yield "lowest must be less than highest"
