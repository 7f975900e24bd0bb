"""Serving over plain HTTP, on this computer or behind a proxy on it."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from typing import IO, Any

import waitress
from waitress.buffers import TempfileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from gutline.web.headers import HEADERS
from gutline.web.serving import LOOPBACK, THREADS, Server
from gutline.web.wsgi import application

_TRUSTING = {
    "trusted_proxy": LOOPBACK,
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}
"""What a reverse proxy on this computer is believed; anybody else's headers are thrown away."""


class StrictError(ErrorTask):  # type: ignore[misc]  # waitress ships no types
    """What the server answers by itself, to a request that makes no sense; strict as any page."""

    def execute(self) -> None:
        """Answer."""
        self.response_headers.extend(HEADERS.items())
        super().execute()


class StrictChannel(HTTPChannel):  # type: ignore[misc]  # as above
    """One connection."""

    error_task_class = StrictError


def keep_large_in(folder: Path) -> None:
    """Have what is too large for memory, coming or going, written to a folder of the person's own.

    Otherwise it would lie in the system's folder for such things, which the diary's rights and
    erasing do not reach.

    Parameters
    ----------
    folder : Path
        Made when it is needed, since erasing may have removed it; its own folder is there.
    """

    def newfile(_: object) -> IO[bytes]:
        folder.mkdir(mode=0o700, exist_ok=True)
        return tempfile.TemporaryFile("w+b", dir=folder)

    TempfileBasedBuffer.newfile = newfile


def plain_server(
    listener: socket.socket, *, proxied: bool = False, folder: Path | None = None
) -> Server:
    """Return a server of a socket that listens.

    Parameters
    ----------
    listener : socket
    proxied : bool
        Whether a reverse proxy on this computer may say who asks, and that it was over TLS.
    folder : Path, optional
        Where what is too large for memory lies while it comes or goes.
    """
    if folder is not None:
        keep_large_in(folder)
    options: dict[str, Any] = {"sockets": [listener], "threads": THREADS, "ident": None}
    if proxied:
        options |= _TRUSTING
    made: Any = waitress.create_server(application(), **options)
    made.channel_class = StrictChannel
    server: Server = made
    return server
