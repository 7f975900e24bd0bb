"""When the library holds something back: advice that holds now and is an emergency or urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.routine.sessions import stopping
from gutline.store.queries.safety import standing_advice
from gutline.web.diaries import open_person
from gutline.web.pages.moments import local_day
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gutline.safety.advice import Advice


def held_back(request: HttpRequest, *, only_emergencies: bool = False) -> Advice | None:
    """Return the advice under which nothing is led through, or None when all is well.

    Parameters
    ----------
    request : HttpRequest
        Signed in.
    only_emergencies : bool
        Breathing and sitting quietly stay open beside advice that is urgent.
    """
    person = open_person(request)
    found = stopping(standing_advice(person.key, local_day(present(), person.zone)))
    if found is None or (only_emergencies and not found.stops_everything):
        return None
    return found
