"""Settings: the page itself, and the small things that are set on it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gutline.diary.entries import DiaryError
from gutline.store.errors import StoreError
from gutline.store.queries.tokens import tokens
from gutline.store.sealing import SHORTEST_PASSPHRASE
from gutline.store.services.people import choose, move_to_zone, rename
from gutline.store.tokens import LONGEST_TOKEN_NAME, SCOPES
from gutline.web.diaries import is_demo, open_person
from gutline.web.pages.settings_choices import (
    symptoms_from,
    symptoms_set,
    theme_from,
    units_from,
    units_offered,
    words_of,
)
from gutline.web.present import present
from gutline.web.settings import FOLDER
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DONE = {
    "you": _("Saved. What you logged before keeps its times."),
    "symptoms": _("Saved. Today asks for these."),
    "look": _("Saved."),
    "revoked": _("The token opens nothing any more."),
    "restored": _("The diary of the backup is here now."),
}
"""What is said after a change, by the word in the address."""


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings."""
    return show(request)


def show(
    request: HttpRequest,
    problems: Mapping[str, str] | None = None,
    *,
    typed: Mapping[str, str] | None = None,
    made: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the page of settings.

    Parameters
    ----------
    request : HttpRequest
    problems : Mapping of str to str, optional
        What is wrong, by field; it is told at the field.
    typed : Mapping of str to str, optional
        What stood in the fields of a form that was refused.
    made : Mapping of str to str, optional
        A token that was just made, shown this once: `name` and `secret`.
    """
    told = {
        **_told_settings(request),
        "problems": problems or {},
        "typed": typed or {},
        "made": made,
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "settings/settings.html", told, status=422 if problems else 200)


def _told_settings(request: HttpRequest) -> dict[str, object]:
    person, chosen = open_person(request), person_choices(request)
    return {
        "person": person,
        "zones": sorted(available_timezones()),
        "symptoms": words_of(symptoms_set(chosen)),
        "units": units_offered(chosen),
        "tokens": tokens(person.key),
        "scopes": SCOPES.items(),
        "demo": is_demo(request),
        "passphrase_length": SHORTEST_PASSPHRASE,
        "token_name_length": LONGEST_TOKEN_NAME,
        "sections": _sections(),
        "chosen": chosen,
    }


@functools.cache
def _sections() -> tuple[str, ...]:
    """Return the templates of sections that other pages bring: a file in the folder is shown."""
    folder = FOLDER / "templates" / "settings" / "sections"
    return tuple(f"settings/sections/{path.name}" for path in sorted(folder.glob("*.html")))


def done(what: str, place: str = "") -> HttpResponse:
    """Send the browser back to the page, which says what was done."""
    return HttpResponseRedirect(f"{reverse('settings')}?done={what}#{place or what}")


@require_POST
def keep_you(request: HttpRequest) -> HttpResponse:
    """Keep what the person is called and where they live."""
    key, typed = open_person(request).key, _typed(request)
    try:
        move_to_zone(key, typed.get("zone", ""))
    except DiaryError as error:
        return show(request, {"zone": str(error)}, typed=typed)
    try:
        rename(key, typed.get("name", ""))
    except StoreError as error:
        return show(request, {"name": str(error)}, typed=typed)
    return done("you")


@require_POST
def keep_symptoms(request: HttpRequest) -> HttpResponse:
    """Keep which symptoms are asked for."""
    typed = _typed(request)
    try:
        names = symptoms_from(typed.get("symptoms", ""))
        choose(open_person(request).key, "symptoms", names or None, present())
    except StoreError as error:
        return show(request, {"symptoms": str(error)}, typed=typed)
    return done("symptoms")


@require_POST
def keep_look(request: HttpRequest) -> HttpResponse:
    """Keep the theme and the units."""
    key, typed, now = open_person(request).key, _typed(request), present()
    try:
        theme, units = theme_from(typed.get("theme", "")), units_from(typed)
    except StoreError as error:
        return show(request, {"look": str(error)}, typed=typed)
    choose(key, "theme", theme, now)
    choose(key, "units", units or None, now)
    return done("look", "appearance")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}
