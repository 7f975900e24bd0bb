"""The plan's pages: what is on it, adding, changing, and marking what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gutline.catalog.practices import load_practices
from gutline.diary.entries import shown
from gutline.routine.errors import RoutineError
from gutline.routine.items import EVENTS, Item
from gutline.store.errors import EntryRefusedError
from gutline.store.queries.routine import KeptPlan, kept_plan
from gutline.store.services import plan as services
from gutline.store.services import plan_days
from gutline.web.diaries import open_person
from gutline.web.pages.moments import read_day, read_time
from gutline.web.pages.plan_forms import form_of, read_item, typed
from gutline.web.pages.plan_page import plan_page, proposal
from gutline.web.pages.plan_words import EVENT_WORDS, WEEKDAYS, WHAT_WORDS
from gutline.web.present import present

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from django.http import HttpRequest

_UNITS = ("min", "h", "serving", "g", "mg", "ug", "iu", "ml", "l")
_DONE = {"kept": "Kept.", "removed": "Taken off the plan.", "settings": "Kept."}


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan, what is odd about it, what could be added, and how it reminds."""
    page = plan_page(request, open_person(request), present())
    done = _DONE.get(request.GET.get("done", ""), "")
    return render(request, "plan/plan.html", {"page": page, "done": done})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new item, or keep it."""
    return _edited(request, kept_plan(open_person(request).key), None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, item: str) -> HttpResponse:
    """Show the form of an item, or keep what it says."""
    kept = kept_plan(open_person(request).key)
    try:
        before = kept.plan.item(item)
    except RoutineError:
        raise Http404 from None
    return _edited(request, kept, before)


def _edited(request: HttpRequest, kept: KeptPlan, before: Item | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, before, form_of(before))
    person, now = open_person(request).key, present()
    try:
        made = read_item(request.POST, kept.plan, before)
        if before is None:
            services.add_item(person, made, now)
        else:
            services.keep_item(person, made, now, expected=kept.version)
    except services.SupplementHeldError as error:
        return _held(request, error, before)
    except (RoutineError, EntryRefusedError) as error:
        problem = {"field": error.field.rpartition(".")[2], "words": error.reason}
        return _form(request, before, typed(request.POST), problem)
    return _to_plan("kept")


def _form(
    request: HttpRequest,
    before: Item | None,
    fields: Mapping[str, Any],
    problem: Mapping[str, str] | None = None,
) -> HttpResponse:
    context = {
        "item": before,
        "fields": fields,
        "problem": problem or {},
        "whats": WHAT_WORDS.items(),
        "events": [(event, EVENT_WORDS[event]) for event in EVENTS],
        "weekdays": list(enumerate(WEEKDAYS)),
        "units": _with(_UNITS, str(fields.get("unit", ""))),
        "practices": _guides(before),
    }
    return render(request, "plan/item.html", context, status=422 if problem else 200)


def _with(units: Sequence[str], own: str) -> Sequence[str]:
    return units if own in {"", *units} else (*units, own)


def _guides(before: Item | None) -> list[tuple[str, str]]:
    """Return what may lead through an item, what leads through it now included."""
    found = {one.id: one.name for one in load_practices().values()}
    if before is not None and before.ref:
        found.setdefault(before.ref, before.name)
    return list(found.items())


def _held(
    request: HttpRequest, error: services.SupplementHeldError, before: Item | None
) -> HttpResponse:
    """Show why a supplement may not go on the plan, and what to do first. Nothing was changed."""
    context = {
        "decision": error.decision,
        "back": reverse("plan"),
        "item": before,
        "name": request.POST.get("name", ""),
    }
    return render(request, "plan/held.html", context, status=422)


@require_POST
def remove(request: HttpRequest, item: str) -> HttpResponse:
    """Take an item off the plan; its days stay in the diary."""
    services.remove_item(open_person(request).key, item, present())
    return _to_plan("removed")


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add what was proposed, or never propose it again."""
    person, now = open_person(request), present()
    ident = request.POST.get("add", "") or request.POST.get("no", "")
    wanted = proposal(request, person, ident)
    if wanted is None:
        raise EntryRefusedError("add", "", "this is not proposed any more; look at the plan again")
    if request.POST.get("add"):
        services.add_item(person.key, wanted, now)
        return _to_plan("kept")
    services.refuse_proposal(person.key, wanted.id, now)
    return redirect("plan")


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Say of one item that it was done, partly done or skipped, or take that back."""
    person, now, form = open_person(request), present(), request.POST
    day, item = read_day(form.get("day", "")), form.get("item", "")
    if form.get("state") == "unknown":
        plan_days.unmark_item(person.key, item, day, now)
    else:
        state, reason = form.get("state", ""), form.get("reason", "")
        plan_days.mark_item(person.key, item, day, state, now, reason=reason)  # type: ignore[arg-type]  # the service checks it
    return _back(form.get("from", ""))


@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Have one item come again later today."""
    minutes = request.POST.get("minutes", "")
    if not (minutes.isascii() and minutes.isdigit()):
        raise EntryRefusedError("minutes", shown(minutes), "press a button of the page")
    person = open_person(request).key
    plan_days.put_off(person, request.POST.get("item", ""), int(minutes[:6]), present())
    return _back(request.POST.get("from", ""))


@require_POST
def reminding(request: HttpRequest) -> HttpResponse:
    """Keep the quiet hours, and whether reminders may say what they are about."""
    person, form = open_person(request), request.POST
    start, end = read_time(form.get("quiet_from", "")), read_time(form.get("quiet_until", ""))
    if start is None or end is None:
        raise EntryRefusedError("quiet_from", "", "is no time of day; write it as 22:00")
    names = form.get("names") == "1"
    services.keep_reminding(person.key, start, end, present(), names=names)
    return _to_plan("settings")


def _to_plan(done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('plan')}?done={done}")


def _back(where: str) -> HttpResponse:
    return redirect("review" if where == "review" else "today")
