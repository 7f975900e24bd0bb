"""What is known of the terminal, and progress shown on it."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress = Callable[[float, str], None]

_WIDEST = 100
_MARKS = "▲▼◆✓○–−…─×"


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide standard output is, and what it can show."""

    width: int
    colour: bool
    ascii_only: bool


def screen() -> Screen:
    """Return what standard output can show; NO_COLOR and pipes get no colour."""
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Screen(width, colour=sys.stdout.isatty() and not plain, ascii_only=not _shows_marks())


def _shows_marks() -> bool:
    try:
        _MARKS.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def progress(words: str) -> Iterator[Progress | None]:
    """Show how far long work has come on standard error; None where that is no terminal.

    Parameters
    ----------
    words : str
        What is being done.

    Yields
    ------
    callable or None
        To be called with the share done, 0 to 1, and what is done now.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words, total=1.0)

        def tell(share: float, now: str) -> None:
            bar.update(task, completed=share, description=now or words)

        yield tell
