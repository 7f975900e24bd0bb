"""The check, questionnaires and what is known, in Chromium: for everybody, on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE, check_access, fits
from tests.web.filled import ZONE, filled
from tests.web.served import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.served import Journal

pytestmark = pytest.mark.browser

SCREENS = {
    "check-first": "/check/?first=1",
    "week": "/check/week/",
    "more": "/check/more/?facts=coeliac_test_done,age,sex,scoff_food&next=/learn/",
    "takings": "/settings/safety/",
    "questionnaires": "/questionnaires/",
    "peg": "/questionnaires/peg/",
    "roland-morris": "/questionnaires/roland_morris/",
    "gut-part": "/gut-part/",
    "learn": "/learn/",
    "found": "/learn/?q=magnesium",
    "card": "/learn/dairy_and_back/",
    "about": "/learn/about/?name=yogurt",
}


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A served journal with a fortnight in it; every test signs in anew."""
    home = filled(tmp_path_factory.mktemp("safety") / "home")
    with served(home, zone=ZONE) as running:
        yield running


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop-dark"]
)
def test_every_screen_can_be_used_by_everybody(open_journal, journal, size, scheme):
    page = open_journal(size, scheme)
    for name, address in SCREENS.items():
        page.goto(journal.url + address)
        check_access(page, name)
        assert page.messages == [], name


def test_nothing_is_wider_than_a_narrow_screen(open_journal, journal):
    page = open_journal(NARROW)
    for name, address in SCREENS.items():
        page.goto(journal.url + address)
        assert fits(page), name


def test_the_check_goes_by_keyboard_and_without_scripts_to_an_emergency(open_journal, journal):
    page = open_journal(java_script_enabled=False)
    page.goto(journal.url + "/check/?first=1")
    page.locator("#begin").click()
    page.get_by_label("Vomiting blood").focus()
    page.keyboard.press("Space")
    page.locator("#on").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Please act now").wait_for()
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.locator("button", has_text="I have read this").first.click()
    page.goto(journal.url + "/")
    page.get_by_text("still stands, and tests wait for it").wait_for()


def test_an_emergency_and_its_panel_can_be_used_by_everybody(open_journal, journal):
    page = open_journal(PHONE, "dark")
    page.goto(journal.url + "/check/")
    again = page.get_by_role("button", name="Answer the check again")
    again.or_(page.locator("#begin")).first.click()
    page.get_by_label("Collapse").or_(page.get_by_label("Fainting or collapse with pain")).check()
    check_access(page, "page")
    page.locator("#on").click()
    check_access(page, "emergency")
    page.goto(journal.url + "/")
    check_access(page, "panel")
    assert page.locator(".advice.emergency").count() == 1
    assert page.messages == []


def test_a_score_over_time_is_drawn_for_everybody(open_journal, journal):
    page = open_journal(NARROW)
    page.goto(journal.url + "/questionnaires/peg/")
    for item in ("pain", "enjoyment", "activity"):
        page.locator(f"[name=item-{item}][value='5']").check()
    page.locator("#keep").click()
    page.get_by_text("5 of 10").first.wait_for()
    check_access(page, "taken")
    assert fits(page)
