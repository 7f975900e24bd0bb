"""The check in the journal: page by page, an emergency first, never skipped for gates."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from gutline.safety.gates import KINDS, Plan, may_start
from tests.web.conftest import NOW

TODAY = NOW.date()


PERSON = {"fact-age": "44", "fact-sex": "female"}


def go_through(client, ticks=(), onwards="", values=PERSON):
    """Answer the whole check as a browser does; return the last answer."""
    query = f"?{urlencode({'next': onwards})}" if onwards else ""
    answer = client.post("/check/begin/", {"next": onwards} if onwards else {})
    for _ in range(15):
        assert answer.status_code == 302, answer.content.decode()[-800:]
        if not answer["Location"].startswith("/check/next/"):
            return answer
        assert answer["Location"] == f"/check/next/{query}"
        text = client.get(answer["Location"]).content.decode()
        page = re.search(r'name="page" value="(\w+)"', text)[1]
        data = {"page": page, "so": [t for t in ticks if f'value="{t}"' in text], "next": onwards}
        if page == "you":
            data |= values
        answer = client.post("/check/next/", data)
    raise AssertionError("the check never ends")


def said(client, address="/check/"):
    return " ".join(client.get(address).content.decode().split())


def test_before_the_check_the_page_says_what_leaving_it_out_means(client):
    text = said(client, "/check/?first=1")
    assert "Some signs should be seen by a doctor before anything is tested." in text
    assert "that is never skipped" in text
    answer = client.post("/check/skip/", {})
    assert answer["Location"] == "/"
    today = said(client, "/")
    assert "A short check, once" not in today
    assert "You left the check out." in today
    assert "no test can start and no food be left out on trial until you answer it" in today


def test_that_the_check_was_left_out_is_said_on_that_day_alone(client, clock):
    client.post("/check/skip/", {})
    assert "You left the check out." in said(client, "/")
    clock(NOW + timedelta(days=1))
    assert "You left the check out." not in said(client, "/")
    go_through(client)
    client.post("/check/skip/", {})
    assert "You left the check out." not in said(client, "/")


def test_who_left_the_check_half_way_is_led_back_into_it(client):
    client.post("/check/begin/")
    assert "You left the check half way" in said(client, "/")
    go_through(client)
    assert "half way" not in said(client, "/")


@pytest.mark.parametrize("kind", KINDS)
def test_leaving_the_check_out_opens_no_gate(client, person, kind):
    from gutline.store import queries
    from gutline.store.queries.safety import kept_safety

    client.post("/check/skip/", {})
    profile = kept_safety(person).profile(NOW.date())
    decision = may_start(Plan(kind, ("dairy",)), profile, queries.read_diary(person))
    assert not decision.allowed
    assert "Answer the short check; it takes under two minutes." in decision.what_first


def test_who_answered_once_is_not_sent_through_the_check_again(client):
    go_through(client)
    assert client.post("/start/", {"skip": "1"})["Location"] == "/"


def test_the_whole_check_ends_with_what_it_says(client):
    answer = go_through(client, ("back_pain", "night_pain"))
    assert answer["Location"] == "/check/"
    text = said(client)
    assert "Answered on 10 March 2026; all of it still holds." in text
    assert "You said: back pain; night pain that no position eases." in text
    assert "Fewer than 1 in 100" in text
    assert "g-care.glos.nhs.uk" in text


def test_what_was_left_empty_is_named_and_asked_alone(client, person):
    go_through(client, values={})
    text = said(client)
    assert "Still open, and needed before any test can start: your age; your sex." in text
    client.post("/check/more/", {"facts": "age,sex", "fact-age": "44", "fact-sex": "female"})
    text = said(client)
    assert "all of it still holds" in text
    assert "Still open" not in text


def test_signs_that_have_to_be_asked_again_are_not_asked_alone(client, clock):
    go_through(client)
    clock(NOW + timedelta(days=40))
    text = said(client)
    assert "Still open" not in text
    assert "has to be asked again" in text


def test_nothing_found_is_said_with_its_limits(client):
    go_through(client)
    assert "Not every sign can be asked for" in said(client)


def test_the_way_on_is_kept_through_the_check(client):
    assert go_through(client, onwards="/timeline/")["Location"] == "/timeline/"


def test_advice_that_cannot_wait_comes_before_the_way_on(client):
    answer = go_through(client, ("back_pain", "night_pain"), onwards="/timeline/")
    assert answer["Location"] == "/check/?next=%2Ftimeline%2F"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "evil", "/\\evil.example"]
)
def test_the_way_on_never_leads_to_another_site(client, address):
    assert client.post("/check/skip/", {"next": address})["Location"] == "/"
    go_through(client)
    answer = client.post("/check/more/", {"facts": "coeliac_test_done", "next": address})
    assert answer["Location"] == "/check/"


def test_an_emergency_ends_the_check_and_stands_alone(client, person):
    client.post("/check/begin/")
    answer = client.post("/check/next/", {"page": "now", "so": ["vomiting_blood", "jaundice"]})
    assert answer["Location"] == "/check/"
    text = said(client)
    assert "Please act now" in text
    assert "Call 112 or 911" in text
    assert "One other point can wait." in text
    assert client.get("/check/next/")["Location"] == "/check/"
    today = said(client, "/")
    assert "Vomiting blood" in today or "blood" in today
    assert "Call 112 or 911" in today


def test_the_country_says_whom_to_call(client, person):
    client.post("/settings/safety/", {"country": "GB", "medicines": "", "supplements": ""})
    client.post("/check/begin/")
    client.post("/check/next/", {"page": "now", "so": ["suicidal_thoughts"]})
    text = said(client)
    assert "Call 999 or 112." in text
    assert "Samaritans, 116 123." in text


def test_a_page_sent_twice_or_out_of_order_says_so(client):
    client.post("/check/begin/")
    client.post("/check/next/", {"page": "now"})
    again = client.post("/check/next/", {"page": "now", "so": ["fever"]})
    assert again.status_code == 422
    assert "answered already" in again.content.decode()


def test_a_number_that_is_none_is_told_at_the_page(client):
    client.post("/check/begin/")
    client.post("/check/next/", {"page": "now"})
    client.post("/check/next/", {"page": "where"})
    wrong = client.post("/check/next/", {"page": "you", "fact-age": "old"})
    assert wrong.status_code == 422
    assert "is no number" in wrong.content.decode()
    wrong = client.post("/check/next/", {"page": "you", "fact-age": "400"})
    assert "give a number from 1 to 120" in wrong.content.decode()


def test_answers_of_before_are_ticked_and_new_signs_are_not(client, clock):
    go_through(client, ("fever", "joint_pain", "gout"))
    clock(NOW + timedelta(days=1))
    client.post("/check/begin/")
    first = client.get("/check/next/").content.decode()
    assert 'value="fever" checked' not in first
    client.post("/check/next/", {"page": "now"})
    assert 'value="joint_pain" checked' in client.get("/check/next/").content.decode()


def test_a_month_later_it_is_asked_again(client, clock):
    go_through(client)
    clock(NOW + timedelta(days=30))
    assert "has to be asked again" in said(client)


def test_the_question_of_the_week_is_one_tap(client, clock):
    go_through(client)
    assert "Once a week" not in said(client, "/")
    clock(NOW + timedelta(days=8))
    assert "Once a week: is anything new?" in said(client, "/")
    assert client.post("/check/week/")["Location"] == "/"
    assert "Once a week" not in said(client, "/")
    assert client.get("/check/week/").status_code == 200
    assert client.post("/check/week/", {"so": ["vomiting_blood"]})["Location"] == "/check/"


def test_single_questions_lead_back_to_where_they_were_needed(client, person):
    from gutline.store.queries.safety import profile_of

    address = (
        "/check/more/?facts=coeliac_test_done,age,nonsense,bmi,food_harmed_before&next=/learn/"
    )
    text = client.get(address).content.decode()
    assert "A coeliac blood test" in text
    assert "seriously ill" not in text
    data = {"facts": "coeliac_test_done,age", "next": "/learn/", "so": "coeliac_test_done"}
    assert client.post("/check/more/", data | {"fact-age": "x"}).status_code == 422
    assert client.post("/check/more/", data | {"fact-age": "33"})["Location"] == "/learn/"
    answers = profile_of(person, TODAY).answers
    assert answers == {"coeliac_test_done": True, "age": 33.0}


def test_without_questions_it_leads_on_at_once(client):
    assert client.get("/check/more/?facts=nonsense&next=/learn/")["Location"] == "/learn/"


def test_what_was_read_leaves_today_and_stays_on_the_page(client):
    go_through(client, ("back_pain", "night_pain"))
    assert "I have read this" in said(client, "/")
    client.post("/check/noted/", {"rule": "tumour_signs", "next": "/"})
    today = said(client, "/")
    assert "I have read this" not in today
    assert "One point of your check still stands" in today
    assert "You said: back pain" in said(client)
    assert client.post("/check/noted/", {"rule": "no_such_rule"}).status_code == 302


def test_the_lists_come_back_as_typed_with_what_to_mind(client):
    text = said(client, "/settings/safety/")
    assert "Not set" in text
    form = {
        "country": "DE",
        "medicines": "warfarin",
        "supplements": "curcumin 500 mg\nmagnesium 500 mg",
    }
    assert client.post("/settings/safety/", form)["Location"] == "/settings/safety/?done=1"
    text = said(client, "/settings/safety/?done=1")
    assert "Saved." in text
    assert "curcumin 500 mg magnesium 500 mg" in text
    assert 'value="DE" selected' in text
    assert "above the upper limit of" in text
    assert "bleeding" in text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"country": "XX"}, "no such country"),
        ({"supplements": "iron 5 stone"}, "is no unit of a dose"),
        ({"medicines": "x" * 600}, "not too long"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(client, form, words):
    answer = client.post(
        "/settings/safety/", {"country": "", "medicines": "", "supplements": "", **form}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_none_taken_is_an_answer_and_an_empty_list_is_not(client, person):
    from gutline.store.queries.safety import profile_of

    client.post("/settings/safety/", {"country": "", "medicines": "", "supplements": ""})
    assert profile_of(person, TODAY).medicines is None
    client.post(
        "/settings/safety/",
        {"country": "", "medicines": "", "supplements": "", "no_medicines": "1"},
    )
    assert profile_of(person, TODAY).medicines == ()


def test_settings_lead_to_it(client):
    text = said(client, "/settings/")
    assert "/settings/safety/" in text
    assert "/check/" in text


def test_why_a_plan_may_not_start_is_shown_with_the_way_on(client, person):
    from django.template.loader import render_to_string

    from gutline.safety.gates import Plan, may_start
    from gutline.store.queries.safety import profile_of

    plan = Plan("elimination", ("gluten",), 14, TODAY)
    decision = may_start(plan, profile_of(person, TODAY), None, today=TODAY)
    html = render_to_string("safety/decision.html", {"decision": decision, "back": "/trials/"})
    assert "Not yet" in html
    assert "/check/more/?facts=coeliac_test_done" in html
    assert "next=/trials/" in html
    assert "24 March 2026" in html
