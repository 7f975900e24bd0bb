"""A day on a terminal: when, what, how much, where, and the note."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gutline.cli.day_text import day_lines, record_line
from gutline.diary import Entry
from gutline.store.records import Content, Record

AT = datetime(2026, 3, 1, 8, 5, tzinfo=UTC)


def record(kind, name, value=None, unit="", *, detail=None, **more):
    entry = Entry(AT, kind, name, value, unit, **more)
    return Record(1, Content(entry, "UTC", detail or {}), 0, AT)


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (record("symptom", "back pain", 6.0, "nrs"), "08:05  back pain 6"),
        (record("symptom", "back pain", 6.5, "nrs"), "08:05  back pain 6.5"),
        (record("symptom", "none"), "08:05  no symptoms"),
        (record("food", "rye bread"), "08:05  rye bread"),
        (record("food", "rye bread", 1.0, "serving"), "08:05  rye bread"),
        (record("food", "rye bread", 2.0, "serving"), "08:05  rye bread x 2"),
        (record("food", "yoghurt", 150.0, "g"), "08:05  yoghurt 150 g"),
        (record("food", "none"), "08:05  no foods"),
        (record("drink", "coffee", 250.0, "ml"), "08:05  coffee 250 ml"),
        (record("stool", "stool", 4.0, "bristol"), "08:05  stool 4"),
        (record("sleep", "sleep", 7.5, "h"), "08:05  sleep 7.5 h"),
        (record("supplement", "magnesium", 400.0, "mg"), "08:05  supplement: magnesium 400 mg"),
        (record("complete", "food"), "08:05  complete: food"),
        (record("note", "note", note="slept\n at Anna's"), "08:05  note  “slept at Anna's”"),
        (record("food", "soup", day_only=True), "       soup"),
    ],
)
def test_an_entry_is_one_line(one, line):
    assert record_line(one) == line


def test_places_have_their_names():
    detail = {"sites": ["lower_back_left", "tailbone_middle"], "stiffness_min": 45.0}
    line = record_line(record("symptom", "back pain", 6.0, "nrs", detail=detail))
    assert line == "08:05  back pain 6  (lower back, left; tailbone)  stiff for 45 min"


def test_a_place_that_is_not_known_any_more_is_shown_by_its_id():
    detail = {"sites": ["third_arm"]}
    assert "(third_arm)" in record_line(record("symptom", "pain", 1.0, "nrs", detail=detail))


class Page:
    def __init__(self, day, *records):
        self.day = day
        self.records = records


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (date(2026, 3, 1), "Today, Sunday 1 March 2026"),
        (date(2026, 2, 28), "Yesterday, Saturday 28 February 2026"),
        (date(2026, 2, 1), "Sunday 1 February 2026"),
        (date(2026, 3, 2), "Monday 2 March 2026"),
    ],
)
def test_a_day_is_named(day, heading):
    lines = list(day_lines(Page(day), date(2026, 3, 1)))
    assert lines == [heading, "Nothing is logged for this day."]


def test_entries_follow_in_order():
    page = Page(date(2026, 3, 1), record("food", "soup"), record("drink", "tea"))
    assert list(day_lines(page, date(2026, 3, 1)))[1:] == ["08:05  soup", "08:05  tea"]
