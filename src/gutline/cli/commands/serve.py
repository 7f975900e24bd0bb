"""`gutline serve`: the journal in the browser."""

from __future__ import annotations

import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say."""

    port: int | None
    phone: bool
    cert: Path | None
    key: Path | None
    no_browser: bool
    accounts: bool
    name: str
    listen: str
    proxy: bool


@click.command("serve", short_help="Open the journal in your browser.")
@click.option("--port", type=click.IntRange(0, 65535), help="Another port; 0 takes a free one.")
@click.option("--phone", is_flag=True, help="Let a phone in the same network in, by a QR code.")
@click.option("--cert", type=_FILE, metavar="FILE", help="A certificate, to serve over https.")
@click.option("--key", type=_FILE, metavar="FILE", help="The key of the certificate.")
@click.option(
    "--no-browser", is_flag=True, envvar="GUTLINE_NO_BROWSER", help="Only print the link."
)
@click.option("--accounts", is_flag=True, help="Several people: each signs in (gutline account).")
@click.option(
    "--name", default="", metavar="HOST", help="The name that the pages are asked for by."
)
@click.option("--listen", default="", metavar="IP", help="Listen there, with accounts and --cert.")
@click.option(
    "--proxy", is_flag=True, help="A reverse proxy on this computer speaks https as HOST."
)
def command(**asked: object) -> None:
    """Serve the journal on this computer, and open it in the browser.

    The link that is printed works once, within a quarter of an hour. Nothing is asked of any other
    computer. Control-C ends it.
    """
    from gutline.web.serving import listening

    wanted = Asked(**asked)  # type: ignore[arg-type]  # click checked the types
    tls = _tls(wanted.cert, wanted.key)
    listener, place = listening(_place(wanted))
    home = _open(place, accounts=wanted.accounts)
    _serve(_server(listener, place, tls, home), place, home, wanted)


def _place(asked: Asked) -> Place:
    """Return where to listen; refuse what would let others read along or guess."""
    from gutline.web.serving import DEFAULT_PORT, LOOPBACK, Place, local_address

    _refuse_unsafe(asked)
    host = local_address() if asked.phone else asked.listen or LOOPBACK
    port = DEFAULT_PORT if asked.port is None else asked.port
    return Place(host, port, asked.cert is not None, asked.name, asked.proxy)


def _refuse_unsafe(asked: Asked) -> None:
    if asked.proxy and (asked.cert is not None or not asked.name or asked.phone):
        raise RefusalError("--proxy needs --name, and neither --cert nor --phone beside it.")
    if asked.accounts and asked.phone:
        raise RefusalError("--phone lets one person in by a link; with --accounts, use --listen.")
    if asked.accounts and asked.cert is None and not asked.proxy:
        raise RefusalError(
            "--accounts needs https: give --cert and --key, or --proxy and --name behind a reverse"
            " proxy. Without it passwords could be read on the way, and passkeys do not work."
        )
    if asked.listen and not (asked.accounts and asked.cert is not None):
        raise RefusalError("--listen lets other computers in: it needs --accounts, --cert, --key.")


def _tls(cert: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise RefusalError("--cert and --key belong together; give both.")
    from gutline.web.tls import context_of

    return context_of(cert, key)


def _open(place: Place, *, accounts: bool) -> Path:
    """Make the diary ready for the pages; return its folder."""
    from gutline.meals.home import home_place
    from gutline.web.settings import configure

    now = datetime.now(UTC)
    home = home_place(os.environ)
    zone = local_zone(os.environ, now)
    database = os.environ.get(DATABASE_VARIABLE)
    hosts = [name for name in (place.host, place.name) if name]
    https = place.tls or place.proxied
    configure(home, database, zone=zone, hosts=hosts, https=https, accounts=accounts)
    from gutline.store.opening import open_store

    open_store(now)
    if accounts:
        from gutline.web.accounts import forget_old_sessions

        forget_old_sessions()
    return home


def _server(
    listener: socket.socket, place: Place, tls: ssl.SSLContext | None, home: Path
) -> Server:
    if tls is None:
        from gutline.web.plain_http import plain_server
        from gutline.web.settings import UPLOADS

        return plain_server(listener, proxied=place.proxied, folder=home / UPLOADS)
    from gutline.web.tls import TlsServer
    from gutline.web.wsgi import application

    return TlsServer(listener, tls, application())


def _serve(server: Server, place: Place, home: Path, asked: Asked) -> None:
    from gutline.web import serving

    def started() -> None:
        click.echo(f"The journal is open at {place.url}")
        if asked.accounts:
            click.echo("People sign in there; `gutline account add NAME` makes an account.")
        else:
            _show_link(serving.link_at(place, home, datetime.now(UTC)), place, asked)
        click.echo("Control-C ends it.")

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        serving.serve(server, home, os.environ.get(DATABASE_VARIABLE), started)
    except KeyboardInterrupt:
        click.echo("\nThe journal is closed; everything is kept.")


def _show_link(link: str, place: Place, asked: Asked) -> None:
    click.echo(f"This link opens it, once: {link}")
    if asked.phone:
        _show_code(link, tls=place.tls)
    elif not asked.no_browser and _has_screen(os.environ):
        webbrowser.open(link)


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
