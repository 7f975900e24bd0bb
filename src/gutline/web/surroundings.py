"""What every page needs beside its own contents: theme, whose diary it is, where one can go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gutline.store import queries
from gutline.web import diaries
from gutline.web.signing import is_signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("light", "dark")
_PLACES = (
    ("today", _("Today")),
    ("timeline", _("Timeline")),
    ("findings", _("Findings")),
    ("settings", _("Settings")),
)


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
    return {
        "signed_in": True,
        "theme": theme if theme in THEMES else "",
        "is_demo": diaries.is_demo(request),
        "places": _places(request.path),
    }


def person_choices(request: HttpRequest) -> dict[str, object]:
    """Return everything the person has set, looked up once for a request."""
    known: dict[str, object] | None = getattr(request, "_gutline_choices", None)
    if known is None:
        known = queries.choices(diaries.open_person(request).key)
        request._gutline_choices = known  # type: ignore[attr-defined]  # noqa: SLF001 - kept for this request
    return known


def _places(path: str) -> list[dict[str, object]]:
    found = []
    for name, words in _PLACES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = path == url or (url != "/" and path.startswith(url))
        found.append({"url": url, "words": words, "here": here})
    return found
