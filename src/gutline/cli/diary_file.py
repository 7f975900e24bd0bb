"""Reading the diary a command was given, and telling of every row that could not be read."""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import gutline
from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from typing import IO

    from gutline.diary import Diary

STDIN = "-"
PROBLEMS_SHOWN = 20


def read_diary(
    file: str, *, zone: str | None = None, tags: str | None = None, strict: bool = False
) -> Diary:
    """Return the diary in a file, or on standard input when the file is `-`."""
    source: str | IO[bytes] = sys.stdin.buffer if file == STDIN else file
    if file != STDIN:
        _check_readable(file)
    if tags is not None:
        _check_readable(tags)
    return gutline.read(source, zone=zone, strict=strict, tags=tags)


def described(diary: Diary) -> Diary:
    """Return a diary with its foods looked up, the person's own first."""
    from gutline.meals.contents import describe
    from gutline.meals.home import home_place
    from gutline.meals.own_foods import OwnFoods

    return describe(diary, OwnFoods.load(home_place(os.environ)))


def existing(file: str) -> Path:
    """Return where a file or folder is that somebody named.

    Raises
    ------
    RefusalError
        When nothing is there; a name much like it is proposed.
    """
    path = Path(file)
    try:
        exists = path.exists()
    except (OSError, ValueError):
        raise RefusalError(f"{file[:80]!r} cannot be the name of a file.") from None
    if not exists:
        raise RefusalError(f"There is no file {file!r}{_nearest(path)}")
    return path


def _check_readable(file: str) -> None:
    path = existing(file)
    if path.is_dir():
        raise RefusalError(f"{file!r} is a folder; name the diary file in it.")
    if not os.access(path, os.R_OK):
        raise RefusalError(f"{file!r} may not be read by you; change its permissions or copy it.")


def _nearest(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return f"; there is no folder {str(path.parent)!r} either."
    close = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean {str(path.with_name(close[0]))!r}?" if close else "; check the name."


def read_told(file: str, zone: str | None) -> Diary:
    """Read a diary and write to standard error what of it could not be read."""
    diary = read_diary(file, zone=zone)
    tell_problems(diary, every=False, all_shown_by="gutline check --all-problems")
    tell_refused(diary)
    return diary


def tell_problems(diary: Diary, *, every: bool, all_shown_by: str = "--all-problems") -> None:
    """Write each problem of the file to standard error, the first ones only unless `every`."""
    shown = diary.problems if every else diary.problems[:PROBLEMS_SHOWN]
    for problem in shown:
        click.echo(f"{problem.severity}: {problem}", err=True)
    rest = len(diary.problems) - len(shown)
    if rest:
        click.echo(f"and {rest:,} more; {all_shown_by} shows them all", err=True)


def tell_refused(diary: Diary) -> None:
    """Write how many rows were refused, as the last words of a command."""
    if diary.refused:
        rows = "1 row was" if diary.refused == 1 else f"{diary.refused:,} rows were"
        click.echo(f"{rows} refused and left out.", err=True)
