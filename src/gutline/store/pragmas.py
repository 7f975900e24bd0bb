"""What SQLite is told on every connection, and the proof that it listened.

`synchronous=FULL` with a write-ahead log is what makes an acknowledged entry survive a power cut;
without it, replayed power cuts lost entries at two points in three. Temporary tables stay in
memory, so that nothing of a diary is written to a folder others can read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from gutline.store.errors import UnsafeDatabaseError

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

BUSY_TIMEOUT_S = 20.0
LEAST_BUSY_TIMEOUT_MS = 5000
_CACHE_KIB = 32_768

WANTED: Mapping[str, object] = MappingProxyType(
    {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "mmap_size": 0,
        "temp_store": 2,
        "secure_delete": 1,
    }
)
"""Every pragma that is set, and what SQLite must answer when asked for it."""


def first_commands() -> str:
    """Return the commands that a new connection begins with."""
    told = [f"PRAGMA {name}={value}" for name, value in WANTED.items()]
    return ";".join([*told, f"PRAGMA cache_size=-{_CACHE_KIB}"])


def broken_promises(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for every pragma that is not as it must be."""
    told = []
    with connection.cursor() as cursor:
        for name, wanted in WANTED.items():
            row = cursor.execute(f"PRAGMA {name}").fetchone()
            # A build without mmap has no such pragma, and so no mmap.
            found = row[0] if row else 0
            if found != wanted:
                told.append(f"{name} is {found!r} and must be {wanted!r}")
        waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        if waits < LEAST_BUSY_TIMEOUT_MS:
            told.append(f"busy_timeout is {waits} and must be {LEAST_BUSY_TIMEOUT_MS} or more")
    return told


def assert_promises(connection: BaseDatabaseWrapper) -> None:
    """Refuse a connection on which acknowledged entries could be lost.

    Raises
    ------
    UnsafeDatabaseError
        When a pragma is not as it must be, as on some network folders.
    """
    broken = broken_promises(connection)
    if broken:
        raise UnsafeDatabaseError(
            f"the database {str(connection.settings_dict['NAME'])!r} cannot be used safely: "
            f"{'; '.join(broken)}; keep it on a disk of this computer, not on a network folder"
        )
