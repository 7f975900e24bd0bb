"""Import: what files hold, shown before anything is kept; then the import itself."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gutline.diary.entries import DiaryError
from gutline.diary.texts import LONGEST_NAME
from gutline.diary.zones import zone_named
from gutline.importers.finding import load_sources
from gutline.importers.names import NameRule
from gutline.store.import_records import ImportBatch, ImportPreview
from gutline.store.settings import current_home
from gutline.web.diaries import open_person
from gutline.web.import_jobs import JOBS
from gutline.web.import_staging import FilesGoneError, forget, keep_choices, staged
from gutline.web.import_work import known, start_importing, start_looking
from gutline.web.pages.import_page import gone
from gutline.web.pages.import_words import preview_told, progress_words
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gutline.store.records import PersonRecord
    from gutline.web.import_jobs import Job
    from gutline.web.import_staging import Staged

PATIENCE_S = 1.5
"""How long a page waits for what is usually done by then."""
MOST_NAMES = 60
_LEAVE_OUT = "-"


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, files: str) -> HttpResponse:
    """Show what files hold, or do what was chosen with them."""
    person = open_person(request)
    try:
        return _answer(request, person, files)
    except FilesGoneError:
        return gone(request)


def _answer(request: HttpRequest, person: PersonRecord, files: str) -> HttpResponse:
    job = JOBS.of(person.key, files)
    if request.method == "POST" and request.POST.get("do") == "cancel":
        return _cancel(person, files)
    if job is not None and job.what == "import":
        return _imported(request, job, person, files)
    found = staged(current_home(), person.key, files)
    if request.method == "POST":
        return _chosen(request, person, found, job)
    return _shown(request, person, found, job)


def _cancel(person: PersonRecord, files: str) -> HttpResponse:
    JOBS.forget(person.key, files)
    with suppress(FilesGoneError):
        forget(staged(current_home(), person.key, files))
    return redirect("import")


def _imported(request: HttpRequest, job: Job, person: PersonRecord, files: str) -> HttpResponse:
    if not job.wait(PATIENCE_S):
        return _working(request, job)
    if isinstance(job.result, ImportBatch):
        JOBS.forget(person.key, files)
        return HttpResponseRedirect(f"{reverse('import')}?done={job.result.key or 'nothing'}")
    # Told once: the next time the files are looked at anew.
    JOBS.forget(person.key, files)
    found = staged(current_home(), person.key, files)
    return _page(request, found, problem=job.error)


def _working(request: HttpRequest, job: Job) -> HttpResponse:
    told = {**progress_words(job.progress), "what": job.what}
    return render(request, "import/working.html", told)


def _shown(
    request: HttpRequest, person: PersonRecord, found: Staged, job: Job | None
) -> HttpResponse:
    how = known(person, found)
    if how.problem:
        if how.is_table:
            return redirect("import-columns", found.token)
        return _page(request, found, problem=how.problem)
    if job is None:
        job = start_looking(person, found, how, present())
    if not job.wait(PATIENCE_S):
        return _working(request, job)
    if isinstance(job.result, ImportPreview):
        told = preview_told(job.result, MOST_NAMES)
        return _page(request, found, told=told, is_table=how.is_table)
    return _page(request, found, problem=job.error, is_table=how.is_table)


def _page(
    request: HttpRequest,
    found: Staged,
    *,
    told: dict[str, object] | None = None,
    problem: str = "",
    is_table: bool = False,
) -> HttpResponse:
    person = open_person(request)
    every = sorted(load_sources().values(), key=lambda one: one.NAME.casefold())
    shown = {
        "files": [file.name for file in found.files],
        "token": found.token,
        "seen": told,
        "problem": problem,
        "is_table": is_table,
        "mapping": found.choices.get("mapping", {}),
        "zone": found.choices.get("zone") or person.zone,
        "zones": sorted(available_timezones()),
        "source": found.choices.get("source", ""),
        "sources": [(one.ID, one.NAME) for one in every if one.ID != "spreadsheet"],
    }
    return render(request, "import/preview.html", shown, status=422 if problem else 200)


def _chosen(
    request: HttpRequest, person: PersonRecord, found: Staged, job: Job | None
) -> HttpResponse:
    form = request.POST
    if form.get("do") == "import" and job is not None and isinstance(job.result, ImportPreview):
        names = _rules(request, job.result)
        start_importing(person, found, known(person, found), names, present())
        return redirect("import-preview", found.token)
    zone, source = form.get("zone", "").strip(), form.get("source", "")
    if zone:
        try:
            zone_named(zone)
        except DiaryError as error:
            return _page(request, found, problem=str(error))
    choices = dict(found.choices)
    choices["zone"] = zone
    choices["source"] = source if source in load_sources() else ""
    if choices["source"]:
        choices.pop("mapping", None)
    JOBS.forget(person.key, found.token)
    keep_choices(found, choices)
    return redirect("import-preview", found.token)


def _rules(request: HttpRequest, seen: ImportPreview) -> list[NameRule]:
    """Return what was chosen for names that are not known here."""
    rules = []
    for place, one in enumerate(seen.preview.unmapped[:MOST_NAMES]):
        chosen = request.POST.get(f"to-{place}", "")
        if chosen == _LEAVE_OUT:
            rules.append(NameRule(one.kind, one.name, "", "", one.source))
            continue
        own = request.POST.get(f"own-{place}", "").strip()
        name = own or chosen
        if name and name != one.name:
            rules.append(NameRule(one.kind, one.name, one.kind, name[:LONGEST_NAME], one.source))
    return rules
