"""The page without a network: every practice and three sessions, and nothing of a diary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gutline.catalog.exercises import load_exercises
from gutline.catalog.practices import load_practices
from gutline.catalog.sessions import load_session_rules
from gutline.routine.sessions import put_together
from gutline.web.openness import open_to_strangers
from gutline.web.outbox_words import outbox_words
from gutline.web.pages.practice_page import practice_player, same_for_all
from gutline.web.pages.session_page import session_player

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from gutline.web.pages.practice_page import Player


@open_to_strangers
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show every practice and a session of each length on one page."""
    return render(request, "library/offline.html", offline_told())


def offline_told() -> dict[str, Any]:
    """Return what the page without a network shows; the same for everybody."""
    known = load_practices().values()
    return {
        **same_for_all(),
        "practices": [(one, practice_player(one)) for one in known],
        "sessions": list(_sessions()),
        "outbox_words": outbox_words(),
    }


def _sessions() -> Iterator[tuple[int, Player]]:
    """Yield a session of each length; none presses the belly, since nobody can be asked."""
    for minutes, rule in load_session_rules().items():
        made = put_together(rule, load_exercises(), bloated=True, places=rule.places)
        yield minutes, session_player(made, ident=f"session-{minutes}")
