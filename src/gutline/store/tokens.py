"""What a token for programs is: a secret shown once, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gutline.store.errors import StoreError

KEY_PREFIX = "token."
"""Tokens lie among a person's choices under keys that begin so; they are never handed out there."""
SCOPES = {
    "log": "add entries",
    "change": "change and delete entries",
    "read": "read entries, the diary and findings",
}
"""What a token may allow, each with words for people."""
LONGEST_TOKEN_NAME = 60
MOST_TOKENS = 50
_SECRET_BYTES = 32
_FORM = re.compile(r"gutline_([0-9]{1,18})_[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept, without its secret.

    Attributes
    ----------
    person : int
        Whose diary it opens.
    digest : str
        SHA-256 of the whole token; names it on pages.
    name : str
        What the person calls it: "phone".
    scopes : frozenset of str
        Ids of `SCOPES`.
    made_at : datetime
        When it was made, aware.
    last_day : str
        The last day, UTC and ISO 8601, on which it was used; empty when it never was.
    """

    person: int
    digest: str
    name: str
    scopes: frozenset[str]
    made_at: datetime
    last_day: str = ""

    @property
    def allows(self) -> str:
        """What it allows, in words for people."""
        return ", ".join(words for scope, words in SCOPES.items() if scope in self.scopes)


def new_secret(person: int) -> str:
    """Return a new token for a person, which nobody can guess."""
    return f"gutline_{person}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def person_in(text: str) -> int | None:
    """Return whose token a text would be; None when it has not the form of one."""
    found = _FORM.fullmatch(text)
    return int(found[1]) if found else None


def key_of(text: str) -> str:
    """Return the key under which a token is kept."""
    return KEY_PREFIX + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def value_of(token: Token) -> dict[str, object]:
    """Return a token as the plain data that is kept."""
    return {
        "name": token.name,
        "scopes": sorted(token.scopes),
        "made_at": token.made_at.isoformat(),
        "last_day": token.last_day,
    }


def token_of(person: int, key: str, value: dict[str, object]) -> Token:
    """Return the token that `value_of` wrote down."""
    scopes = value["scopes"]
    return Token(
        person=person,
        digest=key.removeprefix(KEY_PREFIX),
        name=str(value["name"]),
        scopes=frozenset(map(str, scopes if isinstance(scopes, list) else [])),
        made_at=datetime.fromisoformat(str(value["made_at"])),
        last_day=str(value["last_day"]),
    )


def checked_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """Return scopes that there are, one at least.

    Raises
    ------
    StoreError
        When there are none, or one is unknown.
    """
    wanted = frozenset(scopes)
    unknown = sorted(wanted - set(SCOPES))
    if unknown:
        raise StoreError(f"{unknown[0][:40]!r} cannot be allowed; choose of {', '.join(SCOPES)}")
    if not wanted:
        raise StoreError("a token must allow something; choose what it may do")
    return wanted
