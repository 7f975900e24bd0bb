"""Questionnaires: the list, one of them to be taken, and its scores over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gutline.catalog.facts import load_facts
from gutline.catalog.questionnaires import Item, Questionnaire, load_questionnaires
from gutline.diary.measures import number_text
from gutline.reports.wording import capital
from gutline.safety.questionnaires import change
from gutline.store.errors import StoreError
from gutline.store.queries.safety import TakenQuestionnaire, taken_questionnaires
from gutline.store.services import safety as services
from gutline.web.diaries import open_person
from gutline.web.pages.moments import local_day, read_day
from gutline.web.pages.questionnaire_plot import score_plot
from gutline.web.present import present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse, QueryDict

_IN_A_DIARY = frozenset({"pain", "stool_form"})
"""Asked on Today each day; here they would be asked twice."""


@dataclass(frozen=True, slots=True)
class ListedView:
    """A questionnaire of the list: what it is, and when it was taken last."""

    id: str
    name: str
    about: str
    last: date | None
    score: str
    due: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """One question of a form; `steps` are empty for a sentence to be ticked."""

    id: str
    text: str
    steps: tuple[int, ...]
    lowest_words: str
    highest_words: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """One time that it was taken."""

    day: date
    score: str
    means: str
    missing: int


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show every questionnaire, with when it was taken last."""
    person = open_person(request)
    today, taken = local_day(present(), person.zone), taken_questionnaires(person.key)
    shown = [q for q in load_questionnaires().values() if q.id not in _IN_A_DIARY]
    rows = [_listed(q, taken.get(q.id, ()), today) for q in shown]
    return render(request, "safety/questionnaires.html", {"rows": rows})


def _listed(about: Questionnaire, taken: Sequence[TakenQuestionnaire], today: date) -> ListedView:
    last = taken[-1] if taken else None
    due = last is not None and today - last.day >= timedelta(days=about.every_days)
    score = "" if last is None else _score_words(about, last)
    return ListedView(about.id, about.name, about.about, last.day if last else None, score, due)


def _score_words(about: Questionnaire, taken: TakenQuestionnaire) -> str:
    value = taken.score.value
    if value is None:
        return "–"
    said = {"score": number_text(round(value, 1)), "most": number_text(about.highest)}
    return _("%(score)s of %(most)s") % said


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, questionnaire: str) -> HttpResponse:
    """Show a questionnaire to be taken and its scores over time, or keep the answers."""
    about = load_questionnaires().get(questionnaire)
    if about is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            return _kept(request, about)
        except StoreError as error:
            problem = str(error)
    taken = taken_questionnaires(open_person(request).key).get(about.id, ())
    context = {
        "about": about,
        "first": [(name, capital(load_facts()[name].ask)) for name in about.needed_first],
        "items": [_item(item) for item in about.items],
        "ticks": any(item.is_yes_no for item in about.items),
        "taken": [_result(about, one) for one in reversed(taken)],
        "plot": score_plot(about, taken),
        "moved": _moved(about, taken),
        "problem": problem,
        "done": "done" in request.GET,
    }
    return render(request, "safety/questionnaire.html", context, status=422 if problem else 200)


def _item(item: Item) -> ItemView:
    steps = () if item.is_yes_no else tuple(range(item.lowest, item.highest + 1))
    return ItemView(item.id, item.text, steps, item.lowest_words, item.highest_words)


def _kept(request: HttpRequest, about: Questionnaire) -> HttpResponse:
    person, now = open_person(request), present()
    today = local_day(now, person.zone)
    services.keep_questionnaire(person.key, about.id, _answers(request.POST, about), today, now)
    return HttpResponseRedirect(reverse("questionnaire", args=[about.id]) + "?done=1")


def _answers(form: QueryDict, about: Questionnaire) -> dict[str, bool | float]:
    """Return the answers of a form; a scale without an answer stays unknown.

    Raises
    ------
    StoreError
        When an answer is no number.
    """
    ticked = set(form.getlist("so"))
    found: dict[str, bool | float] = {name: name in ticked for name in about.needed_first}
    for item in about.items:
        text = form.get(f"item-{item.id}", "")
        if item.is_yes_no:
            found[item.id] = item.id in ticked
        elif text:
            found[item.id] = _step(text)
    return found


def _step(text: str) -> float:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise StoreError(f"{text[:20]!r} is no answer of a scale; choose one of those shown")
    return float(text)


def _result(about: Questionnaire, taken: TakenQuestionnaire) -> ResultView:
    score = taken.score
    means = "" if score.band is None or score.applies is False else score.band.words
    if score.applies is False:
        means = _("It does not fit: what has to be so first was not ticked.")
    return ResultView(taken.day, _score_words(about, taken), means, len(score.missing))


def _moved(about: Questionnaire, taken: Sequence[TakenQuestionnaire]) -> str:
    scores = {one.day: one.score for one in taken}
    moved = change(about.id, scores)
    if moved is None:
        return ""
    by = {"by": number_text(round(abs(moved.by), 1))}
    words = _("The same as at first.")
    if moved.by:
        words = (
            _("%(by)s points lower than at first.")
            if moved.by < 0
            else _("%(by)s points higher than at first.")
        )
    if moved.important is None:
        return words % by
    enough = {"enough": number_text(about.important_change)}
    noticed = (
        _("People notice %(enough)s points or more: it is as much.")
        if moved.important
        else _("People notice %(enough)s points or more: it is less.")
    )
    return f"{words % by} {noticed % enough}"


@require_POST
def drop(request: HttpRequest, questionnaire: str) -> HttpResponse:
    """Take away one time that it was taken."""
    person = open_person(request)
    day = read_day(request.POST.get("day", ""))
    services.drop_questionnaire(person.key, questionnaire, day, present())
    return HttpResponseRedirect(reverse("questionnaire", args=[questionnaire]))
