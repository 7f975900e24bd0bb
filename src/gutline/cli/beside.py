"""Work beside: a diary is read in a process of its own while this one loads the engine.

Loading numpy and scipy takes half of a command's time, and reading a diary and looking up its foods
takes another quarter; neither needs the other.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

_PART = 1 << 20


def start(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start some work beside this process and return what waits for its result.

    Where no process can be made, and where the work fails there, it is done here when its result
    is asked for, so that its errors are told as always.

    Parameters
    ----------
    work : callable
        Changes nothing and returns something that can be pickled.
    """
    if not _may_fork():
        return work
    try:
        read_end, write_end = os.pipe()
        child = os.fork()
    except OSError:
        return work
    if child == 0:
        os.close(read_end)
        _write_and_leave(work, write_end)
    os.close(write_end)
    return lambda: _result(work, read_end, child)


def _may_fork() -> bool:
    """Return whether a second process helps and is safe: not beside threads."""
    several = (os.cpu_count() or 1) > 1
    return hasattr(os, "fork") and several and threading.active_count() == 1


def _write_and_leave(work: Callable[[], object], to: int) -> None:
    """Do the work, write its result and end the process without any of its closing rites."""
    try:
        data = pickle.dumps(work(), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(to, "wb") as pipe:
            pipe.write(data)
    except BaseException:  # noqa: BLE001 - the other process does the work again and tells why
        os._exit(1)
    os._exit(0)


def _result(work: Callable[[], Result], read_end: int, child: int) -> Result:
    with os.fdopen(read_end, "rb") as pipe:
        data = b"".join(iter(lambda: pipe.read(_PART), b""))
    _, status = os.waitpid(child, 0)
    if status != 0:
        return work()
    result: Result = pickle.loads(data)  # noqa: S301 - written by this program a moment ago
    return result
