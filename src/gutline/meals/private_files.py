"""Files for their owner's eyes only, written whole or not at all, one writer at a time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gutline.meals.home import HomeError, make_private

LOCK = ".lock"
PATIENCE_S = 20.0
_PAUSE_S = 0.02


def write_private(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of one.

    Raises
    ------
    HomeError
        When it cannot be written; what was there is as it was.
    """
    make_private(path.parent)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        why = error.strerror or error
        raise HomeError(f"{str(path)!r} cannot be written ({why}); nothing was changed") from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a loss of power, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(folder: Path, name: str = LOCK, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Be the only one who writes in a folder; wait for another to finish.

    Raises
    ------
    HomeError
        When another program does not finish in time.
    """
    make_private(folder)
    try:
        handle = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        why = error.strerror or error
        raise HomeError(f"{str(folder / name)!r} cannot be opened ({why})") from None
    try:
        _wait(handle, patience_s, folder)
        yield
    finally:
        # Closing gives the lock back, also when this process is killed.
        os.close(handle)


@contextmanager
def alone_in(folder: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Be the only one who changes files of a folder that is the person's; nothing is made in it.

    Where the system cannot tell (Windows, some network drives) nobody is waited for.

    Raises
    ------
    HomeError
        When another program does not finish in time.
    """
    handle = _folder_handle(folder)
    try:
        if handle is not None and _can_be_locked(handle):
            _wait(handle, patience_s, folder)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _folder_handle(folder: Path) -> int | None:
    if sys.platform == "win32":
        return None
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def _wait(handle: int, patience_s: float, folder: Path) -> None:
    end = time.monotonic() + patience_s
    while not _taken(handle):
        if time.monotonic() > end:
            raise HomeError(
                f"another Gutline is writing in {str(folder)!r}; wait until it is done and try "
                "again"
            )
        time.sleep(_PAUSE_S)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _can_be_locked(handle: int) -> bool:  # noqa: ARG001 - no folder can
        return False
else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _can_be_locked(handle: int) -> bool:
        """Return whether this file system tells one program of another's lock."""
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return True
