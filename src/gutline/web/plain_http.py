"""Serving over plain HTTP, on this computer or behind a proxy on it."""

from __future__ import annotations

import socket
from typing import Any

import waitress
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


def plain_server(listener: socket.socket, *, proxied: bool = False) -> Server:
    """Return a server of a socket that listens.

    Parameters
    ----------
    listener : socket
    proxied : bool
        Whether a reverse proxy on this computer may say who asks, and that it was over TLS.
    """
    options: dict[str, Any] = {"sockets": [listener], "threads": THREADS, "ident": None}
    if proxied:
        options |= _TRUSTING
    made: Any = waitress.create_server(application(), **options)
    made.channel_class = StrictChannel
    server: Server = made
    return server
