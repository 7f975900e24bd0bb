"""Chromium with nowhere to go, and the pages it looks at."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gutline.reports import render_page
from tests.reports import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

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
def look(browser: Browser, pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """Open a page; every request and every message of the browser is kept on it."""
    opened = []

    def call(name: str, size: tuple[int, int] = PHONE, scheme: Any = "light") -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        opened.append(context)
        page: Any = context.new_page()
        page.requests_made = []
        page.messages = []
        page.on("request", lambda request: page.requests_made.append(request.url))
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("dialog", lambda dialog: page.messages.append(f"dialog {dialog.message}"))
        page.goto(pages[name].as_uri())
        return page

    yield call
    for context in opened:
        context.close()
