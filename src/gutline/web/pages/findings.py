"""The Findings page: what the diary says so far, and what it cannot say yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from gutline.web import findings_run
from gutline.web.diaries import open_person
from gutline.web.pages.findings_state import state_view
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest


@gzip_page
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show the findings of the last run, and how that stands to the diary of now."""
    owner = open_person(request)
    latest = findings_run.latest_findings(owner)
    state = state_view(owner, latest, findings_run.run_state(owner.key), present())
    shown = {
        "state": state,
        "findings": latest.view if latest else None,
        "logged": owner.revision > 0,
    }
    return render(request, "findings/findings.html", shown)


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Show the lines about the run alone, or nothing when the page shows the same already.

    The page asks for them while a run goes on; a screen reader would read the same words again.
    """
    owner = open_person(request)
    latest = findings_run.latest_findings(owner)
    said = state_view(owner, latest, findings_run.run_state(owner.key), present())
    said = replace(said, newer=said.stamp != request.GET.get("stamp", ""))
    if said.mark == request.GET.get("mark", ""):
        return HttpResponse(status=204)
    return render(request, "findings/state.html", {"state": said})


@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Have the findings worked out now."""
    findings_run.ask(open_person(request).key)
    response: HttpResponse = redirect("findings")
    response.status_code = 303
    return response
