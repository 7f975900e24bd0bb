"""Damage to databases: other values, tables and columns that are gone, views in their place."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from typing import Any

from scripts.fuzzing.damage_text import ODD_CELLS

ODD_VALUES: tuple[Any, ...] = (
    None, 0, -1, 1.5, 1e308, float("inf"), 2**63 - 1, -(2**63), b"", b"\xff\x00", "x" * 9_000,
    1780300000, 1780300000000, -62135596801000, 253402300800000,
)  # fmt: skip
_LOOP = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS "id" FROM n'


def damaged_sqlite(data: bytes, rng: random.Random) -> bytes:
    """Change a database by its own rules, or a few of its bytes where it cannot be opened."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            for _ in range(rng.randint(1, 3)):
                _change(connection, rng)
            connection.commit()
            return connection.serialize()
        except (sqlite3.Error, OverflowError, MemoryError, UnicodeDecodeError, AttributeError):
            # Also where the module in use cannot hold a database in memory.
            changed = bytearray(data)
            for _ in range(3):
                changed[rng.randrange(len(changed))] = rng.randrange(256)
            return bytes(changed)


def _change(connection: sqlite3.Connection, rng: random.Random) -> None:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = [str(name) for (name,) in rows if not str(name).startswith("sqlite_")]
    if not tables:
        return
    table = _quoted(rng.choice(tables))
    columns = [_quoted(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    if not columns:
        return
    column = rng.choice(columns)
    with suppress(sqlite3.OperationalError, sqlite3.IntegrityError):
        how = rng.randrange(12)
        if how == 0:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        elif how == 1:
            connection.execute(f"DROP TABLE {table}")
            if rng.random() < 0.1:
                connection.execute(f"CREATE VIEW {table} AS {_LOOP}")
        elif how == 2:
            connection.execute(f'ALTER TABLE {table} RENAME COLUMN {column} TO "x"')
        elif how == 3:
            connection.execute(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 20")  # noqa: S608
        else:
            value = rng.choice((rng.choice(ODD_VALUES), rng.choice(ODD_CELLS)))
            row = f"(SELECT rowid FROM {table} LIMIT 1 OFFSET {rng.randrange(6)})"  # noqa: S608
            where = f" WHERE rowid = {row}" if how > 4 else ""
            connection.execute(f"UPDATE {table} SET {column} = ?{where}", (value,))  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
