"""Food tags: what foods have in common, such as gluten or alliums, and the words that name it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import (
    field_problems,
    id_problems,
    read_checked,
    read_folder,
)
from gutline.catalog.nutrients import load_nutrients


@dataclass(frozen=True, slots=True)
class Tag:
    """Something many foods have in common.

    Attributes
    ----------
    id : str
        Also the stem of the catalog file.
    name, description : str
        For people.
    dose : str
        "grams" when the dose is grams of the tagged ingredient, else the id of the nutrient that
        measures it.
    words : tuple of str
        Words and phrases which, in what a person typed, mean the tag: "garlic", "beer".
    not_words : tuple of str
        Phrases in which such a word does not count: "butter bean" is no dairy.
    free : tuple of str
        Phrases that deny it: "gluten free".
    weak : bool
        Whether there is little evidence that the tag is one thing to the body.
    exposure : bool
        Whether it is looked at as an exposure.
    """

    id: str
    name: str
    description: str
    dose: str
    words: tuple[str, ...]
    not_words: tuple[str, ...]
    free: tuple[str, ...]
    weak: bool
    exposure: bool


@functools.cache
def load_tags() -> Mapping[str, Tag]:
    """Return every tag by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file does not hold a valid tag.
    """
    return read_folder("tags", read_tag)


_TYPES: Mapping[str, type] = {
    "id": str, "name": str, "description": str, "dose": str,
    "words": tuple, "not_words": tuple, "free": tuple, "weak": bool, "exposure": bool,
}  # fmt: skip


def read_tag(path: Path) -> Tag:
    """Read and check one tag's file.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing, unknown or of the wrong type, or the fields
        contradict each other.
    """
    fields = read_checked(path, _problems)
    text = cast("Mapping[str, str]", fields)
    lists = cast("Mapping[str, list[str]]", fields)
    return Tag(
        id=text["id"],
        name=text["name"],
        description=text["description"],
        dose=text["dose"],
        words=tuple(lists["words"]),
        not_words=tuple(lists["not_words"]),
        free=tuple(lists["free"]),
        weak=fields["weak"] is True,
        exposure=fields["exposure"] is True,
    )


def _problems(stem: str, fields: Mapping[str, object]) -> Iterable[str]:
    """Yield what is wrong with one file, most basic first; the caller stops at the first."""
    yield from field_problems(fields, _TYPES)
    yield from id_problems(stem, fields)
    for name in ("name", "description"):
        if not str(fields[name]).strip():
            yield f"{name} must not be empty"
    if fields["dose"] != "grams" and fields["dose"] not in load_nutrients():
        yield f"dose {fields['dose']!r} must be 'grams' or the id of a nutrient"
    lists = cast("Mapping[str, list[str]]", fields)
    for name in ("not_words", "free"):
        both = sorted(set(lists["words"]) & set(lists[name]))
        if both:
            yield f"{both[0]!r} is in words and in {name}; keep one of them"
