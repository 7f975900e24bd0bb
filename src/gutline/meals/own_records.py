"""What a person's own catalog holds, as records: foods, recipes, aliases, tags, choices."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gutline.catalog.food_rows import ACTIVES, COLUMNS
from gutline.diary.measures import number_text
from gutline.diary.texts import LONGEST_NAME

FOODS = "foods/own.csv"
RECIPES = "recipes.csv"
ALIASES = "aliases.csv"
TAGS = "tags.csv"
CHOICES = "choices.csv"

HEADERS: Mapping[str, tuple[str, ...]] = {
    FOODS: COLUMNS,
    RECIPES: ("recipe", "serves", "weight_g", "food", "grams", "text"),
    ALIASES: ("phrase", "food"),
    TAGS: ("food", "tag"),
    CHOICES: ("phrase", "food", "count", "last_day"),
}
"""The files of an own catalog with their columns; that of foods has nutrients as well."""
HEAVIEST_G = 100_000.0
MOST_SERVINGS = 1_000.0
_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,99}")


class OwnFoodsError(ValueError):
    """A person's own foods cannot be read or changed; the message says where and what to do."""


Cells = Mapping[str, str]


class PartRow(NamedTuple):
    """One part of a recipe, with what holds for the whole."""

    recipe: str
    serves: float
    weight_g: float
    food: str
    grams: float
    text: str


class Choice(NamedTuple):
    """What a person confirmed that a phrase means, how often, and on which day last."""

    phrase: str
    food: str
    times: int
    last_day: date


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """All of a person's own catalog.

    Attributes
    ----------
    foods : tuple of Mapping
        Rows of the table of own foods, by column.
    parts : tuple of PartRow
    aliases : Mapping of str to str
        Phrases as typed, each with the id of a food.
    tags : tuple of (str, str)
        Id of a food and own tag.
    choices : tuple of Choice
        The latest last.
    """

    foods: tuple[Cells, ...] = ()
    parts: tuple[PartRow, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()


def part_of_row(cells: Cells) -> PartRow:
    """Return a part of a recipe.

    Raises
    ------
    OwnFoodsError
        When a field is wrong; the message begins with its name.
    """
    return PartRow(
        _id("recipe", cells["recipe"]),
        _number("serves", cells["serves"], MOST_SERVINGS),
        _number("weight_g", cells["weight_g"], HEAVIEST_G),
        _id("food", cells["food"]),
        _number("grams", cells["grams"], HEAVIEST_G),
        _text("text", cells["text"]),
    )


def alias_of_row(cells: Cells) -> tuple[str, str]:
    """Return a phrase and the food it means; raises `OwnFoodsError` as `part_of_row`."""
    return _text("phrase", cells["phrase"]), _id("food", cells["food"])


def tag_of_row(cells: Cells) -> tuple[str, str]:
    """Return a food and its own tag; raises `OwnFoodsError` as `part_of_row`."""
    return _id("food", cells["food"]), _id("tag", cells["tag"])


def choice_of_row(cells: Cells) -> Choice:
    """Return a learned choice; raises `OwnFoodsError` as `part_of_row`."""
    count = cells["count"]
    if not (count.isascii() and count.isdigit() and 0 < len(count) <= 9 and int(count)):
        raise OwnFoodsError(f"count: {count[:80]!r} must be a whole number from 1")
    try:
        day = date.fromisoformat(cells["last_day"])
    except ValueError:
        raise OwnFoodsError(
            f"last_day: {cells['last_day'][:80]!r} must be a date such as 2026-03-01"
        ) from None
    return Choice(_text("phrase", cells["phrase"]), _id("food", cells["food"]), int(count), day)


def _id(name: str, text: str) -> str:
    if not _ID.fullmatch(text):
        raise OwnFoodsError(f"{name}: {text[:80]!r} must be lower-case letters, digits and _")
    return text


def _text(name: str, text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > LONGEST_NAME:
        raise OwnFoodsError(
            f"{name}: {text[:80]!r} must be a text of at most {LONGEST_NAME} characters on one line"
        )
    return text


def _number(name: str, text: str, highest: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= highest:
        raise OwnFoodsError(f"{name}: {text[:80]!r} must be a number above 0, at most {highest:g}")
    return value


def rows_of(records: OwnRecords) -> Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]:
    """Return header and rows of every file, as texts."""
    header = food_header(records.foods)
    return {
        FOODS: (header, [[food.get(c, "") for c in header] for food in records.foods]),
        RECIPES: (
            HEADERS[RECIPES],
            [
                [p.recipe, number_text(p.serves), number_text(p.weight_g), p.food,
                 number_text(p.grams), p.text]
                for p in records.parts
            ],
        ),
        ALIASES: (HEADERS[ALIASES], [list(item) for item in records.aliases.items()]),
        TAGS: (HEADERS[TAGS], [list(item) for item in records.tags]),
        CHOICES: (
            HEADERS[CHOICES],
            [[c.phrase, c.food, str(c.times), c.last_day.isoformat()] for c in records.choices],
        ),
    }  # fmt: skip


def food_header(foods: Iterable[Cells]) -> tuple[str, ...]:
    """Return the header that has a column for everything these foods say."""
    used = {column for food in foods for column, text in food.items() if text}
    extra = sorted(used - set(COLUMNS) - {ACTIVES})
    return (*COLUMNS, *extra, *([ACTIVES] if ACTIVES in used else []))


RowReader = Callable[[Cells], object]
READERS: Mapping[str, RowReader] = {
    RECIPES: part_of_row, ALIASES: alias_of_row, TAGS: tag_of_row, CHOICES: choice_of_row,
}  # fmt: skip
