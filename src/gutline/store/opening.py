"""Making a diary ready: its folder, its file, its tables and its reserve."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from gutline.meals.private_files import locked
from gutline.store import ballast
from gutline.store.errors import StoreError, UnsafeDatabaseError
from gutline.store.home import BACKUPS, close_to_others, make_private, prepare_home
from gutline.store.schema import applied_steps, bring_up_to_date, missing_steps
from gutline.store.settings import current_home

PRIVATE_UMASK = 0o077
SIDE_FILES = ("", "-wal", "-shm")
LOCK = "lock"
PATIENCE_S = 300.0
"""An upgrade of a large diary takes a while; whoever comes meanwhile waits for it."""


def open_store(now: datetime) -> None:
    """Make the configured database ready to be used, and prove that it is safe.

    Parameters
    ----------
    now : datetime
        The present, aware; names the copy that is kept before an upgrade.

    Raises
    ------
    SettingError
        When the folder cannot be used.
    NewerSchemaError
        When the diary was last opened by a newer Gutline; nothing is changed then.
    UnsafeDatabaseError
        When the database cannot be used, or cannot keep what it acknowledges.
    """
    home = current_home()
    os.umask(PRIVATE_UMASK)
    prepare_home(home)
    if connection.vendor == "sqlite":
        _close_files(Path(settings.DATABASES["default"]["NAME"]))
    try:
        if missing_steps():
            _upgrade(home, now)
    except DatabaseError as error:
        raise _unusable(error) from error
    ballast.hold(home)


def _close_files(database: Path) -> None:
    """Make the database file ours alone before SQLite does; its side files take after it."""
    make_private(database)
    for ending in SIDE_FILES:
        path = database.with_name(database.name + ending)
        if path.exists():
            close_to_others(path)


def _upgrade(home: Path, now: datetime) -> None:
    with locked(home, LOCK, PATIENCE_S):
        if not missing_steps():
            return
        if applied_steps() and connection.vendor == "sqlite":
            copy_file(home / BACKUPS / f"before-upgrade-{now:%Y%m%d-%H%M%S}.db")
        bring_up_to_date()


def copy_file(target: Path) -> None:
    """Write a whole and sound copy of the SQLite database, as of one instant.

    Copying the file itself would catch it between two writes.
    """
    make_private(target)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def _unusable(error: DatabaseError) -> StoreError:
    where = settings.DATABASES["default"]["NAME"]
    return UnsafeDatabaseError(
        f"the database {str(where)!r} cannot be used: {str(error).strip()}; "
        "`gutline doctor` says more"
    )
