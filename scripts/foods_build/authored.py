"""The rows that people wrote: what the build needs of them, and where they stand."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Authored:
    """One row of an authored table.

    Attributes
    ----------
    id, name, kind : str
        As in the row.
    aliases : tuple of str
    table, number : str
        The two parts of its code: "fndds", "2705385"; empty without a code.
    tags_code : str
        FNDDS 2017-18 code of a food with the same tags; "" without one.
    where : str
        File and line, for messages.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    table: str
    number: str
    tags_code: str
    where: str


def read_authored(folder: Path) -> Sequence[Authored]:
    """Return every authored row, in order of id."""
    return sorted(
        (row for path in sorted(folder.glob("*.csv")) for row in _rows(path)),
        key=lambda row: row.id,
    )


def _rows(path: Path) -> Iterator[Authored]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            table, _, number = row["code"].partition(":")
            yield Authored(
                id=row["id"],
                name=row["name"],
                kind=row["kind"],
                aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
                table=table,
                number=number,
                tags_code=row["tags_code"],
                where=f"{path.name}, line {reader.line_num}",
            )
