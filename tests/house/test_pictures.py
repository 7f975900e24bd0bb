"""The pictures of the pages: each is there, small, shown in the docs, and of a page that exists."""

from __future__ import annotations

import re

import pytest

from scripts.import_pictures import files_of, sources
from scripts.screenshots import LARGEST_BYTES, PICTURES, small


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_there_small_and_shown(root, picture):
    path = root / "docs" / "pictures" / f"{picture.name}.webp"
    assert path.read_bytes()[8:12] == b"WEBP"
    assert path.stat().st_size <= LARGEST_BYTES
    assert f"(pictures/{picture.name}.webp)" in (root / "docs" / "journal.md").read_text("utf-8")


def test_no_picture_is_left_over_and_each_says_what_it_shows(root):
    there = {path.stem for path in (root / "docs" / "pictures").iterdir()}
    assert there == {picture.name for picture in PICTURES}
    text = (root / "docs" / "journal.md").read_text("utf-8")
    shown = re.findall(r"!\[([^\]]*)\]\(pictures/", text)
    assert min(map(len, shown)) > 5


@pytest.mark.parametrize("source", sources())
def test_every_source_has_a_picture_of_its_preview(root, source):
    path = root / "docs" / "importing" / "pictures" / f"{source}.webp"
    assert path.read_bytes()[8:12] == b"WEBP"
    assert path.stat().st_size <= LARGEST_BYTES
    page = (root / "docs" / "importing" / f"{source}.md").read_text("utf-8")
    assert f"(pictures/{source}.webp)" in page
    assert files_of(source)


def test_every_place_of_the_bar_has_a_picture(root):
    text = (root / "src/gutline/web/surroundings.py").read_text("utf-8")
    places = text.split("_PLACES = (")[1].split("\n)")[0]
    names = set(re.findall(r'^    \("([a-z-]+)", _\(', places, re.MULTILINE))
    assert len(names) > 4
    assert names <= {picture.address for picture in PICTURES}


def test_a_picture_is_made_small():
    import io

    image = pytest.importorskip("PIL.Image")
    drawn = image.effect_noise((1280, 800), 90)
    png = io.BytesIO()
    drawn.convert("RGB").save(png, "PNG")
    assert len(small(png.getvalue())) < len(png.getvalue()) / 4
