"""`gutline serve`: the journal in the browser."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gutline.cli.journal import DATABASE_VARIABLE
from gutline.cli.local_zone import local_zone
from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    import ssl

    from gutline.web.serving import Place, Server

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("serve", short_help="Open the journal in your browser.")
@click.option("--port", type=click.IntRange(0, 65535), help="Another port; 0 takes a free one.")
@click.option("--phone", is_flag=True, help="Let a phone in the same network in, by a QR code.")
@click.option("--cert", type=_FILE, metavar="FILE", help="A certificate, to serve over https.")
@click.option("--key", type=_FILE, metavar="FILE", help="The key of the certificate.")
@click.option(
    "--no-browser", is_flag=True, envvar="GUTLINE_NO_BROWSER", help="Only print the link."
)
def command(
    port: int | None,
    phone: bool,  # noqa: FBT001 - click's way
    cert: Path | None,
    key: Path | None,
    no_browser: bool,  # noqa: FBT001 - the same
) -> None:
    """Serve the journal on this computer, and open it in the browser.

    The link that is printed works once, within a quarter of an hour. Nothing is asked of any other
    computer. Control-C ends it.
    """
    from gutline.web.serving import DEFAULT_PORT, LOOPBACK, Place, listening, local_address

    tls = _tls(cert, key)
    host = local_address() if phone else LOOPBACK
    wanted = Place(host, DEFAULT_PORT if port is None else port, tls is not None)
    listener, place = listening(wanted)
    home = _open(place)
    _serve(_server(listener, tls), place, home, phone=phone, browser=not no_browser)


def _tls(cert: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise RefusalError("--cert and --key belong together; give both.")
    from gutline.web.tls import context_of

    return context_of(cert, key)


def _open(place: Place) -> Path:
    """Make the diary ready for the pages; return its folder."""
    from gutline.meals.home import home_place
    from gutline.web.settings import configure

    now = datetime.now(UTC)
    home = home_place(os.environ)
    zone = local_zone(os.environ, now)
    database = os.environ.get(DATABASE_VARIABLE)
    configure(home, database, zone=zone, hosts=[place.host], https=place.tls)
    from gutline.store.opening import open_store

    open_store(now)
    return home


def _server(listener: socket.socket, tls: ssl.SSLContext | None) -> Server:
    if tls is None:
        from gutline.web.serving import plain_server

        return plain_server(listener)
    from gutline.web.tls import TlsServer
    from gutline.web.wsgi import application

    return TlsServer(listener, tls, application())


def _serve(server: Server, place: Place, home: Path, *, phone: bool, browser: bool) -> None:
    from gutline.web import serving

    def started() -> None:
        link = serving.link_at(place, home, datetime.now(UTC))
        click.echo(f"The journal is open at {place.url}\nThis link opens it, once: {link}")
        if phone:
            _show_code(link, tls=place.tls)
        click.echo("Control-C ends it.")
        if browser and not phone and _has_screen(os.environ):
            click.launch(link)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        serving.serve(server, home, os.environ.get(DATABASE_VARIABLE), started)
    except KeyboardInterrupt:
        click.echo("\nThe journal is closed; everything is kept.")


def _has_screen(environ: Mapping[str, str]) -> bool:
    """Return whether a browser could be seen; on a server, only the link is printed."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _show_code(link: str, *, tls: bool) -> None:
    """Print the link as a picture that a phone can read."""
    import segno

    segno.make(link, error="l").terminal(compact=True)
    click.echo("Point the phone's camera at the picture.")
    if not tls:
        click.echo(
            "Without --cert and --key the way to the phone is not encrypted, and entries cannot be"
            " kept on it while it has no network."
        )
