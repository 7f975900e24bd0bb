"""The result of a trial, its report and export, and the schedule a partner keeps."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from gutline.store import queries
from gutline.store.queries.trials import KeptTrial, kept_trial
from gutline.store.settings import current_home
from gutline.trials.running import look_at_today
from gutline.web.diaries import open_person
from gutline.web.pages.trial_day import last_day, local_today
from gutline.web.pages.trial_refusals import plainly
from gutline.web.present import present
from gutline.web.trial_process import WorkRefusedError, ask_worker

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import datetime

    from django.http import HttpRequest

    from gutline.store.records import PersonRecord

_MOST_KEPT = 16
_kept_results: dict[Hashable, Mapping[str, Any]] = {}
_mutex = threading.Lock()


@gzip_page
@require_safe
def result(request: HttpRequest, trial: str) -> HttpResponse:
    """Show what a trial says: the sentence, both charts, every period, checks, what to do next."""
    person, now = open_person(request), present()
    kept = kept_trial(person.key, trial)
    today = local_today(kept.trial, now)
    context: dict[str, Any] = {
        "trial": kept.trial, "plan": kept.trial.plan, "kept": kept,
        "last": last_day(kept.trial, today),
        "over": look_at_today(kept.trial, today).state in {"finished", "stopped"},
    }  # fmt: skip
    if kept.trial.allocation is None:
        return render(request, "trial/sealed.html", context)
    try:
        context["result"] = _worked_out(person, kept, now)
    except WorkRefusedError as error:
        context["because"] = str(error)
    return render(request, "trial/result.html", context)


def _worked_out(person: PersonRecord, kept: KeptTrial, now: datetime) -> Mapping[str, Any]:
    """Return the result, worked out anew when the diary, the trial or the day is another."""
    key = _key(person, kept, now)
    with _mutex:
        if key in _kept_results:
            return _kept_results[key]
    answer = ask_worker(person.key, "analyse", now, trial=kept.key)
    # A rule may have been kept meanwhile, which is a change of the diary's number as well.
    fresh = _key(queries.person(person.key), kept, now)
    with _mutex:
        while len(_kept_results) >= _MOST_KEPT:
            _kept_results.pop(next(iter(_kept_results)))
        _kept_results[fresh] = answer
    return answer


def _key(person: PersonRecord, kept: KeptTrial, now: datetime) -> Hashable:
    today = local_today(kept.trial, now)
    home = str(current_home())
    return home, person.key, person.created_at, person.revision, kept.key, kept.version, today


@require_http_methods(["GET", "HEAD", "POST"])
@plainly
def schedule(request: HttpRequest, trial: str) -> HttpResponse:
    """Show the sealed schedule to the partner who knows the passphrase; open it after the end."""
    person, now = open_person(request), present()
    kept = kept_trial(person.key, trial)
    today = local_today(kept.trial, now)
    over = look_at_today(kept.trial, today).state in {"finished", "stopped"}
    context: dict[str, Any] = {"kept": kept, "plan": kept.trial.plan, "over": over}
    if request.method == "POST":
        asked = {"trial": kept.key, "passphrase": request.POST.get("passphrase", ""), "keep": over}
        context["schedule"] = ask_worker(person.key, "open", now, **asked)["schedule"]
    return render(request, "trial/schedule.html", context)


@require_safe
@plainly
def export(request: HttpRequest, trial: str) -> HttpResponse:
    """Hand over the trial with its plan, schedule, data and result as one JSON."""
    person = open_person(request)
    kept = kept_trial(person.key, trial)
    answer = ask_worker(person.key, "export", present(), trial=kept.key, form="json")
    response = HttpResponse(
        json.dumps(answer["document"], indent=2) + "\n", content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{kept.key}.json"'
    return response


@require_safe
@plainly
def report(request: HttpRequest, trial: str) -> HttpResponse:
    """Show the report in the order of CENT 2015, to be printed or handed on."""
    person = open_person(request)
    kept = kept_trial(person.key, trial)
    answer = ask_worker(person.key, "export", present(), trial=kept.key, form="html")
    context = {"kept": kept, "plan": kept.trial.plan, "report": answer["html"]}
    return render(request, "trial/report.html", context)
