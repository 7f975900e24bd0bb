"""Import: choosing files, and what was imported before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gutline.importers.finding import load_sources
from gutline.store.errors import StoreError
from gutline.store.services.imports import import_batch, import_batches, name_rules, undo_import
from gutline.store.settings import current_home
from gutline.web.diaries import open_person
from gutline.web.import_staging import MOST_FILES, forget_old, stage
from gutline.web.pages.import_words import batch_row
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_HIDDEN = frozenset({"spreadsheet"})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show where to drop files, or take those that were sent."""
    if request.method != "POST":
        return _page(request)
    person = open_person(request)
    home, now = current_home(), present()
    forget_old(home, now)
    sent = request.FILES.getlist("files")
    if getattr(request, "upload_too_large", False):
        words = _("the file is larger than 1 GB; use “gutline import” on the computer for it")
        return _page(request, words, 413)
    try:
        found = stage(home, person.key, sent)
    except StoreError as error:
        return _page(request, str(error), 422)
    return redirect("import-preview", found.token)


def gone(request: HttpRequest) -> HttpResponse:
    """Answer who asks for files that were imported, called off, or set aside too long ago."""
    words = _("these files are not here any more: they were imported, called off, or lay here for"
              " a day; choose them again")  # fmt: skip
    return _page(request, words, 404)


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    person = open_person(request)
    told = {
        "batches": [batch_row(batch, person.zone) for batch in import_batches(person.key)],
        "sources": _sources(),
        "problem": problem,
        "done": _done(request, person.key),
        "rules": len(name_rules(person.key)),
        "most_files": MOST_FILES,
    }
    return render(request, "import/start.html", told, status=status)


def _sources() -> list[str]:
    found = [one.NAME for one in load_sources().values() if one.ID not in _HIDDEN]
    return sorted(set(found), key=str.casefold)


def _done(request: HttpRequest, person: int) -> str:
    """Return what is said of an import that was just made or undone."""
    key = request.GET.get("done", "")
    if key == "nothing":
        return _("Everything in these files is in your diary already. Nothing was added.")
    if not key:
        return ""
    try:
        batch = import_batch(person, key)
    except StoreError:
        return ""
    if batch.undone_at is None:
        words = ngettext("%d entry was added.", "%d entries were added.", batch.added)
        return words % batch.added
    words = ngettext("%d entry was taken out again.", "%d entries were taken out again.",
                     batch.removed)  # fmt: skip
    told = words % batch.removed
    if batch.kept:
        kept = ngettext("%d that you edited since was kept.", "%d that you edited since were kept.",
                        batch.kept)  # fmt: skip
        told += " " + kept % batch.kept
    return told


@require_POST
def undo(request: HttpRequest, batch: str) -> HttpResponse:
    """Take out again what an import added; what was edited since is kept, unless that is ticked."""
    edited_too = request.POST.get("edited_too") == "yes"
    undone = undo_import(open_person(request).key, batch, present(), edited_too=edited_too)
    return HttpResponseRedirect(f"{reverse('import')}?done={undone.batch.key}")
