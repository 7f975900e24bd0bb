"""What is wrong with where the diary is kept, in plain words, and what to do about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max

from gutline.store import ballast
from gutline.store.copying import kept_models
from gutline.store.errors import StoreError
from gutline.store.home import FILE_MODE, FOLDER_MODE, POSIX
from gutline.store.library import is_at_risk, sqlite3
from gutline.store.models import Entry
from gutline.store.pragmas import broken_promises
from gutline.store.schema import applied_steps, missing_steps
from gutline.store.settings import current_home

State = Literal["good", "warning", "bad"]

LITTLE_ROOM, TOO_LITTLE_ROOM = 200_000_000, 20_000_000
CLOCK_SLACK = timedelta(minutes=5)
OLDEST_POSTGRESQL = 130_000
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        What was looked at.
    state : {"good", "warning", "bad"}
        `bad` means that entries may be lost or read by others, or that nothing can be kept.
    words : str
        What was found, in plain words.
    remedy : str
        What to do; empty when all is well.
    """

    name: str
    state: State
    words: str
    remedy: str = ""


def examine(now: datetime) -> tuple[Check, ...]:
    """Look at everything the diary's safety depends on, changing nothing.

    Parameters
    ----------
    now : datetime
        The present, aware.
    """
    home = current_home()
    if not home.is_dir():
        return (_no_folder(home),)
    first = [_permissions(home), _room(home)]
    if connection.vendor == "sqlite":
        first += [_library(), _reserve(home)]
        if not Path(settings.DATABASES["default"]["NAME"]).exists():
            return (*first, Check("database", "good", "nothing has been logged yet"))
    return (*first, *_database(now))


def _no_folder(home: Path) -> Check:
    if os.path.lexists(home):
        words = f"{str(home)!r} is no folder, so no diary can be kept there"
        return Check("folder", "bad", words, "move it away, or set GUTLINE_HOME to a folder")
    words = f"there is no diary yet; it will be kept in {str(home)!r}"
    return Check("folder", "good", words)


def _permissions(home: Path) -> Check:
    if not POSIX:
        return Check("permissions", "good", "left to Windows: the folder lies in your own account")
    readable = list(_open_to_others(home))
    if readable:
        named = ", ".join(str(path) for path in readable[:_MOST_NAMED])
        more = len(readable) - _MOST_NAMED
        words = f"others on this computer may open {named}" + (f" and {more} more" * (more > 0))
        return Check("permissions", "bad", words, f"run: chmod -R go= {str(home)!r}")
    if home.stat().st_uid != os.getuid():
        words = f"{str(home)!r} belongs to another account"
        return Check("permissions", "bad", words, "set GUTLINE_HOME to a folder of your own")
    return Check("permissions", "good", "only you can open the diary's folder and files")


def _open_to_others(home: Path) -> Iterator[Path]:
    for path in (home, *home.rglob("*")):
        if path.is_symlink():
            continue
        try:
            allowed = FOLDER_MODE if path.is_dir() else FILE_MODE
            if path.stat().st_mode & 0o077 & ~allowed:
                yield path
        except FileNotFoundError:
            continue


def _room(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    words = f"{free / 1e9:,.1f} GB are free on the disk"
    if free < TOO_LITTLE_ROOM:
        return Check("free space", "bad", words, "make room now, or nothing more can be kept")
    if free < LITTLE_ROOM:
        return Check("free space", "warning", words, "make some room")
    return Check("free space", "good", words)


def _library() -> Check:
    words = f"SQLite {sqlite3.sqlite_version} is used"
    if is_at_risk(sqlite3.sqlite_version_info):
        words += ", which can in rare cases damage a diary that two programs write to at once"
        remedy = "install the package pysqlite3 (0.6.1 or newer), and make backups"
        return Check("SQLite", "warning", words, remedy)
    return Check("SQLite", "good", words)


def _reserve(home: Path) -> Check:
    if ballast.is_held(home):
        return Check("reserve", "good", "8 MB are held back for the day the disk is full")
    words = "the reserve of 8 MB was given up because the disk was full"
    return Check("reserve", "warning", words, "make room, then start Gutline again to refill it")


def _database(now: datetime) -> Iterator[Check]:
    """Look into the database; the first thing that cannot be done ends it."""
    checks: list[Callable[[], Check]] = [_settings, _schema, _soundness, lambda: _clock(now)]
    for check in checks:
        try:
            found = check()
        except (DatabaseError, StoreError) as error:
            words = f"the database cannot be used: {str(error).strip()}"
            yield Check("database", "bad", words, "restore the last backup: gutline restore FILE")
            return
        yield found
        if found.state == "bad":
            return


def _settings() -> Check:
    if connection.vendor == "postgresql":
        return _postgresql()
    broken = broken_promises(connection)
    if broken:
        remedy = "keep the diary on a disk of this computer, not on a network folder"
        return Check("settings", "bad", "; ".join(broken), remedy)
    return Check("settings", "good", "what is acknowledged survives a crash and a power cut")


def _postgresql() -> Check:
    with connection.cursor() as cursor:
        answers = {}
        for name in ("server_version_num", "fsync", "synchronous_commit", "server_encoding"):
            cursor.execute(f"SHOW {name}")
            answers[name] = cursor.fetchone()[0]
    wrong = [f"{name} is off" for name in ("fsync", "synchronous_commit") if answers[name] == "off"]
    if answers["server_encoding"] != "UTF8":
        wrong.append(f"the encoding is {answers['server_encoding']} and must be UTF8")
    if int(answers["server_version_num"]) < OLDEST_POSTGRESQL:
        wrong.append("PostgreSQL is older than version 13")
    if wrong:
        return Check("settings", "bad", "; ".join(wrong), "change the server's settings")
    return Check("settings", "good", "what is acknowledged survives a crash and a power cut")


def _schema() -> Check:
    if not applied_steps():
        return Check("tables", "warning", "there are no tables yet", "log something")
    if missing_steps():
        words = "the diary was last opened by an older Gutline"
        return Check("tables", "warning", words, "it is brought up to date when you next use it")
    gone = sorted({m._meta.db_table for m in kept_models()} - _table_names())  # noqa: SLF001 - Django's documented way to ask a model
    if gone:
        words = f"the table {gone[0]} is gone"
        return Check("tables", "bad", words, "restore the last backup: gutline restore FILE")
    return Check("tables", "good", "the tables are those of this version")


def _table_names() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def _soundness() -> Check:
    if connection.vendor != "sqlite":
        return Check("soundness", "good", "left to the PostgreSQL server")
    with connection.cursor() as cursor:
        said = [row[0] for row in cursor.execute("PRAGMA integrity_check(5)").fetchall()]
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if said != ["ok"] or orphans:
        words = "the database file is damaged: " + "; ".join([*said, *map(str, orphans[:1])])[:300]
        return Check("soundness", "bad", words, "restore the last backup: gutline restore FILE")
    return Check("soundness", "good", "every page of the database was read and is sound")


def _clock(now: datetime) -> Check:
    latest = Entry.objects.aggregate(latest=Max("created_at"))["latest"]
    if latest is not None and latest > now + CLOCK_SLACK:
        words = (
            f"this computer's clock stands before the last entry, of {latest:%Y-%m-%d %H:%M} UTC"
        )
        return Check("clock", "warning", words, "set the clock; times of entries depend on it")
    return Check("clock", "good", "the clock goes forward")
