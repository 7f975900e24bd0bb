"""One trial: what holds today, what has been, logging, changes of the plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gutline.store.errors import EntryRefusedError
from gutline.store.queries.trials import KeptTrial, kept_trial
from gutline.store.services import trials as services
from gutline.trials.errors import TrialError
from gutline.trials.events import Event
from gutline.trials.units import amount, unit_words
from gutline.web.diaries import open_person
from gutline.web.pages.form_fields import read_number
from gutline.web.pages.moments import read_day
from gutline.web.pages.safety_out import out_views
from gutline.web.pages.trial_day import day_view, last_day, local_today, periods_so_far
from gutline.web.pages.trial_refusals import plainly
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

SAID = {
    "kept": _("Kept to it"), "void": _("A day that does not count"), "sick": _("Ill that day"),
    "pause": _("Paused"), "resume": _("Went on"), "slide": _("Moved on by a day"),
    "expect": _("Expected"), "guess": _("Guessed"), "reaction": _("Reaction"),
    "stop": _("Stopped"), "safety_stop": _("Stopped for safety"),
}  # fmt: skip
_SHOWN_EVENTS = 12
_AMENDED = ("smallest_difference", "carry_over_hours", "put_back")


@require_safe
def trial(request: HttpRequest, trial: str) -> HttpResponse:
    """Show a trial: today, what has been, and the hashes."""
    person = open_person(request)
    return _shown(request, person.key, kept_trial(person.key, trial))


def _shown(
    request: HttpRequest, person: int, kept: KeptTrial, *, error: Exception | None = None
) -> HttpResponse:
    now = present()
    today = local_today(kept.trial, now)
    view = day_view(person, kept, today)
    context: dict[str, Any] = {
        "view": view,
        "trial": kept.trial,
        "plan": kept.trial.plan,
        "kept": kept,
        "first": kept.trial.versions[0],
        "smallest": amount(kept.trial.plan.smallest_difference, kept.trial.plan.unit),
        "last": last_day(kept.trial, today),
        "periods": periods_so_far(kept.trial, today),
        "events": [(event, SAID.get(event.what, event.what)) for event in _latest(kept)],
        "undone": _undoable(kept, now),
        "running": view.now.state in {"running", "paused", "before"},
        "over": view.now.state in {"finished", "stopped"},
        "today": today,
        "outs": out_views(open_person(request), today, kept.trial.id),
        "is_new": request.GET.get("new") == "1",
        "error": error,
    }
    status = 200 if error is None else 422
    return render(request, "trial/trial.html", context, status=status)


def _latest(kept: KeptTrial) -> list[Event]:
    return list(reversed(kept.trial.events))[:_SHOWN_EVENTS]


def _undoable(kept: KeptTrial, now: datetime) -> Event | None:
    """Return the latest event, while it can be taken back."""
    if not kept.trial.events:
        return None
    last = kept.trial.events[-1]
    return last if now - last.at <= services.TAKEN_BACK_WITHIN else None


@require_POST
def log(request: HttpRequest, trial: str) -> HttpResponse:
    """Log something about a trial, and go back to where it was tapped."""
    person, now, form = open_person(request), present(), request.POST
    kept = kept_trial(person.key, trial)
    try:
        event = Event(
            now, _day(form, kept, now), form.get("what", ""), form.get("value", ""),
            form.get("reason", "")[:200],
        )  # fmt: skip
        services.log_event(person.key, trial, event, now)
    except TrialError as error:
        return _shown(request, person.key, kept, error=error)
    if form.get("back") == "today":
        return HttpResponseRedirect(reverse("today"))
    return HttpResponseRedirect(reverse("trial", args=[trial]))


def _day(form: QueryDict, kept: KeptTrial, now: datetime) -> date:
    text = form.get("day", "")
    return read_day(text) if text else local_today(kept.trial, now)


@require_POST
@plainly
def take_back(request: HttpRequest, trial: str) -> HttpResponse:
    """Take back what was logged last, while that is fresh."""
    person = open_person(request)
    services.take_back_event(person.key, trial, request.POST.get("at", ""), present())
    return HttpResponseRedirect(reverse("trial", args=[trial]))


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, trial: str) -> HttpResponse:
    """Change the plan of a trial: a new version, which the report tells of."""
    person = open_person(request)
    kept = kept_trial(person.key, trial)
    error: Exception | None = None
    if request.method == "POST":
        try:
            changes = _changes(request.POST, kept)
            reason = request.POST.get("reason", "")
            services.amend_trial(person.key, trial, changes, reason, present())
            return HttpResponseRedirect(reverse("trial", args=[trial]))
        except (TrialError, EntryRefusedError) as refused:
            error = refused
    plan = kept.trial.plan
    said = request.POST if request.method == "POST" else _as_typed(kept)
    context = {
        "kept": kept, "trial": kept.trial, "plan": plan, "error": error, "said": said,
        "reason": request.POST.get("reason", ""), "unit": unit_words(plan.unit),
    }  # fmt: skip
    return render(request, "trial/amend.html", context, status=422 if error else 200)


def _as_typed(kept: KeptTrial) -> dict[str, str]:
    plan = kept.trial.plan
    return {
        "smallest_difference": f"{plan.smallest_difference:g}",
        "carry_over_hours": f"{plan.carry_over_hours:g}",
        "put_back": plan.put_back.isoformat() if plan.put_back else "",
    }


def _changes(form: QueryDict, kept: KeptTrial) -> dict[str, object]:
    """Return the fields that were changed; untouched ones are no change.

    Raises
    ------
    EntryRefusedError
        When one is no number or no date.
    TrialError
        When none was changed.
    """
    before = _as_typed(kept)
    changed = [name for name in _AMENDED if form.get(name, "").strip() != before[name]]
    if not changed:
        raise TrialError("nothing was changed; change a field first")
    changes: dict[str, object] = {}
    for name in changed:
        text = form.get(name, "").strip()
        if name == "put_back":
            changes[name] = read_day(text) if text else None
        else:
            number = read_number(name, text)
            if number is None:
                raise EntryRefusedError(name, "", "is empty; give a number")
            changes[name] = number
    return changes
