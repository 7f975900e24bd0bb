"""A reserve on the disk, given up when it is full.

On a full disk even deleting fails, since it has to be written down first. The reserve is a file of
random bytes that is removed then, so that what was being logged is kept, and a person can go on to
delete, export and make room. It is filled again at the next start with enough room.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gutline.store.home import FILE_MODE, make_private

NAME = "reserve"
SIZE = 8 * 1024 * 1024
ROOM_NEEDED = 4 * SIZE
"""Bytes that must be free before the reserve is filled again."""


def is_held(home: Path) -> bool:
    """Return whether the reserve is there in full."""
    path = home / NAME
    return path.is_file() and path.stat().st_size >= SIZE


def hold(home: Path) -> bool:
    """Fill the reserve if it is not there and the disk has room; return whether it is there now."""
    if is_held(home):
        return True
    if shutil.disk_usage(home).free < ROOM_NEEDED:
        return False
    path = home / NAME
    try:
        path.unlink(missing_ok=True)
        make_private(path)
        path.write_bytes(os.urandom(SIZE))
        path.chmod(FILE_MODE)
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return True


def give_up(home: Path) -> bool:
    """Remove the reserve; return whether that made room."""
    path = home / NAME
    try:
        size = path.stat().st_size
        path.unlink()
    except OSError:
        return False
    return size > 0
