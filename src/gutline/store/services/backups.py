"""Backups: a sealed file that was read back before it counts, and the way home from it."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from gutline.meals.private_files import write_private
from gutline.store.copying import copy_rows, kept_models, side_database
from gutline.store.errors import BackupError, NotEmptyError
from gutline.store.home import (
    BACKUPS,
    CATALOG,
    DATABASE,
    FOLDER_MODE,
    close_to_others,
    workplace,
)
from gutline.store.library import sqlite3
from gutline.store.models import Choice, Entry
from gutline.store.opening import copy_file
from gutline.store.schema import bring_up_to_date, missing_steps
from gutline.store.sealing import Manifest, check_passphrase, pack, seal, unpack, unseal
from gutline.store.settings import current_home
from gutline.store.writing import one_writer

_WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup file holds.

    Attributes
    ----------
    path : Path
        The file.
    size : int
        Its size in bytes.
    manifest : Manifest
        What it says of itself.
    """

    path: Path
    size: int
    manifest: Manifest

    @property
    def entries(self) -> int:
        """How many entries it holds, deleted ones included."""
        return self.manifest.tables.get(Entry._meta.db_table, 0)  # noqa: SLF001 - Django's documented way


def back_up(target: Path, passphrase: str, now: datetime) -> Backup:
    """Write the whole diary to one encrypted file, and read it back to be sure of it.

    The diary can be written to meanwhile; the backup is of one instant.

    Raises
    ------
    BackupError
        When the passphrase is too short, the file exists, or what was written cannot be read back.
    """
    check_passphrase(passphrase)
    if target.exists():
        raise BackupError(f"{str(target)!r} is there already; choose another name")
    if not target.parent.is_dir():
        raise BackupError(f"there is no folder {str(target.parent)!r}; make it first")
    with workplace(current_home()) as folder:
        copied = _snapshot(folder / DATABASE)
        files = {DATABASE: copied, **_own_catalog()}
        tables = _sound_tables(copied)
        packed = pack(files, now.isoformat(), version("gutline"), tables)
    sealed = seal(packed, passphrase)
    write_private(target, sealed)
    try:
        return check_backup(target, passphrase)
    except BackupError:
        target.unlink(missing_ok=True)
        raise


def check_backup(path: Path, passphrase: str) -> Backup:
    """Return what a backup holds, after reading all of it.

    Raises
    ------
    BackupError
        When it cannot be read, opened or trusted.
    """
    with workplace(current_home()) as folder:
        manifest = _opened(path, passphrase, folder)
    return Backup(path, path.stat().st_size, manifest)


def restore_backup(path: Path, passphrase: str, now: datetime, *, replace: bool = False) -> Backup:
    """Bring back the diary of a backup, as a whole or not at all.

    Parameters
    ----------
    path : Path
        The backup.
    passphrase : str
        What it was sealed with.
    now : datetime
        The present, aware; names the copy that is kept of what is replaced.
    replace : bool
        Whether a diary that is here may be replaced.

    Raises
    ------
    NotEmptyError
        When there is a diary here and nobody said it may be replaced.
    BackupError
        When the backup cannot be read, opened or trusted; nothing is changed then.
    NewerSchemaError
        When it was made by a newer Gutline; nothing is changed then.
    """
    refuse_to_overwrite(replace=replace)
    full = not _is_empty()
    with workplace(current_home()) as folder:
        manifest = _opened(path, passphrase, folder)
        with side_database(folder / DATABASE) as alias:
            if missing_steps(alias):
                bring_up_to_date(alias)
            if connection.vendor != "sqlite":
                with one_writer():
                    copy_rows(alias, "default")
        if connection.vendor == "sqlite":
            _replace_sqlite(folder / DATABASE, now, keep=full)
        _put_catalog(folder / CATALOG)
    return Backup(path, path.stat().st_size, manifest)


def refuse_to_overwrite(*, replace: bool) -> None:
    """Refuse to restore over a diary, unless it is said that it may be replaced.

    Raises
    ------
    NotEmptyError
    """
    if not replace and not _is_empty():
        raise NotEmptyError(
            "there is a diary here already, and restoring replaces all of it; say that you want "
            "that (--replace), or restore into another folder (GUTLINE_HOME)"
        )


def _snapshot(target: Path) -> Path:
    """Write the rows of this instant to an SQLite file."""
    if connection.vendor == "sqlite":
        copy_file(target)
        return target
    with side_database(target) as alias:
        bring_up_to_date(alias)
        copy_rows("default", alias)
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=delete")
    return target


def _own_catalog() -> dict[str, Path]:
    own = current_home() / CATALOG
    found = sorted(path for path in own.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(current_home()).as_posix(): path for path in found}


def _sound_tables(path: Path) -> dict[str, int]:
    """Return the rows of each table of an SQLite file.

    Raises
    ------
    BackupError
        When the file is damaged.
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            said = database.execute("PRAGMA integrity_check").fetchone()[0]
            if said != "ok":
                raise BackupError(f"the database in the backup is damaged ({said[:200]})")
            named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names from the file's own list
                for (name,) in named.fetchall()
                if not name.startswith("sqlite_")
            }
    except sqlite3.DatabaseError as error:
        raise BackupError(f"the database in the backup is damaged ({error})") from None


def _opened(path: Path, passphrase: str, folder: Path) -> Manifest:
    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise BackupError(f"{str(path)!r} cannot be read: {error.strerror or error}") from None
    manifest = unpack(unseal(sealed, passphrase), folder)
    if _sound_tables(folder / DATABASE) != dict(manifest.tables):
        raise BackupError("the backup has other rows than it says; use another copy")
    return manifest


def _is_empty() -> bool:
    return not Entry.objects.exists() and not Choice.objects.exists()


def _replace_sqlite(source: Path, now: datetime, *, keep: bool) -> None:
    """Replace the pages of the live database in one transaction of SQLite's own."""
    if keep:
        copy_file(current_home() / BACKUPS / f"before-restore-{now:%Y%m%d-%H%M%S}.db")
    connection.close()
    live = Path(settings.DATABASES["default"]["NAME"])
    with (
        one_writer(),
        closing(sqlite3.connect(source)) as taken,
        closing(sqlite3.connect(live, timeout=_WAIT_S)) as given,
    ):
        taken.backup(given)


def _put_catalog(unpacked: Path) -> None:
    own = current_home() / CATALOG
    if own.exists():
        shutil.rmtree(own)
    if unpacked.is_dir():
        unpacked.replace(own)
        for path in (own, *own.rglob("*")):
            close_to_others(path, FOLDER_MODE if path.is_dir() else 0o600)


def counted_tables() -> dict[str, int]:
    """Return how many rows each table of the configured database has."""
    return {m._meta.db_table: m._base_manager.count() for m in kept_models()}  # noqa: SLF001 - as above
