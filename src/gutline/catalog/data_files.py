"""The catalog's data files: where they lie, how TOML is read, and the error all readers raise."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")

DATA = Path(__file__).parent / "data"


class CatalogError(ValueError):
    """A catalog file is wrong; the message names the file, the field and what to change."""


def read_toml(path: Path) -> dict[str, object]:
    """Read one TOML file.

    Raises
    ------
    CatalogError
        When the file cannot be read or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"{path}: cannot be read as TOML ({error}); correct the file") from None


def read_folder(name: str, read: Callable[[Path], T]) -> Mapping[str, T]:
    """Return what is in every file of a folder of the catalog, by the file's stem, in its order.

    Parameters
    ----------
    name : str
        Of the folder.
    read : callable
        Reads and checks one file.

    Raises
    ------
    CatalogError
        When a file is wrong.
    """
    return MappingProxyType(
        {path.stem: read(path) for path in sorted((DATA / name).glob("*.toml"))}
    )


def id_problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    """Yield that a file's id is not what the file is called, where that is so."""
    if fields["id"] != stem:
        yield f"id is {fields['id']!r} but the file is called {stem!r}; they must be the same"


def field_problems(
    fields: Mapping[str, object], types: Mapping[str, type], optional: Iterable[str] = ()
) -> Iterable[str]:
    """Yield fields that are missing, unknown or of the wrong type; a float may be written 3.

    Parameters
    ----------
    fields : Mapping of str to object
        What the file holds.
    types : Mapping of str to type
        Every field with its type; `tuple` stands for a list of texts that are not empty.
    optional : iterable of str
        Fields that may be left out.
    """
    for name in sorted((set(types) - set(optional) - set(fields)) | (set(fields) - set(types))):
        yield f"the field {name!r} is " + ("missing" if name in types else "not known")
    for name, value in fields.items():
        if not _is_of(value, types[name]):
            yield f"{name} must be {_TYPE_WORDS[types[name]]}"


_TYPE_WORDS = {
    str: "a text",
    bool: "true or false",
    float: "a number above 0",
    tuple: "a list of different texts in lower case",
}


def _is_of(value: object, wanted: type) -> bool:
    if wanted is tuple:
        return (
            isinstance(value, list)
            and all(isinstance(v, str) and v.strip() == v.lower() != "" for v in value)
            and len(set(value)) == len(value)
        )
    if wanted is float:
        return type(value) in {int, float} and 0 < float(str(value)) < float("inf")
    return type(value) is wanted
