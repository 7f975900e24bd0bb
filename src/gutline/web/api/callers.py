"""Who is calling: a person signed in on a page, or a program with a token, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ninja.utils import check_csrf

from gutline.store.queries.tokens import token_named
from gutline.store.services.tokens import note_use
from gutline.store.tokens import SCOPES
from gutline.web.api.json_body import BodyError
from gutline.web.present import present
from gutline.web.signing import signed_in_person

if TYPE_CHECKING:
    from django.http import HttpRequest

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RefusedError(ValueError):
    """The caller may not do this; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may use the API.

    Attributes
    ----------
    person : int
        Whose diary they work on.
    scopes : frozenset of str
        What they may do, ids of `gutline.store.tokens.SCOPES`.
    """

    person: int
    scopes: frozenset[str]


class Allows:
    """Lets a call through when the caller may do what it needs.

    Parameters
    ----------
    scope : str
        What the call needs; empty when anybody known may make it.
    """

    # Ninja reads this to describe the call.
    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str = "") -> None:
        self.scope = scope
        self.openapi_security_schema = {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made under Settings; on the pages the session does the same.",
        }

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller.

        Raises
        ------
        RefusedError
            When nobody is known by what the request shows, or they may not do this.
        BodyError
            When something is sent that is not said to be JSON.
        """
        _refuse_other_than_json(request)
        said = request.headers.get("Authorization")
        caller = _by_session(request) if said is None else _by_token(said)
        if self.scope and self.scope not in caller.scopes:
            raise RefusedError(
                f"this token may not {SCOPES[self.scope]}; make one that may, under Settings"
            )
        return caller


def _refuse_other_than_json(request: HttpRequest) -> None:
    """Refuse forms: a page of somebody else's could send one in a person's name."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if request.method not in _SAFE and sent != "0" and request.content_type != "application/json":
        raise BodyError("send JSON, with the header `Content-Type: application/json`", 415)


def _by_token(said: str) -> Caller:
    scheme, _, secret = said.partition(" ")
    token = token_named(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise RefusedError(
            "this token opens nothing; send `Authorization: Bearer` and a token made under Settings"
        )
    note_use(token, present())
    return Caller(token.person, token.scopes)


def _by_session(request: HttpRequest) -> Caller:
    person = signed_in_person(request)
    if person is None:
        raise RefusedError("nobody is signed in here; sign in, or send a token made under Settings")
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise RefusedError("this page is too old to save from; open it again")
    return Caller(person, frozenset(SCOPES))


def caller_of(request: HttpRequest) -> Caller:
    """Return who is calling, as `Allows` found out."""
    known: Caller = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return known
