"""One entry in full: all its fields, when it was and where it hurts; new, or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gutline.catalog import load_kinds
from gutline.diary.entries import DiaryError
from gutline.diary.measures import number_text
from gutline.diary.zones import zone_named
from gutline.store import queries
from gutline.store.errors import ConflictError, EntryRefusedError
from gutline.store.services import log as services
from gutline.web.diaries import open_person
from gutline.web.pages.body_map import HEIGHT, WIDTH, faces
from gutline.web.pages.entry_once import (
    form_named,
    id_of_form,
    kept_of_form,
    new_form,
    to_kept,
    to_named_form,
)
from gutline.web.pages.entry_words import short
from gutline.web.pages.form_fields import read_detail, read_draft, read_number
from gutline.web.pages.moments import comes_twice, is_second, joined, local_day, read_when
from gutline.web.pages.safety_words import safety_said
from gutline.web.pages.said import say
from gutline.web.pages.today_page import SCALE
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from gutline.store.records import Logged, PersonRecord, Record

_FIELDS = ("name", "value", "unit", "day", "time", "second", "note", "stiffness_min")
_SCALED = frozenset({"nrs", "bristol"})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Log something with everything that can be said about it."""
    person, now = open_person(request), present()
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", "")
    if kind not in load_kinds():
        kind = "symptom"
    if request.method == "POST":
        return _kept(request, person, kind, now)
    form = form_named(request.GET, "form")
    if not form:
        return to_named_form(request)
    before = kept_of_form(person.key, form, kind)
    if before is not None:
        return to_kept(before)
    return _form(request, person, kind, _empty_fields(request.GET, person, now, kind), form=form)


def _kept(request: HttpRequest, person: PersonRecord, kind: str, now: datetime) -> HttpResponse:
    """Keep a new entry. A form that was kept before shows what is there, and what was typed now."""
    form = form_named(request.POST, "nonce")
    try:
        draft = read_draft(_with_at(request.POST), person.zone)
        draft = replace(draft, id=id_of_form(form, draft.kind) or draft.id)
        logged = services.log_entry(person.key, draft, now)
    except ConflictError:
        there = kept_of_form(person.key, form, kind)
        if there is None:
            raise
        told = ConflictError(_("This form was kept already."))
        typed = _typed(request.POST)
        return _form(request, person, kind, typed, record=there, error=told, kept=True)
    except (EntryRefusedError, DiaryError) as error:
        return _form(request, person, kind, _typed(request.POST), error=error, form=form)
    if logged.record.deleted_at is not None:
        return to_kept(logged.record)
    return _back_to_day(logged, "kept", safety_said(person, logged.records, now))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Show one entry, and keep what was changed about it."""
    person = open_person(request)
    record = queries.entry_record(person.key, key)
    kind = record.entry.kind
    if request.method != "POST":
        kept = "kept" in request.GET
        return _form(request, person, kind, _fields_of(record), record=record, kept=kept)
    try:
        changed = _changed(request.POST, person.zone, kind)
        seen = read_number("seen", request.POST.get("seen", ""))
        logged = services.edit(
            person.key, key, changed, present(), seen=None if seen is None else int(seen)
        )
    except ConflictError as error:
        now_there = queries.entry_record(person.key, key)
        return _form(request, person, kind, _typed(request.POST), record=now_there, error=error)
    except (EntryRefusedError, DiaryError) as error:
        return _form(request, person, kind, _typed(request.POST), record=record, error=error)
    return _back_to_day(logged, "changed")


@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Take an entry out of the diary; it can be brought back."""
    person = open_person(request)
    gone = services.delete(person.key, key, present())
    return say(HttpResponseRedirect(_day_url(gone)), "removed", [gone])


def _back_to_day(logged: Logged, verb: str, told: tuple[str, ...] = ()) -> HttpResponse:
    response = HttpResponseRedirect(_day_url(logged.record))
    return say(response, verb, logged.records, (*told, *logged.warnings))


def _day_url(record: Record) -> str:
    return reverse("today-day", args=[record.day.isoformat()])


def _with_at(form: QueryDict) -> QueryDict:
    """Return a form whose day and time are in one field, as the forms of Today have it."""
    together = form.copy()
    together["at"] = joined(form.get("day", ""), form.get("time", "")) if form.get("day") else ""
    return together


def _changed(form: QueryDict, zone: str, kind: str) -> dict[str, object]:
    """Return the fields of an entry as a form has them.

    Raises
    ------
    EntryRefusedError
        When one of them is not what it should be.
    """
    when = read_when(
        joined(form.get("day", ""), form.get("time", "")), zone, second=form.get("second") == "1"
    )
    changed: dict[str, object] = {
        "name": form.get("name", ""),
        "value": read_number("value", form.get("value", "")),
        "unit": form.get("unit", ""),
        "note": form.get("note", "").replace("\r\n", "\n"),
        "detail": read_detail(form, kind),
    }
    shown = (form.get("was_day", ""), form.get("was_time", ""), form.get("was_second", ""))
    if (form.get("day", ""), form.get("time", ""), form.get("second", "")) != shown:
        # An untouched time stays as it is, to the second and in the zone it was in.
        changed |= {"at": when.at, "zone": zone, "day_only": when.day_only}
    return changed


def _empty_fields(
    asked: QueryDict, person: PersonRecord, now: datetime, kind: str
) -> dict[str, str]:
    at = asked.get("at", "")
    here = now.astimezone(zone_named(person.zone))
    day, _, clock = at.partition("T") if at else (f"{here:%Y-%m-%d}", "", f"{here:%H:%M}")
    unit = load_kinds()[kind].unit
    return dict.fromkeys(_FIELDS, "") | {
        "name": asked.get("name", "")[:500], "day": day[:10], "time": clock[:5], "unit": unit,
    }  # fmt: skip


def _fields_of(record: Record) -> dict[str, str]:
    entry, detail = record.entry, record.content.detail
    stiff = detail.get("stiffness_min")
    return {
        "name": entry.name,
        "value": number_text(entry.value),
        "unit": entry.unit,
        "day": entry.at.date().isoformat(),
        "time": "" if entry.day_only else f"{entry.at:%H:%M}",
        "second": "1" if is_second(entry.at, record.content.zone) else "",
        "note": entry.note,
        "stiffness_min": number_text(float(stiff)) if isinstance(stiff, (int, float)) else "",
    }


def _typed(form: QueryDict) -> dict[str, str]:
    return {name: form.get(name, "") for name in _FIELDS}


def _form(
    request: HttpRequest,
    person: PersonRecord,
    kind: str,
    fields: Mapping[str, str],
    *,
    record: Record | None = None,
    error: Exception | None = None,
    form: str = "",
    kept: bool = False,
) -> HttpResponse:
    known = load_kinds()[kind]
    context: dict[str, Any] = {
        "kind": known,
        "fields": fields,
        "record": record,
        "was": _fields_of(record) if record else None,
        "heading": short(record) if record else fields["name"] or _(known.one.capitalize()),
        "scale": _scale(kind),
        "units": known.units if len(known.units) > 1 else (),
        "faces": faces() if kind == "symptom" else (),
        "width": WIDTH,
        "height": HEIGHT,
        "sites": _ticked(request, record),
        "twice": _may_be_twice(fields, person.zone),
        "error": error,
        "field": getattr(error, "field", ""),
        "nonce": form or new_form(),
        "kept": kept,
        "today": local_day(present(), person.zone).isoformat(),
    }
    status = 200 if error is None else 409 if isinstance(error, ConflictError) else 422
    return render(request, "today/entry.html", context, status=status)


def _scale(kind: str) -> tuple[int, ...]:
    unit = load_kinds()[kind].unit
    if unit not in _SCALED:
        return ()
    return SCALE if unit == "nrs" else tuple(range(1, 8))


def _ticked(request: HttpRequest, record: Record | None) -> frozenset[str]:
    if request.method == "POST":
        return frozenset(request.POST.getlist("sites"))
    sites = record.content.detail.get("sites") if record else None
    return frozenset(map(str, sites)) if isinstance(sites, list) else frozenset()


def _may_be_twice(fields: Mapping[str, str], zone: str) -> bool:
    """Return whether the clocks show the time of a form twice on that day."""
    try:
        when = read_when(joined(fields["day"], fields["time"]), zone)
    except EntryRefusedError:
        return False
    return when.at is not None and not when.day_only and comes_twice(when.at, zone)
