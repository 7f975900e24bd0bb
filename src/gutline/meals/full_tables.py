"""The public tables a person loaded: searched by words, and read food by food."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gutline.catalog import Food, load_measures
from gutline.meals.table_nutrients import with_derived
from gutline.meals.tables_database import FILE, opened

MOST_TERMS = 12
LONGEST_TERM = 40
_WORD = re.compile(r"[^\W_]+")
_SURVEY = "FNDDS"
_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class TableHit:
    """A food of a full table that a search found."""

    code: str
    name: str
    other: str
    table: str


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A food of a full table, with its portions as the table words them."""

    food: Food
    table: str
    portions: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """A table that was loaded, or that an import was cut off from loading whole."""

    what: str
    file: str
    foods: int
    whole: bool


class FullTables:
    """The full tables of a person's folder; none at all where nothing was loaded.

    Parameters
    ----------
    home : Path
        The person's folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    @property
    def there(self) -> bool:
        """Whether any table was loaded; nothing is made to find out."""
        return (self._home / FILE).exists()

    def loaded(self) -> tuple[LoadedTable, ...]:
        """Return which tables were loaded.

        Raises
        ------
        TableError
            When the database cannot be used.
        """
        if not self.there:
            return ()
        with opened(self._home) as connection:
            rows = connection.execute("SELECT what, file, foods, done FROM source ORDER BY id")
            return tuple(LoadedTable(row[0], row[1], row[2], bool(row[3])) for row in rows)

    def search(self, words: str, limit: int = 10) -> tuple[TableHit, ...]:
        """Return foods whose names hold all of the words, else any of them; the best first.

        Parameters
        ----------
        words : str
            As typed; nothing in it is taken for anything but words.
        limit : int
            At most so many.

        Raises
        ------
        TableError
            When the database cannot be used.
        """
        terms = _terms(words)
        if not terms or not self.there:
            return ()
        with opened(self._home) as connection:
            every = " AND ".join([*map(_quoted, terms[:-1]), _quoted(terms[-1]) + "*"])
            found = _found(connection, every, terms, limit)
            return found or _found(connection, " OR ".join(map(_quoted, terms)), terms, limit)

    def food(self, code: str) -> TableEntry | None:
        """Return the food of a code such as "fndds:2705385" or "ciqual:25601"; None for none.

        Raises
        ------
        TableError
            When the database cannot be used.
        """
        if not is_code(code) or not self.there:
            return None
        with opened(self._home) as connection:
            row = connection.execute(
                'SELECT id, code, name, other, "table", serving_g FROM food WHERE code = ?',
                (_stored(code),),
            ).fetchone()
            return None if row is None else _entry(connection, row)


def is_code(text: str) -> bool:
    """Return whether a text has the form of a code of a full table."""
    return re.fullmatch(r"(fndds|fdc|ciqual):\d{1,15}", text.strip().lower(), re.ASCII) is not None


def _terms(words: str) -> list[str]:
    found = _WORD.findall(words.casefold())
    return [term[:LONGEST_TERM] for term in found[:MOST_TERMS]]


def _quoted(term: str) -> str:
    """Return a term as the text search takes it for a word, whatever it is."""
    return '"' + term.replace('"', '""') + '"'


def _found(
    connection: sqlite3.Connection, match: str, terms: Sequence[str], limit: int
) -> tuple[TableHit, ...]:
    rows = connection.execute(
        'SELECT f.code, f.name, f.other, f."table" FROM food_words JOIN food AS f'
        " ON f.id = food_words.rowid WHERE food_words MATCH ?"
        " ORDER BY bm25(food_words, 4.0, 1.0), length(f.name), f.id LIMIT ?",
        (match, limit * _LOOKED_AT),
    )
    hits = [TableHit(_shown(row[0], row[3]), row[1], row[2], row[3]) for row in rows]
    starts = tuple(term[: max(3, len(term) - 1)] for term in terms)
    # "Milk, whole" is meant before "Cake with milk": tables put the food first.
    return tuple(sorted(hits, key=lambda hit: not hit.name.casefold().startswith(starts))[:limit])


def _shown(code: str, table: str) -> str:
    """Return a code as the catalog writes it."""
    return code.replace("fdc:", "fndds:") if table == _SURVEY else code


def _stored(code: str) -> str:
    return code.strip().lower().replace("fndds:", "fdc:")


def _entry(
    connection: sqlite3.Connection, row: tuple[int, str, str, str, str, float]
) -> TableEntry:
    number, code, name, other, table, serving = row
    portions = tuple(
        connection.execute(
            "SELECT words, grams FROM portion WHERE food = ? ORDER BY grams, words", (number,)
        )
    )
    figures = connection.execute(
        "SELECT n.name, f.value FROM figure AS f JOIN nutrient AS n ON n.id = f.nutrient"
        " WHERE f.food = ? ORDER BY n.name",
        (number,),
    )
    food = Food(
        id=_shown(code, table), name=name, aliases=(other,) if other else (), kind="food", group="",
        serving_g=serving, measures=MappingProxyType(_measures(portions)),
        nutrients=MappingProxyType(with_derived(dict(figures))), tags=MappingProxyType({}),
        nova=None, code=_shown(code, table), popularity=0.0, origin="table",
    )  # fmt: skip
    return TableEntry(food, table, portions)


def _measures(portions: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """Return the household measures among portions such as "1 cup" or "1 slice, regular"."""
    known = {word: m.id for m in load_measures().values() if m.grams is None for word in m.words}
    measures: dict[str, float] = {}
    for words, grams in portions:
        match = re.match(r"1(?:\.0+)? ([^,(]+)", words)
        measure = known.get(match[1].strip().casefold()) if match else None
        if measure is not None:
            measures.setdefault(measure, grams)
    return measures
