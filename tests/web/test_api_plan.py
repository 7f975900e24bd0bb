"""The plan over the API: read, change, mark, and reminders that are handed out once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.conftest import NOW

ITEM = {
    "id": "walk",
    "name": "walk",
    "what": "walk",
    "at": "10:00",
    "until": "12:00",
    "amount": 10,
    "unit": "min",
}


@pytest.fixture
def api(stranger, person):
    """Ask the API with a token that may do everything."""
    from gutline.store.services.tokens import make_token

    secret, _ = make_token(person, "phone", ["log", "change", "read"], NOW)

    def ask(method, path, body=None):
        return stranger.generic(
            method, f"/api{path}", "" if body is None else __import__("json").dumps(body),
            "application/json", headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip

    return ask


def test_an_item_is_kept_read_and_taken_off(api):
    assert api("GET", "/plan").json() == {
        "version": -1,
        "plan": api("GET", "/plan").json()["plan"],
    }
    kept = api("PUT", "/plan/items", ITEM)
    assert kept.status_code == 200, kept.content
    assert kept.json()["plan"]["items"][0]["at"] == "10:00"
    assert api("PUT", "/plan/items", {**ITEM, "amount": 20}).json()["version"] == 1
    assert api("DELETE", "/plan/items/walk").json()["plan"]["items"] == []
    assert api("DELETE", "/plan/items/walk").status_code == 404


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"at": "late"}, 422), ({"what": "pill"}, 422), ({"weekdays": [9]}, 422), ({"colour": "red"}, 422),
     ({"what": "supplement", "name": "iron"}, 422), ({"amount": "ten"}, 422)],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(api, changed, status):
    answer = api("PUT", "/plan/items", {**ITEM, **changed})
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert api("GET", "/plan").json()["plan"]["items"] == []


def test_marks_are_kept_once_and_read_back(api, person):
    from gutline.store.queries import day_page

    api("PUT", "/plan/items", ITEM)
    for _ in range(2):
        told = api("POST", "/plan/marks", {"item": "walk", "state": "done"}).json()
        assert (told["states"], told["share"]) == ({"walk": "done"}, 1.0)
    assert len(day_page(person, NOW.date()).records) == 1
    api("POST", "/plan/marks", {"item": "walk", "state": "skipped", "reason": "forgot"})
    assert api("GET", "/plan/days/2026-03-10").json()["reasons"] == {"walk": "forgot"}
    api("POST", "/plan/marks", {"item": "walk", "state": "unknown"})
    assert api("GET", "/plan/days/2026-03-10").json()["states"] == {"walk": "unknown"}
    assert api("POST", "/plan/marks", {"item": "tea", "state": "done"}).status_code == 404
    assert api("POST", "/plan/marks", {"item": "walk", "state": "maybe"}).status_code == 422


def test_a_reminder_is_handed_out_once(api, clock):
    api("PUT", "/plan/items", ITEM)
    (told,) = api("POST", "/plan/reminders").json()
    assert (told["item"], told["words"]) == ("walk", "Something from your plan")
    assert api("POST", "/plan/reminders").json() == []
    clock(NOW + timedelta(minutes=5))
    assert api("POST", "/plan/reminders").json() == []


def test_a_token_that_may_only_read_changes_nothing(stranger, person):
    from gutline.store.services.tokens import make_token

    secret, _ = make_token(person, "screen", ["read"], NOW)
    headers = {"Authorization": f"Bearer {secret}"}
    assert stranger.get("/api/plan", headers=headers).status_code == 200
    for method, path in (
        ("PUT", "/plan/items"),
        ("POST", "/plan/marks"),
        ("POST", "/plan/reminders"),
    ):
        answer = stranger.generic(method, f"/api{path}", "{}", "application/json", headers=headers)
        assert answer.status_code in {403, 422}
