"""The page in a real browser: no network, no sideways scrolling, accessible in every dress."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE

pytestmark = pytest.mark.browser

OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
NAMES = pytest.mark.parametrize("name", ["rich", "hostile", "nothing"])


@SCHEMES
@SIZES
@NAMES
def test_no_violation_of_accessibility(look, name, size, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = look(name, size, scheme)
    page.evaluate(OPEN_ALL)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@NAMES
def test_nothing_is_asked_of_the_network(look, name):
    page = look(name)
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(200)
    assert [url for url in page.requests_made if not url.startswith(("file:", "data:"))] == []


@NAMES
def test_the_browser_has_nothing_to_complain_of(look, name):
    page = look(name)
    page.evaluate(OPEN_ALL)
    assert page.messages == []


@NAMES
@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
def test_nothing_scrolls_sideways(look, name, size):
    page = look(name, size)
    assert page.evaluate(OVERFLOW) <= 0
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) <= 0


def test_the_style_is_let_through_by_its_own_policy(look):
    page = look("rich")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"


def test_an_injected_style_or_script_is_not_run(look):
    page = look("rich")
    page.evaluate("document.body.setAttribute('onclick', 'document.title = 1')")
    page.evaluate("document.body.click()")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'document.title = 2';"
        " document.body.append(s); }"
    )
    assert page.title() == "What your diary says · Gutline"


def test_the_dark_page_is_dark_in_its_plots_too(look):
    paint = "getComputedStyle(document.querySelector('.chart.suspect path')).fill"
    light, dark = (look("rich", PHONE, scheme).evaluate(paint) for scheme in ("light", "dark"))
    assert (light, dark) == ("rgb(180, 83, 9)", "rgb(251, 191, 36)")


def test_parts_open_by_keyboard(look):
    page = look("rich")
    summary = page.locator("summary", has_text="Why do you say so?").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    assert page.get_by_text("the two halves of the diary agree").first.is_visible()


def test_what_can_be_touched_is_large_enough(look):
    page = look("rich")
    boxes = page.evaluate(
        "[...document.querySelectorAll('summary, nav a')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(boxes) >= 32
    summaries = page.evaluate(
        "[...document.querySelectorAll('summary')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(summaries) >= 44


def test_letters_in_plots_can_be_read_on_a_phone(look):
    page = look("rich")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.chart text')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10


def test_on_a_desktop_the_line_stands_beside_the_findings(look):
    page = look("rich", DESKTOP)
    side, card = (page.locator(what).first.bounding_box() for what in (".side", "article"))
    assert side["x"] >= card["x"] + card["width"]
    phone = look("rich", PHONE)
    side, card = (phone.locator(what).first.bounding_box() for what in (".side", "article"))
    assert side["x"] == card["x"]


def test_print_hides_what_cannot_be_clicked(look):
    page = look("rich", DESKTOP)
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("article .sentence").first.is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_hostile_names_are_read_not_run(look):
    page = look("hostile")
    assert page.locator("script").count() == 0
    assert page.locator("img").count() == 0
    assert page.get_by_text("<script>alert(1)</script>").first.is_visible()


def test_screen_readers_hear_the_sentence_of_a_plot(look):
    page = look("rich")
    named = page.get_by_role("img", name="Your back pain in the hours after dairy")
    assert named.count() == 1
    assert page.get_by_role("heading", level=1).inner_text() == "What your diary says"
    assert page.get_by_role("navigation", name="Outcomes").count() == 1
