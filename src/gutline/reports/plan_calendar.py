"""A plan's reminders as a calendar other programs subscribe to (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

if TYPE_CHECKING:
    from gutline.routine.reminders import Reminder

NAME = "Gutline"
LONGEST = timedelta(minutes=15)
"""How long an event looks in a calendar; it is a moment, not an appointment."""
ASKED_AGAIN = timedelta(hours=1)


def render_plan_calendar(reminders: Iterable[Reminder], now: datetime, salt: str = "") -> bytes:
    """Return a calendar with one event and one alarm for each reminder.

    Parameters
    ----------
    reminders : iterable of Reminder
        Of the coming days; what is done already is not among them.
    now : datetime
        The present, aware.
    salt : str
        Goes into the identifiers, so that nobody can guess from them what is meant.

    Returns
    -------
    bytes
        Every reminder has the same identifier each time, so that a program that fetches it again
        shows it once. It holds the reminders' own words and nothing else.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gutline//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    for one in reminders:
        calendar.add_component(_event(one, now, salt))
    made: bytes = calendar.to_ical()
    return made


def _event(one: Reminder, now: datetime, salt: str) -> Event:
    event = Event()
    named = hashlib.sha256(f"{salt}\x1f{one.key}".encode()).hexdigest()[:32]
    event.add("uid", f"{named}@gutline")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", one.at.astimezone(UTC))
    event.add("dtend", min(one.at + LONGEST, max(one.until, one.at)).astimezone(UTC))
    event.add("summary", one.words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.words)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
