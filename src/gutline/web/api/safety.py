"""Safety: the advice that holds, answers to its questions, and whether a plan may start."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Body, Router
from pydantic import BaseModel, Field

from gutline.catalog.emergency_numbers import numbers_for
from gutline.reports.advice import advice_document, decision_document
from gutline.safety.gates import KINDS, Plan, PlanError, may_start
from gutline.safety.interview import next_page
from gutline.store import queries
from gutline.store.errors import EntryRefusedError
from gutline.store.queries.safety import kept_safety, profile_of
from gutline.store.queries.trials import kept_trials
from gutline.store.services.safety import keep_answers
from gutline.trials.safety_plans import running_eliminations
from gutline.web.api.answers import READING, WRITING
from gutline.web.api.callers import Allows, caller_of
from gutline.web.api.shapes import DayField, Strict, Text
from gutline.web.pages.moments import local_day
from gutline.web.present import present

MOST_NAMES = 20
router = Router(tags=["safety"])


class AnswersIn(Strict):
    """Answers to questions of the check, by id; what is left out stays as it is."""

    answers: dict[str, bool | int | float | str] = Field(
        description="By id of the question.", examples=[{"age": 44, "fever": False}], max_length=200
    )


class WantedIn(Strict):
    """Something that somebody wants to test or change."""

    kind: Text = Field(description=", ".join(KINDS), examples=["elimination"])
    names: list[Text] = Field(
        default_factory=list, max_length=MOST_NAMES, description="What it is about."
    )
    days: int = Field(28, ge=1, le=3650)
    start: DayField | None = Field(None, description="By default today.")
    dose: float | None = Field(None, gt=0, description="Of a supplement, a day.")
    dose_unit: Text = ""
    harmed_before: bool | None = Field(
        None, description="Whether the food once made the person seriously ill."
    )


class AdviceOut(BaseModel):
    """What the rules say now, the strictest first; an emergency stops everything."""

    stops_everything: bool
    country: str
    emergency_number: str
    crisis_line: str
    advice: list[dict[str, Any]]
    questions: list[str] = Field(description="Ids of the questions that the check asks next.")
    note: str


class DecisionOut(BaseModel):
    """Whether a plan may start, why not, and what to do first."""

    allowed: bool
    reasons: list[dict[str, Any]]
    what_first: list[str]
    questions: list[str] = Field(description="Ids of questions to be answered first.")
    put_back: date | None = Field(description="The day on which a food comes back at the latest.")


@router.get(
    "/advice",
    auth=Allows("read"),
    response={200: AdviceOut, **READING},
    summary="Read the advice that holds",
)
def read_advice(request: HttpRequest) -> dict[str, Any]:
    """Return what answers, lists and diary make the rules say now."""
    return _told(caller_of(request).person)


@router.post(
    "/advice",
    auth=Allows("change"),
    response={200: AdviceOut, **WRITING},
    summary="Answer questions of the check",
)
def answer(request: HttpRequest, said: Body[AnswersIn]) -> dict[str, Any]:
    """Keep answers, and return what the rules say with them. What is not sent stays unknown."""
    person = caller_of(request).person
    keep_answers(person, said.answers, _today(person), present())
    return _told(person)


@router.post(
    "/may-start",
    auth=Allows("read"),
    response={200: DecisionOut, **WRITING},
    summary="Ask whether a plan may start",
)
def ask_gates(request: HttpRequest, said: Body[WantedIn]) -> dict[str, Any]:
    """Ask the gates that every plan has to pass; nothing is kept, and nothing is started."""
    person = caller_of(request).person
    today = _today(person)
    running = running_eliminations((kept.trial for kept in kept_trials(person)), today)
    profile = profile_of(person, today, [trial.plan.exposure for trial in running])
    diary = queries.read_diary(person)
    return decision_document(may_start(_plan(said, today), profile, diary, today=today))


def _plan(said: WantedIn, today: date) -> Plan:
    fields = said.model_dump()
    names = tuple(name.strip() for name in fields.pop("names") if name.strip())
    try:
        return Plan(**{**fields, "names": names, "start": said.start or today})
    except PlanError as error:
        field = "names" if said.kind in KINDS else "kind"
        raise EntryRefusedError(field, said.kind, str(error)) from None


def _today(person: int) -> date:
    return local_day(present(), queries.person(person).zone)


def _told(person: int) -> dict[str, Any]:
    kept, today = kept_safety(person), _today(person)
    country = queries.choices(person).get("country")
    numbers = numbers_for(country if isinstance(country, str) else "")
    page = next_page(kept.profile(today).answers)
    return advice_document(kept.advice(today), numbers, page.facts if page else ())
