"""From the fields of a form to something the store can keep."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

from gutline.catalog import load_kinds
from gutline.diary.entries import shown
from gutline.store.drafts import Draft
from gutline.store.errors import EntryRefusedError
from gutline.web.pages.moments import When, read_when

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST_NUMBER = 40


def read_draft(form: QueryDict, zone: str) -> Draft:
    """Return what a form says: kind, name, value, unit, note, at, zone, sites and stiffness_min.

    Nothing is added to it: a form whose answer was lost is sent again through the API, and is kept
    once because it says the same.

    Raises
    ------
    EntryRefusedError
        When a field is not what it should be.
    """
    kind = form.get("kind", "")
    if kind not in load_kinds():
        raise EntryRefusedError("kind", shown(kind), "there is no such kind; choose one")
    when = read_when(form.get("at", ""), zone, second=form.get("second") == "1")
    return Draft(
        kind=kind,
        name=form.get("name", ""),
        at=when.at,
        value=read_number("value", form.get("value", "")),
        unit=form.get("unit", ""),
        zone=form.get("zone", "") or (zone if when.at is not None else ""),
        note=form.get("note", "").replace("\r\n", "\n"),
        id=read_id(form, when),
        day_only=when.day_only,
        detail=read_detail(form, kind),
    )


def read_number(field: str, text: str) -> float | None:
    """Return a number; None where the field is empty. A comma is a point.

    Raises
    ------
    EntryRefusedError
        When it is no number.
    """
    text = text.strip()
    if not text:
        return None
    try:
        if len(text) > LONGEST_NUMBER or "_" in text:
            raise _no_number(field, text)
        number = float(text.replace(",", "."))
    except ValueError:
        raise _no_number(field, text) from None
    if not math.isfinite(number):
        raise _no_number(field, text)
    return number


def _no_number(field: str, text: str) -> EntryRefusedError:
    return EntryRefusedError(field, shown(text), "is no number; write it as 2 or 2.5")


def read_detail(form: QueryDict, kind: str) -> dict[str, object]:
    """Return body sites and stiffness, where the kind has them and they are given.

    Raises
    ------
    EntryRefusedError
        When the minutes are no number.
    """
    detail: dict[str, object] = {}
    if kind == "symptom":
        if form.getlist("sites"):
            detail["sites"] = form.getlist("sites")
        stiff = read_number("detail.stiffness_min", form.get("stiffness_min", ""))
        if stiff is not None:
            detail["stiffness_min"] = stiff
    return detail


def read_id(form: QueryDict, when: When) -> str:
    """Return the id the page gave; else one that is the same when a button is pressed twice."""
    nonce = form.get("nonce", "")
    if form.get("id"):
        return form.get("id", "")
    if not nonce:
        return ""
    said = [
        nonce,
        str(when.at),
        *(form.get(name, "") for name in ("kind", "name", "value", "unit", "note")),
    ]
    return "page-" + hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()[:32]
