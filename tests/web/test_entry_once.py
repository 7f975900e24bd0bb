"""A form that was kept once is not kept twice: going back to it, pressing twice, another tab."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.web.conftest import NOW

TODAY = date(2026, 3, 10)
FORM = {
    "kind": "symptom", "name": "elbow pain", "value": "4", "unit": "nrs", "day": "2026-03-10",
    "time": "08:00", "note": "after the stairs",
}  # fmt: skip


@pytest.fixture
def address(client):
    """The address of a new form, which is its own."""
    return client.get("/new/?kind=symptom&name=elbow+pain").headers["Location"]


@pytest.fixture
def form(client, address):
    """What a browser would send of it, filled in."""
    text = client.get(address).content.decode()
    return FORM | {"nonce": re.search(r'name="nonce" value="(\w+)"', text)[1]}


def said(person):
    from gutline.store.queries import day_page

    return [(r.entry.name, r.entry.value, r.entry.note) for r in day_page(person, TODAY).records]


def test_every_new_form_has_an_address_of_its_own_with_what_was_asked(client, address):
    assert re.fullmatch(r"/new/\?kind=symptom&name=elbow\+pain&form=[0-9a-f]{16}", address)
    assert client.get("/new/?kind=symptom&name=elbow+pain").headers["Location"] != address
    text = client.get(address).content.decode()
    assert f'value="{address[-16:]}"' in text
    assert 'value="elbow pain"' in text


@pytest.mark.parametrize("form", ["", "x", "0123456789abcdeg", "0" * 400, "%00"])
def test_an_address_that_names_no_form_gets_one(client, form):
    answer = client.get(f"/new/?kind=food&form={form}")
    assert answer.status_code == 302
    assert re.search(r"form=[0-9a-f]{16}$", answer.headers["Location"])


def test_a_form_sent_twice_is_kept_once(client, person, form):
    for _ in range(2):
        assert client.post("/new/", form).status_code == 302
    assert said(person) == [("elbow pain", 4.0, "after the stairs")]


def test_going_back_to_a_kept_form_shows_what_was_kept(client, person, address, form):
    client.post(address, form)
    back = client.get(address)
    assert back.status_code == 302
    shown = client.get(back.headers["Location"]).content.decode()
    assert "This was kept already, and here it is." in shown
    assert 'value="elbow pain"' in shown
    assert 'id="another"' in shown


def test_what_is_changed_in_a_kept_form_is_asked_about_and_changes_the_entry(client, person, form):
    client.post("/new/", form)
    asked = client.post("/new/", form | {"value": "6", "note": "worse"})
    text = asked.content.decode()
    assert asked.status_code == 409
    assert "This form was kept already." in text
    assert "It says now: elbow pain 4" in text
    assert said(person) == [("elbow pain", 4.0, "after the stairs")]
    action = re.search(r'<form method="post" action="(/entry/\d+/)"', text)[1]
    seen = re.search(r'name="seen" value="(\d+)"', text)[1]
    client.post(action, form | {"value": "6", "note": "worse", "seen": seen})
    assert said(person) == [("elbow pain", 6.0, "worse")]


def test_a_kept_form_can_be_kept_as_another_entry(client, person, form):
    client.post("/new/", form)
    text = client.post("/new/", form | {"name": "knee pain"}).content.decode()
    assert 'id="another" formaction="/new/"' in text
    nonce = re.search(r'name="nonce" value="(\w+)"', text)[1]
    assert nonce != form["nonce"]
    client.post("/new/", form | {"name": "knee pain", "nonce": nonce})
    assert sorted(name for name, _, _ in said(person)) == ["elbow pain", "knee pain"]


def test_a_form_that_was_wrong_keeps_its_name_until_it_is_right(client, person, form):
    wrong = client.post("/new/", form | {"value": "40"})
    assert wrong.status_code == 422
    assert f'name="nonce" value="{form["nonce"]}"' in wrong.content.decode()
    client.post("/new/", form)
    client.post("/new/", form)
    assert len(said(person)) == 1


@pytest.mark.parametrize("again", ["get", "post"])
def test_what_was_taken_back_is_offered_and_not_logged_anew(client, person, address, form, again):
    from gutline.store.queries import day_page
    from gutline.store.services.log import delete

    client.post(address, form)
    delete(person, day_page(person, TODAY).records[0].key, NOW)
    answer = client.get(address) if again == "get" else client.post(address, form)
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "This entry was removed" in shown
    assert "Log another" in shown
    assert said(person) == []


def test_the_form_of_somebody_else_says_nothing_of_theirs(client, person, other_person, form):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry
    from gutline.web.pages.entry_once import id_of_form

    ident = id_of_form(form["nonce"], "symptom")
    log_entry(other_person, Draft("symptom", "canary pain", value=9.0, id=ident), NOW)
    shown = client.get(f"/new/?kind=symptom&form={form['nonce']}")
    assert shown.status_code == 200
    assert b"canary" not in shown.content
    assert client.post("/new/", form).status_code == 302
    assert said(person) == [("elbow pain", 4.0, "after the stairs")]


def test_a_form_of_today_sent_twice_is_kept_once_and_another_text_is_another(client, person):
    note = {"kind": "note", "note": "slept badly", "nonce": "n1", "at": "2026-03-10T07:00"}
    for text in ("slept badly", "slept badly", "rain"):
        assert client.post("/log/", note | {"note": text}).status_code == 302
    assert sorted(text for _, _, text in said(person)) == ["rain", "slept badly"]


def test_a_page_without_a_network_keeps_two_meals(client, person):
    """Both come from one page, with its one name, each at its own time."""
    first = {"text": "rye bread", "nonce": "n1", "at": "2026-03-10T08:00:00+01:00"}
    second = {"text": "lentil soup", "nonce": "n1", "at": "2026-03-10T10:15:00+01:00"}
    for meal in (first, second, first, second):
        assert client.post("/eat/", meal).status_code == 302
    assert [name for name, _, _ in said(person)] == ["rye bread", "lentil soup"]


def test_a_kept_meal_that_is_sent_again_as_something_else_says_so(client, person):
    meal = {"text": "buter", "nonce": "n1", "at": "2026-03-10T08:00"}
    pick = {"phrase-0": "buter", "first-0": "butter", "food-0": "vegan_butter"}
    client.post("/eat/", meal)
    before = said(person)
    answer = client.post("/eat/", meal | pick)
    assert answer.status_code == 409
    assert "This meal was kept already" in answer.content.decode()
    assert said(person) == before


def test_a_token_asked_for_twice_is_made_once(client, person):
    from gutline.store.queries.tokens import tokens

    form = {"token_name": "phone", "scopes": ["log"]}
    client.post("/settings/tokens/", form)
    again = client.post("/settings/tokens/", form).content.decode()
    assert "there is a token of this name already" in again.lower()
    assert [token.name for token in tokens(person)] == ["phone"]
