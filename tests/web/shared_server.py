"""A server that several people sign in to, really served over TLS, and browsers of theirs."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import ssl
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

from tests.web.served import Journal, served

PASSWORD = re.compile(r"^    (\S+)$", re.MULTILINE)


def certificate(folder: Path) -> tuple[str, ...]:
    """Make a certificate for localhost; returns the options that use it."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout", str(key), "-out", str(cert)]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    return ("--cert", str(cert), "--key", str(key))


def account(home: Path, *commands: str, database: str = "") -> str:
    """Run `gutline account` with each of some lines, in one process; returns what they say."""
    environment = {**os.environ, "GUTLINE_HOME": str(home), "TZ": "Europe/Berlin"}
    environment.pop("GUTLINE_DATABASE", None)
    if database:
        environment["GUTLINE_DATABASE"] = database
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *commands],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


_RUN = """
import shlex, sys
from click.testing import CliRunner
from gutline.cli.program import program
for line in sys.argv[1:]:
    print(CliRunner().invoke(program, ["account", *shlex.split(line)]).output)
"""


def new_accounts(home: Path, *names: str, database: str = "") -> dict[str, str]:
    """Make accounts; returns their passwords."""
    said = account(home, *(f"add {name}" for name in names), database=database)
    found = PASSWORD.findall(said)
    assert len(found) == len(names), said
    return dict(zip(names, found, strict=True))


@contextmanager
def shared(home: Path, folder: Path, *, database: str = "") -> Iterator[Journal]:
    """Serve a home to people with accounts."""
    options = ("--accounts", "--name", "localhost", *certificate(folder))
    with served(home, options=options, database=database) as journal:
        yield journal


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    location: str
    headers: dict[str, str]
    set_cookies: list[str]


@dataclass
class Browser:
    """Keeps cookies and sends the token of forms; follows nothing by itself."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        parts = urllib.parse.urlsplit(self.url)
        line = _line(parts.hostname or "", parts.port or 0, tls=parts.scheme == "https")
        sent = {
            "Referer": self.url + path,
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        with contextlib.closing(line):
            line.request(method, path, body.encode(), {**sent, **headers})
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        given = answer.headers.get_all("Set-Cookie") or []
        for value in given:
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        where = answer.headers.get("Location", "")
        return Answer(answer.status, text, where, dict(answer.headers), given)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, **fields: object) -> Answer:
        """Send a form with the token of this browser."""
        if "gutline_csrf" not in self.cookies:
            self.get("/account/in/")
        if "gutline_csrf" not in self.cookies:
            self.get("/settings/")
        said = {"csrfmiddlewaretoken": self.cookies.get("gutline_csrf", ""), **fields}
        body = urllib.parse.urlencode(said, doseq=True)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, **kind)

    def send(self, path: str, body: object, **headers: str) -> Answer:
        """Send JSON."""
        return self.ask(
            "POST", path, json.dumps(body), **{"Content-Type": "application/json", **headers}
        )

    def enter(self, link: str) -> Answer:
        """Open a journal of one's own by its link."""
        return self.get(urllib.parse.urlsplit(link).path)

    def sign_in(self, name: str, password: str) -> Answer:
        return self.post("/account/in/", login=name, password=password)


def _line(host: str, port: int, *, tls: bool) -> http.client.HTTPConnection:
    if not tls:
        return http.client.HTTPConnection(host, port, timeout=30)
    context = ssl._create_unverified_context()  # noqa: S323 - the test made the certificate itself
    return http.client.HTTPSConnection(host, port, context=context, timeout=30)
