"""Findings and Timeline in a real browser: a run that comes by itself, every dress, every size."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.web.conftest import close_all, point_at
from tests.web.served import Journal, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RUN_MS = 90_000
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
MONTH = "/timeline/?at=2026-06-20&one=symptom:back+pain&two=food:milk"
PAGES = pytest.mark.parametrize(
    "address",
    [
        "/findings/",
        MONTH,
        "/timeline/?zoom=day&at=2026-06-20&one=symptom:back+pain",
        "/timeline/?zoom=week&at=2026-06-20&show=felt",
        "/timeline/?zoom=year&at=2026-06-20&one=symptom:back+pain&two=sleep:sleep",
        "/timeline/?at=2020-01-01&text=nothing",
        "/timeline/?at=nonsense",
    ],
    ids=["findings", "month", "day", "week", "year", "filtered-out", "problem"],
)


def opened_home(home: Path) -> int:
    """An empty diary whose person has answered the first questions."""
    from gutline.store.opening import open_store
    from gutline.store.services.people import add_person, choose

    now = datetime.now(UTC)
    open_store(now)
    key = add_person("Europe/Berlin", now).key
    choose(key, "started", True, now)
    return key


@pytest.fixture(scope="module", autouse=True)
def _beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, at which Django would balk."""
    before = os.umask(0o022)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield
    os.umask(before)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """Half a year of the demo's person, served."""
    from gutline.simulator import demo_diary
    from tests.web.shown_findings import log

    home = tmp_path_factory.mktemp("filled") / "home"
    point_at(home)
    key = opened_home(home)
    log(key, demo_diary().diary.entries, datetime.now(UTC))
    close_all()
    with served(home) as running:
        yield running


@pytest.fixture(scope="module")
def state(browser: Browser, filled: Journal) -> Any:
    """The browser of somebody who is signed in and whose findings have come."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(filled.link)
    page.goto(f"{filled.url}/findings/")
    # Whether it goes on or is done already, the page gets there without a tap.
    ready = page.get_by_text("New findings are ready.").or_(page.locator("article.suspect"))
    ready.first.wait_for(timeout=RUN_MS)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def look(open_window: Callable[..., Any], filled: Journal, state: Any) -> Callable[..., Any]:
    """Opens a page of somebody whose findings have come."""

    def call(address: str, *screen: Any, **more: Any) -> Any:
        page = open_window(*screen, storage_state=state, **more)
        page.goto(f"{filled.url}{address}")
        return page

    return call


@SCHEMES
@SIZES
@PAGES
def test_no_violation_of_accessibility(look, address, size, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = look(address, size, scheme)
    page.evaluate(OPEN_ALL)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@PAGES
@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
def test_nothing_scrolls_sideways(look, address, size):
    page = look(address, size)
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) <= 0


@PAGES
def test_nothing_is_asked_of_anybody_else_and_the_browser_is_content(look, filled, address):
    page = look(address)
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(200)
    elsewhere = [u for u in page.requests_made if not u.startswith((filled.url, "data:"))]
    assert elsewhere == []
    assert page.messages == []


@PAGES
def test_it_works_without_scripts(look, address):
    page = look(address, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.get_by_role("navigation", name="Pages").count() == 1


def test_a_finding_is_shown_with_its_curve_and_reasons(look):
    page = look("/findings/")
    card = page.locator("article.suspect", has_text="lactose").first
    curve = card.get_by_role("img", name="Your back pain in the hours after lactose")
    assert curve.count() == 1
    assert "back pain was on average" in card.locator(".sentence").first.inner_text()
    summary = card.locator("summary", has_text="Why do you say so?")
    summary.focus()
    page.keyboard.press("Enter")
    assert card.get_by_text("the two halves of the diary agree").is_visible()


def test_a_suspect_has_its_colour_in_light_and_dark(look):
    paint = "getComputedStyle(document.querySelector('.chart.suspect path')).fill"
    light, dark = (look("/findings/", PHONE, s).evaluate(paint) for s in ("light", "dark"))
    assert (light, dark) == ("rgb(180, 83, 9)", "rgb(251, 191, 36)")


def test_something_new_is_worked_out_after_a_tap(look):
    page = look("/findings/")
    page.get_by_role("button", name="Work it out now").click()
    page.get_by_text("New findings are ready.").wait_for(timeout=RUN_MS)
    page.get_by_role("link", name="Show them").click()
    assert page.locator("article.suspect").count() > 0
    assert page.get_by_text("New findings are ready.").count() == 0


def test_the_timeline_is_walked_by_keyboard(look):
    page = look("/timeline/?at=2026-06-20")
    page.get_by_role("link", name="Week").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="15 to 21 June 2026").wait_for()
    page.get_by_role("link", name="Earlier").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="8 to 14 June 2026").wait_for()
    assert page.get_by_role("link", name="Week").get_attribute("aria-current") == "true"


def test_one_thing_is_plotted_against_another_from_the_form(look):
    page = look("/timeline/?at=2026-06-20")
    page.get_by_text("Filter and plot").click()
    page.get_by_label("Plot", exact=True).select_option("symptom:back pain")
    page.get_by_label("against").select_option("sleep:sleep")
    page.get_by_role("button", name="Show", exact=True).click()
    plot = page.get_by_role("img", name="June 2026: back pain")
    plot.wait_for()
    assert "sleep" in plot.get_attribute("aria-label")
    page.get_by_text("The numbers behind this plot").click()
    assert page.get_by_role("row", name="2026-06-20").is_visible()


def test_from_a_year_to_a_month_to_a_day_to_an_entry(look):
    page = look("/timeline/?zoom=year&at=2026-06-20")
    page.get_by_role("link", name="June 2026").click()
    page.get_by_role("heading", name="June 2026").wait_for()
    page.get_by_role("link", name="Saturday, 20 June").click()
    page.wait_for_url("**/day/2026-06-20/")
    page = look("/timeline/?zoom=day&at=2026-06-20")
    page.locator("a.entry").first.click()
    page.wait_for_url("**/entry/*/")


def test_what_can_be_touched_is_large_enough(look):
    heights = "(e => e.map(x => x.getBoundingClientRect().height))"
    for address, parts in (
        ("/findings/", ".ways a, summary, button"),
        (MONTH, ".zooms a, .stretch a, summary"),
    ):
        page = look(address)
        sizes = page.evaluate(f"{heights}([...document.querySelectorAll('{parts}')])")
        assert min(sizes) >= 43.9, (address, parts)
    page = look("/timeline/?zoom=day&at=2026-06-20")
    assert min(page.evaluate(f"{heights}([...document.querySelectorAll('a.entry')])")) >= 24


def test_letters_in_plots_can_be_read_on_a_phone(look):
    for address in ("/findings/", MONTH):
        page = look(address)
        sizes = page.evaluate(
            "[...document.querySelectorAll('svg text')].map(e => e.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 10, address


def test_an_empty_diary_says_why_and_findings_come_after_logging(browser, tmp_path):
    """From nothing: the page explains itself, something is logged, and the page knows of it."""
    from gutline.diary.entries import Entry
    from tests.web.shown_findings import log

    home = tmp_path / "home"
    point_at(home)
    key = opened_home(home)
    close_all()
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    with served(home) as journal:
        page = context.new_page()
        page.goto(journal.link)
        page.goto(f"{journal.url}/findings/")
        assert page.get_by_text("Nothing to say yet, because nothing was logged.").is_visible()
        point_at(home)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        log(key, [Entry(yesterday, "food", "rye bread")], datetime.now(UTC))
        close_all()
        page.reload()
        page.get_by_role("button", name="Work it out now").click()
        page.get_by_text("New findings are ready.").wait_for(timeout=RUN_MS)
        page.get_by_role("link", name="Show them").click()
        words = "Nothing to say yet, because there is no symptom rating in this diary"
        assert page.get_by_text(words).is_visible()
        waiting = page.get_by_role("listitem").filter(has_text="rye bread")
        assert "more days" in waiting.inner_text()
    context.close()
