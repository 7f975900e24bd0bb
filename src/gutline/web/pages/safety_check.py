"""The short check: where it stands, what it says, and its pages one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gutline.catalog.facts import load_facts
from gutline.catalog.interview import load_interview, load_weekly_question
from gutline.safety.interview import follow_up
from gutline.safety.screening import screen
from gutline.store.errors import StoreError
from gutline.store.queries.safety import kept_safety
from gutline.store.services import safety as services
from gutline.web.diaries import open_person
from gutline.web.pages.moments import local_day
from gutline.web.pages.safety_questions import (
    asked_facts,
    question_views,
    read_ticks,
    read_values,
)
from gutline.web.pages.safety_view import advice_views, call_view, way_on
from gutline.web.present import present
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from gutline.safety.answers import Answers
    from gutline.safety.holding import Given
    from gutline.store.queries.safety import Kept


_FEW = 3
"""As many questions are asked alone; where more are open, the check is gone through again."""


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show what the rules say now, whom to call, and where the check stands."""
    person, now = open_person(request), present()
    today, kept = local_day(now, person.zone), kept_safety(person.key)
    advice = kept.advice(today)
    stops = any(one.stops_everything for one in advice)
    left = kept.left_open(today)
    context = {
        "left": [load_facts()[name].ask for name in left] if len(left) <= _FEW else [],
        "left_facts": ",".join(left),
        "kept": kept,
        "advice": advice_views([one for one in advice if one.stops_everything or not stops], kept),
        "can_wait": sum(not one.stops_everything for one in advice) if stops else 0,
        "emergency": stops,
        "call": call_view(advice, person_choices(request)),
        "current": kept.is_current(today),
        "week_due": kept.is_week_due(today),
        "under_way": kept.next_page() is not None,
        "first": "first" in request.GET,
        "next": way_on(request.GET.get("next", ""), ""),
        "today": today,
    }
    return render(request, "safety/check.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the check anew."""
    services.begin_round(open_person(request).key, present())
    return _go("check-next", request)


def _go(name: str, request: HttpRequest) -> HttpResponse:
    """Send the browser on, keeping where it wants to go in the end."""
    onwards = way_on(request.POST.get("next", "") or request.GET.get("next", ""), "")
    query = f"?{urlencode({'next': onwards})}" if onwards else ""
    return HttpResponseRedirect(reverse(name) + query)


@require_http_methods(["GET", "HEAD", "POST"])
def next_page(request: HttpRequest) -> HttpResponse:
    """Show the page that comes next, or keep it and go on; an emergency ends the check at once."""
    person, now = open_person(request), present()
    today, kept = local_day(now, person.zone), kept_safety(person.key)
    if request.method != "POST":
        return _page(request, kept)
    shown = kept.next_page()
    if shown is None:
        return _go("check", request)
    try:
        values = read_values(request.POST, shown.facts)
        page, ticks = request.POST.get("page", ""), read_ticks(request.POST)
        kept = services.keep_page(person.key, page, ticks, values, today, now)
    except StoreError as error:
        return _page(request, kept_safety(person.key), str(error))
    if kept.round is not None and _is_emergency(kept):
        services.end_round(person.key, now)
        return HttpResponseRedirect(reverse("check"))
    if kept.round is not None:
        return _go("check-next", request)
    return _ended(request, kept, today)


def _is_emergency(kept: Kept) -> bool:
    said = kept.round.given if kept.round else {}
    return any(one.stops_everything for one in screen(said))


def _ended(request: HttpRequest, kept: Kept, today: date) -> HttpResponse:
    """Return the way on after the last page; advice that cannot wait is shown first."""
    pressing = any(one.urgency in {"emergency", "urgent"} for one in kept.advice(today))
    onwards = way_on(request.POST.get("next", ""), "")
    return _go("check", request) if pressing or not onwards else HttpResponseRedirect(onwards)


def _page(request: HttpRequest, kept: Kept, problem: str = "") -> HttpResponse:
    page = kept.next_page()
    if page is None:
        return _go("check", request)
    shown = kept.round.shown if kept.round else ()
    context = {
        "page": page,
        **_asked(page.facts, kept.given),
        "problem": problem,
        "number": len(shown) + 1,
        "most": len(load_interview()) + 1,
        "next": way_on(request.POST.get("next", "") or request.GET.get("next", ""), ""),
        "action": reverse("check-next"),
    }
    return render(request, "safety/page.html", context, status=422 if problem else 200)


def _asked(facts: Iterable[str], given: Mapping[str, Given]) -> dict[str, object]:
    """Return what a form of questions shows."""
    views = question_views(facts, given)
    kinds = {view.kind for view in views}
    return {"questions": views, "ticks": "yes_no" in kinds, "values": bool(kinds - {"yes_no"})}


@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Put the check off; gates stay as closed as they are."""
    person, now = open_person(request), present()
    services.skip_check(person.key, local_day(now, person.zone), now)
    return HttpResponseRedirect(way_on(request.POST.get("next", ""), reverse("today")))


@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest) -> HttpResponse:
    """Ask the one question of the week, or keep its answer."""
    person, now = open_person(request), present()
    today, page = local_day(now, person.zone), load_weekly_question()
    if request.method == "POST":
        ticks, before = read_ticks(request.POST), kept_safety(person.key).profile(today).answers
        kept = services.keep_week(person.key, ticks, today, now)
        return _after_week(kept, ticks, before, today)
    context = {
        "page": page,
        **_asked(page.facts, {}),
        "action": reverse("check-week"),
        "week": True,
    }
    return render(request, "safety/page.html", context)


def _after_week(
    kept: Kept, ticks: Iterable[str], before: Answers, today: date
) -> HttpResponseRedirect:
    """Return the way on: what to do now; what the answer leaves open; or Today."""
    urgencies = {one.urgency for one in kept.advice(today)}
    new = {name: kept.given[name].value for name in load_weekly_question().facts}
    asked = asked_facts(",".join(follow_up(new, before))) if ticks else ()
    if asked and "emergency" not in urgencies:
        query = urlencode({"facts": ",".join(asked), "next": reverse("check")})
        return HttpResponseRedirect(f"{reverse('check-more')}?{query}")
    pressing = urgencies & {"emergency", "urgent"}
    return HttpResponseRedirect(reverse("check" if pressing else "today"))


@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest) -> HttpResponse:
    """Ask single questions, as a gate names them, and go back to where they were needed."""
    person, now = open_person(request), present()
    today = local_day(now, person.zone)
    facts = asked_facts(request.POST.get("facts", "") or request.GET.get("facts", ""))
    onwards = way_on(request.POST.get("next", "") or request.GET.get("next", ""), reverse("check"))
    if not facts:
        return HttpResponseRedirect(onwards)
    problem = ""
    if request.method == "POST":
        try:
            _keep_more(request, person.key, facts, today)
        except StoreError as error:
            problem = str(error)
        else:
            return HttpResponseRedirect(onwards)
    context = {
        **_asked(facts, kept_safety(person.key).given),
        "facts": ",".join(facts),
        "next": onwards,
        "action": reverse("check-more"),
        "problem": problem,
        "more": True,
    }
    return render(request, "safety/page.html", context, status=422 if problem else 200)


def _keep_more(request: HttpRequest, person: int, facts: tuple[str, ...], today: date) -> None:
    ticked = set(read_ticks(request.POST))
    yes_no = {
        view.id: view.id in ticked for view in question_views(facts, {}) if view.kind == "yes_no"
    }
    answers = {**yes_no, **read_values(request.POST, facts)}
    services.keep_answers(person, answers, today, present())


@require_POST
def noted(request: HttpRequest) -> HttpResponse:
    """Keep that advice was read; it stays on the page of the check."""
    person, now = open_person(request), present()
    today, rule = local_day(now, person.zone), request.POST.get("rule", "")
    read = [one for one in kept_safety(person.key).advice(today) if one.rule == rule]
    if read:
        services.note_advice(person.key, read, today, now)
    return HttpResponseRedirect(way_on(request.POST.get("next", ""), reverse("check")))
