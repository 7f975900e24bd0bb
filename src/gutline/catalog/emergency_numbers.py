"""Whom to call in an emergency or a crisis, by country."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gutline.catalog.data_files import DATA, CatalogError, read_toml, refuse

ELSEWHERE = "elsewhere"
_TEXTS = ("name", "emergency", "advice", "crisis_name", "crisis", "checked")


@dataclass(frozen=True, slots=True)
class EmergencyNumbers:
    """Numbers of one country.

    Attributes
    ----------
    country, name : str
        Two letters of ISO 3166, and the name in words.
    emergency : str
        Ambulance.
    advice : str
        For advice that cannot wait but is no emergency; empty where there is none.
    crisis_name, crisis : str
        People who listen, day and night; empty where none is known.
    checked : {"source", "112", "memory"}
        What was compared with a text: all of it; only that 112 works; or nothing.
    """

    country: str
    name: str
    emergency: str
    advice: str
    crisis_name: str
    crisis: str
    checked: str

    @property
    def sure(self) -> str:
        """The emergency number that may be shown as settled; empty where none was compared."""
        return {"source": self.emergency, "112": "112"}.get(self.checked, "")


@functools.cache
def load_emergency_numbers() -> Mapping[str, EmergencyNumbers]:
    """Return the numbers of every country known, and those for elsewhere."""
    return read_emergency_numbers(DATA / "emergency_numbers.toml")


def numbers_for(country: str | None) -> EmergencyNumbers:
    """Return the numbers of a country; what holds in most places where it is not known.

    Parameters
    ----------
    country : str or None
        Two letters of ISO 3166, in either case.
    """
    known = load_emergency_numbers()
    return known.get((country or "").strip().upper(), known[ELSEWHERE])


def read_emergency_numbers(path: Path) -> Mapping[str, EmergencyNumbers]:
    """Read and check a file of numbers, one table a country.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing or wrong, or `elsewhere` is missing.
    """
    tables = read_toml(path)
    for country, table in tables.items():
        refuse(f"{path}: {country}", _problems(country, table))
    if ELSEWHERE not in tables:
        raise CatalogError(f"{path}: a table {ELSEWHERE!r} is needed for countries not listed")
    found = {
        country: EmergencyNumbers(country, **cast("Mapping[str, str]", table))
        for country, table in tables.items()
    }
    return MappingProxyType(found)


def _problems(country: str, table: object) -> Iterator[str]:
    if country != ELSEWHERE and (len(country) != 2 or not country.isupper()):
        yield "a country is two capital letters"
    if not isinstance(table, dict) or set(table) != set(_TEXTS):
        yield f"must be a table of {', '.join(_TEXTS)}"
        return
    for name in _TEXTS:
        if not isinstance(table[name], str):
            yield f"{name} must be a text"
    if not table["name"] or not table["emergency"]:
        yield "name and emergency must not be empty"
    if table["checked"] not in {"source", "112", "memory"}:
        yield "checked must be source, 112 or memory"
    if table["checked"] == "112" and "112" not in table["emergency"]:
        yield "emergency must name 112 where that is what was checked"
