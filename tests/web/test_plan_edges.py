"""The plan's pages in the wrong order, twice, with bad input, and with what others left behind."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from gutline.routine.items import Cue, Item, Why
from gutline.routine.plan import Plan
from tests.web.conftest import NOW

TODAY = date(2026, 3, 10)
WALK = Item("walk", "walk after lunch", "walk", Cue(time(10), time(12)), 10, "min",
            smallest="three minutes", smallest_amount=3)  # fmt: skip
LUNCH = Item("lunch", "lunch at one", "meal", Cue(time(13)), smallest="soup")
FORM = {
    "name": "stretch", "what": "practice", "cue": "clock", "at": "20:00", "until": "21:00",
    "weekdays": ["0", "1"], "remind": "1",
}  # fmt: skip


def text(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


@pytest.fixture
def planned(person):
    keep(person, WALK)
    return person


def keep(person, *items, now=NOW):
    from gutline.store.services.plan import keep_item

    for item in items:
        keep_item(person, item, now)


def plan_of(person) -> Plan:
    from gutline.store.queries.routine import kept_plan

    return kept_plan(person).plan


def skipped_for_a_week(person, ident="walk", reason="no time"):
    from gutline.store.services.plan_days import mark_item

    later = NOW + timedelta(days=6)
    for n in range(6):
        mark_item(person, ident, TODAY + timedelta(days=n), "skipped", later, reason=reason)
    return later


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(-?[0-9]+)"', page)
    assert found is not None
    return found[1]


# --- the review ends in one change ---------------------------------------------------------------


def test_the_smallest_version_pressed_twice_is_planned_once(client, planned, clock):
    clock(skipped_for_a_week(planned))
    change = {
        "item": "walk",
        "kind": "smaller",
        "version": version_on(text(client.get("/review/"))),
    }
    for _ in range(3):
        assert client.post("/review/change/", change)["Location"] == "/review/?changed=1"
        assert plan_of(planned).item("walk").amount == 3.0
    assert plan_of(planned).item("walk").smallest == ""


def test_after_a_change_the_week_proposes_no_other_whichever_way_one_comes_back(
    client, planned, clock
):
    clock(skipped_for_a_week(planned))
    change = {
        "item": "walk",
        "kind": "smaller",
        "version": version_on(text(client.get("/review/"))),
    }
    client.post("/review/change/", change)
    for address in ("/review/?changed=1", "/review/"):
        page = text(client.get(address))
        assert "make-change" not in page
        assert "enough for this week" in page
        assert "did not fit" not in page


def test_a_plan_that_changed_elsewhere_meanwhile_is_not_made_smaller_unseen(client, planned, clock):
    later = skipped_for_a_week(planned)
    clock(later)
    seen = version_on(text(client.get("/review/")))
    keep(planned, replace(WALK, amount=20.0), now=later)
    change = {"item": "walk", "kind": "smaller", "version": seen}
    assert client.post("/review/change/", change)["Location"] == "/review/"
    assert plan_of(planned).item("walk").amount == 20.0


def test_what_has_no_amount_is_made_smaller_in_its_form(client, person, clock):
    keep(person, LUNCH)
    clock(skipped_for_a_week(person, "lunch"))
    page = text(client.get("/review/"))
    assert "Plan the smallest version: soup" in page
    change = {"item": "lunch", "kind": "smaller", "version": version_on(page)}
    assert client.post("/review/change/", change)["Location"] == "/plan/item/lunch/"
    assert plan_of(person).item("lunch") == LUNCH


@pytest.mark.parametrize(
    ("reason", "words", "button"),
    [
        ("forgot", "was forgotten most", "Choose another cue"), ("felt worse", "You felt worse", "Take it off the plan"),
        ("not at hand", "Put it out the evening before", ""), ("other", "did not fit", "Plan the smallest version"),
    ],
)  # fmt: skip
def test_the_page_has_a_button_for_its_one_change_and_none_for_what_is_only_advice(
    client, planned, clock, reason, words, button
):
    clock(skipped_for_a_week(planned, reason=reason))
    page = text(client.get("/review/"))
    assert words in page
    assert page.count('id="make-change"') == (1 if button else 0)
    assert button in page
    assert "Leave everything as it is" in page


def test_the_review_of_nothing_is_calm(client, person):
    page = text(client.get("/review/"))
    assert "There is nothing on the plan yet" in page
    assert "Days that count" not in page


@pytest.mark.parametrize("fields", [{}, {"kind": "smaller"}, {"kind": "smaller", "item": "tea"}])
def test_a_review_that_was_made_up_changes_nothing(client, planned, fields):
    assert client.post("/review/change/", fields).status_code in {400, 422}
    assert plan_of(planned).items == (WALK,)


# --- the editor ----------------------------------------------------------------------------------


def test_a_unit_that_is_not_among_the_usual_ones_stays_when_something_else_changes(client, person):
    keep(person, Item("pill", "ginger", "food", Cue(time(8)), 1, "serving"))
    from gutline.web.pages.plan import _with

    assert _with(("min", "h"), "cup") == ("min", "h", "cup")
    assert _with(("min", "h"), "h") == _with(("min", "h"), "") == ("min", "h")
    page = client.get("/plan/item/pill/").content.decode()
    assert "<option selected>serving</option>" in page


@pytest.mark.parametrize("ref", ["wind_down", "cat_cow", "box_breathing"])
def test_what_leads_through_an_item_is_offered_once_and_kept(client, person, ref):
    keep(person, replace(WALK, ref=ref))
    page = client.get("/plan/item/walk/").content.decode()
    assert page.count(f'<option value="{ref}" selected>') == 1
    choice = page.partition('<select id="ref"')[2].partition("</select>")[0]
    assert choice.count(f'value="{ref}"') == 1
    form = {**FORM, "name": "walk", "what": "walk", "ref": ref}
    assert client.post("/plan/item/walk/", form).status_code == 302
    assert plan_of(person).item("walk").ref == ref


@pytest.mark.parametrize("ref", ["no-such", "a/b", "../x", "a b", "session", "ü"])
def test_a_guide_that_is_not_there_breaks_no_page(client, person, ref):
    keep(person, replace(WALK, ref=ref))
    for address in ("/", "/plan/", "/plan/item/walk/", "/review/"):
        assert client.get(address).status_code == 200
    assert ("Guide me" in text(client.get("/plan/"))) is (ref == "session")
    assert "walk after lunch" in text(client.get("/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": "drink", "amount": "2", "unit": "min"}, "is measured in"),
        ({"amount": "1e9", "unit": "min"}, "above 0"),
        ({"amount": "nan"}, "no number"), ({"amount": "-1"}, "above 0"),
        ({"what": "sport"}, "is not known"), ({"cue": "event", "event": "tea"}, "is not known"),
        ({"cue": "event", "event": "lunch", "minutes_after": "-5"}, "0 to 720"),
        ({"cue": "event", "event": "lunch", "minutes_after": "x"}, "no number"),
        ({"tolerance_min": "1"}, "5 to 180"), ({"name": "x" * 81}, "1 to 80"),
        ({"smallest": "x" * 201}, "200 letters"), ({"what": "food", "name": "none"}, "call it something else"),
        ({"cue": "event", "event": ""}, "would never come"), ({"until": "24:00"}, "no time of day"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_the_form_and_nothing_is_kept(client, person, wrong, words):
    answer = client.post("/plan/new/", {**FORM, **wrong})
    assert answer.status_code == 422
    assert words.lower() in text(answer).lower()
    assert "Nothing was changed." in text(answer)
    assert plan_of(person).items == ()


def test_the_same_name_twice_makes_two_items_and_a_change_keeps_the_id(client, person):
    for form in (FORM, {**FORM, "at": "19:00"}):
        assert client.post("/plan/new/", form).status_code == 302
    assert [item.id for item in plan_of(person).items] == ["stretch", "stretch-2"]
    client.post("/plan/item/stretch/", {**FORM, "name": "long stretch"})
    assert plan_of(person).item("stretch").name == "long stretch"


def test_a_form_that_is_sent_twice_makes_one_item(client, person):
    for _ in range(2):
        assert client.post("/plan/new/", FORM).status_code == 302
    assert [item.id for item in plan_of(person).items] == ["stretch"]


@pytest.mark.parametrize(
    ("item", "guided"),
    [
        (Item("a", "Slow Breathing", "practice", Cue(time(7))), True),
        (Item("a", "my own breathing", "practice", Cue(time(7))), False),
        (Item("a", "slow breathing", "drink", Cue(time(7))), False),
    ],
)
def test_a_practice_that_is_called_as_in_the_library_can_be_led(client, person, item, guided):
    keep(person, item)
    assert ("/practice/slow_breathing/" in text(client.get("/plan/"))) is guided


def test_one_planned_day_of_a_week_is_one_day(client, person):
    keep(person, replace(WALK, weekdays=frozenset({1})))
    assert "0 of 1 day " in text(client.get("/review/"))


def test_the_reason_of_a_finding_stays_when_the_item_is_changed(client, person):
    why = Why("finding", "walking", "walking goes with less back pain")
    keep(person, replace(WALK, why=why))
    client.post("/plan/item/walk/", {**FORM, "why": "because I say so"})
    assert plan_of(person).item("walk").why == why


def test_who_takes_an_item_off_twice_hears_that_it_is_gone(client, planned):
    assert client.post("/plan/item/walk/remove/").status_code == 302
    assert client.post("/plan/item/walk/remove/").status_code == 404
    assert client.get("/plan/item/walk/").status_code == 404
    assert client.post("/plan/item/walk/", FORM).status_code == 404


@pytest.mark.parametrize("address", ["add", "mark", "off", "later", "reminders", "calendar/new", "calendar/end"])  # fmt: skip
def test_nothing_is_changed_by_looking_at_an_address(client, planned, address):
    before = plan_of(planned)
    assert client.get(f"/plan/{address}/").status_code == 405
    assert plan_of(planned) == before


@pytest.mark.parametrize(
    "fields", [{}, {"quiet_from": "22:00"}, {"quiet_from": "x", "quiet_until": "7"}]
)
def test_quiet_hours_that_are_none_are_refused(client, planned, fields):
    assert client.post("/plan/reminders/", fields).status_code in {400, 422}
    assert plan_of(planned).quiet_from == time(22)


# --- proposals ------------------------------------------------------------------------------------


def rule(person, name, verdict="helps"):
    from gutline.store.services.documents import keep_document

    body = {
        "name": name, "outcome": "back pain", "verdict": verdict, "words": f"{name} helped",
        "trial": f"t-{len(name)}", "ended": "2026-02-01", "effect": -1.1, "low": -1.9, "high": -0.3,
        "weight": None,
    }  # fmt: skip
    keep_document(person, "rule", body["trial"], body, NOW)


def proposed(client) -> str:
    page = text(client.get("/plan/"))
    return page.partition("You could add")[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("name", "there"),
    [("evening stretching", True), ("magnesium", False), ("Vitamin D", False)],
)
def test_a_trial_of_a_supplement_does_not_pass_by_the_safety_check(client, person, name, there):
    rule(person, name)
    assert (f"<b>{name}</b>" in proposed(client)) is there
    assert f"{name} helped".casefold() in text(client.get("/plan/")).casefold()


def test_a_supplement_of_ones_own_is_known_by_what_was_logged(client, person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    log_entry(person, Draft("supplement", "grandmother's powder", NOW, 1.0, "serving"), NOW)
    log_entry(person, Draft("drink", "kefir", NOW, 1.0), NOW)
    rule(person, "grandmother's powder")
    rule(person, "kefir")
    found = proposed(client)
    assert "grandmother" not in found
    assert "kefir helped" in found
    client.post("/plan/add/", {"add": "kefir"})
    assert plan_of(person).item("kefir").what == "drink"


@pytest.mark.parametrize("verdict", ["cleared", "harms", "open"])
def test_only_what_a_trial_showed_to_help_is_proposed(client, person, verdict):
    rule(person, "evening stretching", verdict)
    assert "evening stretching" not in proposed(client)


def test_what_was_refused_stays_refused(client, person):
    rule(person, "evening stretching")
    client.post("/plan/add/", {"no": "evening-stretching"})
    assert "evening stretching" not in proposed(client)
    assert plan_of(person).refused == {"evening-stretching"}
    assert plan_of(person).items == ()


@pytest.mark.parametrize("fields", [{}, {"add": "no-such"}, {"no": ""}, {"add": "iron"}])
def test_what_is_not_proposed_cannot_be_added_as_if_it_were(client, person, fields):
    assert client.post("/plan/add/", fields).status_code in {400, 422}
    assert plan_of(person) == Plan()


# --- the calendar ---------------------------------------------------------------------------------


def address_on(client) -> str:
    page = html.unescape(client.post("/plan/calendar/new/").content.decode())
    return re.search(r'id="address" readonly value="([^"]*)"', page)[1]


def test_the_address_that_is_shown_is_whole_and_opens_the_calendar(client, stranger, planned):
    address = address_on(client)
    assert address.startswith("http://testserver/plan/calendar/")
    answer = stranger.get(address.removeprefix("http://testserver"))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"


def days_in(stranger, address) -> set[date]:
    answer = stranger.get(address.removeprefix("http://testserver"))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {event["DTSTART"].dt.date() for event in events}


@pytest.mark.parametrize("ahead", [0, 1, 5, 13])
def test_a_holiday_ahead_is_not_in_the_calendar(client, stranger, planned, ahead):
    from gutline.store.services.plan_days import set_day_off

    address, holiday = address_on(client), TODAY + timedelta(days=ahead)
    assert holiday in days_in(stranger, address)
    set_day_off(planned, holiday, "holiday", NOW)
    found = days_in(stranger, address)
    assert holiday not in found
    assert len(found) == 13


def test_an_empty_plan_has_an_empty_calendar(client, stranger, person):
    assert days_in(stranger, address_on(client)) == set()


# --- today ----------------------------------------------------------------------------------------


def mark(client, **fields):
    return client.post("/plan/mark/", {"day": TODAY.isoformat(), "item": "walk", **fields})


@pytest.mark.parametrize(
    ("state", "pressed"), [("done", ["done-walk"]), ("partly", ["partly-walk"]), ("skipped", [])]
)
def test_the_buttons_say_what_is_known(client, planned, state, pressed):
    mark(client, state=state)
    page = client.get("/").content.decode()
    found = re.findall(r'id="((?:done|partly)-walk)"[^>]*aria-pressed="true"', page)
    assert found == pressed
    assert ("Not skipped after all" in page) is (state == "skipped")


@pytest.mark.parametrize(("where", "to"), [("review", "/review/"), ("", "/"), ("//evil", "/")])
def test_after_a_mark_one_is_back_where_one_was_and_nowhere_else(client, planned, where, to):
    answer = mark(client, state="done", **{"from": where})
    assert answer["Location"] == to


@pytest.mark.parametrize("clock_at", ["09:59", "10:00", "11:59", "12:00"])
def test_an_item_is_now_while_its_window_is_open(client, planned, clock, clock_at):
    at = datetime.combine(TODAY, time.fromisoformat(clock_at), NOW.tzinfo) - timedelta(hours=1)
    clock(at)
    assert ("· now" in text(client.get("/"))) is (clock_at in {"10:00", "11:59"})


def test_what_is_not_planned_today_is_not_shown_today(client, person):
    keep(person, replace(WALK, weekdays=frozenset({5})))
    assert "Nothing is planned for today." in text(client.get("/"))


# --- the API --------------------------------------------------------------------------------------


def test_the_api_keeps_the_reason_of_what_it_changes(stranger, person):
    from gutline.store.services.tokens import make_token

    why = Why("evidence", "walking", "Walking: moderate evidence")
    keep(person, replace(WALK, why=why))
    secret, _ = make_token(person, "phone", ["change", "read"], NOW)
    answer = stranger.put(
        "/api/plan/items", {"id": "walk", "name": "walk", "what": "walk", "at": "09:00"},
        content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 200
    (item,) = answer.json()["plan"]["items"]
    assert (item["at"], item["why"]["kind"]) == ("09:00", "evidence")


@pytest.mark.parametrize("fields", [{"unit": "mg", "amount": 3}, {"at": ""}, {"what": "sport"}])
def test_the_api_names_the_field_of_what_cannot_be(stranger, person, fields):
    from gutline.store.services.tokens import make_token

    secret, _ = make_token(person, "phone", ["change"], NOW)
    answer = stranger.put(
        "/api/plan/items", {"id": "walk", "name": "walk", "what": "walk", "at": "09:00", **fields},
        content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "items.0" not in answer.content.decode()
    assert next(iter(fields)) in answer.content.decode()
