"""Who may use the API: a session with its form token, or a token with its scopes. Nobody else."""

from __future__ import annotations

import json

import pytest

from tests.web.conftest import NOW, signed_in

BREAD = json.dumps({"kind": "food", "name": "rye bread"})
CALLS = {
    "log": [("POST", "/api/entries", BREAD), ("POST", "/api/entries/bulk", f'{{"entries": [{BREAD}]}}')],
    "change": [("PATCH", "/api/entries/1", '{"value": 1}'), ("DELETE", "/api/entries/1", ""),
               ("POST", "/api/entries/1/undo", "")],
    "read": [("GET", "/api/entries", ""), ("GET", "/api/entries/1", ""), ("GET", "/api/diary.csv", ""),
             ("GET", "/api/findings", "")],
}  # fmt: skip
ALL = [(scope, *call) for scope, calls in CALLS.items() for call in calls]


@pytest.fixture
def secret(person):
    """Makes a token with some scopes."""
    from gutline.store.services.tokens import make_token

    return lambda *scopes: make_token(person, "phone", scopes, NOW)[0]


def call(browser, method, path, body, **headers):
    headers = {"Idempotency-Key": "k1", **headers}
    return browser.generic(method, path, body, "application/json", headers=headers)


def detail(answer):
    return json.loads(answer.content)["detail"]


@pytest.mark.parametrize(("scope", "method", "path", "body"), ALL)
def test_a_token_may_do_what_it_says_and_nothing_else(stranger, secret, scope, method, path, body):
    allowed = call(stranger, method, path, body, Authorization=f"Bearer {secret(scope)}")
    assert allowed.status_code in {200, 201, 404}
    others = [other for other in CALLS if other != scope]
    refused = call(stranger, method, path, body, Authorization=f"Bearer {secret(*others)}")
    assert refused.status_code == 403
    assert "make one that may" in detail(refused)


@pytest.mark.parametrize(("scope", "method", "path", "body"), ALL)
def test_a_stranger_is_refused_in_json(stranger, person, scope, method, path, body):
    answer = call(stranger, method, path, body)
    assert (answer.status_code, answer["Content-Type"][:16]) == (403, "application/json")
    assert "sign in" in detail(answer)


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer gutline_1_" + "A" * 43]
)
def test_a_wrong_token_opens_nothing_even_for_somebody_signed_in(client, said):
    answer = call(client, "GET", "/api/entries", "", Authorization=said)
    assert answer.status_code == 403
    assert "opens nothing" in detail(answer)


def test_a_revoked_token_is_refused_at_once(stranger, person):
    from gutline.store.services.tokens import make_token, revoke_token

    secret, token = make_token(person, "phone", ["read"], NOW)
    header = {"Authorization": f"Bearer {secret}"}
    assert call(stranger, "GET", "/api/entries", "", **header).status_code == 200
    revoke_token(person, token.digest)
    assert call(stranger, "GET", "/api/entries", "", **header).status_code == 403


def test_the_use_of_a_token_is_noted(stranger, person, secret):
    from gutline.store.queries.tokens import tokens

    call(stranger, "GET", "/api/entries", "", Authorization=f"Bearer {secret('read')}")
    assert tokens(person)[0].last_day == "2026-03-10"


def test_a_session_without_its_form_token_cannot_change_anything(home, person):
    from gutline.store import queries

    careful = signed_in(home, checks=True)
    assert call(careful, "GET", "/api/session", "").status_code == 200
    answer = call(careful, "POST", "/api/entries", BREAD)
    assert (answer.status_code, "open it again" in detail(answer)) == (403, True)
    assert queries.read_diary(person).entries == ()
    token = careful.cookies["gutline_csrf"].value
    assert call(careful, "POST", "/api/entries", BREAD, **{"X-CSRFToken": token}).status_code == 201


def test_a_token_needs_no_form_token(home, stranger, secret):
    from django.test import Client

    careful = Client(enforce_csrf_checks=True, SERVER_NAME="testserver")
    answer = call(careful, "POST", "/api/entries", BREAD, Authorization=f"Bearer {secret('log')}")
    assert answer.status_code == 201


def test_a_page_of_somebody_else_cannot_send_a_form(home, person):
    careful = signed_in(home, checks=True)
    answer = careful.post(
        "/api/entries", {"kind": "food"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.status_code in {403, 415}


def test_no_token_is_written_to_the_log(stranger, secret, caplog):
    token = secret("log")
    call(stranger, "GET", "/api/entries", "", Authorization=f"Bearer {token}")
    call(stranger, "GET", f"/api/{token}", "", Authorization=f"Bearer {token}x")
    said = " ".join(
        record.getMessage() for record in caplog.records if "/api/entries" in record.getMessage()
    )
    assert token not in said
