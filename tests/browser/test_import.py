"""The pages of imports in Chromium: dropped, looked at, imported; accessible and narrow enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.web.served import Journal, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TABLE = "Date,Time,Back pain,Breakfast,Comments\n" + "".join(
    f'2026-03-{day:02d},08:15,{day % 6},"rye bread, butter",slept badly\n' for day in range(1, 20)
)
DIARY = """\
# zone: Europe/Berlin
time,kind,name,value,unit
2026-03-01T08:00,food,rye bread,1,serving
2026-03-01T21:00,symptom,sore wing,6,nrs
2026-03-02T21:00,symptom,back pain,60,nrs
2026-03-29T02:30,symptom,back pain,3,nrs
"""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    with served(tmp_path_factory.mktemp("import") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def context(browser: Any, journal: Journal) -> Iterator[Any]:
    made = browser.new_context(reduced_motion="reduce")
    made.new_page().goto(journal.link)
    yield made
    made.close()


@pytest.fixture(scope="module")
def addresses(context: Any, journal: Journal, tmp_path_factory: Any) -> dict[str, str]:
    """The pages, one of each sort."""
    folder = tmp_path_factory.mktemp("files")
    found = {"start": f"{journal.url}/import/", "names": f"{journal.url}/import/names/"}
    page = context.new_page()
    page.goto(found["names"])
    page.get_by_label("The app’s name for it").fill("tummy wobble")
    page.get_by_label("Your name for it").fill("bloating")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Kept.").wait_for()
    for name, text in (("preview", DIARY), ("columns", TABLE), ("refused", "no,table\n")):
        path = Path(folder) / f"{name}.csv"
        path.write_text(text, "utf-8")
        page.goto(found["start"])
        page.get_by_label("Files").set_input_files(path)
        page.get_by_role("button", name="Look at it").click()
        page.wait_for_url("**/import/*/**")
        page.wait_for_load_state("networkidle")
        found[name] = page.url
    page.close()
    return found


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    made = context.new_page()
    made.messages = []
    made.on("console", lambda message: made.messages.append(message.text))
    yield made
    made.close()


@pytest.mark.parametrize("name", ["start", "names", "preview", "columns", "refused"])
@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
def test_no_violation_of_accessibility_and_nothing_scrolls_sideways(
    page, journal, addresses, name, size
):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if size == PHONE else "light")
    page.goto(addresses[name])
    for summary in page.locator("main summary").all():
        summary.click()
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate(OVERFLOW) <= 0
    heights = page.evaluate(
        "[...document.querySelectorAll('main button, main .button, main select,"
        " main input:not([type=hidden], [type=checkbox])')].filter(e => e.offsetParent)"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights, default=44) >= 44
    said = [text for text in page.messages if "422" not in text]
    assert said == []


def test_a_file_is_dropped_looked_at_and_imported(page, journal):
    page.goto(f"{journal.url}/import/")
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "me.csv", {type: "text/csv"}));
          document.getElementById("drop").dispatchEvent(
            new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        DIARY,
    )
    page.get_by_role("heading", name="Before anything is kept").wait_for()
    assert "3 entries" in page.locator("main").inner_text()
    page.get_by_label("or another name for “sore wing”").fill("shoulder pain")
    page.get_by_role("button", name="Import 3 entries").click()
    page.get_by_text("3 entries were added.").wait_for()
    page.get_by_role("button", name="Undo the import of Gutline diary", exact=False).click()
    page.get_by_text("3 entries were taken out again.").wait_for()


def test_after_an_import_the_back_button_leads_to_choosing_a_file(page, journal):
    page.goto(f"{journal.url}/import/")
    again = DIARY.replace("2026-03-01", "2026-03-11").encode()
    page.get_by_label("Files").set_input_files(
        {"name": "me.csv", "mimeType": "text/csv", "buffer": again}
    )
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Import 3 entries").click()
    page.get_by_text("entries were added.").wait_for()
    page.go_back()
    page.get_by_role("alert").filter(has_text="These files are not here any more").wait_for()
    assert page.get_by_label("Files").is_visible()


def test_a_table_is_explained_by_keyboard(page, addresses):
    page.goto(addresses["columns"])
    page.get_by_label("Back pain holds").focus()
    assert page.get_by_label("Back pain holds").input_value() == "value:symptom"
    assert page.get_by_label("Date holds").input_value() == "day"
    page.get_by_label("Back pain goes from").select_option("2")
    page.get_by_role("button", name="See what comes of it").press("Enter")
    page.get_by_role("heading", name="Before anything is kept").wait_for()
    assert "76 entries" in page.locator("main").inner_text()
