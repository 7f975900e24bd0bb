"""What is kept of a person for their safety, read once a request: several panels of Today ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.store.queries.safety import Kept, kept_safety

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gutline.store.records import PersonRecord

_NAME = "_gutline_kept_safety"


def kept_for(request: HttpRequest, person: PersonRecord) -> Kept:
    """Return what is kept of a person, from the request where it was read for it already."""
    there: tuple[int, Kept] | None = getattr(request, _NAME, None)
    if there is None or there[0] != person.key:
        there = (person.key, kept_safety(person.key))
        setattr(request, _NAME, there)
    return there[1]
