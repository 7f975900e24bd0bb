"""One background run as a process: started, watched, stopped, and heard when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from gutline.meals.home import make_private
from gutline.web.findings_worker import DATABASE_VARIABLE, REFUSED

if TYPE_CHECKING:
    from pathlib import Path

_WORKER = "gutline.web.findings_worker"
_GRACE_S = 3.0
_LAST_WORDS = 2000
_LONGEST_LINE = 300
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


class Work(Protocol):
    """A run under way."""

    def ended(self) -> int | None:
        """Return how it ended, 0 when well; None while it goes on."""

    def stop(self) -> None:
        """Stop it, and wait until it is gone."""

    def error(self) -> str:
        """Return in plain words why it did not end well."""


class Launch(Protocol):
    """Starts the run for a person, which writes its result to a file."""

    def __call__(self, person: int, target: Path) -> Work:
        """Start it."""


class WorkProcess:
    """A run in a process of its own, with one thread for its arithmetic.

    Parameters
    ----------
    home : Path
        The folder of the person's things.
    database_url : str or None
        The database, where it is not the file in that folder.
    person : int
    target : Path
        Where the result goes; what the process says goes to a file beside it.
    """

    def __init__(self, home: Path, database_url: str | None, person: int, target: Path) -> None:
        make_private(target.parent)
        self._log = target.with_suffix(".log")
        handle = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, arguments from us
                [sys.executable, "-m", _WORKER, str(home), str(person), str(target)],
                env=_environment(database_url),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=handle,
                start_new_session=True,
            )
        finally:
            os.close(handle)

    def ended(self) -> int | None:
        """Return how the process ended; None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ask the process to end, and end it when it does not."""
        self._process.terminate()
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def error(self) -> str:
        """Return its refusal as it said it, or that it broke off."""
        last = _last_line(self._log)
        if self._process.returncode == REFUSED and last:
            return last
        told = f" It said: {last}" if last else ""
        return f"The work broke off by itself; nothing you logged is affected.{told}"


def _environment(database_url: str | None) -> dict[str, str]:
    wanted = {**os.environ, **_ONE_THREAD}
    wanted.pop(DATABASE_VARIABLE, None)
    if database_url:
        wanted[DATABASE_VARIABLE] = database_url
    return wanted


def _last_line(log: Path) -> str:
    with suppress(OSError):
        words = log.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace").strip()
        return words.splitlines()[-1][:_LONGEST_LINE] if words else ""
    return ""
