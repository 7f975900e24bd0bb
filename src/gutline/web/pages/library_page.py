"""The library: everything that can be practised or moved, and gentler forms of foods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gutline.catalog.sessions import load_session_rules
from gutline.web.pages.library_drawing import draw
from gutline.web.pages.library_finding import find, wanted_of
from gutline.web.pages.library_safety import held_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from gutline.catalog.exercises import Exercise

WHAT = (
    ("", _("Everything")),
    ("practices", _("Breathing and quiet")),
    ("movement", _("Movement")),
    ("swaps", _("Gentler foods")),
)
WHERE = (
    ("", _("Anywhere")),
    ("standing", _("Standing")),
    ("chair", _("On a chair")),
    ("floor", _("On the floor")),
)
BELLY_WORDS = {
    "none": _("Does not press the belly"),
    "low": _("Presses the belly a little"),
    "high": _("Presses the belly"),
}


@gzip_page
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show what fits the search."""
    wanted = wanted_of(request.GET)
    found = find(wanted)
    shown = {
        "wanted": wanted,
        "found": found,
        "places": [group for group in _by_place(found.exercises) if group[2]],
        "bloated_url": _bloated_url(request, bloated=wanted.bloated),
        "what": WHAT,
        "where": WHERE,
        "lengths": list(load_session_rules()),
        "held": held_back(request),
    }
    return render(request, "library/library.html", shown)


def _by_place(exercises: Iterable[Exercise]) -> Iterator[tuple[str, Any, list[Any]]]:
    """Yield each place with its words and its exercises, drawn."""
    there = list(exercises)
    for place, words in WHERE:
        here = [e for e in there if e.place == place]
        yield place, words, [(e, draw(e, small=True), BELLY_WORDS[e.belly]) for e in here]


def _bloated_url(request: HttpRequest, *, bloated: bool) -> str:
    """Return the address of the same search, with what presses the belly hidden or shown again."""
    asked = request.GET.copy()
    asked.pop("bloated", None)
    if not bloated:
        asked["bloated"] = "1"
    return f"{reverse('library')}?{asked.urlencode()}"
