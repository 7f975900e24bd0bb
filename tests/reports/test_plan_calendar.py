"""Reminders as a calendar: the same each time, in UTC, and nothing but the reminders' own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from gutline.diary.zones import zone_named
from gutline.reports.plan_calendar import LONGEST, render_plan_calendar
from gutline.routine.reminders import NOTHING_SAID, Reminder

NOW = datetime(2026, 3, 1, 9, 30, 15, 999, tzinfo=UTC)
DAY = date(2026, 3, 1)


def reminder(
    key: str = "2026-03-01.walk.0", minutes: int = 60, words: str = NOTHING_SAID, zone: str = "UTC"
) -> Reminder:
    at = NOW.replace(second=0, microsecond=0).astimezone(zone_named(zone))
    return Reminder(key, "walk", DAY, at, at + timedelta(minutes=minutes), words)


def events(*reminders: Reminder, salt: str = "s", now: datetime = NOW):
    read = Calendar.from_ical(render_plan_calendar(reminders, now, salt))
    return read.walk("VEVENT")


def test_a_calendar_without_reminders_is_a_calendar():
    made = render_plan_calendar([], NOW)
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert events() == []
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in made


def test_an_event_holds_the_time_and_the_words_and_an_alarm_at_once():
    (event,) = events(reminder())
    assert event["DTSTART"].dt == NOW.replace(second=0, microsecond=0)
    assert event["SUMMARY"] == NOTHING_SAID
    assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0)
    assert alarm["DESCRIPTION"] == NOTHING_SAID


@pytest.mark.parametrize(("minutes", "shown"), [(60, 15), (15, 15), (10, 10), (1, 1), (-5, 0)])
def test_an_event_is_short_and_never_ends_before_it_begins(minutes, shown):
    (event,) = events(reminder(minutes=minutes))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=shown) <= LONGEST


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu"])
def test_whatever_the_place_the_moment_is_the_same_in_utc(zone):
    made = render_plan_calendar([reminder(zone=zone)], NOW)
    assert b"DTSTART:20260301T093000Z" in made
    assert b"TZID" not in made


def test_the_name_of_an_event_stays_and_tells_nothing():
    (first,), (later,) = events(reminder()), events(reminder(), now=NOW + timedelta(hours=5))
    assert first["UID"] == later["UID"]
    assert "walk" not in first["UID"]
    assert "2026" not in first["UID"].removesuffix("@gutline")


def test_another_person_another_reminder_or_another_snooze_has_another_name():
    found = [
        events(reminder(), salt="a")[0]["UID"],
        events(reminder(), salt="b")[0]["UID"],
        events(reminder("2026-03-01.walk.1"), salt="a")[0]["UID"],
        events(reminder("2026-03-02.walk.0"), salt="a")[0]["UID"],
    ]
    assert len(set(found)) == 4


@pytest.mark.parametrize(
    "words", ["a, b; c", "two\\n", "x\r\nBEGIN:VEVENT", "ünïcode 散歩", "a" * 300, "BEGIN:VALARM"]
)
def test_words_that_look_like_a_calendar_are_only_words(words):
    (event,) = events(reminder(words=words))
    assert len(event.walk("VALARM")) == 1
    assert str(event["SUMMARY"]).replace("\r\n", "\n") == words.replace("\r\n", "\n")


def test_lines_are_no_longer_than_programs_read():
    made = render_plan_calendar([reminder(words="ß" * 200)], NOW)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_a_present_without_seconds_is_written_without_them():
    (event,) = events(reminder())
    assert event["DTSTAMP"].dt == NOW.replace(microsecond=0)
