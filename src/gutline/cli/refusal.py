"""What a command says when it cannot go on: one sentence, and an exit code that tells why."""

from __future__ import annotations

from typing import IO, Any

import click


class RefusalError(click.ClickException):
    """What was asked for cannot be done with this file or these options; exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence to standard error."""
        click.echo(f"gutline: {self.format_message()}", file=file, err=file is None)


class FaultError(RefusalError):
    """Gutline itself went wrong; exit code 1."""

    exit_code = 1

    def __init__(self, error: Exception) -> None:
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        super().__init__(
            f"something went wrong inside Gutline ({what}). Your diary was not changed."
            " To see where, put --traceback before the command: gutline --traceback discover ..."
        )
