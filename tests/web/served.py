"""A journal that is really served, by its own process, on a port of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 30.0


@dataclass
class Journal:
    """A running journal.

    Attributes
    ----------
    home : Path
    url : str
        Where it is, without the last slash.
    link : str
        The link that opens it once; "" with accounts.
    started_in_s : float
        How long it took until it said so.
    """

    home: Path
    url: str
    link: str
    started_in_s: float
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it without a word, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def served(
    home: Path,
    *,
    zone: str = "Europe/Berlin",
    options: tuple[str, ...] = (),
    database: str = "",
    program: tuple[str, ...] = ("gutline.cli",),
) -> Iterator[Journal]:
    """Serve a home until the block ends; with accounts there is no link."""
    environment = {**os.environ, "GUTLINE_HOME": str(home), "TZ": zone, "PYTHONUNBUFFERED": "1"}
    environment.pop("GUTLINE_DATABASE", None)
    if database:
        environment["GUTLINE_DATABASE"] = database
    command = [
        sys.executable,
        "-m",
        *program,
        "serve",
        "--no-browser",
        "--port",
        "0",
        *options,
    ]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = _until_link(process)
        url = re.search(r"open at (https?://\S+)/", said)
        link = re.search(r"https?://\S+/in/\S+", said)
        assert url is not None, said
        yield Journal(home, url[1], link[0] if link else "", time.perf_counter() - began, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        sys.stdout.write(process.stdout.read())
        process.stdout.close()


def _until_link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "/in/" in line or "People sign in there" in line:
            return said
    return said
