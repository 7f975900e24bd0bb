"""The plan in Chromium: one tap, the keyboard, every screen in both themes, nothing too wide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE, check_access
from tests.web.filled import ZONE
from tests.web.planned import planned
from tests.web.served import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.web.served import Journal

pytestmark = pytest.mark.browser

SCREENS = {
    "today": "/",
    "plan": "/plan/",
    "new": "/plan/new/",
    "item": "/plan/item/wind-down/",
    "review": "/review/",
}


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A served journal with a plan in it."""
    with served(planned(tmp_path_factory.mktemp("plan") / "home"), zone=ZONE) as running:
        yield running


@pytest.fixture
def open_page(browser: Any, journal: Journal) -> Iterator[Callable[..., Any]]:
    """Open an address in a window of its own, its clock standing still."""
    from gutline.web.sign_ins import SignIns

    opened = []

    def call(
        address: str, size: tuple[int, int] = PHONE, scheme: Any = "light", **more: Any
    ) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="en-GB",
            timezone_id=ZONE, reduced_motion="reduce", **more,
        )  # fmt: skip
        opened.append(context)
        page: Any = context.new_page()
        page.messages = []
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.clock.install(time=datetime.now(UTC))
        page.goto(f"{journal.url}/in/{SignIns(journal.home).new_link(datetime.now(UTC))}/")
        page.goto(journal.url + address)
        return page

    yield call
    for context in opened:
        context.close()


def test_done_is_one_tap_and_one_more_takes_it_back(open_page):
    page = open_page("/")
    page.locator("#done-wind-down").click()
    page.locator("#done-wind-down[aria-pressed=true]").wait_for()
    assert "wind-down" in page.locator(".lines").inner_text()
    page.locator("#done-wind-down").click()
    page.locator("#done-wind-down[aria-pressed=false]").wait_for()
    assert page.messages == []


def test_skipping_with_a_reason_works_by_keyboard(open_page):
    page = open_page("/")
    page.locator("#plan-lunch summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("skipped, forgot").wait_for()
    page.locator("#plan-lunch summary").click()
    page.get_by_role("button", name="Not skipped after all").click()
    page.get_by_text("skipped, forgot").wait_for(state="detached")


def test_without_scripts_the_plan_works_all_the_same(open_page):
    page = open_page("/", java_script_enabled=False)
    page.locator("#partly-walk-after-lunch").click()
    assert page.locator("#partly-walk-after-lunch[aria-pressed=true]").count() == 1
    page.locator("#partly-walk-after-lunch").click()
    assert page.locator("#partly-walk-after-lunch[aria-pressed=false]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_screen_can_be_used_by_everybody(open_page, journal, size, scheme):
    page = open_page("/", size, scheme)
    for name, address in SCREENS.items():
        page.goto(journal.url + address)
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true; }")
        check_access(page, name)


def test_nothing_is_wider_than_a_narrow_screen(open_page, journal):
    page = open_page("/", NARROW)
    for address in SCREENS.values():
        page.goto(journal.url + address)
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], address


def test_a_holiday_ahead_is_said_by_keyboard_and_taken_back(open_page):
    page = open_page("/plan/")
    first = datetime.now(UTC).date() + timedelta(days=30)
    last = first + timedelta(days=14)
    span = " to ".join(f"{day.day} {day:%B %Y}" for day in (first, last))
    page.locator("#off-day").fill(first.isoformat())
    page.locator("#off-until").fill(last.isoformat())
    page.get_by_role("button", name="Holiday", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text(span).wait_for()
    check_access(page, "holiday")
    page.get_by_role("button", name="Count it after all").click()
    page.get_by_text(span).wait_for(state="detached")


def test_what_waits_for_the_safety_check_and_the_calendars_address_can_be_used(open_page):
    page = open_page("/plan/new/")
    page.locator("#name").fill("iron")
    page.locator("#what").select_option("supplement")
    page.locator("#at").fill("08:00")
    page.locator("#keep").click()
    page.get_by_text("iron: not yet").wait_for()
    check_access(page, "held")
    page.get_by_role("link", name="Back to the plan").click()
    page.get_by_role("button", name="Make an address").click()
    page.locator("#address").wait_for()
    assert "/gutline.ics" in page.locator("#address").input_value()
    check_access(page, "address")
