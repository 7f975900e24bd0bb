"""The plan: read it, change an item, say what was done, take the reminders that are due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Path, Router
from pydantic import BaseModel, Field

from gutline.diary.zones import zone_named
from gutline.routine.adherence import DayKept
from gutline.routine.errors import RoutineError
from gutline.routine.plan_data import item_from_data, plan_as_data
from gutline.store import queries
from gutline.store.errors import EntryRefusedError
from gutline.store.queries.routine import kept_days, kept_plan
from gutline.store.services import plan as services
from gutline.store.services.plan_days import mark_item as keep_mark
from gutline.store.services.plan_days import unmark_item
from gutline.store.services.reminders import claim_reminders
from gutline.web.api.answers import READING, WRITING
from gutline.web.api.callers import Allows, caller_of
from gutline.web.api.shapes import DayField, Strict, Text
from gutline.web.present import present

router = Router(tags=["plan"])

ItemId = Annotated[str, Field(min_length=1, max_length=60, description="The item's id.")]


class ItemIn(Strict):
    """One thing of a plan, as GET /api/plan shows it; what is left out has its default."""

    id: Text = Field(description="Small letters, digits and -: `wind-down`.", examples=["walk"])
    name: Text = Field(description="What it is called, in the diary too.", examples=["walk"])
    what: Text = Field("practice", description="practice, session, food, drink, supplement, ...")
    at: Text = Field("", description="From what time of day, 08:00; empty with an event.")
    until: Text = Field("", description="Until what time of day.")
    event: Text = Field("", description="What it follows: waking, lunch, last_meal.")
    minutes_after: int = Field(0, ge=0, le=720)
    amount: float | None = None
    unit: Text = ""
    weekdays: list[int] = Field(
        default_factory=lambda: list(range(7)), description="0 Monday to 6 Sunday.", max_length=7
    )
    smallest: Text = Field("", description="What counts on a bad day.")
    smallest_amount: float | None = None
    tolerance_min: int = Field(45, ge=5, le=180, description="For a meal: give or take.")
    ref: Text = Field("", description="The guided practice it opens.")
    remind: bool = True


class MarkIn(Strict):
    """What was done of one item on one day."""

    item: Text
    day: DayField | None = Field(None, description="By default today.")
    state: Text = Field(description="done, partly, skipped; unknown takes it back.")
    reason: Text = Field("", description="With skipped: forgot, no time, not at hand, ...")


class PlanOut(BaseModel):
    """A plan and its version."""

    version: int = Field(description="-1 before there is a plan.")
    plan: dict[str, Any]


class DayOut(BaseModel):
    """What is known of a plan on one day."""

    day: date
    off: str = Field(description="`sick`, `holiday` or empty.")
    states: dict[str, str] = Field(description="By item: done, partly, skipped, unknown.")
    reasons: dict[str, str]
    share: float | None = Field(description="Kept of what is known, 0 to 1.")


class ReminderOut(BaseModel):
    """A reminder to be given now; it is never returned again."""

    key: str
    item: str
    words: str
    at: datetime
    until: datetime


@router.get(
    "/plan", auth=Allows("read"), response={200: PlanOut, **READING}, summary="Read the plan"
)
def read_plan(request: HttpRequest) -> dict[str, Any]:
    """Return the plan as it is now."""
    return _told(caller_of(request).person)


@router.put(
    "/plan/items",
    auth=Allows("change"),
    response={200: PlanOut, **WRITING},
    summary="Add or change an item",
)
def keep_item(request: HttpRequest, said: Body[ItemIn]) -> dict[str, Any]:
    """Keep an item under its id; the reason it is there stays.

    A supplement is refused until the safety check lets it pass.
    """
    person = caller_of(request).person
    try:
        item = item_from_data(said.model_dump())
    except RoutineError as error:
        raise EntryRefusedError(error.field, "", error.reason) from None
    services.keep_item(person, item, present(), keeps_why=True)
    return _told(person)


@router.delete(
    "/plan/items/{item}",
    auth=Allows("change"),
    response={200: PlanOut, **WRITING},
    summary="Take an item off the plan",
)
def remove_item(request: HttpRequest, item: Path[ItemId]) -> dict[str, Any]:
    """Take an item off the plan; what was done of it stays in the diary."""
    person = caller_of(request).person
    services.remove_item(person, item, present())
    return _told(person)


@router.get(
    "/plan/days/{day}",
    auth=Allows("read"),
    response={200: DayOut, **READING},
    summary="Read what was done on a day",
)
def read_plan_day(request: HttpRequest, day: Path[DayField]) -> dict[str, Any]:
    """Return what is known of the plan on one local day."""
    return _told_day(caller_of(request).person, day)


@router.post(
    "/plan/marks",
    auth=Allows("log"),
    response={200: DayOut, **WRITING},
    summary="Say what was done",
)
def mark_item(request: HttpRequest, said: Body[MarkIn]) -> dict[str, Any]:
    """Keep what was done of one item; said twice, it is kept once."""
    person, now = caller_of(request).person, present()
    zone = zone_named(queries.person(person).zone)
    day = said.day or now.astimezone(zone).date()
    if said.state == "unknown":
        unmark_item(person, said.item, day, now)
    else:
        keep_mark(person, said.item, day, said.state, now, reason=said.reason)  # type: ignore[arg-type]  # the service checks it
    return _told_day(person, day)


@router.post(
    "/plan/reminders",
    auth=Allows("log"),
    response={200: list[ReminderOut], **WRITING},
    summary="Take the reminders that are due",
)
def take_reminders(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the reminders to be given now. Each is returned once, to whoever asks first."""
    found = claim_reminders(caller_of(request).person, present())
    return [
        {"key": one.key, "item": one.item, "words": one.words, "at": one.at, "until": one.until}
        for one in found
    ]


def _told(person: int) -> dict[str, Any]:
    kept = kept_plan(person)
    return {"version": kept.version, "plan": plan_as_data(kept.plan)}


def _told_day(person: int, day: date) -> dict[str, Any]:
    zone = zone_named(queries.person(person).zone)
    found = kept_days(person, day, day, zone)
    kept = found[0] if found else DayKept(day, {})
    return {
        "day": kept.day,
        "off": kept.off,
        "states": dict(kept.states),
        "reasons": dict(kept.reasons),
        "share": kept.share,
    }
