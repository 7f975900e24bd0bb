"""The folder of a person's things: where it is, who may look, one writer at a time."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gutline.meals.home import HomeError, home_folder, home_place
from gutline.meals.private_files import write_private

WINDOWS = os.name == "nt"


@pytest.mark.parametrize(
    ("environ", "platform", "place"),
    [
        ({"HOME": "/home/ada"}, "linux", "/home/ada/.local/share/gutline"),
        ({"HOME": "/home/ada", "XDG_DATA_HOME": "/data"}, "linux", "/data/gutline"),
        (
            {"HOME": "/home/ada", "XDG_DATA_HOME": "rel"},
            "linux",
            "/home/ada/.local/share/gutline",
        ),
        ({"HOME": "/Users/ada"}, "darwin", "/Users/ada/Library/Application Support/Gutline"),
        ({"HOME": "/c/ada", "APPDATA": "/c/roaming"}, "win32", "/c/roaming/Gutline"),
        ({"USERPROFILE": "/c/ada"}, "win32", "/c/ada/AppData/Roaming/Gutline"),
        ({"HOME": "/home/ada", "GUTLINE_HOME": "/mine"}, "linux", "/mine"),
        ({"HOME": "/home/ada", "GUTLINE_HOME": "~/mine"}, "darwin", "/home/ada/mine"),
    ],
)
@pytest.mark.skipif(WINDOWS, reason="the paths are those of other systems")
def test_the_place_is_what_the_platform_or_the_person_says(environ, platform, place):
    assert home_place(environ, platform) == Path(place)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "set GUTLINE_HOME"),
        ({"HOME": "relative"}, "set GUTLINE_HOME"),
        ({"GUTLINE_HOME": "relative/folder", "HOME": "/h"}, "give the whole path"),
        ({"GUTLINE_HOME": "/a\x00b", "HOME": "/h"}, "cannot be the name of a folder"),
    ],
)
def test_no_place_is_a_sentence(environ, said):
    with pytest.raises(HomeError, match=said):
        home_place(environ, "linux")


def test_nothing_is_made_by_asking_where_it_is(tmp_path):
    place = home_place({"GUTLINE_HOME": str(tmp_path / "mine")})
    assert not place.exists()


@pytest.mark.skipif(WINDOWS, reason="permissions are others there")
def test_the_folder_is_its_owners_alone(tmp_path):
    home = home_folder({"GUTLINE_HOME": str(tmp_path / "deep" / "mine")})
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    write_private(home / "inner" / "file.csv", b"x")
    assert stat.S_IMODE((home / "inner").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "inner" / "file.csv").stat().st_mode) == 0o600


def test_a_file_in_its_place_is_refused(tmp_path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(HomeError, match="is a file; set GUTLINE_HOME to a folder"):
        home_folder({"GUTLINE_HOME": str(tmp_path / "taken")})
    with pytest.raises(HomeError):
        home_folder({"GUTLINE_HOME": str(tmp_path / "taken" / "below")})


def test_a_file_is_replaced_whole_or_left(tmp_path, monkeypatch):
    path = tmp_path / "own.csv"
    write_private(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HomeError, match=r"own\.csv.*No space left on device.*nothing was changed"):
        write_private(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["own.csv"]
