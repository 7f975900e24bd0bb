"""A mail server in a thread, as obliging, unwilling or faithless as a test wants it."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Manners:
    """How a server behaves, and what it was told.

    `says` replaces the answer to a word ("GREETING", "RCPT", "DATA", "TEXT" for the end of the
    text); at `breaks` it hangs up instead of answering, at `sleeps` it says nothing at all.
    """

    says: Mapping[str, str] = field(default_factory=dict)
    breaks: str = ""
    sleeps: str = ""
    offers: tuple[str, ...] = ()
    context: ssl.SSLContext | None = None
    at_once: bool = False
    drips: bool = False
    heard: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    safe: list[bool] = field(default_factory=list)
    port: int = 0
    closing: threading.Event = field(default_factory=threading.Event)


class _GoneError(Exception):
    """The server hung up."""


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        manners = self.server.manners
        try:
            if manners.at_once:
                self._wrap()
            if manners.drips:
                self._drip()
            self._answer("GREETING", "220 here")
            while line := self.rfile.readline(2000):
                manners.heard.append(line.decode("latin-1").strip())
                self._obey(manners.heard[-1])
        except (_GoneError, OSError):
            return
        finally:
            self.connection.close()

    def _obey(self, line: str) -> None:
        manners, word = self.server.manners, line.partition(" ")[0].upper()
        if word == "EHLO":
            rows = ["here", *manners.offers]
            ends = [f"250{'-' if n < len(rows) - 1 else ' '}{row}" for n, row in enumerate(rows)]
            self._answer("EHLO", "\r\n".join(ends))
        elif word == "STARTTLS":
            self._answer("STARTTLS", "220 go on")
            self._wrap()
        elif word == "AUTH":
            manners.logins.append(base64.b64decode(line.rsplit(maxsplit=1)[-1]))
            self._answer("AUTH", "235 welcome")
        elif word == "DATA":
            self._answer("DATA", "354 go on")
            self._read_text()
            self._answer("TEXT", "250 taken")
        else:
            self._answer(word, "221 bye" if word == "QUIT" else "250 fine")

    def _read_text(self) -> None:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.manners.taken.append(b"".join(lines))
        self.server.manners.safe.append(isinstance(self.connection, ssl.SSLSocket))

    def _answer(self, word: str, usual: str) -> None:
        manners = self.server.manners
        if manners.sleeps == word:
            manners.closing.wait(20)
        if word in {manners.breaks, manners.sleeps}:
            raise _GoneError
        self.wfile.write((manners.says.get(word, usual) + "\r\n").encode("latin-1"))

    def _wrap(self) -> None:
        assert self.server.manners.context is not None
        self.connection = self.server.manners.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def _drip(self) -> None:
        while not self.server.manners.closing.wait(0.02):
            self.wfile.write(b"220-wait\r\n")
        raise _GoneError


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, manners: Manners) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.manners = manners

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that refuses our certificate is what some tests are about."""


@contextmanager
def serving(manners: Manners) -> Iterator[Manners]:
    """Serve on a port of the system's choice, told by `manners.port`."""
    with _Server(manners) as server:
        manners.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield manners
        finally:
            manners.closing.set()
            server.shutdown()
