"""Could my gut have a part in this? The checklist, from the diary and from what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gutline.safety.gut_part import gut_part
from gutline.store.queries.safety import kept_safety
from gutline.web import findings_run
from gutline.web.diaries import open_person
from gutline.web.pages.gut_part_view import figures_of, open_facts, sign_views
from gutline.web.pages.moments import local_day
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the signs that speak for it, against it, and what is not known yet."""
    person = open_person(request)
    today = local_day(present(), person.zone)
    latest = findings_run.latest_findings(person)
    known = kept_safety(person.key).known(today)
    part = gut_part(figures_of(latest.beside) if latest else {}, known)
    facts = open_facts(part, known)
    asked = urlencode({"facts": ",".join(facts), "next": reverse("gut-part")})
    context = {
        "part": part,
        "signs": sign_views(part),
        "ask": f"{reverse('check-more')}?{asked}" if facts else "",
        "worked_out": latest is not None,
        "behind": latest is not None and latest.revision != person.revision,
    }
    return render(request, "safety/gut_part.html", context)
