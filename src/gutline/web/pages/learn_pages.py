"""What is known: the library of cards, one card, and the cards about something that was logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gutline.catalog.evidence import CATEGORIES, load_evidence
from gutline.catalog.evidence_search import cards_about, find_cards
from gutline.web.diaries import open_person
from gutline.web.pages.learn_view import CATEGORY_NAMES, card_lines, card_view, tags_of
from gutline.web.pages.moments import local_day
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_SEARCH = 100
_ORDER = [*CATEGORY_NAMES, *(c for c in CATEGORIES if c not in CATEGORY_NAMES)]


@gzip_page
@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """Show the library: what fits the words that were typed, or every card by what it is about."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    groups = [] if text else _groups()
    found = card_lines(find_cards(text)) if text else ()
    context = {"text": text, "found": found, "groups": groups, "count": len(load_evidence())}
    return render(request, "learn/library.html", context)


def _groups() -> list[tuple[str, str, object]]:
    cards = load_evidence().values()
    named = [(c, str(CATEGORY_NAMES.get(c, c.capitalize()))) for c in _ORDER]
    return [
        (category, name, card_lines(card for card in cards if card.category == category))
        for category, name in named
        if any(card.category == category for card in cards)
    ]


@require_safe
def card(request: HttpRequest, card: str) -> HttpResponse:
    """Show one card in full."""
    found = load_evidence().get(card)
    if found is None:
        raise Http404
    today = local_day(present(), open_person(request).zone)
    return render(request, "learn/card.html", {"card": card_view(found, today)})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the cards about something that was found, eaten, taken, practised or tested."""
    name = request.GET.get("name", "").strip()[:LONGEST_SEARCH]
    if not name:
        raise Http404
    found = cards_about(name, tags_of(name)) or find_cards(name)
    return render(request, "learn/about.html", {"name": name, "found": card_lines(found)})
