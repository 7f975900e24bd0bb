"""Without a network and back: what is logged meanwhile is kept, shown, and in the diary once."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import PHONE
from tests.web.conftest import close_all, point_at
from tests.web.served import Journal, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORKER_READY = "navigator.serviceWorker.ready.then(() => true)"
KEPT = "Kept on this device"
RAW = """async () => {
  const asked = (r) => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = no; });
  const base = await asked(indexedDB.open("gutline-outbox", 1));
  const rows = await asked(base.transaction("entries").objectStore("entries").getAll());
  const key = await asked(base.transaction("own").objectStore("own").get("key"));
  base.close();
  const text = (part) => new TextDecoder("latin1").decode(part);
  return { rows: rows.length, bytes: rows.map((row) => text(row.sealed) + JSON.stringify(row)).join(),
           extractable: key ? key.extractable : null };
}"""
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
    }
  }
  return found;
}"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def told(home: Path) -> list[tuple[str, str, float | None]]:
    """What the diary holds, read beside the running server."""
    point_at(home)
    from gutline.store import queries

    try:
        (owner,) = queries.people()
        entries = queries.read_diary(owner.key).entries
        return [(entry.kind, entry.name, entry.value) for entry in entries]
    finally:
        close_all()


@pytest.fixture(scope="module", autouse=True)
def _beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, at which Django would balk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of somebody with one symptom and one thing they usually eat, to be copied."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    point_at(home)
    now = datetime.now(UTC)
    from gutline.store.drafts import Draft
    from gutline.store.opening import open_store
    from gutline.store.services.log import log_entry
    from gutline.store.services.people import add_person, choose

    before = os.umask(0o022)
    open_store(now)
    key = add_person("Europe/Berlin", now).key
    choose(key, "started", True, now)
    choose(key, "symptoms", ["back pain"], now)
    log_entry(key, Draft("food", "canary soup"), now)
    close_all()
    os.umask(before)
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    made = tmp_path / "home"
    shutil.copytree(prepared, made)
    return made


@pytest.fixture
def journal(home: Path) -> Iterator[Journal]:
    with served(home) as running:
        yield running


@pytest.fixture
def enter(browser: Browser) -> Iterator[Callable[[Journal], Page]]:
    """Opens a journal by its link on a phone, with the worker in charge."""
    opened: list[Any] = []

    def call(journal: Journal) -> Page:
        context = browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion="reduce"
        )
        opened.append(context)
        page: Any = context.new_page()
        page.goto(journal.link)
        page.evaluate(WORKER_READY)
        page.reload()
        page.wait_for_load_state("networkidle")
        return page

    yield call
    for context in opened:
        context.close()


def rate(page: Page, number: int) -> None:
    page.locator("form.symptom").first.get_by_role("button", name=str(number), exact=True).click()


def state(page: Page, words: str) -> None:
    page.locator("#outbox-state", has_text=words).wait_for(timeout=20_000)


def settled(page: Page) -> None:
    page.locator("#outbox-state[data-waiting='0']").wait_for(state="attached", timeout=30_000)


def test_a_rating_without_a_network_is_kept_shown_and_sent_once(enter, journal, home):
    page = enter(journal)
    page.context.set_offline(True)
    rate(page, 6)
    state(page, KEPT)
    state(page, "1 entry waits to be sent.")
    assert told(home) == [("food", "canary soup", None)]
    page.context.set_offline(False)
    settled(page)
    assert told(home)[1:] == [("symptom", "back pain", 6)]
    # The page shows by itself what has arrived.
    page.locator(".lines li", has_text="back pain").wait_for()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert len(told(home)) == 2


def test_the_server_is_killed_and_comes_back(enter, home):
    port = str(free_port())
    with served(home, options=("--port", port)) as first:
        page = enter(first)
        first.kill()
        page.goto(f"{first.url}/")
        assert page.get_by_role("heading", level=1).inner_text() == "There is no network"
        page.get_by_label("What", exact=True).fill("rye bread")
        page.get_by_role("button", name="Keep it").click()
        state(page, "1 entry waits to be sent.")
        page.goto(f"{first.url}/timeline/")
        state(page, "1 entry waits to be sent.")
        page.get_by_label("What", exact=True).fill("butter")
        page.get_by_role("button", name="Keep it").click()
        state(page, "2 entries wait to be sent.")
    with served(home, options=("--port", port)):
        page.goto(f"{first.url}/")
        settled(page)
        assert sorted(told(home)) == sorted(
            [("food", "canary soup", None), ("food", "rye bread", None), ("food", "butter", None)]
        )


def test_an_answer_that_is_lost_does_not_make_two_of_one(enter, journal, home):
    page = enter(journal)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/log/", lose, times=1)
    rate(page, 4)
    state(page, "sent")
    settled(page)
    assert told(home)[1:] == [("symptom", "back pain", 4)]


def test_an_answer_of_the_api_that_is_lost_does_not_make_two_of_one(enter, journal, home):
    page = enter(journal)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/api/entries", lose, times=1)
    page.context.set_offline(True)
    rate(page, 4)
    state(page, "1 entry waits to be sent.")
    page.context.set_offline(False)
    page.wait_for_timeout(1_000)
    page.reload()
    settled(page)
    assert told(home)[1:] == [("symptom", "back pain", 4)]


def test_without_ids_a_lost_answer_would_make_two_of_one(browser, journal, home):
    """The negative control: the same with the id taken out."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()

    def without_ids(route):
        code = route.fetch().text()
        assert 'setField(form, "id", newId());' in code
        spoilt = code.replace('setField(form, "id", newId());', "").replace(
            "const entry = {};", "const entry = { id: newId() };"
        )
        route.fulfill(body=spoilt, content_type="text/javascript")

    page.route("**/static/gutline/outbox.*", without_ids)
    page.goto(journal.link)
    page.wait_for_load_state("networkidle")

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/log/", lose, times=1)
    rate(page, 4)
    state(page, "sent")
    settled(page)
    assert told(home)[1:] == [("symptom", "back pain", 4)] * 2
    context.close()


def test_a_typed_meal_is_kept_as_it_is_and_understood_later(enter, journal, home):
    page = enter(journal)
    page.evaluate("document.querySelector('form.eat').dataset.outbox = 'replay'")
    page.context.set_offline(True)
    page.locator("#text").fill("rye bread and butter")
    page.locator("#eat").click()
    state(page, "1 entry waits to be sent.")
    page.context.set_offline(False)
    settled(page)
    assert sorted(name for _, name, _ in told(home)[1:]) == ["butter", "rye bread"]


def test_a_meal_whose_answer_is_lost_is_eaten_once(enter, journal, home):
    page = enter(journal)
    page.evaluate("document.querySelector('form.eat').dataset.outbox = 'replay'")

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/eat/", lose, times=1)
    page.locator("#text").fill("rye bread and butter")
    page.locator("#eat").click()
    state(page, "sent")
    settled(page)
    assert sorted(name for _, name, _ in told(home)[1:]) == ["butter", "rye bread"]


def test_what_is_refused_is_shown_and_never_lost_silently(enter, journal, home):
    page = enter(journal)
    page.goto(f"{journal.url}/offline/")
    page.get_by_label("What kind").select_option("symptom")
    page.get_by_label("What", exact=True).fill("back pain")
    page.get_by_label("How much", exact=False).fill("11")
    page.get_by_role("button", name="Keep it").click()
    refused = page.locator(".outbox li")
    refused.wait_for()
    assert "between 0 and 10" in refused.inner_text()
    page.reload()
    refused.wait_for()
    assert len(told(home)) == 1
    page.get_by_role("button", name="Discard").click()
    refused.wait_for(state="detached")
    assert page.evaluate(RAW)["rows"] == 0


def test_what_waits_is_encrypted_and_wiped_when_it_is_sent(enter, journal):
    page = enter(journal)
    page.context.set_offline(True)
    rate(page, 7)
    state(page, "waits")
    raw = page.evaluate(RAW)
    assert (raw["rows"], raw["extractable"]) == (1, False)
    assert "back pain" not in raw["bytes"]
    page.context.set_offline(False)
    settled(page)
    assert page.evaluate(RAW)["rows"] == 0


def test_nothing_of_a_diary_is_in_the_browsers_store(enter, journal):
    page = enter(journal)
    for path in ("/settings/", "/timeline/", "/"):
        page.goto(f"{journal.url}{path}")
        page.wait_for_load_state("networkidle")
    cached = page.evaluate(CACHED)
    assert {path for path, _ in cached if not path.startswith("/static/")} == {
        "/offline/",
        "/offline/practices/",
    }
    assert [path for path, text in cached if "canary" in text or "back pain" in text] == []


def test_signing_out_asks_about_what_waits_and_deletes_it(enter, journal):
    page = enter(journal)
    page.goto(f"{journal.url}/settings/")
    page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    page.route("**/api/**", lambda route: route.abort())
    page.evaluate("""() => { const form = document.createElement('form');
        form.dataset.outbox = 'always'; form.innerHTML = '<input name=kind value=food><input name=name value=tea>';
        document.body.append(form); form.requestSubmit(); }""")
    state(page, "1 entry waits")
    asked: list[str] = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="You are signed out").wait_for()
    assert asked
    assert "deletes what waits" in asked[0]
    page.goto(f"{journal.url}/offline/")
    assert page.evaluate("async () => (await indexedDB.databases()).length") in {0, 1}
    assert page.evaluate(RAW)["rows"] == 0


def test_over_plain_http_one_line_says_that_offline_needs_https(browser, journal):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page = context.new_page()
    page.goto(journal.link)
    line = page.locator("#outbox-state")
    line.wait_for()
    assert "needs https" in line.inner_text()
    page.set_viewport_size({"width": 320, "height": 640})
    rate(page, 3)
    page.locator(".said").wait_for()
    assert told(journal.home)[1:] == [("symptom", "back pain", 3)]
    context.close()
