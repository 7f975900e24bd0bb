"""How a person's reminders are mailed: asked for once, kept in a private file of the home alone."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from gutline.meals.private_files import write_private
from gutline.store.home import close_to_others

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""The usual port of each way to keep a connection safe."""
AGAIN = "set it up with `gutline plan mail --to ADDRESS --host HOST`"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})*)")
# RFC 5321, 4.5.3.1
_LONGEST_LOCAL, _LONGEST = 64, 254
_LONGEST_SECRET = 1000


class MailSettingsError(ValueError):
    """How to mail cannot be as it is said; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How reminders are mailed.

    Attributes
    ----------
    to, sender : str
        Addresses, without names.
    host : str
        The server that takes mail, by name or number.
    port : int
    security : str
        "starttls", "tls" or "none".
    user, password : str
        For servers that ask who it is; empty where none does.
    """

    to: str
    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Return it in words that never hold the password."""
        return f"MailSettings({self.told()})"

    def told(self) -> str:
        """Return what is set, without the password."""
        login = f", signed in as {self.user}" if self.user else ""
        return (
            f"to {self.to} from {self.sender} through {self.host}, port {self.port}"
            f" ({self.security}){login}"
        )


def checked(given: MailSettings) -> MailSettings:
    """Return settings that can be; nothing in them can add a line to a message or a command.

    Raises
    ------
    MailSettingsError
        When they cannot be.
    """
    for option, address in (("--to", given.to), ("--from", given.sender)):
        if not is_address(address):
            raise MailSettingsError(
                f"{option} {_shown(address)} is not one plain address; write it as you@example.org"
            )
    if not _is_host(given.host):
        raise MailSettingsError(
            f"--host {_shown(given.host)} is not the name of a server; write it as mail.example.org"
        )
    if given.security not in PORTS:
        raise MailSettingsError(f"--security is one of {', '.join(PORTS)}")
    if not 1 <= given.port <= 65535:
        raise MailSettingsError(
            "--port is a number from 1 to 65535; the usual ones are 587 and 465"
        )
    _check_login(given)
    return given


def is_address(text: str) -> bool:
    """Return whether a text is one address in plain letters, and nothing but that."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(found[1]) <= _LONGEST_LOCAL and len(text) <= _LONGEST


def is_this_computer(host: str) -> bool:
    """Return whether a server is on this computer, so that nobody can listen on the way."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def load_mail(path: Path) -> MailSettings | None:
    """Return what was set up; None where nothing was.

    Raises
    ------
    MailSettingsError
        When the file cannot be read, or holds something else.
    """
    try:
        close_to_others(path)
        return checked(_from_data(json.loads(path.read_bytes())))
    except FileNotFoundError:
        return None
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise MailSettingsError(f"{str(path)!r} cannot be read ({why}); {AGAIN}") from None
    except MailSettingsError as error:
        raise MailSettingsError(f"{str(path)!r} was changed: {error}, or {AGAIN}") from None
    except (ValueError, RecursionError):
        raise MailSettingsError(f"{str(path)!r} is damaged; {AGAIN}") from None


def save_mail(path: Path, settings: MailSettings) -> None:
    """Keep settings in a file that nobody else can read.

    Raises
    ------
    HomeError
        When it cannot be written; what was there is as it was.
    """
    write_private(path, json.dumps(asdict(settings), indent=1).encode("ascii"))


def _from_data(data: object) -> MailSettings:
    names = {field.name: int if field.name == "port" else str for field in fields(MailSettings)}
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise ValueError("other fields")
    if any(type(data[name]) is not kind for name, kind in names.items()):
        raise ValueError("other sorts of values")
    said: dict[str, Any] = dict(data)
    return MailSettings(**said)


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return len(text) <= _LONGEST and _HOST.fullmatch(text) is not None
    return "%" not in text


def _check_login(given: MailSettings) -> None:
    if bool(given.user) is not bool(given.password):
        raise MailSettingsError("a login is a --user and a password; give both or neither")
    for what, text in (("--user", given.user), ("the password", given.password)):
        if not text.isascii() or not text.isprintable() or len(text) > _LONGEST_SECRET:
            raise MailSettingsError(
                f"{what} has signs that cannot be sent; use plain letters, digits and marks, as in"
                " an app password of your mail provider"
            )
    if given.user and given.security == "none" and not is_this_computer(given.host):
        raise MailSettingsError(
            f"with --security none the password could be read on the way to {given.host}; use"
            " starttls or tls"
        )


def _shown(text: str) -> str:
    return ascii(text[:80])
