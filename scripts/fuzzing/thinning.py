"""Smaller whole files: a few rows, records or elements of one, so that an input costs little.

A fault seldom needs more than one row, and a file of four is read many times faster than one of
forty.
"""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from typing import Any
from xml.etree import ElementTree as ET

from scripts.fuzzing.damage_text import bytes_of, text_of

MOST_PARTS = 4


def thinned(data: bytes, rng: random.Random) -> bytes:
    """Return a file with a few of its parts; as it is where it cannot be told what they are."""
    try:
        if data.startswith(b"SQLite format 3\x00"):
            return _database(data, rng)
        start = data[:400].lstrip()[:1]
        if start in {b"{", b"["}:
            return json.dumps(_document(json.loads(data), rng)).encode()
        if start == b"<":
            return _elements(data, rng)
    except (ValueError, ET.ParseError, sqlite3.Error, AttributeError):
        return data
    return data if data.startswith(b"PK") else _lines(data, rng)


def _some(parts: list[Any], rng: random.Random) -> list[Any]:
    """Return a few parts in their order."""
    wanted = min(len(parts), rng.randint(1, MOST_PARTS))
    return [parts[place] for place in sorted(rng.sample(range(len(parts)), wanted))]


def _lines(data: bytes, rng: random.Random) -> bytes:
    first, *rest = text_of(data).splitlines()
    return bytes_of("\n".join([first, *(_some(rest, rng) if rest else [])]) + "\n")


def _document(value: object, rng: random.Random) -> object:
    if isinstance(value, dict):
        return {key: _document(inner, rng) for key, inner in value.items()}
    if isinstance(value, list) and value:
        return [_document(inner, rng) for inner in _some(value, rng)]
    return value


def _elements(data: bytes, rng: random.Random) -> bytes:
    root = ET.fromstring(data)  # noqa: S314 - files of our own
    children = list(root)
    for child in children:
        root.remove(child)
    root.extend(_some(children, rng) if children else [])
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _database(data: bytes, rng: random.Random) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in named:
            table = '"' + str(name).replace('"', '""') + '"'
            rows = connection.execute(f"SELECT rowid FROM {table}").fetchall()  # noqa: S608
            gone = set(rows) - set(_some(rows, rng)) if rows else set()
            connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", gone)  # noqa: S608
        connection.commit()
        connection.execute("VACUUM")
        return connection.serialize()
