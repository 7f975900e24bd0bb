"""What a row of a public food table can be: a food, a figure, a portion, or refused."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gutline.diary.entries import shown
from gutline.meals.table_nutrients import Meant, highest

LONGEST_NAME = 500
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class TableError(ValueError):
    """A public food table cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class TableFood:
    """A food of a table: its code there, its names, and which of the tables it is from."""

    code: str
    name: str
    other: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class TableFigure:
    """What 100 g of a food hold of one nutrient; the lowest rank counts."""

    code: str
    nutrient: str
    value: float
    rank: int = 0


@dataclass(frozen=True, slots=True)
class TablePortion:
    """A portion of a food in grams; `usual` when it is the one meant where none was named."""

    code: str
    words: str
    grams: float
    usual: bool = False


@dataclass(frozen=True, slots=True)
class TableBrand:
    """Whose product a food is."""

    code: str
    other: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no food to be eaten, such as one sample in a laboratory."""

    code: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row or a field that cannot be used: where, what stood there, and why."""

    file: str
    line: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        """Return the refusal as one line for people."""
        what = f" {self.value!r}" if self.value else ""
        return f"{self.file}, line {self.line}, {self.field}{what}: {self.reason}"


Record = TableFood | TableFigure | TablePortion | TableBrand | LeftOut | Refusal
Row = tuple[int, list[Record]]


@dataclass(frozen=True, slots=True)
class Step:
    """One file of a table.

    Attributes
    ----------
    file : str
        For messages.
    rows : callable
        Given the line after which to start, yields each later line with its records.
    """

    file: str
    rows: Callable[[int], Iterator[Row]]


class CellError(ValueError):
    """One field cannot be used."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(f"{field} {value[:80]!r}: {reason}")
        self.field = field
        self.value = value
        self.reason = reason

    def at(self, file: str, line: int) -> Refusal:
        """Return what is reported of it."""
        return Refusal(file, line, self.field, shown(self.value), self.reason)


def read_name(field: str, text: str) -> str:
    """Return a name with single spaces and composed letters.

    Raises
    ------
    CellError
        When it is empty, too long, or holds a control character.
    """
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise CellError(field, text, "the name is missing")
    if len(name) > LONGEST_NAME:
        raise CellError(field, text, f"a name is at most {LONGEST_NAME} characters long")
    if _CONTROL.search(name):
        raise CellError(field, text, "holds a control character; remove it")
    return name


def read_code(field: str, text: str) -> str:
    """Return the digits of a code.

    Raises
    ------
    CellError
        When it is not a whole number.
    """
    code = text.strip()
    if not (code.isascii() and code.isdigit() and len(code) <= 15):
        raise CellError(field, text, "a code is a whole number")
    return code


def read_amount(field: str, text: str, *, decimal_comma: bool = False) -> float | None:
    """Return a number; None where nothing stands.

    Raises
    ------
    CellError
        When it is not a finite number from 0.
    """
    bare = text.strip()
    if not bare:
        return None
    if decimal_comma:
        bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        raise CellError(field, text, "not a number")
    value = float(bare)
    if not math.isfinite(value):
        raise CellError(field, text, "the number is too large")
    if value < 0:
        raise CellError(field, text, "less than nothing is not possible")
    return value


def figure(code: str, meant: Meant, value: float, field: str, text: str) -> TableFigure:
    """Return what a food holds of a nutrient, in the nutrient's unit.

    Raises
    ------
    CellError
        When it is more than 100 g of food can hold.
    """
    amount = value * meant.factor
    if amount > highest(meant.nutrient):
        reason = f"more than 100 g of food can hold ({meant.nutrient})"
        raise CellError(field, text, reason)
    return TableFigure(code, meant.nutrient, amount, meant.rank)
