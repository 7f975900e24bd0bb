"""Asking for the passphrase of a backup, never on the command line, where others can read it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from gutline.cli.refusal import RefusalError

VARIABLE = "GUTLINE_PASSPHRASE"


def passphrase(file: str | None, *, twice: bool) -> str:
    """Return the passphrase from a file, the environment, or the keyboard.

    Parameters
    ----------
    file : str, optional
        A file whose first line it is.
    twice : bool
        Whether it is typed twice, as when a backup is made.

    Raises
    ------
    RefusalError
        When the file cannot be read.
    """
    if file is not None:
        return _first_line(Path(file))
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise RefusalError(f"The passphrase cannot be read from {str(path)!r}: {why}.") from None
    return lines[0] if lines else ""
