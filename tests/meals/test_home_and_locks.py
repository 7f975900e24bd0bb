"""The folder of a person's things, and who may write in it when."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gutline.meals.home import HomeError, home_folder, home_place, make_private
from gutline.meals.private_files import alone_in, locked, write_private

BOTH = pytest.mark.parametrize("alone", [locked, alone_in])
"""A folder can be had alone with a lock file in it, or without a trace."""


def fails(number: int, words: str):
    def call(*_: object, **__: object) -> object:
        raise OSError(number, words)

    return call


# --- where it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("~/things", "/home/me/things"),
        ("~\\things", "/home/me/things"),
        ("~", "/home/me"),
        ("/a/../b", "/a/../b"),
        ("/with space/é", "/with space/é"),
    ],
)
def test_a_home_is_taken_as_it_is_said(said, place):
    assert home_place({"GUTLINE_HOME": said, "HOME": "/home/me"}, "linux") == Path(place)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("things", "give the whole path"),
        ("./things", "give the whole path"),
        ("~other/things", "give the whole path"),
        ("a\x00b", "cannot be the name of a folder"),
        (" ", "give the whole path"),
        ("x" * 500, "give the whole path"),
    ],
)
def test_a_home_that_would_be_elsewhere_each_time_is_refused(said, words):
    with pytest.raises(HomeError, match=words) as told:
        home_place({"GUTLINE_HOME": said, "HOME": "/home/me"}, "linux")
    assert len(str(told.value)) < 250


@pytest.mark.parametrize("home", ["", "me", "~"])
def test_without_a_home_of_the_user_one_is_asked_for(home):
    for environ in ({"HOME": home}, {"HOME": home, "GUTLINE_HOME": "~/x"}):
        with pytest.raises(HomeError, match="there is no home folder; set GUTLINE_HOME"):
            home_place(environ, "linux")


def test_a_relative_data_folder_is_passed_over():
    environ = {"XDG_DATA_HOME": "data", "HOME": "/home/me"}
    assert home_place(environ, "linux") == Path("/home/me/.local/share/gutline")


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_folder_is_its_owners_whatever_the_system_gives_away(tmp_path, mask):
    old = os.umask(mask)
    try:
        made = home_folder({"GUTLINE_HOME": str(tmp_path / "deep" / "home")})
        write_private(made / "x.csv", b"mine")
    finally:
        os.umask(old)
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / "x.csv").stat().st_mode) == 0o600


def test_a_folder_that_is_there_keeps_its_rights(tmp_path):
    (tmp_path / "home").mkdir(mode=0o755)
    make_private(tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o755


@pytest.mark.parametrize(
    ("number", "why"),
    [(13, "Permission denied"), (28, "No space left on device"), (30, "Read-only file system")],
)
def test_a_folder_that_cannot_be_made_says_why(tmp_path, monkeypatch, number, why):
    monkeypatch.setattr("pathlib.Path.mkdir", fails(number, why))
    with pytest.raises(HomeError, match=f"cannot be made .{why}.; set GUTLINE_HOME"):
        home_folder({"GUTLINE_HOME": str(tmp_path / "new")})


def test_a_name_too_long_for_the_system_is_a_sentence(tmp_path):
    with pytest.raises(HomeError, match=r"cannot be made .File name too long"):
        home_folder({"GUTLINE_HOME": str(tmp_path / ("x" * 300))})


# --- files ----------------------------------------------------------------------------------------


def test_a_file_is_written_through_no_link(tmp_path):
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "x.csv").symlink_to(tmp_path / "victim")
    write_private(tmp_path / "x.csv", b"new")
    assert (tmp_path / "victim").read_text() == "mine"
    assert (tmp_path / "x.csv").read_bytes() == b"new"
    assert not (tmp_path / "x.csv").is_symlink()


def test_a_folder_in_the_place_of_a_file_is_a_sentence_and_leaves_no_rest(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(HomeError, match=r"x\.csv' cannot be written \(Is a directory\)"):
        write_private(tmp_path / "x.csv", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_a_file_with_a_very_long_name_is_written_beside_a_short_one(tmp_path):
    name = "x" * 240 + ".csv"
    write_private(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def test_a_system_without_folders_to_sync_writes_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("gutline.meals.private_files.sys.platform", "win32")
    write_private(tmp_path / "x.csv", b"new")
    assert (tmp_path / "x.csv").read_bytes() == b"new"


# --- one at a time --------------------------------------------------------------------------------


def test_a_lock_that_cannot_be_opened_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr("os.open", fails(13, "Permission denied"))
    with (
        pytest.raises(HomeError, match=r"\.lock' cannot be opened \(Permission denied\)"),
        locked(tmp_path),
    ):
        pass


def test_locks_of_different_names_do_not_wait_for_each_other(tmp_path):
    with locked(tmp_path, ".one"), locked(tmp_path, ".two", patience_s=0.05):
        assert {p.name for p in tmp_path.iterdir()} == {".one", ".two"}


def test_a_lock_is_given_back_when_what_it_was_for_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with locked(tmp_path, patience_s=0.05):
        pass


def test_being_alone_in_a_folder_makes_nothing_there(tmp_path):
    with alone_in(tmp_path):
        assert list(tmp_path.iterdir()) == []


@BOTH
def test_whoever_comes_second_waits_until_the_first_is_done(tmp_path, alone):
    order: list[str] = []
    entered = threading.Event()

    def second() -> None:
        entered.set()
        with alone(tmp_path):
            order.append("second")

    with alone(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        entered.wait()
        thread.join(0.1)
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]


@BOTH
def test_whoever_does_not_end_is_told_of(tmp_path, alone):
    with (
        alone(tmp_path),
        pytest.raises(HomeError, match="another Gutline is writing"),
        alone(tmp_path, patience_s=0.05),
    ):
        pass


@BOTH
def test_a_killed_program_leaves_the_folder_free(tmp_path, alone):
    name = alone.__name__
    code = (
        f"import os, sys; from pathlib import Path; from gutline.meals.private_files import {name}\n"
        f"with {name}(Path(sys.argv[1])):\n    os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=60)
    assert done.returncode == 9
    with alone(tmp_path, patience_s=5):
        assert (tmp_path / ".lock").exists() == (alone is locked)


@pytest.mark.parametrize("place", ["nowhere", "a file"])
def test_a_folder_that_cannot_be_opened_keeps_nobody_from_trying(tmp_path, place):
    (tmp_path / "a file").write_text("x")
    with alone_in(tmp_path / place):
        pass


def test_a_drive_that_knows_no_locks_keeps_nobody_waiting(tmp_path, monkeypatch):
    if sys.platform == "win32":
        pytest.skip("there are no such locks here")
    monkeypatch.setattr(
        "gutline.meals.private_files.fcntl.flock", fails(95, "Operation not supported")
    )
    with alone_in(tmp_path, patience_s=0.0):
        pass
