"""The plan as lines of a terminal, in the same order and words as on its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from gutline.cli.lines import printable
from gutline.cli.refusal import RefusalError
from gutline.diary.texts import same_name
from gutline.diary.zones import zone_named
from gutline.reports.plan_calendar import render_plan_calendar
from gutline.routine.adherence import DayKept
from gutline.routine.checks import check_routine
from gutline.routine.errors import RoutineError
from gutline.routine.items import Item, free_id
from gutline.routine.plan import Plan, changed_on
from gutline.routine.plan_data import item_from_data
from gutline.routine.proposing import propose
from gutline.routine.review import weekly_review
from gutline.store import queries
from gutline.store.queries.reminders import coming_reminders, mailing_of
from gutline.store.queries.routine import (
    has_feed,
    kept_days,
    kept_plan,
    learnt_habits,
    plan_versions,
)
from gutline.store.records import PersonRecord
from gutline.store.services.plan import add_item
from gutline.store.services.plan_days import mark_item, unmark_item

_BACK = timedelta(days=27)
_EVENTS = {"waking": "waking", "lunch": "lunch", "last_meal": "the last meal"}
_STATES = {"done": "done", "partly": "a little", "skipped": "skipped", "unknown": ""}


def local_day(person: PersonRecord, now: datetime) -> date:
    """Return the date on a person's calendar."""
    return now.astimezone(zone_named(person.zone)).date()


def day_lines(person: PersonRecord, now: datetime, day: date | None) -> Iterator[str]:
    """Yield the plan of a day with what is known of it, then what is odd about the plan."""
    zone = zone_named(person.zone)
    today = local_day(person, now)
    wanted = day or today
    plan = kept_plan(person.key).plan
    if not plan.items:
        yield "Nothing is on the plan yet. `gutline plan add ?` says what could be."
        return
    found = kept_days(person.key, wanted, wanted, zone)
    kept = found[0] if found else DayKept(wanted, {})
    yield f"{wanted:%A} {wanted.day} {wanted:%B %Y}{f', off: {kept.off}' if kept.off else ''}"
    for item in plan.on(wanted):
        yield _item_line(item, kept)
    habits, unseen = learnt_habits(person.key, plan, today)
    for notice in check_routine(plan, today, zone, habits, unseen=unseen):
        yield f"note: {printable(notice.words)}"
    yield _reminding_line(person)


def _reminding_line(person: PersonRecord) -> str:
    """Return by which ways the plan reminds, or could."""
    calendar = (
        "a calendar may fetch them"
        if has_feed(person.key)
        else ("`gutline plan ics FILE` for a calendar, or an address for it on the plan's page")
    )
    mail = {
        "possible": "; by e-mail once `gutline plan mail` set it up",
        "set up": "; by e-mail with `gutline plan remind --mail`",
    }.get(mailing_of(person.key), "")
    return f"reminders: {calendar}{mail}"


def _item_line(item: Item, kept: DayKept) -> str:
    state = _STATES[kept.states.get(item.id, "unknown")]
    reason = kept.reasons.get(item.id, "")
    said = ", ".join(filter(None, (state, reason)))
    amount = f" {item.amount:g} {item.unit}".rstrip() if item.amount else ""
    return f"  {item.id:<24} {printable(item.name)}{amount}, {cue_words(item)}" + (
        f"  [{said}]" if said else ""
    )


def cue_words(item: Item) -> str:
    """Return when an item is meant, in a few words."""
    cue = item.cue
    if cue.event:
        after = f"{cue.minutes_after} min after" if cue.minutes_after else "after"
        return f"{after} {_EVENTS[cue.event]}"
    at = f"{cue.at:%H:%M}" if cue.at else ""
    if item.what == "meal":
        return f"{at}, give or take {item.tolerance_min} min"
    return f"{at} to {cue.until:%H:%M}" if cue.until else f"from {at}"


def named(person: PersonRecord, words: str) -> Item:
    """Return the item of this id or name.

    Raises
    ------
    RefusalError
        When there is none.
    """
    plan = kept_plan(person.key).plan
    wanted = same_name(words)
    for item in plan.items:
        if words == item.id or wanted == same_name(item.name):
            return item
    there = ", ".join(item.id for item in plan.items) or "nothing"
    raise RefusalError(f"{words!r} is not on the plan; there is {there}.")


def mark(
    person: PersonRecord, now: datetime, words: str, state: str, reason: str, day: date | None
) -> str:
    """Keep what was done of an item; return it as a line."""
    item = named(person, words)
    wanted = day or local_day(person, now)
    if state == "unknown":
        unmark_item(person.key, item.id, wanted, now)
        return f"{wanted}  {printable(item.name)}: taken back"
    mark_item(person.key, item.id, wanted, state, now, reason=reason)  # type: ignore[arg-type]  # the service checks it
    said = ", ".join(filter(None, (_STATES[state], reason)))
    return f"{wanted}  {printable(item.name)}: {said}"


def add_lines(
    person: PersonRecord, now: datetime, name: str, asked: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what was put on the plan, or with "?" what could be."""
    plan = kept_plan(person.key).plan
    if name == "?":
        outcomes = queries.names_logged(person.key, "symptom", now.date() - timedelta(days=60))
        for item in propose(plan, outcomes):
            yield f"{item.id}: {item.name}, {cue_words(item)}. Why: {item.why.words}"
        yield "Take one, or none: gutline plan add NAME (as named here, or anything of your own)."
        return
    item = _of_proposals(name, plan, asked) or _of_options(name, asked, plan)
    add_item(person.key, item, now)
    yield f"on the plan: {printable(item.name)}, {cue_words(item)}"


def _of_proposals(name: str, plan: Plan, asked: Mapping[str, Any]) -> Item | None:
    """Return the starter of this id, for who says nothing else of it."""
    from gutline.routine.proposing import load_starters

    found = next((one.item for one in load_starters() if one.item.id == name), None)
    if found is None or _says_more(asked):
        return None
    if any(item.id == found.id for item in plan.items):
        raise RefusalError(
            f"{name} is on the plan already; it was left as it is."
            f" To begin anew: gutline plan remove {name}"
        )
    return found


def _says_more(asked: Mapping[str, Any]) -> bool:
    plain = {"minutes_after": 0, "what": "practice", "after": None, "amount": None}
    return any(value != plain.get(name, "") for name, value in asked.items())


def _of_options(name: str, asked: Mapping[str, Any], plan: Plan) -> Item:
    taken = {one.id for one in plan.items}
    days = [part.strip() for part in asked["weekdays"].split(",") if part.strip()]
    if not all(day in set("0123456") for day in days):
        raise RefusalError("--weekdays takes numbers from 0 Monday to 6 Sunday, as in 0,1,4.")
    data = {key: asked[key] for key in ("at", "until", "what", "amount", "unit", "smallest")}
    try:
        item = item_from_data({**data, "id": free_id(name, taken), "name": name})
    except RoutineError as error:
        raise RefusalError(f"{error}.") from None
    event = replace(item.cue, event=asked["after"] or "", minutes_after=asked["minutes_after"])
    item = replace(item, cue=event)
    return replace(item, weekdays=frozenset(map(int, days))) if days else item


def review_lines(person: PersonRecord, now: datetime) -> Iterator[str]:
    """Yield the last seven days by item, and the one change they suggest."""
    zone, today = zone_named(person.zone), local_day(person, now)
    plan = kept_plan(person.key).plan
    days = kept_days(person.key, today - _BACK, today, zone)
    versions = plan_versions(person.key, zone)
    told = weekly_review(plan, days, today, changed_on(versions))
    yield f"{told.first} to {told.last}: days that count"
    for row in told.rows:
        week = row.week
        unknown = f", {week.unknown} not known" if week.unknown else ""
        little = f", {week.partly} of them a little" if week.partly else ""
        counting = f"{week.counting} of {week.planned}{little}{unknown}"
        yield f"  {row.item.id:<24} {counting}"
    yield printable(told.change.words)
    if versions:
        yield f"The plan is as it is since {versions[-1].since}."


def write_calendar(person: PersonRecord, now: datetime, file: str, days: int) -> str:
    """Write the reminders of the coming days; return what was written, as a line.

    Raises
    ------
    RefusalError
        When the file cannot be written.
    """
    found = coming_reminders(person.key, now, days)
    try:
        Path(file).write_bytes(render_plan_calendar(found, now))
    except OSError as error:
        raise RefusalError(f"{file} cannot be written ({error.strerror}); name another.") from None
    return f"{len(found)} reminders of {days} days are in {file}"
