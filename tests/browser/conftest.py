"""Chromium with nowhere to go, and the pages it looks at."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gutline.reports import render_page
from tests.reports import samples
from tests.web.filled import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.web.served import Journal

PHONE, DESKTOP, NARROW = (390, 844), (1280, 800), (320, 640)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


def driver_runs() -> bool:
    """Whether the driver that Playwright ships finds its system libraries."""
    import playwright

    node = Path(playwright.__file__).parent / "driver" / "node"
    return (
        subprocess.run([str(node), "--version"], capture_output=True, check=False).returncode == 0
    )


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not driver_runs():
        pytest.skip("Playwright's driver does not start here (Debian: apt-get install libatomic1)")
    with playwright.sync_playwright() as starter:
        started = starter.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages to be looked at, by name."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "rich": render_page(samples.findings(), samples.diary()),
        "hostile": render_page(samples.hostile_findings(), samples.diary()),
        "nothing": render_page(samples.nothing(), samples.diary(0)),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Opens a window of its own; what it asks for, says and was tapped is kept on its page."""
    opened = []

    def call(size: tuple[int, int] = PHONE, scheme: Any = "light", **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            **{"locale": "en-GB", **more},
        )
        opened.append(context)
        page: Any = context.new_page()
        page.requests_made, page.messages, page.taps = [], [], 0
        page.on("request", lambda request: page.requests_made.append(request.url))
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        return page

    yield call
    for context in opened:
        context.close()


@pytest.fixture
def open_journal(open_window: Callable[..., Any], journal: Journal) -> Callable[..., Any]:
    """Opens the journal of the module, signed in anew, in a window of its own."""
    from gutline.web.sign_ins import SignIns

    def call(size: tuple[int, int] = PHONE, scheme: Any = "light", **more: Any) -> Any:
        page = open_window(size, scheme, **{"timezone_id": ZONE, **more})
        page.goto(f"{journal.url}/in/{SignIns(journal.home).new_link(datetime.now(UTC))}/")
        return page

    return call


@pytest.fixture
def look(open_window: Callable[..., Any], pages: dict[str, Path]) -> Callable[..., Any]:
    """Opens a page from its file."""

    def call(name: str, size: tuple[int, int] = PHONE, scheme: Any = "light") -> Any:
        page = open_window(size, scheme)
        page.on("dialog", lambda dialog: page.messages.append(f"dialog {dialog.message}"))
        page.goto(pages[name].as_uri())
        return page

    return call


def tap(page: Any, selector: str) -> None:
    """Tap something, and count it."""
    page.taps += 1
    page.locator(selector).click()


def check_access(page: Any, what: str) -> None:
    """Have a page looked at by axe with everything unfolded; nothing may be found."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true; }")
    found = axe.Axe().run(page).response["violations"]
    assert not found, [(what, v["id"], v["nodes"][0]["html"][:200]) for v in found]


def fits(page: Any) -> bool:
    """Whether nothing is wider than the window."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return bool(width <= page.viewport_size["width"])
