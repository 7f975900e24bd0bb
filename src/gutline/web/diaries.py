"""Whose diary is open: the person's own, or the made-up one while it is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from django.http import HttpRequest

from gutline.store import queries
from gutline.store.errors import NotThereError
from gutline.store.home import foods_place
from gutline.store.queries.people import DEMO_ACCOUNT, person_of_account
from gutline.store.records import PersonRecord
from gutline.store.services.people import add_person
from gutline.store.settings import current_home
from gutline.web import accounts
from gutline.web.present import present
from gutline.web.settings import computer_zone

DEMO_COOKIE = "gutline_demo"


def open_person(request: HttpRequest) -> PersonRecord:
    """Return the person whose diary a signed-in request is about; added when there is none yet."""
    known = getattr(request, "_gutline_person", None)
    if known is None:
        known = _asked_for(request)
        request._gutline_person = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept for this request
    return cast("PersonRecord", known)


def foods_home(request: HttpRequest) -> Path:
    """Return the folder of the own foods of whoever's diary is open."""
    return foods_place(current_home(), open_person(request).key)


def is_demo(request: HttpRequest) -> bool:
    """Return whether the made-up diary is open."""
    return DEMO_COOKIE in request.COOKIES and demo_person() == open_person(request)


def demo_person() -> PersonRecord | None:
    """Return the person who does not exist, if their diary was loaded."""
    return person_of_account(DEMO_ACCOUNT)


def _asked_for(request: HttpRequest) -> PersonRecord:
    if accounts.are_on():
        return _of_account(request)
    demo = demo_person() if DEMO_COOKIE in request.COOKIES else None
    return demo or own_person()


def _of_account(request: HttpRequest) -> PersonRecord:
    from gutline.store.services.accounts import person_for  # noqa: PLC0415 - where accounts are on

    user = accounts.signed_in_user(request)
    if user is None:
        raise NotThereError("nobody is signed in here; sign in first")
    return person_for(user, computer_zone(), present())


def own_person() -> PersonRecord:
    """Return the person whose diary this is; added in the zone of this computer at first.

    Whoever has an account here is not meant: their diary opens by their account alone.
    """
    return queries.person_without_account() or add_person(computer_zone(), present())
