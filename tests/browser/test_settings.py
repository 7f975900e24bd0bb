"""The pages of settings and the shell in Chromium: accessible, narrow, quiet, usable by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.web.served import Journal, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = ["/settings/", "/settings/foods/", "/settings/erase/", "/about/", "/offline/"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    with served(tmp_path_factory.mktemp("settings") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def context(browser: Any, journal: Journal) -> Iterator[Any]:
    made = browser.new_context(reduced_motion="reduce")
    made.new_page().goto(journal.link)
    yield made
    made.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    made = context.new_page()
    made.asked, made.messages = [], []
    made.on("request", lambda request: made.asked.append(request.url))
    made.on("console", lambda message: made.messages.append(message.text))
    yield made
    made.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_accessibility(page, journal, path, size, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{journal.url}{path}")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_and_the_browser_has_no_complaint(page, journal, path):
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.goto(f"{journal.url}{path}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.messages == []
    assert [url for url in page.asked if not url.startswith(journal.url)] == []


@pytest.mark.parametrize("path", PATHS)
def test_what_can_be_touched_is_large_enough(page, journal, path):
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{journal.url}{path}")
    heights = page.evaluate(
        "[...document.querySelectorAll('main button, main .button, main select, main textarea,"
        " main input:not([type=hidden], [type=checkbox], [type=radio], [hidden]), main label.tick')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights, default=44) >= 44


def test_errors_can_be_read_as_well_in_the_dark(page, journal):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{journal.url}/settings/")
    page.get_by_label("Time zone").fill("Mars/Olympus")
    page.locator("#you button").click()
    page.get_by_role("alert").wait_for()
    assert "Mars/Olympus" in page.locator("#zone-wrong").inner_text()
    assert axe.Axe().run(page).violations_count == 0


def test_a_theme_is_chosen_by_keyboard(page, journal):
    page.goto(f"{journal.url}/settings/")
    page.get_by_label("As the device").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 27)"
    page.get_by_label("As the device").check()
    page.locator("#appearance button").click()
    page.locator("html:not([data-theme])").wait_for()


def test_a_backup_is_downloaded_and_brings_the_diary_back(page, journal, tmp_path):
    page.goto(f"{journal.url}/settings/")
    page.get_by_label("Passphrase", exact=True).fill("correct horse battery")
    page.get_by_label("The same again").fill("correct horse battery")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download a backup").click()
    kept = Path(tmp_path) / started.value.suggested_filename
    started.value.save_as(kept)
    page.get_by_label("A backup, or an export", exact=False).set_input_files(kept)
    page.get_by_label("Its passphrase").fill("correct horse battery")
    page.get_by_label("Replace the diary", exact=False).check()
    page.get_by_role("button", name="Restore").click()
    page.get_by_text("The diary of the backup is here now.").wait_for()


def test_the_shell_can_be_installed(page, journal):
    page.goto(f"{journal.url}/settings/")
    told = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"] == f"{journal.url}/manifest.webmanifest"
