"""Words in notes that mean a sign, in several languages, and the words that deny it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import (
    DATA,
    CatalogError,
    field_problems,
    id_problems,
    read_checked,
    read_folder,
    read_toml,
)
from gutline.catalog.facts import load_facts

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a sign: a word or phrase of every group, close together.

    Attributes
    ----------
    language : str
    groups : tuple of tuple of str
    """

    language: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class NotePattern:
    """A sign that notes and names of symptoms may tell of.

    Attributes
    ----------
    id, name : str
    fact : str
        The fact that it makes known.
    window : int
        How many words may lie from the first to the last of a way.
    not_words : tuple of str
        Words that look like a misspelling of one of these and are not.
    not_phrases : tuple of str
        Phrases in which the words mean something else.
    ways : tuple of Way
    """

    id: str
    name: str
    fact: str
    window: int
    not_words: frozenset[str]
    not_phrases: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Denials:
    """Words that deny what stands near them.

    Attributes
    ----------
    before, after : frozenset of str
        Words and phrases that deny what follows, or what went before.
    alone : frozenset of str
        Words that deny what went before when nothing follows: "blood: no".
    not_denials : tuple of str
        Phrases with such a word that deny nothing: "not only".
    turns : frozenset of str
        Words after which the denial ends: "but".
    lists : frozenset of str
        Words that carry a denial on to the next thing: "no blood, fever or chills".
    others : frozenset of str
        Words for somebody else, or an animal.
    """

    before: frozenset[str]
    after: frozenset[str]
    alone: frozenset[str]
    not_denials: tuple[str, ...]
    turns: frozenset[str]
    lists: frozenset[str]
    others: frozenset[str]


@functools.cache
def load_note_patterns() -> Mapping[str, NotePattern]:
    """Return every pattern by its id, in order of id."""
    return read_folder("note_patterns", read_note_pattern)


_DENIALS = ("before", "after", "alone", "not_denials", "turns", "lists", "others")


@functools.cache
def load_denials() -> Denials:
    """Return the words that deny, of all languages together: people mix them."""
    return read_denials(DATA / "denials.toml")


def read_denials(path: Path) -> Denials:
    """Read and check a file of words that deny, one table a language.

    Raises
    ------
    CatalogError
        When the file is not TOML, or a language lacks a list.
    """
    tables = read_toml(path)
    found: dict[str, list[str]] = {name: [] for name in _DENIALS}
    for language, table in tables.items():
        if not isinstance(table, dict):
            raise CatalogError(f"{path}: {language} is a value; make it a table")
        for problem in field_problems(table, dict.fromkeys(_DENIALS, tuple)):
            raise CatalogError(f"{path}: {language}: {problem}")
        for name in _DENIALS:
            found[name] += table[name]
    sets = {name: frozenset(words) for name, words in found.items() if name != "not_denials"}
    return Denials(not_denials=tuple(dict.fromkeys(found["not_denials"])), **sets)


_TYPES: Mapping[str, type] = {
    "id": str, "name": str, "fact": str, "window": float, "not_words": tuple, "not_phrases": tuple,
}  # fmt: skip


def read_note_pattern(path: Path) -> NotePattern:
    """Read and check one pattern.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_checked(path, _problems)
    ways = cast("list[Mapping[str, object]]", fields["ways"])
    lists = cast("Mapping[str, list[str]]", fields)
    return NotePattern(
        id=str(fields["id"]),
        name=str(fields["name"]),
        fact=str(fields["fact"]),
        window=int(cast("float", fields["window"])),
        not_words=frozenset(lists["not_words"]),
        not_phrases=tuple(lists["not_phrases"]),
        ways=tuple(_way(way) for way in ways),
    )


def _way(table: Mapping[str, object]) -> Way:
    groups = cast("list[list[str]]", table["groups"])
    return Way(str(table["language"]), tuple(tuple(group) for group in groups))


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    yield from field_problems({k: v for k, v in fields.items() if k != "ways"}, _TYPES)
    yield from id_problems(stem, fields)
    fact = load_facts().get(str(fields["fact"]))
    if fact is None or fact.kind != "yes_no":
        yield f"fact {fields['fact']!r} must be the id of a fact of yes or no"
    ways = fields.get("ways")
    if not isinstance(ways, list) or not ways:
        yield "ways must be a list of tables; write [[ways]]"
        return
    for number, way in enumerate(ways, 1):
        yield from _way_problems(number, way)


def _way_problems(number: int, way: object) -> Iterator[str]:
    if not isinstance(way, dict) or set(way) != {"language", "groups"}:
        yield f"way {number} must have a language and groups, and nothing else"
        return
    if way["language"] not in LANGUAGES:
        yield f"way {number}: language must be one of {', '.join(LANGUAGES)}"
    groups = way["groups"]
    if not isinstance(groups, list) or not groups or not all(_is_group(g) for g in groups):
        yield f"way {number}: groups must be lists of words in lower case without accents"


def _is_group(group: object) -> bool:
    if not isinstance(group, list) or not group:
        return False
    return all(isinstance(w, str) and w and w == w.lower() and w.isascii() for w in group)
