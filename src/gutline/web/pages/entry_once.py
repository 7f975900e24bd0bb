"""A form of a new entry is kept once: its address names it, and so does what is kept of it.

Going back to a form that was kept asks for its address anew; what is found under it then is the
entry, to be changed or kept as another one.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse

from gutline.store import queries

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from gutline.store.records import Record

_NAME = re.compile(r"[0-9a-f]{16}")


def new_form() -> str:
    """Return a name for a form that no other form has."""
    return secrets.token_hex(8)


def form_named(asked: QueryDict, field: str) -> str:
    """Return the name of the form that is asked for; "" where there is none."""
    name = asked.get(field, "")
    return name if _NAME.fullmatch(name) else ""


def id_of_form(form: str, kind: str) -> str:
    """Return the id under which an entry of a form is kept; "" of a form without a name."""
    if not form:
        return ""
    return "page-" + hashlib.sha256(f"{form}\x1f{kind}".encode()).hexdigest()[:32]


def kept_of_form(person: int, form: str, kind: str) -> Record | None:
    """Return what was kept of a form before, whatever became of it since."""
    return queries.entry_by_id(person, id_of_form(form, kind)) if form else None


def to_named_form(request: HttpRequest) -> HttpResponseRedirect:
    """Send a browser on to the same form under a name of its own."""
    asked = request.GET.copy()
    asked["form"] = new_form()
    return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")


def to_kept(record: Record) -> HttpResponseRedirect:
    """Send a browser on to what was kept of its form."""
    return HttpResponseRedirect(reverse("entry", args=[record.key]) + "?kept=1")
