"""What every page needs beside its own contents: theme, whose diary it is, where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gutline.store import queries
from gutline.web import accounts, diaries
from gutline.web.outbox_words import outbox_words
from gutline.web.signing import is_signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("light", "dark")
_PLACES = (
    ("today", _("Today")),
    ("timeline", _("Timeline")),
    ("findings", _("Findings")),
    ("trials", _("Trials")),
    ("plan", _("Plan")),
    ("learn", _("Learn")),
    ("settings", _("Settings")),
)
_WITHIN = {
    "day": "today", "entry": "today", "new": "today", "deleted": "today",
    "library": "plan", "practice": "plan", "session": "plan", "review": "plan",
    "check": "learn", "questionnaires": "learn", "gut-part": "learn",
    "import": "settings", "about": "settings", "account": "settings",
}  # fmt: skip
"""The place that a page belongs to, by how its address begins, where the two differ."""
_MOST_ABREAST = 5
"""More places than this do not fit side by side on a phone; the last of them open below "More"."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places that the bar at the top leads to.

    Attributes
    ----------
    url, words : str
    here : bool
        Whether the page is in it.
    is_later : bool
        Whether it stands below "More" on a phone.
    """

    url: str
    words: str
    here: bool
    is_later: bool


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Return what the base template shows; nothing of a diary for a stranger."""
    known = getattr(request, "_gutline_surroundings", None)
    if known is None:
        known = _looked_up(request) if is_signed_in(request) else {"theme": "", "signed_in": False}
        request._gutline_surroundings = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept for this request
    return dict(known)


def _looked_up(request: HttpRequest) -> dict[str, object]:
    chosen = person_choices(request)
    theme = chosen.get("theme")
    places = _places(request.path)
    return {
        "signed_in": True,
        "shared": accounts.are_on(),
        "theme": theme if theme in THEMES else "",
        "is_demo": diaries.is_demo(request),
        "bar": places,
        "outbox_words": outbox_words(),
        "bar_later": [place for place in places if place.is_later],
    }


def person_choices(request: HttpRequest) -> dict[str, object]:
    """Return everything the person has set, looked up once for a request."""
    known: dict[str, object] | None = getattr(request, "_gutline_choices", None)
    if known is None:
        known = queries.choices(diaries.open_person(request).key)
        request._gutline_choices = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept for this request
    return known


def _places(path: str) -> list[Place]:
    found = []
    for name, words in _PLACES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = path == url or (url != "/" and path.startswith(url))
        belongs = _WITHIN.get(path.split("/")[1]) == name
        found.append((url, str(words), here or belongs))
    abreast = len(found) if len(found) <= _MOST_ABREAST else _MOST_ABREAST - 1
    return [Place(*place, is_later=number >= abreast) for number, place in enumerate(found)]
