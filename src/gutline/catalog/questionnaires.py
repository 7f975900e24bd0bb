"""Questionnaires: their items, how they are scored, and what published cut-offs say."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from gutline.catalog.data_files import (
    id_problems,
    name_problems,
    read_checked,
    read_folder,
    text_problems,
)
from gutline.catalog.sources import Source, read_sources, source_problems

Method = Literal["sum", "mean", "count", "value"]
_TEXTS = (
    "id", "name", "about", "recall", "method", "wording", "rights", "loinc", "loinc_state",
    "high_means",
)  # fmt: skip
_MAY_BE_EMPTY = {"loinc"}
_ITEM_TEXTS = ("id", "text", "lowest_words", "highest_words", "loinc")
_NUMBERS = ("lowest", "highest")
_NEEDED = {*_TEXTS, *_NUMBERS, "items", "bands", "sources", "reviewed", "every_days"}
_OPTIONAL = {"important_change", "needed_first", "clinician"}
_CHOICES = {
    "method": ("sum", "mean", "count", "value"),
    "wording": ("own", "original"),
    "loinc_state": ("verified", "from memory", "none"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes
    ----------
    id, text : str
    lowest, highest : int
        0 and 1 for a question of yes or no.
    lowest_words, highest_words : str
        What the ends of its scale mean; empty for yes and no.
    loinc : str
        Code of the item, where there is one.
    """

    id: str
    text: str
    lowest: int
    highest: int
    lowest_words: str
    highest_words: str
    loinc: str

    @property
    def is_yes_no(self) -> bool:
        """Whether it is answered with yes or no."""
        return (self.lowest, self.highest) == (0, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """What scores from `low` to `high` mean, both included."""

    low: float
    high: float
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire with its scoring.

    Attributes
    ----------
    id, name, about, recall : str
        Recall is the time its questions are about.
    method : {"sum", "mean", "count", "value"}
    lowest, highest : float
        Range of the score.
    high_means : str
        What a high score means.
    items : tuple of Item
    needed_first : tuple of str
        Facts that must be so before the score means anything.
    bands : tuple of Band
        Published cut-offs; none where there are none.
    important_change : float or None
        Smallest change that people notice, in points.
    every_days : int
        How often it makes sense to take it.
    wording : {"own", "original"}
    rights : str
        Why it may be used.
    loinc, loinc_state : str
        Code of the score; "verified", "from memory" or "none".
    sources : tuple of Source
    reviewed : date
    """

    id: str
    name: str
    about: str
    recall: str
    method: Method
    lowest: float
    highest: float
    high_means: str
    items: tuple[Item, ...]
    needed_first: tuple[str, ...]
    bands: tuple[Band, ...]
    important_change: float | None
    every_days: int
    wording: str
    rights: str
    loinc: str
    loinc_state: str
    sources: tuple[Source, ...]
    reviewed: date


@functools.cache
def load_questionnaires() -> Mapping[str, Questionnaire]:
    """Return every questionnaire by its id, in order of id."""
    return read_folder("questionnaires", read_questionnaire)


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one questionnaire.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_checked(path, _problems)
    texts = {name: str(fields[name]) for name in _TEXTS}
    items = cast("list[Mapping[str, object]]", fields["items"])
    bands = cast("list[Mapping[str, object]]", fields["bands"])
    change = cast("float | None", fields.get("important_change"))
    return Questionnaire(
        **{k: v for k, v in texts.items() if k != "method"},
        method=cast("Method", texts["method"]),
        lowest=float(cast("float", fields["lowest"])),
        highest=float(cast("float", fields["highest"])),
        items=tuple(_item(item) for item in items),
        needed_first=tuple(cast("list[str]", fields.get("needed_first", []))),
        bands=tuple(_band(band) for band in bands),
        important_change=None if change is None else float(change),
        every_days=cast("int", fields["every_days"]),
        sources=read_sources(fields["sources"]),
        reviewed=cast("date", fields["reviewed"]),
    )


def _item(table: Mapping[str, object]) -> Item:
    texts = {name: str(table.get(name, "")) for name in _ITEM_TEXTS}
    low, high = cast("int", table.get("lowest", 0)), cast("int", table.get("highest", 1))
    return Item(lowest=low, highest=high, **texts)


def _band(table: Mapping[str, object]) -> Band:
    low, high = float(cast("float", table["low"])), float(cast("float", table["high"]))
    return Band(low, high, str(table["id"]), str(table["words"]))


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    yield from name_problems(fields, _NEEDED, _OPTIONAL)
    yield from text_problems(fields, _TEXTS, _MAY_BE_EMPTY)
    yield from id_problems(stem, fields)
    for name, allowed in _CHOICES.items():
        if fields[name] not in allowed:
            yield f"{name} must be one of {', '.join(allowed)}"
    if bool(fields["loinc"]) == (fields["loinc_state"] == "none"):
        yield "loinc must be given unless loinc_state is none"
    if type(fields["reviewed"]) is not date:
        yield "reviewed must be a day, such as 2026-03-01"
    yield from source_problems(fields["sources"])
    yield from _item_problems(fields["items"])
    yield from _score_problems(fields)


def _item_problems(items: object) -> Iterator[str]:
    if not isinstance(items, list) or not items:
        yield "items must be a list of at least one table; write [[items]]"
        return
    known = {*_ITEM_TEXTS, *_NUMBERS}
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or not item.get("id") or not item.get("text"):
            yield f"item {number} needs an id and a text"
        elif set(item) - known:
            yield f"item {number}: the field {min(set(item) - known)!r} is not known"
        elif not item.get("lowest", 0) < item.get("highest", 1):
            yield f"item {number}: lowest must be less than highest"
    if len({item["id"] for item in items}) != len(items):
        yield "two items have the same id"


def _score_problems(fields: Mapping[str, object]) -> Iterator[str]:
    items = cast("list[Mapping[str, int]]", fields["items"])
    ends = [(item.get("lowest", 0), item.get("highest", 1)) for item in items]
    share = 1 / len(ends) if fields["method"] == "mean" else 1.0
    reach = tuple(share * sum(end[side] for end in ends) for side in (0, 1))
    if reach != (fields["lowest"], fields["highest"]):
        yield f"lowest and highest must be {reach[0]:g} and {reach[1]:g}, as the items give them"
    before = None
    for band in cast("list[Mapping[str, float]]", fields["bands"]):
        if set(band) != {"low", "high", "id", "words"} or not band["low"] <= band["high"]:
            yield "each band needs low, high, id and words, low not above high"
        elif before is not None and band["low"] <= before:
            yield "bands must rise and not overlap"
        before = band["high"]
