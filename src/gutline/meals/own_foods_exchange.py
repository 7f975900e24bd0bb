"""Own foods out of one folder and into another: a zip of their files, or one such file alone."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from gutline.catalog import CatalogError, Food, load_nutrients, read_food_table
from gutline.catalog.food_rows import ACTIVES, COLUMNS
from gutline.meals.food_archives import FoodFiles
from gutline.meals.own_food_rows import new_id
from gutline.meals.own_foods_changes import change, with_recipes_anew
from gutline.meals.own_foods_file import (
    LARGEST_BYTES,
    checked_foods,
    lines_of,
    read_records,
    records_of,
    text_of_bytes,
    texts_of,
)
from gutline.meals.own_records import (
    ALIASES,
    FOODS,
    HEADERS,
    RECIPES,
    Cells,
    Choice,
    OwnFoodsError,
    OwnRecords,
    PartRow,
)
from gutline.meals.private_files import write_private
from gutline.meals.table_records import TableError

_EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_MEMBERS = 50
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Added:
    """How many of each came in that were not there."""

    foods: int
    recipes: int
    aliases: int
    tags: int
    choices: int


def export_own(home: Path, target: Path) -> OwnRecords:
    """Write all of a person's own foods into a zip; the same foods give the same bytes.

    Raises
    ------
    OwnFoodsError
        When there are none, the name does not end in .zip, or the own files are wrong.
    HomeError
        When the zip cannot be written.
    """
    if target.suffix.lower() != ".zip":
        raise OwnFoodsError(f"{str(target)!r} should end in .zip: it will hold several files")
    if target.is_dir() or not target.parent.is_dir():
        raise OwnFoodsError(f"{str(target)!r} cannot be written; name a file in a folder there is")
    records = read_records(home)
    if records == OwnRecords():
        raise OwnFoodsError(
            "there is nothing of your own to export yet; gutline foods add makes it"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts_of(records).items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            packed.writestr(member, text.encode())
    write_private(target, out.getvalue())
    return records


def is_own_file(path: Path) -> bool:
    """Return whether a file holds own foods, told by what is in it."""
    try:
        return bool(_own_members(path))
    except (TableError, OwnFoodsError, OSError):
        return False


def import_own(path: Path, home: Path, *, replacing: bool = False) -> Added:
    """Take in own foods; what is there already in the same form is left as it is.

    Parameters
    ----------
    path : Path
        A zip that `export_own` wrote, or one of the files in it.
    home : Path
    replacing : bool
        Where both have a food, a recipe or an alias and they differ, take the file's.

    Raises
    ------
    OwnFoodsError
        When a row is wrong or differs from what is there; nothing was written then.
    """
    texts = {
        name: text_of_bytes(_bytes_of(path, member), _label(path, member))
        for member, name in _own_members(path).items()
    }
    if not texts:
        raise OwnFoodsError(f"{path.name!r} holds no own foods")
    before: list[OwnRecords] = []
    after: list[OwnRecords] = []

    def how(records: OwnRecords, foods: Mapping[str, Food]) -> OwnRecords:
        if FOODS in texts:
            texts[FOODS] = _completed(texts[FOODS], _label(path, FOODS), foods, records)
        coming = records_of(texts, Path(path.name))
        before.append(records)
        after.append(_settled(records, _merged(records, coming, replacing=replacing), home))
        return after[-1]

    change(home, how)
    return _difference(before[-1], after[-1])


def _label(path: Path, member: str) -> str:
    """Return what a file, or one in a zip, is called in messages."""
    return f"{path.name}: {member}" if zipfile.is_zipfile(path) else path.name


def _own_members(path: Path) -> dict[str, str]:
    """Return the members of a file that are ours, each with its name in the own catalog."""
    files = FoodFiles(path)
    try:
        found: dict[str, str] = {}
        for member in files.names:
            if len(files.names) > MOST_MEMBERS or member.endswith(".xml"):
                break
            with files.open(member) as stream:
                name = _told(stream.read(20_000))
            alone = len(files.names) == 1 or PurePosixPath(name).name == member
            if name and alone and name not in found.values():
                found[member] = name
        return found
    finally:
        files.close()


def _told(head: bytes) -> str:
    """Return which of our files begins like this; "" for none."""
    text = head.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
    header = _header(text)
    for name, columns in HEADERS.items():
        if name != FOODS and tuple(header) == columns:
            return name
    known = {*COLUMNS, ACTIVES, *load_nutrients()}
    # A list of numbers and names is as like to be anything else.
    ours = "name" in header and set(header) <= known and set(header) != {"id", "name"}
    return FOODS if ours else ""


def _header(text: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        return []


def _bytes_of(path: Path, member: str) -> bytes:
    files = FoodFiles(path)
    try:
        with files.open(member) as stream:
            pieces: list[bytes] = []
            while piece := stream.read(1 << 20):
                pieces.append(piece)
                if len(pieces) * (1 << 20) > LARGEST_BYTES:
                    raise OwnFoodsError(f"{path.name!r} is larger than 50 MB; own foods are small")
            return b"".join(pieces)
    finally:
        files.close()


def _completed(text: str, where: str, foods: Mapping[str, Food], records: OwnRecords) -> str:
    """Return a table of foods with all its columns; one written by hand may leave them out."""
    header = _header(text)
    named = {row["name"]: row["id"] for row in records.foods}
    taken: dict[str, object] = {**foods}
    rows: list[dict[str, str]] = []
    places: list[int] = []
    for line, cells in lines_of(text, where, header):
        row = {**dict.fromkeys(COLUMNS, ""), **cells}
        row["kind"] = row["kind"] or "food"
        row["id"] = row["id"] or named.get(row["name"]) or new_id(row["name"], taken)
        taken[row["id"]] = row
        rows.append(row)
        places.append(line)
    completed = texts_of(OwnRecords(foods=tuple(rows)))[FOODS]
    _check_table(completed, where, places)
    return completed


def _check_table(text: str, where: str, places: Sequence[int]) -> None:
    """Read a table of foods with the package's own reader; refuse with the file's own lines."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "own.csv"
        path.write_text(text, encoding="utf-8")
        try:
            read_food_table(path)
        except CatalogError as error:
            message = str(error).replace(str(path), where)
            line = re.search(r", line (\d+):", message)
            if line and 2 <= int(line[1]) < len(places) + 2:
                message = message.replace(line[0], f", line {places[int(line[1]) - 2]}:", 1)
            raise OwnFoodsError(message) from None


def _merged(here: OwnRecords, coming: OwnRecords, *, replacing: bool) -> OwnRecords:
    recipes = _by(here.parts), _by(coming.parts)
    foods = {row["id"]: _said(row) for row in here.foods}, {r["id"]: _said(r) for r in coming.foods}
    # A food that is taken from the file is made of what the file says, or of nothing.
    taken = {ident for ident, row in foods[1].items() if foods[0].get(ident, row) != row}
    kept = {ident: rows for ident, rows in recipes[0].items() if ident not in taken}
    parts = _joined(RECIPES, kept, recipes[1], replacing=replacing)
    return replace(
        here,
        foods=tuple(_joined(FOODS, *foods, replacing=replacing).values()),
        parts=tuple(row for rows in parts.values() for row in rows),
        aliases=_joined(ALIASES, here.aliases, coming.aliases, replacing=replacing),
        tags=tuple(dict.fromkeys((*here.tags, *coming.tags))),
        choices=_choices(here.choices, coming.choices),
    )


def _settled(before: OwnRecords, merged: OwnRecords, home: Path) -> OwnRecords:
    """Return the records with every recipe worked out anew of whose parts the file's were taken."""
    old = {row["id"]: _said(row) for row in before.foods}
    changed = {row["id"] for row in merged.foods if old.get(row["id"], row) != row}
    if not changed:
        return merged
    return with_recipes_anew(merged, checked_foods(merged, home), changed)


def _said(row: Cells) -> Cells:
    return {column: text for column, text in row.items() if text}


def _joined(
    file: str, here: Mapping[str, _Value], coming: Mapping[str, _Value], *, replacing: bool
) -> dict[str, _Value]:
    for key, value in coming.items():
        if key in here and here[key] != value and not replacing:
            raise OwnFoodsError(
                f"{file}: {key!r} is there already and differs; --replace takes the file's"
            )
    return {**here, **coming}


def _by(rows: Sequence[PartRow]) -> dict[str, tuple[PartRow, ...]]:
    found: dict[str, tuple[PartRow, ...]] = {}
    for row in rows:
        found[row.recipe] = (*found.get(row.recipe, ()), row)
    return found


def _choices(here: Sequence[Choice], coming: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return both, in order of day; doing it twice changes nothing."""
    found = {(choice.phrase, choice.food): choice for choice in here}
    for choice in coming:
        key = (choice.phrase, choice.food)
        old = found.get(key, choice)
        times, last = max(old.times, choice.times), max(old.last_day, choice.last_day)
        found[key] = Choice(*key, times, last)
    if not here:
        return tuple(found.values())
    return tuple(sorted(found.values(), key=lambda choice: choice.last_day))


def _difference(before: OwnRecords, after: OwnRecords) -> Added:
    def added(old: Iterable[object], new: Iterable[object]) -> int:
        return len(set(new) - set(old))

    return Added(
        foods=added((row["id"] for row in before.foods), (row["id"] for row in after.foods)),
        recipes=added(_by(before.parts), _by(after.parts)),
        aliases=added(before.aliases, after.aliases),
        tags=added(before.tags, after.tags),
        choices=added(before.choices, after.choices),
    )
