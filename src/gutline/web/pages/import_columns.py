"""Import: saying once what the columns of a table of one's own hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gutline.importers.errors import ImporterError
from gutline.importers.mapping_file import TableMapping, format_mapping, mapping_of
from gutline.importers.mapping_guess import guess_mapping, table_look
from gutline.store.errors import NotThereError
from gutline.store.settings import current_home
from gutline.web.diaries import open_person
from gutline.web.import_jobs import JOBS
from gutline.web.import_staging import FilesGoneError, keep_choices, staged
from gutline.web.import_work import known
from gutline.web.pages.import_page import gone
from gutline.web.pages.import_roles import (
    ROLE_GROUPS,
    ROW_KINDS,
    SCALES,
    UNITS,
    MappingForm,
    column_rows,
    mapping_from,
    said_twice,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gutline.importers.mapping_guess import TableLook
    from gutline.web.import_staging import Staged

MOST_COLUMNS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, files: str) -> HttpResponse:
    """Ask what the columns hold, or keep what was said."""
    person = open_person(request)
    try:
        found = staged(current_home(), person.key, files)
    except FilesGoneError:
        return gone(request)
    form = request.POST if request.method == "POST" else request.GET
    look = table_look(found.files[0], form.get("sheet", ""), _row_number(form.get("header", "")))
    if look is None:
        raise NotThereError("this file is no table; choose another one")
    if request.method == "POST" and request.POST.get("do") != "again":
        return _kept(request, found, look)
    if request.method == "POST":
        return _page(request, found, look, guess_mapping(look, request.POST.get("name", "")))
    return _page(request, found, look, known(person, found).mapping or _guess(found, look))


def _row_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _guess(found: Staged, look: TableLook) -> TableMapping:
    stem = found.files[0].name.rpartition(".")[0] or found.files[0].name
    return guess_mapping(look, stem)


def _kept(request: HttpRequest, found: Staged, look: TableLook) -> HttpResponse:
    form = MappingForm(request.POST, look, MOST_COLUMNS)
    mapping = mapping_from(form)
    twice = said_twice(form)
    if twice:
        words = _("two columns hold “%s”; choose one of them") % twice
        return _page(request, found, look, mapping, words)
    try:
        mapping = mapping_of(mapping.body())
    except ImporterError as error:
        return _page(request, found, look, mapping, str(error))
    JOBS.forget(open_person(request).key, found.token)
    choices = {**found.choices, "mapping": mapping.body(), "source": ""}
    keep_choices(found, choices)
    return redirect("import-preview", found.token)


def _page(
    request: HttpRequest,
    found: Staged,
    look: TableLook,
    mapping: TableMapping,
    problem: str = "",
) -> HttpResponse:
    told = {
        "token": found.token,
        "file": found.files[0].name,
        "look": look,
        "head": [column.name for column in look.columns[:MOST_COLUMNS]],
        "columns": column_rows(look.columns[:MOST_COLUMNS], mapping),
        "more_columns": max(len(look.columns) - MOST_COLUMNS, 0),
        "mapping": mapping,
        "problem": problem,
        "groups": ROLE_GROUPS,
        "scales": SCALES,
        "kinds": ROW_KINDS,
        "row_kind": next((t.kind for t in mapping.things if t.name_column and t.kind), "food"),
        "units": UNITS,
    }
    return render(request, "import/columns.html", told, status=422 if problem else 200)


@require_safe
def mapping_file(request: HttpRequest, files: str) -> HttpResponse:
    """Hand out the mapping that files are read by, for `gutline import --mapping`."""
    person = open_person(request)
    found = staged(current_home(), person.key, files)
    mapping = known(person, found).mapping
    if mapping is None:
        raise NotThereError("nobody has said what the columns of this file mean; do that first")
    response = HttpResponse(format_mapping(mapping), content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mapping.toml"'
    return response
