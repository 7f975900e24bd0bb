"""The Today page, for today and for any other day."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gutline.store import ballast
from gutline.store.errors import EntryRefusedError
from gutline.store.settings import current_home
from gutline.web.diaries import foods_home, open_person
from gutline.web.findings_file import read_soon
from gutline.web.pages.meal_reading import picked_of, read_chips
from gutline.web.pages.moments import local_day, read_day, read_time
from gutline.web.pages.said import forget, read_said
from gutline.web.pages.taps import is_marked
from gutline.web.pages.timeline_span import EARLIEST
from gutline.web.pages.today_page import SCALE, today_page
from gutline.web.pages.trial_meals import settled_about
from gutline.web.panels import shown_panels
from gutline.web.present import present
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from datetime import date, time

    from django.http import HttpRequest, HttpResponse

_STOOL_FORMS = (
    ("1", _("hard lumps")),
    ("2", _("lumpy")),
    ("3", _("cracked")),
    ("4", _("smooth, soft")),
    ("5", _("soft pieces")),
    ("6", _("mushy")),
    ("7", _("water")),
)
_BADLY = (("6", _("bad")), ("8", _("very bad")), ("10", _("could do nothing")))
"""What a bad day asks of a symptom: one tap, from what gets in the way to the worst there is."""
_OTHER_KINDS = (
    ("supplement", _("Supplement")),
    ("medicine", _("Medicine")),
    ("practice", _("Exercise or practice")),
    ("movement", _("Movement")),
    ("sitting", _("Sitting")),
    ("mood", _("Mood")),
    ("illness", _("Illness")),
    ("cycle", _("Cycle")),
    ("weight", _("Weight")),
    ("travel", _("Travel")),
)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show today; the first time, ask the three questions instead."""
    if not person_choices(request).get("started"):
        return redirect("start")
    return _shown(request, None, read_time(request.GET.get("time", "")))


@require_safe
def day(request: HttpRequest, day: str) -> HttpResponse:
    """Show another day."""
    return _shown(request, _there_is(request, day), read_time(request.GET.get("time", "")))


def _there_is(request: HttpRequest, text: str) -> date:
    """Return a day that a diary may have; tomorrow is one, since it is today further east.

    Raises
    ------
    Http404
        When it is no date, before there were such diaries, or has not come anywhere.
    """
    try:
        wanted = read_day(text)
    except EntryRefusedError:
        raise Http404 from None
    today = local_day(present(), open_person(request).zone)
    if not EARLIEST <= wanted <= today + timedelta(days=1):
        raise Http404
    return wanted


def page_of_form(request: HttpRequest, *, meal_text: str, problem: str = "") -> HttpResponse:
    """Show the page a form was on again, with what was typed, how it is understood, or why not."""
    back = request.POST.get("back", "")
    wanted = _there_is(request, back) if back else None
    clock = read_time(request.POST.get("back_time", ""))
    response = _shown(request, wanted, clock, meal_text=meal_text, problem=problem)
    response.status_code = 422 if problem else 200
    return response


def _shown(
    request: HttpRequest,
    wanted: date | None,
    clock: time | None,
    *,
    meal_text: str = "",
    problem: str = "",
) -> HttpResponse:
    person, now = open_person(request), present()
    page = today_page(person, now, person_choices(request), day=wanted, clock=clock)
    said = read_said(request, person.key, page.records)
    understood = read_chips(meal_text, picked_of(request.POST), foods_home(request))
    response = render(
        request,
        "today/today.html",
        {
            "page": page,
            "said": said,
            "scale": SCALE,
            "badly": _BADLY,
            "stool_forms": _STOOL_FORMS,
            "other_kinds": _OTHER_KINDS,
            "state": read_soon(current_home(), person) if page.is_today else "",
            "panels": shown_panels(request, person, now) if page.is_today else [],
            "nonce": secrets.token_hex(8),
            "meal_text": meal_text,
            "problem": problem,
            "understood": understood,
            "settled": settled_about(person.key, understood),
            "nothing": is_marked(page.records, "nothing"),
            "bad": is_marked(page.records, "bad"),
            "complete": is_marked(page.records, "complete"),
            "disk_full": not ballast.is_held(current_home()),
        },
    )
    forget(response)
    return response
