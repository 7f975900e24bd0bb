"""Swaps: gentler forms of foods that often bloat or are under suspicion, by tag and by word."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import DATA, read_tables, text_problems
from gutline.catalog.evidence import card_problems
from gutline.catalog.tags import load_tags

_FIELDS = {"name", "tags", "words", "why", "mind", "card", "instead"}
_TEXTS = ("name", "why", "mind")


@dataclass(frozen=True, slots=True)
class Gentler:
    """One gentler form.

    Attributes
    ----------
    name : str
    how : str
        What is different about it, and how to begin.
    """

    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Swap:
    """What may be eaten in place of something, for who wants to try.

    Attributes
    ----------
    id, name : str
    tags : tuple of str
        Ids of the food tags it belongs to.
    words : tuple of str
        Foods it is about, as people type them.
    why : str
        Why the gentler forms may sit better.
    mind : str
        What to mind; what is lost by leaving the food out.
    card : str
        Id of an evidence card; "" where there is none.
    instead : tuple of Gentler
    """

    id: str
    name: str
    tags: tuple[str, ...]
    words: tuple[str, ...]
    why: str
    mind: str
    card: str
    instead: tuple[Gentler, ...]


@functools.cache
def load_swaps() -> Mapping[str, Swap]:
    """Return every swap by its id, in the order of the file."""
    return read_swaps(DATA / "swaps.toml")


def swaps_for(tag: str) -> tuple[Swap, ...]:
    """Return the swaps that belong to a tag; none where nothing is known."""
    return tuple(swap for swap in load_swaps().values() if tag in swap.tags)


def swaps_about(name: str) -> tuple[Swap, ...]:
    """Return the swaps for a food as a person typed it: "raw kale salad", "latte"."""
    said = f" {' '.join(re.findall(r'[a-z]+', name.casefold()))} "
    return tuple(
        swap for swap in load_swaps().values() if any(f" {word} " in said for word in swap.words)
    )


def read_swaps(path: Path) -> Mapping[str, Swap]:
    """Read and check a file of swaps.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    return {ident: _swap(ident, fields) for ident, fields in read_tables(path, _problems).items()}


def _swap(ident: str, fields: Mapping[str, object]) -> Swap:
    instead = cast("list[Mapping[str, str]]", fields["instead"])
    return Swap(
        id=ident,
        name=str(fields["name"]),
        tags=tuple(cast("list[str]", fields["tags"])),
        words=tuple(cast("list[str]", fields["words"])),
        why=str(fields["why"]),
        mind=str(fields["mind"]),
        card=str(fields["card"]),
        instead=tuple(Gentler(g["name"], g["how"]) for g in instead),
    )


def _problems(fields: object) -> Iterator[str]:
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        yield f"a swap must have {', '.join(sorted(_FIELDS))} and nothing else"
        return
    yield from text_problems(fields, _TEXTS)
    for name in ("tags", "words"):
        items = fields[name]
        if not isinstance(items, list) or not items or not all(isinstance(i, str) for i in items):
            yield f"{name} must be a list of texts, one at least"
        elif name == "tags" and not set(items) <= set(load_tags()):
            yield "tags must be ids of food tags"
        elif name == "words" and any(not re.fullmatch(r"[a-z]+( [a-z]+)*", i) for i in items):
            yield "words must be plain words in lower case"
    if fields["card"]:
        yield from card_problems(fields)
    yield from _gentler_problems(fields["instead"])


def _gentler_problems(instead: object) -> Iterator[str]:
    if not isinstance(instead, list) or not instead:
        yield "instead must be tables of name and how, one at least"
        return
    for one in instead:
        if not isinstance(one, dict) or set(one) != {"name", "how"} or not all(one.values()):
            yield "instead must be tables of name and how"
