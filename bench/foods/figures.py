"""Counts of what was right, and the descriptions the gold answers are written in."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gutline.catalog.food import Food

Row = dict[str, str]


class FoodDataError(ValueError):
    """A file of phrases or answers is missing or is not the one that is expected."""


@dataclass(slots=True)
class Count:
    """How many of how many were right, and which were not."""

    right: int = 0
    all: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, right: bool, what: str) -> None:  # noqa: FBT001
        """Count one answer."""
        self.all += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    @property
    def share(self) -> float:
        """The share that was right; not a number when there was none."""
        return self.right / self.all if self.all else float("nan")

    def __str__(self) -> str:
        """Return the share with its counts."""
        return f"{self.share:.3f} ({self.right} of {self.all})"


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file, which may be packed.

    Raises
    ------
    FoodDataError
        When the file is not there or lacks a column.
    """
    if not path.exists():
        raise FoodDataError(f"{path} is missing; give the folder of public data with --shared.")
    unpacked = gzip.open if path.suffix == ".gz" else open
    with unpacked(path, "rt", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        lacking = sorted(set(columns) - set(reader.fieldnames or ()))
        if lacking:
            raise FoodDataError(f"{path} lacks the columns {', '.join(lacking)}.")
        yield from reader


def descriptions(shared: Path) -> Mapping[str, str]:
    """Return what FNDDS calls each of its foods, by the code that our foods name."""
    path = shared / "data" / "foods" / "fndds_2021_2023_foods.csv.gz"
    rows = read_rows(path, ("fdc_id", "description"))
    return {f"fndds:{row['fdc_id']}": row["description"] for row in rows}


def called(food: Food, known: Mapping[str, str]) -> list[str]:
    """Return what a food is called by FNDDS, and by us, also in the manner of FNDDS.

    Of a food that FNDDS has, our own first name counts beside the description ("sourdough bread"
    is "Bread, sour dough" there); of one whose figures come from another table, all its names.
    """
    if food.code in known:
        return [known[food.code], food.name]
    own = [food.name, *food.aliases]
    return own + [_turned(name) for name in own]


def _turned(name: str) -> str:
    """Put the last word first, as tables do: "soup, tomato"."""
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first else name
