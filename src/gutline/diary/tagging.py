"""Tags of foods: written as `milk = dairy, lactose`, or kept in a file of their own."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from gutline.diary.entries import DiaryError
from gutline.diary.quoting import quoted_if_needed, take_word
from gutline.diary.texts import same_name, tidy_name

Tags = Mapping[str, tuple[str, ...]]
TagSource = Mapping[str, Iterable[str]] | str | os.PathLike[str]
LARGEST_TAG_FILE = 10_000_000


def tag_line(name: str, tags: Iterable[str], sign: str) -> str:
    """Return `milk = dairy, lactose`, with the sign between name and tags."""
    return f"{quoted_if_needed(name)}{sign} " + ", ".join(map(quoted_if_needed, tags))


def read_tag_line(text: str, sign: str) -> tuple[str, tuple[str, ...]]:
    """Return name and tags of a line written by `tag_line`.

    Raises
    ------
    DiaryError
        When the line has no sign, no name or no tags.
    """
    name, rest = take_word(text, sign)
    tags = []
    while rest:
        tag, rest = take_word(rest[1:], ",")
        tags.append(tag)
    if not name or not any(tags):
        raise DiaryError(f"{text[:80]!r} gives no tags; write it as: milk{sign} dairy, lactose")
    return name, tuple(tags)


def tidy_tags(tags: Mapping[str, Iterable[str]], names: Iterable[str] = ()) -> Tags:
    """Return tags in order, each name spelled as the diary spells it.

    Parameters
    ----------
    tags : Mapping of str to iterable of str
        Names and their tags.
    names : iterable of str
        Names of the diary's entries.
    """
    spelled = {same_name(name): name for name in names} if tags else {}
    tidied: dict[str, set[str]] = {}
    for name, own in tags.items():
        if isinstance(own, str):
            raise DiaryError(f"the tags of {name!r} are one text; give a list of tags")
        clean = tidy_name(name)
        tidied.setdefault(spelled.get(same_name(clean), clean), set()).update(
            filter(None, (tidy_name(tag, "tag") for tag in own))
        )
    return MappingProxyType({n: tuple(sorted(t)) for n, t in sorted(tidied.items()) if n and t})


def read_tags(source: TagSource | None) -> dict[str, list[str]]:
    """Return tags by name from a mapping or from a CSV file with the columns food and tag.

    Raises
    ------
    DiaryError
        When the file cannot be read or has other columns.
    """
    if source is None:
        return {}
    if isinstance(source, Mapping):
        return {name: list(own) for name, own in source.items()}
    path = Path(source)
    try:
        if path.stat().st_size > LARGEST_TAG_FILE:
            raise DiaryError(f"{path} is too large for a file of tags; check the name")
        text = path.read_text(encoding="utf-8-sig")
        return _tags_of_rows(path, text)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DiaryError(f"{path} cannot be read as a file of tags: {error}") from None


def _tags_of_rows(path: Path, text: str) -> dict[str, list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    header = [cell.strip().casefold() for cell in next(rows, [])]
    if not {"food", "tag"} <= set(header):
        raise DiaryError(f"{path}: the first line must be food,tag")
    tags: dict[str, list[str]] = {}
    for row in rows:
        cells = dict(zip(header, row, strict=False))
        if cells.get("food") and cells.get("tag"):
            tags.setdefault(cells["food"], []).append(cells["tag"])
    return tags


def merged_tags(
    own: Mapping[str, Iterable[str]], more: TagSource | None
) -> Mapping[str, Iterable[str]]:
    """Return a file's own tags together with those given beside it."""
    merged = {name: list(tags) for name, tags in own.items()}
    for name, tags in read_tags(more).items():
        merged.setdefault(name, []).extend(tags)
    return merged
