"""The catalog's data files: where they lie, how TOML is read, and the error all readers raise."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

T = TypeVar("T")

_LONGEST_TOLD = 80
DATA = Path(__file__).parent / "data"


class CatalogError(ValueError):
    """A catalog file is wrong; the message names the file, the field and what to change."""


def told(value: str) -> str:
    """Return a value as a message quotes it: whole when it is short, else how it begins."""
    return repr(value if len(value) <= _LONGEST_TOLD else value[: _LONGEST_TOLD - 3] + "...")


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


def refuse(where: object, problems: Iterable[str]) -> None:
    """Raise for the first problem, if there is one.

    Parameters
    ----------
    where : object
        What the message begins with: the file, and the table in it.
    problems : iterable of str
        Most basic first; what comes after the first is not asked for.

    Raises
    ------
    CatalogError
        When there is a problem.
    """
    for problem in problems:
        raise CatalogError(f"{where}: {problem}")


def read_checked(
    path: Path, problems: Callable[[str, Mapping[str, object]], Iterable[str]]
) -> dict[str, object]:
    """Read one file that is about one thing, and check it.

    Parameters
    ----------
    path : Path
    problems : callable
        Yields what is wrong, most basic first, given the stem of the file and its fields.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is wrong.
    """
    fields = read_toml(path)
    refuse(path, problems(path.stem, fields))
    return fields


def read_tables(
    path: Path, problems: Callable[[object], Iterable[str]]
) -> dict[str, dict[str, object]]:
    """Read a file of many things, one table for each, and check every table.

    Parameters
    ----------
    path : Path
    problems : callable
        Yields what is wrong with one table, most basic first; it may be no table at all.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is wrong.
    """
    tables = read_toml(path)
    for ident, fields in tables.items():
        refuse(f"{path}: {ident}", problems(fields))
    return cast("dict[str, dict[str, object]]", tables)


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


def name_problems(
    fields: Mapping[str, object], needed: Iterable[str], optional: Iterable[str] = ()
) -> Iterator[str]:
    """Yield fields that are missing, then those that are not known."""
    for name in sorted(set(needed) - set(fields)):
        yield f"the field {name!r} is missing"
    for name in sorted(set(fields) - set(needed) - set(optional)):
        yield f"the field {name!r} is not known"


def text_problems(
    fields: Mapping[str, object], names: Iterable[str], may_be_empty: Iterable[str] = ()
) -> Iterator[str]:
    """Yield fields that are no text, or an empty one that may not be empty."""
    for name in names:
        value = fields[name]
        if not isinstance(value, str) or not (value.strip() or name in may_be_empty):
            yield f"{name} must be a text that is not empty"


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
    yield from name_problems(fields, set(types) - set(optional), optional)
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
