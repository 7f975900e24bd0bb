"""A made-up diary to look at: loaded and removed by one click, apart from the person's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gutline.diary.zones import zone_named
from gutline.store.drafts import Draft
from gutline.store.services.demo import add_demo_person, remove_demo_person
from gutline.store.services.log import log_many
from gutline.store.services.people import choose
from gutline.web import accounts
from gutline.web.diaries import DEMO_COOKIE, demo_person, own_person
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gutline.diary.diary import Diary

SYMPTOMS = ("back pain", "bloating")


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Load the made-up diary, if it is not there, and show it."""
    _refuse_shared()
    del request
    if demo_person() is None:
        _load(own_person().zone, present())
    response = redirect("today")
    response.set_cookie(
        DEMO_COOKIE, "1", httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the made-up diary and show the person's own again."""
    _refuse_shared()
    del request
    remove_demo_person()
    response = redirect("today")
    response.delete_cookie(DEMO_COOKIE, samesite="Strict")
    return response


def _refuse_shared() -> None:
    """Refuse where several people sign in: the one made-up diary would be of them all."""
    if accounts.are_on():
        raise Http404


def _load(zone: str, now: datetime) -> None:
    from gutline.simulator import demo_diary  # noqa: PLC0415 - loads numpy, which no other page needs

    drafts = drafts_until(demo_diary().diary, zone, now)
    person = add_demo_person(zone, now)
    log_many(person.key, drafts, now)
    choose(person.key, "symptoms", list(SYMPTOMS), now)
    choose(person.key, "started", True, now)


def drafts_until(diary: Diary, zone: str, now: datetime) -> list[Draft]:
    """Return a diary moved by whole days so that it ends today, without what is still to come."""
    here = now.astimezone(zone_named(zone)).replace(tzinfo=None)
    moved = timedelta(days=(here.date() - max(e.at for e in diary.entries).date()).days)
    drafts = []
    for entry in diary.entries:
        wall = entry.at.replace(tzinfo=None, fold=0) + moved
        if wall <= here:
            drafts.append(
                Draft(
                    entry.kind,
                    entry.name,
                    wall,
                    entry.value,
                    entry.unit,
                    zone,
                    entry.note,
                    "demo",
                    "",
                    entry.day_only,
                )
            )
    return drafts
