"""Every address there is, asked by every kind of stranger. A new address is tested unasked.

An address that answers strangers must stand in OPEN; one with a part that names something of a
person's must say in THINGS how to make one of somebody else's. What is in neither fails here.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import NOW, ZONE, signed_in
from tests.web.trial_made import keep_trial

OPEN = {
    "in/<str:token>/": "signs in by a link, and refuses a wrong one itself",
    "static/<path:name>": "style, scripts and icons",
    "favicon.ico": "the icon",
    "apple-touch-icon.png": "the icon",
    "manifest.webmanifest": "the name and the icons",
    "service-worker.js": "the shell, without a diary",
    "offline/": "the shell, without a diary",
    "offline/practices/": "practices for when there is no network, without a diary",
    "api/openapi.json": "the description of the API",
    "plan/calendar/<str:token>/gutline.ics": "reminders for who has the address, else not there",
}
"""Addresses that answer strangers, and why they may."""
HARMLESS = {
    "token": "x",
    "name": "gutline/page.css",
    "rest": "nothing",
    "day": "2026-03-09",
    "date": "2026-03-09",
    "practice": "box_breathing",
    "minutes": "10",
    "card": "dairy_and_back",
    "questionnaire": "peg",
}
"""Parts of addresses that name nothing of a person's, with one to try."""
_DIARY = b"time,kind,name\n2026-03-01T08:00,food,canary soup\n"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
CANARY = b"canary soup"
BODY = '{"kind": "food", "name": "rye bread", "word": "erase"}'


def configured() -> None:
    """Django must know its settings before it can say which addresses there are."""
    from pathlib import Path

    from django.conf import settings

    if not settings.configured or not hasattr(settings, "ROOT_URLCONF"):
        import atexit
        import tempfile

        from gutline.web.settings import configure

        folder = tempfile.TemporaryDirectory(prefix="gutline-addresses-")
        atexit.register(folder.cleanup)
        configure(Path(folder.name) / "home", zone=ZONE)


def routes() -> dict[str, Any]:
    """Every address, with its view."""
    from django.urls import URLResolver, get_resolver

    found: dict[str, Any] = {}

    def walk(patterns: Any, before: str) -> None:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            else:
                found[route] = pattern.callback

    configured()
    walk(get_resolver("gutline.web.urls").url_patterns, "")
    return found


def names_in(route: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


def filled(route: str, values: dict[str, str]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], route)


ROUTES = sorted(routes())
CLOSED = [route for route in ROUTES if route not in OPEN]


@pytest.fixture
def things(person, other_person):
    """Something of somebody else's for every part of an address that names such a thing."""
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry
    from gutline.store.services.tokens import make_token

    entry = log_entry(other_person, Draft("food", CANARY.decode()), NOW).record.key
    log_entry(person, Draft("food", CANARY.decode()), NOW)
    _, token = make_token(other_person, "phone", ["log"], NOW)
    item = plan_item(other_person)
    trial = keep_trial(other_person, "somebody-elses-1", CANARY.decode())
    names = {"key": str(entry), "entry": str(entry), "digest": token.digest, "trial": trial}
    names["item"] = item
    names["files"], names["batch"] = staged_files(other_person), import_of(other_person)
    return {**names, **HARMLESS}


def plan_item(person: int) -> str:
    """Put something on somebody's plan, and return its id."""
    from gutline.routine.items import Cue, Item
    from gutline.store.services.plan import keep_item

    item = Item("canary-soup", CANARY.decode(), "food", Cue(event="lunch"))
    keep_item(person, item, NOW)
    return item.id


def staged_files(person: int) -> str:
    """Set a file of somebody's aside to be imported, and return its token."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from gutline.store.settings import current_home
    from gutline.web.import_staging import stage

    return stage(current_home(), person, [SimpleUploadedFile("me.csv", _DIARY)]).token


def import_of(person: int) -> str:
    """Import a file for somebody, and return the import's key."""
    from gutline.importers.source import ImportFile, ImportSettings
    from gutline.store.services.imports import import_files

    file = ImportFile("me.csv", data=_DIARY)
    return import_files(person, [file], ImportSettings(ZONE), NOW).key


def kept() -> object:
    """What everybody has, to see that it stayed."""
    from gutline.store.copying import table_digests

    return table_digests()


def anonymous(home):
    from django.test import Client

    return Client(SERVER_NAME="testserver", raise_request_exception=False)


def nobody(home, person):
    return anonymous(home), {}


def with_a_guessed_cookie(home, person):
    browser = anonymous(home)
    browser.cookies["gutline_sign_in"] = "A" * 43
    return browser, {}


def with_an_ended_sign_in(home, person):
    from gutline.web.sign_ins import SignIns

    browser = signed_in(home)
    SignIns(home).end(browser.cookies["gutline_sign_in"].value)
    return browser, {}


def with_the_cookie_of_the_demo(home, person):
    browser = anonymous(home)
    browser.cookies["gutline_demo"] = "1"
    return browser, {}


def with_a_guessed_token(home, person):
    return anonymous(home), {"Authorization": f"Bearer gutline_{person}_" + "A" * 43}


def with_a_revoked_token(home, person):
    from gutline.store.services.tokens import make_token, revoke_token

    secret, token = make_token(person, "phone", ["log", "change", "read"], NOW)
    revoke_token(person, token.digest)
    return anonymous(home), {"Authorization": f"Bearer {secret}"}


STRANGERS = [
    nobody, with_a_guessed_cookie, with_an_ended_sign_in, with_the_cookie_of_the_demo,
    with_a_guessed_token, with_a_revoked_token,
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_every_address_is_covered(route):
    assert "(?P" not in route, "write this address with path(), so that it can be tried"
    known = {"key", "entry", "digest", "trial", "item", "files", "batch", *HARMLESS}
    unknown = [name for name in names_in(route) if name not in known]
    assert unknown == [], f"say in `things` or HARMLESS what to try for {unknown}"


def test_what_is_said_to_be_open_is_there_and_marked():
    from gutline.web.openness import is_open

    found = routes()
    assert sorted(set(OPEN) - set(found)) == []
    assert [route for route in OPEN if not is_open(found[route])] == []


def test_only_the_api_and_what_is_open_looks_at_strangers_itself():
    from gutline.web.openness import is_open

    found = routes()
    own = [route for route in CLOSED if is_open(found[route])]
    assert [route for route in own if not route.startswith("api/")] == []


@pytest.mark.parametrize("kind", STRANGERS, ids=lambda kind: kind.__name__)
def test_a_stranger_gets_nothing_and_changes_nothing(home, person, things, kind):
    browser, headers = kind(home, person)
    before, leaks = kept(), []
    for route in CLOSED:
        for method in METHODS:
            answer = browser.generic(
                method, filled(route, things), BODY, "application/json",
                headers={"Idempotency-Key": "k", **headers},
            )  # fmt: skip
            # A way of asking that an address does not know is refused before anybody looks who asks.
            good = {403, 404} | ({405} if route.startswith("api/") else set())
            if answer.status_code not in good or CANARY in answer.content:
                leaks.append((method, route, answer.status_code))
    assert leaks == []
    assert kept() == before


@pytest.mark.parametrize("route", sorted(OPEN))
def test_what_is_open_holds_nothing_of_a_diary(home, person, things, route):
    for method in METHODS:
        answer = anonymous(home).generic(method, filled(route, things), BODY, "application/json")
        assert CANARY not in answer.content
        # A link is not used up by looking at its headers alone.
        looks = method == "HEAD" and route.startswith("in/")
        assert answer.status_code in ({503} if looks else {200, 403, 404, 405})
        assert "gutline_sign_in" not in answer.cookies


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if {"key", "entry", "digest", "trial", "item"} & {*names_in(r)}]
)
def test_somebody_signed_in_cannot_reach_what_is_anothers(home, person, things, route):
    browser, before = signed_in(home), kept()
    for method in METHODS:
        answer = browser.generic(method, filled(route, things), '{"value": 1}', "application/json")
        assert answer.status_code in {404, 405}, (method, answer.content[:200])
        assert CANARY not in answer.content
    assert kept() == before


@pytest.mark.parametrize("route", ROUTES)
def test_another_name_for_this_computer_is_refused(home, person, things, route):
    from django.test import Client

    browser = Client(SERVER_NAME="evil.example", raise_request_exception=False)
    answer = browser.get(filled(route, things))
    assert (answer.status_code, CANARY in answer.content) == (400, False)


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_carries_the_strict_headers(home, person, things, route):
    for browser in (anonymous(home), signed_in(home)):
        answer = browser.get(filled(route, things))
        assert answer["Content-Security-Policy"].startswith("default-src 'self';")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"


def test_a_door_left_open_would_be_noticed(home, person, things, monkeypatch):
    """The negative control: without the door every page answers strangers."""
    from gutline.web import signing

    monkeypatch.setattr(signing, "is_signed_in", lambda request: True)
    answers = [anonymous(home).get(filled(route, things)).status_code for route in CLOSED]
    assert 200 in answers
