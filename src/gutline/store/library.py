"""Which SQLite library is used: one without the bug that can lose a write-ahead log.

SQLite 3.7.0 to 3.51.2 can, when two connections write and reset the log in the same instant, leave
a damaged file behind. Where Python came with one of those and the package `pysqlite3` carries a
better one, that one is used, by Django as by ourselves: two libraries on one file would undo each
other's locks. So everything in this room takes `sqlite3` from here.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

AT_RISK_FROM, AT_RISK_TO = (3, 7, 0), (3, 51, 2)


def is_at_risk(version: tuple[int, ...]) -> bool:
    """Return whether a version of SQLite has the bug."""
    return AT_RISK_FROM <= version <= AT_RISK_TO


def _prefer_sound_library() -> None:
    own = import_module("sqlite3")
    if not is_at_risk(own.sqlite_version_info) or find_spec("pysqlite3") is None:
        return
    carried = import_module("pysqlite3")
    if is_at_risk(carried.sqlite_version_info):
        return
    sys.modules["sqlite3"] = carried
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")


_prefer_sound_library()

import sqlite3  # noqa: E402 - the one that was just chosen

__all__ = ["AT_RISK_FROM", "AT_RISK_TO", "is_at_risk", "sqlite3"]
