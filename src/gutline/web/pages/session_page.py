"""A session of movement: exercises put together by rule, and the player that leads through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gutline.catalog.exercises import PLACES, load_exercises
from gutline.catalog.practice_names import SESSION_NAME
from gutline.catalog.sessions import load_session_rules
from gutline.routine.sessions import Session, put_together
from gutline.web.diaries import open_person
from gutline.web.pages.library_drawing import draw
from gutline.web.pages.library_page import WHERE
from gutline.web.pages.library_safety import held_back
from gutline.web.pages.moments import local_day
from gutline.web.pages.practice_kept import kept_of, said_of
from gutline.web.pages.practice_page import Player, PlayerStep, player_settings
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

USUAL_MINUTES = 10
MOST_TURNS = 1000


@require_safe
def session(request: HttpRequest, minutes: int | None = None) -> HttpResponse:
    """Show a session, the same one all day unless another is asked for."""
    length = minutes if minutes is not None else _number(request.GET, "minutes", USUAL_MINUTES)
    rule = load_session_rules().get(length)
    if rule is None:
        raise Http404
    bloated = request.GET.get("bloated") == "1"
    places = tuple(p for p in PLACES if p in request.GET.getlist("place")) or rule.places
    turn = _number(request.GET, "turn", 0) % MOST_TURNS
    today = local_day(present(), open_person(request).zone)
    made = put_together(
        rule, load_exercises(), bloated=bloated, places=places, turn=today.toordinal() + turn
    )
    again = request.GET.copy()
    again["turn"], again["minutes"] = str(turn + 1), str(length)
    again.pop("kept", None)
    shown = {
        "rule": rule,
        "session": made,
        "player": session_player(made),
        "lengths": list(load_session_rules()),
        "where": [(place, words, place in places) for place, words in WHERE if place],
        "bloated": bloated,
        "another": f"{reverse('session')}?{again.urlencode()}",
        "held": held_back(request),
        "kept": kept_of(request, SESSION_NAME),
        "said": said_of(request),
        **player_settings(),
    }
    return render(request, "library/session.html", shown)


def _number(asked: QueryDict, field: str, usual: int) -> int:
    text = asked.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else usual


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Tell a player what comes first, as a part of a page; nothing when all is well."""
    found = held_back(request, only_emergencies=request.GET.get("quiet") == "1")
    if found is None:
        return HttpResponse(status=204)
    return render(request, "library/held.html", {"held": found})


def session_player(session: Session, ident: str = "session") -> Player:
    """Return the player of a session; `ident` tells several on one page apart."""
    steps = tuple(
        PlayerStep(
            item.exercise.name, item.seconds, change_s=item.change_s, exercise=item.exercise,
            drawing=draw(item.exercise),
        )
        for item in session.items
    )  # fmt: skip
    return Player(
        id=ident,
        name=SESSION_NAME,
        sort="session",
        minutes=round(session.seconds / 60, 1),
        lengths=(),
        counts=(),
        steps=steps,
        rates="stiffness",
        done_url=reverse("session-done"),
    )
