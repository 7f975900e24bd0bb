"""Codes that other programs know: which LOINC or SNOMED CT code stands for which of our entries."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.kinds import load_kinds
from gutline.catalog.number_tables import one_of, read_rows

SYSTEMS = {"loinc": "http://loinc.org", "snomed": "http://snomed.info/sct"}
"""How a system of codes is named in FHIR."""
COLUMNS = ("kind", "names", "unit", "system", "code", "display", "seen")
_APART = "|"


@dataclass(frozen=True, slots=True)
class Code:
    """One code and what it stands for.

    Attributes
    ----------
    kind : str
        Id of the entry kind it is about.
    names : tuple of str
        Names of entries it is about; none where it is about all of the kind.
    unit : str
        The only unit it is about; empty for all.
    system : {"loinc", "snomed"}
    code, display : str
        As the system gives them.
    seen : str
        Where the code was read.
    """

    kind: str
    names: tuple[str, ...]
    unit: str
    system: str
    code: str
    display: str
    seen: str


@functools.cache
def load_codes() -> tuple[Code, ...]:
    """Return every code, in the order of the file."""
    return read_codes(DATA / "codes.csv")


def read_codes(path: Path) -> tuple[Code, ...]:
    """Read and check a table of codes.

    Raises
    ------
    CatalogError
        When the file cannot be read, a row is wrong, or a code stands there twice.
    """
    codes = read_rows(path, COLUMNS, _code)
    seen: set[tuple[str, str]] = set()
    for code in codes:
        if (code.system, code.code) in seen:
            raise CatalogError(f"{path}: {code.system} {code.code} stands there twice; keep one")
        seen.add((code.system, code.code))
    return codes


def codes_for(kind: str, name: str, unit: str) -> tuple[Code, ...]:
    """Return the codes of an entry; none where there is none that is sure.

    Parameters
    ----------
    kind, name, unit : str
        As in the entry; the name in any spelling of upper and lower case.
    """
    found = _by_name().get((kind, spelled(name)), ()) + _by_name().get((kind, ""), ())
    return tuple(code for code in found if code.unit in {"", unit})


def spelled(name: str) -> str:
    """Return a name as codes are looked up by."""
    return unicodedata.normalize("NFKC", name).casefold()


@functools.cache
def _by_name() -> Mapping[tuple[str, str], tuple[Code, ...]]:
    found: dict[tuple[str, str], tuple[Code, ...]] = {}
    for code in load_codes():
        for name in code.names or ("",):
            key = (code.kind, name)
            found[key] = (*found.get(key, ()), code)
    return found


def _code(cells: Mapping[str, str]) -> Code:
    kind = one_of(cells, "kind", tuple(load_kinds()))
    names = tuple(name for name in cells["names"].split(_APART) if name)
    if any(spelled(name) != name or name != name.strip() for name in names):
        raise CatalogError(f"names: {cells['names']!r} must be in lower case, with | between them")
    for column in ("code", "display", "seen"):
        if not cells[column].strip():
            raise CatalogError(f"{column}: must not be empty")
    unit = one_of(cells, "unit", ("", *load_kinds()[kind].units))
    system = one_of(cells, "system", tuple(SYSTEMS))
    return Code(kind, names, unit, system, cells["code"], cells["display"], cells["seen"])
