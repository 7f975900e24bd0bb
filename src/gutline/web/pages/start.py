"""The first start: three questions, each of which may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gutline.store.queries.safety import kept_safety
from gutline.store.services.people import choose
from gutline.web.diaries import open_person
from gutline.web.pages.moments import read_time
from gutline.web.present import present
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

HURTS = (
    ("lower back pain", _("Lower back")),
    ("upper back pain", _("Upper back")),
    ("neck pain", _("Neck")),
    ("hip pain", _("Hips or sacrum")),
    ("knee pain", _("Knees")),
    ("hand pain", _("Hands or fingers")),
    ("joint pain", _("Other joints")),
    ("headache", _("Head")),
)
GUT = (
    ("bloating", _("Bloating or wind")),
    ("belly pain", _("Belly pain or cramps")),
    ("diarrhoea", _("Loose stool")),
    ("constipation", _("Hard stool or none")),
    ("heartburn", _("Heartburn")),
    ("nausea", _("Nausea")),
)
_OFFERED = frozenset(name for name, _words in (*HURTS, *GUT))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask, or keep the answers and go on to Today."""
    if request.method == "POST":
        return _kept(request)
    chosen = person_choices(request)
    context = {
        "hurts": HURTS,
        "gut": GUT,
        "day": chosen.get("day") or {},
        "chosen": chosen.get("symptoms") or [],
    }
    return render(request, "today/start.html", context)


def _kept(request: HttpRequest) -> HttpResponse:
    person, now = open_person(request), present()
    if "skip" not in request.POST:
        symptoms = _symptoms(request.POST.getlist("symptom"))
        if symptoms:
            choose(person.key, "symptoms", symptoms, now)
        times = {name: read_time(request.POST.get(name, "")) for name in ("wake", "bed")}
        known = {name: f"{at:%H:%M}" for name, at in times.items() if at is not None}
        if known:
            choose(person.key, "day", known, now)
    choose(person.key, "started", True, now)
    if kept_safety(person.key).finished is not None:
        return redirect("today")
    # Whoever leaves out these questions is told what leaving out the check means, and may.
    return redirect(f"{reverse('check')}?first=1")


def _symptoms(ticked: Iterable[str]) -> list[str]:
    """Return what was ticked, of what was offered, each once."""
    return [name for name in dict.fromkeys(ticked) if name in _OFFERED]
