"""One thread for small linear algebra: OpenBLAS's own threads only wait for each other here."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

_NAMES: tuple[str, ...] = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads")
_NAMES += ("openblas_{}_num_threads64_", "openblas_{}_num_threads")
_MAPS = Path("/proc/self/maps")


@contextmanager
def one_thread() -> Iterator[None]:
    """Run OpenBLAS on one thread inside the block, then as before.

    The matrices of one diary are small; on two busy cores more threads made the same work twenty
    times slower. Where the loaded libraries cannot be seen (not Linux, another BLAS) nothing
    happens.
    """
    before = [(setter, getter()) for getter, setter in _switches()]
    for setter, _ in before:
        setter(1)
    try:
        yield
    finally:
        for setter, count in before:
            setter(count)


@lru_cache(maxsize=1)
def _switches() -> tuple[tuple[Callable[[], int], Callable[[int], None]], ...]:
    """Return (get, set) for every OpenBLAS this process has loaded."""
    try:
        lines = _MAPS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    paths = sorted({line.split()[-1] for line in lines if "openblas" in line.lower()})
    found = [_switch(path) for path in paths]
    return tuple(pair for pair in found if pair)


def _switch(path: str) -> tuple[Callable[[], int], Callable[[int], None]] | None:
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return None
    for name in _NAMES:
        getter = getattr(library, name.format("get"), None)
        setter = getattr(library, name.format("set"), None)
        if getter is not None and setter is not None:
            return getter, setter
    return None
