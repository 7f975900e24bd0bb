"""Today's plan inside Today: each thing with its cue, and one tap for done."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from gutline.diary.zones import zone_named
from gutline.routine.cues import window_on
from gutline.routine.reminders import silencing
from gutline.store.queries.routine import RoutineDay, routine_day
from gutline.web.pages.plan_drift import drift_view
from gutline.web.pages.plan_words import REASON_WORDS, STATE_WORDS, ItemLine, item_line
from gutline.web.pages.safety_standing import kept_for

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from django.http import HttpRequest

    from gutline.routine.items import Item
    from gutline.store.records import PersonRecord

ORDER = 30
_BAD_DAY = ("note", "bad day")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One item on one day.

    Attributes
    ----------
    line : ItemLine
    state, words, reason : str
        What is known, and in words.
    is_now : bool
        Whether its window is open.
    at : str
        When it is meant today, "13:15".
    later : str
        Until when it was put off, "15:30"; empty where it was not, or that has passed.
    """

    line: ItemLine
    state: str
    words: str
    reason: str
    is_now: bool
    at: str
    later: str = ""


def panel(request: HttpRequest, person: PersonRecord, now: datetime) -> str:
    """Return today's plan; nothing for who has none, and a word only beside an emergency."""
    zone = zone_named(person.zone)
    day = now.astimezone(zone).date()
    today = routine_day(person.key, day, zone)
    if today is None:
        return ""
    if silencing(kept_for(request, person).advice(day)):
        return render_to_string("plan/silent.html", {}, request=request)
    logged = {(entry.kind, entry.name) for entry in today.entries}
    shown = {
        "rows": plan_rows(today, day, zone, now),
        "day": day,
        "off": today.notes.marks.off,
        "bad_day": _BAD_DAY in logged,
        "reasons": REASON_WORDS.items(),
        "drift": drift_view(person),
        "nonce": secrets.token_hex(4),
    }
    return render_to_string("plan/panel.html", shown, request=request)


def plan_rows(today: RoutineDay, day: date, zone: tzinfo, now: datetime) -> list[PlanRow]:
    """Return what is planned for a day, in order of time, with what is known of it."""
    rows = []
    for item in today.plan.on(day):
        state = today.kept.states.get(item.id, "unknown")
        window = window_on(item, day, zone, events=today.known.events)
        row = _row(today, item, state, window.start <= now < window.end,
                   f"{window.start.astimezone(zone):%H:%M}")  # fmt: skip
        later = _later(today, item, zone, now) if state == "unknown" else ""
        rows.append((window.start, replace(row, later=later)))
    return [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].line.id))]


def _later(today: RoutineDay, item: Item, zone: tzinfo, now: datetime) -> str:
    times = today.notes.put_off.get(item.id, ())
    return f"{times[-1].astimezone(zone):%H:%M}" if times and times[-1] > now else ""


def _row(today: RoutineDay, item: Item, state: str, is_now: bool, at: str) -> PlanRow:  # noqa: FBT001
    reason = str(REASON_WORDS.get(today.kept.reasons.get(item.id, ""), "")).lower()
    open_now = is_now and state == "unknown"
    return PlanRow(item_line(item), state, str(STATE_WORDS[state]), reason, open_now, at)
