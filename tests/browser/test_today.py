"""The journal in Chromium: counted taps, keyboard, every screen, no request to anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE, check_access, tap
from tests.web.filled import ZONE, filled
from tests.web.served import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.served import Journal

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A served journal with a fortnight in it; every test signs in anew."""
    home = filled(tmp_path_factory.mktemp("journal") / "home")
    with served(home, zone=ZONE) as running:
        yield running


def test_a_usual_meal_is_logged_again_by_at_most_two_taps(open_journal):
    page = open_journal()
    tap(page, "#m1")
    page.get_by_text("Kept: rye bread and coffee.").wait_for()
    assert page.taps <= 2
    tap(page, "#undo")
    page.get_by_text("Taken back: rye bread").wait_for()


def test_a_symptom_is_rated_by_at_most_two_taps(open_journal):
    page = open_journal()
    tap(page, "#s1-6")
    page.get_by_text("Kept: back pain 6.").wait_for()
    assert page.taps <= 2
    assert "6" in page.locator(".symptom .last").first.inner_text()
    tap(page, "#undo")
    page.get_by_text("Taken back").wait_for()


@pytest.mark.parametrize("mark", ["nothing", "bad", "complete"])
def test_a_mark_of_the_day_is_one_tap(open_journal, mark):
    page = open_journal()
    tap(page, f"#{mark}")
    page.locator(f"#{mark}[aria-pressed=true]").wait_for()
    assert page.taps == 1
    tap(page, f"#{mark}")
    page.locator(f"#{mark}[aria-pressed=false]").wait_for()


def test_a_bad_day_is_one_tap_and_how_bad_one_more(open_journal, journal):
    page = open_journal(NARROW)
    tap(page, "#bad")
    page.get_by_text("A bad day: this is enough").wait_for()
    assert page.locator("#s1-3").is_hidden()
    check_access(page, "bad day")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    tap(page, "#w1-8")
    page.get_by_text("Kept: back pain 8.").wait_for()
    assert page.taps == 2
    page.get_by_text("Everything else, if you like").click()
    assert page.locator("#s1-3").is_visible()
    page.locator("#bad").click()
    page.locator("#bad[aria-pressed=false]").wait_for()


def test_every_place_is_reached_on_a_narrow_phone_without_scripts(open_journal, journal):
    page = open_journal(NARROW, java_script_enabled=False)
    bar = page.get_by_role("navigation", name="Pages")
    places = bar.locator("a:visible, summary:visible").all()
    assert min(place.bounding_box()["height"] for place in places) >= 44
    below = bar.locator("details a")
    assert below.count() == 0 or below.first.is_hidden()
    if below.count():
        bar.locator("summary").click()
        assert below.last.is_visible()
        below.last.click()
        assert page.url == f"{journal.url}/settings/"
        assert bar.locator("summary.here").count() == 1


def test_what_was_deleted_comes_back_by_two_taps(open_journal, journal):
    page = open_journal()
    page.locator("#q1").click()
    page.locator("#undo").click()
    page.get_by_text("Taken back").wait_for()
    page.taps = 0
    tap(page, "text=Recently deleted")
    tap(page, "button:has-text('Bring back') >> nth=0")
    page.get_by_text("Kept:").wait_for()
    assert page.taps == 2


def test_an_evening_review_is_eight_taps_and_one_line(open_journal):
    page = open_journal()
    page.locator("#text").fill("lentil soup, bread")
    for selector in ("#eat", "#s1-3", "#s2-2", "#complete"):
        tap(page, selector)
        page.locator(".said").wait_for()
        page.wait_for_timeout(50)
    page.locator("#complete[aria-pressed=true]").wait_for()
    assert page.taps <= 8
    lines = page.locator(".lines").inner_text()
    assert "lentil soup" in lines
    assert "day complete" in lines
    tap(page, "#complete")


def test_two_taps_in_quick_succession_are_both_kept_and_both_shown(open_journal):
    page = open_journal()
    page.evaluate(
        "() => { for (const id of ['s1-7', 's2-9']) document.getElementById(id).click(); }"
    )
    page.locator(".lines li", has_text="back pain 7").wait_for()
    page.locator(".lines li", has_text="bloating 9").wait_for()


def test_a_tap_asks_once_and_then_the_page_is_quiet(open_journal, journal):
    page = open_journal()
    page.wait_for_load_state("networkidle")
    page.locator("#s1-5").click()
    page.locator(".said", has_text="back pain 5").wait_for()
    page.wait_for_load_state("networkidle")
    page.requests_made.clear()
    page.wait_for_timeout(800)
    assert page.requests_made == []


def test_the_place_on_the_page_and_the_focus_stay_after_a_tap(open_journal):
    page = open_journal()
    page.locator("#s2-4").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.locator("#s2-4").focus()
    page.keyboard.press("Enter")
    page.locator(".said").wait_for()
    assert page.evaluate("document.activeElement.id") == "s2-4"
    assert abs(page.evaluate("scrollY") - before) < 120


def test_everything_can_be_done_by_keyboard(open_journal):
    page = open_journal()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
        if page.evaluate("document.activeElement.id") == "text":
            page.keyboard.type("porridge")
            page.locator(".chip").first.wait_for()
    assert {"text", "eat", "s1-0", "s1-10", "nothing", "bad", "complete"} <= reached
    page.locator("#text").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".chip[open]").count() == 1
    page.locator("#eat").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Kept: porridge").wait_for()


def test_focus_can_be_seen(open_journal):
    page = open_journal()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2


def test_a_guess_is_corrected_by_tapping_it(open_journal):
    page = open_journal()
    page.locator("#text").press_sequentially("bread with buter")
    page.locator(".chip.guessed").wait_for()
    page.locator(".chip.guessed summary").click()
    page.get_by_label("vegan butter").check()
    page.locator("#eat").click()
    page.get_by_text("Kept: bread and vegan butter.").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_going_back_to_a_kept_form_and_keeping_again_keeps_it_once(open_journal, journal, scripts):
    page = open_journal(java_script_enabled=scripts)
    name = f"elbow pain {scripts}"
    page.goto(journal.url + "/new/?kind=symptom")
    page.locator("#name").fill(name)
    page.locator(".scale label", has_text="4").click()
    page.locator("#keep").click()
    page.locator(".lines li", has_text=name).wait_for()
    page.go_back()
    assert "kept already" in page.locator("#kept").inner_text()
    assert page.locator("#name").input_value() == name
    page.locator(".scale label", has_text="7").click()
    page.locator("#keep").click()
    page.get_by_text(f"Changed: {name} 7.").wait_for()
    assert page.locator(".lines li", has_text=name).count() == 1
    page.go_back()
    page.locator("#another").click()
    page.locator(".said", has_text="Kept").wait_for()
    assert page.locator(".lines li", has_text=name).count() == 2


def test_going_back_to_today_shows_a_kept_note_no_more(open_journal, journal):
    page = open_journal(java_script_enabled=False)
    page.get_by_text("A note", exact=True).click()
    page.locator("#note").fill("rain and a long drive")
    page.locator("#keep-note").click()
    page.locator(".lines li", has_text="a long drive").wait_for()
    page.go_back()
    assert page.locator("#note").input_value() == ""
    assert page.locator(".lines li", has_text="a long drive").count() == 1


def test_what_is_typed_stays_when_something_else_is_kept(open_journal):
    page = open_journal()
    page.locator("#text").fill("lentil soup")
    page.locator("#s2-3").click()
    page.locator(".said", has_text="bloating 3.").wait_for()
    # It is typed and understood anew once the page has settled.
    page.locator("#understood", has_text="lentil soup").wait_for()
    assert page.locator("#text").input_value() == "lentil soup"
    page.locator("#eat").click()
    page.get_by_text("Kept: lentil soup.").wait_for()
    assert page.locator("#text").input_value() == ""
    page.locator("#undo").click()
    page.get_by_text("Taken back").wait_for()


def test_the_drawing_and_the_list_are_one(open_journal, journal):
    page = open_journal()
    page.goto(journal.url + "/new/?kind=symptom&name=back pain")
    shape = page.locator("[data-site=lower_back_left]")
    shape.click()
    page.get_by_text("Back, as a list").click()
    assert page.get_by_label("lower back, left").is_checked()
    page.get_by_label("lower back, left").uncheck()
    assert "on" not in (shape.get_attribute("class") or "")
    shape.click()
    page.locator(".scale label", has_text="7").click()
    page.locator("#keep").click()
    page.get_by_text("lower back, left").wait_for()


def test_the_bar_goes_away_after_ten_seconds(browser, open_journal):
    page = open_journal()
    page.clock.install()
    page.locator("#q1").click()
    page.locator(".said").wait_for()
    page.clock.run_for(9_000)
    assert page.locator(".said").is_visible()
    page.clock.run_for(2_000)
    assert not page.locator(".said").is_visible()


def test_a_bar_that_says_what_to_mind_stays_until_it_is_closed(open_journal, journal):
    page = open_journal()
    page.goto(journal.url + "/new/?kind=supplement&name=zinc")
    page.clock.install()
    page.locator("#keep").click()
    bar = page.locator(".said", has_text="No cautions are kept here for zinc")
    bar.wait_for()
    page.clock.run_for(60_000)
    assert bar.is_visible()
    page.get_by_role("button", name="Close").click()
    assert not bar.is_visible()
    page.locator(".lines li", has_text="zinc").first.wait_for()


def test_without_scripts_everything_works_all_the_same(open_journal):
    page = open_journal(java_script_enabled=False)
    page.locator("#text").fill("rye bread, buter")
    page.locator("#look").click()
    assert page.locator(".chip.guessed").count() == 1
    page.locator("#eat").click()
    assert "Kept: rye bread" in page.locator(".said").inner_text()
    page.locator("#s1-2").click()
    assert "back pain 2" in page.locator(".said").inner_text()
    page.locator("#q1").click()
    page.locator("#undo").click()
    assert "Taken back" in page.locator(".said").inner_text()


def test_two_tabs_keep_both_entries_and_the_second_edit_is_asked_about(open_journal, journal):
    page = open_journal()
    other = page.context.new_page()
    other.goto(journal.url + "/")
    page.locator("#q1").click()
    page.locator(".said").wait_for()
    other.locator("#q2").click()
    other.locator(".said").wait_for()
    page.reload()
    assert page.locator(".lines li").count() >= 2
    address = page.locator(".lines a").first.get_attribute("href")
    page.goto(journal.url + address)
    other.goto(journal.url + address)
    page.locator("#note").fill("first")
    page.locator("#keep").click()
    page.locator(".said").wait_for()
    other.locator("#note").fill("second")
    other.locator("#keep").click()
    other.get_by_text("changed in another place").wait_for()
    assert other.locator("#note").input_value() == "second"


SCREENS = {
    "today": "/",
    "another-day": "/day/2026-01-05/",
    "a-time": "/?time=07:30",
    "entry-symptom": "/new/?kind=symptom&name=back pain",
    "entry-food": "/new/?kind=food",
    "start": "/start/",
    "deleted": "/deleted/",
    "not-there": "/nowhere/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_screen_can_be_used_by_everybody(open_journal, journal, size, scheme):
    page = open_journal(size, scheme)
    for name, address in SCREENS.items():
        page.goto(journal.url + address)
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true; }")
        check_access(page, name)
    page.goto(journal.url + "/")
    page.locator("#text").press_sequentially("2 slices rye bread, buter, xyzzyq")
    page.locator(".chip.guessed").wait_for()
    check_access(page, "understood")
    page.locator("#q1").click()
    page.locator(".said").wait_for()
    check_access(page, "said")


@pytest.mark.parametrize("address", SCREENS.values())
def test_nothing_is_wider_than_a_narrow_screen_or_at_twice_the_size(open_journal, journal, address):
    page = open_journal(NARROW)
    page.goto(journal.url + address)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    page.set_viewport_size({"width": DESKTOP[0] // 2, "height": DESKTOP[1] // 2})
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP[0] // 2


def test_targets_are_large_enough_for_a_thumb(open_journal):
    page = open_journal()
    boxes = page.locator(
        "main button:visible, main a.button:visible, nav a:visible, nav summary:visible"
    ).evaluate_all(
        "all => all.map(e => [e.id || e.textContent, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert len(boxes) > 20
    assert [box for box in boxes if box[1] < 24 or box[2] < 44] == []


def test_no_other_host_is_asked_and_no_policy_is_broken(open_journal, journal):
    page = open_journal()
    for address in SCREENS.values():
        page.goto(journal.url + address)
    page.goto(journal.url + "/")
    page.locator("#text").press_sequentially("coffee")
    page.locator(".chip").first.wait_for()
    page.locator("#eat").click()
    page.locator(".said").wait_for()
    assert {url for url in page.requests_made if not url.startswith(journal.url + "/")} == set()
    broken = [m for m in page.messages if "404" not in m]
    assert broken == []


def test_a_policy_that_is_broken_is_seen(open_journal):
    page = open_journal()
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(50)
    assert any("Content Security Policy" in message for message in page.messages)


def test_the_demo_is_one_click_away_and_one_click_from_gone(open_journal, journal):
    page = open_journal()
    page.goto(journal.url + "/start/")
    tap(page, "#demo")
    page.get_by_text("made-up diary").wait_for()
    assert page.locator(".symptom").count() >= 2
    tap(page, ".banner button")
    page.wait_for_load_state()
    assert page.get_by_text("made-up diary").count() == 0
    assert page.taps == 2
