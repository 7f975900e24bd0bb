"""The weekly review: a minute of looking back, and at most one change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gutline.diary.zones import zone_named
from gutline.routine.errors import RoutineError
from gutline.routine.plan import changed_on
from gutline.routine.review import weekly_review
from gutline.store.errors import EntryRefusedError
from gutline.store.queries.routine import kept_days, kept_plan, plan_versions
from gutline.store.services import plan as services
from gutline.web.diaries import open_person
from gutline.web.pages.plan_drift import drift_view
from gutline.web.pages.plan_words import REASON_WORDS
from gutline.web.present import present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from gutline.routine.adherence import DayKept
    from gutline.routine.items import Item
    from gutline.routine.review import Row

_BACK = timedelta(days=27)
_MARKS = {"done": "●", "partly": "◐", "skipped": "○", "unknown": "?"}
_WORDS = {"done": "done", "partly": "a little", "skipped": "skipped", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of one item: a mark, and the same in words."""

    day: date
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One item of the review, with its seven days."""

    row: Row
    cells: tuple[DayCell, ...]
    reason: str


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show the last seven days, and the one change they suggest."""
    person, now = open_person(request), present()
    zone = zone_named(person.zone)
    today = now.astimezone(zone).date()
    kept = kept_plan(person.key)
    plan = kept.plan
    days = kept_days(person.key, today - _BACK, today, zone)
    changed = changed_on(plan_versions(person.key, zone))
    told = weekly_review(plan, days, today, changed)
    dates = [told.first + timedelta(days=n) for n in range(7)]
    shown = {
        "review": told,
        "rows": [_row(row, days, dates) for row in told.rows],
        "drift": drift_view(person),
        "changed": request.GET.get("changed") == "1",
        "version": kept.version,
    }
    return render(request, "plan/review.html", shown)


def _row(row: Row, days: Sequence[DayKept], dates: Sequence[date]) -> ReviewRow:
    by_day = {day.day: day for day in days}
    cells = tuple(_cell(row.item, day, by_day.get(day)) for day in dates)
    return ReviewRow(row, cells, str(REASON_WORDS.get(row.reason, "")).lower())


def _cell(item: Item, on: date, day: DayKept | None) -> DayCell:
    state = day.states.get(item.id) if day else None
    if day is None or state is None:
        return DayCell(on, "·", "not planned")
    if day.off:
        return DayCell(on, "–", f"day off: {day.off}")
    return DayCell(on, _MARKS[state], _WORDS[state])


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Make the one change the review ends in: a smaller version, or setting an item aside."""
    person, now, form = open_person(request), present(), request.POST
    ident, kind = form.get("item", ""), form.get("kind", "")
    if kind == "set aside":
        services.remove_item(person.key, ident, now)
    elif kind == "smaller":
        return _made_smaller(person.key, ident, form.get("version", ""), now)
    elif kind == "other cue":
        return redirect("plan-item", item=ident)
    elif kind == "add":
        return redirect("plan")
    else:
        raise EntryRefusedError("kind", "", "press a button of the page")
    return HttpResponseRedirect(f"{reverse('review')}?changed=1")


def _made_smaller(person: int, ident: str, seen: str, now: datetime) -> HttpResponse:
    """Plan the smallest version; where it has no amount, its form is where that is said.

    Pressed twice it is made once: the plan of the page is not the plan any more.
    """
    kept = kept_plan(person)
    try:
        item = kept.plan.item(ident)
    except RoutineError as error:
        raise EntryRefusedError("item", "", error.reason) from None
    amount = item.part
    if amount is None:
        return redirect("plan-item", item=ident)
    if seen == str(kept.version):
        smaller = replace(item, amount=amount, smallest_amount=None, smallest="")
        services.keep_item(person, smaller, now, expected=kept.version)
    elif item.smallest or item.smallest_amount:
        return redirect("review")  # changed elsewhere since: look again
    return HttpResponseRedirect(f"{reverse('review')}?changed=1")
