"""Check that a folder of HTML pages loads nothing from another host.

    python scripts/self_contained.py FOLDER

Links that a reader may follow are fine; scripts, styles, pictures, fonts and frames must be files
of the folder itself.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

ADDRESS = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
STYLE_ADDRESS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])\s*((?:https?:)?//[^'\")\s]+)")
LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "object": ("data",),
    "embed": ("src",),
}
LOADING_LINKS = {"stylesheet", "preload", "icon", "modulepreload", "preconnect", "dns-prefetch"}


class Loads(HTMLParser):
    """Collects what a page loads from another host."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of one tag."""
        given = {name: value or "" for name, value in attrs}
        names = LOADING.get(tag, ())
        if tag == "link" and LOADING_LINKS & set(given.get("rel", "").lower().split()):
            names = ("href",)
        self.found += [given[n] for n in names if ADDRESS.match(given.get(n, ""))]


def loads(path: Path) -> list[str]:
    """Return the addresses of other hosts that one page or style sheet loads."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".css":
        return STYLE_ADDRESS.findall(text)
    page = Loads()
    page.feed(text)
    return page.found


def main(folder: Path) -> int:
    """Say what the pages load from elsewhere; 0 when it is nothing."""
    files = [p for p in sorted(folder.rglob("*")) if p.suffix in {".html", ".css"}]
    found = {p: said for p in files if (said := loads(p))}
    for path, addresses in found.items():
        print(f"{path} loads from another host: {', '.join(addresses)}")
    if not files:
        print(f"{folder} holds no page")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
