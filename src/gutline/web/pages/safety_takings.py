"""What rules need to know and nobody logs: the country, all medicines, all supplements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gutline.catalog.emergency_numbers import ELSEWHERE, load_emergency_numbers
from gutline.diary.measures import number_text
from gutline.safety.people import reference_person
from gutline.safety.supplements import (
    cautions,
    is_covered,
    keep_apart,
    over_limits,
    too_close,
)
from gutline.safety.takings import Taken, is_known
from gutline.store import queries
from gutline.store.errors import StoreError
from gutline.store.queries import Span
from gutline.store.queries.safety import kept_safety
from gutline.store.services.people import choose
from gutline.store.services.safety import keep_takings
from gutline.web.diaries import open_person
from gutline.web.pages.moments import local_day
from gutline.web.pages.safety_view import advice_views, country_set
from gutline.web.pages.safety_words import apart_words, limit_words, read_taken
from gutline.web.present import present
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse

    from gutline.store.queries.safety import Kept
    from gutline.store.records import PersonRecord

SPACING_DAYS = 14


@require_http_methods(["GET", "HEAD", "POST"])
def takings(request: HttpRequest) -> HttpResponse:
    """Show the lists with what to mind about them, or keep them."""
    person, now = open_person(request), present()
    today, problem = local_day(now, person.zone), ""
    if request.method == "POST":
        try:
            _keep(request, person, today, now)
        except StoreError as error:
            problem = str(error)
        else:
            return HttpResponseRedirect(reverse("settings-safety") + "?done=1")
    kept = kept_safety(person.key)
    countries = load_emergency_numbers().values()
    context = {
        "countries": sorted((c for c in countries if c.country != ELSEWHERE), key=_by_name),
        "country": request.POST.get("country", "")
        if problem
        else country_set(person_choices(request)),
        "medicines": _lines(kept.medicines or ()),
        "no_medicines": kept.medicines == (),
        "supplements": _lines(map(_line, kept.supplements)),
        "typed": request.POST if problem else None,
        "problem": problem,
        "done": "done" in request.GET,
        **_told(person, kept, today),
    }
    return render(request, "safety/takings.html", context, status=422 if problem else 200)


def _by_name(country: object) -> str:
    return str(getattr(country, "name", ""))


def _lines(names: Iterable[str]) -> str:
    return "\n".join(names)


def _line(taken: Taken) -> str:
    return " ".join(part for part in (taken.name, number_text(taken.value), taken.unit) if part)


def _told(person: PersonRecord, kept: Kept, today: date) -> dict[str, object]:
    """Return what is to be minded with what is on the lists, and with how it was logged."""
    profile = kept.profile(today)
    told = cautions(kept.supplements, profile, today=today) if kept.supplements else []
    names = [*(kept.medicines or ()), *(one.name for one in kept.supplements)]
    unknown = [name for name in dict.fromkeys(names) if not is_known(name)]
    lately = queries.read_diary(person.key, Span.until(today, SPACING_DAYS))
    return {
        "unknown": unknown,
        "uncovered": [
            one.name
            for one in kept.supplements
            if one.name not in unknown and not is_covered(one.name)
        ],
        "cautions": advice_views(told, kept),
        "limits": [
            limit_words(one)
            for one in over_limits(kept.supplements, reference_person(profile.answers))
        ],
        "apart": [apart_words(one) for one in (*keep_apart(names), *too_close(lately))],
    }


def _keep(request: HttpRequest, person: PersonRecord, today: date, now: datetime) -> None:
    form = request.POST
    country = form.get("country", "")
    if country not in {"", *load_emergency_numbers()}:
        raise StoreError("there is no such country here; choose one of those shown")
    medicines = [line.strip() for line in form.get("medicines", "").splitlines() if line.strip()]
    supplements = [
        read_taken(line) for line in form.get("supplements", "").splitlines() if line.strip()
    ]
    said = bool(medicines) or form.get("no_medicines") == "1"
    keep_takings(person.key, medicines if said else None, supplements, today, now)
    choose(person.key, "country", country or None, now)
