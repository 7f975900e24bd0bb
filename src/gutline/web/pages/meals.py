"""The meal box: what was typed, how it is understood, and keeping it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gutline.diary.entries import shown
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import ConflictError, EntryRefusedError
from gutline.store.services import log as services
from gutline.web.diaries import foods_home, open_person
from gutline.web.pages import today
from gutline.web.pages.meal_reading import EATEN, entries_typed, learn, picked_of, read_chips
from gutline.web.pages.moments import When, local_day, read_day, read_when
from gutline.web.pages.safety_words import safety_said
from gutline.web.pages.said import say
from gutline.web.pages.taps import back_to_page
from gutline.web.pages.trial_meals import settled_about
from gutline.web.present import present

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from gutline.diary.entries import Entry

LONGEST_MEAL = 2_000


@require_POST
def understood(request: HttpRequest) -> HttpResponse:
    """Return how the text is understood so far, for the page that is open."""
    text = request.POST.get("text", "")[:LONGEST_MEAL]
    chips = read_chips(text, picked_of(request.POST), foods_home(request))
    settled = settled_about(open_person(request).key, chips)
    return render(request, "today/understood.html", {"understood": chips, "settled": settled})


@require_POST
def eat(request: HttpRequest) -> HttpResponse:
    """Keep a meal; or, with the button that only looks, show how it is understood."""
    text = request.POST.get("text", "")
    if "look" in request.POST or not text.strip():
        return today.page_of_form(request, meal_text=text[:LONGEST_MEAL])
    if len(text) > LONGEST_MEAL:
        reason = _("longer than %(most)d characters; keep it as two meals") % {"most": LONGEST_MEAL}
        return today.page_of_form(request, meal_text=text[:LONGEST_MEAL], problem=reason)
    person, now, home = open_person(request), present(), foods_home(request)
    way_back = back_to_page(request.POST)
    when = read_when(request.POST.get("at", ""), person.zone)
    picked = picked_of(request.POST)
    typed = entries_typed(text, picked, home, when.at or now)
    if not typed:
        nothing = _("no food was found in this; write what you ate, such as rye bread and butter")
        return today.page_of_form(request, meal_text=text, problem=nothing)
    drafts = _drafts(typed, when, person.zone, _id_of_meal(request, "meal", text))
    try:
        logged = services.log_many(person.key, drafts, now)
    except ConflictError:
        raise ConflictError(
            _("this meal was kept already; look at it in the list of its day, and change it there")
        ) from None
    except EntryRefusedError as error:
        return today.page_of_form(request, meal_text=text, problem=error.reason)
    learn(picked, home, local_day(now, person.zone))
    told = safety_said(person, logged.records, now)
    return say(way_back, "kept", logged.records, (*told, *logged.warnings))


@require_POST
def eat_again(request: HttpRequest) -> HttpResponse:
    """Keep a meal of an earlier day once more."""
    person, now, way_back = open_person(request), present(), back_to_page(request.POST)
    moment = request.POST.get("meal", "")
    try:
        eaten_at = datetime.fromisoformat(moment)
    except ValueError:
        raise EntryRefusedError("meal", shown(moment), "press a meal of the page") from None
    records = queries.day_page(person.key, read_day(moment[:10])).records
    same = [r.entry for r in records if r.entry.kind in EATEN and r.entry.at == eaten_at]
    if not same:
        raise EntryRefusedError("meal", "", "this meal is no longer in your diary; type it instead")
    when = read_when(request.POST.get("at", ""), person.zone)
    drafts = _drafts(same, when, person.zone, _id_of_meal(request, "again", moment))
    logged = services.log_many(person.key, drafts, now)
    told = safety_said(person, logged.records, now)
    return say(way_back, "kept", logged.records, (*told, *logged.warnings))


def _id_of_meal(request: HttpRequest, how: str, what: str) -> str:
    """Return what tells this meal from every other, so that a form sent twice is kept once.

    One page may keep several meals, as it does without a network: what they are and when they were
    tells them apart.
    """
    nonce = request.POST.get("nonce", "")[:40] or secrets.token_hex(8)
    said = "\x1f".join((nonce, what, request.POST.get("at", "")))
    return f"{how}-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _drafts(entries: Iterable[Entry], when: When, zone: str, ident: str) -> list[Draft]:
    return [
        Draft(
            kind=entry.kind,
            name=entry.name,
            at=when.at,
            value=entry.value,
            unit=entry.unit,
            zone=zone if when.at else "",
            note=entry.note,
            id=f"{ident}-{number}",
            day_only=when.day_only,
        )
        for number, entry in enumerate(entries)
    ]
