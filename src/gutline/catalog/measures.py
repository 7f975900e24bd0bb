"""Household measures: the words for them, and what they weigh or hold where that is fixed."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gutline.catalog.data_files import DATA, CatalogError, field_problems, read_tables


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to say how much.

    Attributes
    ----------
    id : str
        The name in a food's `measures`.
    name : str
        For people, one of it.
    words : tuple of str
        Every spelling, plurals too, the id itself included.
    grams : float or None
        Weight of one, for measures of weight: g, kg, oz, lb.
    ml : float or None
        What one holds, for measures of volume: ml, cup, tablespoon.
    usual_g : float or None
        Weight of one of it when the food says nothing of its own: a handful of 30 g.
    """

    id: str
    name: str
    words: tuple[str, ...]
    grams: float | None
    ml: float | None
    usual_g: float | None


@functools.cache
def load_measures() -> Mapping[str, Measure]:
    """Return every measure by its id, in the order of the file.

    Raises
    ------
    CatalogError
        When a measure is not valid, or a word belongs to two of them.
    """
    return read_measures(DATA / "measures.toml")


def read_measures(path: Path) -> Mapping[str, Measure]:
    """Read and check a file of measures, one table for each.

    Raises
    ------
    CatalogError
        When a measure is not valid, or a word belongs to two of them.
    """
    measures: dict[str, Measure] = {}
    owners: dict[str, str] = {}
    for name, fields in read_tables(path, _problems).items():
        measure = _measure(name, fields)
        for word in measure.words:
            if owners.setdefault(word, name) != name:
                raise CatalogError(
                    f"{path}: {word!r} is a word of {owners[word]} and of {name}; keep one"
                )
        measures[name] = measure
    return MappingProxyType(measures)


_TYPES: Mapping[str, type] = {
    "name": str, "words": tuple, "grams": float, "ml": float, "usual_g": float,
}  # fmt: skip
_AMOUNTS = ("grams", "ml", "usual_g")


def _measure(name: str, fields: Mapping[str, object]) -> Measure:
    amounts = {a: float(cast("float", fields[a])) if a in fields else None for a in _AMOUNTS}
    words = tuple(dict.fromkeys((name, *cast("list[str]", fields["words"]))))
    return Measure(id=name, name=str(fields.get("name", name)), words=words, **amounts)


def _problems(fields: object) -> Iterable[str]:
    """Yield what is wrong with one measure; the caller stops at the first."""
    if not isinstance(fields, dict):
        yield "must be a table of its own, with words"
        return
    yield from field_problems(fields, _TYPES, optional=("name", *_AMOUNTS))
    if sum(a in fields for a in _AMOUNTS) > 1:
        yield f"give one of {', '.join(_AMOUNTS)}"
