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
        The link that opens it once.
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
    home: Path, *, zone: str = "Europe/Berlin", options: tuple[str, ...] = ()
) -> Iterator[Journal]:
    """Serve a home until the block ends."""
    environment = {**os.environ, "GUTLINE_HOME": str(home), "TZ": zone, "PYTHONUNBUFFERED": "1"}
    environment.pop("GUTLINE_DATABASE", None)
    command = [
        sys.executable,
        "-m",
        "gutline.cli",
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
        link = re.search(r"https?://\S+/in/\S+", said)
        assert link is not None, said
        url = link[0].partition("/in/")[0]
        yield Journal(home, url, link[0], time.perf_counter() - began, process)
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
        if "/in/" in line:
            return said
    return said
