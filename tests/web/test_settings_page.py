"""Settings: who and where, symptoms, look, tokens, own foods. Wrong input is told at its field."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import NOW, signed_in


def chosen(person):
    from gutline.store import queries

    return queries.choices(person)


def zone(person):
    from gutline.store import queries

    return queries.person(person).zone


def text(answer):
    return answer.content.decode()


def test_the_page_shows_what_is_set(client, person):
    from gutline.store.services.people import choose

    choose(person, "symptoms", ["back pain", "bloating"], NOW)
    choose(person, "theme", "dark", NOW)
    page = text(client.get("/settings/"))
    assert "back pain\nbloating</textarea>" in page
    assert 'value="Europe/Berlin"' in page
    assert '<input type="radio" name="theme" value="dark" checked>' in page
    assert 'data-theme="dark"' in page


def test_the_zone_and_the_name_are_kept(client, person):
    answer = client.post("/settings/you/", {"zone": "Asia/Tokyo", "name": "  A.  B. "})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/?done=you#you")
    assert zone(person) == "Asia/Tokyo"
    assert 'value="A. B."' in text(client.get("/settings/"))
    assert "Saved." in text(client.get("/settings/?done=you"))


@pytest.mark.parametrize(
    ("form", "field"),
    [({"zone": "Mars/Olympus"}, "zone"), ({"zone": ""}, "zone"), ({}, "zone"),
     ({"zone": "Asia/Tokyo", "name": "x" * 201}, "name")],
)  # fmt: skip
def test_a_wrong_zone_or_name_is_told_at_its_field(client, person, form, field):
    answer = client.post("/settings/you/", form)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in text(answer)
    assert re.search(rf'id="{field}"[^>]* aria-invalid="true"', text(answer))


def test_what_was_typed_is_not_lost_when_it_is_wrong(client):
    assert 'value="Mars/Olympus"' in text(client.post("/settings/you/", {"zone": "Mars/Olympus"}))
    long = "\n".join(f"symptom {n}" for n in range(31))
    answer = client.post("/settings/symptoms/", {"symptoms": long})
    assert (answer.status_code, "symptom 30" in text(answer)) == (422, True)


def test_symptoms_are_kept_once_each_in_their_order(client, person):
    client.post("/settings/symptoms/", {"symptoms": "Back pain\n\n  bloating \nback  pain\r\n"})
    assert chosen(person)["symptoms"] == ["Back pain", "bloating"]
    client.post("/settings/symptoms/", {"symptoms": ""})
    assert "symptoms" not in chosen(person)


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 501])
def test_an_impossible_symptom_is_told_with_its_line(client, person, typed):
    answer = client.post("/settings/symptoms/", {"symptoms": f"back pain\n{typed}"})
    assert (answer.status_code, "line 2" in text(answer)) == (422, True)
    assert "symptoms" not in chosen(person)


def test_theme_and_units_are_kept_and_the_usual_ones_forgotten(client, person):
    client.post("/settings/look/", {"theme": "light", "unit-weight": "lb", "unit-practice": "min"})
    assert (chosen(person)["theme"], chosen(person)["units"]) == ("light", {"weight": "lb"})
    client.post("/settings/look/", {"theme": "", "unit-weight": "kg"})
    assert not {"theme", "units"} & set(chosen(person))


@pytest.mark.parametrize("form", [{"theme": "pink"}, {"unit-weight": "stone"}])
def test_a_look_that_there_is_not_is_refused(client, person, form):
    answer = client.post("/settings/look/", form)
    assert (answer.status_code, "choose one of those shown" in text(answer)) == (422, True)
    assert set(chosen(person)) == {"started"}


def test_hostile_words_are_shown_and_not_run(client, person):
    hostile = "<script>alert(1)</script>"
    client.post("/settings/symptoms/", {"symptoms": hostile})
    client.post("/settings/you/", {"zone": "Asia/Tokyo", "name": hostile})
    client.post("/settings/tokens/", {"token_name": hostile, "scopes": "log"})
    page = text(client.get("/settings/"))
    assert hostile not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


# ---- tokens


def test_a_token_is_shown_once_and_works(client, stranger):
    page = text(
        client.post("/settings/tokens/", {"token_name": "phone", "scopes": ["log", "read"]})
    )
    secret = re.search(r'<code id="new-token">(.+?)</code>', page)[1]
    assert secret not in text(client.get("/settings/"))
    answer = stranger.get("/api/session", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["scopes"] == ["log", "read"]


@pytest.mark.parametrize("form", [{"token_name": "", "scopes": "log"}, {"token_name": "phone"},
                                  {"token_name": "phone", "scopes": "all"}])  # fmt: skip
def test_an_impossible_token_is_told_at_the_field(client, person, form):
    from gutline.store.queries.tokens import tokens

    answer = client.post("/settings/tokens/", form)
    assert (answer.status_code, 'id="token-wrong"' in text(answer)) == (422, True)
    assert tokens(person) == ()


def test_a_token_is_revoked_and_one_of_another_is_not_there(client, person, other_person):
    from gutline.store.queries.tokens import tokens
    from gutline.store.services.tokens import make_token

    _, mine = make_token(person, "phone", ["log"], NOW)
    _, theirs = make_token(other_person, "tablet", ["log"], NOW)
    assert client.post(f"/settings/tokens/{theirs.digest}/revoke/").status_code == 404
    assert client.post(f"/settings/tokens/{mine.digest}/revoke/").status_code == 302
    assert tokens(person) == ()
    assert tokens(other_person) == (theirs,)


# ---- own foods


def test_own_foods_and_words_are_listed_and_removed(client, home):
    from gutline.meals.own_foods import OwnFoods
    from gutline.meals.own_foods_changes import add_alias

    add_alias(home, "my brew", "coffee")
    page = text(client.get("/settings/foods/"))
    assert "“my brew” is" in page
    answer = client.post("/settings/foods/remove/", {"name": "my brew"})
    assert answer.status_code == 302
    assert OwnFoods.load(home).aliases == {}
    assert "None yet." in text(client.get("/settings/foods/"))


def test_removing_what_is_not_there_says_so(client):
    answer = client.post("/settings/foods/remove/", {"name": "ambrosia"})
    assert (answer.status_code, "nothing of your own called" in text(answer)) == (422, True)


# ---- what holds for all of them


POSTS = ["you/", "symptoms/", "look/", "foods/remove/", "backup/", "restore/", "erase/", "tokens/",
         "tokens/x/revoke/"]  # fmt: skip


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_changed_by_a_form_without_its_token(home, person, path):
    careful = signed_in(home, checks=True)
    answer = careful.post(f"/settings/{path}", {"zone": "Asia/Tokyo", "word": "erase"})
    assert answer.status_code == 403
    assert zone(person) == "Europe/Berlin"


@pytest.mark.parametrize("path", [path for path in POSTS if path != "erase/"])
def test_nothing_is_changed_by_a_link(client, path):
    assert client.get(f"/settings/{path}").status_code == 405


@pytest.mark.parametrize("path", ["/settings/", "/settings/foods/", "/settings/erase/", "/about/"])
def test_pages_have_one_heading_and_no_script_or_style_of_their_own(client, path):
    page = text(client.get(path))
    assert page.count("<h1>") == 1
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", page)


def test_the_page_is_not_heavy(client):
    assert len(client.get("/settings/").content) <= 45_000


def test_the_queries_do_not_grow_with_tokens(client, person, home):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gutline.store.services.tokens import make_token

    counts = []
    for number in range(10):
        make_token(person, f"phone {number}", ["log"], NOW)
        with CaptureQueriesContext(connection) as made:
            client.get("/settings/")
        counts.append(len(made))
    assert max(counts) == min(counts)
