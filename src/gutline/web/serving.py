"""Serving the pages on this computer: where, to whom, and the link that opens them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8123
THREADS = 4
_TRIED_PORTS = 20
WARM_UP_AFTER_S = 2.0
"""The first page comes first; the foods are loaded while it is looked at."""


class ServingError(ValueError):
    """The pages cannot be served as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages are served.

    Attributes
    ----------
    host : str
        The address that is listened on.
    port : int
        The port; 0 takes any that is free.
    tls : bool
        Whether it is served over TLS.
    name : str
        The name it is asked for by, where that is not the address that is listened on.
    proxied : bool
        Whether a reverse proxy on this computer speaks TLS under that name.
    """

    host: str = LOOPBACK
    port: int = DEFAULT_PORT
    tls: bool = False
    name: str = ""
    proxied: bool = False

    @property
    def url(self) -> str:
        """The address of the first page."""
        if self.proxied:
            return f"https://{self.name}/"
        return f"http{'s' if self.tls else ''}://{self.name or self.host}:{self.port}/"


def link_at(place: Place, home: Path, now: datetime) -> str:
    """Return a link that opens the diary once, within a quarter of an hour."""
    from gutline.web.sign_ins import SignIns  # noqa: PLC0415 - loads nothing before it is needed

    return f"{place.url}in/{SignIns(home).new_link(now)}/"


def local_address() -> str:
    """Return the address of this computer in the local network.

    Raises
    ------
    ServingError
        When it is in none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only says which way it would go. The address is one that
            # is set aside for documents.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            raise ServingError(
                "this computer is in no network, so that a phone cannot reach it; join one"
            ) from None
        found = str(probe.getsockname()[0])
    if found.startswith("127."):
        raise ServingError("this computer is in no network that a phone could be in; join one")
    return found


def listening(place: Place) -> tuple[socket.socket, Place]:
    """Return a socket that listens, and where: on another port when the usual one is not free.

    Raises
    ------
    ServingError
        When no port can be had.
    """
    wanted = range(place.port, place.port + _TRIED_PORTS)
    ports = wanted if place.port == DEFAULT_PORT else [place.port]
    reason = ""
    for port in ports:
        try:
            made = _bound(place.host, port)
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        return made, replace(place, port=made.getsockname()[1])
    raise ServingError(
        f"the port {place.port} of {place.host} cannot be used ({reason}); name another with --port"
    )


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(64)
    except OSError:
        made.close()
        raise
    return made


class Server(Protocol):
    """What answers on a socket."""

    def run(self) -> None:
        """Serve until interrupted."""

    def close(self) -> None:
        """Stop listening."""


def serve(
    server: Server, home: Path, database_url: str | None, started: Callable[[], None]
) -> None:
    """Serve until interrupted; `started` is called when the first page can be asked for."""
    from gutline.web import findings_run  # noqa: PLC0415 - as above
    from gutline.web.fault_log import write_faults  # noqa: PLC0415 - the same
    from gutline.web.pages.meal_reading import warm_up  # noqa: PLC0415 - the same

    write_faults()
    findings_run.start(home, database_url)
    loading = threading.Timer(WARM_UP_AFTER_S, warm_up)
    loading.daemon = True
    loading.start()
    started()
    try:
        # While the browser starts; whoever asks meanwhile is answered in a moment.
        load_pages()
        server.run()
    finally:
        server.close()
        findings_run.stop()


def load_pages() -> None:
    """Load every page, so that the first to be asked for is as quick as the others."""
    from django.template.loader import get_template  # noqa: PLC0415 - after the settings
    from django.urls import get_resolver  # noqa: PLC0415 - the same

    list(get_resolver().url_patterns)
    get_template("today/today.html")
