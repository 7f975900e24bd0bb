"""The pictures of import previews in `docs/importing/pictures/`, one for each page of a source.

Taken of the small files the tests read, in a journal that holds nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "importing"
GOLDEN = ROOT / "tests" / "golden" / "importers"
BESIDE = frozenset({"expected.json", "inert.txt"})
SCREEN = (390, 844)
TABLE = (
    "date;back pain;slept;lunch\n2026-03-01;4;7,5;rye bread, butter\n2026-03-02;6;6;milk, oats\n"
)


def sources() -> tuple[str, ...]:
    """Return the sources that have a page, by the page's name."""
    return tuple(sorted(page.stem for page in PAGES.glob("*.md")))


def files_of(source: str) -> list[dict[str, Any]]:
    """Return what is dropped on the import page for a source: names and contents."""
    if source == "spreadsheet":
        return [_file("my-table.csv", TABLE.encode())]
    paths = sorted(path for path in (GOLDEN / source).glob("*") if path.name not in BESIDE)
    if source == "mysymptoms":  # an export and a backup are two ways to the same
        paths = [path for path in paths if path.suffix == ".csv"]
    return [_file(path.name, path.read_bytes()) for path in paths]


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def shot_of(page: Any, base: str, source: str) -> bytes:  # noqa: ANN401 - playwright's
    """Return the picture of a source's preview as PNG."""
    page.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
    page.emulate_media(color_scheme="light")
    page.goto(f"{base}/import/")
    page.get_by_label("Files").set_input_files(files_of(source))
    page.get_by_role("button", name="Look at it").click()
    page.wait_for_url("**/import/*/**")
    page.wait_for_load_state("networkidle")
    made: bytes = page.screenshot()
    return made
