"""Planning a trial: filled from a suspect in one tap, looked at, and locked once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gutline.catalog.facts import load_facts
from gutline.store import queries
from gutline.store.errors import EntryRefusedError
from gutline.web.diaries import open_person
from gutline.web.failures import page
from gutline.web.pages.moments import local_day
from gutline.web.pages.safety_words import planned_words
from gutline.web.pages.trial_form import KINDS, WAYS, PlanForm
from gutline.web.pages.trial_refusals import plainly
from gutline.web.present import present
from gutline.web.trial_process import WorkRefusedError, ask_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from gutline.store.records import PersonRecord

_SALT = "gutline.trial-plan"
SHOWN_LASTS_S = 24 * 3600
_MOST_QUESTIONS = 6
_HARMED = "food_harmed_before"


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a plan; what it can find comes a moment later, or with `show=1` at once."""
    person, now = open_person(request), present()
    form = PlanForm.of(request.GET, local_day(now, person.zone))
    shown: dict[str, Any] = {
        "form": form,
        "said": form.said,
        "kinds": KINDS,
        "ways": WAYS,
        "outcomes": _outcomes(person),
        "at_once": form.filled and request.GET.get("show") == "1",
    }
    if shown["at_once"]:
        shown |= _looked(person, form)
    return render(request, "trial/new.html", shown)


@require_safe
def outlook(request: HttpRequest) -> HttpResponse:
    """Show a filled plan alone: what it can find, whether it may start, and the lock."""
    person = open_person(request)
    form = PlanForm.of(request.GET, local_day(present(), person.zone))
    return render(
        request, "trial/outlook.html", {"form": form, "said": form.said, **_looked(person, form)}
    )


def _looked(person: PersonRecord, form: PlanForm) -> Mapping[str, Any]:
    if not form.filled:
        return {"error": _("Say what is tested, and what it is rated by.")}
    try:
        asked = form.request()
        answer = ask_worker(person.key, "look", present(), **asked)
    except (EntryRefusedError, WorkRefusedError) as error:
        return {"error": str(error)}
    if "wanted" in answer:
        return answer
    return {
        "look": answer,
        "plan": answer["plan"],
        "rows": _side_by_side(answer["forms"]),
        **_to_answer(answer["gates"]["ask"]),
        "put_back": _date(answer["plan"]["put_back"]),
        "mind": _mind(person, answer["plan"]),
        "token": signing.dumps({"plan": answer["plan"], "harmed": form.harmed}, salt=_SALT),
    }


def _side_by_side(forms: list[Any]) -> list[list[Any]]:
    """Return the rows of both lengths beside each other; None where one has no more."""
    longest = max(len(form["rows"]) for form in forms)
    return [
        [form["rows"][n] if n < len(form["rows"]) else None for form in forms]
        for n in range(longest)
    ]


def _mind(person: PersonRecord, plan: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the cautions for a supplement that is to be tested."""
    if plan["kind"] != "supplement":
        return ()
    return planned_words(person, plan["exposure"], local_day(present(), person.zone))


def _to_answer(ask: list[str]) -> dict[str, Any]:
    """Return what is still to be answered: of this plan alone, and of the person."""
    facts = load_facts()
    lasting = [name for name in ask if name != _HARMED]
    return {
        "ask_harmed": _HARMED in ask,
        "ask": lasting,
        "questions": [facts[name].ask for name in lasting if name in facts][:_MOST_QUESTIONS],
    }


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _outcomes(person: PersonRecord) -> list[str]:
    """Return what the person rates, for the list of the form."""
    usual = queries.usual_things(person.key, present(), most=30)
    names = [thing.name for thing in usual if thing.kind in {"symptom", "mood"}]
    return list(dict.fromkeys(names))[:12]


@require_POST
@plainly
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the plan that was shown, and draw its schedule, once, if every gate lets it through."""
    person = open_person(request)
    try:
        shown = signing.loads(request.POST.get("plan", ""), salt=_SALT, max_age=SHOWN_LASTS_S)
    except signing.BadSignature:
        words = _("The page was too old. Look at the plan again, then lock it.")
        return page(request, 422, _("Nothing was drawn"), words)
    answer = ask_worker(
        person.key, "lock", present(), plan=shown["plan"], harmed_before=shown["harmed"],
        passphrase=request.POST.get("passphrase", ""),
    )  # fmt: skip
    if "trial" not in answer:
        return _refused(request, answer["gates"], shown["plan"])
    return HttpResponseRedirect(reverse("trial", args=[answer["trial"]]) + "?new=1")


def _refused(
    request: HttpRequest, gates: Mapping[str, Any], plan: Mapping[str, Any]
) -> HttpResponse:
    context = {"gates": gates, "plan": plan, **_to_answer(gates["ask"])}
    return render(request, "trial/refused.html", context, status=422)
