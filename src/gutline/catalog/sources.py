"""Where a statement comes from: title, year and address, and whether that text itself was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

Seen = Literal["primary", "secondary", "none"]
SEEN = ("primary", "secondary", "none")
_TEXTS = ("title", "seen", "url", "doi", "id", "says")
_NEEDED = ("title", "seen")
_YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a statement.

    Attributes
    ----------
    title : str
    seen : {"primary", "secondary", "none"}
        `primary`: the source's own text, or its abstract, was read. `secondary`: only a page that
        speaks of it. `none`: there is no text behind it, only common practice.
    year : int or None
    url, doi, id : str
        Where it is found; empty where not known.
    says : str
        What it found, in a sentence.
    """

    title: str
    seen: Seen
    year: int | None = None
    url: str = ""
    doi: str = ""
    id: str = ""
    says: str = ""

    @property
    def address(self) -> str:
        """Where to read it, as one address; empty where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def is_settled(sources: Iterable[Source]) -> bool:
    """Return whether at least one source was read itself."""
    return any(source.seen == "primary" for source in sources)


def read_sources(raw: object) -> tuple[Source, ...]:
    """Return the sources of a file, after `source_problems` found none."""
    tables = cast("list[Mapping[str, object]]", raw)
    return tuple(_source(table) for table in tables)


def _source(table: Mapping[str, object]) -> Source:
    texts = {name: str(table.get(name, "")) for name in _TEXTS}
    return Source(
        title=texts["title"],
        seen=cast("Seen", texts["seen"]),
        year=cast("int | None", table.get("year")),
        url=texts["url"],
        doi=texts["doi"],
        id=texts["id"],
        says=texts["says"],
    )


def source_problems(raw: object) -> Iterator[str]:
    """Yield what is wrong with the sources of a file."""
    if not isinstance(raw, list) or not raw:
        yield "sources must be a list of at least one table; write [[sources]]"
        return
    for number, table in enumerate(raw, 1):
        for problem in _table_problems(table):
            yield f"source {number}: {problem}"


def _table_problems(table: object) -> Iterator[str]:
    if not isinstance(table, dict):
        yield "is not a table"
        return
    for name in sorted(set(table) - {*_TEXTS, "year"}):
        yield f"the field {name!r} is not known"
    for name in _TEXTS:
        value = table.get(name, "")
        if not isinstance(value, str) or (name in _NEEDED and not value.strip()):
            yield f"{name} must be a text" + (" that is not empty" if name in _NEEDED else "")
    if table.get("seen") not in SEEN:
        yield f"seen must be one of {', '.join(SEEN)}"
    year = table.get("year")
    if year is not None and (type(year) is not int or not _YEARS[0] <= year <= _YEARS[1]):
        yield f"year must be a whole number from {_YEARS[0]} to {_YEARS[1]}"
    if table.get("seen") == "primary" and not any(table.get(k) for k in ("url", "doi", "id")):
        yield "was read, so it needs a url, a doi or an id"
