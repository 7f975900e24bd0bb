"""The bar at the foot of the page: what was just kept, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from gutline.store import queries
from gutline.store.errors import NotThereError
from gutline.web.pages.entry_words import listed, short

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gutline.store.records import Record

COOKIE = "gutline_said"
LASTS_S = 60
MOST_KEYS = 40
VERBS = ("kept", "changed", "removed")
_SALT = "gutline.said"


@dataclass(frozen=True, slots=True)
class Said:
    """What the bar shows.

    Attributes
    ----------
    words : str
        What was done.
    verb : {"kept", "changed", "removed", ""}
        What can be taken back; "" when there is nothing to.
    keys : str
        The entries it is about, for the form that takes it back.
    warnings : tuple of str
        What was odd about it.
    only : int or None
        The only entry, for a link to it.
    """

    words: str
    verb: str
    keys: str
    warnings: tuple[str, ...] = ()
    only: int | None = None


def say(
    response: HttpResponse, verb: str, records: Sequence[Record], warnings: Sequence[str] = ()
) -> HttpResponse:
    """Have the next page say what was done. Only numbers of entries are kept in the browser."""
    keys = [record.key for record in records][:MOST_KEYS]
    value = signing.dumps(
        {"v": verb, "k": keys, "w": [words.rstrip(".") for words in warnings][:5]}, salt=_SALT
    )
    response.set_cookie(
        COOKIE, value, max_age=LASTS_S, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def read_said(request: HttpRequest, person: int, records: Sequence[Record]) -> Said | None:
    """Return what is to be said on this page; entries of the page are not looked up again."""
    if COOKIE not in request.COOKIES:
        return None
    try:
        data: dict[str, Any] = signing.loads(request.COOKIES[COOKIE], salt=_SALT, max_age=LASTS_S)
    except signing.BadSignature:
        return None
    here = {record.key: record for record in records}
    found = [here.get(key) or _looked_up(person, key) for key in data["k"][:1]]
    found += [here[key] for key in data["k"][1:] if key in here]
    about = [record for record in found if record is not None]
    if not about:
        return None
    keys = ",".join(map(str, data["k"]))
    only = about[0].key if len(data["k"]) == 1 and data["v"] != "removed" else None
    return Said(_words(data["v"], about, len(data["k"])), data["v"], keys, tuple(data["w"]), only)


def _looked_up(person: int, key: int) -> Record | None:
    try:
        return queries.entry_record(person, key)
    except NotThereError:
        return None


def _words(verb: str, about: Sequence[Record], count: int) -> str:
    named = [short(record) for record in about[:4]]
    if count > len(named):
        named.append(_("%d more") % (count - len(named)))
    sentence = {
        "kept": _("Kept: %s."),
        "changed": _("Changed: %s."),
        "removed": _("Taken back: %s."),
    }[verb]
    return sentence % listed(named)


def forget(response: HttpResponse) -> None:
    """Have it said once."""
    response.delete_cookie(COOKIE, samesite="Strict")


def read_keys(text: str) -> list[int]:
    """Return the entries that the form of the bar names; what is no number is passed over."""
    return [int(key) for key in text.split(",")[:MOST_KEYS] if key.isascii() and key.isdigit()]
