"""Every source has a page that says how to get its file, and whether its format is known well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gutline.importers.finding import load_sources, source_named

PAGES = Path(__file__).parents[2] / "docs" / "importing"
READ = sorted(path.stem for path in PAGES.glob("*.md"))


@pytest.mark.parametrize("ident", sorted(set(load_sources()) & set(READ)))
def test_a_page_is_named_after_its_source_and_tells_what_is_read_and_what_not(ident: str):
    text = (PAGES / f"{ident}.md").read_text("utf-8")
    first = text.splitlines()[0].removeprefix("# ")
    assert first.startswith(source_named(ident).NAME.split(" (")[0])
    assert "## What is read" in text
    assert re.search("## What is not (read|in it)", text)


@pytest.mark.parametrize("ident", sorted(set(load_sources()) & set(READ)))
def test_a_format_known_from_descriptions_only_is_marked_so_on_its_page(ident: str):
    text = (PAGES / f"{ident}.md").read_text("utf-8").casefold()
    assert source_named(ident).EXPERIMENTAL is ("**experimental**" in text)


def test_no_page_is_left_over():
    assert set(READ) <= set(load_sources())
    assert {"mysymptoms", "bearable", "cronometer"} <= set(READ)
