"""The files of a person's own catalog: read with the checks of the package's own, written whole."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import cast

from gutline.catalog import CatalogError, Food, load_foods
from gutline.meals.own_records import (
    ALIASES,
    CHOICES,
    FOODS,
    HEADERS,
    READERS,
    RECIPES,
    TAGS,
    Cells,
    Choice,
    OwnFoodsError,
    OwnRecords,
    PartRow,
    rows_of,
)
from gutline.meals.private_files import write_private

FOLDER = "catalog"
LARGEST_BYTES = 50_000_000


def catalog_folder(home: Path) -> Path:
    """Return where the own catalog lies in a person's folder."""
    return home / FOLDER


def read_records(home: Path) -> OwnRecords:
    """Return a person's own catalog; an empty one where nothing was added.

    Raises
    ------
    OwnFoodsError
        When a file is wrong; the message names file, line, field and what to do.
    """
    folder = catalog_folder(home)
    texts = {name: _text_of(folder / name) for name in HEADERS if (folder / name).exists()}
    return records_of(texts, folder)


def records_of(texts: Mapping[str, str], where: Path) -> OwnRecords:
    """Return the records of files that were read.

    Parameters
    ----------
    texts : Mapping of str to str
        What the files hold, by their names in the own catalog.
    where : Path
        The folder, for messages.

    Raises
    ------
    OwnFoodsError
        When a row is wrong. Whether foods are possible is checked by `checked_foods`.
    """
    rows = {name: list(_parsed(name, text, where)) for name, text in texts.items()}
    choices = cast("list[Choice]", rows.get(CHOICES, []))
    return OwnRecords(
        foods=tuple(cast("list[Cells]", rows.get(FOODS, []))),
        parts=tuple(cast("list[PartRow]", rows.get(RECIPES, []))),
        aliases=dict(cast("list[tuple[str, str]]", rows.get(ALIASES, []))),
        tags=tuple(dict.fromkeys(cast("list[tuple[str, str]]", rows.get(TAGS, [])))),
        choices=tuple(choices),
    )


def _parsed(name: str, text: str, where: Path) -> Iterator[object]:
    reader = READERS.get(name, dict)
    for line, cells in lines_of(text, str(where / name), HEADERS[name]):
        try:
            yield reader(cells)
        except OwnFoodsError as error:
            raise OwnFoodsError(f"{where / name}, line {line}, {error}") from None


def lines_of(text: str, where: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells by column of each row that is not blank.

    Raises
    ------
    OwnFoodsError
        When the header is another, or a row does not fit it.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if tuple(header[: len(columns)]) != tuple(columns):
            raise OwnFoodsError(f"{where}, line 1: the header must begin with {','.join(columns)}")
        if len(set(header)) != len(header):
            raise OwnFoodsError(f"{where}, line 1: a column stands there twice; keep one of them")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise OwnFoodsError(
                    f"{where}, line {reader.line_num}: {len(cells)} fields where the header has "
                    f"{len(header)}; put a field that has a comma in double quotes"
                )
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise OwnFoodsError(
            f"{where}, line {reader.line_num}: is no CSV ({error}); correct the line"
        ) from None


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise OwnFoodsError(f"{path}: is larger than 50 MB; own foods are small, check it")
        return text_of_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise OwnFoodsError(f"{path}: cannot be read ({error.strerror or error})") from None


def text_of_bytes(data: bytes, where: str) -> str:
    """Return the text of a file that was read.

    Raises
    ------
    OwnFoodsError
        When it is not UTF-8 text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OwnFoodsError(f"{where}: is not UTF-8 ({error}); save it as 'CSV UTF-8'") from None
    if "\x00" in text:
        raise OwnFoodsError(f"{where}: holds a NUL byte; it is no CSV")
    return text


def texts_of(records: OwnRecords) -> Mapping[str, str]:
    """Return every file as the text that is written; the same records give the same text."""
    return {name: _csv(header, rows) for name, (header, rows) in rows_of(records).items()}


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def checked_foods(records: OwnRecords, home: Path) -> Mapping[str, Food]:
    """Return every food, the own ones included, after the checks the package's own go through.

    Raises
    ------
    OwnFoodsError
        When an own food is not possible, or something names a food that is not there.
    """
    folder = catalog_folder(home)
    with tempfile.TemporaryDirectory() as made:
        tried = Path(made)
        (tried / "foods").mkdir()
        try:
            for path in sorted((folder / "foods").glob("*.csv")):
                shutil.copyfile(path, tried / "foods" / path.name)
            (tried / FOODS).write_text(texts_of(records)[FOODS], encoding="utf-8")
            foods = load_foods(tried)
        except CatalogError as error:
            raise OwnFoodsError(str(error).replace(made, str(folder))) from None
        except UnicodeEncodeError as error:
            wrong = error.object[error.start : error.end]
            raise OwnFoodsError(
                f"{wrong[:80]!r} in a food is no character of any script; type it anew"
            ) from None
        except OSError as error:
            why = error.strerror or error
            raise OwnFoodsError(f"{error.filename}: cannot be read ({why})") from None
    _check_references(records, foods, folder)
    return foods


def _check_references(records: OwnRecords, foods: Mapping[str, Food], folder: Path) -> None:
    named = [
        *((RECIPES, "recipe", part.recipe) for part in records.parts),
        *((RECIPES, "food", part.food) for part in records.parts),
        *((ALIASES, "food", food) for food in records.aliases.values()),
        *((TAGS, "food", food) for food, _ in records.tags),
        *((CHOICES, "food", choice.food) for choice in records.choices),
    ]
    for name, column, food in named:
        if food not in foods:
            raise OwnFoodsError(
                f"{folder / name}, {column}: there is no food {food!r}; add it, or remove the row"
            )


def _check_circles(records: OwnRecords) -> None:
    parts: dict[str, set[str]] = defaultdict(set)
    for part in records.parts:
        parts[part.recipe].add(part.food)
    try:
        TopologicalSorter(parts).prepare()
    except CycleError as error:
        recipe, part = error.args[1][1], error.args[1][0]
        raise OwnFoodsError(
            f"{recipe!r} cannot be a part of itself, by way of {part!r}; leave one of them out"
        ) from None


def write_records(new: OwnRecords, home: Path) -> None:
    """Write a person's own catalog after checking all of it; only files that differ are written.

    Foods that are added are written before what names them, foods that go are removed after it.

    Raises
    ------
    OwnFoodsError
        When something is wrong; nothing was written then.
    HomeError
        When a file cannot be written.
    """
    checked_foods(new, home)
    _check_circles(new)
    folder = catalog_folder(home)
    before = read_records(home)
    texts, old = texts_of(new), texts_of(before)
    # What cannot be read back is refused here, so that no later run is.
    records_of(texts, folder)
    names = [name for name in HEADERS if texts[name] != old[name]]
    if {food["id"] for food in before.foods} - {food["id"] for food in new.foods}:
        names.reverse()
    for name in names:
        write_private(folder / name, texts[name].encode())
