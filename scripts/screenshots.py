"""`python -m scripts.screenshots`: the pictures of every page and every preview, taken anew.

A journal is served with the made-up diary, and Chromium looks at it on a phone and at a desk. Names
below are addresses by name, so that a page that is not there yet is passed over.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.import_pictures import shot_of, sources

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
PREVIEWS = ROOT / "docs" / "importing" / "pictures"
PHONE, DESK = (390, 844), (1280, 800)
LARGEST_BYTES = 60_000
FINDINGS_WAIT_S = 180
ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, the address by name with its query, the screen, light or dark.

    `press` is what is pressed before, as a selector; "" for nothing.
    """

    name: str
    address: str
    query: str = ""
    argument: str = ""
    screen: tuple[int, int] = PHONE
    scheme: str = "light"
    press: str = ""


PICTURES = (
    Picture("start", "start"),
    Picture("today", "today"),
    Picture("today-dark", "today", scheme="dark"),
    Picture("today-desk", "today", screen=DESK),
    Picture("bad-day", "today", press="#bad"),
    Picture("entry", "entry-new", "?kind=symptom&name=back pain"),
    Picture("deleted", "recently-deleted"),
    Picture("timeline", "timeline", screen=DESK),
    Picture("findings", "findings", screen=DESK),
    Picture("findings-phone", "findings", scheme="dark"),
    Picture("trials", "trials"),
    Picture("trial-new", "trial-new"),
    Picture("plan", "plan"),
    Picture("review", "review"),
    Picture("library", "library"),
    Picture("practice", "practice", argument="slow_breathing"),
    Picture("session", "session"),
    Picture("check", "check"),
    Picture("questionnaires", "questionnaires"),
    Picture("gut-part", "gut-part"),
    Picture("learn", "learn"),
    Picture("import", "import"),
    Picture("settings", "settings"),
    Picture("own-foods", "own-foods"),
    Picture("about", "about-method"),
    Picture("erase", "settings-erase"),
    Picture("offline", "offline"),
)


def addresses(home: Path) -> dict[str, str]:
    """Return the address of every picture whose page is there, by the picture's name."""
    from django.urls import NoReverseMatch, reverse

    from gutline.web.settings import configure

    configure(home, zone=ZONE)
    found = {}
    for picture in PICTURES:
        try:
            args = [picture.argument] if picture.argument else []
            found[picture.name] = reverse(picture.address, args=args) + picture.query
        except NoReverseMatch:
            continue
    return found


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home until the block ends; yields the link that opens it."""
    environment = {**os.environ, "GUTLINE_HOME": str(home), "TZ": ZONE, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "gutline.cli", "serve", "--no-browser", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None  # noqa: S101 - for the type checker
    try:
        said = ""
        while "/in/" not in said:
            said += process.stdout.readline()
        link = re.search(r"http\S+/in/\S+", said)
        yield link[0] if link else ""
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.stdout.close()


def take(link: str, where: dict[str, str], folder: Path, previews: Path) -> list[str]:
    """Take every picture; returns what was wrong with one."""
    from playwright.sync_api import sync_playwright

    problems: list[str] = []
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as starter:
        browser = starter.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(timezone_id=ZONE, locale="en-GB", reduced_motion="reduce")
        page = context.new_page()
        page.goto(link)
        base = link.partition("/in/")[0]
        problems += _taken(page, PICTURES[0], base + where[PICTURES[0].name], folder)
        page.locator("#demo").click()
        page.wait_for_load_state()
        _await_findings(page, base)
        for picture in PICTURES[1:]:
            if picture.name in where:
                problems += _taken(page, picture, base + where[picture.name], folder)
        for source in sources():
            (previews / f"{source}.webp").write_bytes(small(shot_of(page, base, source)))
        browser.close()
    return problems


def _await_findings(page: Any, base: str) -> None:  # noqa: ANN401 - playwright's
    """Have the findings worked out, so that their page has something to show."""
    page.goto(f"{base}/findings/")
    until = time.monotonic() + FINDINGS_WAIT_S
    while not page.locator("article, .finding, .card figure").count():
        if time.monotonic() > until:
            return
        page.wait_for_timeout(3_000)
        page.reload()


def _taken(page: Any, picture: Picture, url: str, folder: Path) -> list[str]:  # noqa: ANN401 - playwright's
    page.set_viewport_size({"width": picture.screen[0], "height": picture.screen[1]})
    page.emulate_media(color_scheme=picture.scheme)
    answer = page.goto(url)
    if picture.press:
        page.locator(picture.press).click()
        page.wait_for_timeout(600)
        page.goto(url)
    page.wait_for_load_state("networkidle")
    shot = page.screenshot()
    if picture.press:
        page.locator(picture.press).click()
        page.wait_for_timeout(600)
    (folder / f"{picture.name}.webp").write_bytes(small(shot))
    wide = page.evaluate("document.documentElement.scrollWidth") > picture.screen[0]
    status = answer.status if answer else 0
    return [f"{picture.name}: {status}, wide: {wide}"] if wide or status != 200 else []


def small(png: bytes) -> bytes:
    """Return a picture as WebP, as good as fits into the largest size."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    made = io.BytesIO()
    for quality in (85, 70, 55, 40, 25):
        made = io.BytesIO()
        image.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= LARGEST_BYTES:
            break
    return made.getvalue()


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures; return 1 when a page was not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m scripts.screenshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--previews", type=Path, default=PREVIEWS)
    options = parser.parse_args(argv)
    folder, previews = options.folder, options.previews
    for one in (folder, previews):
        one.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        where = addresses(Path(made) / "names")
        with served(Path(made) / "home") as link:
            problems = take(link, where, folder, previews)
    print("\n".join([f"{len(where)} pictures in {folder}", *problems]))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
