"""What else can be read: the whole diary, what it shows, what can be logged, who is asking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import BaseModel, Field

from gutline.catalog import EntryKind, load_kinds
from gutline.store import queries
from gutline.store.errors import NotThereError
from gutline.store.services.exports import export_csv
from gutline.web import findings_run
from gutline.web.api.answers import READING
from gutline.web.api.callers import Allows, caller_of
from gutline.web.api.shapes import CallerOut, KindOut

router = Router(tags=["reading"])


class FindingsOut(BaseModel):
    """What the diary showed when it was last looked at."""

    finished_at: datetime
    up_to_date: bool = Field(description="False when something was logged since.")
    findings: dict[str, Any] = Field(description="As `gutline discover --json` writes them.")


@router.get(
    "/session",
    auth=Allows(),
    response={200: CallerOut, **READING},
    summary="Who is asking",
)
@decorate_view(ensure_csrf_cookie)
def read_session(request: HttpRequest) -> dict[str, Any]:
    """Return whose diary it is and what may be done with it."""
    caller = caller_of(request)
    zone = queries.person(caller.person).zone
    return {"person": caller.person, "zone": zone, "scopes": sorted(caller.scopes)}


@router.get(
    "/kinds",
    auth=Allows(),
    response={200: list[KindOut], **READING},
    summary="What can be logged",
)
def read_kinds(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - the same for everybody
    """Return every kind of entry, with its units and their bounds."""
    return [_told_kind(kind) for kind in load_kinds().values()]


def _told_kind(kind: EntryKind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.name,
        "description": kind.description,
        "value": kind.value,
        "unit": kind.unit,
        "units": list(kind.units),
        "lowest": {unit: low for unit, (low, _) in kind.range.items()},
        "highest": {unit: high for unit, (_, high) in kind.range.items()},
    }


@router.get(
    "/diary.csv",
    auth=Allows("read"),
    response={200: None, **READING},
    summary="Read the whole diary",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {}}}}},
)
def read_diary_csv(request: HttpRequest) -> HttpResponse:
    """Return the diary as CSV, as `gutline discover` reads it."""
    text = export_csv(caller_of(request).person)
    return HttpResponse(text, content_type="text/csv; charset=utf-8")


@router.get(
    "/findings",
    auth=Allows("read"),
    response={200: FindingsOut, **READING},
    summary="Read what the diary shows",
)
def read_findings(request: HttpRequest) -> dict[str, Any]:
    """Return the latest findings; 404 until there are any."""
    owner = queries.person(caller_of(request).person)
    latest = findings_run.latest_findings(owner)
    if latest is None:
        raise NotThereError("there are no findings yet; they come some minutes after you log")
    return {
        "finished_at": latest.finished_at,
        "up_to_date": latest.revision >= owner.revision,
        "findings": latest.document,
    }
