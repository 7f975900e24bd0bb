"""The library and the player in Chromium: every screen, a practice by a frozen clock, no network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE, check_access
from tests.browser.test_offline import WORKER_READY, settled, state
from tests.web.conftest import close_all, point_at
from tests.web.filled import ZONE, filled
from tests.web.served import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.served import Journal

pytestmark = pytest.mark.browser

SCREENS = {
    "library": "/library/?bloated=1",
    "breath": "/practice/box_breathing/",
    "guide": "/practice/body_scan/",
    "exercise": "/practice/cat_cow/",
    "session": "/session/?minutes=5",
    "offline": "/offline/practices/#slow_breathing",
}


@pytest.fixture(scope="module", autouse=True)
def _beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, at which Django would balk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    home = filled(tmp_path_factory.mktemp("library") / "home")
    with served(home, zone=ZONE) as running:
        yield running


@pytest.fixture
def enter(browser: Any, journal: Journal) -> Iterator[Callable[..., Any]]:
    """Opens an address in a window of its own, signed in, with messages kept."""
    from gutline.web.sign_ins import SignIns

    opened = []

    def call(address: str, size: tuple[int, int] = PHONE, **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, timezone_id=ZONE, **more
        )
        opened.append(context)
        page: Any = context.new_page()
        page.messages = []
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.goto(f"{journal.url}/in/{SignIns(journal.home).new_link(datetime.now(UTC))}/")
        page.goto(journal.url + address)
        return page

    yield call
    for context in opened:
        context.close()


def practised(home: Path) -> list[tuple[str, str, float | None, str]]:
    """What the diary holds of practices and movement, read beside the running server."""
    point_at(home)
    from gutline.store import queries

    try:
        (owner,) = queries.people()
        entries = queries.read_diary(owner.key).entries
        found = [e for e in entries if e.kind in {"practice", "movement"}]
        return [(e.kind, e.name, e.value, e.note) for e in found]
    finally:
        close_all()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def shows(page: Any, name: str) -> str:
    return str(page.locator(f"[data-shows={name}]").first.inner_text())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"),
    [(NARROW, "light"), (PHONE, "dark"), (DESKTOP, "light")],
    ids=["narrow", "phone", "desktop"],
)
def test_every_screen_can_be_used_by_everybody(enter, journal, size, scheme):
    page = enter("/library/", size, color_scheme=scheme, reduced_motion="reduce")
    for name, address in SCREENS.items():
        page.goto(journal.url + address)
        if name in {"breath", "session"}:
            press(page, "Begin")
        for details in page.locator("main details").all():
            details.evaluate("element => { element.open = true; }")
        check_access(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
    assert [m for m in page.messages if "404" not in m] == []


def test_a_breath_by_a_frozen_clock_ends_in_the_diary(enter, journal):
    before = practised(journal.home)
    page = enter("/practice/box_breathing/", reduced_motion="reduce")
    page.clock.install()
    page.locator("[data-set=minutes]").select_option("2")
    page.locator("[data-rating=before]").select_option("6")
    assert page.locator(".breath").is_hidden(), "a still form for who wants no motion"
    press(page, "Begin")
    assert (shows(page, "now"), shows(page, "count")) == ("Breathe in", "4")
    page.clock.run_for(4_100)
    assert shows(page, "now") == "Hold"
    assert page.locator("[data-phase=hold].on").count() == 1
    assert shows(page, "said") == "Hold"
    page.keyboard.press("ArrowRight")
    assert shows(page, "now") == "Breathe out"
    page.keyboard.press("Escape")
    assert "Ended early" in shows(page, "now")
    press(page, "Begin")
    page.clock.run_for(60_000)
    page.locator("h1").click()
    page.keyboard.press("Space")
    left = shows(page, "left")
    page.clock.run_for(30_000)
    assert shows(page, "left") == left
    page.keyboard.press("Space")
    page.clock.run_for(52_500)
    assert shows(page, "now") == "Finished."
    page.clock.run_for(3_500)
    page.get_by_role("heading", name="Kept: 2 minutes.").wait_for()
    page.locator(".after").get_by_role("button", name="3", exact=True).click()
    page.get_by_text("Your tension: 6 before, 3 after.").wait_for()
    note = "tension 6 before, 3 after"
    assert practised(journal.home) == [*before, ("practice", "box breathing", 2.0, note)]


def test_a_session_tells_what_comes_next_and_changes_sides(enter):
    page = enter("/session/?minutes=5&place=chair", reduced_motion="reduce")
    page.clock.install()
    press(page, "Begin")
    names = page.locator(".steps .say").all_inner_texts()
    assert shows(page, "now") == f"Get ready: {names[0]}"
    assert page.locator(".drawing svg").count() == 1
    for _ in names[1:]:
        press(page, "Next")
        press(page, "Next")
    assert shows(page, "now") == f"Get ready: {names[-1]}"
    press(page, "Back")
    assert shows(page, "now") == names[-2]
    assert shows(page, "next") == f"Next: {names[-1]}"
    sided = page.locator(".steps > li[data-sides]")
    if sided.count():
        assert "half on each side" in sided.first.inner_text()


def test_a_red_flag_stops_a_session_that_runs(enter):
    page = enter("/session/?minutes=5", reduced_motion="reduce")
    page.clock.install()
    told = "<section class='card held'><h2>Something else comes first</h2><p>See someone.</p></section>"
    page.route("**/session/held/", lambda route: route.fulfill(status=200, body=told))
    press(page, "Begin")
    page.get_by_role("heading", name="Something else comes first").wait_for()
    assert shows(page, "now") == "Stopped. Something else comes first."
    assert page.evaluate("document.activeElement.textContent") == "Something else comes first"
    for name in ("Begin", "Pause", "Next"):
        assert page.get_by_role("button", name=name, exact=True).count() == 0
    page.clock.run_for(400_000)
    assert shows(page, "now") == "Stopped. Something else comes first."
    check_access(page, "stopped")


def test_a_session_that_may_go_on_asks_seldom_and_goes_on_without_a_network(enter):
    page = enter("/session/?minutes=5", reduced_motion="reduce")
    page.clock.install()
    asked: list[str] = []

    def refuse(route: Any) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/session/held/", refuse)
    press(page, "Begin")
    page.clock.run_for(120_000)
    assert 1 <= len(asked) <= 6
    assert shows(page, "count").isdigit()
    press(page, "End")


def test_impossible_counts_are_told_and_nothing_begins(enter):
    page = enter("/practice/box_breathing/")
    page.locator("[data-count=in]").fill("1")
    press(page, "Begin")
    assert "2 to 20 seconds" in shows(page, "wrong")
    assert page.locator(".stage").is_hidden()
    page.locator("[data-count=in]").fill("6")
    press(page, "Begin")
    assert shows(page, "count") == "6"


def test_without_scripts_it_is_a_list_and_a_form(enter, journal):
    page = enter("/practice/letting_go/", java_script_enabled=False)
    assert page.locator(".steps li").count() == 11
    assert page.locator(".needs-script").is_hidden()
    page.get_by_text("I did it by myself").click()
    page.get_by_label("Minutes done").fill("7.5")
    press(page, "Keep it")
    assert "Kept: 7.5 minutes." in page.locator("#kept").inner_text()
    assert ("practice", "tense and let go", 7.5, "") in practised(journal.home)


@pytest.mark.slow
def test_without_a_network_a_practice_is_led_kept_and_sent_once(enter, journal):
    before = len(practised(journal.home))
    page = enter("/practice/slow_breathing/", reduced_motion="reduce")
    page.evaluate(WORKER_READY)
    page.reload()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.goto(f"{journal.url}/practice/slow_breathing/")
    assert page.get_by_role("heading", level=1).inner_text() == "Practices, without a network"
    article = page.locator("#slow_breathing")
    assert article.is_visible()
    assert page.locator(".one-practice:visible").count() == 1
    page.clock.install()
    article.locator("[data-set=minutes]").select_option("3")
    article.locator("[data-do=start]").click()
    page.clock.run_for(181_000)
    assert article.locator("[data-shows=now]").inner_text() == "Finished."
    page.clock.run_for(3_500)
    state(page, "Kept on this device")
    article.locator("[name=after]").select_option("2")
    page.clock.run_for(1_000)
    article.get_by_role("button", name="Keep it").click()
    state(page, "1 entry waits to be sent.")
    page.clock.resume()
    page.context.set_offline(False)
    settled(page)
    found = practised(journal.home)
    assert len(found) == before + 1
    assert found[-1] == ("practice", "slow breathing", 3.0, "tension 2 after")


@pytest.mark.slow
def test_without_a_network_a_session_of_the_length_that_was_asked_for_stands_in(enter, journal):
    page = enter("/session/?minutes=20", reduced_motion="reduce")
    page.evaluate(WORKER_READY)
    page.reload()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for address, ident in (
        ("/session/?minutes=20", "20"),
        ("/session/5/", "5"),
        ("/session/", "10"),
    ):
        page.goto(journal.url + address)
        shown = page.locator(".one-practice:visible")
        assert shown.count() == 1, address
        assert shown.get_attribute("id") == f"session-{ident}"
    page.clock.install()
    page.locator("#session-10 [data-do=start]").click()
    page.clock.run_for(20_000)
    assert page.locator("#session-10 .drawing svg").count() == 1
    assert page.locator("#session-10 [data-shows=now]").inner_text()
