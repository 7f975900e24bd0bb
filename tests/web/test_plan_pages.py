"""The plan's pages: today's plan, the editor, reminders, the calendar's address, the review."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from gutline.routine.items import Cue, Item
from tests.web.conftest import NOW

TODAY = date(2026, 3, 10)
WALK = Item("walk", "walk after lunch", "walk", Cue(time(10), time(12)), 10, "min",
            smallest="three minutes", smallest_amount=3)  # fmt: skip


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def planned(person):
    from gutline.store.services.plan import keep_item

    keep_item(person, WALK, NOW)
    return person


def version_on(page: str) -> str:
    """The version of the plan that a form of the review was made from."""
    found = re.search(r'name="version" value="(-?[0-9]+)"', page)
    assert found is not None
    return found[1]


def items(person):
    from gutline.store.queries.routine import kept_plan

    return [item.id for item in kept_plan(person).plan.items]


def entries(person):
    from gutline.store.queries import day_page

    return [(r.entry.name, r.entry.value) for r in day_page(person, TODAY).records]


def tap(client, **fields):
    return client.post("/plan/mark/", {"day": TODAY.isoformat(), "item": "walk", **fields})


# --- today --------------------------------------------------------------------------------------


def test_todays_plan_is_on_today_with_its_cue(client, planned):
    page = text(client.get("/"))
    assert "Today’s plan" in page
    assert "<b>walk after lunch</b> 10 min" in page
    assert "10:00 to 12:00 · now" in page
    assert "Smallest version" not in page


def test_without_a_plan_today_says_nothing_of_one(client, person):
    assert "Today’s plan" not in text(client.get("/"))


def test_done_is_one_tap_and_the_same_tap_takes_it_back(client, planned):
    assert tap(client, state="done").status_code == 302
    assert entries(planned) == [("walk after lunch", 10.0)]
    page = text(client.get("/"))
    assert re.search(r'id="done-walk" name="state" value="unknown" aria-pressed="true"', page)
    tap(client, state="unknown")
    assert entries(planned) == []
    assert re.search(
        r'id="done-walk" name="state" value="done" aria-pressed="false"', text(client.get("/"))
    )


def test_skipping_says_why_and_is_not_shown_as_a_failure(client, planned):
    tap(client, state="skipped", reason="not at hand")
    page = text(client.get("/"))
    assert "· skipped, not at hand" in page
    assert entries(planned) == []


def test_a_bad_day_shows_that_the_smallest_version_counts(client, planned):
    client.post("/mark/", {"mark": "bad"})
    page = text(client.get("/"))
    assert "On a bad day the smallest version counts." in page
    assert "Smallest version: three minutes" in page


def test_a_sick_day_is_not_counted_and_can_be_taken_back(client, planned):
    client.post("/plan/off/", {"day": TODAY.isoformat(), "off": "sick"})
    assert "A sick day: nothing is counted" in text(client.get("/"))
    client.post("/plan/off/", {"day": TODAY.isoformat(), "off": ""})
    assert "done-walk" in text(client.get("/"))


def test_todays_plan_takes_two_queries_and_loads_no_numpy(client, planned, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gutline.store.queries import person as person_of
    from gutline.web.pages.plan_panel import panel
    from gutline.web.pages.safety_standing import kept_for

    owner = person_of(planned)
    request = type("Request", (), {"META": {}, "COOKIES": {}})()
    kept_for(request, owner)  # the panel of the check, which comes before, has read it
    monkeypatch.setattr("gutline.web.pages.plan_panel.render_to_string", lambda *a, **k: "x")
    with CaptureQueriesContext(connection) as asked:
        assert panel(request, owner, NOW) == "x"
    assert len(asked) <= 2


@pytest.mark.parametrize(
    "fields",
    [{"state": "sometimes"}, {"state": "skipped", "reason": "lazy"}, {"state": "done", "day": "soon"},
     {"state": "done", "day": "2027-01-01"}],
)  # fmt: skip
def test_a_mark_that_cannot_be_is_refused_and_nothing_kept(client, planned, fields):
    assert tap(client, **fields).status_code in {400, 422}
    assert entries(planned) == []


def test_a_mark_of_what_is_not_on_the_plan_is_not_there(client, planned):
    assert (
        client.post(
            "/plan/mark/", {"day": TODAY.isoformat(), "item": "tea", "state": "done"}
        ).status_code
        == 404
    )


# --- the plan and its editor --------------------------------------------------------------------

FORM = {
    "name": "evening stretch", "what": "practice", "cue": "clock", "at": "20:00", "until": "21:00",
    "weekdays": ["0", "2"], "amount": "5", "unit": "min", "smallest": "one", "smallest_amount": "1",
    "remind": "1", "minutes_after": "0", "event": "lunch",
}  # fmt: skip


def test_an_empty_plan_proposes_three_things_with_their_grades(client, person):
    page = text(client.get("/plan/"))
    assert page.count('name="add"') == 3
    assert "moderate evidence" in page
    assert "Nothing yet." in page


def test_a_proposal_is_added_or_never_made_again(client, person):
    client.post("/plan/add/", {"add": "wind-down"})
    client.post("/plan/add/", {"no": "daily-walk"})
    assert items(person) == ["wind-down"]
    page = text(client.get("/plan/"))
    assert 'value="daily-walk"' not in page
    assert client.post("/plan/add/", {"add": "daily-walk"}).status_code in {400, 422}
    assert client.post("/plan/add/", {"add": "no-such-thing"}).status_code in {400, 422}


def test_something_of_ones_own_is_added_and_changed(client, person):
    answer = client.post("/plan/new/", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/plan/?done=kept")
    page = text(client.get("/plan/"))
    assert "<b>evening stretch</b> 5 min" in page
    assert "20:00 to 21:00, Mon, Wed" in page
    form = text(client.get("/plan/item/evening-stretch/"))
    assert 'value="20:00"' in form
    changed = {**FORM, "cue": "event", "event": "last_meal", "minutes_after": "45"}
    client.post("/plan/item/evening-stretch/", changed)
    assert "45 min after the last meal" in text(client.get("/plan/"))
    assert items(person) == ["evening-stretch"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": ""}, "name", "Say what it is"),
        ({"at": ""}, "at", "would never come"),
        ({"at": "21:30"}, "until", "ends before it begins"),
        ({"weekdays": []}, "weekdays", "at least one day"),
        ({"amount": "lots"}, "amount", "s no number"),
        ({"smallest_amount": "9"}, "smallest_amount", "more than the whole"),
        ({"at": "25:61"}, "at", "no time of day"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(client, person, wrong, field, words):
    answer = client.post("/plan/new/", {**FORM, **wrong})
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="one"' in text(answer)
    assert items(person) == []
    assert field


def test_a_supplement_waits_for_the_safety_check(client, person):
    pill = {**FORM, "name": "iron", "what": "supplement", "amount": "14", "unit": "mg"}
    answer = client.post("/plan/new/", {**pill, "smallest_amount": ""})
    assert answer.status_code == 422
    page = text(answer)
    assert "iron: not yet" in page
    assert "Nothing was changed." in page
    assert "short check" in page
    assert items(person) == []


def test_taking_off_the_plan_leaves_the_diary_alone(client, planned):
    tap(client, state="done")
    assert client.post("/plan/item/walk/remove/").status_code == 302
    assert items(planned) == []
    assert entries(planned) == [("walk after lunch", 10.0)]
    assert client.get("/plan/item/walk/").status_code == 404
    assert client.post("/plan/item/walk/remove/").status_code == 404


def test_what_is_odd_about_the_plan_is_told_on_its_page(client, planned):
    from gutline.store.services.plan import keep_item

    for n in range(3):
        keep_item(planned, replace(WALK, id=f"thing-{n}", name=f"thing {n}"), NOW)
    assert "have the same cue" in text(client.get("/plan/"))


def test_rules_of_finished_trials_are_shown(client, planned):
    from gutline.store.services.documents import keep_document

    rule = {
        "name": "dairy", "outcome": "back pain", "verdict": "cleared", "words": "dairy: fine",
        "trial": "dairy-1", "ended": "2026-02-01", "effect": 0.1, "low": -0.3, "high": 0.4, "weight": None,
    }  # fmt: skip
    keep_document(planned, "rule", "dairy", rule, NOW)
    page = text(client.get("/plan/"))
    assert "What your trials showed" in page
    assert "<li>Dairy: fine</li>" in page


def test_the_plan_says_how_it_changed(client, planned, clock):
    from gutline.store.services.plan import remove_item

    remove_item(planned, "walk", NOW + timedelta(days=3))
    page = text(client.get("/plan/"))
    assert "Since 10 March 2026 1 thing: walk after lunch" in page
    assert "Since 13 March 2026 0 things" in page


def test_what_somebody_typed_is_never_markup(client, person):
    from gutline.store.services.plan import keep_item

    keep_item(person, replace(WALK, name="<script>alert(1)</script>", smallest="<b>x"), NOW)
    for address in ("/", "/plan/", "/plan/item/walk/", "/review/"):
        assert "<script>alert" not in client.get(address).content.decode()


# --- reminders and the calendar -----------------------------------------------------------------


def calendar(client, secret):
    answer = client.get(f"/plan/calendar/{secret}/gutline.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def made_address(client):
    page = client.post("/plan/calendar/new/").content.decode()
    return re.search(r"/plan/calendar/([^/]+)/gutline.ics", page)[1]


def test_a_calendar_shows_what_is_to_come_and_nothing_about_health(client, stranger, planned):
    events = calendar(stranger, made_address(client)).walk("VEVENT")
    assert len(events) == 14
    assert events[0]["DTSTART"].dt == datetime.fromisoformat("2026-03-10T09:00:00+00:00")
    assert {str(event["SUMMARY"]) for event in events} == {"Something from your plan"}
    assert "walk" not in calendar(stranger, made_address(client)).to_ical().decode()
    assert all(event.walk("VALARM") for event in events)


def test_an_event_keeps_its_name_from_one_fetch_to_the_next(client, stranger, planned):
    secret = made_address(client)
    first, second = (
        [str(e["UID"]) for e in calendar(stranger, secret).walk("VEVENT")] for _ in range(2)
    )
    assert first == second
    assert len(set(first)) == len(first)


def test_what_is_done_or_off_is_not_in_the_calendar(client, stranger, planned):
    secret = made_address(client)
    tap(client, state="done")
    assert len(calendar(stranger, secret).walk("VEVENT")) == 13


def test_a_reminder_says_what_it_is_about_only_when_allowed(client, stranger, planned):
    client.post("/plan/reminders/", {"quiet_from": "21:30", "quiet_until": "06:30", "names": "1"})
    events = calendar(stranger, made_address(client)).walk("VEVENT")
    assert str(events[0]["SUMMARY"]) == "walk after lunch"
    assert 'value="21:30"' in text(client.get("/plan/"))
    assert client.post("/plan/reminders/", {"quiet_from": "late"}).status_code in {400, 422}


def test_a_wrong_or_old_address_opens_nothing(client, stranger, planned, other_person):
    secret = made_address(client)
    newer = made_address(client)
    others = f"{other_person}-{newer.partition('-')[2]}"
    for wrong in (secret, others, "x", newer + "x"):
        assert stranger.get(f"/plan/calendar/{wrong}/gutline.ics").status_code == 404
    client.post("/plan/calendar/end/")
    assert stranger.get(f"/plan/calendar/{newer}/gutline.ics").status_code == 404


def test_the_page_tells_of_the_calendar_and_of_e_mail_where_that_is_possible(client, planned):
    from gutline.store.home import mail_place
    from gutline.store.settings import current_home

    page = text(client.get("/plan/"))
    assert "iCalendar feed" in page
    assert "<code>gutline plan mail</code> in a terminal sets it up" in page
    mail_place(current_home(), planned).write_text("{}")
    page = text(client.get("/plan/"))
    assert "E-mail is set up as well" in page
    assert "sets it up" not in page


def test_where_several_people_share_a_place_e_mail_is_not_spoken_of(client, planned, other_person):
    page = text(client.get("/plan/"))
    assert "iCalendar feed" in page
    assert "mail" not in page.lower()


def test_putting_off_is_kept_and_nonsense_refused(client, planned):
    assert client.post("/plan/later/", {"item": "walk", "minutes": "30"}).status_code == 302
    for minutes in ("", "7", "soon", "９"):
        assert client.post("/plan/later/", {"item": "walk", "minutes": minutes}).status_code in {
            400,
            422,
        }


# --- the week -----------------------------------------------------------------------------------


def test_the_week_counts_days_and_ends_in_one_change(client, planned, clock):
    from gutline.store.services.plan_days import mark_item

    later = NOW + timedelta(days=6)
    for n in range(5):
        mark_item(planned, "walk", TODAY + timedelta(days=n), "skipped", later, reason="no time")
    mark_item(planned, "walk", TODAY + timedelta(days=5), "partly", later)
    clock(later)
    page = text(signed_in_later(client).get("/review/"))
    assert "1 of 7 days" in page
    assert "mostly: no time" in page
    assert "Plan the smallest version" in page
    assert page.count('id="make-change"') == 1
    change = {"item": "walk", "kind": "smaller", "version": version_on(page)}
    answer = client.post("/review/change/", change)
    assert answer["Location"] == "/review/?changed=1"
    from gutline.store.queries.routine import kept_plan

    assert kept_plan(planned).plan.item("walk").amount == 3.0
    assert "That is enough for this week" in text(client.get("/review/?changed=1"))


def signed_in_later(client):
    """The same browser; a sign-in lasts longer than a week."""
    return client


@pytest.mark.parametrize(
    ("kind", "where"),
    [("set aside", "/review/?changed=1"), ("other cue", "/plan/item/walk/"), ("add", "/plan/")],
)
def test_every_change_leads_somewhere(client, planned, kind, where):
    assert client.post("/review/change/", {"item": "walk", "kind": kind})["Location"] == where
    assert (items(planned) == []) is (kind == "set aside")


def test_a_change_that_is_none_is_refused(client, planned):
    assert client.post("/review/change/", {"item": "walk", "kind": "double it"}).status_code in {
        400,
        422,
    }
    assert client.post("/review/change/", {"item": "tea", "kind": "smaller"}).status_code in {
        400,
        422,
    }
    assert items(planned) == ["walk"]


# --- drifting -----------------------------------------------------------------------------------


def test_what_the_background_run_found_is_said_with_its_figures(client, planned, monkeypatch):
    from gutline.web.pages import plan_panel
    from gutline.web.pages.plan_drift import DriftView

    view = DriftView(
        ("Three days off “wind-down”; your back pain was 0.8 points worse.",), lasting=True
    )
    monkeypatch.setattr(plan_panel, "drift_view", lambda owner: view)
    page = text(client.get("/"))
    assert "0.8 points worse" in page
    assert 'href="/check/"' in page


def test_the_background_run_says_whether_it_drifted_and_adds_adherence(person, planned):
    from gutline.routine.exposures import ADHERENCE
    from gutline.store import queries
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_many
    from gutline.store.services.plan_days import mark_item
    from gutline.web.plan_work import beside, with_adherence

    later = NOW + timedelta(days=6)
    log_many(person, [Draft("symptom", "back pain", NOW, 3.0)], NOW)
    mark_item(person, "walk", TODAY, "done", later)
    mark_item(person, "walk", TODAY + timedelta(days=1), "skipped", later)
    mark_item(person, "walk", TODAY + timedelta(days=3), "done", later)
    owner = queries.person(person)
    diary = queries.read_diary(person)
    told = beside(owner, diary, later)["drift"]
    assert told["sentences"] == []
    assert "Your own usual is not known yet" in told["quiet"]
    added = with_adherence(owner, diary)
    assert ADHERENCE in added.names("practice")
    assert len(added.entries) > len(diary.entries)
