"""The check that pages load nothing from another host can fail."""

from __future__ import annotations

import runpy

import pytest


@pytest.fixture(scope="module")
def script(root):
    return runpy.run_path(str(root / "scripts" / "self_contained.py"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script src="https://cdn.example/x.js"></script>'),
        ("a.html", '<link rel="stylesheet" href="//cdn.example/x.css">'),
        ("a.html", '<link rel="preconnect" href="https://fonts.example">'),
        ("a.html", '<img src="HTTP://pictures.example/x.png">'),
        ("a.css", "@font-face { src: url('https://fonts.example/x.woff2') }"),
        ("a.css", "@import '//cdn.example/x.css';"),
    ],
)
def test_a_page_that_loads_from_elsewhere_is_refused(script, tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    assert script["main"](tmp_path) == 1


def test_links_for_the_reader_and_own_files_are_fine(script, tmp_path):
    (tmp_path / "a.html").write_text(
        '<link rel="stylesheet" href="own.css"><a href="https://example.org">there</a>'
        '<script src="own.js"></script><img src="data:image/png;base64,">',
        "utf-8",
    )
    assert script["main"](tmp_path) == 0


def test_an_empty_folder_is_refused(script, tmp_path):
    assert script["main"](tmp_path) == 1
