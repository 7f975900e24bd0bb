"""A trial in Chromium from suspect to result with simulated days; accessible and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.web.served import Journal, served
from tests.web.trial_filled import NOW, in_a_process

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WORK_MS = 60_000
PLAN = "/trials/new/?exposure=dairy&outcome=back+pain&kind=tag&period_days=3&pairs=6&harmed=no"
AFTER = NOW + timedelta(days=40)


class Clock:
    """The clock of the served journal."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set(NOW)

    def set(self, at: datetime) -> None:
        self.at = at
        self.file.write_text(at.isoformat(), "utf-8")


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("clock") / "now")


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Journal]:
    home = tmp_path_factory.mktemp("trials") / "home"
    in_a_process("begin", home)
    with served(home, program=("tests.web.clocked", str(clock.file))) as running:
        yield running


@pytest.fixture(scope="module")
def look(browser: Any, journal: Journal, clock: Clock) -> Iterator[Any]:
    """Open an address at the time of the clock, signed in."""
    from gutline.web.sign_ins import SignIns

    opened = []

    def call(address: str, size: tuple[int, int] = PHONE, scheme: Any = "light") -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme,
            reduced_motion="reduce", locale="en-GB",
        )  # fmt: skip
        opened.append(context)
        page: Any = context.new_page()
        page.messages, page.asked = [], []
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{journal.url}/in/{SignIns(journal.home).new_link(clock.at)}/")
        page.goto(f"{journal.url}{address}")
        page.set_default_timeout(WORK_MS)
        return page

    yield call
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def finished(look: Any, journal: Journal, clock: Clock) -> str:
    """One trial from suspect to result: found, planned, locked, lived, and looked at."""
    clock.set(NOW)
    page = look("/findings/")
    suspect = page.locator("article.suspect").first
    suspect.get_by_role("link", name="Test it").click()
    page.get_by_role("heading", name="The plan").wait_for()
    page.get_by_text("Change the plan").click()
    page.get_by_label("Days of a period").fill("3")
    page.get_by_label("Pairs of periods").fill("6")
    page.get_by_role("button", name="Show the plan again").click()
    page.get_by_text("6 pairs of periods, 3 days each").wait_for()
    page.get_by_role("button", name="Lock the plan and draw, once").click()
    page.wait_for_url("**/trials/of/*/?new=1")
    assert len(page.locator("#commitment").inner_text()) == 64
    key: str = page.url.split("/")[-2]
    clock.set(NOW + timedelta(days=1))
    live_a_day(look)
    clock.set(AFTER)
    in_a_process("live", journal.home, AFTER.isoformat())
    return key


def live_a_day(look: Any) -> None:
    """The first day on Today: what holds, an expectation in one tap, adherence in two."""
    page = look("/")
    panel = page.locator(".trial-today")
    assert "day 1 of 36" in panel.inner_text()
    panel.get_by_role("button", name="4", exact=True).click()
    panel.get_by_text("How much of a difference").wait_for(state="detached")
    panel.locator("summary", has_text="No").click()
    panel.get_by_role("button", name="forgot").last.click()
    panel.get_by_text("Did you keep to it").wait_for(state="detached")
    assert panel.is_visible()


def test_a_trial_runs_from_suspect_to_result(look, finished):
    page = look("/")
    page.get_by_role("link", name="See what it says").click()
    page.get_by_role("heading", name="What it says").wait_for()
    assert "worse" in page.locator(".verdict .sentence").inner_text()
    assert page.locator("svg[role=img]").count() == 2
    page.get_by_text("The numbers behind this plot").click()
    assert page.locator("tbody tr").count() == 12
    assert page.get_by_text("the seed draws this schedule").is_visible()
    page.goto(f"{page.url.split('/trials/')[0]}/trials/")
    assert page.get_by_text("by trial").is_visible()
    assert page.messages == []


def addresses(key: str) -> list[str]:
    of = f"/trials/of/{key}"
    return ["/trials/", "/trials/new/", f"{PLAN}&show=1", f"{of}/", f"{of}/amend/",
            f"{of}/result/", f"{of}/report/"]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light")],
    ids=["phone", "dark", "desktop"],
)  # fmt: skip
def test_no_violation_of_accessibility(look, finished, size, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = look("/trials/", size, scheme)
    for address in addresses(finished):
        page.goto(page.url.split("/trials/")[0] + address)
        results = axe.Axe().run(page)
        assert results.violations_count == 0, (address, results.generate_report())


def test_today_with_a_trial_is_accessible_and_narrow(look, journal, clock, finished):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    clock.set(NOW + timedelta(days=3))
    try:
        for address in ("/", f"/trials/of/{finished}/"):
            page = look(address, NARROW)
            assert page.locator(".trial-today").is_visible()
            assert page.evaluate(OVERFLOW) <= 0
            assert axe.Axe().run(page).violations_count == 0
    finally:
        clock.set(AFTER)


def test_nothing_scrolls_sideways_and_all_can_be_touched(look, journal, finished):
    page = look("/trials/", NARROW)
    for address in addresses(finished):
        page.goto(f"{journal.url}{address}")
        assert page.evaluate(OVERFLOW) <= 0, address
        heights = page.evaluate(
            "[...document.querySelectorAll('main button, main .button, main select, main label.tick,"
            " main input:not([type=hidden], [type=checkbox], [type=radio])')]"
            ".filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"
        )
        assert min(heights, default=44) >= 44, address
    assert [url for url in page.asked if not url.startswith(journal.url)] == []
