"""Signing in to a server that several people share: by password, by passkey, with an app."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.web.shared_server import new_accounts, shared

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here"),
]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("shared")
    passwords = new_accounts(folder / "home", "anna", "bert")
    with shared(folder / "home", folder) as journal:
        yield journal, passwords


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(
        ignore_https_errors=True,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        reduced_motion="reduce",
    )
    made = context.new_page()
    made.messages, made.asked = [], []
    made.on("console", lambda message: made.messages.append(message.text))
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    context.close()


def sign_in(page: Any, server: Any, name: str) -> None:
    journal, passwords = server
    page.goto(f"{journal.url}/account/in/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Three questions").wait_for()


def with_a_key(page: Any) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def prove(page: Any, server: Any, name: str) -> None:
    page.get_by_label("Password").fill(server[1][name])
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_added_and_signs_in_without_name_or_password(page, server):
    journal, _ = server
    with_a_key(page)
    sign_in(page, server, "anna")
    page.goto(f"{journal.url}/account/passkeys/add/")
    prove(page, server, "anna")
    page.get_by_label("A name for it").fill("this phone")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".codes li").count() == 10
    page.goto(f"{journal.url}/account/passkeys/")
    page.locator("strong", has_text="this phone").wait_for()
    page.goto(f"{journal.url}/settings/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out").wait_for()
    page.goto(f"{journal.url}/account/in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("Three questions").wait_for()
    assert [m for m in page.messages if "Content Security Policy" in m] == []
    assert [url for url in page.asked if not url.startswith(journal.url)] == []


def test_without_a_passkey_the_page_says_so_and_the_password_works(page, server):
    journal, _ = server
    page.goto(f"{journal.url}/account/in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey was not used").wait_for()
    sign_in(page, server, "bert")


def test_the_pages_of_signing_in_can_be_used_by_everybody(page, server):
    from axe_playwright_python.sync_playwright import Axe

    journal, _ = server
    wide: list[str] = []

    def look(address: str) -> None:
        page.goto(journal.url + address)
        if page.get_by_label("Password").count() and "/again/" in page.url:
            prove(page, server, "bert")
            page.goto(journal.url + address)
        for size, scheme in ((PHONE, "light"), (DESKTOP, "dark"), (NARROW, "light")):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            assert not found, [(address, v["id"], v["nodes"][0]["html"][:200]) for v in found]
            if page.evaluate("document.documentElement.scrollWidth") > size[0]:
                wide.append(address)

    look("/account/in/")
    sign_in(page, server, "bert")
    for address in ("/account/", "/account/password/", "/account/again/", "/account/app/",
                    "/account/passkeys/", "/account/passkeys/add/", "/account/codes/new/"):  # fmt: skip
        look(address)
    assert wide == []
