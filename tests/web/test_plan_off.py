"""Days off ahead on the plan's page, what was put off on Today, and silence beside an emergency."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.web.conftest import NOW
from tests.web.test_plan_pages import TODAY, WALK, calendar, made_address, text


@pytest.fixture
def planned(person):
    from gutline.store.services.plan import keep_item

    keep_item(person, WALK, NOW)
    return person


def coming_off(person: int) -> list[tuple[date, date, str]]:
    from gutline.web.pages.plan_off import coming_off

    return [(one.first, one.last, one.why) for one in coming_off(person, TODAY)]


def say_off(client: Any, first: date, last: date | None, off: str, **more: str) -> Any:
    fields = {"day": first.isoformat(), "off": off, "from": "plan", **more}
    return client.post("/plan/off/", fields | ({"until": last.isoformat()} if last else {}))


# --- a holiday ahead ----------------------------------------------------------------------------


def test_a_holiday_ahead_is_told_on_the_plan_shown_there_and_taken_back(client, planned):
    first, last = TODAY + timedelta(days=4), TODAY + timedelta(days=10)
    assert say_off(client, first, last, "holiday")["Location"] == "/plan/"
    page = text(client.get("/plan/"))
    assert "<b>Holiday</b> 14 March 2026 to 20 March 2026" in page
    assert coming_off(planned) == [(first, last, "holiday")]
    say_off(client, first, last, "")
    assert coming_off(planned) == []
    assert "14 March 2026" not in text(client.get("/plan/"))


def test_one_day_needs_no_last_one(client, planned):
    day = TODAY + timedelta(days=2)
    say_off(client, day, None, "sick")
    assert coming_off(planned) == [(day, day, "sick")]
    assert "<b>Sick</b> 12 March 2026</span>" in text(client.get("/plan/"))


def test_days_off_that_touch_are_one_span_only_for_the_same_reason(client, planned):
    say_off(client, TODAY, TODAY + timedelta(days=1), "holiday")
    say_off(client, TODAY + timedelta(days=2), TODAY + timedelta(days=3), "holiday")
    say_off(client, TODAY + timedelta(days=4), None, "sick")
    say_off(client, TODAY - timedelta(days=1), None, "holiday")
    assert coming_off(planned) == [
        (TODAY, TODAY + timedelta(days=3), "holiday"),
        (TODAY + timedelta(days=4), TODAY + timedelta(days=4), "sick"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "", "off": "holiday"},
        {"day": "2026-02-30", "off": "holiday"},
        {"day": "2026-03-12", "until": "soon", "off": "holiday"},
        {"day": "2026-03-12", "until": "2026-03-11", "off": "holiday"},
        {"day": "2026-03-12", "until": "2026-08-11", "off": "holiday"},
        {"day": "9999-12-31", "until": "9999-12-31", "off": "holiday"},
        {"day": "2026-03-12", "off": "tired"},
    ],
)
def test_days_off_that_cannot_be_are_told_and_none_is_kept(client, planned, fields):
    answer = client.post("/plan/off/", {**fields, "from": "plan"})
    assert answer.status_code in {400, 422}
    assert coming_off(planned) == []


def test_a_holiday_ahead_is_not_in_the_calendar(client, stranger, planned):
    secret = made_address(client)
    assert len(calendar(stranger, secret).walk("VEVENT")) == 14
    say_off(client, TODAY + timedelta(days=1), TODAY + timedelta(days=5), "holiday")
    assert len(calendar(stranger, secret).walk("VEVENT")) == 9


# --- put off ------------------------------------------------------------------------------------


def test_what_was_put_off_shows_until_when(client, planned, clock):
    assert "later, at" not in text(client.get("/"))
    client.post("/plan/later/", {"item": "walk", "minutes": "30"})
    shown = re.search(r"later, at (\d\d:\d\d)", text(client.get("/")))
    assert shown is not None
    from gutline.diary.zones import zone_named
    from gutline.store.queries import person as person_of

    zone = zone_named(person_of(planned).zone)
    assert shown[1] == f"{(NOW + timedelta(minutes=30)).astimezone(zone):%H:%M}"
    client.post("/plan/mark/", {"day": TODAY.isoformat(), "item": "walk", "state": "done"})
    assert "later, at" not in text(client.get("/"))
    client.post("/plan/mark/", {"day": TODAY.isoformat(), "item": "walk", "state": "unknown"})
    assert "later, at" in text(client.get("/"))
    clock(NOW + timedelta(minutes=31))
    assert "later, at" not in text(client.get("/"))


# --- silence ------------------------------------------------------------------------------------


@pytest.fixture
def emergency(person):
    """The answer of a person that is an emergency, given the way the store keeps it."""
    from gutline.store.services.documents import keep_document

    given = {"suicidal_thoughts": {"value": True, "day": TODAY.isoformat()}}
    rest = {"round": None, "finished": None, "weekly": None, "skipped": None}
    keep_document(person, "answers", "check", {"given": given, **rest}, NOW)


def test_beside_an_emergency_the_plan_is_silent_on_today_and_in_the_calendar(
    client, stranger, planned, emergency
):
    page = text(client.get("/"))
    assert "It can wait, and nothing reminds you of it for now." in page
    assert 'id="done-walk"' not in page
    assert calendar(stranger, made_address(client)).walk("VEVENT") == []
    assert 'id="item-walk"' in text(client.get("/plan/"))  # nothing is lost


def test_beside_advice_that_can_wait_the_plan_goes_on(client, planned, monkeypatch):
    from gutline.catalog.red_flags import load_red_flags
    from gutline.safety.screening import screen
    from gutline.store.queries.safety import Kept

    flags = load_red_flags().values()
    found = next(one[0] for f in flags if (one := screen(dict(f.fires.answers))))
    soon = replace(found, urgency="soon", does=())
    monkeypatch.setattr(Kept, "advice", lambda self, today: (soon,))
    assert 'id="done-walk"' in text(client.get("/"))


def test_what_is_kept_for_safety_is_read_once_a_request_and_never_anothers(planned, other_person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gutline.store.queries import person as person_of
    from gutline.web.pages.safety_standing import kept_for

    request = type("Request", (), {})()
    owner, other = person_of(planned), person_of(other_person)
    with CaptureQueriesContext(connection) as asked:
        first = kept_for(request, owner)
        assert kept_for(request, owner) is first
    assert len(asked) == 1
    assert kept_for(request, other) is not first
