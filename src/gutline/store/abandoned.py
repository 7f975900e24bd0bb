"""Folders for a while: held by the program that made them, removed when it was killed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_FRESH_S = 60.0
"""A folder younger than this may just be being made, and is not held yet."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, so that other programs see that it is in use.

    Where the system cannot hold folders, nothing is held.
    """
    handle = _opened(folder)
    try:
        if handle is not None:
            _take(handle)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def remove_abandoned(newest: Path, pattern: str) -> None:
    """Remove folders that nobody holds, as a program leaves them when it is killed.

    Parameters
    ----------
    newest : Path
        A folder that was made just now; those beside it are looked at.
    pattern : str
        What their names look like.
    """
    before = newest.stat().st_mtime - _FRESH_S
    for folder in newest.parent.glob(pattern):
        with suppress(OSError):
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_mtime < before:
                _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    handle = _opened(folder)
    if handle is None:
        return
    try:
        if _is_free(handle):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def _opened(folder: Path) -> int | None:
    if sys.platform == "win32":
        return None
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


if sys.platform == "win32":

    def _take(handle: int) -> None:
        """Hold nothing: no folder can be held."""

    def _is_free(handle: int) -> bool:  # noqa: ARG001 - nobody can tell
        return False
else:
    import fcntl

    def _take(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)

    def _is_free(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
