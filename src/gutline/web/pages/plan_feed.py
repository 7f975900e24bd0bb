"""The address from which a calendar program fetches a plan's reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gutline.reports.plan_calendar import render_plan_calendar
from gutline.store.queries.reminders import coming_reminders
from gutline.store.queries.routine import feed_digest, person_of_feed
from gutline.store.services import plan_feed as services
from gutline.web.diaries import open_person
from gutline.web.openness import open_to_strangers
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest


@open_to_strangers
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - the address is the key
    """Return the reminders of the coming fortnight; what is done is not among them."""
    person = person_of_feed(token)
    if person is None:
        raise Http404
    now = present()
    calendar = render_plan_calendar(coming_reminders(person, now), now, feed_digest(token))
    answer = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="gutline.ics"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it, this once; the old one opens nothing any more."""
    secret = services.new_feed(open_person(request).key, present())
    address = request.build_absolute_uri(reverse("plan-feed", args=[secret]))
    return render(request, "plan/address.html", {"address": address})


@require_POST
def end_feed(request: HttpRequest) -> HttpResponse:
    """Have the address open nothing any more."""
    services.end_feed(open_person(request).key, present())
    return redirect("plan")
