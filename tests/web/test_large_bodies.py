"""What is too large for memory: written in the home and nowhere else, and gone afterwards."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from waitress.buffers import OverflowableBuffer, TempfileBasedBuffer

LARGE = 20_000


@pytest.fixture
def nowhere_else(monkeypatch, tmp_path):
    """A system whose folder for temporary files cannot be written."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not" / "there"))
    monkeypatch.setattr(TempfileBasedBuffer, "newfile", TempfileBasedBuffer.newfile)


@pytest.fixture
def folder(home, nowhere_else):
    from gutline.web.plain_http import keep_large_in

    place = home / ".work-uploads"
    keep_large_in(place)
    return place


def filled(data: bytes, overflow: int = 10_000) -> OverflowableBuffer:
    buffer: Any = OverflowableBuffer(overflow)
    for start in range(0, len(data), 300):
        buffer.append(data[start : start + 300])
    return buffer


def test_without_a_folder_the_systems_own_is_used(nowhere_else):
    with pytest.raises(OSError, match="No such file"):
        filled(b"x" * LARGE)


@pytest.mark.parametrize("size", [10, 9_000, LARGE])
def test_a_body_comes_back_whole(folder, size):
    data = bytes(n % 251 for n in range(size))
    buffer = filled(data)
    assert buffer.get(size) == data
    buffer.close()


def test_a_small_body_is_not_written_at_all(folder):
    filled(b"x" * 500)
    assert not folder.exists()


def test_a_large_body_is_private_and_leaves_nothing(folder):
    buffer = filled(b"x" * LARGE)
    assert folder.stat().st_mode & 0o777 == 0o700
    buffer.close()
    assert list(folder.iterdir()) == []


def test_the_folder_is_made_again_after_everything_was_erased(folder):
    filled(b"x" * LARGE).close()
    folder.rmdir()
    buffer = filled(b"y" * LARGE)
    assert buffer.get(LARGE) == b"y" * LARGE
    buffer.close()


def test_the_server_of_a_home_writes_there(home, nowhere_else, monkeypatch):
    import socket

    from gutline.web.plain_http import plain_server

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = plain_server(listener, folder=home / "large")
        filled(b"x" * LARGE).close()
        server.close()
    assert (home / "large").is_dir()


@pytest.mark.parametrize(("length", "too_large"), [(0, False), (1000, False), (1001, True)])
def test_an_upload_is_measured_before_it_is_taken(home, monkeypatch, length, too_large):
    from gutline.web import uploads

    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 1000)
    handler = uploads.PrivateUploads()
    handler.handle_raw_input(None, {}, length, "")
    assert handler.too_large is too_large


def test_a_file_that_is_sent_lies_in_the_home_for_its_owner_only(home):
    from gutline.web.uploads import PrivateUploads

    handler = PrivateUploads()
    handler.handle_raw_input(None, {}, 10, "")
    handler.new_file("files", "me.csv", "text/csv", 10)
    place = home / ".work-uploads"
    assert place.stat().st_mode & 0o777 == 0o700
    (kept,) = place.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    handler.file.close()
    assert list(place.iterdir()) == []
