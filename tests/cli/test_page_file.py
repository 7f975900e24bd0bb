"""The page is written whole or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from gutline.cli.page_file import check_writable, write_page
from gutline.cli.refusal import RefusalError


def test_the_page_is_written(tmp_path):
    write_page("<p>é</p>", str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text("utf-8") == "<p>é</p>"


@pytest.mark.skipif(os.name == "nt", reason="files have no such permissions there")
def test_only_its_owner_may_read_the_page(tmp_path):
    write_page("x", str(tmp_path / "page.html"))
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600


def test_a_crash_leaves_the_old_page_and_nothing_else(tmp_path, monkeypatch):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")

    def crash(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="No space"):
        write_page("new", str(page))
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert page.read_text("utf-8") == "old"


def test_a_link_is_followed(tmp_path):
    real = tmp_path / "real.html"
    real.write_text("old", encoding="utf-8")
    link = tmp_path / "link.html"
    link.symlink_to(real)
    write_page("new", str(link))
    assert link.is_symlink()
    assert real.read_text("utf-8") == "new"


def test_a_place_that_can_be_written_is_accepted(tmp_path):
    check_writable(str(tmp_path / "page.html"))
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written(tmp_path, monkeypatch):
    with pytest.raises(RefusalError, match="is a folder"):
        check_writable(str(tmp_path))
    with pytest.raises(RefusalError, match="no folder"):
        check_writable(str(tmp_path / "none" / "page.html"))
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(RefusalError, match="may not write"):
        check_writable(str(tmp_path / "page.html"))
