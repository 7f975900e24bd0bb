"""From the form of an item to an item, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gutline.diary.measures import number_text
from gutline.routine.errors import RoutineError
from gutline.routine.items import Item, check_item, free_id
from gutline.routine.plan import Plan
from gutline.routine.plan_data import item_as_data, item_from_data
from gutline.store.errors import EntryRefusedError
from gutline.web.pages.form_fields import read_number

if TYPE_CHECKING:
    from django.http import QueryDict

_TEXTS = ("name", "what", "unit", "smallest", "ref")


def read_item(form: QueryDict, plan: Plan, before: Item | None) -> Item:
    """Return the item that a form says.

    Parameters
    ----------
    form : QueryDict
    plan : Plan
        For an id that is free.
    before : Item or None
        The item that is changed; its id and reason stay.

    Raises
    ------
    RoutineError
        When it cannot be; the field is that of the form.
    """
    data: dict[str, Any] = {name: form.get(name, "").strip() for name in _TEXTS}
    by_event = form.get("cue", "clock") == "event"
    data["event"] = form.get("event", "") if by_event else ""
    data["at"] = "" if by_event else form.get("at", "")
    data["until"] = "" if by_event else form.get("until", "")
    data["minutes_after"] = int(_number(form, "minutes_after") or 0) if by_event else 0
    data |= {name: _number(form, name) for name in ("amount", "smallest_amount")}
    data["weekdays"] = [int(day) for day in form.getlist("weekdays") if day in set("0123456")]
    data["tolerance_min"] = int(_number(form, "tolerance_min") or 45)
    data["remind"] = form.get("remind") == "1"
    taken = {item.id for item in plan.items}
    data["id"] = before.id if before else free_id(data["name"], taken)
    wish = {"kind": "wish", "ref": "", "words": form.get("why", "").strip()}
    keeps = before is not None and before.why.kind != "wish"
    data["why"] = item_as_data(before)["why"] if keeps and before else wish
    return check_item(item_from_data(data))


def _number(form: QueryDict, name: str) -> float | None:
    try:
        return read_number(name, form.get(name, ""))
    except EntryRefusedError as error:
        raise RoutineError(name, error.reason) from None


def form_of(item: Item | None) -> Mapping[str, Any]:
    """Return what a form shows at first."""
    if item is None:
        return {"what": "practice", "cue": "clock", "weekdays": list(range(7)), "remind": True,
                "tolerance_min": 45, "minutes_after": 0}  # fmt: skip
    data = item_as_data(item)
    data |= {name: number_text(data[name]) for name in ("amount", "smallest_amount")}
    return {**data, "cue": "event" if item.cue.event else "clock", "why": item.why.words}


def typed(form: QueryDict) -> Mapping[str, Any]:
    """Return what was typed, to be shown again beside what is wrong with it."""
    shown: dict[str, Any] = {name: form.get(name, "") for name in form}
    shown["weekdays"] = [int(day) for day in form.getlist("weekdays") if day in set("0123456")]
    shown["remind"] = form.get("remind") == "1"
    return shown
