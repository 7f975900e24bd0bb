"""How anything is changed: one writer at a time, and as a whole or not at all."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from gutline.store import ballast
from gutline.store.errors import BusyError, FullDiskError, StoreError
from gutline.store.library import sqlite3
from gutline.store.settings import current_home

P = ParamSpec("P")
R = TypeVar("R")

_SQLITE_PRIMARY = 0xFF
_POSTGRES_FULL = "53100"
# Writers of one process wait for each other here, in order, instead of polling the file.
_WRITER = threading.RLock()


def changing(work: Callable[P, R]) -> Callable[P, R]:
    """Make a function that changes rows safe: it runs alone, in one transaction.

    On a full disk the reserve is given up and the work done once more. Within another change the
    function is part of that change.
    """

    @functools.wraps(work)
    def changed(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return work(*args, **kwargs)
        with one_writer():
            return _done(functools.partial(work, *args, **kwargs))

    return changed


@contextmanager
def one_writer() -> Iterator[None]:
    """Keep the other writers of this process waiting."""
    with _WRITER:
        yield


def _done(work: Callable[[], R]) -> R:
    try:
        return _committed(work)
    except OperationalError as error:
        if not is_full(error):
            raise told(error) from error
        if not ballast.give_up(current_home()):
            raise told(error) from error
    try:
        return _committed(work)
    except OperationalError as error:
        raise told(error) from error


def _committed(work: Callable[[], R]) -> R:
    with transaction.atomic():
        return work()


def is_full(error: OperationalError) -> bool:
    """Return whether a database error says that the disk is full."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", 0) & _SQLITE_PRIMARY
    return code == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", "") == _POSTGRES_FULL


def told(error: OperationalError) -> StoreError | OperationalError:
    """Return a database error in words a person can act on; others as they are."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & _SQLITE_PRIMARY
    if is_full(error):
        return FullDiskError(
            "the disk is full, so this was not saved; nothing else was changed. Make room, then "
            "save it again"
        )
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return BusyError(
            "another program has been writing to the diary for a long time, so this was not saved;"
            " close it and save again"
        )
    return error
