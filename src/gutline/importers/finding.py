"""Which sources there are, and which of them a file is from."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import MappingProxyType
from typing import cast

from gutline.importers import sources
from gutline.importers.errors import ImporterError
from gutline.importers.source import Head, ImportFile, Source, head_of

ENTRY_POINT_GROUP = "gutline.importers"
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
"""How the names of tables end that a person can have made."""
_OWN_TABLE = (
    "; for a table of your own, say once what its columns hold: on the Import page, or begin with"
    " gutline import --propose-mapping"
)
LEAST_SCORE = 0.5
"""A file whose best score is lower is not recognised."""


@functools.cache
def load_sources() -> Mapping[str, Source]:
    """Return every source by its id, in order of id.

    Raises
    ------
    ImporterError
        When a source lacks a part, or two have one id.
    """
    found: dict[str, Source] = {}
    for module in iter_modules(sources.__path__):
        if not module.name.startswith("_"):
            _add(found, import_module(f"{sources.__name__}.{module.name}"), module.name)
    for point in entry_points(group=ENTRY_POINT_GROUP):
        _add(found, point.load(), point.name)
    return MappingProxyType(dict(sorted(found.items())))


def _add(found: dict[str, Source], candidate: object, name: str) -> None:
    lacking = [part for part in _PARTS if not hasattr(candidate, part)]
    if lacking:
        raise ImporterError(f"the source {name!r} has no {lacking[0]}; see gutline.importers")
    source = cast("Source", candidate)
    if source.ID in found:
        raise ImporterError(f"two sources have the id {source.ID!r}; rename one of them")
    found[source.ID] = source


_PARTS = ("ID", "NAME", "EXPERIMENTAL", "score", "read")


def source_named(ident: str) -> Source:
    """Return the source with an id.

    Raises
    ------
    ImporterError
        When there is none.
    """
    known = load_sources()
    if ident not in known:
        raise ImporterError(f"there is no source {ident[:40]!r}; there are {', '.join(known)}")
    return known[ident]


def _score(source: Source, head: Head) -> float:
    """Return a source's score; a source that stumbles over a file does not know it."""
    try:
        return source.score(head)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return 0.0


def recognised(file: ImportFile) -> Source:
    """Return the source that a file is from.

    Raises
    ------
    ImporterError
        When no source knows it, or it cannot be opened.
    """
    head = head_of(file)
    if not head.data:
        raise ImporterError(f"{file.name} is empty; export it again")
    scores = {ident: _score(source, head) for ident, source in load_sources().items()}
    best = max(scores, key=lambda ident: scores[ident])
    if scores[best] < LEAST_SCORE:
        raise ImporterError(
            f"{file.name} is not recognised; give the file as the app exported it, or say which "
            f"app it is from{_OWN_TABLE if file.name.casefold().endswith(TABLES) else ''}"
        )
    return load_sources()[best]
