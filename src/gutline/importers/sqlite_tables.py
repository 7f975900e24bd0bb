"""SQLite files from strangers: read only, nothing in them is run, time and sizes bounded."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic

from gutline.importers.errors import ImporterError
from gutline.importers.source import ImportFile

MAGIC = b"SQLite format 3\x00"
LONGEST_VALUE = 1_000_000
MOST_BYTES = 1 << 30
MOST_SECONDS_A_TABLE = 120.0
_STEPS = 100_000

Value = str | int | float | bytes | None


class Tables:
    """The tables of one file.

    Parameters
    ----------
    connection : sqlite3.Connection
        To the file, opened for reading.
    name : str
        The file's name, for messages.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._columns: dict[str, tuple[str, ...]] = {}

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table as they are spelled; empty when there is no such table.

        A view is none: what it computes is not ours to run.
        """
        if table not in self._columns:
            found = self._run(f"PRAGMA table_xinfo({_quoted(table)})")
            columns = tuple(str(row[1]) for row in found if not row[6])
            self._columns[table] = columns if table.casefold() in self._plain() else ()
        return self._columns[table]

    def _plain(self) -> frozenset[str]:
        """Return the names of the tables that are neither views nor virtual, in lower case."""
        rows = self._run("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        virtual = "create virtual"
        plain = (row[0] for row in rows if not str(row[1]).casefold().startswith(virtual))
        return frozenset(str(name).casefold() for name in plain)

    def column(self, table: str, *spellings: str) -> str:
        """Return which of some spellings a table's column has; empty when it has none."""
        by_key = {column.casefold(): column for column in self.columns(table)}
        return next((by_key[s.casefold()] for s in spellings if s.casefold() in by_key), "")

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Value, ...]]:
        """Yield rows of a table in the order of the file; a column "" is always None.

        Raises
        ------
        ImporterError
            When the file is damaged, or takes too long.
        """
        if not self.columns(table):
            return
        wanted = ", ".join(_quoted(column) if column else "NULL" for column in columns)
        # Names are quoted above, and are those that the file itself lists.
        for row in self._run(f"SELECT {wanted} FROM {_quoted(table)}"):  # noqa: S608
            # A build of the module that cannot limit values hands out longer ones.
            if any(isinstance(cell, (str, bytes)) and len(cell) > LONGEST_VALUE for cell in row):
                raise ImporterError(
                    f"{self._name} is damaged: a value is longer than 1 MB; export it again"
                )
            yield row

    def _run(self, query: str) -> Iterator[tuple[Value, ...]]:
        end = monotonic() + MOST_SECONDS_A_TABLE
        self._connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            yield from self._connection.execute(query)
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeDecodeError) as error:
            raise ImporterError(
                f"{self._name} is damaged or no database of this app ({error}); export it again"
            ) from None
        except MemoryError:  # a damaged page may ask for more than there is
            raise ImporterError(
                f"{self._name} is damaged: a value in it asks for more memory than there is; "
                "export it again"
            ) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _limit(connection: sqlite3.Connection) -> None:
    """Bound the size of one value, where the module in use can."""
    if hasattr(connection, "setlimit"):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


@contextmanager
def sqlite_tables(
    file: ImportFile, member: str = "", *, workplace: Path | None = None
) -> Iterator[Tables]:
    """Open a database, or one inside a zip, for reading.

    Parameters
    ----------
    file : ImportFile
        The database or the zip.
    member : str
        Name inside the zip.
    workplace : Path, optional
        As for `ImportFile.on_disk`.

    Raises
    ------
    ImporterError
        When it is no database.
    """
    with file.on_disk(member, workplace=workplace) as path:
        if path.stat().st_size > MOST_BYTES:
            raise ImporterError(f"{member or file.name} is larger than 1 GB; export a shorter span")
        with path.open("rb") as stream:
            if stream.read(len(MAGIC)) != MAGIC:
                raise ImporterError(f"{member or file.name} is not a SQLite database")
        address = f"{path.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            _limit(connection)
            with suppress(sqlite3.Error):  # a damaged file is refused when it is read
                connection.execute("PRAGMA trusted_schema = OFF")
            yield Tables(connection, member or file.name)


def text_of(value: Value) -> str:
    """Return a value as text; empty for nothing, for bytes, and for -1, which some apps write."""
    if value is None or isinstance(value, bytes) or value in {-1, "-1", "null"}:
        return ""
    return str(value)


def number_of(value: Value) -> float | None:
    """Return a value as a number; None for nothing, for -1 and for what is no finite number."""
    try:
        number = float(value) if isinstance(value, (int, float, str)) else -1.0
    except (ValueError, OverflowError):
        return None
    return None if number == -1 or not math.isfinite(number) else number
