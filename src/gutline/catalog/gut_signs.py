"""Signs that the gut may have a part in back or joint pain, each with how it can be seen."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gutline.catalog.conditions import Condition, read_condition
from gutline.catalog.data_files import (
    id_problems,
    name_problems,
    read_checked,
    read_folder,
    text_problems,
)
from gutline.catalog.facts import when_problems

FIGURES = ("", "same_day", "after_meals", "stool_change", "day_before")
_TEXTS = ("id", "name", "card", "figure", "if_seen", "if_not", "how_to_know")
_LISTS = ("left", "right")


@dataclass(frozen=True, slots=True)
class GutSign:
    """One sign.

    Attributes
    ----------
    id, name : str
    order : int
        Signs are shown in rising order.
    card : str
        Code of its evidence card.
    figure : {"", "same_day", "after_meals", "stool_change", "day_before"}
        What is worked out of the diary for it; empty when it is only asked.
    left, right : tuple of str
        Words by which the two sides of the figure are found among what was logged.
    when : Condition or None
        Answers that show the sign.
    if_seen, if_not : str
        What its presence and its absence speak for, in plain words.
    how_to_know : str
        What to log or answer while it is not known.
    """

    id: str
    name: str
    order: int
    card: str
    figure: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    when: Condition | None
    if_seen: str
    if_not: str
    how_to_know: str


@functools.cache
def load_gut_signs() -> Mapping[str, GutSign]:
    """Return every sign by its id, in the order in which they are shown."""
    signs = sorted(read_folder("gut_signs", read_gut_sign).values(), key=lambda sign: sign.order)
    return MappingProxyType({sign.id: sign for sign in signs})


def read_gut_sign(path: Path) -> GutSign:
    """Read and check one sign.

    Raises
    ------
    CatalogError
        When the file is not TOML, or a field is missing or wrong.
    """
    fields = read_checked(path, _problems)
    texts = {name: str(fields[name]) for name in _TEXTS}
    return GutSign(
        **texts,
        order=cast("int", fields["order"]),
        left=tuple(cast("list[str]", fields["left"])),
        right=tuple(cast("list[str]", fields["right"])),
        when=read_condition(fields["when"]) if "when" in fields else None,
    )


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    needed = {*_TEXTS, *_LISTS, "order"}
    yield from name_problems(fields, needed, ("when",))
    yield from text_problems(fields, _TEXTS, ("figure",))
    yield from id_problems(stem, fields)
    if type(fields["order"]) is not int:
        yield "order must be a whole number"
    if fields["figure"] not in FIGURES:
        yield f"figure must be one of {', '.join(FIGURES[1:])}, or empty"
    if not fields["figure"] and "when" not in fields:
        yield "a sign needs a figure, a condition, or both"
    if bool(fields["figure"]) != bool(fields["right"]):
        yield "right must name what the figure is about, and only then"
    if "when" in fields:
        yield from when_problems(fields["when"])
