"""The database of full tables: opened with what keeps it safe, its schema, its full-text index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gutline.meals.home import make_private
from gutline.meals.table_records import TableError

FILE = "tables.db"
SCHEMA = 1
_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA busy_timeout = 10000;
PRAGMA trusted_schema = OFF;
PRAGMA mmap_size = 0;
PRAGMA cache_size = -16000;
"""
_TABLES = """
CREATE TABLE source (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, what TEXT NOT NULL, file TEXT NOT NULL,
    step INTEGER NOT NULL DEFAULT 0, line INTEGER NOT NULL DEFAULT 0,
    foods INTEGER NOT NULL DEFAULT 0, figures INTEGER NOT NULL DEFAULT 0,
    rows INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE food (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, other TEXT NOT NULL,
    "table" TEXT NOT NULL, serving_g REAL, source INTEGER NOT NULL REFERENCES source (id));
CREATE TABLE nutrient (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE figure (
    food INTEGER NOT NULL, nutrient INTEGER NOT NULL, value REAL NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (food, nutrient)) WITHOUT ROWID;
CREATE TABLE portion (
    food INTEGER NOT NULL, words TEXT NOT NULL, grams REAL NOT NULL,
    PRIMARY KEY (food, words)) WITHOUT ROWID;
CREATE TABLE left_out (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE refusal (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
    field TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX refusal_of ON refusal (source);
CREATE VIRTUAL TABLE food_words USING fts5 (
    name, other, content = 'food', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2');
"""


@contextmanager
def opened(home: Path) -> Iterator[sqlite3.Connection]:
    """Open the database of a person's folder, made when it is not there.

    Raises
    ------
    TableError
        When it is damaged, locked, from a newer Gutline, or SQLite has no full-text search.
    """
    path = home / FILE
    make_private(home)
    connection: sqlite3.Connection | None = None
    try:
        # The files SQLite puts beside it inherit the permissions.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript(_PRAGMAS)
        _prepare(connection, path)
        yield connection
    except sqlite3.Error as error:
        raise _told(error, path) from None
    except OSError as error:
        raise TableError(f"{str(path)!r} cannot be opened: {error.strerror or error}") from None
    finally:
        if connection is not None:
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of it or nothing; the right to write is taken at the start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def check_full_text(connection: sqlite3.Connection) -> None:
    """Refuse a SQLite that was built without full-text search.

    Raises
    ------
    TableError
    """
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5 (words)")
        connection.execute("DROP TABLE temp.probe")
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error):
            raise
        raise TableError(
            "this Python's SQLite has no full-text search (FTS5), which full tables need; use a "
            "Python from python.org or your system's packages"
        ) from None


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA:
        return
    if version > SCHEMA:
        raise TableError(f"{str(path)!r} is from a newer Gutline; update this one to use it")
    check_full_text(connection)
    with transaction(connection):
        if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
            return
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _told(error: sqlite3.Error, path: Path) -> TableError:
    words = str(error)
    if "locked" in words or "busy" in words:
        return TableError(f"another Gutline is writing in {str(path)!r}; try again after it")
    if "disk is full" in words:
        return TableError(f"the disk is full and {str(path)!r} is as it was; make room")
    if isinstance(error, sqlite3.OperationalError):
        return TableError(f"{str(path)!r} cannot be used: {words}")
    return TableError(
        f"{str(path)!r} is damaged ({words}); move it away and import your tables again"
    )
