"""Days off: saying that days are, ahead or now, and which ones are still to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gutline.store.queries.routine import days_off
from gutline.store.services.days_off import set_days_off
from gutline.web.diaries import open_person
from gutline.web.pages.moments import read_day
from gutline.web.present import present

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

OFF_WORDS: Mapping[str, str | Promise] = {"holiday": _("Holiday"), "sick": _("Sick")}
_AHEAD = timedelta(days=366)
_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OffSpan:
    """Days off in a row, for one reason.

    Attributes
    ----------
    first, last : date
        Both included.
    why : str
        "sick" or "holiday".
    """

    first: date
    last: date
    why: str

    @property
    def words(self) -> str | Promise:
        """The reason, as it is shown."""
        return OFF_WORDS[self.why]


def coming_off(person: int, today: date) -> tuple[OffSpan, ...]:
    """Return the days off from today on, the next ones first."""
    found: list[OffSpan] = []
    for day, why in sorted(days_off(person, today, today + _AHEAD).items()):
        if found and found[-1].why == why and found[-1].last + _NEXT == day:
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(OffSpan(day, day, why))
    return tuple(found)


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Say that days are sick days or a holiday, or that they are not."""
    form = request.POST
    first = read_day(form.get("day", ""))
    last = read_day(form["until"]) if form.get("until") else first
    set_days_off(open_person(request).key, first, last, form.get("off", ""), present())
    where = form.get("from", "")
    return redirect(where if where in {"plan", "review"} else "today")
